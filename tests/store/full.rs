//! A disk that takes nothing more, and then does again: nothing is told that was not done, and nobody has to start the program anew.

use super::killed::client::{Answer, Client};
use super::killed::{Killed, certified_navigator, signs_in};
use crate::program::program;
use crate::store::support::{TestDb, at};
use assister_portal::messages::Language;
use assister_portal::server::{consent, hex};
use assister_portal::store::DbKind;
use rustix::process::{Pid, Resource, Rlimit, prlimit};
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::process::{Command, Stdio};

/// A server whose writes can be made to fail, and its address.
fn serve(url: &str) -> (Killed, Pid, SocketAddr) {
    let program = program();
    // A file that may not grow is told by a signal, which would end the program: this one is to see the error.
    let mut child = Command::new("sh")
        .args(["-c", "trap '' XFSZ; exec \"$0\" serve"])
        .arg(program.get_program())
        .envs([("DATABASE_URL", url), ("LISTEN", "127.0.0.1:0"), ("RUST_LOG", "off")])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.trim().strip_prefix("Listening on http://").expect(&line).parse().unwrap();
    let pid = Pid::from_child(&child);
    (Killed(child), pid, address)
}

fn files_may_have(pid: Pid, bytes: Option<u64>) {
    prlimit(Some(pid), Resource::Fsize, Rlimit { current: bytes, maximum: None }).unwrap();
}

async fn ready(address: SocketAddr) -> (u16, String) {
    let answer = Client::connect(address, "").await.unwrap().get("/readyz").await.unwrap();
    (answer.status, String::from_utf8_lossy(&answer.body).into_owned())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_change_after_one_that_could_not_be_written_works() {
    let db = TestDb::migrated(DbKind::Sqlite).await;
    let card = certified_navigator(&db).await;
    let text = hex(&consent::text_for(Language::default(), &card).sha256);
    let (_server, pid, address) = serve(&db.url);
    assert_eq!(ready(address).await.0, 200);

    for round in 0..3 {
        let person = db.consumer("Ann Lee", "1984-03-07").await;
        let cookie = signs_in(&db, person.user).await;
        let draft = db.drafted(&person, &card).await;
        let form = format!("draft={}&text={text}&agreed=yes&full_name=Ann+Lee", draft.id);
        let confirms = async || -> Answer {
            let mut client = Client::connect(address, &cookie).await.unwrap();
            client.post("/api/confirm-assister", &form).await.unwrap()
        };

        files_may_have(pid, Some(1));
        assert_eq!(confirms().await.status, 503, "round {round}");
        let (status, why) = ready(address).await;
        assert_eq!(status, 503, "round {round}: {why}");
        assert!(why.contains("nothing can be written: the database's file can't be read or written"), "{why}");
        let mut client = Client::connect(address, &cookie).await.unwrap();
        assert_eq!(client.get("/account/assister").await.unwrap().status, 200, "round {round}: reading goes on");
        assert_eq!(db.store.current_assister(person.consumer, at(0)).await.unwrap().map(|_| ()), None, "round {round}");

        files_may_have(pid, None);
        let done = confirms().await;
        assert!(done.location().unwrap_or_default().contains("/done?receipt="), "round {round}: {} {:?}", done.status, done.location());
        assert_eq!(ready(address).await, (200, "ready\n".to_owned()), "round {round}");
    }
    db.assert_consistent().await;
    db.discard().await;
}
