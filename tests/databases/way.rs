//! The way between the program and its Postgres, which a test makes slow or silent.

use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use url::Url;

/// A way that is open until this is dropped.
pub struct Way {
    /// The address of the database by this way.
    pub url: String,
    silences: watch::Sender<u32>,
    accepting: tokio::task::JoinHandle<()>,
}

impl Way {
    /// A way to the database of this address. Each piece takes this long, in each direction.
    pub async fn to(url: &str, delay: Duration) -> Self {
        Self::from(TcpListener::bind("127.0.0.1:0").await.unwrap(), url, delay)
    }

    /// The same from an address that is known before.
    pub fn from(listener: TcpListener, url: &str, delay: Duration) -> Self {
        let server = Url::parse(url).unwrap();
        let server = format!("{}:{}", server.host_str().unwrap(), server.port().unwrap_or(5432));
        let (silences, heard) = watch::channel(0);
        let url = by_way(url, listener.local_addr().unwrap().port());
        let accepting = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                client.set_nodelay(true).unwrap();
                let Ok(server) = TcpStream::connect(&server).await else { continue };
                server.set_nodelay(true).unwrap();
                let ((from_client, to_client), (from_server, to_server)) = (client.into_split(), server.into_split());
                tokio::spawn(carry(from_client, to_server, delay, heard.clone()));
                tokio::spawn(carry(from_server, to_client, delay, heard.clone()));
            }
        });
        Self { url, silences, accepting }
    }

    /// On the connections that are open now nothing arrives any more, and nobody is told. New ones work.
    pub fn falls_silent(&self) {
        self.silences.send_modify(|silences| *silences += 1);
    }
}

impl Drop for Way {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

/// The address of a database by a way that begins at this port.
pub fn by_way(url: &str, port: u16) -> String {
    let mut url = Url::parse(url).unwrap();
    url.set_host(Some("127.0.0.1")).unwrap();
    url.set_port(Some(port)).unwrap();
    url.into()
}

async fn carry(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, delay: Duration, heard: watch::Receiver<u32>) {
    let before = *heard.borrow();
    let mut piece = [0; 64 * 1024];
    while let Ok(read @ 1..) = from.read(&mut piece).await {
        tokio::time::sleep(delay).await;
        if *heard.borrow() != before {
            // Both ends stay open.
            std::future::pending::<()>().await;
        }
        if to.write_all(&piece[..read]).await.is_err() {
            return;
        }
    }
}
