//! Attacks leave a trace: what was refused or asked for without signing in is one row of the audit log, with hashes of from where and of
//! what was tried, and the log line of the request says what came of it.
//!
//! The key of the hashes stands in the database, so that all its servers make the same ones; it stands there encrypted, so that who gets
//! hold of the database alone can't find a name or an address by trying.

use super::limits::{self, Tried};
use super::{AppState, RequestInfo, fault, hex, random};
use crate::api::error::ApiError;
use crate::domain::audit::AuditAction;
use crate::domain::ids::{AuditId, UserId};
use crate::domain::typed::{compared_email, plain};
use crate::store::{StoreError, Trace};
use sha2::{Digest as _, Sha256};
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tokio::sync::OnceCell;

/// How often the same attempt over a limit is written down.
const MINUTE: Duration = Duration::from_secs(60);

/// The key of the hashes, once it was looked up.
#[derive(Debug, Default)]
pub struct TraceKey(OnceCell<String>);

impl TraceKey {
    async fn of(&self, state: &AppState) -> Result<&str, StoreError> {
        let key = self.0.get_or_try_init(|| async { state.store.trace_key(&hex(&random::token())).await }).await?;
        Ok(key)
    }
}

/// A hash that names something to those who have the key, and tells nobody what it is. None as long as there is no key: a database that
/// can only be read from its first day on has none.
pub async fn named(state: &AppState, what: &str, text: &str) -> Option<[u8; 32]> {
    let key = state.trace_key.of(state).await.ok()?;
    Some(keyed(key, what, text))
}

/// What came of a request, where its status does not tell: the log line of the request has it.
#[derive(Clone, Debug, Default)]
pub struct Outcome(Arc<OnceLock<&'static str>>);

impl Outcome {
    /// Says what came of it. The first that is said of a request is what it was about.
    pub fn say(&self, what: &'static str) {
        let _ = self.0.set(what);
    }

    /// What came of it, if that was said.
    #[must_use]
    pub fn said(&self) -> Option<&'static str> {
        self.0.get().copied()
    }

    /// It was refused to somebody who is signed in, by their role. Gives whether that is the first that is said.
    pub(super) fn refused(&self) -> bool {
        self.0.set("refused").is_ok()
    }
}

/// What came of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Came {
    /// It was wrong.
    Wrong,
    /// It was tried too often; whether it was wrong is not looked at.
    Limited,
    /// A link or code was asked for. Whether there was anybody to send it to is not told.
    Asked,
}

impl Came {
    /// What came of an attempt that did not succeed.
    #[must_use]
    pub const fn of<T>(tried: &Tried<T>) -> Option<Self> {
        match tried {
            Tried::Hit(_) => None,
            Tried::Miss => Some(Self::Wrong),
            Tried::TooMany => Some(Self::Limited),
        }
    }

    /// As it is written down.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Wrong => "wrong",
            Self::Limited => "limited",
            Self::Asked => "asked",
        }
    }
}

/// Writes an attempt down: `tried` is the name, number or link that it was made with, `user` whose account it is about where that is
/// known.
///
/// # Errors
/// The store's.
pub async fn note(
    state: &AppState,
    info: &RequestInfo,
    what: (AuditAction, Came),
    tried: &str,
    user: Option<UserId>,
) -> Result<(), ApiError> {
    note_why(state, info, what, None, tried, user).await
}

/// The same with what was wrong, by the name that a standard has for it.
///
/// # Errors
/// The store's.
pub async fn note_why(
    state: &AppState,
    info: &RequestInfo,
    (action, came): (AuditAction, Came),
    reason: Option<&str>,
    tried: &str,
    user: Option<UserId>,
) -> Result<(), ApiError> {
    let failed = |error: StoreError| fault::store(info, &error);
    let key = state.trace_key.of(state).await.map_err(failed)?;
    let now = state.clock.now();
    let trace = Trace {
        id: AuditId(random::uuid_v7(now)),
        action,
        outcome: came.code(),
        reason,
        user,
        address: keyed(key, "address", &limits::network(info.address)),
        // One spelling for what finds one account.
        tried: keyed(key, "tried", &compared_email(tried).unwrap_or_else(|| plain(tried).to_lowercase())),
        request: &info.request_id,
        now,
    };
    info.outcome.say(came.code());
    // What is limited is written down once a minute for the same thing from the same place: the log of an attack grows no faster.
    let bucket = format!("trace-{}:{}{}", action.code(), hex(&trace.address[..16]), hex(&trace.tried[..16]));
    let once = (came == Came::Limited).then(|| (bucket.as_str(), limits::window_start(now, MINUTE)));
    state.store.note_trace(trace, once).await.map_err(failed)
}

/// A hash that nobody makes without the key. Twice, so that nothing can be added to what was hashed.
fn keyed(key: &str, what: &str, text: &str) -> [u8; 32] {
    let once = |rest: &[u8]| Sha256::new().chain_update(key.as_bytes()).chain_update(rest).finalize();
    once(&once(format!(":{what}:{text}").as_bytes())).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_differ_by_key_kind_and_text_and_say_nothing() {
        let all = [keyed("k", "tried", "a"), keyed("l", "tried", "a"), keyed("k", "address", "a"), keyed("k", "tried", "b")];
        for (place, hash) in all.iter().enumerate() {
            assert!(all[..place].iter().all(|other| other != hash));
        }
        assert_ne!(all[0], <[u8; 32]>::from(Sha256::digest(b"a")), "not what anybody can try out");
    }
}
