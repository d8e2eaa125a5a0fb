//! Where an assister stands: the four gates, which is missing, and whose turn it is. The same for the assister, their agency contact
//! and staff.

use crate::domain::identity::AssisterKind;
use crate::domain::roster::{AccountState, Gates, Hold, Turn};
use serde::{Deserialize, Serialize};

/// Where an assister stands today.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandingView {
    /// Navigator, CAC or broker.
    pub kind: AssisterKind,
    /// The four gates.
    pub gates: Gates,
    /// Whose turn it is.
    pub turn: Turn,
    /// The account.
    pub account: AccountState,
    /// Why the account does not act.
    pub holds: Vec<Hold>,
    /// The certification, to read.
    pub certification: String,
}
