//! `LOGIN_MN_…` and `PASSWORD_SIGN_IN`: the State's single sign-on, and whether it is the only way in.

use super::ca_file::{CaFile, ca_file};
use super::{ConfigError, switch_or};
use crate::server::local::is_loopback;
use url::Url;

/// The provider of LoginMN, and what we are to it.
#[derive(Clone, PartialEq, Eq)]
pub struct LoginMnConfig {
    /// Its address, exactly as it writes it itself.
    pub issuer: String,
    /// Our name there.
    pub client_id: String,
    /// Our secret there; a public client has none.
    pub client_secret: Option<String>,
    /// Whom alone to believe that it is the provider; none: the public authorities.
    pub authorities: Option<CaFile>,
}

/// Nobody between here and there can read along: HTTPS, or this machine itself.
pub fn private(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    url.scheme() == "https" || (url.scheme() == "http" && is_loopback(host))
}

pub(super) fn login_mn(
    issuer: Option<String>,
    client_id: Option<String>,
    client_secret: Option<String>,
    authorities: Option<String>,
) -> Result<Option<LoginMnConfig>, ConfigError> {
    let (issuer, client_id) = match (issuer, client_id) {
        (None, None) if authorities.is_some() => {
            return Err(ConfigError::new("LOGIN_MN_ISSUER", "must be set when LOGIN_MN_CA_FILE is"));
        }
        (None, None) => return Ok(None),
        (Some(issuer), Some(client_id)) => (issuer, client_id),
        (Some(_), None) => return Err(ConfigError::new("LOGIN_MN_CLIENT_ID", "must be set when LOGIN_MN_ISSUER is")),
        (None, Some(_)) => return Err(ConfigError::new("LOGIN_MN_ISSUER", "must be set when LOGIN_MN_CLIENT_ID is")),
    };
    let wrong = || {
        let problem = format!("must be an https:// address, or http:// on this machine itself, but is “{issuer}”");
        ConfigError::new("LOGIN_MN_ISSUER", problem)
    };
    let url = Url::parse(&issuer).map_err(|_| wrong())?;
    if !private(&url) {
        return Err(wrong());
    }
    let authorities = ca_file("LOGIN_MN_CA_FILE", authorities)?;
    Ok(Some(LoginMnConfig { issuer, client_id, client_secret, authorities }))
}

pub(super) fn password_sign_in(value: Option<String>, login_mn: bool, demo: bool) -> Result<bool, ConfigError> {
    let wrong = |problem| Err(ConfigError::new("PASSWORD_SIGN_IN", problem));
    match switch_or("PASSWORD_SIGN_IN", value, true)? {
        false if !login_mn => wrong("can be off only when LOGIN_MN_ISSUER is set: nobody could sign in"),
        false if demo => wrong("can't be off when DEMO is on: the demo accounts have a password and no LoginMN identity"),
        on => Ok(on),
    }
}
