//! Manage Assister: who helps a consumer now and did before, the wizard's draft, authorizing, removing, receipts.

mod authorize;
mod cards;
mod draft;
mod ending;
mod receipts;
mod remove;
mod repeat;

pub(super) use authorize::lock;
pub(super) use ending::end_active;

use crate::domain::association::EndedBy;
use crate::domain::identity::AssisterKind;
use crate::domain::ids::{AssisterId, AssociationId, ConsentId, ConsumerId, DraftId};
use crate::domain::instant::Instant;
use crate::domain::manage_assister::ReferenceNumber;

/// What a consumer sees of an assister.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssisterCard {
    /// The assister.
    pub id: AssisterId,
    /// Their name.
    pub name: String,
    /// Navigator, CAC or broker.
    pub kind: AssisterKind,
    /// The organization's name.
    pub organization: String,
    /// The reference number.
    pub number: ReferenceNumber,
    /// The public phone.
    pub phone: String,
    /// The public email address.
    pub email: String,
}

/// Who helps a consumer now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Current {
    /// The association.
    pub association: AssociationId,
    /// The assister as they are now.
    pub card: AssisterCard,
    /// Since when.
    pub started_at: Instant,
    /// Its receipt.
    pub consent: ConsentId,
    /// Whether the assister may act now; a suspended one keeps the association but can't.
    pub available: bool,
}

/// Who helped a consumer before, as they were shown then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Earlier {
    /// The assister's name.
    pub name: String,
    /// Navigator, CAC or broker.
    pub kind: AssisterKind,
    /// The organization's name.
    pub organization: String,
    /// From.
    pub started_at: Instant,
    /// To.
    pub ended_at: Instant,
    /// By whom it was ended.
    pub ended_by: EndedBy,
    /// Why, where staff ended it.
    pub reason: Option<String>,
    /// Its receipt.
    pub consent: ConsentId,
}

/// A text that was agreed to, with the assister's particulars in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgreedText {
    /// The version, for example `2026-11`.
    pub version: String,
    /// BCP 47 language.
    pub language: String,
    /// The exact text.
    pub text: String,
    /// SHA-256 of the exact text.
    pub sha256: [u8; 32],
}

/// A confirmation on the wizard's last page.
#[derive(Clone, Debug)]
pub struct Authorize {
    /// Who agrees: the principal.
    pub consumer: ConsumerId,
    /// Which run of the wizard.
    pub draft: DraftId,
    /// The id for the association, should one start.
    pub association: AssociationId,
    /// The id for its receipt.
    pub consent: ConsentId,
    /// What was agreed to.
    pub text: AgreedText,
    /// The assister as shown.
    pub card: AssisterCard,
    /// The full name as typed.
    pub typed_name: String,
    /// When.
    pub now: Instant,
}

/// What a confirmation did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Authorized {
    /// A new association started; the one before it, if any, ended.
    Started {
        /// The receipt.
        consent: ConsentId,
        /// The name of the assister who was replaced.
        replaced: Option<String>,
    },
    /// This run was confirmed before: nothing changed.
    Repeated {
        /// The receipt of then.
        consent: ConsentId,
    },
    /// That assister is the current one: nothing changed, and the draft is gone.
    AlreadyCurrent {
        /// The receipt of the association in force.
        consent: ConsentId,
    },
    /// Another run took this one's place, or it was abandoned, or its card was not confirmed, or the account was suspended or closed:
    /// nothing changed.
    DraftGone,
    /// The assister is not active any more: nothing changed.
    NotAvailable,
    /// The consumer has not confirmed their email: nothing changed.
    EmailNotConfirmed,
}

/// What removing did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Removed {
    /// The association ended now.
    Ended,
    /// It had ended before: nothing changed.
    AlreadyEnded,
}

/// A receipt: what was agreed to, unchanged since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    /// The receipt's id.
    pub id: ConsentId,
    /// The association it started.
    pub association: AssociationId,
    /// Who agreed.
    pub consumer: ConsumerId,
    /// The exact text, its version, language and hash.
    pub text: AgreedText,
    /// The assister as shown.
    pub card: AssisterCard,
    /// The full name as typed.
    pub typed_name: String,
    /// When.
    pub agreed_at: Instant,
    /// When and by whom the association was ended, if it was.
    pub ended: Option<(Instant, EndedBy)>,
}
