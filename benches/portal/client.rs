//! One connection of HTTP/1.1 that stays open, as a browser without JavaScript uses it.

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::Request;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::header::{ACCEPT, CONTENT_TYPE, COOKIE, HOST, HeaderMap, LOCATION};
use hyper_util::rt::TokioIo;
use std::error::Error;
use std::net::{Ipv4Addr, SocketAddr};
use tokio::net::TcpSocket;

/// Why there is no answer.
pub type Failure = Box<dyn Error + Send + Sync>;

/// One connection.
pub struct Client {
    send: SendRequest<Full<Bytes>>,
    host: String,
    cookie: String,
}

/// An answer.
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

impl Client {
    /// Connects.
    pub async fn connect(address: SocketAddr, cookie: &str) -> Result<Self, Failure> {
        Self::connect_from(address, Ipv4Addr::LOCALHOST, cookie).await
    }

    /// The same from another address of this machine.
    pub async fn connect_from(address: SocketAddr, from: Ipv4Addr, cookie: &str) -> Result<Self, Failure> {
        let socket = TcpSocket::new_v4()?;
        socket.bind((from, 0).into())?;
        let stream = socket.connect(address).await?;
        stream.set_nodelay(true)?;
        let (send, connection) = handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        Ok(Self { send, host: address.to_string(), cookie: cookie.to_owned() })
    }

    /// A page.
    pub async fn get(&mut self, path: &str) -> Result<Answer, Failure> {
        self.send(Request::get(path).body(Full::default())?).await
    }

    /// A form as a browser posts it by itself.
    pub async fn post(&mut self, path: &str, form: &str) -> Result<Answer, Failure> {
        self.post_as(path, "application/x-www-form-urlencoded", form.to_owned().into()).await
    }

    /// The same in another form, with a file perhaps.
    pub async fn post_as(&mut self, path: &str, kind: &str, form: Bytes) -> Result<Answer, Failure> {
        self.send(Request::post(path).header(CONTENT_TYPE, kind).body(Full::from(form))?).await
    }

    async fn send(&mut self, mut request: Request<Full<Bytes>>) -> Result<Answer, Failure> {
        let headers = request.headers_mut();
        headers.insert(HOST, self.host.parse()?);
        headers.insert(ACCEPT, "text/html".parse()?);
        if !self.cookie.is_empty() {
            headers.insert(COOKIE, self.cookie.parse()?);
        }
        // The answer before may have been read to its end before the connection noticed.
        self.send.ready().await?;
        let response = self.send.send_request(request).await?;
        let (parts, body) = response.into_parts();
        Ok(Answer { status: parts.status.as_u16(), headers: parts.headers, body: body.collect().await?.to_bytes() })
    }
}

impl Answer {
    /// Where it leads.
    pub fn location(&self) -> Option<&str> {
        self.headers.get(LOCATION)?.to_str().ok()
    }
}
