//! An assister's row while staff change the account: locked, so that what is decided on stays true until the commit.

use super::pages::number;
use crate::domain::audit::{AuditAction, Subject};
use crate::domain::identity::{AssisterKind, AssisterState};
use crate::domain::ids::{AssisterId, ChangeId, UserId};
use crate::domain::instant::{Date, Instant};
use crate::domain::manage_assister::ReferenceNumber;
use crate::domain::roster::Standing;
use crate::store::codec::known;
use crate::store::db::{Write, fetch_optional};
use crate::store::roster::{StandingRow, record_changes};
use crate::store::row::row;
use crate::store::{Audit, Change, StoreError, audit};

/// Who acts on whose account.
#[derive(Clone, Copy)]
pub struct Acting<'a> {
    /// The assister.
    pub assister: AssisterId,
    /// The kinds that the caller looks after.
    pub kinds: &'a [AssisterKind],
    /// When.
    pub now: Instant,
    /// Which day that is in Minnesota.
    pub today: Date,
    /// Who, for the log.
    pub audit: &'a Audit,
    /// Who, for the history.
    pub by: &'a str,
    /// The id of the history's row.
    pub change: ChangeId,
    /// What a state is called in the history.
    pub words: &'a (dyn Fn(AssisterState) -> String + Sync),
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handled {
    /// Done now.
    Done,
    /// It was so before: nothing changed.
    AlreadySo,
    /// The account's state does not allow it: nothing changed.
    Refused,
}

/// The assister, locked.
pub(super) struct Locked {
    pub(super) user: Option<UserId>,
    pub(super) number: Option<ReferenceNumber>,
    pub(super) name: String,
    pub(super) email: String,
    pub(super) set_up: bool,
    pub(super) standing: Standing,
}

row! {
    struct LockedRow {
        user_id: Option<UserId>,
        reference_number: Option<i64>,
        display_name: String,
        certification_email: String,
        activated_at: Option<Instant>,
        ..standing: StandingRow,
    }
}

impl Locked {
    /// Locks the assister, when it is one that the caller looks after.
    pub(super) async fn take(tx: &mut Write, acting: &Acting<'_>) -> Result<Option<Self>, StoreError> {
        let id = acting.assister;
        let row = fetch_optional!(
            tx.on(),
            LockedRow,
            "UPDATE assisters SET city = city WHERE id = $1
             RETURNING user_id, reference_number, display_name, certification_email, activated_at, kind, state, portal_access, employed,
                 certification, certified_until, trained_at, mastered_at, confirmed_at",
            id,
        )?;
        let Some(row) = row else { return Ok(None) };
        let standing = row.standing.standing(id)?;
        if !acting.kinds.contains(&standing.kind) {
            return Ok(None);
        }
        let number = match row.reference_number {
            Some(stored) => Some(known(number(stored), "assisters", "reference_number", id.0)?),
            None => None,
        };
        Ok(Some(Self {
            user: row.user_id,
            number,
            name: row.display_name,
            email: row.certification_email,
            set_up: row.activated_at.is_some(),
            standing,
        }))
    }
}

/// Writes what was done into the log and, where something changed, into the history.
pub(super) async fn note(
    tx: &mut Write,
    acting: &Acting<'_>,
    action: AuditAction,
    field: &'static str,
    from_to: (String, String),
) -> Result<(), StoreError> {
    let (before, after) = from_to;
    let change = Change { id: acting.change, field, before, after };
    record_changes(tx, acting.assister, &[change], acting.audit, acting.by, acting.now).await?;
    let subject = Subject { assister: Some(acting.assister), ..Subject::default() };
    audit::record(tx, acting.audit, action, subject, acting.now).await
}
