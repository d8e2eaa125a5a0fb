//! `kill -9` while people enroll: who was told that it is confirmed finds it so, with its audit row and notice, once.

use super::enrollments::{catalog_in, determined_in, shown_in};
use super::killed::{Told, certified_navigator, client, now, serve, signs_in};
use crate::support::{Person, TestDb, on_both};
use assister_portal::domain::applications::coverage_year;
use assister_portal::domain::ids::{ApplicationId, AssociationId};
use assister_portal::domain::instant::Date;
use assister_portal::server::dates;
use assister_portal::store::AssisterCard;
use client::Client;
use std::net::SocketAddr;

const KILLS: usize = 50;
const AT_ONCE: usize = 4;

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

/// Enrolls until the server is gone. Gives who was told that it is done.
async fn enroll_until_killed(address: SocketAddr, waiting: Vec<Stands>, form: String, told: Told) -> Vec<ApplicationId> {
    let mut answered = Vec::new();
    for (application, cookie, of) in waiting {
        let (function, form, base) = match of {
            None => ("/api/enroll-in-plan", form.clone(), "/account".to_owned()),
            Some(id) => ("/api/enroll-client-in-plan", format!("id={id}&{form}"), format!("/clients/{id}")),
        };
        let Ok(mut client) = Client::connect(address, &cookie).await else { break };
        let Ok(done) = client.post(function, &form).await else { break };
        assert_eq!(done.location(), Some(format!("{base}/application/plans/enrolled").as_str()), "{}", done.status);
        told.one_more();
        answered.push(application);
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
        let plan = shown_in(db, year, "A").await;
        let (premium, credit) = (plan.price.premium.0, plan.price.credit.0);
        let form = format!("plan={}&premium={premium}&credit={credit}&from={}&who=1&replaces=", plan.plan, first.iso());
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
            let people: Vec<_> =
                waiting.into_iter().map(|some| tokio::spawn(enroll_until_killed(address, some, form.clone(), told.clone()))).collect();
            let enough = 1 + kill % 8;
            drop(told);
            answers.at_least(enough).await;
            drop(server);
            for person in people {
                for application in person.await.unwrap() {
                    let kept = db.store.enrollment(application).await.unwrap();
                    assert!(kept.is_some(), "kill {kill}: an enrollment that was answered is gone");
                    all += 1;
                }
            }
        }
        assert!(all >= KILLS, "only {all} enrollments were answered");
        let by_assister = db.number("SELECT COUNT(*) FROM enrollments WHERE confirmed_role = 'assister'").await;
        assert!(by_assister >= i64::try_from(KILLS / 4).unwrap(), "{by_assister}");
        let enrolled = db.number("SELECT COUNT(*) FROM enrollments").await;
        assert!(enrolled >= i64::try_from(all).unwrap());
        for sql in [
            "SELECT COUNT(DISTINCT application_id) FROM enrollments",
            "SELECT COUNT(*) FROM audit_events WHERE action = 'enrolled'",
            "SELECT COUNT(*) FROM notices WHERE kind = 'enrolled'",
        ] {
            assert_eq!(db.number(sql).await, enrolled, "{sql}");
        }
    })
    .await;
}
