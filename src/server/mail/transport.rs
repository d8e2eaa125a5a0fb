//! How a message leaves: into a file, or to a mail server. A new way is a variant of [`Transport`].

use super::message::message;
use crate::domain::ids::MailId;
use crate::domain::mail::MailFailure;
use crate::server::Config;
use crate::server::config::{CaFile, ConfigError};
use crate::store::Mail;
use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::client::{Certificate, CertificateStore, Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::response::{Category, Code};
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use std::error::Error as _;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::io::AsyncWriteExt as _;
use url::Url;

/// How long one message may take, from the connection to the server's last word.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// How a message leaves.
#[derive(Clone, Debug)]
pub struct Transport {
    from: String,
    patience: Duration,
    way: Way,
}

#[derive(Clone, Debug)]
enum Way {
    Files(PathBuf),
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
}

impl Transport {
    /// As configured: to the server of `SMTP_URL`, else into files in `MAIL_DIR`.
    ///
    /// # Errors
    /// When `SMTP_URL` can't be used.
    pub fn new(config: &Config) -> Result<Self, ConfigError> {
        Self::with_patience(config, PATIENCE)
    }

    /// The same, giving up on a message after another time.
    ///
    /// # Errors
    /// When `SMTP_URL` can't be used.
    pub fn with_patience(config: &Config, patience: Duration) -> Result<Self, ConfigError> {
        let way = match &config.smtp_url {
            None => Way::Files(PathBuf::from(&config.mail_dir)),
            // Neither the address nor what is wrong with it is shown: it may hold a password.
            Some(url) => Way::Smtp(smtp(url, &config.mail_from, config.smtp_ca.as_ref()).ok_or_else(|| {
                ConfigError::new("SMTP_URL", "can't be read as smtp://user:password@host:port or smtps://user:password@host:port")
            })?),
        };
        Ok(Self { from: config.mail_from.clone(), patience, way })
    }

    /// Sends one message.
    ///
    /// # Errors
    /// Why it did not go out, or why that is not known: then it may have.
    pub async fn send(&self, mail: &Mail) -> Result<(), MailFailure> {
        let message = message(mail, &self.from)?;
        let sent = async {
            match &self.way {
                Way::Files(folder) => write(folder, mail.id, &message).await.map_err(|_| MailFailure::NotWritten),
                Way::Smtp(server) => server.send(message).await.map(|_| ()).map_err(|error| failure(&error, mail)),
            }
        };
        tokio::time::timeout(self.patience, sent).await.unwrap_or(Err(MailFailure::Slow))
    }
}

/// A way to the server. Mail holds links that open accounts, so it goes to no other machine unencrypted: `smtp://` asks for STARTTLS
/// unless the server is on this one.
fn smtp(address: &str, from: &str, authorities: Option<&CaFile>) -> Option<AsyncSmtpTransport<Tokio1Executor>> {
    let mut url = Url::parse(address).ok()?;
    let host = url.host_str().filter(|host| !host.is_empty())?;
    let local = host == "localhost" || host.trim_matches(['[', ']']).parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
    if url.scheme() == "smtp" && !local {
        url.set_query(Some("tls=required"));
    }
    let name = from.rsplit('@').next().unwrap_or_default().to_owned();
    let mut builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url.as_str()).ok()?;
    if let (Some(file), Some(encryption)) = (authorities, encryption(&url)) {
        let host = url.host_str().unwrap_or_default().to_owned();
        let certificates = Certificate::from_pem(file.pem()).ok()?;
        builder = builder.tls(encryption(
            TlsParameters::builder(host).certificate_store(CertificateStore::None).add_root_certificate(certificates).build().ok()?,
        ));
    }
    Some(builder.hello_name(ClientId::Domain(name)).build())
}

/// How an address wants to be encrypted, as the library reads it.
fn encryption(url: &Url) -> Option<fn(TlsParameters) -> Tls> {
    let tls = url.query_pairs().find(|(name, _)| name == "tls").map(|(_, value)| value.into_owned());
    match (url.scheme(), tls.as_deref()) {
        ("smtps", _) => Some(Tls::Wrapper),
        ("smtp", Some("required")) => Some(Tls::Required),
        ("smtp", Some("opportunistic")) => Some(Tls::Opportunistic),
        _ => None,
    }
}

fn failure(error: &SmtpError, mail: &Mail) -> MailFailure {
    if error.is_timeout() {
        return MailFailure::Slow;
    }
    // An address from before those were refused, and a server that takes ASCII only. Other errors of ours have no name to tell them by
    // either: they are about the connection.
    if error.is_client() && !mail.to.is_ascii() && error.source().is_some_and(|why| why.to_string().contains("SMTPUTF8")) {
        return MailFailure::Unusable;
    }
    match error.status() {
        Some(code) if ours(code) => MailFailure::Unreachable,
        Some(_) if error.is_permanent() => MailFailure::Refused,
        Some(_) => MailFailure::Deferred,
        None => MailFailure::Unreachable,
    }
}

/// Answers 53x and 43x are about signing in and encryption: they are the same for every message, and somebody can set them right.
fn ours(code: Code) -> bool {
    code.category == Category::Unspecified3
}

/// Written under another name first: whoever looks into the folder finds whole messages only. Folder and files are readable by nobody
/// else, since they hold links that open accounts.
async fn write(folder: &Path, id: MailId, message: &Message) -> std::io::Result<()> {
    tokio::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).await?;
    let (unfinished, finished) = (folder.join(format!(".{id}.part")), folder.join(format!("{id}.eml")));
    let mut options = tokio::fs::OpenOptions::new();
    let mut file = options.write(true).create(true).truncate(true).mode(0o600).open(&unfinished).await?;
    file.write_all(&message.formatted()).await?;
    file.sync_all().await?;
    tokio::fs::rename(&unfinished, &finished).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_is_no_mail_server_is_refused_by_name_and_not_shown() {
        for url in ["smtp://", "smtp://user:secret@", "smtps://host:secret"] {
            let config = Config::from_vars(|name| (name == "SMTP_URL").then(|| url.to_owned())).unwrap();
            let error = Transport::new(&config).unwrap_err().to_string();
            assert!(error.starts_with("SMTP_URL") && !error.contains("secret"), "{error}");
        }
        for url in ["smtp://127.0.0.1:2525", "smtp://user:secret@mail.example.org", "smtps://mail.example.org", "smtp://[::1]:25"] {
            let config = Config::from_vars(|name| (name == "SMTP_URL").then(|| url.to_owned())).unwrap();
            assert!(Transport::new(&config).is_ok(), "{url}");
        }
    }
}
