//! `kill -9` while people submit: who was told that it is submitted finds it so, with its audit row and notice, and what was not
//! determined yet is determined by the next server.

use super::applications::{YEAR, answered};
use super::killed::{Told, certified_navigator, client, is_settled, now, serve, signs_in};
use crate::store::support::{Person, TestDb, on_both};
use assister_portal::domain::applications::coverage_year;
use assister_portal::server::dates;
use assister_portal::store::{AssisterCard, Side};
use client::Client;
use std::net::SocketAddr;
use std::time::Duration;

const KILLS: usize = 50;
const AT_ONCE: usize = 4;

/// Somebody who stands before "Submit application": whose it is, the cookie, the form and where it leads.
struct Stands {
    person: Person,
    cookie: String,
    function: &'static str,
    form: String,
    leads: String,
}

/// A consumer, or with a card and cookie their assister.
async fn stands_before_submit(db: &TestDb, assister: Option<(&AssisterCard, &str)>) -> Stands {
    let person = db.consumer("Zoë Nguyễn", "1984-03-07").await;
    answered(db, &person).await;
    let seen = db.to_sign(Side::Consumer(person.consumer), YEAR).await;
    let Some((card, cookie)) = assister else {
        let (cookie, form) = (signs_in(db, person.user).await, format!("seen=.{seen}&full_name=Zo%C3%AB+Nguy%E1%BB%85n"));
        return Stands {
            person,
            cookie,
            function: "/api/submit-application",
            form,
            leads: "/account/application/determination".to_owned(),
        };
    };
    let id = db.authorize(&person, card, now()).await;
    let today = dates::today(now()).unwrap().iso();
    Stands {
        cookie: cookie.to_owned(),
        function: "/api/submit-client-application",
        form: format!("id={id}&seen=.{seen}&agreed=by_phone&agreed_on={today}&full_name=Nora+Ness"),
        leads: format!("/clients/{id}/application/determination"),
        person,
    }
}

/// Submits until the server is gone. Gives whose are told to be done.
async fn submit_until_killed(address: SocketAddr, waiting: Vec<Stands>, told: Told) -> Vec<Person> {
    let mut answered = Vec::new();
    for stands in waiting {
        let Ok(mut client) = Client::connect(address, &stands.cookie).await else { break };
        let Ok(done) = client.post(stands.function, &stands.form).await else { break };
        assert_eq!(done.location(), Some(stands.leads.as_str()), "{}", done.status);
        told.one_more();
        answered.push(stands.person);
    }
    answered
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_was_told_that_it_is_submitted_finds_it_submitted_after_every_kill() {
    on_both(async |db| {
        // The draft is of the year that the server's own clock says.
        let year = coverage_year(dates::today(now()).unwrap());
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
                    some.push(stands_before_submit(db, assister).await);
                }
                waiting.push(some);
            }
            db.sql(&format!("UPDATE applications SET coverage_year = {year} WHERE submitted_at IS NULL")).await;
            let (server, address) = serve(&db.url).await;
            let (told, mut answers) = Told::nobody();
            let people: Vec<_> = waiting.into_iter().map(|some| tokio::spawn(submit_until_killed(address, some, told.clone()))).collect();
            let enough = 1 + kill % 8;
            drop(told);
            answers.at_least(enough).await;
            drop(server);
            for person in people {
                for person in person.await.unwrap() {
                    let file = db.store.application_file(Side::Consumer(person.consumer), year).await.unwrap().unwrap();
                    assert!(file.application.unwrap().submitted.is_some(), "kill {kill}: a submission that was answered is gone");
                    all += 1;
                }
            }
        }
        is_settled(db).await;
        assert!(all >= KILLS, "only {all} submissions were answered");
        let by_assister = db.number("SELECT COUNT(*) FROM applications WHERE submitted_role = 'assister'").await;
        assert!(by_assister >= i64::try_from(KILLS / 4).unwrap(), "{by_assister}");
        let submitted = db.number("SELECT COUNT(*) FROM applications WHERE submitted_at IS NOT NULL").await;
        assert!(submitted >= i64::try_from(all).unwrap());
        for sql in [
            "SELECT COUNT(*) FROM audit_events WHERE action = 'application_submitted'",
            "SELECT COUNT(*) FROM notices WHERE kind = 'submitted'",
            "SELECT (SELECT COUNT(*) FROM determinations) + (SELECT COUNT(*) FROM pending_determinations)",
        ] {
            assert_eq!(db.number(sql).await, submitted, "{sql}");
        }
        // Whoever held one when it was killed has lost it; the next server determines what is left.
        db.sql("UPDATE pending_determinations SET due_at = (SELECT MIN(started_at) FROM applications)").await;
        let (_server, _) = serve(&db.url).await;
        let started = std::time::SystemTime::now();
        while db.number("SELECT COUNT(*) FROM determinations").await < submitted {
            assert!(started.elapsed().unwrap() < Duration::from_secs(300), "the rest is not determined");
            tokio::task::yield_now().await;
        }
        assert_eq!(db.number("SELECT COUNT(*) FROM notices WHERE kind = 'determined'").await, submitted);
        db.assert_consistent().await;
    })
    .await;
}
