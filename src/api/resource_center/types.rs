//! Wire types that several of the pages share.

use crate::domain::identity::Role;
use crate::domain::ids::AssisterId;
use serde::{Deserialize, Serialize};

/// A row of an assister's history, to read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryView {
    /// What changed.
    pub what: String,
    /// When.
    pub when: String,
    /// Who changed it.
    pub who: String,
    /// In which role.
    pub role: Role,
    /// From; empty where there was nothing.
    pub before: String,
    /// To.
    pub after: String,
}

/// The address of an assister's page.
#[must_use]
pub fn assister_page_address(id: AssisterId) -> String {
    format!("/resource-center/assisters/{id}")
}
