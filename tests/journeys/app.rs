//! The application under test, on a database of its own with the demo data, and the people who use it.

use assister_portal::api::clients::ClientListPage;
use assister_portal::api::wire;
use assister_portal::domain::audit::Actor;
use assister_portal::domain::identity::Role;
use assister_portal::domain::ids::{AssisterId, AuditId, ConsumerId, UserId};
use assister_portal::domain::instant::{Date, Instant};
use assister_portal::domain::manage_assister::ReferenceNumber;
use assister_portal::messages::Language;
use assister_portal::server::demo::certified;
use assister_portal::server::{AppState, Clock, Config, Passwords, consent, hex, router};
use assister_portal::store::demo::{DemoInput, PASSWORD};
use assister_portal::store::{Audit, NewConsumer, NewSession, Store};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, header};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest as _, Sha256};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection, Row as _, SqliteConnection};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tower::ServiceExt as _;
use uuid::Uuid;

/// 2026-11-20T18:00:00Z
const START: i64 = 1_795_197_600_000_000;

/// The application on one database.
#[derive(Clone)]
pub struct App {
    router: Router,
    pub store: Store,
    clock: Arc<AtomicI64>,
    url: String,
    _folder: Arc<tempfile::TempDir>,
}

/// Somebody with a browser.
#[derive(Clone)]
pub struct Person {
    app: App,
    cookie: String,
    pub name: String,
    /// The hash of the text that the last page before "Confirm" showed.
    text: Arc<Mutex<String>>,
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: String,
    /// What a server function answered, as it came.
    data: Vec<u8>,
}

/// How data are asked for and answered.
const DATA: &str = "application/x-postcard";

/// Runs a test on SQLite, then on Postgres.
pub async fn on_both(test: impl AsyncFn(App)) {
    on_both_with(&[], test).await;
}

/// The same, configured by these variables.
pub async fn on_both_with(vars: &[(&str, &str)], test: impl AsyncFn(App)) {
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let sqlite = format!("sqlite:{}", folder.path().join("portal.db").display());
    test(App::new(sqlite, Arc::clone(&folder), vars).await).await;

    let server = std::env::var("TEST_POSTGRES_URL").expect("TEST_POSTGRES_URL names the Postgres server to test on: run cargo xtask test");
    let name = format!("t_{}", Uuid::now_v7().simple());
    let mut admin = PgConnection::connect(&server).await.expect("the Postgres server of TEST_POSTGRES_URL answers");
    admin.execute(AssertSqlSafe(format!("CREATE DATABASE {name}"))).await.unwrap();
    let base = server.rsplit_once('/').unwrap().0;
    let app = App::new(format!("{base}/{name}"), folder, vars).await;
    test(app.clone()).await;
    app.store.close().await;
    admin.execute(AssertSqlSafe(format!("DROP DATABASE {name} WITH (FORCE)"))).await.unwrap();
}

impl App {
    async fn new(url: String, folder: Arc<tempfile::TempDir>, vars: &[(&str, &str)]) -> Self {
        let store = Store::open(&url).await.unwrap();
        store.migrate().await.unwrap();
        let clock = Arc::new(AtomicI64::new(START));
        let passwords = Passwords::cheap().unwrap();
        let agreed = |card: &_| consent::text_for(Language::default(), card);
        let password_hash = passwords.hash(PASSWORD).await.unwrap();
        let now = Instant::from_micros(START);
        let input = DemoInput { now, certified: certified(now), password_hash: &password_hash, agreed: &agreed };
        store.load_demo(input).await.unwrap();
        let vars = |name: &str| vars.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
        let config = Config::from_vars(vars).unwrap();
        let state = AppState::new(store.clone(), Clock::fixed(Arc::clone(&clock)), Arc::new(config), passwords, true);
        Self { router: router(state), store, clock, url, _folder: folder }
    }

    /// The same database, people and time, served with a variable set.
    pub fn with(&self, variable: &str, value: &str) -> Self {
        let config = Config::from_vars(|name| (name == variable).then(|| value.to_owned())).unwrap();
        let clock = Clock::fixed(Arc::clone(&self.clock));
        let state = AppState::new(self.store.clone(), clock, Arc::new(config), Passwords::cheap().unwrap(), true);
        Self { router: router(state), ..self.clone() }
    }

    /// Lets time pass.
    pub fn wait(&self, time: Duration) {
        self.clock.fetch_add(i64::try_from(time.as_micros()).unwrap(), Ordering::SeqCst);
    }

    /// The time it believes.
    pub fn now(&self) -> Instant {
        Instant::from_micros(self.clock.load(Ordering::SeqCst))
    }

    /// Somebody who is not signed in.
    pub fn visitor(&self) -> Person {
        Person { app: self.clone(), cookie: String::new(), name: String::new(), text: Arc::default() }
    }

    /// A demo account, signed in.
    pub async fn demo(&self, email: &str) -> Person {
        let credentials = self.store.credentials(email, self.now()).await.unwrap().unwrap_or_else(|| panic!("no demo account {email}"));
        let (token, session) = self.session(Some(credentials.user));
        self.store.start_session(session, None, None).await.unwrap();
        Person { app: self.clone(), cookie: cookie(&token), name: email.to_owned(), text: Arc::default() }
    }

    /// A new consumer, signed in.
    pub async fn consumer(&self, name: &str) -> Person {
        let (user, consumer, now) = (UserId(Uuid::now_v7()), ConsumerId(Uuid::now_v7()), self.now());
        let (token, session) = self.session(Some(user));
        let new = NewConsumer {
            user,
            consumer,
            name: name.to_owned(),
            born: Date::new(1984, 3, 7).unwrap(),
            email: format!("{user}@example.test"),
            password_hash: "none".into(),
            now,
        };
        let audit = Audit { id: AuditId(Uuid::now_v7()), actor: Actor { user, role: Role::Consumer }, request: "test".into() };
        self.store.create_consumer(new, session, audit).await.unwrap();
        Person { app: self.clone(), cookie: cookie(&token), name: name.to_owned(), text: Arc::default() }
    }

    /// Somebody on the demo navigator's roster without an account, certified and approved, with this Training ID.
    pub async fn trainee(&self, name: &str, training_id: &str, email: &str) -> AssisterId {
        let id = AssisterId(Uuid::now_v7());
        let sqlite = self.url.starts_with("sqlite:");
        let literal = if sqlite { format!("x'{}'", id.0.simple()) } else { format!("'{id}'") };
        let at = |micros: i64| if sqlite { micros.to_string() } else { format!("to_timestamp({micros} / 1000000.0)") };
        let (now, end) = (at(START), at(START + 300 * 24 * 3600 * 1_000_000));
        let (first, last) = name.split_once(' ').unwrap();
        let code = &id.0.simple().to_string()[23..];
        self.execute(&format!(
            "INSERT INTO assisters (id, organization_id, kind, state, first_name, last_name, display_name, sort_name, certification_email,
                 assister_code, training_id, public_phone, public_email, city, languages, portal_access, employed, certification,
                 certified_until, certified_end, created_at)
             SELECT {literal}, a.organization_id, 'navigator', 'not_enrolled', '{first}', '{last}', '{name}', lower('{last} {first}'), '{email}',
                 '{code}', '{training_id}', '612-555-0100', '{email}', '', '', TRUE, TRUE, 'certified', '2027-09-16', {end}, {now}
             FROM assisters a JOIN users u ON u.id = a.user_id WHERE u.email = 'navigator@demo.test'"
        ))
        .await;
        id
    }

    /// The same person in the Learning Center.
    pub async fn learner(&self, assister: AssisterId) -> Person {
        let (token, session) = self.session(None);
        self.store.start_session(NewSession { learner: Some(assister), ..session }, None, None).await.unwrap();
        Person { app: self.clone(), cookie: cookie(&token), name: String::new(), text: Arc::default() }
    }

    fn session(&self, user: Option<UserId>) -> ([u8; 32], NewSession) {
        let mut token = [0; 32];
        token[..16].copy_from_slice(Uuid::new_v4_like().as_bytes());
        token[16..].copy_from_slice(Uuid::now_v7().as_bytes());
        (token, NewSession { token_hash: Sha256::digest(token).into(), user, learner: None, now: self.now() })
    }

    /// The reference number of an assister of the demo data.
    pub async fn number(&self, email: &str) -> String {
        let sql = format!("SELECT a.reference_number FROM assisters a JOIN users u ON u.id = a.user_id WHERE u.email = '{email}'");
        let number = u32::try_from(self.one(&sql).await).unwrap();
        ReferenceNumber::try_from(number).unwrap().to_string()
    }

    /// The name of an account.
    pub async fn account_name(&self, email: &str) -> String {
        let user = self.store.credentials(email, self.now()).await.unwrap().unwrap().user;
        let (token, session) = self.session(Some(user));
        self.store.start_session(session, None, None).await.unwrap();
        self.store.session(Sha256::digest(token).into(), self.now()).await.unwrap().unwrap().principal.unwrap().name
    }

    /// The one whole number that a query gives: for what the store has no method for because the product never asks it.
    pub async fn one(&self, sql: &str) -> i64 {
        let sql = AssertSqlSafe(sql.replacen("SELECT ", "SELECT CAST(", 1).replacen(" FROM", " AS BIGINT) FROM", 1));
        if self.url.starts_with("sqlite:") {
            let mut connection = SqliteConnection::connect(&self.url).await.unwrap();
            sqlx::query(sql).fetch_one(&mut connection).await.unwrap().get(0)
        } else {
            let mut connection = PgConnection::connect(&self.url).await.unwrap();
            sqlx::query(sql).fetch_one(&mut connection).await.unwrap().get(0)
        }
    }

    /// Whether this is the embedded database.
    pub fn is_sqlite(&self) -> bool {
        self.url.starts_with("sqlite:")
    }

    /// The text that a query gives first; empty when it gives none.
    pub async fn text(&self, sql: &str) -> String {
        let sql = AssertSqlSafe(sql.to_owned());
        if self.url.starts_with("sqlite:") {
            let mut connection = SqliteConnection::connect(&self.url).await.unwrap();
            sqlx::query(sql).fetch_optional(&mut connection).await.unwrap().map(|row| row.get(0)).unwrap_or_default()
        } else {
            let mut connection = PgConnection::connect(&self.url).await.unwrap();
            sqlx::query(sql).fetch_optional(&mut connection).await.unwrap().map(|row| row.get(0)).unwrap_or_default()
        }
    }

    /// Bytes, as they are written in a statement.
    pub fn bytes(&self, bytes: &[u8]) -> String {
        if self.url.starts_with("sqlite:") { format!("X'{}'", hex(bytes)) } else { format!("decode('{}', 'hex')", hex(bytes)) }
    }

    /// A time, as it is written in a statement.
    pub fn time(&self, at: Instant) -> String {
        let micros = at.as_micros();
        if self.url.starts_with("sqlite:") { micros.to_string() } else { format!("to_timestamp({micros} / 1000000.0)") }
    }

    /// Changes something that the product has no function for yet.
    pub async fn execute(&self, sql: &str) {
        let sql = AssertSqlSafe(sql.to_owned());
        if self.url.starts_with("sqlite:") {
            SqliteConnection::connect(&self.url).await.unwrap().execute(sql).await.unwrap();
        } else {
            PgConnection::connect(&self.url).await.unwrap().execute(sql).await.unwrap();
        }
    }

    /// Nobody is notified, whatever happened (rule 17).
    pub async fn nobody_was_notified(&self) {
        assert_eq!(self.one("SELECT COUNT(*) FROM outbox").await, 0);
    }

    /// The application on the same database as it would run if nothing in it were demo data.
    pub fn without_demo(&self) -> Self {
        let (clock, passwords) = (Clock::fixed(Arc::clone(&self.clock)), Passwords::cheap().unwrap());
        let state = AppState::new(self.store.clone(), clock, Arc::new(Config::from_vars(|_| None).unwrap()), passwords, false);
        Self { router: router(state), ..self.clone() }
    }

    async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        let text = String::from_utf8_lossy(&body).into_owned();
        Answer { status: parts.status.as_u16(), headers: parts.headers, body: text, data: body.to_vec() }
    }
}

trait V4 {
    fn new_v4_like() -> Uuid;
}

impl V4 for Uuid {
    /// Different on every call; a test's tokens need no secrecy.
    fn new_v4_like() -> Uuid {
        static CALLS: AtomicI64 = AtomicI64::new(1);
        Uuid::from_u128(u128::from(CALLS.fetch_add(1, Ordering::SeqCst).unsigned_abs()))
    }
}

fn cookie(token: &[u8; 32]) -> String {
    format!("session={}", hex(token))
}

/// Encodes a form.
pub fn form(fields: &[(&str, &str)]) -> String {
    let encode = |text: &str| {
        text.bytes().map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") }).collect::<String>()
    };
    fields.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect::<Vec<_>>().join("&")
}

impl Person {
    /// Keeps the cookies of an answer, as a browser does.
    pub fn keep_cookies(&mut self, answer: &Answer) {
        for set in answer.headers.get_all(header::SET_COOKIE) {
            let pair = set.to_str().unwrap().split(';').next().unwrap();
            let name = pair.split('=').next().unwrap();
            let mut kept: Vec<&str> =
                self.cookie.split("; ").filter(|old| !old.is_empty() && old.split('=').next() != Some(name)).collect();
            kept.push(pair);
            self.cookie = kept.join("; ");
        }
    }

    fn request(&self, method: &str, path: &str, accept: &str) -> axum::http::request::Builder {
        Request::builder().method(method).uri(path).header(header::ACCEPT, accept).header(header::COOKIE, &self.cookie)
    }

    /// A page.
    pub async fn get(&self, path: &str) -> Answer {
        self.app.send(self.request("GET", path, "text/html").body(Body::empty()).unwrap()).await
    }

    /// A page that must be there.
    pub async fn page(&self, path: &str) -> String {
        let answer = self.get(path).await;
        assert_eq!(answer.status, 200, "{path}: {:?}", answer.headers.get(header::LOCATION));
        answer.body
    }

    /// A form as a browser posts it without JavaScript.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let request = self.request("POST", path, "text/html").header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.app.send(request.body(Body::from(form(fields))).unwrap()).await
    }

    /// The same from this page.
    pub async fn post_from(&self, path: &str, fields: &[(&str, &str)], page: &str) -> Answer {
        let request = self.request("POST", path, "text/html").header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let request = request.header(header::REFERER, format!("http://127.0.0.1:3000{page}"));
        self.app.send(request.body(Body::from(form(fields))).unwrap()).await
    }

    /// The same person's browser with this cookie.
    pub fn with_cookie(&self, cookie: &str) -> Self {
        Self { cookie: cookie.to_owned(), ..self.clone() }
    }

    /// The same form as the hydrated page sends it.
    pub async fn call(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let request = self.request("POST", path, DATA).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.app.send(request.body(Body::from(form(fields))).unwrap()).await
    }

    /// A file, as a browser posts it: with the other fields of its form before it.
    pub async fn upload(&self, path: &str, fields: &[(&str, &str)], file: &[u8]) -> Answer {
        let mut body = multipart(fields, file);
        body.extend_from_slice(MULTIPART_END);
        self.upload_as_it_is(path, body).await
    }

    /// The body of such a form as it is, perhaps without its end.
    pub async fn upload_as_it_is(&self, path: &str, body: Vec<u8>) -> Answer {
        let request = self.request("POST", path, "text/html").header(header::CONTENT_TYPE, "multipart/form-data; boundary=BOUNDARY");
        self.app.send(request.body(Body::from(body)).unwrap()).await
    }

    /// A page's data, as the hydrated application asks for them.
    pub async fn load(&self, path: &str, arguments: impl Serialize) -> Answer {
        let request = self.request("POST", path, DATA).header(header::CONTENT_TYPE, DATA);
        self.app.send(request.body(Body::from(wire::to_bytes(&arguments).unwrap())).unwrap()).await
    }

    /// The draft of the page before "Confirm", after the number and the card.
    pub async fn up_to_confirm(&self, number: &str) -> String {
        let found = self.post("/api/find-assister", &[("number", number)]).await;
        assert_eq!(found.location(), "/account/assister/add/check", "{}", found.body);
        let draft = hidden(&self.page("/account/assister/add/check").await, "draft");
        let agree = self.post("/api/continue-with-assister", &[("draft", &draft)]).await;
        assert_eq!(agree.location(), "/account/assister/add/agree");
        *self.text.lock().unwrap() = hidden(&self.page(agree.location()).await, "text");
        draft
    }

    /// "Confirm".
    pub async fn confirm(&self, draft: &str) -> Answer {
        self.post("/api/confirm-assister", &[("draft", draft), ("text", &self.text()), ("agreed", "yes"), ("full_name", &self.name)]).await
    }

    /// The hash of the text that was shown.
    pub fn text(&self) -> String {
        self.text.lock().unwrap().clone()
    }

    /// The whole wizard. Gives the receipt's id.
    pub async fn authorizes(&self, number: &str) -> String {
        self.authorizes_as(number, &self.name).await
    }

    /// The same, signed with a name.
    pub async fn authorizes_as(&self, number: &str, name: &str) -> String {
        let draft = self.up_to_confirm(number).await;
        let fields = [("draft", draft.as_str()), ("text", &self.text()), ("agreed", "yes"), ("full_name", name)];
        let done = self.post("/api/confirm-assister", &fields).await;
        let (page, receipt) = done.location().split_once("?receipt=").unwrap_or_else(|| panic!("not done: {}", done.location()));
        assert_eq!(page, "/account/assister/add/done");
        receipt.to_owned()
    }

    /// "Remove my assister".
    pub async fn removes(&self) -> Answer {
        let association = hidden(&self.page("/account/assister/remove").await, "association");
        self.post("/api/remove-assister", &[("association", &association)]).await
    }

    /// The IDs and names on a page of the client list.
    pub async fn clients(&self, path: &str) -> Vec<(String, String)> {
        let page = self.page(path).await;
        let rows = page.split("<a href=\"/clients/").skip(1);
        rows.filter_map(|row| {
            let (address, rest) = row.split_once("\">")?;
            let id = address.split(['?', '"']).next()?;
            Some((id.to_owned(), rest.split("</a>").next()?.replace("<!>", "")))
        })
        .collect()
    }

    /// The counts of the tabs: New, In Progress, All.
    pub async fn counts(&self) -> [u32; 3] {
        let page: ClientListPage = self.load("/api/client-list", "").await.read();
        [page.counts.new, page.counts.in_progress, page.total]
    }
}

impl Answer {
    /// What a server function answered.
    pub fn read<T: DeserializeOwned>(&self) -> T {
        assert_eq!(self.status, 200, "{}", self.body);
        wire::from_bytes(&self.data).unwrap()
    }

    /// Where it leads; empty when nowhere.
    pub fn location(&self) -> &str {
        self.headers.get(header::LOCATION).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

/// The end of a form with a file.
pub const MULTIPART_END: &[u8] = b"\r\n--BOUNDARY--\r\n";

/// A form with a file, without its end.
pub fn multipart(fields: &[(&str, &str)], file: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        let field = format!("--BOUNDARY\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(field.as_bytes());
    }
    let head = "--BOUNDARY\r\nContent-Disposition: form-data; name=\"file\"; filename=\"roster.csv\"\r\nContent-Type: text/csv\r\n\r\n";
    body.extend_from_slice(head.as_bytes());
    body.extend_from_slice(file);
    body
}

/// The value of a hidden field.
pub fn hidden(page: &str, name: &str) -> String {
    let field =
        page.split("<input").find(|input| input.contains(&format!("name=\"{name}\""))).unwrap_or_else(|| panic!("no {name} in {page}"));
    field.split_once("value=\"").unwrap().1.split('"').next().unwrap().to_owned()
}
