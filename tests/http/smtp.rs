//! A mail server that misbehaves: what it does with a message is said by its recipient's name.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

/// A mail server on a port of its own.
///
/// `refused@…` is refused at RCPT for good, `later@…` for now; `stalled@…` is never answered; of `dropped@…` the connection is broken off
/// after DATA, the first time. Everybody else's mail is taken.
#[derive(Clone)]
pub struct Server {
    port: u16,
    seen: Arc<Mutex<Seen>>,
    news: Arc<Notify>,
}

#[derive(Default)]
struct Seen {
    taken: Vec<(String, String)>,
    asked: HashMap<String, u32>,
}

impl Server {
    /// Starts one.
    pub async fn start() -> Self {
        Self::that_says("250-test\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n").await
    }

    /// Starts one that takes addresses of ASCII only.
    pub async fn of_ascii() -> Self {
        Self::that_says("250-test\r\n250 8BITMIME\r\n").await
    }

    async fn that_says(hello: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = Self { port: listener.local_addr().unwrap().port(), seen: Arc::default(), news: Arc::default() };
        let (seen, news) = (Arc::clone(&server.seen), Arc::clone(&server.news));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (seen, news) = (Arc::clone(&seen), Arc::clone(&news));
                tokio::spawn(async move { answer(stream, hello, &seen, &news).await });
            }
        });
        server
    }

    /// Where it listens.
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// Its address.
    pub fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    /// The messages that were taken whole for this recipient, whether it was said so or not.
    pub fn taken(&self, to: &str) -> Vec<String> {
        let seen = self.seen.lock().unwrap();
        seen.taken.iter().filter(|(recipient, _)| recipient == to).map(|(_, message)| message.clone()).collect()
    }

    /// Waits until the server has seen what is waited for; not for ever.
    pub async fn until(&self, seen: impl Fn(&Self) -> bool) {
        let wait = async {
            while !seen(self) {
                self.news.notified().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(60), wait).await.expect("the mail server sees it");
    }

    /// How often somebody wanted to send to this recipient.
    pub fn asked(&self, to: &str) -> u32 {
        self.seen.lock().unwrap().asked.get(to).copied().unwrap_or_default()
    }
}

/// One conversation; ends when the other side does.
async fn answer(stream: TcpStream, hello: &str, seen: &Mutex<Seen>, news: &Notify) -> Option<()> {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    let mut recipient = String::new();
    write.write_all(b"220 test ESMTP\r\n").await.ok()?;
    loop {
        let line = lines.next_line().await.ok()??;
        let word = line.split(' ').next().unwrap_or_default().to_ascii_uppercase();
        let reply = match word.as_str() {
            "EHLO" => hello,
            "RCPT" => {
                recipient = line.split(['<', '>']).nth(1)?.to_owned();
                *seen.lock().unwrap().asked.entry(recipient.clone()).or_default() += 1;
                news.notify_one();
                match recipient.split('@').next()? {
                    "refused" => "550 5.1.1 no such mailbox here\r\n",
                    "later" => "451 4.7.1 not now\r\n",
                    "stalled" => std::future::pending().await,
                    _ => "250 ok\r\n",
                }
            }
            "DATA" => {
                write.write_all(b"354 go on\r\n").await.ok()?;
                let mut message = String::new();
                loop {
                    let line = lines.next_line().await.ok()??;
                    if line == "." {
                        break;
                    }
                    message += &line;
                    message.push('\n');
                }
                let mut seen = seen.lock().unwrap();
                seen.taken.push((recipient.clone(), message));
                news.notify_one();
                if recipient.starts_with("dropped@") && seen.asked[&recipient] == 1 {
                    return None;
                }
                "250 taken\r\n"
            }
            "QUIT" => {
                write.write_all(b"221 bye\r\n").await.ok()?;
                return None;
            }
            _ => "250 ok\r\n",
        };
        write.write_all(reply.as_bytes()).await.ok()?;
    }
}
