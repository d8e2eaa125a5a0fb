//! Who changes a roster.

use crate::domain::audit::Actor;
use crate::domain::ids::{AuditId, ChangeId};
use crate::store::Audit;
use uuid::Uuid;

/// Who changes what is written down, for the log and the history. One import makes many changes with it.
#[derive(Clone, Copy)]
pub struct By<'a> {
    /// The account and its role.
    pub actor: Actor,
    /// The request's id.
    pub request: &'a str,
    /// Their name, for the history.
    pub name: &'a str,
    /// Draws a new id, version 7.
    pub fresh: &'a (dyn Fn() -> Uuid + Send + Sync),
}

impl By<'_> {
    /// The audit row of one change.
    pub(in crate::store) fn audit(&self) -> Audit {
        Audit { id: AuditId((self.fresh)()), actor: self.actor, request: self.request.to_owned() }
    }

    pub(super) fn change_id(&self) -> ChangeId {
        ChangeId((self.fresh)())
    }
}
