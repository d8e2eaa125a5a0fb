//! Who calls: one type per kind of caller, made from the session alone.

use crate::api::error::{ApiError, ErrorCode};
use crate::domain::access::{Action, Decision, Relation, decide, staff_kinds};
use crate::domain::identity::{AssisterKind, Principal, Role, Scope};
use crate::domain::ids::{AssisterId, ConsumerId, OrganizationId, UserId};
use crate::domain::manage_assister::ReferenceNumber;

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
    /// Their name.
    pub name: String,
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

/// Staff who look after organizations and their agency contacts.
pub struct AgencyStaffSelf(pub StaffSelf);

/// The resource manager.
pub struct ManagerSelf {
    /// The account.
    pub user: UserId,
    /// Their name, for histories.
    pub name: String,
}

/// Who reads Agent of Record.
pub enum AgentReader {
    /// A broker, of their own clients.
    Broker(AssisterSelf),
    /// Staff who look after brokers, of everybody's.
    Staff(StaffSelf),
}

/// Who reads payments.
pub enum PaymentReader {
    /// An agency contact, for their own organization's navigators.
    Agency(AgencySelf),
    /// Staff who look after navigators, for all of them.
    Staff(StaffSelf),
}

fn signed_in(principal: Option<&Principal>) -> Result<&Principal, ApiError> {
    principal.ok_or(ApiError::new(ErrorCode::SignedOut))
}

/// Staff who look after assisters of this kind; not found for the others.
fn staff_for(principal: Option<&Principal>, kind: AssisterKind) -> Result<StaffSelf, ApiError> {
    let staff = StaffSelf::from_session(principal)?;
    if staff.kinds().contains(&kind) { Ok(staff) } else { Err(ApiError::new(ErrorCode::NotFound)) }
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
            Scope::Assister { id, kind, number } => Ok(Self { user: principal.user, name: principal.name.clone(), id, kind, number }),
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

impl Who for AgencyStaffSelf {
    fn from_session(principal: Option<&Principal>) -> Result<Self, ApiError> {
        let staff = StaffSelf::from_session(principal)?;
        match decide(Some(staff.role), Action::SeeOrganizations, Relation::OwnInProgress) {
            Decision::Allow => Ok(Self(staff)),
            _ => Err(ApiError::new(ErrorCode::NotFound)),
        }
    }
}

impl Who for AgentReader {
    fn from_session(principal: Option<&Principal>) -> Result<Self, ApiError> {
        match AssisterSelf::from_session(principal) {
            Ok(assister) if assister.kind == AssisterKind::Broker => Ok(Self::Broker(assister)),
            _ => staff_for(principal, AssisterKind::Broker).map(Self::Staff),
        }
    }
}

impl Who for PaymentReader {
    fn from_session(principal: Option<&Principal>) -> Result<Self, ApiError> {
        match AgencySelf::from_session(principal) {
            Ok(contact) => Ok(Self::Agency(contact)),
            Err(_) => staff_for(principal, AssisterKind::Navigator).map(Self::Staff),
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
