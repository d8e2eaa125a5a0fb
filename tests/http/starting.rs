//! Starting: what can't be used is refused by name, and demonstration data is never served to the world.

use crate::http::support::{database, run, sqlite};
use assister_portal::server::clock::Stopwatch;
use assister_portal::store::DbKind;
use sqlx::AssertSqlSafe;
use sqlx::migrate::Migrator;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

fn program(command: &str, vars: &[(&str, &str)]) -> Command {
    let mut program = crate::program::program();
    for name in ["DATABASE_URL", "LISTEN", "PUBLIC_URL", "DEMO", "SITE_ROOT", "TRUSTED_PROXY", "RUST_LOG", "LEPTOS_WATCH"] {
        program.env_remove(name);
    }
    program.args(command.split_whitespace()).envs(vars.iter().copied());
    program
}

pub fn portal(command: &str, vars: &[(&str, &str)]) -> Output {
    program(command, vars).output().unwrap()
}

fn refusal(vars: &[(&str, &str)]) -> String {
    let output = portal("serve", vars);
    assert!(!output.status.success(), "{vars:?} was accepted");
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn a_wrong_value_stops_the_start_and_is_named() {
    for (name, value) in [
        ("LISTEN", "everywhere"),
        ("DATABASE_URL", "mysql://db"),
        ("PUBLIC_URL", "http://portal.example.org"),
        ("DEMO", "maybe"),
        ("TRUSTED_PROXY", "yes"),
        ("RUST_LOG", "=loud="),
        ("SITE_ROOT", "/nowhere/at/all"),
    ] {
        let said = refusal(&[(name, value)]);
        assert!(said.starts_with(name), "{name}: {said}");
    }
    let folder = std::env::temp_dir();
    let said = refusal(&[("DATABASE_URL", &format!("sqlite:{}", folder.display()))]);
    assert!(said.contains("DATABASE_URL"), "a folder is no database: {said}");
}

#[test]
fn demonstration_data_is_served_on_loopback_only() {
    let open = [("LISTEN", "0.0.0.0:0"), ("PUBLIC_URL", "https://portal.example.org")];
    let said = refusal(&[open[0], open[1], ("DEMO", "on")]);
    assert!(said.starts_with("LISTEN") && said.contains("demonstration"), "{said}");

    let url = sqlite();
    let loaded = portal("demo", &[("DATABASE_URL", &url)]);
    assert!(loaded.status.success(), "{}", String::from_utf8_lossy(&loaded.stderr));
    let said = refusal(&[open[0], open[1], ("DATABASE_URL", &url)]);
    assert!(said.contains("LISTEN") && said.contains("demonstration"), "{said}");
}

#[test]
fn every_command_explains_itself() {
    for command in ["--help", "serve --help", "migrate --help", "demo --help", "backup --help", "restore --help"] {
        let output = portal(command, &[]);
        assert!(output.status.success() && !output.stdout.is_empty(), "{command}");
    }
    let url = sqlite();
    for _ in 0..2 {
        assert!(portal("migrate", &[("DATABASE_URL", &url)]).status.success(), "migrating twice is harmless");
    }
}

fn status(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer.lines().next().unwrap_or_default().to_owned()
}

/// A running server and its address.
fn started(url: &str) -> (Child, String) {
    let vars = [("DATABASE_URL", url), ("LISTEN", "127.0.0.1:0"), ("RUST_LOG", "warn")];
    let mut server = program("", &vars).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(server.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.trim().strip_prefix("Listening on http://").expect(&line).to_owned();
    (server, address)
}

#[test]
fn a_database_that_was_lost_is_not_replaced_by_a_new_one() {
    let url = sqlite();
    let file = url.strip_prefix("sqlite:").unwrap();
    std::fs::write(format!("{file}-wal"), "what the last changes left").unwrap();
    for command in ["serve", "migrate", "demo"] {
        let output = portal(command, &[("DATABASE_URL", &url), ("LISTEN", "127.0.0.1:0")]);
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success() && said.contains("DATABASE_URL") && said.contains(file), "{command}: {said}");
        assert!(!Path::new(file).exists(), "{command}");
    }
    std::fs::remove_file(format!("{file}-wal")).unwrap();
    assert!(portal("migrate", &[("DATABASE_URL", &url)]).status.success());
}

#[test]
fn only_being_told_loads_demonstration_data() {
    let url = sqlite();
    let (mut server, address) = started(&url);
    assert_eq!(status(&address, "/sign-in"), "HTTP/1.1 200 OK");
    server.kill().unwrap();
    server.wait().unwrap();
    // Accounts that everybody knows the password of would be in the way of these.
    let loaded = portal("demo", &[("DATABASE_URL", &url)]);
    assert!(loaded.status.success(), "an empty database was filled: {}", String::from_utf8_lossy(&loaded.stderr));
}

#[test]
fn starting_on_an_older_database_brings_it_up_to_date() {
    run(async {
        for (folder, url) in [("sqlite", database(DbKind::Sqlite).await), ("postgres", database(DbKind::Postgres).await)] {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store/migrations").join(folder);
            let migrations = Migrator::new(folder).await.unwrap();
            // The first version, with an account in it.
            let user = "INSERT INTO users (email, role, display_name, id, created_at) VALUES ('ann@example.org', 'consumer', 'Ann Lee'";
            if let Some(file) = url.strip_prefix("sqlite:") {
                std::fs::create_dir_all(Path::new(file).parent().unwrap()).unwrap();
                let pool = sqlx::SqlitePool::connect(&format!("{url}?mode=rwc")).await.unwrap();
                migrations.run_to(1, &pool).await.unwrap();
                sqlx::query(AssertSqlSafe(format!("{user}, zeroblob(16), 0)"))).execute(&pool).await.unwrap();
                pool.close().await;
            } else {
                let pool = sqlx::PgPool::connect(&url).await.unwrap();
                migrations.run_to(1, &pool).await.unwrap();
                sqlx::query(AssertSqlSafe(format!("{user}, gen_random_uuid(), now())"))).execute(&pool).await.unwrap();
                pool.close().await;
            }
            let (mut server, address) = started(&url);
            assert_eq!(status(&address, "/readyz"), "HTTP/1.1 200 OK");
            assert_eq!(status(&address, "/account/assister"), "HTTP/1.1 303 See Other");
            server.kill().unwrap();
            server.wait().unwrap();
            assert!(!portal("demo", &[("DATABASE_URL", &url)]).status.success(), "what was in it is gone");
        }
    });
}

#[test]
fn who_never_finishes_a_request_is_hung_up_on() {
    let (mut server, address) = started(&sqlite());
    let mut slow = TcpStream::connect(&address).unwrap();
    slow.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    write!(slow, "GET /healthz HTTP/1.1\r\nHost: {address}\r\nX-Slow: ").unwrap();
    let mut answer = String::new();
    let read = slow.read_to_string(&mut answer);
    server.kill().unwrap();
    server.wait().unwrap();
    assert!(read.is_ok() && !answer.contains("200 OK"), "{read:?} {answer}");
}

#[test]
fn a_server_that_is_told_to_stop_says_so_and_is_gone_in_time() {
    let (mut server, address) = started(&sqlite());
    assert_eq!(status(&address, "/readyz"), "HTTP/1.1 200 OK");
    // A visitor who keeps a connection open does not keep the server.
    let _idle = TcpStream::connect(&address).unwrap();

    // The shell's own: a small system has no program of this name.
    assert!(Command::new("sh").args(["-c", &format!("kill -TERM {}", server.id())]).status().unwrap().success());
    let waited = Stopwatch::start();
    while status(&address, "/readyz") != "HTTP/1.1 503 Service Unavailable" {
        assert!(waited.elapsed() < Duration::from_secs(5), "it still says that it is ready");
    }
    assert_eq!(status(&address, "/healthz"), "HTTP/1.1 200 OK");
    for _ in 0..95 {
        if let Some(ended) = server.try_wait().unwrap() {
            assert!(ended.success(), "{ended}");
            return;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    let _ = server.kill();
    panic!("still there after ten seconds");
}
