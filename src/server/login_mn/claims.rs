//! What a token claims, and which of it must hold. A claim that nothing here asks for may have any shape.

use super::error::LoginMnError;
use super::routes::CLOCKS_DIFFER;
use crate::domain::instant::Instant;
use serde_json::{Map, Value};

/// The member of `events` that makes a token a logout token.
const SIGNED_OUT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// The claims of a token whose signature holds.
#[derive(Debug)]
pub struct Claims(Map<String, Value>);

impl Claims {
    pub(super) const fn new(claims: Map<String, Value>) -> Self {
        Self(claims)
    }

    /// A claim, when it is there. Some providers write `null` for what is not.
    fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name).filter(|value| !value.is_null())
    }

    /// A claim that is text, when it is there.
    pub fn text(&self, name: &'static str) -> Result<Option<&str>, LoginMnError> {
        match self.get(name) {
            None => Ok(None),
            Some(Value::String(text)) if !text.is_empty() => Ok(Some(text)),
            Some(_) => Err(LoginMnError::refused(name, "is no text, or empty")),
        }
    }

    /// A claim that must be there as text.
    pub fn needed(&self, name: &'static str) -> Result<&str, LoginMnError> {
        self.text(name)?.ok_or_else(|| LoginMnError::refused(name, "is missing"))
    }

    /// A moment in whole seconds since 1970, when it is there.
    fn seconds(&self, name: &'static str) -> Result<Option<i64>, LoginMnError> {
        let Some(value) = self.get(name) else { return Ok(None) };
        // The standard has numbers with a fraction, too.
        let seconds = value.as_i64().or_else(|| value.as_f64().filter(|seconds| seconds.abs() < 1e12).map(|seconds| seconds as i64));
        seconds.map(Some).ok_or_else(|| LoginMnError::refused(name, "is no number of seconds"))
    }

    /// Whether the token is the issuer's, for this client, begun and not over (OpenID Connect Core 1.0, 3.1.3.7; the same holds for logout
    /// tokens). Other audiences are none of ours, so the token must say that it was made for us.
    ///
    /// # Errors
    /// The first claim that does not hold.
    pub fn hold_for(&self, issuer: &str, client: &str, now: Instant) -> Result<(), LoginMnError> {
        if self.needed("iss")? != issuer {
            return Err(LoginMnError::refused("iss", "is another than LOGIN_MN_ISSUER"));
        }
        let audience: Vec<&Value> = match self.get("aud") {
            None => return Err(LoginMnError::refused("aud", "is missing")),
            Some(Value::Array(several)) => several.iter().collect(),
            Some(one) => vec![one],
        };
        if !audience.iter().any(|one| one.as_str() == Some(client)) {
            return Err(LoginMnError::refused("aud", "does not hold LOGIN_MN_CLIENT_ID"));
        }
        match self.text("azp")? {
            Some(party) if party != client => return Err(LoginMnError::refused("azp", "is another than LOGIN_MN_CLIENT_ID")),
            None if audience.iter().any(|one| one.as_str() != Some(client)) => {
                return Err(LoginMnError::refused("azp", "is missing, and there are other audiences"));
            }
            _ => {}
        }
        let until = self.seconds("exp")?.ok_or_else(|| LoginMnError::refused("exp", "is missing"))?;
        if now.as_micros() / 1_000_000 >= until {
            return Err(LoginMnError::refused("exp", "is over"));
        }
        if self.seconds("nbf")?.is_some_and(|from| (now + CLOCKS_DIFFER).as_micros() / 1_000_000 < from) {
            return Err(LoginMnError::refused("nbf", "is still to come"));
        }
        Ok(())
    }

    /// Whether the token answers this very request.
    ///
    /// # Errors
    /// When it does not.
    pub fn hold_nonce(&self, nonce: &str) -> Result<(), LoginMnError> {
        if self.needed("nonce")? == nonce { Ok(()) } else { Err(LoginMnError::refused("nonce", "is another than was sent")) }
    }

    /// When the provider asked the person who they are, if it says so.
    ///
    /// # Errors
    /// When it is no time.
    pub fn asked_at(&self) -> Result<Option<Instant>, LoginMnError> {
        Ok(self.seconds("auth_time")?.map(|seconds| Instant::from_micros(seconds.saturating_mul(1_000_000))))
    }

    /// Whom a logout token speaks of: subject, session, or both (OpenID Connect Back-Channel Logout 1.0, 2.4 and 2.6).
    ///
    /// # Errors
    /// When it is no logout token, or speaks of nobody.
    pub fn signed_out(&self) -> Result<(Option<&str>, Option<&str>), LoginMnError> {
        if !self.get("events").and_then(Value::as_object).is_some_and(|events| events.contains_key(SIGNED_OUT)) {
            return Err(LoginMnError::refused("events", "is missing, or not of a logout token"));
        }
        // It would be an ID token.
        if self.get("nonce").is_some() {
            return Err(LoginMnError::refused("nonce", "is in a logout token"));
        }
        match (self.text("sub")?, self.text("sid")?) {
            (None, None) => Err(LoginMnError::refused("sub", "is missing, and so is sid")),
            found => Ok(found),
        }
    }
}
