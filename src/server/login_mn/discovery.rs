//! What the provider says of itself (OpenID Connect Discovery 1.0): of it, only what is used here.

use super::error::LoginMnError;
use crate::server::config::{LoginMnConfig, private};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openidconnect::core::CoreJsonWebKey;
use openidconnect::reqwest::{self, RequestBuilder, StatusCode, header};
use serde::Deserialize as _;
use serde_json::Value;
use url::Url;

/// The fewest bits of a key of RSA that signs tokens (RFC 7518, 3.3).
const LEAST_RSA_BITS: usize = 2048;
/// The most bytes of an answer.
const MOST: usize = 512 * 1024;

/// What the provider says of itself.
pub struct Provider {
    /// Where browsers go to sign on.
    pub authorize: Url,
    /// Where codes are exchanged.
    pub token: Url,
    /// Where browsers go to sign out, if that is possible.
    pub sign_out: Option<Url>,
    /// Whether our secret goes into the form, because it takes it nowhere else.
    pub secret_in_form: bool,
    /// What it signs with. Keys of kinds that are not known here are left out.
    pub keys: Vec<CoreJsonWebKey>,
    /// The same that are too short to be believed.
    pub short_keys: Vec<CoreJsonWebKey>,
}

impl Provider {
    /// Asks the provider.
    ///
    /// # Errors
    /// When it does not answer, or describes somebody else.
    pub async fn ask(http: &reqwest::Client, config: &LoginMnConfig) -> Result<Self, LoginMnError> {
        let address = format!("{}/.well-known/openid-configuration", config.issuer.trim_end_matches('/'));
        let about = described(http.get(address), "its description").await?;
        if about.get("issuer").and_then(Value::as_str) != Some(config.issuer.as_str()) {
            return Err(LoginMnError::refused("issuer", "is another than LOGIN_MN_ISSUER"));
        }
        let keys = described(http.get(needed(&about, "jwks_uri")?), "its keys").await?;
        let keys = keys.get("keys").and_then(Value::as_array).ok_or_else(|| LoginMnError::refused("keys", "are missing"))?;
        let takes = |how: &str| {
            about
                .get("token_endpoint_auth_methods_supported")
                .and_then(Value::as_array)
                .map(|all| all.iter().any(|one| one.as_str() == Some(how)))
        };
        let (short, long): (Vec<&Value>, Vec<&Value>) = keys.iter().partition(|key| is_short(key));
        let known = |keys: Vec<&Value>| keys.into_iter().filter_map(|key| CoreJsonWebKey::deserialize(key).ok()).collect();
        Ok(Self {
            authorize: needed(&about, "authorization_endpoint")?,
            token: needed(&about, "token_endpoint")?,
            // Of no use for signing on: a wrong one stops nobody.
            sign_out: needed(&about, "end_session_endpoint").ok(),
            secret_in_form: takes("client_secret_basic") == Some(false) && takes("client_secret_post") == Some(true),
            keys: known(long),
            short_keys: known(short),
        })
    }
}

/// Whether a key of RSA has fewer bits than anybody can be sure of.
fn is_short(key: &Value) -> bool {
    let Some(modulus) = key.get("n").and_then(Value::as_str) else { return false };
    let modulus = URL_SAFE_NO_PAD.decode(modulus.trim_end_matches('=')).unwrap_or_default();
    let bits = |bytes: &[u8]| bytes.len() * 8 - bytes.first().map_or(0, |first| first.leading_zeros() as usize);
    let from = modulus.iter().position(|byte| *byte != 0).unwrap_or(modulus.len());
    bits(&modulus[from..]) < LEAST_RSA_BITS
}

/// An address in the description, which nobody between here and there may read along.
fn needed(about: &Value, name: &'static str) -> Result<Url, LoginMnError> {
    let address = about.get(name).and_then(Value::as_str).ok_or_else(|| LoginMnError::refused(name, "is missing"))?;
    let address = Url::parse(address).map_err(|_| LoginMnError::refused(name, "is no address"))?;
    if private(&address) { Ok(address) } else { Err(LoginMnError::refused(name, "is not https")) }
}

async fn described(request: RequestBuilder, what: &str) -> Result<Value, LoginMnError> {
    match answer(request).await? {
        (StatusCode::OK, Some(value)) => Ok(value),
        (StatusCode::OK, None) => Err(LoginMnError::Unavailable(format!("{what} is no JSON"))),
        (status, _) => Err(LoginMnError::Unavailable(format!("{what} was answered {status}"))),
    }
}

/// What the provider answered, as JSON if it is that, whatever it is called.
///
/// # Errors
/// When it does not answer, or without end.
pub async fn answer(request: RequestBuilder) -> Result<(StatusCode, Option<Value>), LoginMnError> {
    let failed = |error: reqwest::Error| LoginMnError::unavailable(&error);
    let mut response = request.header(header::ACCEPT, "application/json").send().await.map_err(failed)?;
    let mut bytes = Vec::new();
    while let Some(more) = response.chunk().await.map_err(failed)? {
        bytes.extend_from_slice(&more);
        if bytes.len() > MOST {
            return Err(LoginMnError::Unavailable(format!("it answered more than {MOST} bytes")));
        }
    }
    Ok((response.status(), serde_json::from_slice(&bytes).ok()))
}
