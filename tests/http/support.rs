//! A service with a database of its own and a clock that the test sets, and what a browser does with it.

use crate::databases::empty;
use crate::databases::{self, Template};
use assister_portal::domain::audit::Actor;
use assister_portal::domain::identity::Role;
use assister_portal::domain::ids::{AuditId, ConsumerId, UserId};
use assister_portal::domain::instant::Date;
use assister_portal::server::{AppState, Clock, Config, Passwords, hex, random, router};
use assister_portal::store::{Audit, DbKind, EmailProof, NewConsumer, NewSession, Store};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::Duration;
use tokio::runtime::Runtime;
use tower::ServiceExt as _;

/// The password of the accounts that tests make.
pub const PASSWORD: &str = "plenty of loons on 10000 lakes";
/// 2026-11-20T18:00:00Z
const START: i64 = 1_795_197_600_000_000;

/// Runs a test on a runtime that all tests share and that is like the server's.
pub fn run(test: impl Future<Output = ()> + Send + 'static) {
    static RUNTIME: LazyLock<Runtime> =
        LazyLock::new(|| tokio::runtime::Builder::new_multi_thread().worker_threads(4).enable_all().build().unwrap());
    if let Err(ended) = RUNTIME.block_on(RUNTIME.spawn(test)) {
        std::panic::resume_unwind(ended.into_panic());
    }
}

/// One service on one database.
pub struct Service {
    /// For messages: which database.
    pub name: &'static str,
    /// For what has no page.
    pub state: AppState,
    /// The time it believes.
    pub hand: Arc<AtomicI64>,
    router: Router,
}

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

/// The service on SQLite and on Postgres, as configured by default.
pub async fn services() -> Vec<Service> {
    services_with(&[]).await
}

/// The same with variables.
pub async fn services_with(vars: &[(&str, &str)]) -> Vec<Service> {
    services_like(vars, |_| {}).await
}

/// The same with what variables don't say.
pub async fn services_like(vars: &[(&str, &str)], set: impl Fn(&mut Config)) -> Vec<Service> {
    let mut all = Vec::new();
    static MIGRATED: Template = Template::new();
    for kind in databases::kinds() {
        let name = if *kind == DbKind::Sqlite { "SQLite" } else { "Postgres" };
        let url = MIGRATED.copy(*kind, async |store| store.migrate().await.unwrap()).await;
        let vars = |key: &str| vars.iter().find(|(name, _)| *name == key).map(|(_, value)| (*value).to_owned());
        let mut config = Config::from_vars(|key| if key == "DATABASE_URL" { Some(url.clone()) } else { vars(key) }).unwrap();
        set(&mut config);
        let store = Store::open(&url).await.unwrap().sealed_with(databases::keys());
        let hand = Arc::new(AtomicI64::new(START));
        let state = AppState::new(store, Clock::fixed(hand.clone()), Arc::new(config), Passwords::cheap().unwrap(), false);
        all.push(Service { name, router: router(state.clone()), state, hand });
    }
    all
}

/// The address of a database of a test's own, with nothing in it.
pub async fn database(kind: DbKind) -> String {
    empty::database(kind).await
}

impl Service {
    /// Sends a request as it is.
    pub async fn send(&self, request: Request<Body>) -> Answer {
        let (parts, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        Answer { status: parts.status, headers: parts.headers, body: String::from_utf8_lossy(&body).into_owned() }
    }

    /// Asks for a page, with this `Cookie` header (none when empty).
    pub async fn page(&self, path: &str, cookie: &str) -> Answer {
        let mut request = Request::get(path).header(header::ACCEPT, "text/html");
        if !cookie.is_empty() {
            request = request.header(header::COOKIE, cookie);
        }
        self.send(request.body(Body::empty()).unwrap()).await
    }

    /// Posts a form as a browser without JavaScript does.
    pub async fn form(&self, path: &str, fields: &str, cookie: &str) -> Answer {
        let request = post(path, fields).header(header::ACCEPT, "text/html,*/*").header("sec-fetch-site", "same-origin");
        self.send(request.header(header::COOKIE, cookie).body(Body::from(fields.to_owned())).unwrap()).await
    }

    /// Calls a function as the hydrated application does.
    pub async fn call(&self, path: &str, fields: &str, cookie: &str) -> Answer {
        let request = post(path, fields).header(header::ACCEPT, "application/x-postcard").header("sec-fetch-site", "same-origin");
        self.send(request.header(header::COOKIE, cookie).body(Body::from(fields.to_owned())).unwrap()).await
    }

    /// Makes a consumer's account without any HTTP.
    pub async fn consumer(&self, email: &str) -> UserId {
        let now = self.state.clock.now();
        let user = UserId(random::uuid_v7(now));
        let new = NewConsumer {
            user,
            consumer: ConsumerId(random::uuid_v7(now)),
            name: "Ann Lee".to_owned(),
            born: Date::new(1984, 3, 7).unwrap(),
            email: email.to_owned(),
            password_hash: self.state.passwords.hash(PASSWORD).await.unwrap(),
            proof: EmailProof::Confirmed,
            now,
        };
        let audit = Audit { id: AuditId(random::uuid_v7(now)), actor: Actor { user, role: Role::Consumer }, request: "TEST".to_owned() };
        let session = NewSession { token_hash: random::token(), user: Some(user), learner: None, now };
        self.state.store.create_consumer(new, session, audit).await.unwrap();
        user
    }

    /// Signs in; gives the `Cookie` header.
    pub async fn sign_in(&self, email: &str) -> String {
        let answer = self.form("/api/sign-in", &format!("email={email}&password={PASSWORD}"), "").await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}: {}", self.name, answer.body);
        answer.cookie().expect("a session cookie")
    }

    /// Changes what no page changes.
    pub async fn sql(&self, sql: &str) {
        let (url, sql) = (&self.state.config.database_url, sqlx::AssertSqlSafe(sql.to_owned()));
        if url.starts_with("sqlite:") {
            sqlx::raw_sql(sql).execute(&sqlx::SqlitePool::connect(url).await.unwrap()).await.unwrap();
        } else {
            sqlx::raw_sql(sql).execute(&sqlx::PgPool::connect(url).await.unwrap()).await.unwrap();
        }
    }

    /// One number.
    pub async fn count(&self, sql: &str) -> i64 {
        let (url, sql) = (&self.state.config.database_url, sqlx::AssertSqlSafe(sql.to_owned()));
        if url.starts_with("sqlite:") {
            sqlx::query_scalar(sql).fetch_one(&sqlx::SqlitePool::connect(url).await.unwrap()).await.unwrap()
        } else {
            sqlx::query_scalar(sql).fetch_one(&sqlx::PgPool::connect(url).await.unwrap()).await.unwrap()
        }
    }

    /// The text that a query gives first; empty when it gives none.
    pub async fn text(&self, sql: &str) -> String {
        let (url, sql) = (&self.state.config.database_url, sqlx::AssertSqlSafe(sql.to_owned()));
        let text: Option<String> = if url.starts_with("sqlite:") {
            sqlx::query_scalar(sql).fetch_optional(&sqlx::SqlitePool::connect(url).await.unwrap()).await.unwrap()
        } else {
            sqlx::query_scalar(sql).fetch_optional(&sqlx::PgPool::connect(url).await.unwrap()).await.unwrap()
        };
        text.unwrap_or_default()
    }

    /// Bytes, as they are written in SQL.
    pub fn bytes(&self, bytes: &[u8; 32]) -> String {
        if self.name == "SQLite" { format!("x'{}'", hex(bytes)) } else { format!("'\\x{}'::bytea", hex(bytes)) }
    }

    /// Time passes until every lease is over.
    pub async fn leases_are_over(&self) {
        let over = if self.name == "SQLite" { "0" } else { "'epoch'" };
        self.sql(&format!("UPDATE leases SET ends_at = {over}")).await;
        self.state.store.end_leases().await.unwrap();
    }

    /// Sets the clock back.
    pub fn back(&self, time: Duration) {
        self.hand.fetch_sub(i64::try_from(time.as_micros()).unwrap(), Ordering::SeqCst);
    }

    /// Lets time pass.
    pub fn wait(&self, time: Duration) {
        self.hand.fetch_add(i64::try_from(time.as_micros()).unwrap(), Ordering::SeqCst);
    }
}

impl Answer {
    /// A header as text.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The session cookie that was set, as the browser sends it back.
    pub fn cookie(&self) -> Option<String> {
        let set = self.set_cookies().into_iter().find(|set| set.contains("session=") && !set.contains("Max-Age=0"))?;
        Some(set.split(';').next().unwrap().to_owned())
    }

    /// Whether the session cookie is taken away, and nothing else done to it.
    pub fn clears_cookie(&self) -> bool {
        let set = self.set_cookies();
        set.len() == 1 && set[0].contains("session=;") && set[0].contains("Max-Age=0") && set[0].contains("Path=/")
    }

    pub fn set_cookies(&self) -> Vec<&str> {
        self.headers.get_all(header::SET_COOKIE).iter().map(|value| value.to_str().unwrap()).collect()
    }
}

/// A form post, without saying who sends it.
pub fn post(path: &str, fields: &str) -> axum::http::request::Builder {
    Request::builder()
        .method(Method::POST)
        .uri(path)
        .header(header::HOST, "127.0.0.1:3000")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::CONTENT_LENGTH, fields.len())
}

/// The address of a SQLite database that is not there yet.
pub fn sqlite() -> String {
    format!("sqlite:{}", databases::file().display())
}
