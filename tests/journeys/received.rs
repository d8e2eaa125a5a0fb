//! Nothing that an assister receives changes by one byte with a later status (rule 28), and nothing of notices is in it (rule 29).

use crate::journeys::app::{App, Person, on_both};
use crate::journeys::application_years::a_year_later;
use crate::journeys::applications::{Desk, client_of};
use crate::journeys::enrollment::{SILVER, again, chosen, enroll};
use crate::journeys::permissions::call;
use crate::journeys::status::{found as found_by_staff, records, submitted, unseen};
use assister_portal::domain::access::{Decision, FUNCTIONS, ROUTES, Relation, decide};
use assister_portal::domain::applications::{Kind, LaterStatus};
use assister_portal::domain::identity::Role;
use assister_portal::domain::ids::{AuditId, ConsumerId, DeterminationId};
use assister_portal::store::{NewStatus, Side, StatusBy, StatusRecorded};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Functions that are left out, with the reason.
const BY_CHANCE: &[&str] = &[
    // End the session.
    "/api/sign-out",
    "/api/sign-out-everywhere",
];

/// An answer without the key of a refused form in it, which is another one every time.
fn without_keys(bytes: Vec<u8>) -> Vec<u8> {
    const NAME: &[u8] = b"retry=";
    match bytes.windows(NAME.len()).position(|part| part == NAME) {
        Some(at) => [&bytes[..at], &bytes[(at + NAME.len() + 36).min(bytes.len())..]].concat(),
        None => bytes,
    }
}

/// The address of the result of a search among all clients. Its key is another one every time, the clients are looked up at every look.
pub async fn search(assister: &Person, words: &str) -> String {
    let found = assister.post("/api/search-clients", &[("words", words), ("list", "all"), ("sort", "name")]).await;
    assert!(found.location().starts_with("/clients?q="), "{}", found.location());
    found.location().to_owned()
}

/// Everything that an assister receives, by what it was asked with.
pub async fn received(assister: &Person, record: &str, search: &str) -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::new();
    let base = format!("/clients/{record}");
    let mut pages = vec![base.clone(), format!("{base}/application")];
    for page in [
        "answers",
        "plans",
        "plans/enrolled",
        "plans/compare",
        "determination",
        "changed",
        "help",
        "household",
        "review",
        "sign",
        "not-here",
        "nowhere",
    ] {
        pages.push(format!("{base}/application/{page}"));
        // The same by the address that it has when the next year is applied for.
        pages.push(format!("{base}/application/2027/{page}"));
    }
    for list in ["", "new", "in-progress", "all"] {
        for sort in ["", "name", "-name", "authorized", "-authorized", "submitted", "-submitted", "status"] {
            pages.push(format!("/clients?list={list}&sort={sort}"));
        }
    }
    let more = ["/", "/sessions", "/security", "/learning", "/account", "/account/notices", "/account/application", "/agency"];
    pages.extend(more.map(str::to_owned));
    pages.extend(["/clients/agent-of-record", "/agency/payments", "/resource-center/consumers"].map(str::to_owned));
    for page in pages {
        all.insert(page.clone(), assister.get(&page).await.bytes());
    }
    for (method, route, _) in ROUTES {
        let path = route.replace("{id}", record);
        let answer = if *method == "POST" { assister.upload(&path, &[], b"x").await } else { assister.get(&path).await };
        all.insert(format!("{method} {path}"), without_keys(answer.bytes()));
    }
    for (path, action) in FUNCTIONS {
        if decide(Some(Role::Assister), *action, Relation::OwnInProgress) != Decision::Allow || BY_CHANCE.contains(path) {
            continue;
        }
        all.insert(format!("postcard {path}"), without_keys(call(assister, path, record).await.bytes()));
    }
    for page in ["", "answers", "plans", "determination", "changed", "review", "2027", "2027/answers", "2027/plans", "2027/determination"] {
        let answer = assister.load("/api/client-application-page", (record, page, "", "")).await;
        all.insert(format!("postcard application {page}"), answer.bytes());
    }
    all.insert("postcard list".into(), assister.load("/api/client-list", "sort=-authorized").await.bytes());
    all.insert("/clients?q".into(), assister.get(search).await.bytes());
    let (_, query) = search.split_once('?').unwrap();
    all.insert("postcard list of a search".into(), assister.load("/api/client-list", query).await.bytes());
    all
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Texts about notices in which other pages say the same.
const SAID_ELSEWHERE: &[&str] = &["Notices", "New", "MNsure staff", "The exchange", "This portal"];

/// What notices and the pages about them say, from the catalog of messages: each text in the parts between what is filled in.
fn words_of_notices() -> Vec<String> {
    let catalog = include_str!("../../locales/en.toml");
    let (_, section) = catalog.split_once("\n[notices]\n").unwrap();
    let (section, _) = section.split_once("\n[").unwrap();
    let texts = section.lines().filter_map(|line| line.split_once(" = \"")?.1.strip_suffix('"'));
    let mut parts: Vec<String> = Vec::new();
    for text in texts.filter(|text| !SAID_ELSEWHERE.contains(text)) {
        let of = text.split(['{', '}']).step_by(2).filter(|part| part.len() > 10).map(str::to_owned);
        let before = parts.len();
        parts.extend(of);
        assert!(parts.len() > before, "nothing of {text:?} is looked for");
    }
    parts
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn not_one_byte_that_an_assister_receives_changes_with_the_status() {
    on_both(async |app: App| {
        // One of each kind, and for each a client whose record was opened and one who is still in New.
        for (email, family) in [("cac@demo.test", "Zeller"), ("broker@demo.test", "Zander"), ("navigator@demo.test", "Zapata")] {
            let names = [format!("Ann {family}"), format!("Bea {family}")];
            let number = app.number(email).await;
            let (ann, bea) = (submitted(&app, &names[0]).await, submitted(&app, &names[1]).await);
            ann.authorizes(&number).await;
            bea.authorizes(&number).await;
            let assister = app.demo(email).await;
            let new = assister.clients("/clients?list=new&sort=-authorized").await;
            let (id, _) = new.iter().find(|(_, name)| *name == names[0]).unwrap();
            let search = search(&assister, family).await;
            // What a first look changes is changed.
            received(&assister, id, &search).await;
            let before = received(&assister, id, &search).await;
            let arc = app.demo("arc@demo.test").await;
            let why = "Zebra crossing";
            for (name, consumer) in names.iter().zip([&ann, &bea]) {
                let page = arc.page(&found_by_staff(&app, &arc, name).await).await;
                records(&arc, &unseen(&page), &[("outcomes[1]", "needs_decision"), ("why", why)]).await;
                assert!(Desk::own(consumer).page("determination").await.body.contains(why));
            }
            let after = received(&assister, id, &search).await;
            for (what, bytes) in &before {
                assert!(after[what] == *bytes, "{email}: {what} changed:\n{}\n{}", text(bytes), text(&after[what]));
            }
            assert_eq!(before.len(), after.len());

            // The assister has the initial one of both.
            let (new, opened) =
                (text(&after["/clients?list=new&sort=-authorized"]), text(&after["/clients?list=in-progress&sort=-authorized"]));
            let found = text(&after["/clients?q"]);
            for (list, [there, not]) in [(&new, [&names[1], &names[0]]), (&opened, [&names[0], &names[1]])] {
                assert!(list.contains(there.as_str()) && !list.contains(not.as_str()), "{email}: {list}");
                assert!(list.contains("Health plan with a premium tax credit"), "{email}: {list}");
            }
            assert!(names.iter().all(|name| found.contains(name.as_str())), "{email}: {found}");
            assert!(found.matches("Health plan with a premium tax credit").count() > 1, "{email}: {found}");
            if email == "broker@demo.test" {
                for sheet in ["/clients/agent-of-record", "GET /clients/agent-of-record.csv", "postcard /api/agent-of-record"] {
                    assert!(names.iter().all(|name| text(&after[sheet]).contains(name.as_str())), "{sheet}");
                }
            }

            // Of the other and of notices nothing, in no form.
            let mut never = words_of_notices();
            never.extend([why, "Current status", "recorded it on", "determined_again", "href=\"/account/notices\""].map(str::to_owned));
            if email != "navigator@demo.test" {
                // The initial determination of one of the demo's clients.
                never.extend(["needs_decision", "Needs a county"].map(str::to_owned));
            }
            for (what, bytes) in &after {
                let bytes = text(bytes);
                for never in &never {
                    assert!(!bytes.contains(never.as_str()), "{email}: {what}: {never}: {bytes}");
                }
            }
            assert_eq!(assister.get("/account/notices").await.status, 404);
            assert_eq!(assister.load("/api/notices", "").await.status, 404);
        }
    })
    .await;
}

/// Records a status as the engine does.
async fn engine_records(app: &App, name: &str, kind: Kind, reason: &str) {
    let id = if app.is_sqlite() { "lower(hex(c.id))" } else { "CAST(c.id AS TEXT)" };
    let sql = format!("SELECT {id} FROM consumers c JOIN users u ON u.id = c.user_id WHERE u.display_name = '{name}'");
    let consumer = ConsumerId(app.text(&sql).await.parse().unwrap());
    let file = app.store.application_file(Side::Consumer(consumer), 2027).await.unwrap().unwrap();
    let status = LaterStatus { outcomes: vec![(1, kind)], reason: reason.to_owned() };
    let (id, application) = (DeterminationId(Uuid::now_v7()), file.application.unwrap().id);
    let new = NewStatus { id, consumer, application, status: &status, now: app.now() };
    let done = app.store.record_status(new, StatusBy::Engine(AuditId(Uuid::now_v7()), "test")).await.unwrap();
    assert_eq!(done, StatusRecorded::Now);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nor_with_what_the_engine_decides_about_what_the_assister_did_nor_a_year_later() {
    on_both(async |app: App| {
        // All that has a notice, done by the assister.
        let (ann, navigator, id) = client_of(&app, "Ann Zuber").await;
        let acting = Desk::client(&navigator, &id);
        acting.answer_all("Ann Zuber", "40000").await;
        let signed = [("agreed", "in_person"), ("agreed_on", "2026-11-20"), ("full_name", "Ingrid Halvorson")];
        assert_eq!(acting.submit(&signed).await.location(), format!("{}/determination", acting.base()));
        enroll(&acting, &chosen(&acting, SILVER).await).await;
        let notices = ann.page("/account/notices").await;
        for said in ["You authorized ", "Ingrid Halvorson submitted", "Ingrid Halvorson enrolled"] {
            assert!(notices.contains(said), "{said}: {notices}");
        }

        let never = [words_of_notices(), ["Zebra crossing", "Current status", "determined_again"].map(str::to_owned).to_vec()].concat();
        for kind in [Kind::MedicalAssistance, Kind::MinnesotaCare] {
            // As first told of, and under the address of the year before.
            if kind == Kind::MinnesotaCare {
                a_year_later(&app).await;
            }
            let (ann, navigator) = (again(&app, "Ann Zuber").await, app.demo("navigator@demo.test").await);
            let search = search(&navigator, "Zuber").await;
            received(&navigator, &id, &search).await;
            let before = received(&navigator, &id, &search).await;
            engine_records(&app, "Ann Zuber", kind, "Zebra crossing").await;
            assert!(ann.page("/account/application/2027/determination").await.contains("Zebra crossing"));
            let after = received(&navigator, &id, &search).await;
            for (what, bytes) in &after {
                assert!(before[what] == *bytes, "{what} changed:\n{}\n{}", text(&before[what]), text(bytes));
                for never in &never {
                    assert!(!text(bytes).contains(never.as_str()), "{what}: {never}: {}", text(bytes));
                }
            }
            let result = text(&after[&format!("/clients/{id}/application/2027/determination")]);
            assert!(result.contains("Initial determination") && result.contains("Health plan with a premium tax credit"), "{result}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_page_of_a_draft_and_of_a_plan_has_a_notice() {
    on_both(async |app: App| {
        let (ann, navigator, id) = client_of(&app, "Ann Zuber").await;
        let acting = Desk::client(&navigator, &id);
        let never = words_of_notices();
        let look = async |page: &str, shown: &str| {
            let answer = acting.page(page).await;
            assert_eq!(answer.status, 200, "{page} leads to {}", answer.location());
            assert!(answer.body.contains(shown), "{page}: {}", answer.body);
            let (page, query) = page.split_once('?').unwrap_or((page, ""));
            let postcard = navigator.load("/api/client-application-page", (id.as_str(), page, "", query)).await.bytes();
            assert!(text(&postcard).contains(shown), "{page}");
            for bytes in [answer.body, text(&postcard)] {
                for never in &never {
                    assert!(!bytes.contains(never.as_str()), "{page}: {never}: {bytes}");
                }
            }
        };
        acting.answer_all("Ann Zuber", "40000").await;
        for (page, shown) in [
            ("", "Progress"),
            ("help", "Do you want help"),
            ("household", "Who is in the household?"),
            ("household/1", "About Ann Zuber"),
            ("household/add", "Add a person"),
            ("address", "ZIP code"),
            ("income", "Income of the household"),
            ("income/add", "Add income"),
            ("coverage/1", "Medicare"),
            ("taxes", "file taxes"),
            ("status/1", "immigration status"),
            ("review", "Review your answers"),
            ("sign", "Sign and submit"),
        ] {
            look(page, shown).await;
        }
        acting.submit(&[("agreed", "in_person"), ("agreed_on", "2026-11-20"), ("full_name", "Ingrid Halvorson")]).await;
        for page in ["plans", &format!("plans/choose?plan={SILVER}"), &format!("plans/compare?compare={SILVER}")] {
            look(page, "Agate Silver Basic").await;
        }
        enroll(&acting, &chosen(&acting, SILVER).await).await;
        look("plans/enrolled", "Agate Silver Basic").await;
        assert!(ann.page("/account/notices").await.contains("Ingrid Halvorson enrolled you"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_is_looked_for_is_what_notices_say() {
    on_both(async |app: App| {
        let ann = submitted(&app, "Ann Lee").await;
        ann.authorizes(&app.number("cac@demo.test").await).await;
        let (notices, words) = (ann.page("/account/notices").await, words_of_notices());
        for said in ["You submitted your application for ", " made the initial determination of your application for ", "You authorized "] {
            assert!(notices.contains(said) && words.iter().any(|word| word == said), "{said}: {words:?}");
        }
    })
    .await;
}
