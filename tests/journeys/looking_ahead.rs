//! Looking ahead is not looking: what a browser asks for before its person does, or besides, changes nothing that is kept.

use crate::journeys::app::{App, Person, on_both};
use crate::journeys::applications::client_of;
use assister_portal::domain::access::{AGENT_OF_RECORD_ROUTE, LOGIN_MN_ROUTES, PAYMENTS_ROUTE, ROUTES};
use std::time::Duration;

/// How an address is asked for by nobody.
const AHEAD: [(&str, &[(&str, &str)]); 12] = [
    ("HEAD", &[]),
    ("HEAD", &[("sec-fetch-dest", "document")]),
    ("GET", &[("sec-purpose", "prefetch"), ("sec-fetch-dest", "document")]),
    ("GET", &[("sec-purpose", "prefetch;prerender"), ("sec-fetch-dest", "document")]),
    ("GET", &[("purpose", "prefetch")]),
    ("GET", &[("x-moz", "prefetch")]),
    ("GET", &[("sec-fetch-dest", "image"), ("sec-fetch-mode", "no-cors")]),
    ("GET", &[("sec-fetch-dest", "iframe"), ("sec-fetch-mode", "navigate")]),
    ("GET", &[("sec-fetch-dest", "script")]),
    ("GET", &[("accept", "image/avif,image/webp,image/*,*/*;q=0.8")]),
    ("GET", &[("range", "bytes=0-0")]),
    ("GET", &[("range", "bytes=0-0"), ("sec-fetch-dest", "document")]),
];
/// How a browser says that its person goes there.
const PERSON: &[(&str, &str)] = &[("sec-fetch-dest", "document"), ("sec-fetch-mode", "navigate"), ("sec-fetch-user", "?1")];

/// Everything that is kept, as text: what changes nothing leaves it as it is.
struct Everything(String);

impl Everything {
    async fn of(app: &App) -> Self {
        let (list, line_end) = if app.is_sqlite() {
            (
                "SELECT group_concat(name) FROM (SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%')",
                "char(10)",
            )
        } else {
            ("SELECT string_agg(CAST(table_name AS TEXT), ',') FROM information_schema.tables WHERE table_schema = 'public'", "chr(10)")
        };
        let mut parts = Vec::new();
        for table in app.text(list).await.split(',') {
            let rows = if app.is_sqlite() {
                let columns = format!("SELECT group_concat('quote(\"' || name || '\")', ' || ') FROM pragma_table_info('{table}')");
                let columns = app.text(&columns).await;
                format!("group_concat(line, {line_end}) FROM (SELECT {columns} AS line FROM {table} ORDER BY 1)")
            } else {
                format!("string_agg(CAST(t AS TEXT), {line_end} ORDER BY CAST(t AS TEXT)) FROM {table} t")
            };
            let (rows, from) = rows.split_once(" FROM ").unwrap();
            parts.push(format!("(SELECT '{table} ' || COALESCE({rows}, '') FROM {from})"));
        }
        assert!(parts.len() > 30, "{parts:?}");
        Self(format!("SELECT {}", parts.join(&format!(" || {line_end} || "))))
    }

    async fn now(&self, app: &App) -> String {
        app.text(&self.0).await
    }
}

/// The address in the newest message of a kind.
async fn link(app: &App, kind: &str) -> String {
    let body = app.text(&format!("SELECT body FROM outbox WHERE kind = '{kind}' ORDER BY created_at DESC, id DESC")).await;
    let link = body.lines().find_map(|line| line.trim().strip_prefix("http://127.0.0.1:3000")).unwrap_or_else(|| panic!("no link: {body}"));
    link.to_owned()
}

/// Whether going to an address has an effect; of some it does not matter.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Effect {
    None,
    Some,
    Any,
}

/// A new client of the demo navigator, and the navigator.
async fn client(app: &App, name: &str) -> (Person, Person, String) {
    // The newest stands first.
    app.wait(Duration::from_secs(1));
    client_of(app, name).await
}

/// Every page and file, each with who goes there.
async fn addresses(app: &App) -> Vec<(Person, String, Effect)> {
    let mut all = Vec::new();
    let (ann, navigator, id) = client(app, "Ann Lee").await;
    let (_, _, other) = client(app, "Bea Lee").await;
    // The same record under addresses that a server may read as the same.
    let first = other.as_bytes()[0];
    for page in [format!("//clients/{other}"), format!("/clients/{other}/"), format!("/clients/%{first:02X}{}", &other[1..])] {
        all.push((navigator.clone(), page, Effect::Any));
    }
    all.push((navigator.clone(), format!("/clients/{id}/application"), Effect::Some));
    all.push((navigator.clone(), format!("/clients/{id}/application/help"), Effect::None));
    all.push((navigator.clone(), format!("/clients/{id}"), Effect::Some));
    for page in ["/", "/clients", "/clients?list=new", "/sessions", "/security", "/learning", "/account", "/demo/mail", "/nowhere"] {
        all.push((navigator.clone(), page.to_owned(), Effect::None));
    }
    for page in
        ["/account", "/account/application", "/account/notices", "/account/assister", "/account/assister/add", "/account/assister/remove"]
    {
        all.push((ann.clone(), page.to_owned(), Effect::None));
    }
    let (contact, manager) = (app.demo("contact@demo.test").await, app.demo("manager@demo.test").await);
    for page in ["/agency", "/agency/payments", "/agency/import", "/agency/add"] {
        all.push((contact.clone(), page.to_owned(), Effect::None));
    }
    let staff =
        ["", "/assisters", "/consumers", "/mail", "/staff", "/payments", "/plans", "/organizations", "/add-broker", "/training-import"];
    for page in staff {
        all.push((manager.clone(), format!("/resource-center{page}"), Effect::None));
    }
    let broker = app.demo("broker@demo.test").await;
    for (method, route, _) in ROUTES.iter().filter(|(_, route, _)| !LOGIN_MN_ROUTES.contains(route)) {
        let who = if route.starts_with("/agency") {
            &contact
        } else if route.starts_with("/clients") {
            &broker
        } else {
            &manager
        };
        let noted = [AGENT_OF_RECORD_ROUTE, PAYMENTS_ROUTE].contains(route);
        if *method == "GET" {
            all.push((who.clone(), route.replace("{id}", &id), if noted { Effect::Some } else { Effect::None }));
        }
    }
    // Links that are sent by mail.
    let visitor = app.visitor();
    app.execute("UPDATE users SET second_factor_exempt = FALSE WHERE email = 'consumer2@demo.test'").await;
    visitor.post("/api/forgot-password", &[("email", "consumer2@demo.test")]).await;
    manager.post("/api/add-staff", &[("name", "Lena Olson"), ("email", "lena@mnsure.test"), ("role", "arc")]).await;
    app.trainee("Lena Ray", "MN-LEARN-1", "lena.ray@example.test").await;
    visitor.post("/api/request-learning-link", &[("training_id", "MN-LEARN-1"), ("certification_email", "lena.ray@example.test")]).await;
    let account =
        [("name", "Asa Lind"), ("born", "4/9/1961"), ("email", "asa@example.test"), ("password", "plenty of loons on 10000 lakes")];
    visitor.post("/api/create-account", &account).await;
    for kind in ["password_reset", "invitation", "learning", "account_asked"] {
        all.push((visitor.clone(), link(app, kind).await, Effect::None));
    }
    for page in ["/sign-in", "/create-account", "/password/forgot", "/learning/link", "/sign-in/second-factor"] {
        all.push((visitor.clone(), page.to_owned(), Effect::None));
    }
    all
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nothing_that_is_kept_changes_before_a_person_goes_to_an_address() {
    on_both(async |app: App| {
        let addresses = addresses(&app).await;
        let everything = Everything::of(&app).await;
        // Nor is a session used by it.
        app.wait(Duration::from_secs(60));
        let before = everything.now(&app).await;
        for (who, address, _) in &addresses {
            for (method, headers) in AHEAD {
                let answer = who.ask(method, address, headers).await;
                assert!(answer.status < 500, "{method} {address} {headers:?}: {}", answer.status);
            }
            if everything.now(&app).await != before {
                panic!("looking ahead to {address} changed something");
            }
        }
        // A page's program that asks for another page is no visit either; it uses the session.
        let at = "SELECT COUNT(*) FROM associations WHERE first_opened_at IS NULL";
        let audited = "SELECT COUNT(*) FROM audit_events";
        let (unopened, rows) = (app.one(at).await, app.one(audited).await);
        for (who, address, _) in addresses.iter().filter(|(_, address, _)| !address.ends_with(".csv")) {
            who.ask("GET", address, &[("sec-fetch-dest", "empty"), ("sec-fetch-mode", "cors")]).await;
        }
        assert_eq!((app.one(at).await, app.one(audited).await), (unopened, rows));
        // Who goes there: nothing where nothing is said above, and something where it is.
        for (who, address, _) in &addresses {
            who.ask("GET", address, PERSON).await;
        }
        for (who, address, effect) in addresses.iter().filter(|(.., effect)| *effect != Effect::Any) {
            let before = everything.now(&app).await;
            let answer = who.ask("GET", address, PERSON).await;
            assert!(answer.status < 400 || *effect == Effect::None, "{address}: {}", answer.status);
            assert_eq!(everything.now(&app).await != before, *effect == Effect::Some, "{address}: {}", answer.status);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_client_moves_when_the_assister_goes_to_the_record_in_any_way() {
    on_both(async |app: App| {
        let running: &[(&str, &str)] = &[("sec-fetch-dest", "empty"), ("sec-fetch-mode", "cors"), ("sec-fetch-site", "same-origin")];
        let (_, navigator, first) = client(&app, "Ann Lee").await;
        let [new, in_progress, total] = navigator.counts().await;
        for (method, headers) in AHEAD {
            let answer = navigator.ask(method, &format!("/clients/{first}"), headers).await;
            assert!(!answer.body.contains("Ann Lee"), "{method} {headers:?}: nothing is seen without the effect");
        }
        let ahead = &[("sec-purpose", "prefetch;prerender")];
        for headers in [ahead.as_slice(), &[ahead[0], ("sec-fetch-dest", "empty")]] {
            let answer = navigator.load_with("/api/client", &first, headers).await;
            assert!(answer.status == 403 && !answer.body.contains("Ann Lee"), "{headers:?}: {}", answer.status);
        }
        assert_eq!(navigator.counts().await, [new, in_progress, total]);
        // The running application, an older browser, and one that says what it does.
        assert_eq!(navigator.load_with("/api/client", &first, running).await.status, 200);
        assert_eq!(navigator.counts().await, [new - 1, in_progress + 1, total]);
        let (_, _, second) = client(&app, "Bea Lee").await;
        assert_eq!(navigator.get(&format!("/clients/{second}")).await.status, 200);
        let (_, _, third) = client(&app, "Cy Lee").await;
        assert_eq!(navigator.ask("GET", &format!("/clients/{third}"), PERSON).await.status, 200);
        let (_, _, fourth) = client(&app, "Di Lee").await;
        assert_eq!(navigator.load_with("/api/client-application-page", (&fourth, "", "", ""), running).await.status, 200);
        assert_eq!(navigator.counts().await, [new - 1, in_progress + 4, total + 3]);
    })
    .await;
}
