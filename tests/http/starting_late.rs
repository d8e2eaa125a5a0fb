//! Starting when others are slower, or at the same time.

use crate::databases::way::{Way, by_way};
use crate::http::starting::{portal, program, started_as};
use crate::http::support::{database, run};
use crate::store::killed::client::Client;
use assister_portal::store::DbKind;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Stdio};
use std::time::Duration;
use tokio::net::TcpListener;

fn starts(url: &str, demo: &str) -> Child {
    let mut program = program("serve", &[]);
    if url.starts_with("sqlite:") {
        // Its key is made beside it, by the first of them.
        program.env_remove("SECRET_KEY");
    }
    program
        .envs([("DATABASE_URL", url), ("LISTEN", "127.0.0.1:0"), ("RUST_LOG", "warn"), ("DEMO", demo)])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// The first line that it says, and all of its log when it says none.
fn says(server: &mut Child) -> String {
    let mut line = String::new();
    BufReader::new(server.stdout.take().unwrap()).read_line(&mut line).unwrap();
    if line.is_empty() { std::io::read_to_string(server.stderr.take().unwrap()).unwrap() } else { line }
}

fn ends(mut server: Child) {
    server.kill().unwrap();
    server.wait().unwrap();
}

#[test]
fn a_database_that_starts_later_is_waited_for() {
    run(async {
        let url = database(DbKind::Postgres).await;
        let nobody = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = nobody.local_addr().unwrap();
        drop(nobody);
        let mut server = starts(&by_way(&url, address.port()), "off");
        let mut log = BufReader::new(server.stderr.take().unwrap()).lines();
        let waits = log.find_map(|line| line.ok().filter(|line| line.contains("waiting for it"))).expect("it waits and says so");
        assert!(waits.contains("Connection refused"), "{waits}");

        let _way = Way::from(TcpListener::bind(address).await.unwrap(), &url, Duration::ZERO);
        let said = tokio::task::spawn_blocking(move || {
            let mut line = String::new();
            BufReader::new(server.stdout.take().unwrap()).read_line(&mut line).unwrap();
            ends(server);
            line
        });
        assert!(said.await.unwrap().starts_with("Listening on "), "it did not start");
    });
}

#[test]
fn a_database_that_nobody_listens_at_is_told_as_that() {
    run(async {
        let url = database(DbKind::Postgres).await;
        let nobody = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
        let checked = portal("check", &[("DATABASE_URL", &by_way(&url, nobody.port()))]);
        let said = String::from_utf8(checked.stdout).unwrap();
        assert!(!checked.status.success() && said.contains("Connection refused"), "{said}");

        // It was there, and is gone.
        let way = Way::to(&url, Duration::ZERO).await;
        let url = way.url.clone();
        // Beside the runtime: the way is on it.
        let starting = tokio::task::spawn_blocking(move || {
            let vars = [("DATABASE_URL", url.as_str()), ("LISTEN", "127.0.0.1:0"), ("RUST_LOG", "off")];
            started_as(program("serve", &vars).stderr(Stdio::null()))
        });
        let (_server, address) = starting.await.unwrap();
        way.falls_silent();
        drop(way);
        for _ in 0..20 {
            let mut client = Client::connect(address.parse().unwrap(), "").await.unwrap();
            let answer = client.get("/readyz").await.unwrap();
            let said = String::from_utf8_lossy(&answer.body).into_owned();
            if answer.status == 503 && said.contains("nothing listens at the database's address (Connection refused)") {
                return;
            }
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
        panic!("it does not say that nobody listens");
    });
}

#[test]
fn two_that_fill_an_empty_database_at_once_both_start() {
    run(async {
        for kind in [DbKind::Sqlite, DbKind::Postgres] {
            for _ in 0..3 {
                let url = database(kind).await;
                let mut both = [starts(&url, "on"), starts(&url, "on")];
                for server in &mut both {
                    let said = says(server);
                    assert!(said.starts_with("Listening on "), "{kind:?}: {said}");
                }
                both.into_iter().for_each(ends);
            }
        }
    });
}
