//! Just enough HTTP to ask our own server on this machine: signing in, and a GET that counts the bytes on the wire.

use anyhow::{Context, Result, bail};
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::time::Duration;

pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
    /// Head and body as sent.
    pub bytes: usize,
}

/// A port that was free a moment ago.
pub fn free_port() -> Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("no free port")?.local_addr()?.port())
}

/// Accepts brotli, as browsers do; `identity` bodies come out readable.
pub fn get(port: u16, path: &str) -> Result<Answer> {
    Visit { port, cookie: String::new() }.get(path)
}

/// A browser's visit to a server on this machine.
pub struct Visit {
    pub port: u16,
    /// What the server gave: each `name=value`, or nothing.
    pub cookie: String,
}

impl Visit {
    /// Signs in as a browser without JavaScript does.
    pub fn signed_in(port: u16, email: &str, password: &str) -> Result<Self> {
        let form = format!("email={}&password={password}", email.replace('@', "%40"));
        let headers = format!("Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n", form.len());
        let answer = Self { port, cookie: String::new() }.send("POST /api/sign-in", &headers, &form)?;
        let cookies =
            answer.head.lines().filter_map(|line| line.split_once(": ")).filter(|(name, _)| name.eq_ignore_ascii_case("set-cookie"));
        let cookies: Vec<&str> = cookies.filter_map(|(_, cookie)| cookie.split(';').next()).collect();
        if cookies.is_empty() {
            bail!("signing in gave no cookie");
        }
        Ok(Self { port, cookie: cookies.join("; ") })
    }

    /// With brotli, as it goes over the wire.
    pub fn get(&self, path: &str) -> Result<Answer> {
        self.send(&format!("GET {path}"), "Accept-Encoding: gzip, br\r\n", "")
    }

    /// The same without compression, for reading what is in it.
    pub fn get_plain(&self, path: &str) -> Result<Answer> {
        self.send(&format!("GET {path}"), "Accept-Encoding: identity\r\n", "")
    }

    fn send(&self, what: &str, headers: &str, body: &str) -> Result<Answer> {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))?;
        stream.set_read_timeout(Some(Duration::from_secs(20)))?;
        let cookie = if self.cookie.is_empty() { String::new() } else { format!("Cookie: {}\r\n", self.cookie) };
        write!(
            stream,
            "{what} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nAccept: text/html,*/*\r\n{headers}{cookie}Connection: close\r\n\r\n{body}",
            self.port
        )?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        let end = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n").context("an answer without a head")?;
        let head = String::from_utf8_lossy(&answer[..end]).into_owned();
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).context("an answer without a status")?;
        Ok(Answer { status, head, body: answer[end + 4..].to_vec(), bytes: answer.len() })
    }
}
