//! What a row would do to the roster.

use super::{Column, ImportAction, OnRoster, Row, RowProblem};
use crate::domain::ids::AssisterId;
use crate::domain::instant::Instant;
use serde::{Deserialize, Serialize};

/// A field that would change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// Which.
    pub column: Column,
    /// From.
    pub before: String,
    /// To.
    pub after: String,
}

/// What is to be known about a row besides what it does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Detail {
    /// Nothing.
    Nothing,
    /// What would change, or did.
    Changes(Vec<Difference>),
    /// Why nothing will.
    Problems(Vec<RowProblem>),
}

/// Somebody who has the row's Training ID or certification email.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Who.
    pub id: AssisterId,
    /// Belongs to the organization that imports.
    pub own: bool,
    /// Is on the roster that is imported.
    pub this_roster: bool,
    /// The account was closed by staff.
    pub closed: bool,
    /// When what is written down last changed.
    pub changed_at: Instant,
    /// What is written down.
    pub now: OnRoster,
}

/// What a row would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Plan {
    /// Add them.
    Add(OnRoster),
    /// Change them, in just this.
    Change(AssisterId, OnRoster, Vec<Difference>),
    /// Nothing: all is so.
    Unchanged(AssisterId),
    /// Nothing: they may not.
    Refuse(RowProblem),
}

impl Plan {
    /// What kind of plan.
    #[must_use]
    pub fn action(&self) -> ImportAction {
        match self {
            Self::Add(_) => ImportAction::Add,
            Self::Change(_, to, differences) => {
                let leaves = differences.iter().any(|difference| difference.column == Column::Employment);
                if leaves && !to.employed { ImportAction::Inactivate } else { ImportAction::Change }
            }
            Self::Unchanged(_) => ImportAction::Unchanged,
            Self::Refuse(_) => ImportAction::Refuse,
        }
    }

    /// What is to be known about it.
    #[must_use]
    pub fn detail(self) -> Detail {
        match self {
            Self::Add(_) | Self::Unchanged(_) => Detail::Nothing,
            Self::Change(_, _, differences) => Detail::Changes(differences),
            Self::Refuse(problem) => Detail::Problems(vec![problem]),
        }
    }

    /// Who is already on the roster, of those it is about.
    #[must_use]
    pub const fn about(&self) -> Option<AssisterId> {
        match self {
            Self::Change(id, ..) | Self::Unchanged(id) => Some(*id),
            Self::Add(_) | Self::Refuse(_) => None,
        }
    }
}

/// Decides what a row would do, given who has its Training ID and who its certification email. Whose they are is not told.
#[must_use]
pub fn plan(row: &Row, by_training_id: Option<&Found>, by_email: Option<&Found>) -> Plan {
    let used = |found: &Found, problem| match found {
        Found { own: true, this_roster: false, .. } => RowProblem::OtherRoster,
        _ => problem,
    };
    let mine = |found: &Found| found.own && found.this_roster;
    let target = match (by_training_id, by_email) {
        (None, None) => return Plan::Add(row.over(None)),
        (Some(found), _) if !mine(found) => return Plan::Refuse(used(found, RowProblem::TrainingIdUsed)),
        (Some(found), Some(other)) if other.id != found.id => return Plan::Refuse(used(other, RowProblem::EmailUsed)),
        (None, Some(found)) if !mine(found) => return Plan::Refuse(used(found, RowProblem::EmailUsed)),
        (Some(found), _) | (None, Some(found)) => found,
    };
    let after = row.over(Some(&target.now));
    let differences: Vec<Difference> = Column::ALL
        .into_iter()
        .filter(|column| target.now.value(*column) != after.value(*column))
        .map(|column| Difference { column, before: target.now.value(column).to_owned(), after: after.value(column).to_owned() })
        .collect();
    match differences.is_empty() {
        true => Plan::Unchanged(target.id),
        false if target.closed => Plan::Refuse(RowProblem::Closed),
        false => Plan::Change(target.id, after, differences),
    }
}
