//! What the program runs with, to show to whoever runs it: every variable that is read, what it comes to, and whether it was given. What
//! may hold a password is never shown.

use super::{Config, Read, SECRETS};
use std::fmt;
use url::Url;

/// One variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Its name.
    pub name: String,
    /// What it comes to.
    pub value: String,
    /// Where it comes from.
    pub source: Source,
}

/// Where the value of a variable comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// It was not given.
    Default,
    /// From the environment.
    Environment,
    /// From the file that this variable names.
    File(&'static str),
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::Environment => f.write_str("from the environment"),
            Self::File(variable) => write!(f, "from {variable}"),
        }
    }
}

impl Config {
    /// Every variable in the order in which it is read. One that nothing is known of here is shown without its value.
    #[must_use]
    pub fn settings(&self) -> Vec<Setting> {
        let setting = |Read { name, source, file }: &Read| {
            let unknown = if *source == Source::Default { "none" } else { "set, not shown" };
            let value = file.clone().or_else(|| self.shown(name)).unwrap_or_else(|| unknown.to_owned());
            Setting { name: name.clone(), value, source: *source }
        };
        self.read.iter().map(setting).collect()
    }

    /// The files that secrets were read from.
    pub fn secret_files(&self) -> impl Iterator<Item = &str> {
        let of_a_secret = |name: &str| SECRETS.iter().any(|(_, file)| *file == name);
        self.read.iter().filter(move |read| of_a_secret(&read.name)).filter_map(|read| read.file.as_deref())
    }

    fn shown(&self, name: &str) -> Option<String> {
        let switch = |on: bool| Some(if on { "on" } else { "off" }.to_owned());
        let text = |text: &str| Some(text.to_owned());
        match name {
            "DATABASE_URL" => Some(without_secrets(&self.database_url)),
            "DATABASE_TLS" => switch(self.database_tls),
            "DATABASE_POOLER" => switch(self.database_pooler),
            "DATABASE_DIRECT_URL" => self.database_direct_url.as_deref().map(without_secrets),
            "LISTEN" => Some(self.listen.to_string()),
            "PUBLIC_URL" => text(&self.public_url.origin),
            "DEMO" => switch(self.demo),
            "SITE_ROOT" => text(&self.site_root),
            "MAIL_FROM" => text(&self.mail_from),
            "SMTP_URL" => self.smtp_url.as_deref().map(without_secrets),
            "MAIL_DIR" => text(&self.mail_dir),
            "SECOND_FACTOR" => switch(self.second_factor),
            "CONFIRM_ACCOUNTS" => switch(self.confirm_accounts),
            "CENTER_HOURS" => self.center_hours.clone(),
            "ASSISTER_HOURS" => self.assister_hours.clone(),
            "PASSWORD_DAYS" => Some(self.password_days.to_string()),
            "STAFF_MAY_END_NAVIGATOR_ASSOCIATIONS" => switch(self.staff_may_end_navigator_associations),
            "LOGIN_MN_ISSUER" => self.login_mn.as_ref().map(|login_mn| without_secrets(&login_mn.issuer)),
            "LOGIN_MN_CLIENT_ID" => self.login_mn.as_ref().map(|login_mn| login_mn.client_id.clone()),
            "PASSWORD_SIGN_IN" => switch(self.password_sign_in),
            "ELIGIBILITY_ENGINE_URL" => self.engine.as_ref().map(|engine| without_secrets(&engine.url)),
            "TRUSTED_PROXY" => switch(self.trusted_proxy),
            "RUST_LOG" => text(&self.log),
            _ => None,
        }
    }
}

/// An address without what may be a secret: its password, and what it asks for but how it is encrypted.
fn without_secrets(address: &str) -> String {
    let Ok(mut url) = Url::parse(address) else { return "not shown".to_owned() };
    if url.scheme() == "sqlite" {
        return address.split('?').next().unwrap_or_default().to_owned();
    }
    if url.password().is_some() && url.set_password(Some("-")).is_err() {
        return "not shown".to_owned();
    }
    let kept: Vec<(String, String)> = url
        .query_pairs()
        .filter(|(name, _)| name.starts_with("ssl"))
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    url.set_query(None);
    if !kept.is_empty() {
        url.query_pairs_mut().extend_pairs(kept);
    }
    url.set_fragment(None);
    url.into()
}
