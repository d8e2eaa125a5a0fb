//! Attacks leave a trace: what was refused is in the audit log and in the log, without anything that tells who was tried.

use crate::http::starting::{log_that, program, started_as};
use crate::http::support::{Service, database, run, services};
use assister_portal::store::DbKind;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

const EVERY: &str = "SELECT COUNT(*) FROM audit_events WHERE";

async fn rows(service: &Service, what: &str) -> i64 {
    service.count(&format!("{EVERY} {what}")).await
}

#[test]
fn every_refused_sign_in_and_every_link_that_is_asked_for_is_one_row() {
    run(async {
        for service in services().await {
            let name = service.name;
            service.consumer("ann@example.org").await;
            for (email, password) in [("ann@example.org", "wrong"), ("nobody@example.org", "wrong"), (" ANN@example.org", "wrong+too")] {
                service.form("/api/sign-in", &format!("email={email}&password={password}"), "").await;
            }
            assert_eq!(rows(&service, "action = 'sign_in_refused' AND outcome = 'wrong'").await, 3, "{name}");
            let distinct = |column: &str| format!("SELECT COUNT(DISTINCT {column}) FROM audit_events WHERE action = 'sign_in_refused'");
            assert_eq!(service.count(&distinct("tried_hash")).await, 2, "{name}: the same account is recognized");
            assert_eq!(service.count(&distinct("address_hash")).await, 1, "{name}");
            assert_eq!(
                rows(&service, "action = 'sign_in_refused' AND (outcome IS NULL OR address_hash IS NULL OR tried_hash IS NULL)").await,
                0
            );
            service.sign_in("ann@example.org").await;
            assert_eq!(rows(&service, "address_hash IS NOT NULL").await, 3, "{name}: who gets in is none of them");
            for _ in 0..30 {
                service.form("/api/sign-in", "email=bo@example.org&password=wrong", "").await;
            }
            assert_eq!(rows(&service, "action = 'sign_in_refused' AND outcome = 'limited'").await, 1, "{name}: once a minute");
            service.wait(Duration::from_secs(60));
            service.form("/api/sign-in", "email=bo@example.org&password=wrong", "").await;
            assert_eq!(rows(&service, "action = 'sign_in_refused' AND outcome = 'limited'").await, 2, "{name}");
            assert_eq!(rows(&service, "action = 'sign_in_refused' AND outcome = 'wrong'").await, 23, "{name}");
            for _ in 0..6 {
                service.form("/api/forgot-password", "email=ann@example.org", "").await;
            }
            assert_eq!(rows(&service, "action = 'password_reset_asked' AND outcome = 'asked'").await, 5, "{name}");
            assert_eq!(rows(&service, "action = 'password_reset_asked' AND outcome = 'limited'").await, 1, "{name}");
            service.form("/api/request-learning-link", "training_id=MN-1&certification_email=ann@example.org", "").await;
            assert_eq!(rows(&service, "action = 'learning_link_asked' AND outcome = 'asked'").await, 1, "{name}");
            // Hashed with a key, and not what anybody can try out.
            let plain = assister_portal::server::links::hash("ann@example.org");
            assert_eq!(rows(&service, &format!("tried_hash = {}", service.bytes(&plain))).await, 0, "{name}");
        }
    });
}

#[test]
fn the_log_tells_a_refused_sign_in_from_a_success_and_a_limit_that_holds_once() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        for (name, url) in [("sqlite", database(DbKind::Sqlite).await), ("postgres", database(DbKind::Postgres).await)] {
            let log = folder.path().join(name);
            let vars = [("DATABASE_URL", url.as_str()), ("LISTEN", "127.0.0.1:0"), ("DEMO", "on"), ("RUST_LOG", "info")];
            let (server, address) = started_as(program("serve", &vars).stderr(File::create(&log).unwrap()));
            let sign_in = |email: &str, password: &str| {
                let body = format!("email={email}&password={password}");
                let mut stream = TcpStream::connect(&address).unwrap();
                write!(
                    stream,
                    "POST /api/sign-in HTTP/1.1\r\nHost: {address}\r\nAccept: text/html\r\nContent-Type: application/x-www-form-urlencoded\r\n\
                     Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
                    body.len()
                )
                .unwrap();
                let mut answer = String::new();
                stream.read_to_string(&mut answer).unwrap();
                assert!(answer.starts_with("HTTP/1.1 303"), "{name}: {answer}");
                answer
            };
            sign_in("consumer@demo.test", "wrong-password-of-theirs");
            let answer = sign_in("consumer@demo.test", assister_portal::store::demo::PASSWORD);
            let session = answer.split("set-cookie: ").find(|rest| rest.starts_with("session=")).unwrap().split(';').next().unwrap();
            // Neither is there for a consumer.
            for path in ["/clients", "/nowhere"] {
                let mut stream = TcpStream::connect(&address).unwrap();
                let head = format!("Host: {address}\r\nAccept: text/html\r\nCookie: {session}\r\nConnection: close");
                write!(stream, "GET {path} HTTP/1.1\r\n{head}\r\n\r\n").unwrap();
                let mut answer = String::new();
                stream.read_to_string(&mut answer).unwrap();
                assert!(answer.starts_with("HTTP/1.1 404"), "{name}: {answer}");
            }
            for _ in 0..25 {
                sign_in("zelda.fitz@example.org", "wrong-password-of-theirs");
            }
            // What is left besides the request's name and how long it took.
            let answered = |line: &&str| line.contains("/api/sign-in") && line.contains("status=303");
            let log = log_that(&log, |log| log.lines().filter(answered).count() >= 27);
            drop(server);
            let lines: Vec<&str> = log.lines().filter(answered).collect();
            let outcome = |line: &str| line.split("outcome=\"").nth(1).map(|rest| rest.split('"').next().unwrap().to_owned());
            let outcomes: Vec<Option<String>> = lines.iter().map(|line| outcome(line)).collect();
            assert_eq!(outcomes.len(), 27, "{name}: {log}");
            assert_eq!((outcomes[0].as_deref(), outcomes[1].as_deref()), (Some("wrong"), None), "{name}: {lines:?}");
            let later: BTreeSet<_> = outcomes[2..].iter().map(|outcome| outcome.as_deref()).collect();
            assert_eq!(later, BTreeSet::from([Some("wrong"), Some("limited")]), "{name}");
            // Whom a role kept out is told from who went to a page that is none.
            let missing: Vec<Option<String>> = log.lines().filter(|line| line.contains("status=404")).map(outcome).collect();
            assert_eq!(missing, [Some("refused".to_owned()), None], "{name}: {log}");
            let refused: Vec<&str> = log.lines().filter(|line| line.contains("refused to who is signed in as another")).collect();
            assert!(refused.len() == 1 && refused[0].contains("role=\"consumer\""), "{name}: {refused:?}");
            let held: Vec<&str> = log.lines().filter(|line| line.contains("a limit holds")).collect();
            assert!(held.len() == 1 && held[0].contains("limit=\"sign-in\""), "{name}: {held:?}");
            for secret in ["zelda.fitz", "wrong-password", "consumer@demo.test", "127.0.0.1:0"] {
                assert!(!log.contains(secret), "{name}: {secret}");
            }
        }
    });
}
