//! A database that fails, and whose standby takes its place behind the same address: the program goes on by itself, and nothing is lost.

use crate::databases::pooler::found;
use crate::databases::way::by_way;
use crate::http::starting::{Running, program, started_as};
use crate::http::support::run;
use crate::store::killed::client::Client;
use sqlx::{Connection as _, PgConnection};
use std::net::{SocketAddr, TcpListener};
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

/// How often something is looked at, on a busy machine.
const TRIES: usize = 600;
const PAUSE: Duration = Duration::from_millis(100);

/// The user that Postgres runs as where the tests are root, which it refuses to be.
fn postgres() -> Option<(u32, u32)> {
    if !rustix::process::getuid().is_root() {
        return None;
    }
    let users = std::fs::read_to_string("/etc/passwd").unwrap();
    let line = users.lines().find(|line| line.starts_with("postgres:")).expect("there is a user postgres");
    let mut numbers = line.split(':').skip(2).map(|number| number.parse().unwrap());
    numbers.next().zip(numbers.next())
}

/// A program of Postgres, quiet.
fn tool(name: &str, folder: &Path) -> Command {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> = versions.map(|version| version.path().join("bin").join(name)).filter(|file| file.is_file()).collect();
    files.sort();
    let mut command = Command::new(files.pop().unwrap_or_else(|| found(name).into()));
    command.current_dir(folder).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    if let Some((user, group)) = postgres() {
        command.uid(user).gid(group);
    }
    command
}

fn does(command: &mut Command) {
    assert!(command.status().unwrap().success(), "{command:?}");
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn url(port: u16) -> String {
    format!("postgres://postgres@127.0.0.1:{port}/postgres")
}

/// Starts a server on these files. It is there when this comes back.
async fn serves(folder: &Path, data: &str, port: u16) -> Running {
    let mut server = tool("postgres", folder);
    server.args(["-D", data, "-p", &port.to_string(), "-k"]).arg(folder);
    for setting in ["listen_addresses=127.0.0.1", "max_connections=60", "fsync=off", "full_page_writes=off"] {
        server.args(["-c", setting]);
    }
    let server = Running(server.spawn().unwrap());
    gives(&url(port), "SELECT CAST(1 AS BIGINT)").await;
    server
}

/// Waits until a query of a database gives one.
async fn gives(url: &str, sql: &'static str) {
    for _ in 0..TRIES {
        if number(url, sql).await == Some(1) {
            return;
        }
        tokio::time::sleep(PAUSE).await;
    }
    panic!("not in time: {sql}");
}

/// What the program answers with; 0 when it does not.
async fn status(address: SocketAddr, page: &str) -> u16 {
    let Ok(mut client) = Client::connect(address, "").await else { return 0 };
    client.get(page).await.map_or(0, |answer| answer.status)
}

/// Waits until the program says this of whether it is ready.
async fn says(address: SocketAddr, wanted: u16) {
    for _ in 0..TRIES {
        if status(address, "/readyz").await == wanted {
            return;
        }
        tokio::time::sleep(PAUSE).await;
    }
    panic!("/readyz is not {wanted} in time");
}

/// One address for two servers: the second is asked when the first is not there.
fn balancer(folder: &Path, servers: [u16; 2]) -> (Running, u16) {
    let port = free_port();
    let [first, second] = servers;
    let text = format!(
        "defaults\n mode tcp\n timeout connect 2s\n timeout client 5m\n timeout server 5m\nlisten database\n bind 127.0.0.1:{port}\n \
         default-server check inter 250ms fall 2 rise 1 on-marked-down shutdown-sessions\n \
         server first 127.0.0.1:{first}\n server second 127.0.0.1:{second} backup\n"
    );
    let file = folder.join("haproxy.cfg");
    std::fs::write(&file, text).unwrap();
    let program = Command::new(found("haproxy")).arg("-f").arg(&file).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    (Running(program), port)
}

async fn number(url: &str, sql: &'static str) -> Option<i64> {
    let mut server = PgConnection::connect(url).await.ok()?;
    sqlx::query_scalar(sql).fetch_one(&mut server).await.ok()
}

#[test]
fn a_standby_that_takes_the_place_of_the_database_is_gone_on_with() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        if let Some((user, group)) = postgres() {
            chown(folder, Some(user), Some(group)).unwrap();
        }
        let (first, second) = (free_port(), free_port());
        does(tool("initdb", folder).args(["--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-locale", "--pgdata=first"]));
        let mut failing = serves(folder, "first", first).await;
        let from = ["-h", "127.0.0.1", "-p", &first.to_string(), "-U", "postgres"];
        does(tool("pg_basebackup", folder).args(from).args(["-D", "second", "-R", "-X", "stream", "-c", "fast"]));
        let _standby = serves(folder, "second", second).await;

        let (_balancer, port) = balancer(folder, [first, second]);
        let through = by_way(&url(first), port);
        let vars = [("DATABASE_URL", through.as_str()), ("LISTEN", "127.0.0.1:0"), ("RUST_LOG", "off")];
        let (_server, address) = started_as(program("serve", &vars).stderr(Stdio::null()));
        let address: SocketAddr = address.parse().unwrap();
        says(address, 200).await;
        let mut told = PgConnection::connect(&through).await.unwrap();
        sqlx::query("INSERT INTO installation (key, value) VALUES ('told', 'yes')").execute(&mut told).await.unwrap();
        let there = "SELECT COUNT(*) FROM installation WHERE key = 'told'";
        gives(&url(second), there).await;

        does(tool("pg_ctl", folder).args(["stop", "-m", "immediate", "-D", "first"]));
        failing.0.wait().unwrap();
        says(address, 503).await;
        does(tool("pg_ctl", folder).args(["promote", "-D", "second"]));
        says(address, 200).await;
        assert_eq!(status(address, "/sign-in").await, 200);
        assert_eq!(number(&through, there).await, Some(1), "what was told is there");
    });
}
