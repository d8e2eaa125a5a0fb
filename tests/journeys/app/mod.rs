//! The application under test, on a database of its own with the demo data, and the people who use it.

mod person;
mod table;

pub use person::{Answer, MULTIPART_END, Person, hidden, multipart};
pub use table::{Row, fact, rows, words};

use crate::databases::pooler::Pooler;
use crate::databases::{self, Template};
use assister_portal::domain::audit::Actor;
use assister_portal::domain::identity::Role;
use assister_portal::domain::ids::{AssisterId, AuditId, ConsumerId, UserId};
use assister_portal::domain::instant::{Date, Instant};
use assister_portal::domain::manage_assister::ReferenceNumber;
use assister_portal::messages::Language;
use assister_portal::server::access::email_confirmation;
use assister_portal::server::demo::{certified, day};
use assister_portal::server::{AppState, Clock, Config, Passwords, consent, hex, router};
use assister_portal::store::demo::{DemoInput, PASSWORD};
use assister_portal::store::{Audit, DbKind, EmailProof, NewConsumer, NewSession, Store};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use sha2::{Digest as _, Sha256};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection, Row as _, SqliteConnection};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
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
    /// For what runs beside the requests.
    pub state: AppState,
    clock: Arc<AtomicI64>,
    url: String,
}

/// Runs a test on SQLite, then on Postgres.
pub async fn on_both(test: impl AsyncFn(App)) {
    on_both_with(&[], test).await;
}

/// The same, configured by these variables.
pub async fn on_both_with(vars: &[(&str, &str)], test: impl AsyncFn(App)) {
    for kind in databases::kinds() {
        let app = App::new(*kind, vars).await;
        test(app.clone()).await;
        app.store.close().await;
        databases::discard(&app.url).await;
    }
}

/// Runs a test on Postgres, behind a pooler in transaction mode.
pub async fn behind_a_pooler(test: impl AsyncFn(App)) {
    if !databases::kinds().contains(&DbKind::Postgres) {
        return;
    }
    let direct = App::new(DbKind::Postgres, &[]).await;
    let pooler = Pooler::before(&direct.url).await;
    let store = Store::open_pooled(&pooler.url(&direct.url)).await.unwrap().sealed_with(databases::keys());
    let app = App { store, ..direct.clone() }.like(Config::from_vars(|_| None).unwrap(), true);
    test(app.clone()).await;
    app.store.close().await;
    direct.store.close().await;
    databases::discard(&direct.url).await;
}

/// The demo data, as of the start.
async fn fill(store: &Store) {
    store.migrate().await.unwrap();
    let agreed = |card: &_| consent::text_for(Language::default(), card);
    let password_hash = Passwords::cheap().unwrap().hash(PASSWORD).await.unwrap();
    let now = Instant::from_micros(START);
    store.load_demo(DemoInput { now, day, certified: certified(now), password_hash: &password_hash, agreed: &agreed }).await.unwrap();
}

impl App {
    async fn new(kind: DbKind, vars: &[(&str, &str)]) -> Self {
        static DEMO: Template = Template::new();
        let url = DEMO.copy(kind, fill).await;
        let store = Store::open(&url).await.unwrap().sealed_with(databases::keys());
        let clock = Arc::new(AtomicI64::new(START));
        let passwords = Passwords::cheap().unwrap();
        let vars = |name: &str| vars.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
        let config = Config::from_vars(vars).unwrap();
        let state = AppState::new(store.clone(), Clock::fixed(Arc::clone(&clock)), Arc::new(config), passwords, true);
        Self { router: router(state.clone()), store, state, clock, url }
    }

    /// The same database, people and time, served with a variable set.
    pub fn with(&self, variable: &str, value: &str) -> Self {
        self.like(Config::from_vars(|name| (name == variable).then(|| value.to_owned())).unwrap(), true)
    }

    /// The same database, people and time, configured like this.
    pub fn like(&self, config: Config, demo: bool) -> Self {
        let clock = Clock::fixed(Arc::clone(&self.clock));
        let state = AppState::new(self.store.clone(), clock, Arc::new(config), Passwords::cheap().unwrap(), demo);
        Self { router: router(state.clone()), state, ..self.clone() }
    }

    /// The same, started again.
    pub fn again(&self) -> Self {
        self.like(Config::from_vars(|_| None).unwrap(), true)
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

    /// A new consumer, signed in, whose email is confirmed.
    pub async fn consumer(&self, name: &str) -> Person {
        let (person, email) = self.new_consumer(name).await;
        person.confirms_email(&email).await;
        person
    }

    /// A new consumer, signed in, and their email, which is to be confirmed.
    pub async fn new_consumer(&self, name: &str) -> (Person, String) {
        let (user, consumer, now) = (UserId(Uuid::now_v7()), ConsumerId(Uuid::now_v7()), self.now());
        let (token, session) = self.session(Some(user));
        let email = format!("{user}@example.test");
        let new = NewConsumer {
            user,
            consumer,
            name: name.to_owned(),
            born: Date::new(1984, 3, 7).unwrap(),
            email: email.clone(),
            password_hash: "none".into(),
            proof: EmailProof::Asked(Box::new(email_confirmation::fresh(&self.state, Language::default().messages(), &email, now))),
            now,
        };
        let audit = Audit { id: AuditId(Uuid::now_v7()), actor: Actor { user, role: Role::Consumer }, request: "test".into() };
        self.store.create_consumer(new, session, audit).await.unwrap();
        (Person { app: self.clone(), cookie: cookie(&token), name: name.to_owned(), text: Arc::default() }, email)
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

    /// An id, as it is written in a statement.
    pub fn bytes_id(&self, bytes: &[u8; 16]) -> String {
        if self.is_sqlite() { format!("X'{}'", hex(bytes)) } else { format!("CAST('{}' AS UUID)", Uuid::from_bytes(*bytes)) }
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

    /// Nobody is notified, whatever happened (rule 17). That an email is to be confirmed is said when the account is made.
    pub async fn nobody_was_notified(&self) {
        assert_eq!(self.one("SELECT COUNT(*) FROM outbox WHERE kind <> 'confirm_email'").await, 0);
    }

    /// The application on the same database as it would run if nothing in it were demo data.
    pub fn without_demo(&self) -> Self {
        self.like(Config::from_vars(|_| None).unwrap(), false)
    }

    async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        let text = String::from_utf8_lossy(&body).into_owned();
        Answer { status: parts.status.as_u16(), headers: parts.headers, extensions: parts.extensions, body: text, data: body.to_vec() }
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
