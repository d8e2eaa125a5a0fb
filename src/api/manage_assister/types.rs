//! Wire types that several of the pages share.

use crate::domain::association::EndedBy;
use crate::domain::identity::AssisterKind;
use crate::domain::ids::ConsentId;
use serde::{Deserialize, Serialize};

/// An assister as consumers see them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssisterView {
    /// Full name.
    pub name: String,
    /// Navigator, CAC or broker.
    pub kind: AssisterKind,
    /// The organization's name.
    pub organization: String,
    /// Seven digits.
    pub number: String,
    /// The public-facing phone number.
    pub phone: String,
    /// The public-facing email address.
    pub email: String,
}

/// Who helps now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CurrentView {
    /// The assister.
    pub assister: AssisterView,
    /// The date of authorization, to read.
    pub authorized: String,
    /// The receipt.
    pub receipt: ConsentId,
    /// Whether the assister can act at the moment (not suspended).
    pub available: bool,
}

/// Somebody who helped before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EarlierView {
    /// Full name, as agreed to.
    pub name: String,
    /// Navigator, CAC or broker.
    pub kind: AssisterKind,
    /// The organization's name, as agreed to.
    pub organization: String,
    /// The first day, to read.
    pub start: String,
    /// The last day, to read.
    pub end: String,
    /// Who ended it.
    pub ended_by: EndedBy,
    /// Why, where staff ended it.
    pub reason: Option<String>,
    /// The receipt.
    pub receipt: ConsentId,
}
