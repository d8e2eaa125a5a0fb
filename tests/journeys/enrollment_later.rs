//! Shopping and enrolling by a later status: open to the consumer, and to their assister no more than that there is an enrollment.

use crate::journeys::app::{App, Person, hidden, on_both};
use crate::journeys::applications::{Desk, HOME, client_of};
use crate::journeys::enrollment::{ENROLLED, GOLD, SILVER, chosen, drawn, enroll, qualifies};
use crate::journeys::received::{received, search, text};
use crate::journeys::status::{found, records, unseen};
use std::collections::BTreeMap;
use std::time::Duration;

/// Staff record for what the household of Ann Lee qualifies now.
async fn now(app: &App, kinds: &[&str]) {
    // After the one before, and in the same minute: nothing else that is shown changes.
    app.wait(Duration::from_millis(1));
    let arc = app.demo("arc@demo.test").await;
    let page = arc.page(&found(app, &arc, "Ann Lee").await).await;
    let names: Vec<String> = (1..=kinds.len()).map(|member| format!("outcomes[{member}]")).collect();
    let mut typed: Vec<(&str, &str)> = names.iter().zip(kinds).map(|(name, kind)| (name.as_str(), *kind)).collect();
    typed.push(("why", "Zebra crossing"));
    let done = records(&arc, &unseen(&page), &typed).await;
    assert!(done.location().contains("&recorded="), "{}", done.location());
}

/// What an assister is told where plans are chosen, whether or not there is a later status.
const BY_INITIAL: &str = "These plans go by the initial status. You can't see here whether it changed later.";

/// Ann and her child: a tax credit for her, Medical Assistance for Kim.
async fn family(own: &Desk<'_>) {
    own.start().await;
    own.goes_on("help", &[("help", "yes")], "household").await;
    own.goes_on("household/1", &[("name", "Ann Lee"), ("born", "3/7/1984"), ("applies", "yes")], "household").await;
    let child = [("name", "Kim Lee"), ("relation", "child"), ("born", "2020-03-04"), ("applies", "yes")];
    own.goes_on("household/add", &child, "household").await;
    own.goes_on("household", &[], "address").await;
    own.goes_on("address", HOME, "income").await;
    own.goes_on("income/add", &[("member", "1"), ("source", "job"), ("amount", "44000"), ("frequency", "yearly")], "income").await;
    own.goes_on("income", &[], "coverage/1").await;
    own.goes_on("coverage/1", &[("medicare", "no"), ("employer", "none")], "coverage/2").await;
    own.goes_on("coverage/2", &[("medicare", "no"), ("employer", "none")], "taxes").await;
    own.goes_on("taxes", &[("filing", "files")], "status/1").await;
    own.goes_on("status/1", &[("status", "citizen")], "status/2").await;
    own.goes_on("status/2", &[("status", "citizen")], "review").await;
    own.submit(&[("full_name", "Ann Lee")]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_consumer_shops_by_the_current_status_and_keeps_a_plan_after_it() {
    on_both(async |app: App| {
        let (ann, navigator, id) = client_of(&app, "Ann Lee").await;
        let (own, acting) = (Desk::own(&ann), Desk::client(&navigator, &id));
        own.answer_all("Ann Lee", "10000").await;
        own.submit(&[("full_name", "Ann Lee")]).await;
        assert!(!own.page("determination").await.body.contains("Shop for plans"), "Medical Assistance");

        now(&app, &["without_credit"]).await;
        let result = own.page("determination").await.body;
        for said in ["Shop for plans", "Nobody is enrolled in a health plan yet.", "You pay the full premium each month."] {
            assert!(result.contains(said), "{said}: {result}");
        }
        let list = own.page("plans").await.body;
        assert!(list.contains("These plans are for Ann Lee.") && list.contains("There is no tax credit."), "{list}");
        let page = chosen(&own, SILVER).await;
        assert_eq!(enroll(&own, &page).await.location(), "/account/application/plans/enrolled");
        assert_eq!(enroll(&own, &page).await.location(), "/account/application/plans/enrolled", "a double click");
        assert!(own.page("plans/enrolled").await.body.contains("Ann Lee: enrolled in Agate Silver Basic"));
        // The assister keeps to the initial one.
        let theirs = acting.page("determination").await.body;
        assert!(!theirs.contains("Shop for plans") && !theirs.contains("enrolled in a health plan"), "{theirs}");
        for page in ["plans", "plans/enrolled", "plans/compare", &format!("plans/choose?plan={GOLD}")] {
            assert_eq!(acting.page(page).await.location(), format!("{}/determination", acting.base()), "{page}");
        }
        let gold = chosen(&own, GOLD).await;
        assert_eq!(enroll(&acting, &gold).await.location(), format!("{}/determination", acting.base()));

        // How much the credit is now nobody recorded.
        now(&app, &["with_credit"]).await;
        assert!(own.page("plans").await.body.contains("Your current status does not say how much the tax credit is now."));
        let result = own.page("determination").await.body;
        assert!(result.contains("A health plan is chosen") && !result.contains("Check the health plan"), "{result}");

        // Nobody may have a plan any more: none is offered, and the one that is there stays.
        let open = chosen(&own, GOLD).await;
        now(&app, &["medical_assistance"]).await;
        let result = own.page("determination").await.body;
        assert!(!result.contains(">Shop for plans<") && result.contains("Agate Silver Basic"), "{result}");
        for said in
            ["Check the health plan", "Ann Lee: in the plan Agate Silver Basic, but no longer qualified", "It can't be changed here"]
        {
            assert!(result.contains(said), "{said}: {result}");
        }
        for page in ["plans", "plans/compare?compare=X", &format!("plans/choose?plan={GOLD}")] {
            assert_eq!(own.page(page).await.location(), "/account/application/determination", "{page}");
        }
        assert_eq!(enroll(&own, &open).await.location(), "/account/application/determination");
        let kept = own.page("plans/enrolled").await.body;
        for said in [
            "Ann Lee: enrolled in Agate Silver Basic",
            "By your current status you can't choose another plan here.",
            "no longer qualified for a health plan",
        ] {
            assert!(kept.contains(said), "{said}: {kept}");
        }
        assert!(!kept.contains("Shop for plans"), "{kept}");
        assert_eq!(app.one(&format!("SELECT COUNT(*) FROM {ENROLLED}")).await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_confirms_for_people_who_changed_meanwhile_is_told_and_asked_again() {
    on_both(async |app: App| {
        let (ann, navigator, id) = client_of(&app, "Ann Lee").await;
        let (own, acting) = (Desk::own(&ann), Desk::client(&navigator, &id));
        family(&own).await;
        assert!(acting.page("plans").await.body.contains(BY_INITIAL));
        let page = chosen(&own, SILVER).await;
        assert!(hidden(&page, "credit") != "0" && hidden(&page, "who") == "1", "{page}");
        now(&app, &["with_credit", "with_credit"]).await;
        let told = enroll(&own, &page).await;
        assert!(told.location().contains("/plans/choose?plan="), "{}", told.location());
        let page = ann.page(told.location()).await;
        for said in ["The people who qualify for a health plan are not the ones that the page showed", "Ann Lee, Kim Lee"] {
            assert!(page.contains(said), "{said}: {page}");
        }
        assert_eq!((hidden(&page, "who").as_str(), hidden(&page, "credit").as_str()), ("1 2", "0"), "no amount is known for both");
        // Before it is confirmed, too, and where plans are compared.
        let unknown = "Your current status does not say how much the tax credit is now. Costs are shown without it";
        let compared = own.page(&format!("plans/compare?compare={SILVER}")).await.body;
        assert!(page.contains(unknown) && compared.contains(unknown), "{page} {compared}");
        enroll(&own, &page).await;
        assert_eq!(app.text(&format!("SELECT members FROM {ENROLLED}")).await, "1 2");

        // The assister shops for whom the initial determination found, at its credit, and is asked to agree on it.
        let list = acting.page("plans").await.body;
        for said in ["These plans are for Ann Lee.", "confirmed in their own account", "It lowers what is paid", BY_INITIAL] {
            assert!(list.contains(said), "{said}: {list}");
        }
        assert!(chosen(&acting, SILVER).await.contains(BY_INITIAL) && !own.page("plans").await.body.contains(BY_INITIAL));
        // The same plan for somebody else is another enrollment.
        now(&app, &["medical_assistance", "without_credit"]).await;
        let result = own.page("determination").await.body;
        for said in [
            "Ann Lee: in the plan Agate Silver Basic, but no longer qualified for a health plan by the current status.",
            "Choose a plan anew for those who still qualify",
        ] {
            assert!(result.contains(said), "{said}: {result}");
        }
        assert!(!result.contains("Kim Lee: in the plan") && result.contains("A health plan is chosen"), "{result}");
        let page = chosen(&own, SILVER).await;
        assert!(page.contains("Agate Silver Basic was confirmed before") && hidden(&page, "who") == "2", "{page}");
        assert!(page.contains("Covered until now, but not any more by this: Ann Lee."), "{page}");
        assert_eq!(enroll(&own, &page).await.location(), "/account/application/plans/enrolled");
        assert!(own.page("plans/enrolled").await.body.contains("Kim Lee: enrolled in Agate Silver Basic"));
        let notices = ann.page("/account/notices").await.replace("<!>", "");
        assert!(notices.contains("You chose Agate Silver Basic again.") && !notices.contains("from Agate Silver Basic to"), "{notices}");

        // Who is added to those who qualify is not in the plan that is there.
        now(&app, &["with_credit", "without_credit"]).await;
        let result = own.page("determination").await.body;
        for said in ["Not in the plan that was chosen: use “Shop for plans”", "A health plan is chosen"] {
            assert!(result.contains(said), "{said}: {result}");
        }
        now(&app, &["medical_assistance", "without_credit"]).await;

        // What the assister confirms in its place they both see.
        let page = chosen(&acting, SILVER).await;
        assert!(page.contains("This takes its place, for the people named here only") && !page.contains("Kim Lee"), "{page}");
        assert!(!page.contains("not any more by this"), "whom their plan covers is not said: {page}");
        enroll(&acting, &page).await;
        for desk in [&own, &acting] {
            let enrolled = desk.page("plans/enrolled").await.body;
            assert!(enrolled.contains("Ann Lee: enrolled in Agate Silver Basic"), "{enrolled}");
        }
        assert_eq!(app.one(&format!("SELECT COUNT(*) FROM {ENROLLED}")).await, 3);
    })
    .await;
}

/// What an assister receives, without the ID of the enrollment that another one would take the place of: there is a new one every time.
async fn all(assister: &Person, id: &str, search: &str) -> BTreeMap<String, Vec<u8>> {
    let mut all = received(assister, id, search).await;
    let acting = Desk::client(assister, id);
    for page in ["plans/choose", "plans"] {
        let html = drawn_or_address(&acting, page).await;
        all.insert(format!("drawn {page}"), html.into_bytes());
    }
    all
}

async fn drawn_or_address(desk: &Desk<'_>, page: &str) -> String {
    let query = format!("plan={SILVER}&compare={SILVER},{GOLD}");
    let answer = desk.page(&format!("{page}?{query}")).await;
    if answer.status != 200 {
        return answer.location().to_owned();
    }
    let html = drawn(desk, page, &query).await;
    if page == "plans" { html } else { html.replace(&hidden(&html, "replaces"), "") }
}

/// What there is to be read of a page.
fn visible(bytes: &[u8]) -> String {
    let text = text(bytes);
    let (_, page) = text.split_once("\n\n").unwrap();
    let mut parts = page.split("<script");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |all, part| all + part.split_once("</script>").map_or("", |(_, rest)| rest))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whether_an_enrollment_follows_from_a_later_status_no_byte_tells_an_assister() {
    on_both(async |app: App| {
        let ann = app.consumer("Ann Lee").await;
        ann.authorizes(&app.number("cac@demo.test").await).await;
        let own = Desk::own(&ann);
        qualifies(&own).await;
        let assister = app.demo("cac@demo.test").await;
        let [(id, _)] = assister.clients("/clients").await.try_into().unwrap();
        let search = search(&assister, "lee").await;
        enroll(&own, &chosen(&own, SILVER).await).await;
        all(&assister, &id, &search).await;
        let before = all(&assister, &id, &search).await;
        assert!(before.values().any(|bytes| text(bytes).contains("is enrolled in a health plan, confirmed in their own account")));
        // Without the credit, in another plan; then nobody may have a plan any more.
        now(&app, &["without_credit"]).await;
        for page in ["determination", "plans/enrolled"] {
            let page = own.page(page).await.body;
            for said in ["Check the health plan", "Agate Silver Basic was confirmed with a tax credit of $", "it would be $0.00"] {
                assert!(page.contains(said), "{said}: {page}");
            }
        }
        let arc = app.demo("arc@demo.test").await;
        let looked = arc.page(&found(&app, &arc, "Ann Lee").await).await;
        assert!(looked.contains("Ann Lee: Agate Silver Basic, from January 1, 2027. A status does not end it."), "{looked}");
        let page = chosen(&own, GOLD).await;
        assert_eq!(hidden(&page, "credit"), "0");
        enroll(&own, &page).await;
        assert!(own.page("plans/enrolled").await.body.contains("Pinecone Gold Basic"));
        let other = all(&assister, &id, &search).await;
        now(&app, &["medical_assistance"]).await;
        let closed = all(&assister, &id, &search).await;
        for (what, bytes) in &before {
            for after in [&other, &closed] {
                assert!(after[what] == *bytes, "{what} changed:\n{}\n{}", text(bytes), text(&after[what]));
            }
        }
        assert_eq!((before.len(), before.len()), (other.len(), closed.len()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_a_plan_that_only_a_later_status_opened_an_assister_reads_yes() {
    on_both(async |app: App| {
        let ann = app.consumer("Ann Lee").await;
        ann.authorizes(&app.number("cac@demo.test").await).await;
        let own = Desk::own(&ann);
        own.answer_all("Ann Lee", "10000").await;
        own.submit(&[("full_name", "Ann Lee")]).await;
        let assister = app.demo("cac@demo.test").await;
        let [(id, _)] = assister.clients("/clients").await.try_into().unwrap();
        let search = search(&assister, "lee").await;
        all(&assister, &id, &search).await;
        let before = all(&assister, &id, &search).await;
        now(&app, &["with_credit"]).await;
        enroll(&own, &chosen(&own, SILVER).await).await;
        let after = all(&assister, &id, &search).await;
        let mut changed = Vec::new();
        for (what, bytes) in before.iter().filter(|(what, bytes)| after[*what] != **bytes) {
            let now = visible(&after[what]);
            assert!(what.contains("list") || what.contains("/clients") || what.ends_with("/api/client"), "{what}");
            assert!(!what.contains("/application"), "{what}: {now}");
            for never in ["Agate", "Shop for plans", "premium tax credit", "Zebra"] {
                assert!(!now.contains(never), "{what}: {never}: {now}");
            }
            if !what.contains("postcard") {
                assert_eq!(now.replace(">Yes<", ">No<"), visible(bytes), "{what}");
            }
            changed.push(what);
        }
        assert!(
            changed.contains(&&format!("/clients/{id}")) && changed.iter().any(|what| what.starts_with("/clients?list=")),
            "{changed:?}"
        );
    })
    .await;
}
