//! What is known about a request before any page or function runs. Built by the session middleware, read by `context`.

use super::asker::Asker;
use super::context::Who;
use super::line::Party;
use super::trace::Outcome;
use crate::api::error::{ApiError, ErrorCode};
use crate::domain::audit::Actor;
use crate::domain::identity::{Principal, Role};
use crate::domain::ids::{AuditId, UserId};
use crate::domain::instant::Instant;
use crate::server::random;
use crate::store::{Audit, By};
use std::net::IpAddr;
use std::sync::Arc;

/// The name of a request, in the log, in the audit rows it causes, in the `x-request-id` header and on error pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestId(pub Arc<str>);

/// What is known about a request. Cheap to clone. Stands in the request's extensions and in leptos' context.
#[derive(Clone, Debug)]
pub struct RequestInfo {
    /// The request's name.
    pub request_id: Arc<str>,
    /// Where it came from; with `TRUSTED_PROXY=on` as the proxy says.
    pub address: IpAddr,
    /// What names the browser, when it was given a name. It opens nothing.
    pub browser: Option<[u8; 32]>,
    /// The session, when the cookie leads to one.
    pub session: Option<SessionInfo>,
    /// What says that a page is the person's who is signed in, see [`PAGE_OF`](crate::api::page_of::PAGE_OF).
    pub page_of: Option<Arc<str>>,
    /// How many wait in the queues of who is signed in as staff, for the bar of a page.
    pub waiting: Option<u32>,
    /// Who asks.
    pub asker: Asker,
    /// What came of it, for its log line.
    pub outcome: Outcome,
    /// It was made on this machine, and nobody passed it on.
    pub from_here: bool,
    /// A form that a browser posted by itself: answered by a redirect or a page, never by data.
    pub plain_form: bool,
    /// A session cookie came along and none of it was of use; the answer clears it.
    pub cookie_was_bad: bool,
}

/// A live session. Anonymous ones (no principal) keep what was typed into a refused form.
#[derive(Clone, Debug)]
pub struct SessionInfo {
    /// SHA-256 of the token: the key under which the database knows it.
    pub hash: [u8; 32],
    /// Who is signed in.
    pub principal: Option<Arc<Principal>>,
    /// When it started.
    pub created_at: Instant,
    /// When it was last used, to [`SESSION_GRAIN`](crate::domain::identity::SESSION_GRAIN).
    pub last_seen_at: Instant,
    /// Since when the person's password is this one.
    pub password_set_at: Option<Instant>,
    /// The password had expired at sign-in: where to go once it is changed. Until then the session leads nowhere else.
    pub change_password_then: Option<Arc<str>>,
}

impl RequestInfo {
    /// Whoever asks, as this kind of caller. Who is signed in as another is answered as if there were nothing here; the log tells it from
    /// that.
    ///
    /// # Errors
    /// What [`Who::from_session`] refuses.
    pub fn caller<W: Who>(&self) -> Result<W, ApiError> {
        let principal = self.principal().map(AsRef::as_ref);
        W::from_session(principal).inspect_err(|error| {
            if let (ErrorCode::NotFound, Some(principal)) = (error.code, principal)
                && self.outcome.refused()
            {
                let role = principal.role().code();
                tracing::info!(request = %self.request_id, user = %principal.user, role, "refused to who is signed in as another");
            }
        })
    }

    /// Who is signed in.
    #[must_use]
    pub fn principal(&self) -> Option<&Arc<Principal>> {
        self.session.as_ref()?.principal.as_ref()
    }

    /// Who waits when this request has work to do that others wait for, too.
    #[must_use]
    pub fn party(&self) -> Party {
        self.principal().map_or_else(|| Party::stranger(self.address), |principal| Party::User(principal.user))
    }

    /// Who changes what is written down about assisters, for the log and the history.
    #[must_use]
    pub fn by<'a>(&'a self, user: UserId, role: Role, name: &'a str) -> By<'a> {
        By { actor: Actor { user, role }, request: &self.request_id, name, fresh: random::uuid_v7 }
    }

    /// The audit row of a change that this request makes for an account.
    #[must_use]
    pub fn audit(&self, user: UserId, role: Role, now: Instant) -> Audit {
        Audit { id: AuditId(random::uuid_v7(now)), actor: Actor { user, role }, request: self.request_id.to_string() }
    }
}
