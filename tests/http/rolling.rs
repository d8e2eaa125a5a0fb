//! Two servers behind a balancer, one replaced after the other while people ask: nobody notices.

use crate::databases::pooler::found;
use crate::http::starting::{Running, program, started_as};
use crate::http::support::run;
use crate::store::killed::client::Client;
use crate::store::killed::{certified_navigator, stands_before_confirm};
use crate::store::support::{Person, TestDb};
use assister_portal::domain::ids::DraftId;
use assister_portal::messages::Language;
use assister_portal::server::{consent, hex};
use assister_portal::store::DbKind;
use std::fmt::Write as _;
use std::net::{SocketAddr, TcpListener};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

/// An address where nobody listens.
fn free() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

/// HAProxy in front of these servers, as the README has it.
fn balancer(folder: &std::path::Path, servers: [SocketAddr; 2]) -> (Running, SocketAddr) {
    let address = free();
    let mut text = format!(
        "defaults\n mode http\n timeout connect 2s\n timeout client 60s\n timeout server 60s\n option httpchk GET /readyz\n\
         option redispatch\n retries 3\nfrontend visitors\n bind {address}\n default_backend portal\nbackend portal\n balance roundrobin\n"
    );
    for (number, server) in servers.iter().enumerate() {
        writeln!(text, " server portal{number} {server} check inter 250ms fall 1 rise 1").unwrap();
    }
    let file = folder.join("haproxy.cfg");
    std::fs::write(&file, text).unwrap();
    let program = Command::new(found("haproxy")).arg("-f").arg(&file).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    (Running(program), address)
}

fn serves(url: &str, address: SocketAddr) -> Running {
    let listen = address.to_string();
    let vars = [("DATABASE_URL", url), ("LISTEN", listen.as_str()), ("TRUSTED_PROXY", "on"), ("RUST_LOG", "warn")];
    started_as(program("serve", &vars).stderr(Stdio::null())).0
}

/// Asks until it is over, sometimes on a new connection. Gives how often.
async fn visits(balancer: SocketAddr, over: Arc<AtomicBool>, answered: Arc<AtomicUsize>) {
    let mut client = Client::connect(balancer, "").await.unwrap();
    for number in 1.. {
        if over.load(Ordering::SeqCst) {
            return;
        }
        if number % 7 == 0 {
            client = Client::connect(balancer, "").await.unwrap();
        }
        let answer = client.get("/sign-in").await.unwrap_or_else(|error| panic!("request {number}: {error}"));
        assert_eq!(answer.status, 200, "request {number}");
        answered.fetch_add(1, Ordering::SeqCst);
    }
}

/// Authorizes until it is over, each person on a connection of their own. Gives how many did; each was told so.
async fn authorize(balancer: SocketAddr, over: Arc<AtomicBool>, waiting: Vec<(Person, String, DraftId)>, text: String) -> usize {
    let mut done = 0;
    for (_, cookie, draft) in waiting {
        if over.load(Ordering::SeqCst) {
            break;
        }
        let mut client = Client::connect(balancer, &cookie).await.unwrap();
        let form = format!("draft={draft}&text={text}&agreed=yes&full_name=Ann+Lee");
        let answer = client.post("/api/confirm-assister", &form).await.unwrap_or_else(|error| panic!("authorization {done}: {error}"));
        let to = answer.location().unwrap_or_default();
        assert!(to.contains("/done?receipt="), "authorization {done}: {} {to}", answer.status);
        done += 1;
        // As many as there are people for the whole of the time.
        tokio::time::sleep(Duration::from_millis(60)).await;
    }
    done
}

#[test]
fn servers_are_replaced_one_after_the_other_and_nobody_notices() {
    run(async {
        let db = TestDb::migrated(DbKind::Postgres).await;
        let url = db.url.clone();
        let card = certified_navigator(&db).await;
        let text = hex(&consent::text_for(Language::default(), &card).sha256);
        let mut people = Vec::new();
        for _ in 0..4 {
            let mut waiting = Vec::new();
            for _ in 0..100 {
                waiting.push(stands_before_confirm(&db, &card).await);
            }
            people.push(waiting);
        }
        let folder = tempfile::tempdir().unwrap();
        let addresses = [free(), free()];
        let mut servers = addresses.map(|address| serves(&url, address));
        let (_balancer, balancer) = balancer(folder.path(), addresses);
        for _ in 0..500 {
            let answered = async { Client::connect(balancer, "").await.ok()?.get("/readyz").await.ok() };
            if answered.await.is_some_and(|answer| answer.status == 200) {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let (over, answered) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
        let mut visitors = tokio::task::JoinSet::new();
        for _ in 0..6 {
            visitors.spawn(visits(balancer, Arc::clone(&over), Arc::clone(&answered)));
        }
        let mut authorizing = tokio::task::JoinSet::new();
        for waiting in people {
            authorizing.spawn(authorize(balancer, Arc::clone(&over), waiting, text.clone()));
        }
        for (server, address) in servers.iter_mut().zip(addresses) {
            let before = answered.load(Ordering::SeqCst);
            assert!(Command::new("sh").args(["-c", &format!("kill -TERM {}", server.0.id())]).status().unwrap().success());
            let mut program = std::mem::replace(&mut server.0, Command::new("true").spawn().unwrap());
            let ended = tokio::task::spawn_blocking(move || program.wait().unwrap()).await.unwrap();
            assert!(ended.success(), "{ended}");
            assert!(answered.load(Ordering::SeqCst) > before, "the other one answers meanwhile");
            *server = serves(&url, address);
            // Until the balancer has seen that it is there.
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
        over.store(true, Ordering::SeqCst);
        visitors.join_all().await;
        assert!(answered.load(Ordering::SeqCst) > 100);
        let told: usize = authorizing.join_all().await.into_iter().sum();
        assert!(told > 20, "only {told} authorized meanwhile");
        assert_eq!(db.number("SELECT COUNT(*) FROM associations").await, i64::try_from(told).unwrap());
        db.assert_consistent().await;
    });
}
