//! Who changes a roster.

use crate::domain::audit::Actor;
use crate::domain::ids::{AuditId, ChangeId};
use crate::domain::instant::Instant;
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
    /// Draws a new id, version 7, of this time.
    pub fresh: fn(Instant) -> Uuid,
}

impl By<'_> {
    /// The audit row of one change.
    pub(in crate::store) fn audit(&self, now: Instant) -> Audit {
        Audit { id: AuditId((self.fresh)(now)), actor: self.actor, request: self.request.to_owned() }
    }

    pub(super) fn change_id(&self, now: Instant) -> ChangeId {
        ChangeId((self.fresh)(now))
    }
}
