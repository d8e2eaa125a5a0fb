//! A file of SQLite that is cut off, or taken away, while the server has it open: an outage, and not the end of the process.

use crate::http::starting::{log_that, portal, program, started_as, status};
use crate::http::support::sqlite;
use assister_portal::store::demo::PASSWORD;
use std::fs::{self, File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;

/// Tries to sign in; the first line of the answer.
pub fn sign_in(address: &str, password: &str) -> String {
    let body = format!("email=consumer@demo.test&password={password}");
    let mut stream = TcpStream::connect(address).unwrap();
    write!(
        stream,
        "POST /api/sign-in HTTP/1.1\r\nHost: {address}\r\nSec-Fetch-Site: same-origin\r\nAccept: text/html\r\nConnection: close\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer.lines().next().unwrap_or_default().to_owned()
}

#[test]
fn a_file_that_is_cut_off_or_gone_is_an_outage() {
    let folder = tempfile::tempdir().unwrap();
    for harm in ["cut off", "gone", "another one"] {
        let url = sqlite();
        let file = Path::new(url.strip_prefix("sqlite:").unwrap());
        // The program that fills it closes it: everything stands in the file itself.
        assert!(portal("demo", &[("DATABASE_URL", &url)]).status.success());
        let log = folder.path().join(harm);
        let vars = [("DATABASE_URL", url.as_str()), ("LISTEN", "127.0.0.1:0"), ("RUST_LOG", "warn")];
        let (mut server, address) = started_as(program("serve", &vars).stderr(File::create(&log).unwrap()));
        assert_eq!(status(&address, "/readyz"), "HTTP/1.1 200 OK");
        match harm {
            "cut off" => OpenOptions::new().write(true).open(file).unwrap().set_len(16 * 1024).unwrap(),
            "gone" => fs::remove_file(file).unwrap(),
            _ => {
                let other = file.with_extension("other");
                fs::copy(file, &other).unwrap();
                fs::rename(other, file).unwrap();
            }
        }
        if harm == "cut off" {
            for _ in 0..3 {
                let answer = sign_in(&address, PASSWORD);
                assert!(answer.starts_with("HTTP/1.1 5"), "{answer}");
            }
        }
        assert_eq!(status(&address, "/readyz"), "HTTP/1.1 503 Service Unavailable", "{harm}");
        assert_eq!(status(&address, "/healthz"), "HTTP/1.1 200 OK", "{harm}");
        assert!(server.0.try_wait().unwrap().is_none(), "{harm}");
        let log = log_that(&log, |log| log.contains("not ready"));
        assert!(log.contains("the database's file") && log.contains(harm), "{log}");
    }
}
