//! Applications: whose they are and who may write into them, drafts, submitting, determinations, notices.
//!
//! Who comes is a [`Side`]: the consumer themselves, or their assister under an association that is in force. It is looked up in every
//! statement or transaction anew, so that a former assister is refused on the next request (rule 24).

mod determine;
mod draft;
mod engine;
mod file;
mod notices;
mod older_figures;
mod status;
mod submit;

pub use determine::{ClaimedCase, NewDetermination, Recorded};
pub use draft::{Edited, Started};
pub use engine::StatusCase;
pub use notices::Notice;
pub use status::{NewStatus, StatusBy, StatusRecorded, StoredStatus};
pub use submit::Submitted;

pub(super) use file::{initial, lock_owner, stored, to_json};
pub(super) use notices::notify;
pub(super) use status::latest_status;

use crate::domain::applications::{Application, Signature};
use crate::domain::eligibility::Determination;
use crate::domain::identity::{AssisterKind, Role};
use crate::domain::ids::{ApplicationId, AssisterId, AssociationId, ConsumerId, DeterminationId};
use crate::domain::instant::{Date, Instant};

/// Who comes to an application, and by what right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The consumer, to their own.
    Consumer(ConsumerId),
    /// An assister, to a client's, under this association.
    Assister {
        /// Who.
        assister: AssisterId,
        /// By which association; it must be theirs and in force.
        association: AssociationId,
    },
}

/// Who saves, as everybody who may see the application is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saver {
    /// Their name.
    pub name: String,
    /// In which role.
    pub role: Role,
    /// An assister's kind.
    pub kind: Option<AssisterKind>,
}

/// A consumer's file for a coverage year, with an application in it or none yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApplicationFile {
    /// Whose.
    pub consumer: ConsumerId,
    /// Their name.
    pub name: String,
    /// Their date of birth.
    pub born: Date,
    /// For an assister: when they were authorized, and when they first opened the record.
    pub association: Option<(Instant, Option<Instant>)>,
    /// The application, when it was started.
    pub application: Option<StoredApplication>,
}

/// An application as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredApplication {
    /// Which.
    pub id: ApplicationId,
    /// For which year.
    pub coverage_year: u16,
    /// The answers.
    pub answers: Application,
    /// Who saved last.
    pub saver: Saver,
    /// When.
    pub saved_at: Instant,
    /// When it was submitted, and by what signature.
    pub submitted: Option<(Instant, Signature)>,
}

/// The initial determination as it was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredDetermination {
    /// Which.
    pub id: DeterminationId,
    /// When.
    pub recorded_at: Instant,
    /// By whom or what.
    pub source: crate::domain::applications::DeterminedBy,
    /// What.
    pub determination: Determination,
}
