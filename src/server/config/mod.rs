//! Configuration: environment variables, each with a default. The one place that reads the environment.
//!
//! To add a variable: a field with its doc line, a line in [`Config::from_vars`], and its row in the README; one that holds a secret is
//! a line in [`SECRETS`], too, so that a file may hold it. How a value is read that has a form of its own stands in a file of its subject. A value that can't
//! be used stops the start with a sentence that names the variable; values are shown only where they can't hold a password.

mod ca_file;
mod engine;
mod login_mn;
mod mail;
mod password_days;
mod pooler;
mod public_url;
mod secret_key;
mod secrets;
mod settings;
#[cfg(test)]
mod tests;

pub use ca_file::CaFile;
pub use engine::EngineConfig;
pub use login_mn::{LoginMnConfig, private};
pub use password_days::PasswordDays;
pub use public_url::PublicUrl;
pub use secret_key::{SecretKeys, WrongKeys, read_keys};
pub use secrets::SECRETS;
pub use settings::{Setting, Source};

use crate::domain::typed::line;
use crate::store::{SignInWays, Store, Wire};
use crate::ui::Hours;
use engine::engine;
use login_mn::{login_mn, password_sign_in};
use mail::{mail_from, smtp_ca, smtp_url};
use password_days::password_days;
use public_url::public_url;
use secret_key::secret_key;
use secrets::secret;
use std::cell::RefCell;
use std::net::{Ipv4Addr, SocketAddr};

/// The most characters of the hours of a phone number.
const LONGEST_HOURS: usize = 120;

/// Everything that can be set from outside.
#[derive(Clone, PartialEq, Eq)]
pub struct Config {
    /// `DATABASE_URL`: `sqlite:PATH` or `postgres://…`. Default `sqlite:data/portal.db`.
    pub database_url: String,
    /// `DATABASE_TLS`: `off` lets a database on another machine be one that does not prove who it is. Default `on`.
    pub database_tls: bool,
    /// `SECRET_KEY`: what encrypts secrets in the database. Default with SQLite: a file beside the database, made at the first start.
    pub secret_key: Option<SecretKeys>,
    /// `DATABASE_POOLER`: `on` says that `DATABASE_URL` is a pooler in transaction mode. Default `off`.
    pub database_pooler: bool,
    /// `DATABASE_DIRECT_URL`: the server behind that pooler, for every command but `serve` and `check`. Default: none.
    pub database_direct_url: Option<String>,
    /// `LISTEN`: address and port. Default `127.0.0.1:3000`.
    pub listen: SocketAddr,
    /// `PUBLIC_URL`: how browsers reach the service. Default `http://` and `LISTEN`, when that is loopback.
    pub public_url: PublicUrl,
    /// `DEMO`: `on` loads demonstration data into an empty database. Default `off`.
    pub demo: bool,
    /// `SITE_ROOT`: the folder of the built browser files. Default `target/site`.
    pub site_root: String,
    /// Whether `SITE_ROOT` was given, so that a missing folder is a mistake and not just an unbuilt site.
    pub site_root_given: bool,
    /// `TRUSTED_PROXY`: `on` believes the last address of `X-Forwarded-For`. Default `off`: the peer is the client.
    pub trusted_proxy: bool,
    /// `MAIL_FROM`: the address that mail comes from. Default `no-reply@` and the host of `PUBLIC_URL`.
    pub mail_from: String,
    /// `SMTP_URL`: `smtp://` or `smtps://` with user, password, host and port. Default: mail is written to files in `MAIL_DIR`.
    pub smtp_url: Option<String>,
    /// `SMTP_CA_FILE`: the file of certificates that alone are believed to be the mail server's. Default: the public authorities.
    pub smtp_ca: Option<CaFile>,
    /// `MAIL_DIR`: the folder of mail that is not sent by SMTP. Default `data/outbox`.
    pub mail_dir: String,
    /// `SECOND_FACTOR`: `off` lets assisters and staff sign in with a password alone. Default `on`; demo accounts never need one.
    pub second_factor: bool,
    /// `CONFIRM_ACCOUNTS`: `on` confirms an assister's account when it is set up, without ARC. Default `off`.
    pub confirm_accounts: bool,
    /// `STAFF_MAY_END_NAVIGATOR_ASSOCIATIONS`: `on` lets the resource manager end associations with navigators and CACs too. Default
    /// `off`: brokers only (rule 30).
    pub staff_may_end_navigator_associations: bool,
    /// `CENTER_HOURS`: when the MNsure Contact Center answers the phone, as pages say it. Default: none, pages say where it stands.
    pub center_hours: Option<String>,
    /// `ASSISTER_HOURS`: the same of the Assister Resource Center and the Broker Service Line.
    pub assister_hours: Option<String>,
    /// `PASSWORD_DAYS`: after how many days whose password expires. Default `navigator=90,cac=90`.
    pub password_days: PasswordDays,
    /// `LOGIN_MN_ISSUER`, `LOGIN_MN_CLIENT_ID`, `LOGIN_MN_CLIENT_SECRET`: the State's single sign-on, an OpenID Connect provider. Default:
    /// none, people sign in with a password. `LOGIN_MN_CA_FILE`: certificates that alone are believed to be the
    /// provider's.
    pub login_mn: Option<LoginMnConfig>,
    /// `PASSWORD_SIGN_IN`: `off` leaves LoginMN as the only way in. Default `on`.
    pub password_sign_in: bool,
    /// `ELIGIBILITY_ENGINE_URL`, `ELIGIBILITY_ENGINE_TOKEN`: the exchange's engine, which determines applications. Default: none, by the
    /// portal's own rules.
    pub engine: Option<EngineConfig>,
    /// `RUST_LOG`: what is logged. Default `info`.
    pub log: String,
    /// `LEPTOS_WATCH`, set by `cargo leptos watch`: pages may connect to its reload socket.
    pub watch: bool,
    /// The variables that were read.
    read: Vec<Read>,
    /// A development build: the design parts have their page even without demonstration data.
    pub development: bool,
}

/// A variable that was read.
#[derive(Clone, PartialEq, Eq)]
struct Read {
    name: String,
    source: Source,
    /// Its value, where it names a file.
    file: Option<String>,
}

/// A variable that can't be used as it is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{variable} {problem}.")]
pub struct ConfigError {
    /// Its name.
    pub variable: &'static str,
    /// The rest of the sentence.
    pub problem: String,
}

impl ConfigError {
    /// A sentence that begins with the variable's name.
    pub fn new(variable: &'static str, problem: impl Into<String>) -> Self {
        Self { variable, problem: problem.into() }
    }
}

impl Config {
    /// Reads the environment.
    ///
    /// # Errors
    /// The first variable that can't be used.
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
    pub fn from_env() -> Result<Self, ConfigError> {
        Self::from_vars(|name| match std::env::var(name) {
            Ok(value) => Some(value),
            Err(std::env::VarError::NotPresent) => None,
            // Not Unicode: no variable of ours accepts the replacement character, so it is refused by name below.
            Err(std::env::VarError::NotUnicode(value)) => Some(value.to_string_lossy().into_owned()),
        })
    }

    /// Reads variables from anywhere. An empty value counts as not set.
    ///
    /// # Errors
    /// The first variable that can't be used.
    pub fn from_vars(var: impl Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let read = RefCell::<Vec<Read>>::default();
        let var = |name: &str| {
            let value = var(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty());
            let source = if value.is_some() { Source::Environment } else { Source::Default };
            let file = value.clone().filter(|_| name.ends_with("_FILE"));
            read.borrow_mut().push(Read { name: name.to_owned(), source, file });
            value
        };
        let with_file = |name: &'static str| {
            let secret = secret(name, var)?;
            let from = secret.1.as_ref().and_then(|_| SECRETS.iter().find(|(variable, _)| *variable == name));
            for read in read.borrow_mut().iter_mut().filter(|read| read.name == name) {
                read.source = from.map_or(read.source, |(_, file)| Source::File(file));
            }
            Ok::<_, ConfigError>(secret)
        };
        let secret = |name| Ok::<_, ConfigError>(with_file(name)?.0);
        let listen = match var("LISTEN") {
            Some(text) => text.parse().map_err(|_| {
                ConfigError::new("LISTEN", format!("must be an address and a port, such as 127.0.0.1:3000, but is “{text}”"))
            })?,
            None => SocketAddr::from((Ipv4Addr::LOCALHOST, 3000)),
        };
        let demo = switch("DEMO", var("DEMO"))?;
        let site_root = var("SITE_ROOT");
        if demo && !listen.ip().is_loopback() {
            return Err(demo_listens_here(listen));
        }
        let public_url = public_url(var("PUBLIC_URL"), listen)?;
        if demo {
            demo_is_for_here(listen, &public_url)?;
        }
        let login_mn =
            login_mn(var("LOGIN_MN_ISSUER"), var("LOGIN_MN_CLIENT_ID"), secret("LOGIN_MN_CLIENT_SECRET")?, var("LOGIN_MN_CA_FILE"))?;
        let database_tls = switch_or("DATABASE_TLS", var("DATABASE_TLS"), true)?;
        let smtp = smtp_url(secret("SMTP_URL")?)?;
        let mut config = Self {
            database_url: database_url(secret("DATABASE_URL")?, database_tls)?,
            database_tls,
            database_pooler: switch("DATABASE_POOLER", var("DATABASE_POOLER"))?,
            database_direct_url: pooler::direct_url(secret("DATABASE_DIRECT_URL")?, database_tls)?,
            mail_from: mail_from(var("MAIL_FROM"), &public_url)?,
            secret_key: secret_key(with_file("SECRET_KEY")?)?,
            smtp_ca: smtp_ca(var("SMTP_CA_FILE"), smtp.is_some())?,
            smtp_url: smtp,
            mail_dir: var("MAIL_DIR").unwrap_or_else(|| "data/outbox".to_owned()),
            second_factor: switch_or("SECOND_FACTOR", var("SECOND_FACTOR"), true)?,
            confirm_accounts: switch("CONFIRM_ACCOUNTS", var("CONFIRM_ACCOUNTS"))?,
            staff_may_end_navigator_associations: switch(
                "STAFF_MAY_END_NAVIGATOR_ASSOCIATIONS",
                var("STAFF_MAY_END_NAVIGATOR_ASSOCIATIONS"),
            )?,
            center_hours: hours("CENTER_HOURS", var("CENTER_HOURS"))?,
            assister_hours: hours("ASSISTER_HOURS", var("ASSISTER_HOURS"))?,
            password_days: password_days(var("PASSWORD_DAYS"))?,
            password_sign_in: password_sign_in(var("PASSWORD_SIGN_IN"), login_mn.is_some(), demo)?,
            login_mn,
            engine: engine(secret("ELIGIBILITY_ENGINE_URL")?, secret("ELIGIBILITY_ENGINE_TOKEN")?)?,
            public_url,
            listen,
            demo,
            site_root_given: site_root.is_some(),
            site_root: site_root.unwrap_or_else(|| "target/site".to_owned()),
            trusted_proxy: switch("TRUSTED_PROXY", var("TRUSTED_PROXY"))?,
            log: log(var("RUST_LOG"))?,
            watch: var("LEPTOS_WATCH").is_some(),
            read: Vec::new(),
            development: cfg!(debug_assertions),
        };
        config.read = read.into_inner();
        pooler::fits(&config)?;
        Ok(config)
    }

    /// When somebody answers the phone, for pages.
    #[must_use]
    pub fn hours(&self) -> Hours {
        Hours { center: self.center_hours.clone(), assisters: self.assister_hours.clone() }
    }

    /// How people sign in.
    #[must_use]
    pub fn sign_in_ways(&self) -> SignInWays<'_> {
        SignInWays { password: self.password_sign_in, issuer: self.login_mn.as_ref().map(|login_mn| login_mn.issuer.as_str()) }
    }
}

/// Refuses to show demonstration data to anybody but this machine.
///
/// # Errors
/// The address that others can reach.
pub fn demo_is_for_here(listen: SocketAddr, public_url: &PublicUrl) -> Result<(), ConfigError> {
    if !listen.ip().is_loopback() {
        return Err(demo_listens_here(listen));
    }
    if public_url.is_here() {
        return Ok(());
    }
    let problem = format!(
        "is {}, which other machines can reach, but this is a demonstration: everybody knows the password of its accounts. Leave it out, \
         or use a database without demonstration data and DEMO=off",
        public_url.origin
    );
    Err(ConfigError::new("PUBLIC_URL", problem))
}

fn demo_listens_here(listen: SocketAddr) -> ConfigError {
    let problem = format!(
        "is {listen}, which other machines can reach, but this is a demonstration: everybody knows the password of its accounts. \
         Listen on 127.0.0.1, or use a database without demonstration data and DEMO=off"
    );
    ConfigError::new("LISTEN", problem)
}

fn switch(variable: &'static str, value: Option<String>) -> Result<bool, ConfigError> {
    switch_or(variable, value, false)
}

fn switch_or(variable: &'static str, value: Option<String>, default: bool) -> Result<bool, ConfigError> {
    match value.as_deref() {
        Some("on") => Ok(true),
        Some("off") => Ok(false),
        None => Ok(default),
        Some(other) => Err(ConfigError::new(variable, format!("must be on or off, but is “{other}”"))),
    }
}

fn database_url(value: Option<String>, tls: bool) -> Result<String, ConfigError> {
    let url = value.unwrap_or_else(|| "sqlite:data/portal.db".to_owned());
    let known = ["sqlite:", "postgres://", "postgresql://"].iter().any(|scheme| url.starts_with(scheme) && url.len() > scheme.len());
    // Its value is not shown: it may hold a password.
    match Store::wire(&url) {
        Ok(Wire::Open) if tls && known => Err(ConfigError::new(
            "DATABASE_URL",
            "names a server on another machine, so it must say sslmode=verify-full (and, for a certificate of your own authority, \
             sslrootcert=FILE); where nobody can stand in between, DATABASE_TLS=off says that it need not",
        )),
        Ok(_) if known => Ok(url),
        _ => Err(ConfigError::new("DATABASE_URL", "must begin with sqlite: and a path, or be postgres://user:password@host:port/database")),
    }
}

/// Hours are a line to read: they stand in the middle of a sentence.
fn hours(variable: &'static str, value: Option<String>) -> Result<Option<String>, ConfigError> {
    let Some(value) = value else { return Ok(None) };
    let hours = line(&value);
    if hours.is_empty() || hours.chars().count() > LONGEST_HOURS {
        let problem = format!("must be a line of at most {LONGEST_HOURS} characters, such as “Monday to Friday, 8 a.m. to 4 p.m.”");
        return Err(ConfigError::new(variable, problem));
    }
    Ok(Some(hours))
}

fn log(value: Option<String>) -> Result<String, ConfigError> {
    let log = value.unwrap_or_else(|| "info".to_owned());
    match tracing_subscriber::EnvFilter::try_new(&log) {
        Ok(_) => Ok(log),
        Err(error) => Err(ConfigError::new("RUST_LOG", format!("can't be read as log levels ({error}); info is one that can"))),
    }
}
