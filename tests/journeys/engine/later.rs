//! What an exchange's engine decides after the initial determination.

use super::misbehaving::{Misbehaving, Mood};
use super::{LONG, SHORT, is_pending, rows, served, submits};
use crate::journeys::app::{App, on_both};
use crate::journeys::applications::Desk;
use assister_portal::server::applications::{determine_due, take_statuses, work};
use assister_portal::server::clock::Stopwatch;
use serde_json::{Value, json};
use std::time::Duration;

const NAME: &str = "Ann Quimby";
const LATER: &str = "AND source = 'engine' AND NOT is_initial";

/// The id of somebody's application.
async fn application(app: &App, name: &str) -> String {
    let id = if app.is_sqlite() { "lower(hex(p.id))" } else { "CAST(p.id AS TEXT)" };
    let of = "FROM applications p JOIN consumers c ON c.id = p.consumer_id JOIN users u ON u.id = c.user_id";
    app.text(&format!("SELECT {id} {of} WHERE u.display_name = '{name}'")).await
}

fn status(number: i64, application: &str, outcome: &str, reason: &str) -> Value {
    let id = format!("01934c00-0000-7000-8000-{number:012}");
    let outcomes = json!([{ "applicant": 1, "outcome": outcome }]);
    json!({ "number": number, "status": id, "application": application, "reason": reason, "outcomes": outcomes })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_the_engine_decides_later_the_consumer_sees_and_it_is_recorded_once() {
    on_both(async |app: App| {
        let engine = Misbehaving::start(Mood::Right).await;
        let app = served(&app, &engine.url, LONG);
        let ann = app.consumer(NAME).await;
        submits(&ann, NAME).await;
        take_statuses(&app.state).await.unwrap();
        assert_eq!(engine.asked_after(), [0]);
        let id = application(&app, NAME).await;
        engine.decides(status(3, &id, "needs_decision", "Proof of income is missing."));
        engine.decides(status(7, &id, "minnesotacare", "The proof\n of income <b>came</b>."));
        engine.decides(status(8, &id, "medical_assistance", "The income was less."));
        let (one, two) = tokio::join!(take_statuses(&app.state), take_statuses(&app.state));
        one.and(two).unwrap();
        assert_eq!(rows(&app, "determinations", NAME, LATER).await, 3);
        let page = Desk::own(&ann).page("determination").await.body;
        for said in ["Current status", "The exchange recorded it on", "The income was less.", "Initial determination"] {
            assert!(page.contains(said), "{said}: {page}");
        }
        assert!(!page.contains("came"), "only the current one");
        let notices = ann.page("/account/notices").await;
        assert_eq!(notices.matches("The exchange").count(), 4, "the initial one and three later ones: {notices}");
        engine.asked_after();
        take_statuses(&app.state).await.unwrap();
        assert_eq!(engine.asked_after(), [8], "what was taken is not asked for again");
        assert_eq!(rows(&app, "determinations", NAME, LATER).await, 3);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_engine_that_misbehaves_changes_nothing_until_it_behaves() {
    on_both(async |app: App| {
        let engine = Misbehaving::start(Mood::Right).await;
        let well = served(&app, &engine.url, LONG);
        let ann = well.consumer(NAME).await;
        submits(&ann, NAME).await;
        let id = application(&app, NAME).await;
        engine.decides(status(1, &id, "minnesotacare", "The proof came."));
        for mood in [Mood::Broken, Mood::NoJson, Mood::Huge, Mood::SameTwice, Mood::OtherVersion, Mood::Redirect, Mood::Silent] {
            engine.becomes(mood);
            let app = served(&app, &engine.url, if mood == Mood::Silent { SHORT } else { LONG });
            take_statuses(&app.state).await.unwrap();
            assert_eq!(rows(&app, "determinations", NAME, LATER).await, 0, "{mood:?}");
            assert_eq!(engine.asked_after(), [0], "{mood:?}");
        }
        engine.becomes(Mood::Right);
        take_statuses(&well.state).await.unwrap();
        assert_eq!(rows(&app, "determinations", NAME, LATER).await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_status_that_can_not_be_believed_is_passed_over_and_one_before_the_initial_one_waits() {
    on_both(async |app: App| {
        let engine = Misbehaving::start(Mood::Right).await;
        let app = served(&app, &engine.url, LONG);
        let ann = app.consumer(NAME).await;
        submits(&ann, NAME).await;
        let id = application(&app, NAME).await;
        let right = || status(0, &id, "minnesotacare", "The proof came.");
        let with = |number: i64, field: &str, value: Value| {
            let mut status = right();
            (status["number"], status[field]) = (number.into(), value);
            status
        };
        let of = |applicant: u16| json!({ "applicant": applicant, "outcome": "minnesotacare" });
        let unbelievable = [
            ("application", json!("01934c00-0000-7000-8000-00000000beef")),
            ("application", json!("Ann")),
            ("status", json!(5)),
            ("reason", json!(" ")),
            ("reason", json!("x".repeat(501))),
            ("outcomes", json!([])),
            ("outcomes", json!([of(1), of(2)])),
            ("outcomes", json!([of(1), of(1)])),
            ("outcomes", json!([of(2)])),
            ("outcomes", json!([{ "applicant": 1, "outcome": "rich" }])),
        ];
        let many = i64::try_from(unbelievable.len()).unwrap();
        for (number, (field, value)) in (1..).zip(unbelievable) {
            engine.decides(with(number, field, value));
        }
        take_statuses(&app.state).await.unwrap();
        assert_eq!(rows(&app, "determinations", NAME, LATER).await, 0);
        assert_eq!(engine.asked_after().last(), Some(&many), "all of them were passed over");

        // The next one's determination is still pending: what comes later waits for it, and is not lost.
        engine.becomes(Mood::Broken);
        let bo = app.consumer("Bo Dahl").await;
        submits(&bo, "Bo Dahl").await;
        engine.becomes(Mood::Right);
        let pending = application(&app, "Bo Dahl").await;
        engine.decides(status(many + 1, &pending, "minnesotacare", "The proof came."));
        engine.decides(status(many + 2, &id, "minnesotacare", "The proof came."));
        take_statuses(&app.state).await.unwrap();
        assert_eq!(rows(&app, "determinations", NAME, LATER).await, 0);
        app.wait(Duration::from_secs(60));
        determine_due(&app.state).await.unwrap();
        take_statuses(&app.state).await.unwrap();
        for name in [NAME, "Bo Dahl"] {
            assert_eq!(rows(&app, "determinations", name, LATER).await, 1, "{name}");
        }

        // One that is never determined holds nobody else up for longer than a day.
        engine.becomes(Mood::Broken);
        let cy = app.consumer("Cy Falk").await;
        submits(&cy, "Cy Falk").await;
        engine.becomes(Mood::Right);
        let never = application(&app, "Cy Falk").await;
        engine.decides(status(many + 3, &never, "minnesotacare", "The proof came."));
        engine.decides(status(many + 4, &id, "without_credit", "The income was more."));
        let hour = Duration::from_secs(60 * 60);
        for (waits, recorded) in [(hour * 23, 1), (hour * 2, 2)] {
            app.wait(waits);
            take_statuses(&app.state).await.unwrap();
            assert_eq!(rows(&app, "determinations", NAME, LATER).await, recorded);
        }
        assert_eq!(rows(&app, "determinations", "Cy Falk", "").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_worker_asks_again_and_takes_what_is_decided_later_by_itself() {
    on_both(async |app: App| {
        let engine = Misbehaving::start(Mood::Broken).await;
        let app = served(&app, &engine.url, LONG);
        let ann = app.consumer(NAME).await;
        submits(&ann, NAME).await;
        is_pending(&app, &ann, NAME).await;
        engine.becomes(Mood::Right);
        engine.decides(status(1, &application(&app, NAME).await, "needs_decision", "The proof of income is late."));
        app.wait(Duration::from_secs(60));
        let worker = tokio::spawn(work(app.state.clone()));
        let waited = Stopwatch::start();
        while rows(&app, "determinations", NAME, LATER).await == 0 && waited.elapsed() < Duration::from_secs(10) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        worker.abort();
        let page = Desk::own(&ann).page("determination").await.body;
        assert!(!page.contains("Determination pending"), "{page}");
        for said in ["Current status", "Needs a county or DHS decision", "The proof of income is late.", "$123.45"] {
            assert!(page.contains(said), "{said}: {page}");
        }
    })
    .await;
}
