//! What follows from associations: Agent of Record for brokers and BSL, payments for navigators' agencies and ARC, as pages and as files.

use crate::journeys::app::{Answer, App, Person, on_both};
use crate::journeys::applications::Desk;
use assister_portal::api::worksheets::Worksheet;
use assister_portal::domain::instant::Instant;
use axum::http::header;
use std::time::Duration;
use uuid::Uuid;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

const AGENT: &str = "/clients/agent-of-record";
const PAYMENTS: &str = "/agency/payments";

/// A file, with what every file has.
async fn file(who: &Person, path: &str) -> String {
    let answer = who.get(path).await;
    assert_eq!(answer.status, 200, "{path}");
    let header = |name| answer.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    assert_eq!(header(header::CACHE_CONTROL), "no-store");
    assert_eq!(header(header::CONTENT_TYPE), "text/csv; charset=utf-8");
    assert!(header(header::CONTENT_DISPOSITION).starts_with("attachment; filename=\""), "{path}");
    answer.body.trim_start_matches('\u{feff}').to_owned()
}

fn hides(answer: &Answer, what: &str) {
    assert!(!answer.body.contains(what), "{what} in {}", answer.body);
}

async fn exported(app: &App, role: &str) -> i64 {
    app.one(&format!("SELECT COUNT(*) FROM audit_events WHERE action = 'worksheet_exported' AND actor_role = '{role}'")).await
}

/// A consumer who authorizes somebody.
async fn client(app: &App, name: &str, email: &str) -> Person {
    let consumer = app.consumer(name).await;
    consumer.authorizes(&app.number(email).await).await;
    consumer
}

/// The consumer applies for themselves alone with this yearly income, and it is determined at once.
async fn applies(consumer: &Person, income: &str) {
    let desk = Desk::own(consumer);
    desk.answer_all(&consumer.name, income).await;
    assert_eq!(desk.submit(&[("full_name", &consumer.name)]).await.location(), "/account/application/determination");
}

/// The number of the consumer's case.
async fn case(app: &App, name: &str) -> String {
    let id = if app.is_sqlite() { "hex(p.id)" } else { "upper(replace(CAST(p.id AS TEXT), '-', ''))" };
    let of = "FROM applications p JOIN consumers c ON c.id = p.consumer_id JOIN users u ON u.id = c.user_id";
    let id = app.text(&format!("SELECT {id} {of} WHERE u.display_name = '{name}'")).await;
    format!("{}-{}", &id[24..28], &id[28..])
}

/// An enrollment of the consumer, as confirming a plan writes it.
async fn enrolls(app: &App, name: &str, at: Instant) {
    let (id, at) = (app.bytes_id(Uuid::now_v7().as_bytes()), app.time(at));
    app.execute(&format!(
        "INSERT INTO enrollments (id, application_id, consumer_id, plan_id, members, premium, credit, effective_on, confirmed_at,
             confirmed_by, confirmed_role)
         SELECT {id}, p.id, p.consumer_id, (SELECT id FROM plans LIMIT 1), '1', 100, 0, '2027-02-01', {at}, c.user_id, 'consumer'
         FROM applications p JOIN consumers c ON c.id = p.consumer_id JOIN users u ON u.id = c.user_id WHERE u.display_name = '{name}'"
    ))
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_broker_is_agent_of_record_from_the_month_after_and_only_while_authorized() {
    on_both(async |app: App| {
        let broker = app.demo("broker@demo.test").await;
        let empty = broker.page(AGENT).await;
        for said in ["Agent of Record", "This is a worksheet.", "not a record of the exchange or of an issuer", "Nobody is listed yet"] {
            assert!(empty.contains(said), "{said}");
        }
        let list = broker.page("/clients").await;
        assert!(list.contains(&format!("href=\"{AGENT}\"")) && list.contains("Agent of Record"));

        let zoe = client(&app, "=1+1 Lee", "broker@demo.test").await;
        let page = broker.page(AGENT).await;
        for said in ["=1+1 Lee", "November 20, 2026", "December 1, 2026", "No end", "Download as CSV"] {
            assert!(page.contains(said), "{said}");
        }
        let csv = file(&broker, &format!("{AGENT}.csv")).await;
        assert_eq!(csv, "Consumer,Authorized on,In effect from,Last month in effect\r\n'=1+1 Lee,2026-11-20,2026-12-01,No end\r\n");
        assert_eq!(exported(&app, "assister").await, 1, "a look at the page is no export");

        let bsl = app.demo("bsl@demo.test").await;
        let all: Worksheet = bsl.load("/api/agent-of-record", "").await.read();
        let dates = ["November 20, 2026", "—", "December 1, 2026", "No end"];
        assert_eq!((&*all.rows[0][0], &*all.rows[0][1], &all.rows[0][3..]), ("=1+1 Lee", "Tom Lindqvist", &dates.map(str::to_owned)[..]));

        // Ended: the name is gone from the next request on, and staff see that it never took effect.
        zoe.removes().await;
        hides(&broker.get(AGENT).await, "=1+1 Lee");
        hides(&broker.load("/api/agent-of-record", "").await, "=1+1 Lee");
        assert!(!file(&broker, &format!("{AGENT}.csv")).await.contains("=1+1 Lee"));
        let all = bsl.page(AGENT).await;
        for said in ["This is a worksheet.", "=1+1 Lee", "Tom Lindqvist", "Never took effect"] {
            assert!(all.contains(said), "{said}");
        }
        app.nobody_was_notified().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn months_are_minnesotas_and_staff_see_the_last_one() {
    on_both(async |app: App| {
        // December 1, 5:55 UTC: the last evening of November in Minnesota.
        app.wait(DAY * 10 + Duration::from_secs(11 * 60 * 60 + 55 * 60));
        let ann = client(&app, "Ann Lee", "broker@demo.test").await;
        let cells = |sheet: &Worksheet| sheet.rows[0].clone();
        let broker = app.demo("broker@demo.test").await;
        let own: Worksheet = broker.load("/api/agent-of-record", "").await.read();
        assert_eq!(cells(&own), ["Ann Lee", "November 30, 2026", "December 1, 2026", "No end"]);
        // A case that becomes active now is November's, too.
        applies(&client(&app, "Cy Dahl", "navigator@demo.test").await, "15000").await;
        let (contact, number) = (app.demo("contact@demo.test").await, case(&app, "Cy Dahl").await);
        for (month, there) in [("2026-11", true), ("2026-12", false)] {
            let sheet: Worksheet = contact.load("/api/payments", format!("?month={month}")).await.read();
            assert_eq!(sheet.rows.iter().any(|row| row[1] == number && row[2] == "November 30, 2026"), there, "{month}");
        }

        // Soon it is December, and the authorization is in effect; it ends with the navigator's.
        app.wait(Duration::from_secs(10 * 60));
        ann.authorizes(&app.number("navigator@demo.test").await).await;
        for email in ["bsl@demo.test", "manager@demo.test"] {
            let staff = app.demo(email).await;
            let all: Worksheet = staff.load("/api/agent-of-record", "").await.read();
            let dates = ["November 30, 2026", "December 1, 2026", "December 1, 2026", "December 2026"];
            assert_eq!(all.rows.len(), 1, "the navigator is no Agent of Record");
            assert_eq!(
                (&*cells(&all)[0], &*cells(&all)[1], &cells(&all)[3..]),
                ("Ann Lee", "Tom Lindqvist", &dates.map(str::to_owned)[..])
            );
            let csv = file(&staff, &format!("{AGENT}.csv")).await;
            assert!(csv.ends_with(",2026-11-30,2026-12-01,2026-12-01,2026-12\r\n"), "{csv}");
            assert!(staff.page("/resource-center/assisters").await.contains(&format!("href=\"{AGENT}\"")));
        }
        assert_eq!((exported(&app, "bsl").await, exported(&app, "resource_manager").await), (1, 1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn pages_of_agents_of_record_lead_on_and_back() {
    on_both(async |app: App| {
        for n in 0..51 {
            client(&app, &format!("Client {n}"), "broker@demo.test").await;
            app.wait(Duration::from_secs(1));
        }
        for email in ["broker@demo.test", "bsl@demo.test"] {
            let address = AGENT;
            let who = app.demo(email).await;
            let link = |page: &str, name: &str| {
                let start = format!("href=\"{address}?{name}=");
                page.split_once(&start).map(|(_, rest)| format!("{address}?{name}={}", rest.split('"').next().unwrap()))
            };
            let first = who.page(address).await;
            assert_eq!(first.matches("<tr>").count(), 51, "fifty, and the head");
            assert_eq!(link(&first, "before"), None);
            let second = who.page(&link(&first, "after").unwrap()).await;
            assert!(second.matches("<tr>").count() == 2 && second.contains("Client 0"));
            let back = who.page(&link(&second, "before").unwrap()).await;
            assert!(back.contains("Client 50") && !back.contains("Client 0<"));
            assert_eq!(file(&who, &format!("{address}.csv")).await.lines().count(), 52);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whoever_has_no_worksheet_finds_neither_page_nor_link() {
    on_both(async |app: App| {
        client(&app, "Ann Lee", "broker@demo.test").await;
        let all = [
            (AGENT, "/api/agent-of-record", ["broker@demo.test", "bsl@demo.test", "manager@demo.test"]),
            (PAYMENTS, "/api/payments", ["contact@demo.test", "arc@demo.test", "manager@demo.test"]),
        ];
        let everybody = [
            ("consumer@demo.test", "/account"),
            ("navigator@demo.test", "/clients"),
            ("cac@demo.test", "/clients"),
            ("broker@demo.test", "/clients"),
            ("contact@demo.test", "/agency"),
            ("arc@demo.test", "/resource-center"),
            ("bsl@demo.test", "/resource-center"),
            ("manager@demo.test", "/resource-center"),
        ];
        for (email, home) in everybody {
            let who = app.demo(email).await;
            let mut home = who.page(home).await;
            if email == "manager@demo.test" {
                // One link leads to both: the second is a tab beside the first.
                home.push_str(&who.page(AGENT).await);
            }
            for (page, function, theirs) in all {
                let may = theirs.contains(&email);
                assert_eq!(home.contains(&format!("href=\"{page}\"")), may, "{email} {page}");
                let expected = if may { 200 } else { 404 };
                for answer in [who.get(page).await, who.load(function, "").await, who.get(&format!("{page}.csv")).await] {
                    assert_eq!(answer.status, expected, "{email} {page}");
                    if !may {
                        hides(&answer, "Ann Lee");
                    }
                }
            }
        }
        let visitor = app.visitor();
        for (page, function, _) in all {
            for path in [page.to_owned(), format!("{page}.csv")] {
                assert_eq!(visitor.get(&path).await.location(), format!("/sign-in?next={path}"), "{path}");
            }
            assert_eq!(visitor.load(function, "").await.status, 401);
        }
        assert_eq!(app.one("SELECT COUNT(*) FROM audit_events WHERE action = 'worksheet_exported'").await, 6, "a refusal is no export");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_agency_is_paid_once_for_each_case_of_its_navigators() {
    on_both(async |app: App| {
        // A month in which nothing else happened.
        app.wait(DAY * 20);
        let contact = app.demo("contact@demo.test").await;
        let empty = contact.page(PAYMENTS).await;
        for said in ["Per-enrollee payments", "This is a worksheet.", "No payments in December 2026", "one payment of $100.00"] {
            assert!(empty.contains(said), "{said}");
        }
        let paid = client(&app, "Ann Lee", "navigator@demo.test").await;
        applies(&paid, "15000").await;
        // A tax credit alone makes no case active.
        let credit = client(&app, "Cy Dahl", "navigator@demo.test").await;
        applies(&credit, "50000").await;
        // Authorized when all was done, with a CAC, with a broker, with another organization's navigator.
        let late = app.consumer("Late Comer").await;
        applies(&late, "15000").await;
        app.wait(Duration::from_secs(1));
        late.authorizes(&app.number("navigator@demo.test").await).await;
        for (name, email) in [("Of Cac", "cac@demo.test"), ("Of Broker", "broker@demo.test"), ("Of Other", "navigator2@demo.test")] {
            applies(&client(&app, name, email).await, "15000").await;
        }
        let number = case(&app, "Ann Lee").await;
        let own: Worksheet = contact.load("/api/payments", "").await.read();
        assert_eq!(*own.rows, [["Ingrid Halvorson", &number, "December 10, 2026", "$100.00"].map(str::to_owned).to_vec()]);
        let page = contact.get(&format!("{PAYMENTS}?month=2026-12")).await;
        assert!(page.body.contains("1 payment in December 2026. Total: $100.00") && page.body.contains(&number));
        assert!(page.body.contains("<select") && page.body.contains("November 2026"));
        let names = ["Ann Lee", "Cy Dahl", "Late Comer", "Of Cac", "Of Broker", "Of Other"];
        let csv = contact.get(&format!("{PAYMENTS}.csv?month=2026-12")).await;
        for name in names {
            hides(&page, name);
            hides(&csv, name);
        }

        // She changes her assister, the next month somebody else enrolls: what was earned stays, and enrolling makes a case active.
        paid.authorizes(&app.number("navigator2@demo.test").await).await;
        app.wait(DAY * 30);
        enrolls(&app, "Cy Dahl", app.now()).await;
        let (contact, arc) = (app.demo("contact@demo.test").await, app.demo("arc@demo.test").await);
        let rows = async |who: &Person, function: &str, month: &str| {
            let sheet: Worksheet = who.load(function, format!("?month={month}")).await.read();
            sheet.rows.iter().map(|row| (row[0].clone(), row[row.len() - 3].clone())).collect::<Vec<_>>()
        };
        let (ingrid, abdi) = ("Ingrid Halvorson".to_owned(), "Abdi Warsame".to_owned());
        assert_eq!(rows(&contact, "/api/payments", "2026-12").await, [(ingrid.clone(), number.clone())]);
        let credits = case(&app, "Cy Dahl").await;
        assert_eq!(rows(&contact, "/api/payments", "2027-01").await, [(ingrid.clone(), credits.clone())]);
        assert_eq!(rows(&contact, "/api/payments", "").await, [(ingrid.clone(), credits.clone())], "this month");
        assert_eq!(rows(&contact, "/api/payments", "nonsense").await.len(), 1, "this month");
        let other = (abdi, case(&app, "Of Other").await);
        let everybodys = rows(&arc, "/api/payments", "2026-12").await;
        assert!(everybodys.len() == 2 && everybodys.contains(&other) && everybodys.contains(&(ingrid, number)));
        let page = arc.page(&format!("{PAYMENTS}?month=2026-12")).await;
        assert!(page.contains("2 payments in December 2026. Total: $200.00"), "{page}");
        for name in names {
            hides(&arc.get(&format!("{PAYMENTS}?month=2026-12")).await, name);
        }

        // A contact of the other organization sees that organization's, and none of this one's.
        let moved = "UPDATE users SET organization_id = (SELECT organization_id FROM assisters WHERE display_name = 'Abdi Warsame')
                     WHERE email = 'contact@demo.test'";
        app.execute(moved).await;
        let elsewhere = app.demo("contact@demo.test").await;
        assert_eq!(rows(&elsewhere, "/api/payments", "2026-12").await, [other]);
        let csv = file(&elsewhere, &format!("{PAYMENTS}.csv?month=2026-12")).await;
        assert!(csv.contains("Abdi Warsame") && !csv.contains("Ingrid"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_file_of_payments_has_all_of_the_month_and_no_formula() {
    on_both(async |app: App| {
        app.wait(DAY * 20);
        client(&app, "Ann Lee", "navigator@demo.test").await;
        app.execute("UPDATE assisters SET display_name = '=Ingrid, \"A\"' WHERE display_name = 'Ingrid Halvorson'").await;
        // Every coverage year is a case.
        let time = app.time(app.now());
        for year in 2027..2078 {
            let (case, determination) = (app.bytes_id(Uuid::now_v7().as_bytes()), app.bytes_id(Uuid::now_v7().as_bytes()));
            app.execute(&format!(
                "INSERT INTO applications (id, consumer_id, coverage_year, answers, started_at, saved_at, saved_name, saved_role,
                     submitted_at, submitted_by, submitted_role, signature)
                 SELECT {case}, c.id, {year}, '{{}}', {time}, {time}, '', 'consumer', {time}, c.user_id, 'consumer', '{{}}'
                 FROM consumers c JOIN users u ON u.id = c.user_id WHERE u.display_name = 'Ann Lee'"
            ))
            .await;
            app.execute(&format!(
                "INSERT INTO determinations (id, application_id, recorded_at, is_initial, source, summary, body)
                 VALUES ({determination}, {case}, {time}, TRUE, 'built_in', 'minnesotacare:1', '{{}}')"
            ))
            .await;
        }
        let manager = app.demo("manager@demo.test").await;
        let first = manager.page(PAYMENTS).await;
        assert!(first.contains("51 payments in December 2026. Total: $5,100.00"));
        assert_eq!(first.matches("<tr>").count(), 51, "fifty, and the head");
        assert!(first.contains(&format!("{PAYMENTS}?month=2026-12&amp;page=2")));
        let second = manager.page(&format!("{PAYMENTS}?month=2026-12&page=2")).await;
        assert!(second.matches("<tr>").count() == 2 && second.contains(&format!("{PAYMENTS}?month=2026-12&amp;page=1")));
        for page in ["0", "-1", "99", "x"] {
            assert_eq!(manager.get(&format!("{PAYMENTS}?page={page}")).await.status, 200, "{page}");
        }
        let csv = file(&manager, &format!("{PAYMENTS}.csv?month=2026-12")).await;
        let lines: Vec<&str> = csv.lines().collect();
        assert_eq!((lines.len(), lines[0]), (52, "Navigator,Organization,Case,Case became active on,Amount"));
        assert!(lines[1..].iter().all(|line| line.starts_with("\"'=Ingrid, \"\"A\"\"\",") && line.ends_with(",2026-12-10,100")), "{csv}");
        assert_eq!(file(&manager, &format!("{PAYMENTS}.csv?month=2027-01")).await.lines().count(), 1, "the head");
        assert_eq!(exported(&app, "resource_manager").await, 2);
    })
    .await;
}
