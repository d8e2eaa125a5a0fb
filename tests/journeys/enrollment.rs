//! Shopping for a plan and enrolling in it: at home and by the assister, what changed meanwhile, before and after the first day.

use crate::journeys::app::{Answer, App, Person, hidden, on_both};
use crate::journeys::applications::{Desk, client_of};
use assister_portal::api::drawn::Reply;
use assister_portal::domain::audit::Actor;
use assister_portal::domain::county::County;
use assister_portal::domain::identity::Role;
use assister_portal::domain::ids::CatalogId;
use assister_portal::domain::instant::Instant;
use assister_portal::domain::money::Cents;
use assister_portal::domain::plans::{MetalLevel, Plan};
use assister_portal::store::{By, NewCatalog};
use std::time::Duration;
use uuid::Uuid;

/// The enrollments of the test's own people: the demo has one, too.
pub const ENROLLED: &str = "enrollments e JOIN consumers c ON c.id = e.consumer_id JOIN users u ON u.id = c.user_id
     WHERE u.email LIKE '%@example.test'";

pub const SILVER: &str = "99901MN0040001";
pub const GOLD: &str = "99902MN0060001";
const BRONZE: &str = "99904MN0020001";

/// Somebody of 42 alone, with a tax credit, submitted and determined.
pub async fn qualifies(own: &Desk<'_>) {
    own.answer_all("Ann Lee", "40000").await;
    let done = own.submit(&[("full_name", "Ann Lee")]).await;
    assert_eq!(done.location(), format!("{}/determination", own.base()));
}

/// The page as the running application gets it.
pub async fn drawn(desk: &Desk<'_>, page: &str, query: &str) -> String {
    let answer = if desk.id.is_empty() {
        desk.who.load("/api/application-page", (page, "", query)).await
    } else {
        desk.who.load("/api/client-application-page", (desk.id.as_str(), page, "", query)).await
    };
    match answer.read() {
        Reply::Show(drawn) => drawn.html,
        Reply::GoTo(to) => panic!("{page} leads to {to}"),
    }
}

/// The first cells of the list.
pub async fn names(desk: &Desk<'_>, query: &str) -> Vec<String> {
    rows(&drawn(desk, "plans", query).await).into_iter().map(|mut row| row.remove(0)).collect()
}

/// The words of a cell.
pub fn words(cell: &str) -> String {
    let text = cell.split_once('>').unwrap().1.split("</t").next().unwrap();
    text.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect::<String>().replace("&amp;", "&")
}

/// The words of a page's table, cell by cell.
pub fn rows(page: &str) -> Vec<Vec<String>> {
    let cells = |row: &str| row.split("<th scope=\"row\"").skip(1).chain(row.split("<td").skip(1)).map(words).collect();
    page.split("<tr").map(cells).filter(|row: &Vec<String>| !row.is_empty()).collect()
}

/// "Enroll" on a page that was opened before.
pub async fn enroll(desk: &Desk<'_>, page: &str) -> Answer {
    let function = if desk.id.is_empty() { "/api/enroll-in-plan" } else { "/api/enroll-client-in-plan" };
    let fields = ["plan", "premium", "credit", "from", "who", "replaces"].map(|name| (name, hidden(page, name)));
    let mut fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    fields.extend([("id", desk.id.as_str()), ("year", desk.year)]);
    desk.who.post(function, &fields).await
}

/// The page on which a plan is confirmed.
pub async fn chosen(desk: &Desk<'_>, code: &str) -> String {
    desk.who.page(&format!("{}/plans/choose?plan={code}", desk.base())).await
}

fn fresh(_: Instant) -> Uuid {
    Uuid::now_v7()
}

/// The resource manager imports the plans of the county anew, changed.
async fn new_catalog(app: &App, change: impl Fn(Plan) -> Option<Plan>) {
    let user = app.store.credentials("manager@demo.test", app.now()).await.unwrap().unwrap().user;
    let sold = app.store.plans_in(2027, County::from_name("St. Louis").unwrap()).await.unwrap();
    let plans: Vec<Plan> = sold.into_iter().filter_map(|sold| change(sold.plan)).collect();
    let new = NewCatalog { id: CatalogId(Uuid::now_v7()), coverage_year: 2027, name: "new.csv".into(), is_sample: false };
    let by = By { actor: Actor { user, role: Role::ResourceManager }, request: "test", name: "Hodan Ali", fresh };
    app.store.import_catalog(&new, &plans, &by, app.now()).await.unwrap();
}

/// The same consumer, signed in again.
pub async fn again(app: &App, name: &str) -> Person {
    app.demo(&app.text(&format!("SELECT email FROM users WHERE display_name = '{name}' ORDER BY created_at DESC")).await).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn coverage_that_is_confirmed_in_the_year_starts_on_the_first_of_the_month_after() {
    on_both(async |app: App| {
        // March 10, 2027.
        app.wait(Duration::from_secs(110 * 24 * 60 * 60));
        let ann = app.consumer("Ann Lee").await;
        let own = Desk::own(&ann);
        qualifies(&own).await;
        assert!(own.page("plans").await.body.contains("starts on April 1, 2027"));
        let confirm = chosen(&own, SILVER).await;
        // Confirmed on the last day, it starts the next; a day later a month later, which is asked about first.
        app.wait(Duration::from_secs(21 * 24 * 60 * 60));
        let ann = again(&app, "Ann Lee").await;
        let own = Desk::own(&ann);
        assert_eq!(hidden(&confirm, "from"), "2027-04-01");
        enroll(&own, &confirm).await;
        let day = if app.is_sqlite() { "e.effective_on" } else { "CAST(e.effective_on AS TEXT)" };
        assert_eq!(app.text(&format!("SELECT {day} FROM {ENROLLED}")).await, "2027-04-01");
        let result = own.page("determination").await.body;
        assert!(result.contains("Coverage starts on April 1, 2027") || result.contains(">April 1, 2027<"), "{result}");

        let bea = app.consumer("Bea Long").await;
        let theirs = Desk::own(&bea);
        theirs.answer_all("Bea Long", "40000").await;
        theirs.submit(&[("full_name", "Bea Long")]).await;
        let confirm = chosen(&theirs, SILVER).await;
        app.wait(Duration::from_secs(24 * 60 * 60));
        let bea = again(&app, "Bea Long").await;
        let asked = enroll(&Desk::own(&bea), &confirm).await;
        let asked = bea.page(asked.location()).await;
        assert!(asked.contains("May 1, 2027") && hidden(&asked, "from") == "2027-05-01", "{asked}");
        assert_eq!(app.one(&format!("SELECT COUNT(*) FROM {ENROLLED}")).await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_consumer_and_the_navigator_shop_compare_and_enroll() {
    on_both(async |app: App| {
        for by_navigator in [false, true] {
            let (ann, navigator, id) = client_of(&app, "Ann Lee").await;
            let own = Desk::own(&ann);
            qualifies(&own).await;
            let acting = Desk::client(&navigator, &id);
            let desk = if by_navigator { &acting } else { &own };
            let base = desk.base();
            let result = desk.page("determination").await.body;
            assert!(result.contains("Shop for plans") && result.contains("Nobody is enrolled in a health plan yet."), "{result}");

            let list = desk.page("plans").await.body;
            assert_eq!(list.contains("You are acting for"), by_navigator);
            for said in ["Shop for plans", "Sample plans", "These plans are for Ann Lee.", "starts on January 1, 2027", "21 of 21 plans"] {
                assert!(list.contains(said), "{said}: {list}");
            }
            assert!(!list.contains("Agate Catastrophic"), "Ann is 42");
            // Filters are in the address, and it is a form that the browser sends by itself.
            assert!(list.contains(&format!("method=\"get\" action=\"{base}/plans\"")), "{list}");
            let silver = desk.page("plans?metal=silver&issuer=Agate+Shore+Health+Plan&most=").await.body;
            assert!(silver.contains("2 of 21 plans") && silver.contains("Show all plans") && !silver.contains("Agate Gold Basic"));
            assert_eq!(
                names(desk, "metal=silver&issuer=Wild+Rice+Health&sort=-name").await,
                ["Wild Rice Silver Plus", "Wild Rice Silver Basic"]
            );
            let by_deductible = names(desk, "sort=-deductible").await;
            assert_eq!(by_deductible[0], "Pinecone Bronze Saver", "8,200 and 200 more");
            let wrong = desk.page("plans?most=3+hundred").await.body;
            for said in ["Enter an amount in dollars", "value=\"3\"", "aria-invalid=\"true\"", "21 of 21 plans"] {
                assert!(wrong.contains(said), "{said}");
            }
            assert!(desk.page("plans?most=0.50&metal=platinum").await.body.contains("No plan is like that"));

            // Three side by side, with the chart and its figures.
            let two = desk.page(&format!("plans?metal=gold&compare={SILVER},{GOLD}")).await.body;
            assert!(two.contains(&format!("/plans/compare?metal=gold&amp;compare={SILVER},{GOLD}")), "{two}");
            let compare = desk.page(&format!("plans/compare?metal=gold&compare={SILVER},{GOLD},{BRONZE}")).await.body;
            for said in ["Compare", "Agate Silver Basic", "Pinecone Gold Basic", "Wild Rice Bronze Saver", "Cost of a year", "$9,200.00"] {
                assert!(compare.contains(said), "{said}");
            }
            assert!(compare.contains("<figure class=\"chart\"><svg role=\"img\"") && compare.matches("chart__bar").count() >= 9);
            assert!(!compare.contains("style=\""), "no style inside of a page");
            let figures = drawn(desk, "plans/compare", &format!("compare={SILVER},{GOLD},{BRONZE}")).await;
            let (_, costs) = figures.split_once("<figure").unwrap();
            for row in rows(costs) {
                for cost in &row[1..] {
                    assert!(costs.contains(&format!(">{cost}</text>")), "{cost}");
                }
            }

            let page = chosen(desk, SILVER).await;
            for said in ["Enroll", "Agate Silver Basic", "January 1, 2027", "$4,900.00", "Ann Lee"] {
                assert!(page.contains(said), "{said}");
            }
            let done = enroll(desk, &page).await;
            assert_eq!(done.location(), format!("{base}/plans/enrolled"));
            for desk in [&own, &acting] {
                let (enrolled, result) = (desk.page("plans/enrolled").await.body, desk.page("determination").await.body);
                if desk.id.is_empty() || by_navigator {
                    assert!(enrolled.contains("Ann Lee: enrolled in Agate Silver Basic, from January 1, 2027."), "{enrolled}");
                    assert!(result.contains("Agate Silver Basic") && result.contains("A health plan is chosen"), "{result}");
                    let mark = if desk.id.is_empty() { "Your plan" } else { "Chosen plan" };
                    let marked = names(desk, "").await.into_iter().filter(|name| name.contains(mark)).collect::<Vec<_>>();
                    assert_eq!(marked, [format!("Agate Silver Basic {mark} ")]);
                } else {
                    // What the consumer confirmed is theirs: an assister is told that it is there.
                    for page in [enrolled, result] {
                        assert!(page.contains("Ann Lee is enrolled in a health plan, confirmed in their own account."), "{page}");
                        assert!(!page.contains("Agate"), "{page}");
                    }
                    assert!(!desk.page("plans").await.body.contains("Chosen plan"));
                }
            }
            // A double click.
            assert_eq!(enroll(desk, &page).await.location(), format!("{base}/plans/enrolled"));
            let (list, record) = (navigator.page("/clients?sort=-authorized").await, navigator.page(&format!("/clients/{id}")).await);
            // Which plan somebody chose by themselves is shown in their own account only.
            let yes = if by_navigator { ">Yes: Agate Silver Basic<" } else { ">Yes<" };
            assert!(list.contains(">Yes<") && record.contains(yes), "{record}");
            let told = if by_navigator { "Ingrid Halvorson enrolled you in Agate" } else { "You enrolled in Agate" };
            assert!(ann.page("/account/notices").await.contains(told));
            assert!(!list.contains(told) && !record.contains(told));
            app.nobody_was_notified().await;
        }
        let by_assister = format!("{ENROLLED} AND confirmed_role = 'assister'");
        let audited = "audit_events WHERE action = 'enrolled' AND request <> 'demo'";
        for (sql, many) in [(ENROLLED, 2), (by_assister.as_str(), 1), (audited, 2)] {
            assert_eq!(app.one(&format!("SELECT COUNT(*) FROM {sql}")).await, many, "{sql}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_credit_lowers_what_is_paid_and_the_price_is_kept() {
    on_both(async |app: App| {
        let ann = app.consumer("Ann Lee").await;
        let own = Desk::own(&ann);
        qualifies(&own).await;
        let sold = app.store.plans_in(2027, County::from_name("St. Louis").unwrap()).await.unwrap();
        let silver = sold.iter().find(|sold| sold.plan.code == SILVER).unwrap();
        let premium = silver.plan.premium(&[42]);
        let page = chosen(&own, SILVER).await;
        let credit = Cents(hidden(&page, "credit").parse().unwrap());
        assert!(credit > Cents(0) && page.contains(&premium.to_string()) && page.contains(&Cents(premium.0 - credit.0).to_string()));
        enroll(&own, &page).await;
        assert_eq!(app.one(&format!("SELECT premium FROM {ENROLLED}")).await, premium.0);
        assert_eq!(app.one(&format!("SELECT credit FROM {ENROLLED}")).await, credit.0);
        // Twice as dear from now on: what was confirmed stays.
        new_catalog(&app, |plan| {
            let stored: Vec<String> =
                plan.premiums.stored().split(' ').map(|cents| (cents.parse::<i64>().unwrap() * 2).to_string()).collect();
            let premiums = assister_portal::domain::plans::Premiums::from_stored(&stored.join(" ")).unwrap();
            Some(Plan { premiums, ..plan })
        })
        .await;
        let enrolled = own.page("plans/enrolled").await.body;
        assert!(enrolled.contains(&premium.to_string()) && enrolled.contains("stay as they were confirmed"));
        assert!(!own.page("plans").await.body.contains("Sample plans"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_plans_come_in_pages_that_keep_what_is_looked_for() {
    on_both(async |app: App| {
        let ann = app.consumer("Ann Lee").await;
        let own = Desk::own(&ann);
        qualifies(&own).await;
        let user = app.store.credentials("manager@demo.test", app.now()).await.unwrap().unwrap().user;
        let sold = app.store.plans_in(2027, County::from_name("St. Louis").unwrap()).await.unwrap();
        let gold = sold.iter().find(|sold| sold.plan.code == GOLD).unwrap();
        let plan = |n: usize| Plan { code: format!("P-{n:03}"), name: format!("Plan {n:03}"), ..gold.plan.clone() };
        let new = NewCatalog { id: CatalogId(Uuid::now_v7()), coverage_year: 2027, name: "many.csv".into(), is_sample: false };
        let by = By { actor: Actor { user, role: Role::ResourceManager }, request: "test", name: "Hodan Ali", fresh };
        app.store.import_catalog(&new, &(1..=120).map(plan).collect::<Vec<_>>(), &by, app.now()).await.unwrap();
        let mut seen = Vec::new();
        let mut address = "/account/application/plans?metal=gold&compare=P-007".to_owned();
        loop {
            let page = ann.page(&address).await;
            assert!(page.contains("120 of 120 plans") && page.contains("value=\"P-007\""), "{address}");
            seen.extend(names(&own, address.split_once('?').unwrap().1).await);
            let Some((_, next)) = page.split_once("rel=\"next\" href=\"") else { break };
            address = next.split('"').next().unwrap().replace("&amp;", "&");
        }
        let expected: Vec<String> = (1..=120).map(|n| format!("Plan {n:03}")).collect();
        assert_eq!(seen, expected);
        assert!(address.ends_with("?metal=gold&page=3&compare=P-007"), "{address}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_confirms_what_changed_meanwhile_is_told_and_asked_again() {
    on_both(async |app: App| {
        let (ann, navigator, id) = client_of(&app, "Ann Lee").await;
        let (own, acting) = (Desk::own(&ann), Desk::client(&navigator, &id));
        qualifies(&own).await;
        let (silver, gold) = (chosen(&own, SILVER).await, chosen(&own, GOLD).await);
        new_catalog(&app, |plan| (plan.code != GOLD).then_some(Plan { deductible: Cents::dollars(123), ..plan })).await;

        let told = enroll(&own, &silver).await;
        assert!(told.location().starts_with(&format!("/account/application/plans/choose?plan={SILVER}&retry=")), "{}", told.location());
        let page = ann.page(told.location()).await;
        assert!(
            page.contains("This changed meanwhile") && page.contains("The catalog of plans changed") && page.contains("$123.00"),
            "{page}"
        );
        let gone = enroll(&own, &gold).await;
        assert!(gone.location().starts_with("/account/application/plans?retry="), "{}", gone.location());
        assert!(ann.page(gone.location()).await.contains("is not sold to this household any more"));
        assert_eq!(app.one(&format!("SELECT COUNT(*) FROM {ENROLLED}")).await, 0);
        // The running application is led to the same page.
        let fields = ["plan", "premium", "credit", "from", "who", "replaces"].map(|name| (name, hidden(&silver, name)));
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert!(ann.call("/api/enroll-in-plan", &fields).await.location().contains("/plans/choose?plan="));

        // Asked again, it is confirmed.
        assert_eq!(enroll(&own, &page).await.location(), "/account/application/plans/enrolled");
        // Who did not see that is told, too.
        let bronze = chosen(&acting, BRONZE).await;
        assert!(bronze.contains("This takes its place") && !bronze.contains("Agate Silver Basic"), "{bronze}");
        let late = bronze.replace(&format!("value=\"{}\"", hidden(&bronze, "replaces")), "value=\"\"");
        let told = enroll(&acting, &late).await;
        assert!(navigator.page(told.location()).await.contains("Another plan was confirmed while the page was open"));
        // Another price than the page showed is not confirmed.
        let forged = bronze.replace(&format!("value=\"{}\"", hidden(&bronze, "premium")), "value=\"100\"");
        let told = enroll(&acting, &forged).await;
        assert!(navigator.page(told.location()).await.contains("The price is not the one that the page showed"));
        // Nor is it for other people.
        let forged = bronze.replace("name=\"who\" value=\"1\"", "name=\"who\" value=\"1 2\"");
        assert_ne!(forged, bronze);
        let told = enroll(&acting, &forged).await;
        assert!(navigator.page(told.location()).await.contains("are not the ones that the page showed"));
        // Nor is another first day: the month ended while the page was open.
        let forged = bronze.replace("value=\"2027-01-01\"", "value=\"2027-02-01\"");
        let told = enroll(&acting, &forged).await;
        assert!(navigator.page(told.location()).await.contains("Coverage would start on another day than the page showed"));
        assert_eq!(app.one(&format!("SELECT COUNT(*) FROM {ENROLLED}")).await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn before_the_first_day_it_is_changed_and_after_it_not() {
    on_both(async |app: App| {
        let (ann, navigator, id) = client_of(&app, "Ann Lee").await;
        let (own, acting) = (Desk::own(&ann), Desk::client(&navigator, &id));
        qualifies(&own).await;
        enroll(&own, &chosen(&own, SILVER).await).await;
        // The same plan has no button.
        assert!(chosen(&own, SILVER).await.contains("This is the plan that was confirmed."));
        let change = chosen(&acting, GOLD).await;
        assert_eq!(enroll(&acting, &change).await.location(), format!("{}/plans/enrolled", acting.base()));
        assert!(own.page("plans/enrolled").await.body.contains("enrolled in Pinecone Gold Basic"));
        assert_eq!(app.one(&format!("SELECT COUNT(*) FROM {ENROLLED} AND replaced_at IS NOT NULL")).await, 1);
        let open = chosen(&own, BRONZE).await;

        app.wait(Duration::from_secs(45 * 24 * 3600));
        let (ann, navigator) = (again(&app, "Ann Lee").await, app.demo("navigator@demo.test").await);
        for desk in [Desk::own(&ann), Desk::client(&navigator, &id)] {
            let enrolled = format!("{}/plans/enrolled", desk.base());
            for page in ["plans", "plans?metal=gold", "plans/compare?compare=X", &format!("plans/choose?plan={BRONZE}")] {
                assert_eq!(desk.page(page).await.location(), enrolled, "{page}");
            }
            assert_eq!(enroll(&desk, &open).await.location(), enrolled);
            let page = desk.page("plans/enrolled").await.body;
            let whom = if desk.id.is_empty() { "contact the MNsure Contact Center" } else { "contact the Assister Resource Center" };
            assert!(page.contains("Coverage started on January 1, 2027.") && page.contains(whom), "{page}");
            assert!(!desk.page("determination").await.body.contains("Shop for plans"));
        }
        assert_eq!(app.one(&format!("SELECT COUNT(*) FROM {ENROLLED}")).await, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nobody_shops_without_a_reason_and_a_former_assister_not_at_all() {
    on_both(async |app: App| {
        let (ann, navigator, id) = client_of(&app, "Ann Lee").await;
        let (own, acting) = (Desk::own(&ann), Desk::client(&navigator, &id));
        for page in ["plans", "plans/compare", "plans/choose", "plans/enrolled"] {
            assert_eq!(own.page(page).await.location(), own.base(), "nothing was started: {page}");
        }
        own.answer_all("Ann Lee", "10000").await;
        for page in ["plans", "plans/enrolled"] {
            assert_eq!(own.page(page).await.location(), own.base(), "nothing was submitted: {page}");
        }
        let nothing = [("id", id.as_str()), ("plan", "x"), ("premium", "1"), ("credit", "0"), ("from", "2027-01-01"), ("who", "1")];
        assert_eq!(ann.post("/api/enroll-in-plan", &nothing).await.location(), "/account/application/plans");
        own.submit(&[("full_name", "Ann Lee")]).await;
        // Medical Assistance.
        for desk in [&own, &acting] {
            let result = format!("{}/determination", desk.base());
            for page in ["plans", "plans/compare?compare=A,B", "plans/enrolled"] {
                assert_eq!(desk.page(page).await.location(), result, "{page}");
            }
            assert!(!desk.page("determination").await.body.contains("Shop for plans"));
        }
        let plan = app.store.plans_in(2027, County::from_name("St. Louis").unwrap()).await.unwrap()[0].id.to_string();
        let fields = [("id", id.as_str()), ("plan", &plan), ("premium", "1"), ("credit", "0"), ("from", "2027-01-01"), ("who", "1")];
        let refused = navigator.post("/api/enroll-client-in-plan", &fields).await;
        assert_eq!(refused.location(), format!("{}/determination", acting.base()));

        ann.removes().await;
        assert_eq!(acting.page("plans").await.status, 404);
        assert_eq!(navigator.post("/api/enroll-client-in-plan", &fields).await.status, 404);
        assert_eq!(app.one(&format!("SELECT COUNT(*) FROM {ENROLLED}")).await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn wrong_and_hostile_addresses_show_plans_or_lead_to_them() {
    on_both(async |app: App| {
        let ann = app.consumer("Ann Lee").await;
        let own = Desk::own(&ann);
        qualifies(&own).await;
        let long = "A".repeat(3_000);
        for query in [
            "metal=tin&sort=evil&compare=,,,",
            "issuer=%3Cscript%3Ealert(1)%3C/script%3E",
            "most=%3Cscript%3E&issuer=%FF%00&metal=%",
            "plan=%27%22%3E%3Cscript%3E&compare=%22%3E%3Cscript%3E,B",
            &format!("issuer={long}&compare={long}"),
            "retry=01900000-0000-7000-8000-000000000000",
        ] {
            let page = own.page(&format!("plans?{query}")).await;
            assert_eq!(page.status, 200, "{query}");
            assert!(page.body.contains("21 of 21 plans"), "{query}");
            for never in ["<script>alert", "%3Cscript", "AAAAAAAA"] {
                assert!(!page.body.contains(never), "{query}: {never}");
            }
        }
        // What is not sold here is not compared, nor chosen.
        for page in ["plans/compare", "plans/compare?compare=NOWHERE", "plans/choose", "plans/choose?plan=99901MN0010001", "plans/enrolled"]
        {
            assert_eq!(own.page(page).await.location(), "/account/application/plans", "{page}");
        }
        for page in ["plans/nowhere", "plans/choose/x", "plansx"] {
            assert_eq!(own.page(page).await.status, 404, "{page}");
        }
        for (plan, premium, credit, replaces) in [
            ("", "", "", ""),
            ("x", "1", "1", ""),
            (&*Uuid::now_v7().to_string(), "a", "1", ""),
            (&*Uuid::now_v7().to_string(), "1", "1", "x"),
        ] {
            let fields =
                [("plan", plan), ("premium", premium), ("credit", credit), ("from", "2027-01-01"), ("who", "1"), ("replaces", replaces)];
            assert_eq!(ann.post("/api/enroll-in-plan", &fields).await.location(), "/account/application/plans", "{plan}");
        }
        let sold = app.store.plans_in(2027, County::from_name("St. Louis").unwrap()).await.unwrap();
        let catastrophic = sold.iter().find(|sold| sold.plan.metal == MetalLevel::Catastrophic).unwrap();
        let fields = [("plan", &*catastrophic.id.to_string()), ("premium", "1"), ("credit", "0"), ("from", "2027-01-01"), ("who", "1")];
        assert!(ann.post("/api/enroll-in-plan", &fields).await.location().starts_with("/account/application/plans"));
        assert_eq!(app.one(&format!("SELECT COUNT(*) FROM {ENROLLED}")).await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn each_plan_is_chosen_and_compared_from_its_row() {
    on_both(async |app: App| {
        let ann = app.consumer("Ann Lee").await;
        let own = Desk::own(&ann);
        qualifies(&own).await;
        let list = drawn(&own, "plans", "?metal=silver").await;
        let choose =
            format!("/plans/choose?metal=silver&amp;plan={SILVER}\">Choose<span class=\"visually-hidden\"> Agate Silver Basic</span></a>");
        assert!(list.contains(&choose), "{list}");
        // Adding a plan comes back to its row, whether the application runs or not.
        let row = format!("<a id=\"plan-{SILVER}\" href=");
        let hidden = "<span class=\"visually-hidden\"> Agate Silver Basic</span></a>";
        let add = format!("/account/application/plans?metal=silver&amp;compare={SILVER}#plan-{SILVER}\">Add to compare{hidden}");
        assert!(list.contains(&row) && list.contains(&add), "{list}");
        assert!(!list.contains("Plans to compare") && !list.contains(">Compare<"), "{list}");

        let one = drawn(&own, "plans", &format!("?compare={SILVER}")).await;
        assert!(one.contains("Plans to compare") && !one.contains(">Compare<"), "{one}");
        assert!(one.contains(&format!("/account/application/plans#plan-{SILVER}\">Remove{hidden}")), "{one}");
        assert!(!one.contains("side by side"), "{one}");
        for (codes, most) in [(format!("{SILVER},{GOLD}"), 0), (format!("{SILVER},{GOLD},{BRONZE}"), 1)] {
            let page = drawn(&own, "plans", &format!("?compare={codes}")).await;
            let (before, after) = page.split_once("Plans to compare").unwrap();
            let (section, filter) = after.split_once("<form").unwrap();
            assert!(
                section.contains(&format!("/plans/compare?compare={codes}\" class=\"button\">Compare<")),
                "right below what is compared: {page}"
            );
            assert!(!before.contains(">Compare<") && !filter.contains(">Compare<"), "once: {page}");
            assert_eq!(page.matches("Three is the most").count(), most, "{page}");
            assert_eq!(page.contains("Add to compare"), most == 0);
            // In each row that is compared there is the way to all of them: the button above is far away in a narrow window.
            let many = codes.split(',').count();
            let beside = format!("/plans/compare?compare={codes}\">See {many} side by side</a>");
            assert_eq!(page.matches(&beside).count(), many, "{page}");
        }

        // Side by side a plan is named by its column; its link says which one it is to who does not see the column.
        let compare = drawn(&own, "plans/compare", &format!("?compare={SILVER},{GOLD}")).await;
        let (facts, _) = compare.split_once("<figure").unwrap();
        assert!(facts.contains("<div class=\"side-by-side\"><table"), "{facts}");
        for name in ["Agate Silver Basic", "Pinecone Gold Basic"] {
            assert!(facts.contains(&format!("<th scope=\"col\">{name}<")), "{facts}");
            assert_eq!(facts.matches(&format!(">{name}<")).count(), 1, "nowhere else to be seen: {facts}");
            assert!(facts.contains(&format!(">Choose<span class=\"visually-hidden\"> {name}</span></a>")), "{facts}");
        }
    })
    .await;
}
