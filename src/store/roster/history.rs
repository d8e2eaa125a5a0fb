//! The history of what is written down about an assister: who, when, from, to.

use crate::domain::identity::Role;
use crate::domain::ids::{AssisterId, ChangeId};
use crate::domain::instant::Instant;
use crate::store::codec::{known, storable};
use crate::store::db::{Write, execute, fetch_all};
use crate::store::{Audit, Store, StoreError};

/// A field that changes, with its values as people read them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The row's id, version 7.
    pub id: ChangeId,
    /// The field's name, one of the roster's or the account's.
    pub field: &'static str,
    /// From; empty where there was nothing.
    pub before: String,
    /// To.
    pub after: String,
}

/// A row of the history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryRow {
    /// When.
    pub at: Instant,
    /// Who, by the name of then.
    pub actor: String,
    /// In which role.
    pub role: Role,
    /// The field's name.
    pub field: String,
    /// From.
    pub before: String,
    /// To.
    pub after: String,
}

/// Writes changes in the transaction that makes them.
pub(in crate::store) async fn record_changes(
    tx: &mut Write,
    assister: AssisterId,
    changes: &[Change],
    by: &Audit,
    name: &str,
    now: Instant,
) -> Result<(), StoreError> {
    for change in changes {
        execute!(
            tx.on(),
            "INSERT INTO assister_changes (id, assister_id, at, actor_user_id, actor_role, actor_name, field, before, after)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            change.id,
            assister,
            now,
            by.actor.user,
            by.actor.role.code(),
            name,
            change.field,
            &*storable(&change.before),
            &*storable(&change.after),
        )?;
    }
    Ok(())
}

impl Store {
    /// An assister's history, newest first. The caller has checked that they may see it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn assister_history(&self, assister: AssisterId) -> Result<Vec<HistoryRow>, StoreError> {
        let rows = fetch_all!(
            self.read(),
            (ChangeId, Instant, String, String, String, String, String),
            "SELECT id, at, actor_name, actor_role, field, before, after FROM assister_changes
             WHERE assister_id = $1 ORDER BY at DESC, id DESC LIMIT 500",
            assister,
        )?;
        rows.into_iter()
            .map(|(id, at, actor, role, field, before, after)| {
                let role = known(Role::from_code(&role), "assister_changes", "actor_role", id.0)?;
                Ok(HistoryRow { at, actor, role, field, before, after })
            })
            .collect()
    }
}
