//! From a cause to what a person is told: the log gets the cause, once and without personal data; the browser a code and a reference.

use super::info::RequestInfo;
use super::passwords::HashError;
use super::seldom::Seldom;
use crate::api::error::{ApiError, ErrorCode};
use crate::store::StoreError;
use std::error::Error;
use std::fmt::Write as _;
use std::sync::LazyLock;

/// Logs why the store failed, and says what the browser gets: `Unavailable` when it may work again later, else `Internal`.
#[must_use]
pub fn store(info: &RequestInfo, error: &StoreError) -> ApiError {
    let reference = Some(info.request_id.to_string());
    if matches!(error, StoreError::Unavailable(_)) {
        tracing::warn!(request = %info.request_id, cause = %causes(error), "the database is not available");
        ApiError { code: ErrorCode::Unavailable, reference }
    } else {
        tracing::error!(request = %info.request_id, cause = %causes(error), "the store failed");
        ApiError { code: ErrorCode::Internal, reference }
    }
}

/// The same for hashing a password, which fails when memory is short or the server is stopping, and is not begun when too many wait.
#[must_use]
pub fn hashing(info: &RequestInfo, error: HashError) -> ApiError {
    static BUSY: LazyLock<Seldom> = LazyLock::new(Seldom::default);
    if error == HashError::Busy {
        if let Some(times) = BUSY.happened() {
            tracing::warn!(times, "too many passwords wait to be hashed: more are turned away");
        }
        return ApiError::new(ErrorCode::Busy);
    }
    tracing::error!(request = %info.request_id, cause = %causes(&error), "hashing failed");
    ApiError { code: ErrorCode::Unavailable, reference: Some(info.request_id.to_string()) }
}

/// The error and what lies beneath it, in one line.
pub fn causes(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        let _ = write!(text, ": {cause}");
        next = cause.source();
    }
    text
}
