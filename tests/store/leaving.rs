//! Who leaves in the middle of a change takes nothing with them: no session of Postgres stays inside a transaction, what was begun over
//! HTTP is done, and connections that fell silent make room for others.
//!
//! On Postgres only: SQLite has no way to be slow on, and its worker ends by itself what nobody waits for.

use super::killed::{certified_navigator, serve, signs_in};
use crate::databases::way::Way;
use crate::store::support::{TestDb, at, confirmation, id};
use assister_portal::domain::ids::UserId;
use assister_portal::messages::Language;
use assister_portal::server::{consent, hex};
use assister_portal::store::{DbKind, NewSession, Store, StoreError};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::timeout;

const INSIDE: &str = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'";
const KILL: &str = "SELECT COUNT(*) FROM (SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                    WHERE datname = current_database() AND pid <> pg_backend_pid()) t";

/// Waits until the number is this one.
async fn becomes(db: &TestDb, sql: &str, wanted: i64, of_what: &str) {
    let settled = async {
        while db.number(sql).await != wanted {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    assert!(timeout(Duration::from_secs(60), settled).await.is_ok(), "{of_what}: {} instead of {wanted}", db.number(sql).await);
}

async fn a_session(store: &Store, user: UserId) -> [u8; 32] {
    let mut token_hash = [0; 32];
    token_hash[..16].copy_from_slice(id().as_bytes());
    store.start_session(NewSession { token_hash, user: Some(user), learner: None, now: at(0) }, None, None).await.unwrap();
    token_hash
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_change_that_is_dropped_anywhere_leaves_no_session_inside_a_transaction() {
    let db = TestDb::migrated(DbKind::Postgres).await;
    let way = Way::to(&db.url, Duration::from_millis(4)).await;
    let store = Store::open(&way.url).await.unwrap();
    let ann = db.navigator("Ann Berg", 1).await;
    let mut told = 0;
    // Each a little later than the one before: within `BEGIN`, the statements, `COMMIT`.
    for round in 0..60 {
        let person = db.consumer("Zoë Nguyễn", "1984-03-07").await;
        let draft = db.drafted(&person, &ann).await;
        let session = a_session(&db.store, person.user).await;
        let (authorize, start, end) = confirmation(&person, &ann, draft.id, at(4));
        let _dropped = timeout(Duration::from_millis(4 + round), store.authorize(authorize, start, end)).await;
        // A change of one statement takes whatever connection is free.
        store.touch_session(session, at(9)).await.unwrap();
        told += 1;
        becomes(&db, INSIDE, 0, &format!("sessions inside a transaction after round {round}")).await;
    }
    // What was told is there, also when everything that was only said and not done is undone.
    db.try_sql(KILL).await.unwrap();
    assert_eq!(db.number("SELECT COUNT(*) FROM sessions WHERE last_seen_at > created_at").await, told);
    db.assert_consistent().await;
    store.close().await;
    db.discard().await;
}

async fn touches_again_and_again(store: Store, session: [u8; 32]) -> StoreError {
    loop {
        if let Err(error) = store.touch_session(session, at(9)).await {
            return error;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn connections_that_fell_silent_make_room_for_others() {
    let db = TestDb::migrated(DbKind::Postgres).await;
    let way = Way::to(&db.url, Duration::from_millis(20)).await;
    let store = Store::open(&way.url).await.unwrap();
    let ann = db.navigator("Ann Berg", 1).await;
    let mut changes = JoinSet::new();
    // More than there are connections, in the middle of their work when no answer comes any more.
    for _ in 0..20 {
        let (store, user) = (store.clone(), db.user_of(&ann).await);
        let session = a_session(&db.store, user).await;
        changes.spawn(timeout(Duration::from_millis(900), touches_again_and_again(store, session)));
    }
    tokio::time::sleep(Duration::from_millis(500)).await;
    way.falls_silent();
    changes.join_all().await;
    let works = async { while store.readiness(at(1)).await.is_err() {} };
    assert!(timeout(Duration::from_secs(60), works).await.is_ok(), "no connection comes free any more");
    // The pool is not closed: it would wait for those that fell silent in the middle of its own last question, which has no deadline.
    db.discard().await;
}

/// Sends a whole request and leaves.
async fn sends_and_leaves(address: SocketAddr, cookie: String, form: String, after: Duration) {
    let request = format!(
        "POST /api/confirm-assister HTTP/1.1\r\nHost: {address}\r\nAccept: text/html\r\nCookie: {cookie}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
        form.len()
    );
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    tokio::time::sleep(after).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_was_begun_is_done_though_its_senders_left_in_bursts() {
    let db = TestDb::migrated(DbKind::Postgres).await;
    let way = Way::to(&db.url, Duration::from_millis(3)).await;
    let card = certified_navigator(&db).await;
    let text = hex(&consent::text_for(Language::default(), &card).sha256);
    let (server, address) = serve(&way.url).await;
    for burst in 0..6 {
        let mut senders = JoinSet::new();
        for sender in 0..10 {
            let person = db.consumer("Ann Lee", "1984-03-07").await;
            let cookie = signs_in(&db, person.user).await;
            let draft = db.drafted(&person, &card).await;
            let form = format!("draft={}&text={text}&agreed=yes&full_name=Ann+Lee", draft.id);
            // At another point of the work each.
            senders.spawn(sends_and_leaves(address, cookie, form, Duration::from_millis(20 + 3 * sender + burst)));
        }
        senders.join_all().await;
    }
    // Nobody waited long enough for an answer. Who left before the server had looked at their request has begun nothing.
    let most = "SELECT CASE WHEN COUNT(*) >= 45 THEN 1 ELSE 0 END FROM associations WHERE ended_at IS NULL";
    becomes(&db, most, 1, "most changes whose sender left are done").await;
    becomes(&db, INSIDE, 0, "sessions inside a transaction").await;

    // And nobody is in the way of whoever comes next, who is told the truth.
    let person = db.consumer("Ann Lee", "1984-03-07").await;
    let cookie = signs_in(&db, person.user).await;
    let draft = db.drafted(&person, &card).await;
    let form = format!("draft={}&text={text}&agreed=yes&full_name=Ann+Lee", draft.id);
    let mut client = super::killed::client::Client::connect(address, &cookie).await.unwrap();
    let done = client.post("/api/confirm-assister", &form).await.unwrap();
    assert!(done.location().unwrap_or_default().contains("/done?receipt="), "{} {:?}", done.status, done.location());
    drop(server);
    assert!(db.store.current_assister(person.consumer, at(0)).await.unwrap().is_some());
    db.assert_consistent().await;
    db.discard().await;
}
