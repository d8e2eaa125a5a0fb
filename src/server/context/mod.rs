//! The only door from a server function to the store: a typed principal, and with it everything the function may use.
//!
//! `RequestContext::<P>::require()?` is the first line of every server function. `P` says who may call it; whoever may not gets
//! the refusal that `domain/access` decided. To add a role type, implement [`Who`] for it.

mod who;

pub use who::{
    AccountSelf, AgencySelf, AgencyStaffSelf, AgentReader, AssisterSelf, ConsumerSelf, LearnerSelf, ManagerSelf, PaymentReader, SignedIn,
    StaffSelf, Visitor, Who,
};

use super::applications::Applicant;
use super::trace::{self, Came};
use super::{AppState, RequestInfo, access, dates, fault};
use crate::api::error::{ApiError, ErrorCode};
use crate::domain::audit::AuditAction;
use crate::domain::identity::{Principal, Role, Scope};
use crate::domain::ids::UserId;
use crate::domain::instant::{Date, Instant};
use crate::messages::{Language, Messages};
use crate::server::random;
use crate::store::{Audit, Store, StoreError};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, header};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use uuid::Uuid;

/// A request by somebody who may make it.
pub struct RequestContext<P> {
    /// Who calls.
    pub who: P,
    /// The time of the request: one for all it does.
    pub now: Instant,
    state: AppState,
    info: RequestInfo,
    response: ResponseOptions,
}

impl<P: Who> RequestContext<P> {
    /// The context of the request that is being answered.
    ///
    /// # Errors
    /// What [`Who::from_session`] refuses; internal outside of a request.
    pub fn require() -> Result<Self, ApiError> {
        let internal = || ApiError::new(ErrorCode::Internal);
        let state: AppState = use_context().ok_or_else(internal)?;
        let info = request_info().ok_or_else(internal)?;
        let response: ResponseOptions = use_context().ok_or_else(internal)?;
        let who = info.caller()?;
        let now = state.clock.now();
        Ok(Self { who, now, state, info, response })
    }
}

impl RequestContext<Visitor> {
    /// The context of a request to an address that is no server function. What is set on the response is in
    /// [`into_cookies`](Self::into_cookies).
    #[must_use]
    pub fn elsewhere(state: &AppState, info: &RequestInfo) -> Self {
        let who = Visitor(info.principal().map(|principal| Principal::clone(principal)));
        Self { who, now: state.clock.now(), state: state.clone(), info: info.clone(), response: ResponseOptions::default() }
    }

    /// The cookies that were set.
    #[must_use]
    pub fn into_cookies(self) -> Vec<HeaderValue> {
        let set = self.response.0.read();
        set.map(|parts| parts.headers.get_all(header::SET_COOKIE).iter().cloned().collect()).unwrap_or_default()
    }
}

impl<P> RequestContext<P> {
    /// The same request by the same person, known by what a feature makes of them.
    pub(in crate::server) fn with<Q>(self, who: impl FnOnce(P) -> Q) -> RequestContext<Q> {
        RequestContext { who: who(self.who), now: self.now, state: self.state, info: self.info, response: self.response }
    }

    /// Which day it is in Minnesota.
    ///
    /// # Errors
    /// None while the clock is within the calendar.
    pub fn today(&self) -> Result<Date, ApiError> {
        dates::today(self.now).ok_or(ApiError::new(ErrorCode::Internal))
    }

    /// The store.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.state.store
    }

    /// The application.
    #[must_use]
    pub fn state(&self) -> &AppState {
        &self.state
    }

    /// The request.
    #[must_use]
    pub fn info(&self) -> &RequestInfo {
        &self.info
    }

    /// A new identifier.
    #[must_use]
    pub fn fresh_id(&self) -> Uuid {
        random::uuid_v7(self.now)
    }

    /// The reader's language.
    #[must_use]
    pub fn language(&self) -> Language {
        Language::default()
    }

    /// What to say, in the reader's language.
    #[must_use]
    pub fn messages(&self) -> Messages {
        self.language().messages()
    }

    /// Writes an attempt down: what came of it, with what it was made, and whose account it is about where that is known.
    ///
    /// # Errors
    /// The store's.
    pub async fn traced(&self, action: AuditAction, came: Came, tried: &str, user: Option<UserId>) -> Result<(), ApiError> {
        trace::note(&self.state, &self.info, (action, came), tried, user).await
    }

    /// Whether demo data is present, and the request comes from this machine: nobody else is shown what belongs to it.
    #[must_use]
    pub fn demo(&self) -> bool {
        self.state.demo && self.info.from_here
    }

    /// Goes on only for a person who came here by themselves, because coming here has an effect.
    ///
    /// # Errors
    /// Not found for everybody else. They have their answer before; this is for addresses that are written in another way.
    pub fn by_person(&self) -> Result<(), ApiError> {
        if self.info.asker.is_person() { Ok(()) } else { Err(ApiError::new(ErrorCode::NotFound)) }
    }

    /// What names the browser, when it was given a name.
    #[must_use]
    pub const fn browser(&self) -> Option<[u8; 32]> {
        self.info.browser
    }

    /// The password had expired at sign-in: where to go once it is changed.
    #[must_use]
    pub fn password_expired_then(&self) -> Option<&str> {
        self.info.session.as_ref()?.change_password_then.as_deref()
    }

    /// The day on which the person's password expires, to read, from two weeks before.
    #[must_use]
    pub fn password_reminder(&self) -> Option<String> {
        let session = self.info.session.as_ref()?;
        let principal = session.principal.as_ref()?;
        let kind = match principal.scope {
            Scope::Assister { kind, .. } => Some(kind),
            _ => None,
        };
        access::password_reminder(&self.state.config, principal.role(), kind, session.password_set_at?, self.now)
    }

    /// Sets a cookie on the response.
    pub fn set_cookie(&self, cookie: &HeaderValue) {
        self.response.append_header(header::SET_COOKIE, cookie.clone());
    }

    /// Adds a header to the response.
    pub fn add_header(&self, name: HeaderName, value: HeaderValue) {
        self.response.append_header(name, value);
    }

    /// Sends the person on. Never used to refuse: it does not stop the function.
    pub fn redirect(&self, to: &str) {
        leptos_axum::redirect(to);
    }
}

tokio::task_local! {
    /// The request that is answered at an address that is no server function.
    static ELSEWHERE: RequestInfo;
}

/// Answers a request to an address that is no server function: what fails on the way is logged as of this request.
pub async fn within<T>(info: &RequestInfo, answer: impl Future<Output = T>) -> T {
    ELSEWHERE.scope(info.clone(), answer).await
}

/// What the session middleware knows about the request.
fn request_info() -> Option<RequestInfo> {
    let of_function = use_context::<Parts>().and_then(|parts| parts.extensions.get().cloned());
    of_function.or_else(|| ELSEWHERE.try_with(Clone::clone).ok())
}

/// The store's failures inside of a server function: the log gets the cause once, the browser a code and a reference.
impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        request_info().map_or(Self::new(ErrorCode::Internal), |info| fault::store(&info, &error))
    }
}

/// What only somebody who is signed in has.
macro_rules! actors {
    ($($who:ty => |$p:ident| $user:expr, $role:expr;)+) => {$(
        impl RequestContext<$who> {
            /// The audit row of a change made in this request.
            #[must_use]
            pub fn audit(&self) -> Audit {
                let $p = &self.who;
                self.info.audit($user, $role, self.now)
            }
        }
    )+};
}

actors! {
    SignedIn => |who| who.0.user, who.0.role();
    AccountSelf => |who| who.0.user, who.0.role();
    ConsumerSelf => |who| who.user, Role::Consumer;
    AssisterSelf => |who| who.user, Role::Assister;
    AgencySelf => |who| who.user, Role::AgencyContact;
    LearnerSelf => |who| who.user, who.role;
    StaffSelf => |who| who.user, who.role;
    AgencyStaffSelf => |who| who.0.user, who.0.role;
    ManagerSelf => |who| who.user, Role::ResourceManager;
    Applicant => |who| who.user, who.role;
}
