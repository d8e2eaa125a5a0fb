//! Connections: how many there are at once, and how long one may be silent. Nobody who says nothing, half of something, or does not read
//! what they asked for keeps a place for long.
//!
//! Browsers and proxies come by HTTP/1.1 here (no browser speaks HTTP/2 without encryption), so HTTP/2 is not spoken: its connections
//! could be kept open without asking for anything.

use super::seldom::Seldom;
use axum::Router;
use axum_server::accept::Accept;
use axum_server::{Handle, Server};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use std::future::{Ready, ready};
use std::io::{self, ErrorKind, IoSlice};
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready as when_ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, Sleep, sleep};

/// As many open files as the portal asks for.
const FILES: u64 = 65_536;
/// Of them, for the database, mail, files of the site, and what else is not a connection of a visitor.
const FILES_OF_OUR_OWN: u64 = 256;
/// The most connections at once, however many files there may be.
const MOST: usize = 20_000;

/// What connections are held to.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// How long the head of a request may take, from the first moment of the connection or from the end of the request before.
    pub head: Duration,
    /// How long somebody may take to read the next piece of what they asked for.
    pub silence: Duration,
    /// How many at once.
    pub most: usize,
}

impl Limits {
    /// For this many files that may be open.
    #[must_use]
    pub fn for_files(files: u64) -> Self {
        let most = usize::try_from(files.saturating_sub(FILES_OF_OUR_OWN).max(files / 4)).unwrap_or(MOST).min(MOST);
        Self { head: Duration::from_secs(15), silence: Duration::from_secs(60), most }
    }
}

/// Asks the system for as many open files as it lets us have. Gives how many those are.
#[must_use]
pub fn raise_open_files() -> u64 {
    let now = getrlimit(Resource::Nofile);
    let (current, maximum) = (now.current.unwrap_or(u64::MAX), now.maximum.unwrap_or(u64::MAX));
    let wanted = FILES.min(maximum).max(current);
    let raised = Rlimit { current: Some(wanted), maximum: now.maximum };
    if wanted > current && setrlimit(Resource::Nofile, raised).is_err() { current } else { wanted }
}

/// Serves until the handle ends it.
///
/// # Errors
/// When the listener fails.
pub async fn serve(listener: TcpListener, router: Router, limits: Limits, handle: Handle<SocketAddr>) -> io::Result<()> {
    let (full, refused) = (Seldom::default(), Seldom::default());
    let mut server = Server::<SocketAddr>::from_listener(listener)
        .http1_only()
        .acceptor(Gate { places: Arc::new(Semaphore::new(limits.most)), silence: limits.silence })
        .accept_error_handler(move |peer, error| {
            if peer.is_some() && error.kind() == ErrorKind::QuotaExceeded {
                if let Some(times) = full.happened() {
                    tracing::warn!(most = limits.most, times, "as many connections as there may be: new ones are turned away");
                }
            } else if let Some(times) = refused.happened() {
                tracing::warn!(cause = %error, times, "connections could not be taken");
            }
        })
        .handle(handle);
    // Who has asked for all they want may say so, and still gets the answer.
    server.http_builder().http1().header_read_timeout(limits.head).half_close(true);
    server.serve(router.into_make_service_with_connect_info::<SocketAddr>()).await
}

/// Lets so many in at once.
#[derive(Clone)]
struct Gate {
    places: Arc<Semaphore>,
    silence: Duration,
}

impl<S> Accept<TcpStream, S> for Gate {
    type Stream = Watched;
    type Service = S;
    type Future = Ready<io::Result<(Watched, S)>>;

    fn accept(&self, stream: TcpStream, service: S) -> Self::Future {
        let Ok(place) = Arc::clone(&self.places).try_acquire_owned() else {
            return ready(Err(ErrorKind::QuotaExceeded.into()));
        };
        // With Nagle's algorithm a page that is streamed in pieces waits 40 ms for an acknowledgment.
        ready(stream.set_nodelay(true).map(|()| (Watched::new(stream, self.silence, place), service)))
    }
}

/// A connection that ends when nobody reads what is written to it. What is read has its own limits: of a head hyper's, of the rest the
/// request's.
struct Watched {
    stream: TcpStream,
    silence: Duration,
    /// Whether the last piece is still not taken; then the alarm is set.
    stuck: bool,
    alarm: Pin<Box<Sleep>>,
    _place: OwnedSemaphorePermit,
}

impl Watched {
    fn new(stream: TcpStream, silence: Duration, place: OwnedSemaphorePermit) -> Self {
        Self { stream, silence, stuck: false, alarm: Box::pin(sleep(silence)), _place: place }
    }

    /// What the stream answered, or that it has been stuck for too long.
    fn watch<T>(&mut self, context: &mut Context<'_>, answer: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if answer.is_ready() {
            self.stuck = false;
            return answer;
        }
        if !self.stuck {
            self.stuck = true;
            let end = Instant::now() + self.silence;
            self.alarm.as_mut().reset(end);
        }
        when_ready!(self.alarm.as_mut().poll(context));
        Poll::Ready(Err(ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Watched {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Watched {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let answer = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.watch(context, answer)
    }

    fn poll_write_vectored(mut self: Pin<&mut Self>, context: &mut Context<'_>, pieces: &[IoSlice<'_>]) -> Poll<io::Result<usize>> {
        let answer = Pin::new(&mut self.stream).poll_write_vectored(context, pieces);
        self.watch(context, answer)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::routing::get;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::time::timeout;

    const SOON: Duration = Duration::from_millis(300);
    const NEVER: Duration = Duration::from_secs(600);
    /// Longer than anything here takes on a busy machine.
    const PATIENCE: Duration = Duration::from_secs(60);
    const ASK: &[u8] = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    async fn start(head: Duration, silence: Duration, most: usize) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let slow = async || {
            sleep(SOON * 4).await;
            "slow"
        };
        let big = async || vec![b'x'; 64 * 1024 * 1024];
        let router = Router::new().route("/", get(async || "here")).route("/slow", get(slow)).route("/big", get(big));
        tokio::spawn(serve(listener, router, Limits { head, silence, most }, Handle::new()));
        address
    }

    async fn connect(address: SocketAddr, first: &[u8]) -> TcpStream {
        let mut stream = TcpStream::connect(address).await.unwrap();
        // Whoever is turned away may find that out at once.
        let _ = stream.write_all(first).await;
        stream
    }

    /// What comes before the end, which must come.
    async fn to_the_end(stream: &mut TcpStream, what: &str) -> String {
        let mut read = Vec::new();
        // A reset is an end, too.
        let _ = timeout(PATIENCE, stream.read_to_end(&mut read)).await.unwrap_or_else(|_| panic!("{what} stays for ever"));
        String::from_utf8_lossy(&read).into_owned()
    }

    /// Asks on a connection and reads as far as the answer goes; whether there was one.
    async fn answers(stream: &mut TcpStream) -> bool {
        let mut read = vec![0; 4096];
        let _ = stream.write_all(ASK).await;
        let length = timeout(PATIENCE, stream.read(&mut read)).await.unwrap().unwrap_or(0);
        read[..length].ends_with(b"here")
    }

    #[tokio::test]
    async fn who_says_nothing_or_half_of_something_is_hung_up_on() {
        let address = start(SOON, NEVER, 100).await;
        for first in ["", "G", "GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ", "PRI * HT", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0"]
        {
            let said = to_the_end(&mut connect(address, first.as_bytes()).await, first).await;
            assert!(!said.contains("here"), "{first}: {said}");
        }
        let said = to_the_end(&mut connect(address, ASK).await, "an idle connection").await;
        assert!(said.contains("200 OK") && said.ends_with("here"), "{said}");
        let said = to_the_end(&mut connect(address, b"GET /slow HTTP/1.1\r\nHost: a\r\n\r\n").await, "a slow answer").await;
        assert!(said.ends_with("slow"), "what is under way may take longer: {said}");
    }

    #[tokio::test]
    async fn who_does_not_read_what_they_asked_for_keeps_no_place() {
        let address = start(NEVER, SOON, 1).await;
        let _reads_nothing = connect(address, b"GET /big HTTP/1.1\r\nHost: a\r\n\r\n").await;
        let next = async { while !answers(&mut connect(address, b"").await).await {} };
        timeout(PATIENCE, next).await.expect("the only place is free again");
    }

    #[tokio::test]
    async fn who_says_that_they_send_no_more_still_gets_the_answer() {
        let address = start(NEVER, NEVER, 100).await;
        for ask in [ASK, b"GET /slow HTTP/1.1\r\nHost: a\r\n\r\n", b"GET /big HTTP/1.1\r\nHost: a\r\n\r\n"] {
            let mut stream = connect(address, ask).await;
            stream.shutdown().await.unwrap();
            let said = to_the_end(&mut stream, "a half-closed connection").await;
            let (head, body) = said.split_once("\r\n\r\n").unwrap_or_default();
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).map(|length| length.parse::<usize>().unwrap());
            assert!(head.starts_with("HTTP/1.1 200 OK") && length == Some(body.len()), "{head}");
        }
    }

    #[tokio::test]
    async fn there_are_so_many_places_and_each_is_given_again() {
        let address = start(NEVER, NEVER, 2).await;
        let (mut first, mut second) = (connect(address, b"").await, connect(address, b"").await);
        assert!(answers(&mut first).await && answers(&mut second).await);
        for _ in 0..5 {
            assert_eq!(to_the_end(&mut connect(address, ASK).await, "one too many").await, "");
        }
        assert!(answers(&mut first).await, "who is in stays in");
        drop(second);
        let next = async { while !answers(&mut connect(address, b"").await).await {} };
        timeout(PATIENCE, next).await.expect("a place that was left is free");
    }

    #[test]
    fn there_are_more_files_than_connections() {
        let files = raise_open_files();
        assert!(getrlimit(Resource::Nofile).current.unwrap_or(u64::MAX) >= files && files > 0);
        for (files, most) in [(1024, 768), (256, 64), (65_536, 20_000)] {
            assert_eq!(Limits::for_files(files).most, most);
        }
    }
}
