//! An exchange's engine in the place of the portal's own rules, on its good days and on its bad ones.

mod later;
mod misbehaving;

use crate::journeys::app::{Answer, App, Person, on_both};
use crate::journeys::application_years::a_year_later;
use crate::journeys::applications::{Desk, client_of};
use crate::journeys::enrollment::again;
use crate::journeys::status::found;
use assister_portal::server::Config;
use assister_portal::server::applications::determine_due;
use misbehaving::{Misbehaving, Mood, halting, nobody};
use serde_json::json;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tracing::Dispatch;
use tracing::instrument::WithSubscriber as _;

const TOKEN: &str = "let-me-in";
/// A limit that a test can wait for. Whoever answers at all answers sooner.
const SHORT: Duration = Duration::from_millis(300);
const LONG: Duration = Duration::from_secs(30);

/// The application with this engine.
fn served(app: &App, url: &str, limit: Duration) -> App {
    let vars = [("ELIGIBILITY_ENGINE_URL", url), ("ELIGIBILITY_ENGINE_TOKEN", TOKEN)];
    let mut config = Config::from_vars(|name| vars.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())).unwrap();
    config.engine.as_mut().unwrap().limit = limit;
    app.like(config, true)
}

/// How many rows there are of a consumer's application.
async fn rows(app: &App, table: &str, name: &str, and: &str) -> i64 {
    let sql = format!(
        "SELECT COUNT(*) FROM {table} WHERE application_id IN (SELECT p.id FROM applications p JOIN consumers c ON c.id = p.consumer_id
             JOIN users u ON u.id = c.user_id WHERE u.display_name = '{name}') {and}"
    );
    app.one(&sql).await
}

async fn submits(person: &Person, name: &str) {
    let own = Desk::own(person);
    own.answer_all(name, "40000").await;
    assert_eq!(own.submit(&[("full_name", name)]).await.location(), "/account/application/determination");
}

async fn is_pending(app: &App, person: &Person, name: &str) {
    let Answer { headers, body: page, .. } = Desk::own(person).page("determination").await;
    // The page and the answer to a HEAD say so to the script that looks again.
    assert!(headers.contains_key("pending") && page.contains("data-pending"), "{headers:?}");
    assert!(page.contains("Determination pending") && !page.contains("Initial determination</h2>"), "{page}");
    assert_eq!((rows(app, "determinations", name, "").await, rows(app, "pending_determinations", name, "").await), (0, 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_engine_determines_and_is_told_nothing_of_who_it_is() {
    on_both(async |app: App| {
        let engine = Misbehaving::start(Mood::Right).await;
        let app = served(&app, &engine.url, LONG);
        let ann = app.consumer("Ann Quimby").await;
        submits(&ann, "Ann Quimby").await;
        let page = Desk::own(&ann).page("determination").await.body;
        for said in ["Initial determination", "Health plan with a premium tax credit", "$123.45"] {
            assert!(page.contains(said), "{said}: {page}");
        }
        assert!(!page.contains("data-pending"), "nothing is to come");
        assert_eq!(rows(&app, "determinations", "Ann Quimby", "AND source = 'engine' AND is_initial").await, 1);
        let asked = engine.asked();
        assert_eq!(asked.len(), 1);
        assert_eq!(asked[0].0.as_deref(), Some("Bearer let-me-in"));
        assert_eq!((&asked[0].1["applicants"][0]["age"], &asked[0].1["county"]), (&json!(42), &json!("137")));
        let sent = asked[0].1.to_string();
        for never in ["Ann", "Quimby", "1984", "03-07", "Lake St", "Duluth", "55802"] {
            assert!(!sent.contains(never), "{never}: {sent}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_engine_that_misbehaves_leaves_it_pending_until_it_behaves() {
    on_both(async |app: App| {
        let moods = [
            Mood::Silent,
            Mood::Broken,
            Mood::NoJson,
            Mood::Huge,
            Mood::MissingApplicant,
            Mood::SameTwice,
            Mood::UnknownOutcome,
            Mood::NegativeCredit,
            Mood::OtherVersion,
            Mood::Redirect,
        ];
        for (place, mood) in moods.into_iter().enumerate() {
            let engine = Misbehaving::start(mood).await;
            let slow = served(&app, &engine.url, if mood == Mood::Silent { SHORT } else { LONG });
            let name = format!("Ann Number{}", char::from(b'a' + u8::try_from(place).unwrap()));
            let ann = slow.consumer(&name).await;
            submits(&ann, &name).await;
            is_pending(&slow, &ann, &name).await;
            assert_eq!(engine.asked().len(), 1, "{mood:?}: a redirect is not followed");
            // Not due yet: it is not asked.
            determine_due(&slow.state).await.unwrap();
            assert_eq!(engine.asked().len(), 1, "{mood:?}");
            // The wait grows: a minute after the first try, two after the second.
            slow.wait(Duration::from_secs(60));
            determine_due(&slow.state).await.unwrap();
            slow.wait(Duration::from_secs(60));
            determine_due(&slow.state).await.unwrap();
            assert_eq!(engine.asked().len(), 2, "{mood:?}");
            is_pending(&slow, &ann, &name).await;
            engine.becomes(Mood::Right);
            slow.wait(Duration::from_secs(60));
            // The limit of a test is no limit for an engine that answers.
            let well = served(&app, &engine.url, LONG);
            determine_due(&well.state).await.unwrap();
            determine_due(&well.state).await.unwrap();
            assert_eq!(engine.asked().len(), 3, "{mood:?}");
            assert_eq!(rows(&app, "determinations", &name, "AND source = 'engine' AND is_initial").await, 1, "{mood:?}");
            assert_eq!(rows(&app, "pending_determinations", &name, "").await, 0, "{mood:?}");
            let page = Desk::own(&ann).page("determination").await.body;
            assert!(page.contains("$123.45") && !page.contains("Determination pending"), "{mood:?}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_engine_that_is_not_there_or_stops_in_the_middle_leaves_it_pending() {
    on_both(async |app: App| {
        for (url, limit, name) in [(nobody().await, LONG, "Ann Nobody"), (halting().await, SHORT, "Ann Halting")] {
            let down = served(&app, &url, limit);
            let ann = down.consumer(name).await;
            submits(&ann, name).await;
            is_pending(&down, &ann, name).await;
            // Submitting again asks nobody and changes nothing.
            assert_eq!(Desk::own(&ann).submit(&[("full_name", name)]).await.location(), "/account/application/determination");
            is_pending(&down, &ann, name).await;
            // The portal's own rules can take over.
            down.wait(Duration::from_secs(60));
            determine_due(&app.state).await.unwrap();
            assert_eq!(rows(&app, "determinations", name, "AND source = 'built_in' AND is_initial").await, 1);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_assister_sees_that_it_is_pending_and_then_what_the_engine_said() {
    on_both(async |app: App| {
        let engine = Misbehaving::start(Mood::Broken).await;
        let app = served(&app, &engine.url, LONG);
        let (ann, navigator, id) = client_of(&app, "Ann Quimby").await;
        submits(&ann, "Ann Quimby").await;
        let all = || async {
            let list = navigator.page("/clients?sort=-authorized").await;
            let (_, row) = list.split_once(&format!("/clients/{id}")).unwrap();
            let row = row.split_once("</tr>").unwrap().0.to_owned();
            [row, navigator.page(&format!("/clients/{id}")).await, Desk::client(&navigator, &id).page("determination").await.body]
        };
        for page in all().await {
            assert!(page.contains("Determination pending") && !page.contains("tax credit"), "{page}");
        }
        assert!(navigator.page(&format!("/clients/{id}")).await.contains("Submitted on November 20, 2026"));
        // There is nothing to shop for, and nothing to change.
        for desk in [Desk::own(&ann), Desk::client(&navigator, &id)] {
            for page in ["plans", "help", "sign"] {
                assert_eq!(desk.page(page).await.location(), format!("{}/determination", desk.base()), "{page}");
            }
            assert!(!desk.page("determination").await.body.contains("Shop for plans"));
        }
        engine.becomes(Mood::Right);
        app.wait(Duration::from_secs(60));
        determine_due(&app.state).await.unwrap();
        for page in all().await {
            assert!(page.contains("Health plan with a premium tax credit") && !page.contains("Determination pending"), "{page}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn while_this_years_is_pending_staff_find_the_one_of_the_year_before() {
    on_both(async |app: App| {
        let engine = Misbehaving::start(Mood::Right).await;
        let app = served(&app, &engine.url, LONG);
        let ann = app.consumer("Ann Quimby").await;
        submits(&ann, "Ann Quimby").await;
        a_year_later(&app).await;
        engine.becomes(Mood::Broken);
        submits(&again(&app, "Ann Quimby").await, "Ann Quimby").await;
        let arc = app.demo("arc@demo.test").await;
        let page = arc.page(&found(&app, &arc, "Ann Quimby").await).await;
        assert!(page.contains("For 2027, submitted on November 20, 2026") && !page.contains("For 2028"), "{page}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_workers_at_once_record_one_and_it_stays() {
    on_both(async |app: App| {
        let engine = Misbehaving::start(Mood::Broken).await;
        let app = served(&app, &engine.url, LONG);
        let ann = app.consumer("Ann Quimby").await;
        submits(&ann, "Ann Quimby").await;
        engine.becomes(Mood::Right);
        app.wait(Duration::from_secs(60));
        let (one, two) = tokio::join!(determine_due(&app.state), determine_due(&app.state));
        one.and(two).unwrap();
        assert_eq!(engine.asked().len(), 2, "once on submitting, once by one of the two");
        assert_eq!(rows(&app, "determinations", "Ann Quimby", "").await, 1);
        let mine = "consumer_id = (SELECT consumer_id FROM notices WHERE kind = 'submitted' ORDER BY at DESC LIMIT 1)";
        assert_eq!(app.one(&format!("SELECT COUNT(*) FROM notices WHERE kind = 'determined' AND {mine}")).await, 1);
        let body = "SELECT body FROM determinations WHERE source = 'engine'";
        let frozen = app.text(body).await;

        // Whoever is asked again, the initial one stays.
        let again =
            "INSERT INTO pending_determinations (application_id, tries, due_at) SELECT application_id, 0, recorded_at FROM determinations
             WHERE source = 'engine'";
        app.execute(again).await;
        app.wait(Duration::from_secs(60));
        let own_rules = app.without_demo();
        determine_due(&own_rules.state).await.unwrap();
        assert_eq!(rows(&app, "determinations", "Ann Quimby", "").await, 1);
        assert_eq!(rows(&app, "pending_determinations", "Ann Quimby", "").await, 0);
        assert_eq!(app.text(body).await, frozen);
    })
    .await;
}

/// A log that a test reads.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_log_says_why_by_a_code_and_quotes_nothing() {
    // As long as there is one log, whoever comes to a line first decides for good whether it is written, and that may be a thread of
    // another test, which has no log. With a second one all logs are asked.
    let _second = Dispatch::new(tracing_subscriber::fmt().with_writer(std::io::sink).finish());
    on_both(async |app: App| {
        for (mood, limit, code) in [
            (Mood::NoJson, LONG, "unreadable"),
            (Mood::Redirect, LONG, "status"),
            (Mood::Huge, LONG, "too_big"),
            (Mood::NegativeCredit, LONG, "figures"),
            (Mood::MissingApplicant, LONG, "applicants"),
            (Mood::OtherVersion, LONG, "version"),
            (Mood::Silent, SHORT, "slow"),
        ] {
            let engine = Misbehaving::start(mood).await;
            let app = served(&app, &engine.url, limit);
            let ann = app.consumer("Ann Quimby").await;
            submits(&ann, "Ann Quimby").await;
            app.wait(Duration::from_secs(60));
            let log = Log::default();
            let writer = log.clone();
            let subscriber = tracing_subscriber::fmt().with_ansi(false).with_writer(move || writer.clone()).finish();
            determine_due(&app.state).with_subscriber(subscriber).await.unwrap();
            let written = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
            assert!(written.contains(&format!("why=\"{code}\"")), "{mood:?}: {written}");
            for never in [TOKEN, engine.url.as_str(), "Welcome", "Quimby", "yearly_income", "Duluth", "credit", "elsewhere"] {
                assert!(!written.contains(never), "{mood:?}: {never}: {written}");
            }
            // Nothing of it is left for the next one.
            app.execute("DELETE FROM pending_determinations").await;
        }
    })
    .await;
}
