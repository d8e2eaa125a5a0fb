//! Later statuses: staff record them, and the consumer sees them.

use crate::journeys::app::{Answer, App, Person, hidden, on_both};
use crate::journeys::applications::{Desk, client_of};
use assister_portal::api::forms::Posted;
use std::time::Duration;

/// The staff member's page of a consumer, found by three identifiers.
pub async fn found(app: &App, staff: &Person, name: &str) -> String {
    let email = app.text(&format!("SELECT email FROM users WHERE display_name = '{name}'")).await;
    let found = staff.post("/api/find-consumer", &[("name", name), ("born", "3/7/1984"), ("email", &email)]).await;
    assert!(found.location().starts_with("/resource-center/consumers?found="), "{}", found.location());
    found.location().to_owned()
}

/// What goes with the form unseen.
pub fn unseen(page: &str) -> Vec<(&'static str, String)> {
    ["found", "application", "next", "latest"].map(|name| (name, hidden(page, name))).to_vec()
}

pub async fn records(staff: &Person, unseen: &[(&str, String)], typed: &[(&str, &str)]) -> Answer {
    let mut fields: Vec<(&str, &str)> = unseen.iter().map(|(name, value)| (*name, value.as_str())).collect();
    fields.extend_from_slice(typed);
    staff.post("/api/record-status", &fields).await
}

/// Somebody who submitted alone and gets a tax credit.
pub async fn submitted(app: &App, name: &str) -> Person {
    let consumer = app.consumer(name).await;
    Desk::own(&consumer).answer_all(name, "40000").await;
    Desk::own(&consumer).submit(&[("full_name", name)]).await;
    consumer
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn staff_record_a_status_and_the_consumer_sees_it_above_the_first_result() {
    on_both(async |app: App| {
        let ann = submitted(&app, "Ann Lee").await;
        for (staff, kind, words, why) in [
            ("arc@demo.test", "needs_decision", "Needs a county or DHS decision", "Proof of income is <missing>"),
            ("bsl@demo.test", "minnesotacare", "MinnesotaCare", "Proof came in"),
            ("manager@demo.test", "without_credit", "Health plan without a tax credit", "Moved away"),
        ] {
            app.wait(Duration::from_secs(60));
            let staff = app.demo(staff).await;
            let address = found(&app, &staff, "Ann Lee").await;
            let page = staff.page(&address).await;
            for said in ["Record a status", "Initial determination", "For 2027, submitted on November 20, 2026"] {
                assert!(page.contains(said), "{said}: {page}");
            }
            // The page has the form to suspend the account, too: each field is found by a name of its own.
            let mut ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
            let all = ids.len();
            ids.sort_unstable();
            ids.dedup();
            assert_eq!(ids.len(), all, "{page}");
            let unseen = unseen(&page);
            let done = records(&staff, &unseen, &[("outcomes[1]", kind), ("why", why)]).await;
            let shown = staff.page(done.location()).await;
            assert!(shown.contains("The status was recorded. The consumer is told."));
            let (field, _) = shown.split_once("</textarea>").unwrap();
            assert!(field.trim_end().ends_with('>'), "the next status has a reason of its own: {field}");
            // The same form once more has the same answer.
            assert_eq!(records(&staff, &unseen, &[("outcomes[1]", kind), ("why", why)]).await.location(), done.location());
            let mine = Desk::own(&ann).page("determination").await.body;
            let (current, first) = mine.split_once("This is the first result").unwrap();
            let why = why.replace('<', "&lt;").replace('>', "&gt;");
            for said in [">Your results<", "Current status", words, why.as_str(), "MNsure staff recorded it on November 20, 2026"] {
                assert!(current.contains(said), "{said}: {mine}");
            }
            for said in [">Initial determination<", "Figures used for the first result"] {
                assert!(mine.contains(said), "{said}: {mine}");
            }
            assert!(first.contains("Health plan with a premium tax credit"), "the initial one stays: {mine}");
        }
        let hers = "consumer_id = (SELECT c.id FROM consumers c JOIN users u ON u.id = c.user_id WHERE u.display_name = 'Ann Lee')";
        for table in ["audit_events WHERE action = 'status_recorded'", "notices WHERE kind = 'determined_again'"] {
            assert_eq!(app.one(&format!("SELECT COUNT(*) FROM {table} AND {hers}")).await, 3, "{table}");
        }
        assert_eq!(ann.page("/account/notices").await.matches("MNsure staff changed the status of your application for 2027").count(), 3);
        app.nobody_was_notified().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn after_a_later_status_the_assister_reads_the_initial_one_and_that_it_may_have_changed() {
    on_both(async |app: App| {
        let (ann, navigator, id) = client_of(&app, "Ann Lee").await;
        Desk::own(&ann).answer_all("Ann Lee", "40000").await;
        Desk::own(&ann).submit(&[("full_name", "Ann Lee")]).await;
        let arc = app.demo("arc@demo.test").await;
        let page = arc.page(&found(&app, &arc, "Ann Lee").await).await;
        records(&arc, &unseen(&page), &[("outcomes[1]", "needs_decision"), ("why", "Proof is missing")]).await;
        let result = Desk::client(&navigator, &id).page("determination").await.body.replace("&#x27;", "'").replace("&#39;", "'");
        for said in ["Health plan with a premium tax credit", "This is the initial status. You can't see here whether it changed later."] {
            assert!(result.contains(said), "{said}: {result}");
        }
        let record = navigator.page(&format!("/clients/{id}")).await;
        let list = navigator.page("/clients?list=in-progress&sort=-authorized").await;
        for page in [&record, &list] {
            assert!(page.contains("Health plan with a premium tax credit"), "{page}");
        }
        for page in [&result, &record, &list] {
            assert!(!page.contains("Proof is missing") && !page.contains("Current status"), "{page}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_status_needs_every_applicant_and_a_reason_and_comes_after_the_one_that_was_seen() {
    on_both(async |app: App| {
        submitted(&app, "Ann Lee").await;
        let (arc, manager) = (app.demo("arc@demo.test").await, app.demo("manager@demo.test").await);
        let address = found(&app, &arc, "Ann Lee").await;
        let page = arc.page(&address).await;
        let seen = unseen(&page);
        let refused = records(&arc, &seen, &[("outcomes[1]", "rich"), ("why", "")]).await;
        let shown = arc.page(refused.location()).await;
        for said in ["Choose what Ann Lee qualifies for.", ">Enter a reason.<", "There is a problem"] {
            assert!(shown.contains(said), "{said}: {shown}");
        }
        let refused = records(&arc, &seen, &[("outcomes[1]", "minnesotacare"), ("why", &"x".repeat(501))]).await;
        assert!(arc.page(refused.location()).await.contains("Shorten the reason to at most 500 characters."));
        let refused = records(&arc, &seen, &[("outcomes[1]", "minnesotacare"), ("why", " ")]).await;
        let shown = arc.page(refused.location()).await;
        assert!(
            shown.contains("<option selected value=\"minnesotacare\"") || shown.contains("value=\"minnesotacare\" selected"),
            "{shown}"
        );

        // The consumer would be told of a change that is none.
        let refused = records(&arc, &seen, &[("outcomes[1]", "with_credit"), ("why", "No change")]).await;
        let shown = arc.page(refused.location()).await;
        assert!(shown.contains("Nothing is different from what holds now.") && shown.contains("No change"), "{shown}");
        assert_eq!(again(&app).await, 0, "nothing was told");

        // Somebody else was faster.
        let theirs = unseen(&manager.page(&found(&app, &manager, "Ann Lee").await).await);
        records(&manager, &theirs, &[("outcomes[1]", "needs_decision"), ("why", "First")]).await;
        let told = records(&arc, &seen, &[("outcomes[1]", "minnesotacare"), ("why", "Second")]).await;
        let shown = arc.page(told.location()).await;
        for said in ["Somebody recorded another status since you opened this page", "Reason: First", "Second"] {
            assert!(shown.contains(said), "{said}: {shown}");
        }
        let fields: Vec<(&str, &str)> = seen.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let hydrated = [fields.as_slice(), &[("outcomes[1]", "minnesotacare"), ("why", "Second")]].concat();
        assert_eq!(arc.call("/api/record-status", &hydrated).await.read::<Posted>(), Posted::Done, "shown anew in every browser");
        app.wait(Duration::from_secs(60));
        records(&arc, &unseen(&shown), &[("outcomes[1]", "minnesotacare"), ("why", "Second")]).await;
        // Nor what the one before it says.
        let page = arc.page(&address).await;
        let refused = records(&arc, &unseen(&page), &[("outcomes[1]", "minnesotacare"), ("why", "Third")]).await;
        assert!(arc.page(refused.location()).await.contains("Nothing is different from what holds now."));
        assert_eq!(again(&app).await, 2);
        assert_eq!(app.one("SELECT COUNT(*) FROM audit_events WHERE action = 'status_recorded' AND request <> 'demo'").await, 2);

        // Not for another consumer's application, and nothing before there is a result.
        let bea = app.consumer("Bea Long").await;
        let page = arc.page(&found(&app, &arc, "Bea Long").await).await;
        assert!(page.contains("There is no submitted application for 2027") && !page.contains("/api/record-status"), "{page}");
        let mut foreign = unseen(&arc.page(&address).await);
        foreign[0].1 = hidden_key(&found(&app, &arc, "Bea Long").await);
        assert_eq!(records(&arc, &foreign, &[("outcomes[1]", "minnesotacare"), ("why", "r")]).await.status, 404);
        // Nor by a key that somebody else found her by.
        let foreign = unseen(&arc.page(&address).await);
        assert_eq!(records(&manager, &foreign, &[("outcomes[1]", "minnesotacare"), ("why", "r")]).await.status, 404);
        assert_eq!(records(&bea, &foreign, &[("outcomes[1]", "minnesotacare"), ("why", "r")]).await.status, 404);
        assert_eq!(app.one("SELECT COUNT(*) FROM audit_events WHERE action = 'status_recorded' AND request <> 'demo'").await, 2);
    })
    .await;
}

/// How often Ann was told of a later status.
async fn again(app: &App) -> i64 {
    let ann = "SELECT c.id FROM consumers c JOIN users u ON u.id = c.user_id WHERE u.display_name = 'Ann Lee'";
    app.one(&format!("SELECT COUNT(*) FROM notices WHERE kind = 'determined_again' AND consumer_id IN ({ann})")).await
}

fn hidden_key(address: &str) -> String {
    address.split_once("found=").unwrap().1.to_owned()
}
