//! A load of page requests, and what it measured.

use super::client::{Client, Failure};
use hyper::header::SET_COOKIE;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::{Duration, Instant};

/// What a run measured.
#[derive(Clone, Debug)]
pub struct Measured {
    /// Requests per second.
    pub rate: f64,
    /// Median latency in milliseconds.
    pub p50: f64,
    /// 99th percentile in milliseconds.
    pub p99: f64,
    /// Bytes of one body.
    pub bytes: usize,
}

/// Signs in with the demo password and returns the cookie.
pub async fn sign_in(address: SocketAddr, email: &str) -> Result<String, Failure> {
    sign_in_from(address, Ipv4Addr::LOCALHOST, email).await?.ok_or_else(|| "too many sign in at once".into())
}

/// The same from another address of this machine. `None`: as many wait as may.
pub async fn sign_in_from(address: SocketAddr, from: Ipv4Addr, email: &str) -> Result<Option<String>, Failure> {
    let mut client = Client::connect_from(address, from, "").await?;
    let form = format!("email={}&password=Lakes-and-loons-10000", email.replace('@', "%40"));
    let answer = client.post("/api/sign-in", &form).await?;
    if answer.status == 503 {
        return Ok(None);
    }
    let cookie = answer.headers.get(SET_COOKIE).and_then(|value| value.to_str().ok()).and_then(|value| value.split(';').next());
    cookie.map(|cookie| Some(cookie.to_owned())).ok_or_else(|| format!("signing in as {email} failed: {}", answer.status).into())
}

/// One page to ask for.
#[derive(Clone)]
pub struct Page {
    /// For the report.
    pub what: String,
    /// Which server.
    pub address: SocketAddr,
    /// Which page.
    pub path: String,
    /// Whose.
    pub cookie: String,
}

/// How many turns each page has. The machine's speed changes from minute to minute: what is compared takes turns.
const TURNS: u32 = 5;

/// Asks for each of the pages over `connections`, in turn, each as long as `run` in all. Every answer must be a 200 with the whole page.
pub async fn in_turn(pages: &[Page], connections: usize, run: Duration) -> Result<Vec<Measured>, Failure> {
    let mut all: Vec<(Vec<Duration>, Duration, usize)> = vec![Default::default(); pages.len()];
    for page in pages {
        // Warm: caches and statement plans are not what is measured.
        request_until(page.address, &page.path, &page.cookie, Instant::now() + run / 10).await?;
    }
    for _ in 0..TURNS {
        for (page, (times, took, bytes)) in pages.iter().zip(&mut all) {
            let (started, end) = (Instant::now(), Instant::now() + run / TURNS);
            let mut workers = Vec::new();
            for _ in 0..connections {
                let page = page.clone();
                workers.push(tokio::spawn(async move { request_until(page.address, &page.path, &page.cookie, end).await }));
            }
            for worker in workers {
                let (some, size) = worker.await??;
                times.extend(some);
                *bytes = size;
            }
            *took += started.elapsed();
        }
    }
    Ok(all.into_iter().map(|(times, took, bytes)| measured(times, took, bytes)).collect())
}

async fn request_until(address: SocketAddr, path: &str, cookie: &str, end: Instant) -> Result<(Vec<Duration>, usize), Failure> {
    let mut client = Client::connect(address, cookie).await?;
    let (mut times, mut bytes) = (Vec::new(), 0);
    while Instant::now() < end {
        let start = Instant::now();
        let answer = client.get(path).await?;
        times.push(start.elapsed());
        if answer.status != 200 || !answer.body.trim_ascii_end().ends_with(b"</html>") {
            return Err(format!("{path} answered {} with {} bytes", answer.status, answer.body.len()).into());
        }
        bytes = answer.body.len();
    }
    Ok((times, bytes))
}

/// Rate and percentiles of single times.
pub fn measured(mut times: Vec<Duration>, took: Duration, bytes: usize) -> Measured {
    times.sort();
    let at =
        |share: usize| times.get((times.len() * share / 100).min(times.len().saturating_sub(1))).map_or(0.0, |t| t.as_secs_f64() * 1e3);
    Measured { rate: times.len() as f64 / took.as_secs_f64(), p50: at(50), p99: at(99), bytes }
}

impl std::fmt::Display for Measured {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:8.0} requests/s   p50 {:6.2} ms   p99 {:6.2} ms   {:6} bytes", self.rate, self.p50, self.p99, self.bytes)
    }
}
