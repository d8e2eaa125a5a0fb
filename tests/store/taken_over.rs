//! Two servers on one database: what one of them was doing when it was killed, told to stop, or stood still, the other one does within a
//! minute, once.

use super::import::{assert_once, confirmed};
use crate::program::program;
use crate::store::killed::{Killed, is_ready, now};
use crate::store::support::{Raw, TestDb, id};
use assister_portal::domain::ids::{ImportId, MailId, OrganizationId};
use assister_portal::domain::roster::ImportStatus;
use assister_portal::store::DbKind;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};
use tempfile::TempDir;

/// So many people that a server is in the middle of them for some seconds.
const PEOPLE: u32 = 12_000;
const MESSAGES: i64 = 300;
/// How long after a server is gone its work may lie.
const AT_MOST: Duration = Duration::from_secs(60);

/// A running server, with its log.
struct Server {
    program: Killed,
    address: SocketAddr,
    log: PathBuf,
}

impl Server {
    async fn start(db: &TestDb, folder: &Path) -> Self {
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let (log, mail) = (folder.join(format!("{}.log", address.port())), folder.join("mail"));
        let child = program()
            .arg("serve")
            .env("DATABASE_URL", &db.url)
            .env("LISTEN", address.to_string())
            .env("MAIL_DIR", &mail)
            .env("RUST_LOG", "warn")
            .stdout(Stdio::null())
            .stderr(std::fs::File::create(&log).unwrap())
            .spawn()
            .unwrap();
        let server = Self { program: Killed(child), address, log };
        is_ready(address).await;
        server
    }

    /// The shell's own `kill`: a small system has no program of this name.
    fn gets(&self, signal: &str) {
        assert!(Command::new("sh").args(["-c", &format!("kill -{signal} {}", self.program.0.id())]).status().unwrap().success());
    }

    fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap()
    }
}

/// A message that is due at once, to a file.
async fn writes_mail(db: &TestDb, many: i64) {
    let Raw::Postgres(pool) = &db.raw else { panic!("two servers share a Postgres") };
    let sql = "INSERT INTO outbox (id, kind, recipient, subject, body, html, message_id, created_at, next_attempt_at)
               VALUES ($1, 'activation', 'ann@example.org', 'Subject', 'a link', '<p>a link</p>', '<1@example.org>', $2, $2)";
    for _ in 0..many {
        sqlx::query(sql).bind(MailId(id())).bind(now()).execute(pool).await.unwrap();
    }
}

/// An import that one server is in the middle of, and another server that does nothing yet.
struct Under {
    db: TestDb,
    folder: TempDir,
    organization: OrganizationId,
    import: ImportId,
    first: Server,
    second: Server,
}

async fn under_way() -> Under {
    let db = TestDb::migrated(DbKind::Postgres).await;
    let folder = tempfile::tempdir().unwrap();
    let (organization, import) = confirmed(&db, PEOPLE).await;
    let first = Server::start(&db, folder.path()).await;
    let second = Server::start(&db, folder.path()).await;
    while db.number("SELECT done FROM imports").await == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    writes_mail(&db, MESSAGES).await;
    Under { db, folder, organization, import, first, second }
}

impl Under {
    /// Waits until everything is done; not longer than it may lie.
    async fn is_done(&self) {
        let from = SystemTime::now();
        loop {
            let import = self.db.store.import(self.organization, self.import).await.unwrap().unwrap();
            let left = self.db.number("SELECT COUNT(*) FROM outbox WHERE sent_at IS NULL").await;
            if import.status == ImportStatus::Done && left == 0 {
                return;
            }
            // The rest of the rows takes its time, too.
            let waited = from.elapsed().unwrap();
            assert!(
                waited < AT_MOST + Duration::from_secs(30),
                "{} of {PEOPLE} and all but {left} messages: {}",
                import.done,
                self.second.log()
            );
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// How far the first one came, and that it was the first one.
    async fn was_in_the_middle(&self) -> i64 {
        let done = self.db.number("SELECT done FROM imports").await;
        assert!(done < i64::from(PEOPLE), "it was quicker than this test");
        done
    }

    /// Waits until somebody else goes on, which must be in time.
    async fn goes_on_after(&self, done: i64) {
        let from = SystemTime::now();
        while self.db.number("SELECT done FROM imports").await <= done {
            assert!(from.elapsed().unwrap() < AT_MOST, "nobody went on: {}", self.second.log());
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    async fn assert_once(&self) {
        assert_once(&self.db, i64::from(PEOPLE)).await;
        assert_eq!(self.db.number("SELECT COUNT(*) FROM outbox WHERE sent_at IS NOT NULL").await, MESSAGES);
        let files = std::fs::read_dir(self.folder.path().join("mail")).unwrap();
        let whole = files.filter(|file| file.as_ref().unwrap().path().extension().is_some_and(|end| end == "eml")).count();
        assert_eq!(i64::try_from(whole).unwrap(), MESSAGES);
        self.db.discard().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_a_killed_server_was_doing_another_one_does_within_a_minute() {
    let under = under_way().await;
    under.first.gets("KILL");
    let done = under.was_in_the_middle().await;
    under.goes_on_after(done).await;
    under.is_done().await;
    assert!(under.second.log().contains("is free again"), "{}", under.second.log());
    under.assert_once().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_a_server_was_doing_that_is_told_to_stop_another_one_does_at_once() {
    let mut under = under_way().await;
    under.first.gets("TERM");
    let ended = under.first.program.0.wait().unwrap();
    assert!(ended.success(), "{ended}: {}", under.first.log());
    under.was_in_the_middle().await;
    let own = "SELECT COUNT(*) FROM leases WHERE holder NOT IN (SELECT holder FROM leases GROUP BY holder LIMIT 1)";
    assert_eq!(under.db.number(own).await, 0, "the one that stopped holds nothing");
    under.is_done().await;
    // Nobody waited for a lease to end.
    assert!(!under.second.log().contains("is free again"), "{}", under.second.log());
    under.assert_once().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_server_that_only_stood_still_writes_nothing_more_of_what_another_one_does() {
    let under = under_way().await;
    under.first.gets("STOP");
    let done = under.was_in_the_middle().await;
    under.goes_on_after(done).await;
    under.first.gets("CONT");
    under.is_done().await;
    for _ in 0..300 {
        if under.first.log().contains("another program took this work over") {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert!(under.first.log().contains("another program took this work over"), "{}", under.first.log());
    // It serves as before, and does what comes next.
    is_ready(under.first.address).await;
    under.assert_once().await;
}
