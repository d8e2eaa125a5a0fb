//! `kill -9` while people confirm: what a person was told is there afterwards, with its audit row, and nothing is half done.

#[path = "../../benches/portal/client.rs"]
pub mod client;

use crate::program::program;
use crate::store::support::{Person, TestDb, at, on_both};
use assister_portal::domain::ids::{ConsentId, DraftId, UserId};
use assister_portal::domain::instant::Instant;
use assister_portal::messages::Language;
use assister_portal::server::{consent, hex};
use assister_portal::store::{AssisterCard, DbKind, NewSession};
use client::Client;
use sha2::{Digest as _, Sha256};
use std::net::{SocketAddr, TcpListener};
use std::process::{Child, Stdio};
use std::time::{Duration, SystemTime};
use tokio::sync::watch;

const KILLS: usize = 50;
/// How long a server may take to start on a machine that has much else to do.
const PATIENCE: Duration = Duration::from_secs(300);
/// People who confirm at the same time, one after the other each.
const AT_ONCE: usize = 6;

pub(super) struct Killed(pub(super) Child);

impl Drop for Killed {
    fn drop(&mut self) {
        // SIGKILL: no handler, no flush, no good-bye.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// How many were told that it is done, for those who tell.
#[derive(Clone)]
pub(super) struct Told(watch::Sender<usize>);

/// The same, for who waits.
pub(super) struct Answers(watch::Receiver<usize>);

impl Told {
    pub(super) fn nobody() -> (Self, Answers) {
        let (told, answers) = watch::channel(0);
        (Self(told), Answers(answers))
    }

    pub(super) fn one_more(&self) {
        self.0.send_modify(|told| *told += 1);
    }
}

impl Answers {
    /// Waits until so many were told, or nobody is left who tells.
    pub(super) async fn at_least(&mut self, enough: usize) {
        let _over = self.0.wait_for(|told| *told >= enough).await;
    }
}

pub(super) fn now() -> Instant {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
    Instant::from_micros(i64::try_from(since.as_micros()).unwrap())
}

/// A server on a port that nobody has. Somebody else may take the port before it does: then it ends, and another one is tried.
pub(super) async fn serve(url: &str) -> (Killed, SocketAddr) {
    for _ in 0..5 {
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let child = program()
            .arg("serve")
            .envs([("DATABASE_URL", url), ("LISTEN", &address.to_string()), ("RUST_LOG", "off")])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut server = Killed(child);
        let started = SystemTime::now();
        while started.elapsed().unwrap() < PATIENCE && server.0.try_wait().unwrap().is_none() {
            if answers(address).await {
                return (server, address);
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
    panic!("no server started");
}

/// Whether a server is ready.
async fn answers(address: SocketAddr) -> bool {
    match Client::connect(address, "").await {
        Ok(mut client) => client.get("/readyz").await.is_ok_and(|answer| answer.status == 200),
        Err(_) => false,
    }
}

/// Waits until a server that was started is ready.
pub(super) async fn is_ready(address: SocketAddr) {
    let started = SystemTime::now();
    while started.elapsed().unwrap() < PATIENCE {
        if answers(address).await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("the server did not start");
}

/// Waits until the database has ended what servers that were killed had begun: Postgres may be committing yet.
pub(super) async fn is_settled(db: &TestDb) {
    let busy = "SELECT COUNT(*) FROM pg_stat_activity
                WHERE datname = current_database() AND state <> 'idle' AND backend_type = 'client backend' AND pid <> pg_backend_pid()";
    let started = SystemTime::now();
    while db.store.kind() == DbKind::Postgres && db.number(busy).await > 0 {
        assert!(started.elapsed().unwrap() < Duration::from_secs(120), "somebody is still at work");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// The cookie of somebody who signs in now.
pub(super) async fn signs_in(db: &TestDb, user: UserId) -> String {
    let mut token = [7; 32];
    token[..16].copy_from_slice(user.0.as_bytes());
    let session = NewSession { token_hash: Sha256::digest(token).into(), user: Some(user), learner: None, now: now() };
    db.store.start_session(session, None, None).await.unwrap();
    format!("session={}", hex(&token))
}

/// A navigator whose certification goes on by the server's own clock, too.
pub(crate) async fn certified_navigator(db: &TestDb) -> AssisterCard {
    let card = db.navigator("Nora Ness", 100_000).await;
    let later = match db.store.kind() {
        DbKind::Sqlite => "certified_end + 3000000000000000",
        DbKind::Postgres => "certified_end + INTERVAL '95 years'",
    };
    db.sql(&format!("UPDATE assisters SET certified_end = {later}")).await;
    card
}

/// Somebody who stands before "Confirm": their cookie and draft.
pub(crate) async fn stands_before_confirm(db: &TestDb, card: &AssisterCard) -> (Person, String, DraftId) {
    let person = db.consumer("Ann Lee", "1984-03-07").await;
    let cookie = signs_in(db, person.user).await;
    let draft = db.drafted(&person, card).await;
    (person, cookie, draft.id)
}

/// Confirms until the server is gone. Gives whom it told "You have authorized".
async fn confirm_until_killed(
    address: SocketAddr,
    waiting: Vec<(Person, String, DraftId)>,
    text: String,
    told: Told,
) -> Vec<(Person, ConsentId)> {
    let mut answered = Vec::new();
    for (person, cookie, draft) in waiting {
        let Ok(mut client) = Client::connect(address, &cookie).await else { break };
        let form = format!("draft={draft}&text={text}&agreed=yes&full_name=Ann+Lee");
        let Ok(done) = client.post("/api/confirm-assister", &form).await else { break };
        let location = done.location().unwrap_or_default().to_owned();
        let Some((_, receipt)) = location.split_once("/done?receipt=") else { panic!("refused: {} {location}", done.status) };
        let Ok(page) = client.get(&location).await else { break };
        assert!(String::from_utf8_lossy(&page.body).contains("You have authorized"));
        let receipt = receipt.parse().unwrap();
        told.one_more();
        answered.push((person, receipt));
    }
    answered
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_was_told_that_it_is_done_finds_it_done_after_every_kill() {
    on_both(async |db| {
        let card = certified_navigator(db).await;
        let text = hex(&consent::text_for(Language::default(), &card).sha256);
        let mut all = 0;
        let mut last = None;
        for kill in 0..KILLS {
            let mut waiting = Vec::new();
            for _ in 0..AT_ONCE {
                let mut some = Vec::new();
                for _ in 0..8 {
                    some.push(stands_before_confirm(db, &card).await);
                }
                waiting.push(some);
            }
            let (server, address) = serve(&db.url).await;
            let (told, mut answers) = Told::nobody();
            let people: Vec<_> =
                waiting.into_iter().map(|some| tokio::spawn(confirm_until_killed(address, some, text.clone(), told.clone()))).collect();
            // Killed in the middle of things: after another number of answers each time, while others are under way.
            let enough = 1 + kill % 20;
            drop(told);
            answers.at_least(enough).await;
            drop(server);
            for person in people {
                for (person, receipt) in person.await.unwrap() {
                    last = Some((person.user, receipt));
                    let current = db.store.current_assister(person.consumer, at(0)).await.unwrap();
                    let current = current.unwrap_or_else(|| panic!("kill {kill}: an authorization that was answered is gone"));
                    assert_eq!(current.consent, receipt, "kill {kill}");
                    all += 1;
                }
            }
        }
        is_settled(db).await;
        assert!(all >= KILLS, "only {all} confirmations were answered");
        let associations = db.number("SELECT COUNT(*) FROM associations").await;
        assert!(associations >= i64::try_from(all).unwrap());
        for sql in [
            "SELECT COUNT(*) FROM consents",
            "SELECT COUNT(*) FROM audit_events WHERE action = 'association_started'",
            "SELECT COUNT(DISTINCT consumer_id) FROM associations",
        ] {
            assert_eq!(db.number(sql).await, associations, "{sql}");
        }
        assert_eq!(db.number("SELECT COUNT(*) FROM outbox").await, 0);
        db.assert_consistent().await;
        // And a server that is started once more shows it.
        let (user, receipt) = last.expect("somebody was answered");
        let (_server, address) = serve(&db.url).await;
        let mut token = [7; 32];
        token[..16].copy_from_slice(user.0.as_bytes());
        let mut client = Client::connect(address, &format!("session={}", hex(&token))).await.unwrap();
        let page = client.get(&format!("/account/assister/receipts/{receipt}")).await.unwrap();
        let page = String::from_utf8_lossy(&page.body).into_owned();
        assert!(page.contains("Nora Ness") && page.contains("In force"), "{page}");
    })
    .await;
}
