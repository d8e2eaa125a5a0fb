//! Why somebody could not be signed on: an outage, which passes, or something that was refused, which has a name.

use crate::server::fault;
use std::error::Error;

/// Why somebody could not be signed on. The text is for the log: it holds nothing of a person's.
#[derive(Debug, thiserror::Error)]
pub enum LoginMnError {
    /// The provider does not answer, or not as one.
    #[error("the provider can't be used: {0}")]
    Unavailable(String),
    /// It answered, but not with what can be believed.
    #[error("refused: {part} {why}")]
    Refused {
        /// What was wrong, by the name that the standard has for it: a claim, a part of a token, an error code's parameter.
        part: &'static str,
        /// What was wrong with it.
        why: String,
    },
}

impl LoginMnError {
    /// Something failed on the way there or back.
    pub(super) fn unavailable(error: &dyn Error) -> Self {
        Self::Unavailable(fault::causes(error))
    }

    /// This part can't be believed.
    pub(super) fn refused(part: &'static str, why: &str) -> Self {
        Self::Refused { part, why: why.to_owned() }
    }

    /// The provider's own error code, in an answer or an address. Only what the standards' codes are made of gets into the log.
    pub(super) fn said(code: &str) -> Self {
        let code: String = code.chars().filter(|c| c.is_ascii_lowercase() || *c == '_').take(40).collect();
        match code.as_str() {
            "temporarily_unavailable" | "server_error" => Self::Unavailable(format!("it said {code}")),
            _ => Self::Refused { part: "error", why: format!("is {code}") },
        }
    }
}
