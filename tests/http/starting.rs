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

pub fn program(command: &str, vars: &[(&str, &str)]) -> Command {
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
fn demonstration_data_is_not_served_through_a_proxy_either() {
    let behind = [("LISTEN", "127.0.0.1:0"), ("PUBLIC_URL", "https://portal.example.org")];
    let names = |said: &str| said.contains("PUBLIC_URL is https://portal.example.org") && said.contains("demonstration");
    let said = refusal(&[behind[0], behind[1], ("DEMO", "on"), ("DATABASE_URL", &sqlite())]);
    assert!(names(&said), "{said}");
    run(async move {
        for url in [database(DbKind::Sqlite).await, database(DbKind::Postgres).await] {
            let refused = portal("demo", &[behind[0], behind[1], ("DATABASE_URL", &url)]);
            assert!(!refused.status.success() && names(&String::from_utf8_lossy(&refused.stderr)));
            let loaded = portal("demo", &[("DATABASE_URL", &url)]);
            assert!(loaded.status.success(), "{}", String::from_utf8_lossy(&loaded.stderr));
            for demo in ["on", "off"] {
                let said = refusal(&[behind[0], behind[1], ("DATABASE_URL", &url), ("DEMO", demo)]);
                assert!(names(&said), "{demo}: {said}");
            }
            let here = [behind[0], ("PUBLIC_URL", "http://localhost:3000"), ("DATABASE_URL", &url)];
            assert_eq!(status(&started_with(&here).1, "/sign-in"), "HTTP/1.1 200 OK");
        }
    });
}

#[test]
fn a_request_names_one_host() {
    let server = started(&sqlite());
    let address = &server.1;
    let answer = |head: String| {
        let mut stream = TcpStream::connect(address).unwrap();
        write!(stream, "{head}\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    };
    let close = "Connection: close";
    for path in ["/sign-in", "/healthz", "/pkg/nothing.js", "/nowhere"] {
        let none = answer(format!("GET {path} HTTP/1.1\r\n{close}"));
        assert!(none.starts_with("HTTP/1.1 400 Bad Request") && none.contains("x-content-type-options: nosniff"), "{path}: {none}");
        for second in ["evil.example.org", address.as_str()] {
            let two = answer(format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nHost: {second}\r\n{close}"));
            assert!(two.starts_with("HTTP/1.1 400 Bad Request"), "{path}: {two}");
        }
    }
    let empty = answer(format!("GET /healthz HTTP/1.1\r\nHost:\r\n{close}"));
    assert!(empty.starts_with("HTTP/1.1 400 Bad Request"), "{empty}");
    assert_eq!(status(address, "/healthz"), "HTTP/1.1 200 OK");
    // Before hosts had names.
    assert!(answer("GET /healthz HTTP/1.0".to_owned()).starts_with("HTTP/1.0 200 OK"));
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

pub fn status(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer.lines().next().unwrap_or_default().to_owned()
}

/// A running server, gone with its test, and its address.
pub struct Running(pub Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A running server and its address.
pub fn started(url: &str) -> (Running, String) {
    started_with(&[("DATABASE_URL", url), ("LISTEN", "127.0.0.1:0"), ("RUST_LOG", "warn")])
}

fn started_with(vars: &[(&str, &str)]) -> (Running, String) {
    started_as(program("", vars).stderr(Stdio::null()))
}

/// The same of a program that is told how to run.
pub fn started_as(program: &mut Command) -> (Running, String) {
    let mut server = Running(program.stdout(Stdio::piped()).spawn().unwrap());
    let mut line = String::new();
    BufReader::new(server.0.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.trim().strip_prefix("Listening on http://").expect(&line).to_owned();
    (server, address)
}

/// The log, as soon as this holds of it: it is written beside the answers.
pub fn log_that(path: &Path, holds: impl Fn(&str) -> bool) -> String {
    for _ in 0..1000 {
        let log = std::fs::read_to_string(path).unwrap();
        if holds(&log) {
            return log;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    panic!("after 20 s the log is still {}", std::fs::read_to_string(path).unwrap());
}

#[test]
fn a_database_that_was_lost_is_not_replaced_by_a_new_one() {
    let url = sqlite();
    let file = url.strip_prefix("sqlite:").unwrap();
    std::fs::create_dir_all(Path::new(file).parent().unwrap()).unwrap();
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
    server.0.kill().unwrap();
    server.0.wait().unwrap();
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
            server.0.kill().unwrap();
            server.0.wait().unwrap();
            assert!(!portal("demo", &[("DATABASE_URL", &url)]).status.success(), "what was in it is gone");
        }
    });
}

#[test]
fn silent_connections_take_no_file_that_the_server_needs() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("log");
    let url = sqlite();
    let told = program("serve", &[("DATABASE_URL", &url), ("LISTEN", "127.0.0.1:0"), ("RUST_LOG", "warn")]);
    let limited = |limit: &str| {
        let mut shell = Command::new("sh");
        shell.args(["-c", &format!("ulimit {limit}; exec \"$0\" \"$@\"")]).arg(told.get_program()).args(told.get_args());
        for (name, value) in told.get_envs().filter_map(|(name, value)| Some((name, value?))) {
            shell.env(name, value);
        }
        started_as(shell.stderr(std::fs::File::create(&log).unwrap()))
    };
    {
        // The system lets the program have more than it has.
        let (server, _) = limited("-Sn 64");
        let limits = std::fs::read_to_string(format!("/proc/{}/limits", server.0.id())).unwrap();
        let files = limits.lines().find(|line| line.starts_with("Max open files")).unwrap();
        let mut numbers = files.split_whitespace().filter_map(|word| word.parse::<u64>().ok());
        let (now, most) = (numbers.next().unwrap(), numbers.next().unwrap_or(u64::MAX));
        assert!(now >= most.min(65_536), "{files}");
    }
    let (_server, address) = limited("-n 400");
    let mut first = TcpStream::connect(&address).unwrap();
    let mut asks = || {
        write!(first, "GET /readyz HTTP/1.1\r\nHost: {address}\r\n\r\n").unwrap();
        let mut answer = [0; 4096];
        let length = first.read(&mut answer).unwrap();
        String::from_utf8_lossy(&answer[..length]).lines().next().unwrap_or_default().to_owned()
    };
    assert_eq!(asks(), "HTTP/1.1 200 OK");
    let mut silent: Vec<TcpStream> = (0..600).map(|_| TcpStream::connect(&address).unwrap()).collect();
    // Those that are too many are told at once.
    assert_eq!(silent.last_mut().unwrap().read(&mut [0; 1]).unwrap_or(0), 0);
    assert_eq!(asks(), "HTTP/1.1 200 OK", "who was in is answered, with a file and a connection of the database");
    let told = |log: &str| log.lines().filter(|line| line.contains("as many connections as there may be")).count();
    let lines = log_that(&log, |log| told(log) > 0);
    assert_eq!(told(&lines), 1, "{lines}");
}

#[test]
fn who_never_finishes_a_request_is_hung_up_on() {
    let (mut server, address) = started(&sqlite());
    let mut slow = TcpStream::connect(&address).unwrap();
    slow.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    write!(slow, "GET /healthz HTTP/1.1\r\nHost: {address}\r\nX-Slow: ").unwrap();
    let mut answer = String::new();
    let read = slow.read_to_string(&mut answer);
    server.0.kill().unwrap();
    server.0.wait().unwrap();
    assert!(read.is_ok() && !answer.contains("200 OK"), "{read:?} {answer}");
}

#[test]
fn a_server_that_is_told_to_stop_says_so_and_is_gone_in_time() {
    let (mut server, address) = started(&sqlite());
    assert_eq!(status(&address, "/readyz"), "HTTP/1.1 200 OK");
    // A visitor who keeps a connection open does not keep the server.
    let _idle = TcpStream::connect(&address).unwrap();

    // The shell's own: a small system has no program of this name.
    assert!(Command::new("sh").args(["-c", &format!("kill -TERM {}", server.0.id())]).status().unwrap().success());
    let waited = Stopwatch::start();
    while status(&address, "/readyz") != "HTTP/1.1 503 Service Unavailable" {
        assert!(waited.elapsed() < Duration::from_secs(5), "it still says that it is ready");
    }
    assert_eq!(status(&address, "/healthz"), "HTTP/1.1 200 OK");
    for _ in 0..95 {
        if let Some(ended) = server.0.try_wait().unwrap() {
            assert!(ended.success(), "{ended}");
            return;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    let _ = server.0.kill();
    panic!("still there after ten seconds");
}
