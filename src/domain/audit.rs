//! What the audit log records. A row is written in the transaction of the change itself, and never changed or deleted.

use super::identity::Role;
use super::ids::{AssisterId, AssociationId, ConsumerId, UserId};

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AuditAction {
    /// A consumer made an account.
    AccountCreated,
    /// Somebody signed in.
    SignedIn,
    /// Somebody signed out.
    SignedOut,
    /// A consumer authorized an assister.
    AssociationStarted,
    /// An association ended (with the association's own row saying by whom).
    AssociationEnded,
    /// An assister opened a client's record for the first time.
    RecordFirstOpened,
    /// An assister opened a client's record again.
    RecordOpened,
}

impl AuditAction {
    /// Every action.
    pub const ALL: [Self; 7] = [
        Self::AccountCreated,
        Self::SignedIn,
        Self::SignedOut,
        Self::AssociationStarted,
        Self::AssociationEnded,
        Self::RecordFirstOpened,
        Self::RecordOpened,
    ];

    /// The stored form.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::AccountCreated => "account_created",
            Self::SignedIn => "signed_in",
            Self::SignedOut => "signed_out",
            Self::AssociationStarted => "association_started",
            Self::AssociationEnded => "association_ended",
            Self::RecordFirstOpened => "record_first_opened",
            Self::RecordOpened => "record_opened",
        }
    }
}

/// Who did it, for the audit row of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The account.
    pub user: UserId,
    /// In which role.
    pub role: Role,
}

/// Whom and what it concerned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Subject {
    /// The consumer.
    pub consumer: Option<ConsumerId>,
    /// The assister.
    pub assister: Option<AssisterId>,
    /// The association.
    pub association: Option<AssociationId>,
}
