//! From November 1 one applies for the next year. What was applied for before stays where it can be found.

use crate::journeys::app::{App, Person, hidden, on_both};
use crate::journeys::applications::{Desk, client_of};
use crate::journeys::enrollment::{SILVER, again, chosen, enroll};
use crate::journeys::status::{found, records, submitted, unseen};
use std::time::Duration;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// What the page says when no month is left.
const OVER: &str = "No month of this year is left";

/// What a client qualifies for in these tests, in short.
const TAX_CREDIT: &str = "Health plan with a premium tax credit";

/// The client's row in the list of the navigator.
async fn row(navigator: &Person, id: &str) -> String {
    let list = navigator.page("/clients").await;
    let (_, row) = list.split_once(&format!("href=\"/clients/{id}\"")).unwrap_or_else(|| panic!("no row of {id}: {list}"));
    row.split_once("</tr>").unwrap().0.to_owned()
}

/// The next open enrollment: November 20, 2027. Whoever is certified stays so.
pub async fn a_year_later(app: &App) {
    app.wait(DAY * 365);
    let later = if app.is_sqlite() { "certified_end + 100000000000000" } else { "certified_end + INTERVAL '3 years'" };
    app.execute(&format!("UPDATE assisters SET certified_end = {later}")).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_was_submitted_stays_to_be_seen_when_the_next_year_is_applied_for() {
    on_both(async |app: App| {
        let (ann, _, id) = client_of(&app, "Ann Lee").await;
        Desk::own(&ann).answer_all("Ann Lee", "40000").await;
        Desk::own(&ann).submit(&[("full_name", "Ann Lee")]).await;
        a_year_later(&app).await;
        let ann = again(&app, "Ann Lee").await;

        let start = ann.page("/account/application").await;
        assert!(start.contains("Application for 2028") && start.contains("Start application") && start.contains("Other years"));
        assert!(start.contains("href=\"/account/application/2027\"") && start.contains(">Application for 2027<"), "{start}");
        let account = ann.page("/account").await;
        assert!(account.contains("Apply for health coverage in 2028") && account.contains(">Application for 2027<"), "{account}");
        assert!(account.contains("href=\"/account/application/2027\""), "{account}");
        assert_eq!(ann.get("/account/application/2027").await.location(), "/account/application/2027/determination");
        let result = ann.page("/account/application/2027/determination").await;
        assert!(result.contains("Application for 2027") && result.contains("Initial determination"));
        for link in ["href=\"/account/application\"", "/2027/answers\"", "/2027/changed\"", "/2027/plans\""] {
            assert!(result.contains(link), "{link} in {result}");
        }
        for page in ["answers", "changed", "plans"] {
            assert_eq!(ann.get(&format!("/account/application/2027/{page}")).await.status, 200, "{page}");
        }
        // Of no year that somebody applied for, and of the one that is applied for now under its own name.
        for (page, status) in [("2026", 404), ("2026/determination", 404), ("2028", 200)] {
            assert_eq!(ann.get(&format!("/account/application/{page}")).await.status, status, "{page}");
        }

        let navigator = app.demo("navigator@demo.test").await;
        let record = navigator.page(&format!("/clients/{id}")).await;
        let both = [format!("href=\"/clients/{id}/application/2027\""), format!("href=\"/clients/{id}/application\"")];
        let not_started = ["Application for 2028", "Not started", "Application for 2027", "Submitted on November 20, 2026", TAX_CREDIT];
        for said in both.iter().map(String::as_str).chain(not_started) {
            assert!(record.contains(said), "{said}: {record}");
        }
        let line = "Submitted on November 20, 2026 for 2027. For 2028: not started";
        assert!(row(&navigator, &id).await.contains(line) && row(&navigator, &id).await.contains(TAX_CREDIT));
        let theirs = navigator.page(&format!("/clients/{id}/application/2027/determination")).await;
        assert!(theirs.contains("Application for 2027") && theirs.contains(&format!("href=\"/clients/{id}/application\"")));
        let stranger = app.demo("navigator2@demo.test").await;
        assert_eq!(stranger.get(&format!("/clients/{id}/application/2027/determination")).await.status, 404);

        // Staff record statuses on what was submitted last.
        let arc = app.demo("arc@demo.test").await;
        let page = arc.page(&found(&app, &arc, "Ann Lee").await).await;
        assert!(page.contains("2027"), "{page}");
        let typed = [("outcomes[1]", "needs_decision"), ("why", "Proof is missing")];
        assert_eq!(records(&arc, &unseen(&page), &typed).await.status, 303);
        assert!(ann.page("/account/application/2027/determination").await.contains("Proof is missing"));

        // The next year's takes its place on every side, and changes nothing of it.
        Desk::own(&ann).start().await;
        let draft = ann.page("/account/application").await;
        assert!(draft.contains("Application for 2028") && draft.contains("href=\"/account/application/2027\""));
        let record = navigator.page(&format!("/clients/{id}")).await;
        for said in both.iter().map(String::as_str).chain(["Started, not submitted", "Submitted on November 20, 2026", TAX_CREDIT]) {
            assert!(record.contains(said), "{said}: {record}");
        }
        let line = "Submitted on November 20, 2026 for 2027. For 2028: started, not submitted";
        assert!(row(&navigator, &id).await.contains(line) && row(&navigator, &id).await.contains(TAX_CREDIT));
        assert!(ann.page("/account/application/2027/determination").await.contains("Proof is missing"));

        // Once it is submitted, the running year's is said beside it; when that year is over, no more.
        Desk::own(&ann).answer_all("Ann Lee", "40000").await;
        Desk::own(&ann).submit(&[("full_name", "Ann Lee")]).await;
        let line = "Submitted on November 20, 2027 for 2028. Submitted on November 20, 2026 for 2027:";
        assert!(row(&navigator, &id).await.contains(&format!("{line} no health plan.")), "{}", row(&navigator, &id).await);
        app.wait(Duration::from_secs(60));
        let page = arc.page(&format!("{}&year=2027", found(&app, &arc, "Ann Lee").await)).await;
        records(&arc, &unseen(&page), &[("outcomes[1]", "without_credit"), ("why", "Proof came")]).await;
        let own = Desk::of_year(&ann, "2027");
        enroll(&own, &chosen(&own, SILVER).await).await;
        assert!(row(&navigator, &id).await.contains(&format!("{line} enrolled in a health plan.")), "{}", row(&navigator, &id).await);
        app.nobody_was_notified().await;
        app.wait(DAY * 42);
        let navigator = app.demo("navigator@demo.test").await;
        let now = row(&navigator, &id).await;
        assert!(now.contains("Submitted on November 20, 2027") && !now.contains("for 2027"), "{now}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn staff_choose_between_what_was_submitted_for_two_years() {
    on_both(async |app: App| {
        drop(submitted(&app, "Ann Lee").await);
        a_year_later(&app).await;
        let ann = again(&app, "Ann Lee").await;
        Desk::own(&ann).answer_all("Ann Lee", "40000").await;
        Desk::own(&ann).submit(&[("full_name", "Ann Lee")]).await;

        let arc = app.demo("arc@demo.test").await;
        let address = found(&app, &arc, "Ann Lee").await;
        let latest = arc.page(&address).await;
        let way = format!("href=\"{}&amp;year=2027\"", address.replace('&', "&amp;"));
        assert!(latest.contains("For 2028, submitted on November 20, 2027") && latest.contains(&way), "{latest}");
        let before = arc.page(&format!("{address}&year=2027")).await;
        assert!(before.contains("For 2027, submitted on November 20, 2026") && before.contains("year=2028\""), "{before}");
        // A year for which nothing was submitted leads to the latest.
        assert!(arc.page(&format!("{address}&year=2020")).await.contains("For 2028, submitted on"));

        let seen = unseen(&before);
        let refused = records(&arc, &seen, &[("outcomes[1]", "needs_decision"), ("why", "")]).await;
        let shown = arc.page(refused.location()).await;
        assert!(shown.contains(">Enter a reason.<") && shown.contains("For 2027, submitted on November 20, 2026"), "{shown}");
        let done = records(&arc, &seen, &[("outcomes[1]", "needs_decision"), ("why", "Proof is missing")]).await;
        let shown = arc.page(done.location()).await;
        for said in ["The status was recorded.", "For 2027, submitted on November 20, 2026", "Proof is missing"] {
            assert!(shown.contains(said), "{said}: {shown}");
        }
        assert!(ann.page("/account/application/2027/determination").await.contains("Proof is missing"));
        assert!(!ann.page("/account/application/determination").await.contains("Proof is missing"));
        assert!(!arc.page(&address).await.contains("Proof is missing"), "the latest has its own");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_draft_of_the_year_before_is_gone_on_with_and_no_plan_starts_after_its_year() {
    on_both(async |app: App| {
        let ann = app.consumer("Ann Lee").await;
        Desk::own(&ann).answer_all("Ann Lee", "40000").await;
        let bea = submitted(&app, "Bea Long").await;
        drop(bea);
        let open = Desk::own(&ann).page("address").await.body;
        a_year_later(&app).await;
        let (ann, bea) = (again(&app, "Ann Lee").await, again(&app, "Bea Long").await);

        // A page that stayed open until one applies for the next year is saved for its own.
        let (year, seen) = (hidden(&open, "year"), hidden(&open, "seen"));
        let home = [("street", "5 Pier Ave"), ("city", "Duluth"), ("zip", "55802"), ("county", "137")];
        let form = [&[("year", year.as_str()), ("page", "address"), ("seen", &seen)][..], &home].concat();
        assert_eq!(ann.post("/api/save-application", &form).await.location(), "/account/application/2027/income");
        assert!(ann.page("/account/application/2027/address").await.contains("5 Pier Ave"));

        let draft = ann.page("/account/application/2027").await;
        assert!(draft.contains("Resume application") && draft.contains("href=\"/account/application/2027/address\""), "{draft}");
        let shown = ann.page("/account/application/2027/address").await;
        assert_eq!(hidden(&shown, "year"), "2027");
        let (seen, street) = (hidden(&shown, "seen"), ("street", "7 Harbor Rd"));
        let home =
            [("year", "2027"), ("page", "address"), ("seen", &seen), street, ("city", "Duluth"), ("zip", "55802"), ("county", "137")];
        assert!(ann.post("/api/save-application", &home).await.location().starts_with("/account/application/2027/"));
        // What is wrong comes back at the same page.
        let mut wrong = home;
        wrong[5].1 = "5";
        assert!(ann.post("/api/save-application", &wrong).await.location().starts_with("/account/application/2027/address?retry="));
        let signed = Desk::of_year(&ann, "2027").submit(&[("full_name", "Ann Lee")]).await;
        assert_eq!(signed.location(), "/account/application/2027/determination");
        assert!(ann.page("/account/application/2027/answers").await.contains("7 Harbor Rd"));
        assert!(ann.page("/account/application").await.contains("Start application"), "nothing was written for the next year");

        // In November coverage can start in December still; in December it can't.
        let own = Desk::of_year(&bea, "2027");
        assert!(own.page("determination").await.body.contains("/2027/plans\""));
        let plan = chosen(&own, SILVER).await;
        app.wait(DAY * 11);
        let bea = again(&app, "Bea Long").await;
        let own = Desk::of_year(&bea, "2027");
        assert_eq!(enroll(&own, &plan).await.location(), "/account/application/2027/determination");
        let result = own.page("determination").await.body;
        assert!(result.contains(OVER) && !result.contains("/2027/plans\""), "{result}");
        assert_eq!(own.page("plans").await.location(), "/account/application/2027/determination");
        let beas = "SELECT COUNT(*) FROM enrollments e JOIN consumers c ON c.id = e.consumer_id JOIN users u ON u.id = c.user_id
                    WHERE u.display_name = 'Bea Long'";
        assert_eq!(app.one(beas).await, 0);
    })
    .await;
}
