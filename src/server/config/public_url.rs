//! `PUBLIC_URL`: how browsers reach the service.

use super::ConfigError;
use crate::server::local::is_loopback;
use axum::http::Uri;
use std::net::SocketAddr;

/// The origin that browsers see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl {
    /// `https://portal.example.org`: lower case, no default port, no slash at the end.
    pub origin: String,
    /// Whether it is encrypted: cookies are `Secure` and `__Host-`, and HSTS is sent.
    pub https: bool,
}

impl PublicUrl {
    /// Whether only browsers on this machine reach it.
    #[must_use]
    pub fn is_here(&self) -> bool {
        let host = self.origin.parse::<Uri>().ok().and_then(|uri| uri.host().map(is_loopback));
        host.unwrap_or_default()
    }
}

pub(super) fn public_url(value: Option<String>, listen: SocketAddr) -> Result<PublicUrl, ConfigError> {
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
    if !https && !is_loopback(&host) {
        return wrong(format!("must begin with https:// for any host but this machine itself, but is “{text}”"));
    }
    // As a browser writes it in `Origin`: without the scheme's own port.
    let port = authority.port_u16().filter(|port| *port != if https { 443 } else { 80 });
    let port = port.map(|port| format!(":{port}")).unwrap_or_default();
    Ok(PublicUrl { origin: format!("{scheme}://{host}{port}"), https })
}
