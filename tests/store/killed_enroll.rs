//! `kill -9` while people enroll and choose another plan: who was told that it is confirmed finds it so, with its audit row and notice, once.

use super::enrollments::{catalog_in, determined_in, shown_in};
use super::killed::{Told, certified_navigator, client, is_settled, now, serve, signs_in};
use crate::store::support::{Person, TestDb, on_both};
use assister_portal::domain::applications::coverage_year;
use assister_portal::domain::ids::{ApplicationId, AssociationId, PlanId};
use assister_portal::domain::instant::Date;
use assister_portal::server::dates;
use assister_portal::store::{AssisterCard, Store};
use client::Client;
use std::net::SocketAddr;

const KILLS: usize = 50;
const AT_ONCE: usize = 4;

/// Whose application it is, and the plan of which they were told last that they are enrolled in it.
type Answered = (ApplicationId, PlanId);

/// Somebody who stands before "Enroll": the application, the cookie and, of an assister, the client.
type Stands = (ApplicationId, String, Option<AssociationId>);

/// A consumer, or with a card and cookie their assister.
async fn stands_before_enroll(db: &TestDb, year: u16, assister: Option<(&AssisterCard, &str)>) -> Stands {
    let person: Person = db.consumer("Zoë Nguyễn", "1984-03-07").await;
    let application = determined_in(db, year, &person, 90_000).await;
    match assister {
        None => (application, signs_in(db, person.user).await, None),
        Some((card, cookie)) => (application, cookie.to_owned(), Some(db.authorize(&person, card, now()).await)),
    }
}

/// Enrolls in the first plan, then in the second in its place, until the server is gone. Gives who was told that it is done, and of which
/// plan they were told last.
async fn enroll_until_killed(
    store: Store,
    address: SocketAddr,
    waiting: Vec<Stands>,
    plans: [(PlanId, String); 2],
    told: Told,
) -> Vec<Answered> {
    let mut answered: Vec<Answered> = Vec::new();
    for (application, cookie, of) in waiting {
        let (function, own, base) = match of {
            None => ("/api/enroll-in-plan", String::new(), "/account".to_owned()),
            Some(id) => ("/api/enroll-client-in-plan", format!("id={id}&"), format!("/clients/{id}")),
        };
        for (plan, form) in &plans {
            let before = store.enrollment(application).await.unwrap().map(|before| before.id.to_string()).unwrap_or_default();
            let Ok(mut client) = Client::connect(address, &cookie).await else { return answered };
            let Ok(done) = client.post(function, &format!("{own}{form}&replaces={before}")).await else { return answered };
            assert_eq!(done.location(), Some(format!("{base}/application/plans/enrolled").as_str()), "{}", done.status);
            told.one_more();
            answered.retain(|(before, _)| *before != application);
            answered.push((application, *plan));
        }
    }
    answered
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_was_told_that_it_is_confirmed_finds_it_confirmed_after_every_kill() {
    on_both(async |db| {
        // The year and the first day of coverage are those of the server's own clock.
        let today = dates::today(now()).unwrap();
        let year = coverage_year(today);
        let first = Date::new(i16::try_from(year).unwrap(), 1, 1).unwrap().max(today.first_of_next_month());
        catalog_in(db, year, 100).await;
        let plans = [shown_in(db, year, "A").await, shown_in(db, year, "B").await].map(|plan| {
            let (premium, credit) = (plan.price.premium.0, plan.price.credit.0);
            (plan.plan, format!("plan={}&premium={premium}&credit={credit}&from={}&who=1", plan.plan, first.iso()))
        });
        let card = certified_navigator(db).await;
        let cookie = signs_in(db, db.user_of(&card).await).await;
        let mut all = 0;
        for kill in 0..KILLS {
            let mut waiting = Vec::new();
            for place in 0..AT_ONCE {
                // At home and by the assister at the same time.
                let assister = (place % 2 == 1).then_some((&card, cookie.as_str()));
                let mut some = Vec::new();
                for _ in 0..3 {
                    some.push(stands_before_enroll(db, year, assister).await);
                }
                waiting.push(some);
            }
            let (server, address) = serve(&db.url).await;
            let (told, mut answers) = Told::nobody();
            let people: Vec<_> = waiting
                .into_iter()
                .map(|some| tokio::spawn(enroll_until_killed(db.store.clone(), address, some, plans.clone(), told.clone())))
                .collect();
            let enough = 1 + kill % 8;
            drop(told);
            answers.at_least(enough).await;
            drop(server);
            for person in people {
                for (application, plan) in person.await.unwrap() {
                    let kept = db.store.enrollment(application).await.unwrap().map(|kept| kept.plan);
                    // What was answered, or the change to the second plan whose answer did not come any more.
                    assert!(kept == Some(plan) || kept == Some(plans[1].0), "kill {kill}: {plan} was answered, {kept:?} is there");
                    all += 1;
                }
            }
        }
        is_settled(db).await;
        assert!(all >= KILLS, "only {all} enrollments were answered");
        let by_assister = db.number("SELECT COUNT(*) FROM enrollments WHERE confirmed_role = 'assister'").await;
        assert!(by_assister >= i64::try_from(KILLS / 4).unwrap(), "{by_assister}");
        let enrolled = db.number("SELECT COUNT(*) FROM enrollments").await;
        assert!(enrolled >= i64::try_from(all).unwrap());
        let current = db.number("SELECT COUNT(*) FROM enrollments WHERE replaced_at IS NULL").await;
        assert_eq!(db.number("SELECT COUNT(DISTINCT application_id) FROM enrollments").await, current, "one is current of each");
        assert!(enrolled - current >= i64::try_from(KILLS / 4).unwrap(), "{} were changed", enrolled - current);
        for sql in ["SELECT COUNT(*) FROM audit_events WHERE action = 'enrolled'", "SELECT COUNT(*) FROM notices WHERE kind = 'enrolled'"] {
            assert_eq!(db.number(sql).await, enrolled, "{sql}");
        }
        db.assert_consistent().await;
    })
    .await;
}
