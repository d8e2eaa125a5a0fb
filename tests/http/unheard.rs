//! A log that nobody reads: requests are answered all the same.

use crate::http::support::{run, sqlite};
use crate::program::program;
use crate::store::killed::client::Client;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Stdio};
use std::time::Duration;
use tokio::time::timeout;

/// A server that logs a line for each request into a pipe.
fn started() -> (Child, SocketAddr) {
    let mut server = program()
        .arg("serve")
        .envs([("DATABASE_URL", sqlite().as_str()), ("LISTEN", "127.0.0.1:0"), ("RUST_LOG", "info")])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    // The pipe of what is said is closed after this.
    BufReader::new(server.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.trim().strip_prefix("Listening on http://").expect(&line).parse().unwrap();
    (server, address)
}

async fn is_answered(address: SocketAddr, requests: usize) {
    let mut client = Client::connect(address, "").await.unwrap();
    for request in 0..requests {
        let answer = timeout(Duration::from_secs(60), client.get("/healthz")).await.unwrap_or_else(|_| panic!("request {request} waits"));
        assert_eq!(answer.unwrap_or_else(|error| panic!("request {request}: {error}")).status, 200);
    }
    assert_eq!(client.get("/sign-in").await.unwrap().status, 200);
}

#[test]
fn a_closed_log_cuts_off_no_request() {
    run(async {
        let (mut server, address) = started();
        drop(server.stderr.take());
        is_answered(address, 10).await;
        server.kill().unwrap();
        server.wait().unwrap();
    });
}

#[test]
fn a_log_that_is_not_read_holds_up_no_request() {
    run(async {
        let (mut server, address) = started();
        // A pipe takes 64 KiB, a line has a hundred bytes or so, and more lines wait than are kept.
        is_answered(address, 8000).await;
        server.kill().unwrap();
        server.wait().unwrap();
    });
}
