//! Configuration: environment variables, each with a default. The one place that reads the environment.
//!
//! To add a variable: a field with its doc line, a line in [`Config::from_vars`], and its row in the README. A value that can't
//! be used stops the start with a sentence that names the variable; values are shown only where they can't hold a password.

use crate::domain::identity::{AssisterKind, Role, normal_email};
use axum::http::Uri;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use url::Url;

/// Everything that can be set from outside.
#[derive(Clone, PartialEq, Eq)]
pub struct Config {
    /// `DATABASE_URL`: `sqlite:PATH` or `postgres://…`. Default `sqlite:data/portal.db`.
    pub database_url: String,
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
    /// `MAIL_DIR`: the folder of mail that is not sent by SMTP. Default `data/outbox`.
    pub mail_dir: String,
    /// `SECOND_FACTOR`: `off` lets assisters and staff sign in with a password alone. Default `on`; demo accounts never need one.
    pub second_factor: bool,
    /// `CONFIRM_ACCOUNTS`: `on` confirms an assister's account when it is set up, without ARC. Default `off`.
    pub confirm_accounts: bool,
    /// `STAFF_MAY_END_NAVIGATOR_ASSOCIATIONS`: `on` lets the resource manager end associations with navigators and CACs too. Default
    /// `off`: brokers only (rule 30).
    pub staff_may_end_navigator_associations: bool,
    /// `PASSWORD_DAYS`: after how many days whose password expires. Default `navigator=90,cac=90`.
    pub password_days: PasswordDays,
    /// `LOGIN_MN_ISSUER`, `LOGIN_MN_CLIENT_ID`, `LOGIN_MN_CLIENT_SECRET`: the State's single sign-on, an OpenID Connect provider. Default:
    /// none, people sign in with a password.
    pub login_mn: Option<LoginMnConfig>,
    /// `PASSWORD_SIGN_IN`: `off` leaves LoginMN as the only way in. Default `on`.
    pub password_sign_in: bool,
    /// `RUST_LOG`: what is logged. Default `info`.
    pub log: String,
    /// `LEPTOS_WATCH`, set by `cargo leptos watch`: pages may connect to its reload socket.
    pub watch: bool,
    /// A development build: the design parts have their page even without demonstration data.
    pub development: bool,
}

/// After how many days a password expires (rule 9); `None`: never. Consumers' never do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PasswordDays {
    /// Navigators.
    pub navigator: Option<u16>,
    /// CACs.
    pub cac: Option<u16>,
    /// Brokers.
    pub broker: Option<u16>,
    /// Agency contacts.
    pub agency: Option<u16>,
    /// ARC, BSL and the resource manager.
    pub staff: Option<u16>,
}

/// The provider of LoginMN, and what we are to it.
#[derive(Clone, PartialEq, Eq)]
pub struct LoginMnConfig {
    /// Its address, exactly as it writes it itself.
    pub issuer: String,
    /// Its origin, for what pages may post to.
    pub origin: String,
    /// Our name there.
    pub client_id: String,
    /// Our secret there; a public client has none.
    pub client_secret: Option<String>,
}

impl PasswordDays {
    /// For who has this role; an assister's kind decides.
    #[must_use]
    pub const fn of(&self, role: Role, kind: Option<AssisterKind>) -> Option<u16> {
        match (role, kind) {
            (Role::Assister, Some(AssisterKind::Navigator)) => self.navigator,
            (Role::Assister, Some(AssisterKind::Cac)) => self.cac,
            (Role::Assister, Some(AssisterKind::Broker)) => self.broker,
            (Role::AgencyContact, _) => self.agency,
            (Role::Arc | Role::Bsl | Role::ResourceManager, _) => self.staff,
            (Role::Consumer | Role::Learner | Role::Assister, _) => None,
        }
    }
}

/// The origin that browsers see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl {
    /// `https://portal.example.org`: lower case, no default port, no slash at the end.
    pub origin: String,
    /// Whether it is encrypted: cookies are `Secure` and `__Host-`, and HSTS is sent.
    pub https: bool,
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
        let var = |name: &str| var(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty());
        let listen = match var("LISTEN") {
            Some(text) => text.parse().map_err(|_| {
                ConfigError::new("LISTEN", format!("must be an address and a port, such as 127.0.0.1:3000, but is “{text}”"))
            })?,
            None => SocketAddr::from((Ipv4Addr::LOCALHOST, 3000)),
        };
        let demo = switch("DEMO", var("DEMO"))?;
        if demo && !listen.ip().is_loopback() {
            return Err(demo_is_for_loopback(listen));
        }
        let site_root = var("SITE_ROOT");
        let public_url = public_url(var("PUBLIC_URL"), listen)?;
        let login_mn = login_mn(var("LOGIN_MN_ISSUER"), var("LOGIN_MN_CLIENT_ID"), var("LOGIN_MN_CLIENT_SECRET"))?;
        Ok(Self {
            database_url: database_url(var("DATABASE_URL"))?,
            mail_from: mail_from(var("MAIL_FROM"), &public_url)?,
            smtp_url: smtp_url(var("SMTP_URL"))?,
            mail_dir: var("MAIL_DIR").unwrap_or_else(|| "data/outbox".to_owned()),
            second_factor: switch_or("SECOND_FACTOR", var("SECOND_FACTOR"), true)?,
            confirm_accounts: switch("CONFIRM_ACCOUNTS", var("CONFIRM_ACCOUNTS"))?,
            staff_may_end_navigator_associations: switch(
                "STAFF_MAY_END_NAVIGATOR_ASSOCIATIONS",
                var("STAFF_MAY_END_NAVIGATOR_ASSOCIATIONS"),
            )?,
            password_days: password_days(var("PASSWORD_DAYS"))?,
            password_sign_in: password_sign_in(var("PASSWORD_SIGN_IN"), login_mn.is_some())?,
            login_mn,
            public_url,
            listen,
            demo,
            site_root_given: site_root.is_some(),
            site_root: site_root.unwrap_or_else(|| "target/site".to_owned()),
            trusted_proxy: switch("TRUSTED_PROXY", var("TRUSTED_PROXY"))?,
            log: log(var("RUST_LOG"))?,
            watch: var("LEPTOS_WATCH").is_some(),
            development: cfg!(debug_assertions),
        })
    }
}

/// Why demonstration data and an open address don't go together.
#[must_use]
pub fn demo_is_for_loopback(listen: SocketAddr) -> ConfigError {
    ConfigError::new(
        "LISTEN",
        format!(
            "is {listen}, which other machines can reach, but this is a demonstration: everybody knows the password of its accounts. \
             Listen on 127.0.0.1, or use a database without demonstration data and DEMO=off"
        ),
    )
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

fn database_url(value: Option<String>) -> Result<String, ConfigError> {
    let url = value.unwrap_or_else(|| "sqlite:data/portal.db".to_owned());
    let known = ["sqlite:", "postgres://", "postgresql://"].iter().any(|scheme| url.starts_with(scheme) && url.len() > scheme.len());
    // Its value is not shown: it may hold a password.
    known.then_some(url).ok_or_else(|| {
        ConfigError::new("DATABASE_URL", "must begin with sqlite: and a path, or be postgres://user:password@host:port/database")
    })
}

fn mail_from(value: Option<String>, public_url: &PublicUrl) -> Result<String, ConfigError> {
    let host = public_url.origin.split("://").nth(1).and_then(|authority| authority.split(':').next()).unwrap_or_default();
    let host = if host.contains('.') && host.parse::<IpAddr>().is_err() { host } else { "portal.invalid" };
    let from = value.unwrap_or_else(|| format!("no-reply@{host}"));
    normal_email(&from).ok_or_else(|| ConfigError::new("MAIL_FROM", format!("must be an email address, but is “{from}”")))
}

fn smtp_url(value: Option<String>) -> Result<Option<String>, ConfigError> {
    match value {
        Some(url) if url.starts_with("smtp://") || url.starts_with("smtps://") => Ok(Some(url)),
        None => Ok(None),
        // Its value is not shown: it may hold a password.
        Some(_) => Err(ConfigError::new("SMTP_URL", "must be smtp://user:password@host:port or smtps://…")),
    }
}

fn password_days(value: Option<String>) -> Result<PasswordDays, ConfigError> {
    let text = value.unwrap_or_else(|| "navigator=90,cac=90".to_owned());
    let mut days = PasswordDays::default();
    for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        let wrong = || ConfigError::new("PASSWORD_DAYS", format!("must be like navigator=90,cac=90, but “{part}” is not of that form"));
        let (who, number) = part.split_once('=').ok_or_else(wrong)?;
        let number: u16 = number.trim().parse().ok().filter(|days| *days > 0).ok_or_else(wrong)?;
        match who.trim() {
            "navigator" => days.navigator = Some(number),
            "cac" => days.cac = Some(number),
            "broker" => days.broker = Some(number),
            "agency" => days.agency = Some(number),
            "staff" => days.staff = Some(number),
            _ => return Err(wrong()),
        }
    }
    Ok(days)
}

fn login_mn(
    issuer: Option<String>,
    client_id: Option<String>,
    client_secret: Option<String>,
) -> Result<Option<LoginMnConfig>, ConfigError> {
    let (issuer, client_id) = match (issuer, client_id) {
        (None, None) => return Ok(None),
        (Some(issuer), Some(client_id)) => (issuer, client_id),
        (Some(_), None) => return Err(ConfigError::new("LOGIN_MN_CLIENT_ID", "must be set when LOGIN_MN_ISSUER is")),
        (None, Some(_)) => return Err(ConfigError::new("LOGIN_MN_ISSUER", "must be set when LOGIN_MN_CLIENT_ID is")),
    };
    let wrong =
        || ConfigError::new("LOGIN_MN_ISSUER", format!("must be an https:// address (http:// on this machine itself), but is “{issuer}”"));
    let url = Url::parse(&issuer).map_err(|_| wrong())?;
    let host = url.host_str().unwrap_or_default();
    let ip = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    let local = host == "localhost" || ip.is_ok_and(|ip| ip.is_loopback());
    match url.scheme() {
        "https" => {}
        "http" if local => {}
        _ => return Err(wrong()),
    }
    Ok(Some(LoginMnConfig { origin: url.origin().ascii_serialization(), issuer, client_id, client_secret }))
}

fn password_sign_in(value: Option<String>, login_mn: bool) -> Result<bool, ConfigError> {
    let on = switch_or("PASSWORD_SIGN_IN", value, true)?;
    if on || login_mn { Ok(on) } else { Err(ConfigError::new("PASSWORD_SIGN_IN", "can be off only when LOGIN_MN_ISSUER is set")) }
}

fn log(value: Option<String>) -> Result<String, ConfigError> {
    let log = value.unwrap_or_else(|| "info".to_owned());
    match tracing_subscriber::EnvFilter::try_new(&log) {
        Ok(_) => Ok(log),
        Err(error) => Err(ConfigError::new("RUST_LOG", format!("can't be read as log levels ({error}); info is one that can"))),
    }
}

fn public_url(value: Option<String>, listen: SocketAddr) -> Result<PublicUrl, ConfigError> {
    let wrong = |problem: String| Err(ConfigError::new("PUBLIC_URL", problem));
    let Some(text) = value else {
        if listen.ip().is_loopback() {
            return Ok(PublicUrl { origin: format!("http://{listen}"), https: false });
        }
        return wrong(format!("must be set when LISTEN ({listen}) is not loopback: it is how browsers reach the service, with https"));
    };
    let uri = text.parse::<Uri>().ok();
    let parts = uri.as_ref().and_then(|uri| Some((uri.scheme_str()?, uri.authority()?, uri.path_and_query()?.as_str())));
    let Some((scheme @ ("http" | "https"), authority, "/")) = parts else {
        return wrong(format!("must be like https://portal.example.org, without a path, but is “{text}”"));
    };
    if authority.as_str().contains('@') {
        return wrong("must not hold a user name or password".to_owned());
    }
    let https = scheme == "https";
    let host = authority.host().to_ascii_lowercase();
    let ip = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    if !https && host != "localhost" && !ip.is_ok_and(|ip| ip.is_loopback()) {
        return wrong(format!("must begin with https:// for any host but this machine itself, but is “{text}”"));
    }
    // As a browser writes it in `Origin`: without the scheme's own port.
    let port = authority.port_u16().filter(|port| *port != if https { 443 } else { 80 });
    let port = port.map(|port| format!(":{port}")).unwrap_or_default();
    Ok(PublicUrl { origin: format!("{scheme}://{host}{port}"), https })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(vars: &[(&str, &str)]) -> Result<Config, ConfigError> {
        Config::from_vars(|name| vars.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn every_variable_has_a_default() {
        let config = with(&[]).unwrap();
        assert_eq!(config.database_url, "sqlite:data/portal.db");
        assert_eq!(config.listen.to_string(), "127.0.0.1:3000");
        assert_eq!(config.public_url, PublicUrl { origin: "http://127.0.0.1:3000".into(), https: false });
        assert_eq!((config.demo, config.trusted_proxy, config.watch), (false, false, false));
        assert_eq!((config.site_root.as_str(), config.log.as_str()), ("target/site", "info"));
        assert_eq!((config.mail_from.as_str(), config.mail_dir.as_str()), ("no-reply@portal.invalid", "data/outbox"));
        assert_eq!((config.second_factor, config.confirm_accounts, config.staff_may_end_navigator_associations), (true, false, false));
        assert_eq!(config.password_days, PasswordDays { navigator: Some(90), cac: Some(90), ..PasswordDays::default() });
    }

    #[test]
    fn a_wrong_value_is_refused_by_name() {
        for (variable, value) in [
            ("LISTEN", "3000"),
            ("LISTEN", "portal.example.org:80"),
            ("DATABASE_URL", "mysql://secret@host/db"),
            ("DATABASE_URL", "sqlite:"),
            ("PUBLIC_URL", "portal.example.org"),
            ("PUBLIC_URL", "http://portal.example.org"),
            ("PUBLIC_URL", "https://portal.example.org/app"),
            ("PUBLIC_URL", "https://me:secret@portal.example.org"),
            ("PUBLIC_URL", "ftp://127.0.0.1"),
            ("DEMO", "yes"),
            ("TRUSTED_PROXY", "1"),
            ("RUST_LOG", "=loud="),
            ("MAIL_FROM", "nobody"),
            ("SMTP_URL", "mail.example.org:secret"),
            ("SECOND_FACTOR", "optional"),
            ("PASSWORD_DAYS", "navigator"),
            ("PASSWORD_DAYS", "navigator=0"),
            ("PASSWORD_DAYS", "consumer=90"),
            ("PASSWORD_SIGN_IN", "off"),
        ] {
            let error = with(&[(variable, value)]).err().unwrap_or_else(|| panic!("{variable}={value} was accepted"));
            assert_eq!(error.variable, variable);
            assert!(error.to_string().starts_with(variable) && error.to_string().ends_with('.'), "{error}");
            assert!(!error.to_string().contains("secret"), "{error}");
        }
    }

    #[test]
    fn single_sign_on_is_whole_or_not_at_all() {
        let issuer = ("LOGIN_MN_ISSUER", "https://login.example.org/oidc");
        let client = ("LOGIN_MN_CLIENT_ID", "portal");
        let whole = with(&[issuer, client, ("PASSWORD_SIGN_IN", "off")]).unwrap();
        assert!(!whole.password_sign_in);
        assert_eq!(whole.login_mn.unwrap().origin, "https://login.example.org");
        assert_eq!(with(&[issuer]).err().unwrap().variable, "LOGIN_MN_CLIENT_ID");
        assert_eq!(with(&[client]).err().unwrap().variable, "LOGIN_MN_ISSUER");
        for wrong in ["login.example.org", "http://login.example.org", "ftp://127.0.0.1"] {
            assert_eq!(with(&[("LOGIN_MN_ISSUER", wrong), client]).err().unwrap().variable, "LOGIN_MN_ISSUER", "{wrong}");
        }
        assert!(with(&[("LOGIN_MN_ISSUER", "http://127.0.0.1:9000"), client]).is_ok());
    }

    #[test]
    fn open_addresses_need_https_and_no_demo() {
        assert_eq!(with(&[("LISTEN", "0.0.0.0:80")]).err().unwrap().variable, "PUBLIC_URL");
        let open = [("LISTEN", "0.0.0.0:80"), ("PUBLIC_URL", "https://Portal.Example.org:443/")];
        assert_eq!(with(&open).unwrap().public_url, PublicUrl { origin: "https://portal.example.org".into(), https: true });
        let demo = with(&[open[0], open[1], ("DEMO", "on")]).err().unwrap();
        assert_eq!(demo.variable, "LISTEN");
        assert!(with(&[("DEMO", "on"), ("LISTEN", "[::1]:8080")]).unwrap().demo);
    }
}
