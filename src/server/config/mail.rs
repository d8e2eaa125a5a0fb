//! `MAIL_FROM`, `SMTP_URL` and `SMTP_CA_FILE`.

use super::ca_file::{CaFile, ca_file};
use super::{ConfigError, PublicUrl};
use crate::domain::identity::normal_email;
use std::net::IpAddr;

pub(super) fn mail_from(value: Option<String>, public_url: &PublicUrl) -> Result<String, ConfigError> {
    let host = public_url.origin.split("://").nth(1).and_then(|authority| authority.split(':').next()).unwrap_or_default();
    let host = if host.contains('.') && host.parse::<IpAddr>().is_err() { host } else { "portal.invalid" };
    let from = value.unwrap_or_else(|| format!("no-reply@{host}"));
    normal_email(&from).ok_or_else(|| ConfigError::new("MAIL_FROM", format!("must be an email address, but is “{from}”")))
}

pub(super) fn smtp_url(value: Option<String>) -> Result<Option<String>, ConfigError> {
    match value {
        Some(url) if url.starts_with("smtp://") || url.starts_with("smtps://") => Ok(Some(url)),
        None => Ok(None),
        // Its value is not shown: it may hold a password.
        Some(_) => Err(ConfigError::new("SMTP_URL", "must be smtp://user:password@host:port or smtps://…")),
    }
}

pub(super) fn smtp_ca(path: Option<String>, smtp: bool) -> Result<Option<CaFile>, ConfigError> {
    if path.is_some() && !smtp {
        return Err(ConfigError::new("SMTP_URL", "must be set when SMTP_CA_FILE is"));
    }
    ca_file("SMTP_CA_FILE", path)
}
