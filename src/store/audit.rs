//! The audit log: who did what to whom, written in the transaction of the change itself.

use crate::domain::audit::Actor;
use crate::domain::ids::AuditId;

/// What a caller gives for the audit row of a change. The action, subject and time are added by the method that makes the change.
#[derive(Clone, Debug)]
pub struct Audit {
    /// The row's id, version 7.
    pub id: AuditId,
    /// Who acts.
    pub actor: Actor,
    /// The request's id, to find its log line.
    pub request: String,
}
