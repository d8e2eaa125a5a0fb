//! The only door from a server function to the store: a typed principal, and with it everything the function may use.
//!
//! `RequestContext::<P>::require()?` is the first line of every server function. `P` says who may call it; whoever may not gets
//! the refusal that `domain/access.rs` decided. To add a role type, implement [`Who`] for it.

use super::{AppState, RequestInfo, access, cookies, fault};
use crate::api::error::{ApiError, ErrorCode};
use crate::domain::access::staff_kinds;
use crate::domain::audit::Actor;
use crate::domain::identity::{AssisterKind, Principal, Role, Scope};
use crate::domain::ids::{AssisterId, AuditId, ConsumerId, OrganizationId, UserId};
use crate::domain::instant::Instant;
use crate::domain::manage_assister::ReferenceNumber;
use crate::messages::{Language, Messages};
use crate::server::random;
use crate::store::{Audit, Store, StoreError};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, header};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use uuid::Uuid;

/// Who may call: made from the session, never from an argument.
pub trait Who: Sized {
    /// The caller as this role.
    ///
    /// # Errors
    /// Signed out, or not found for everybody of another role.
    fn from_session(principal: Option<&Principal>) -> Result<Self, ApiError>;
}

/// Anybody, signed in or not.
pub struct Visitor(pub Option<Principal>);

/// Anybody who is signed in.
pub struct SignedIn(pub Principal);

/// Anybody who is signed in with an account of their own: a learner has none.
pub struct AccountSelf(pub Principal);

/// A consumer, for their own account.
pub struct ConsumerSelf {
    /// The account.
    pub user: UserId,
    /// The consumer.
    pub id: ConsumerId,
    /// Their name.
    pub name: String,
}

/// An assister, for their own clients.
pub struct AssisterSelf {
    /// The account.
    pub user: UserId,
    /// The assister.
    pub id: AssisterId,
    /// Navigator, CAC or broker.
    pub kind: AssisterKind,
    /// Their reference number.
    pub number: ReferenceNumber,
}

/// An agency contact, for their own organization.
pub struct AgencySelf {
    /// The account.
    pub user: UserId,
    /// Their name, for histories.
    pub name: String,
    /// The organization.
    pub organization: OrganizationId,
}

/// Somebody who takes the training: by a link of the Learning Center, or signed in as the assister they have become.
pub struct LearnerSelf {
    /// The account; of who has none, their id as an assister.
    pub user: UserId,
    /// Learner or assister.
    pub role: Role,
    /// Their name.
    pub name: String,
    /// Themselves.
    pub id: AssisterId,
}

/// Resource-center staff, for the kinds of assister that they look after.
pub struct StaffSelf {
    /// The account.
    pub user: UserId,
    /// Their name, for histories.
    pub name: String,
    /// ARC, BSL or the resource manager.
    pub role: Role,
}

impl StaffSelf {
    /// The kinds of assister that they look after: ARC navigators and CACs, BSL brokers, the resource manager all.
    #[must_use]
    pub const fn kinds(&self) -> &'static [AssisterKind] {
        staff_kinds(self.role)
    }
}

/// The resource manager.
pub struct ManagerSelf {
    /// The account.
    pub user: UserId,
    /// Their name, for histories.
    pub name: String,
}

fn signed_in(principal: Option<&Principal>) -> Result<&Principal, ApiError> {
    principal.ok_or(ApiError::new(ErrorCode::SignedOut))
}

impl Who for Visitor {
    fn from_session(principal: Option<&Principal>) -> Result<Self, ApiError> {
        Ok(Self(principal.cloned()))
    }
}

impl Who for SignedIn {
    fn from_session(principal: Option<&Principal>) -> Result<Self, ApiError> {
        signed_in(principal).cloned().map(Self)
    }
}

impl Who for AccountSelf {
    fn from_session(principal: Option<&Principal>) -> Result<Self, ApiError> {
        let principal = signed_in(principal)?;
        if principal.role() == Role::Learner { Err(ApiError::new(ErrorCode::NotFound)) } else { Ok(Self(principal.clone())) }
    }
}

impl Who for ConsumerSelf {
    fn from_session(principal: Option<&Principal>) -> Result<Self, ApiError> {
        let principal = signed_in(principal)?;
        match principal.scope {
            Scope::Consumer(id) => Ok(Self { user: principal.user, id, name: principal.name.clone() }),
            _ => Err(ApiError::new(ErrorCode::NotFound)),
        }
    }
}

impl Who for AssisterSelf {
    fn from_session(principal: Option<&Principal>) -> Result<Self, ApiError> {
        let principal = signed_in(principal)?;
        match principal.scope {
            Scope::Assister { id, kind, number } => Ok(Self { user: principal.user, id, kind, number }),
            _ => Err(ApiError::new(ErrorCode::NotFound)),
        }
    }
}

impl Who for AgencySelf {
    fn from_session(principal: Option<&Principal>) -> Result<Self, ApiError> {
        let principal = signed_in(principal)?;
        match principal.scope {
            Scope::AgencyContact(organization) => Ok(Self { user: principal.user, name: principal.name.clone(), organization }),
            _ => Err(ApiError::new(ErrorCode::NotFound)),
        }
    }
}

impl Who for LearnerSelf {
    fn from_session(principal: Option<&Principal>) -> Result<Self, ApiError> {
        let principal = signed_in(principal)?;
        match principal.scope {
            Scope::Learner(id) | Scope::Assister { id, .. } => {
                Ok(Self { user: principal.user, role: principal.role(), name: principal.name.clone(), id })
            }
            _ => Err(ApiError::new(ErrorCode::NotFound)),
        }
    }
}

impl Who for StaffSelf {
    fn from_session(principal: Option<&Principal>) -> Result<Self, ApiError> {
        let principal = signed_in(principal)?;
        match principal.scope {
            Scope::Staff(role) => Ok(Self { user: principal.user, name: principal.name.clone(), role }),
            _ => Err(ApiError::new(ErrorCode::NotFound)),
        }
    }
}

impl Who for ManagerSelf {
    fn from_session(principal: Option<&Principal>) -> Result<Self, ApiError> {
        let principal = signed_in(principal)?;
        match principal.scope {
            Scope::Staff(Role::ResourceManager) => Ok(Self { user: principal.user, name: principal.name.clone() }),
            _ => Err(ApiError::new(ErrorCode::NotFound)),
        }
    }
}

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
        let who = P::from_session(info.principal().map(AsRef::as_ref))?;
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

    /// Whether demo data is present.
    #[must_use]
    pub fn demo(&self) -> bool {
        self.state.demo
    }

    /// The browser sent a cookie that is no session (any more).
    #[must_use]
    pub fn cookie_was_bad(&self) -> bool {
        self.info.cookie_was_bad
    }

    /// What names the browser, when it was given a name.
    #[must_use]
    pub fn browser(&self) -> Option<[u8; 32]> {
        let parts = use_context::<Parts>()?;
        cookies::find(&parts.headers, cookies::browser_name(&self.state.config)).tokens.first().copied()
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

/// What the session middleware knows about the request.
fn request_info() -> Option<RequestInfo> {
    use_context::<Parts>()?.extensions.get().cloned()
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
                Audit {
                    id: AuditId(self.fresh_id()),
                    actor: Actor { user: $user, role: $role },
                    request: self.info.request_id.to_string(),
                }
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
    ManagerSelf => |who| who.user, Role::ResourceManager;
}
