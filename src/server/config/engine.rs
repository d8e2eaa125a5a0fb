//! `ELIGIBILITY_ENGINE_…`: the exchange's engine, which determines applications in the place of the portal's own rules.

use super::ConfigError;
use super::login_mn::private;
use std::time::Duration;
use url::Url;

/// How long the engine may take for one application, from the first byte sent to the last one read.
const LIMIT: Duration = Duration::from_secs(5);

/// The engine, and what we say to it to be let in.
#[derive(Clone, PartialEq, Eq)]
pub struct EngineConfig {
    /// Its address.
    pub url: String,
    /// Our token there.
    pub token: Option<String>,
    /// How long it may take. No variable sets it: whoever submits waits as long.
    pub limit: Duration,
}

pub(super) fn engine(url: Option<String>, token: Option<String>) -> Result<Option<EngineConfig>, ConfigError> {
    let Some(url) = url else {
        return match token {
            Some(_) => Err(ConfigError::new("ELIGIBILITY_ENGINE_URL", "must be set when ELIGIBILITY_ENGINE_TOKEN is")),
            None => Ok(None),
        };
    };
    // Neither value is shown: an address can hold a password.
    let known = |url: &Url| private(url) && url.username().is_empty() && url.password().is_none();
    if !Url::parse(&url).is_ok_and(|url| known(&url)) {
        let problem = "must be an https:// address, or http:// on this machine itself, without a user name or password";
        return Err(ConfigError::new("ELIGIBILITY_ENGINE_URL", problem));
    }
    if !token.as_ref().is_none_or(|token| token.bytes().all(|byte| byte.is_ascii_graphic())) {
        return Err(ConfigError::new("ELIGIBILITY_ENGINE_TOKEN", "must be letters, digits and signs without spaces"));
    }
    Ok(Some(EngineConfig { url, token, limit: LIMIT }))
}
