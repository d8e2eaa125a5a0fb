//! The error that crosses the wire: our own closed set, safe to show. The log has the cause.
//!
//! There is no blanket `From`: whoever turns a cause into one of these decides what a person is told.

use leptos::server_fn::codec::PostcardEncoding;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};
use std::fmt;

/// What kind of refusal or failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ErrorCode {
    /// Nobody is signed in, or not any more.
    SignedOut,
    /// Somebody else has signed in since the page was made.
    SomebodyElse,
    /// No such thing, or not for this person: the two look the same.
    NotFound,
    /// The database can't be reached or can't write.
    Unavailable,
    /// The request is not what a page of ours sends.
    BadRequest,
    /// A defect of ours; the reference finds it in the log.
    Internal,
    /// More was sent than any form of ours holds.
    TooLarge,
    /// Too many wait for the same: nothing was begun.
    Busy,
    /// Too much came from this address in a short time: nothing was looked at.
    TooMany,
    /// In the browser: no answer came. Whether anything was done is not known.
    NoAnswer,
}

impl ErrorCode {
    /// The HTTP status.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::SignedOut => 401,
            Self::SomebodyElse => 409,
            Self::NotFound => 404,
            Self::Unavailable | Self::Busy | Self::NoAnswer => 503,
            Self::TooMany => 429,
            Self::BadRequest => 400,
            Self::Internal => 500,
            Self::TooLarge => 413,
        }
    }

    /// After how many seconds it may work, where that is to be expected.
    #[must_use]
    pub const fn retry_after(self) -> Option<u16> {
        match self {
            Self::Unavailable => Some(30),
            Self::Busy => Some(10),
            Self::TooMany => Some(600),
            Self::SignedOut | Self::SomebodyElse | Self::NotFound | Self::BadRequest | Self::Internal | Self::TooLarge | Self::NoAnswer => {
                None
            }
        }
    }
}

/// An error as the browser gets it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiError {
    /// What kind.
    pub code: ErrorCode,
    /// Finds the log line of the cause.
    pub reference: Option<String>,
}

impl ApiError {
    /// An error without a cause to look up.
    #[must_use]
    pub const fn new(code: ErrorCode) -> Self {
        Self { code, reference: None }
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.code)
    }
}

impl std::error::Error for ApiError {}

impl FromServerFnError for ApiError {
    type Encoder = PostcardEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        Self::new(match error {
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) | ServerFnErrorErr::Deserialization(_) => ErrorCode::BadRequest,
            ServerFnErrorErr::Request(_) => ErrorCode::NoAnswer,
            _ => ErrorCode::Internal,
        })
    }
}
