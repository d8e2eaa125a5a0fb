//! Starting when others are slower, or at the same time.

use crate::databases::way::{Way, by_way};
use crate::http::support::{database, run};
use crate::program::program;
use assister_portal::store::DbKind;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Stdio};
use std::time::Duration;
use tokio::net::TcpListener;

fn starts(url: &str, demo: &str) -> Child {
    let mut program = program();
    if url.starts_with("sqlite:") {
        // Its key is made beside it, by the first of them.
        program.env_remove("SECRET_KEY");
    }
    program
        .arg("serve")
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
