//! An association: a consumer's standing authorization of one assister. It starts by consent and lasts until it is ended.

use serde::{Deserialize, Serialize};

/// Who ended an association.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndedBy {
    /// The consumer removed the assister.
    ConsumerRemoved,
    /// The consumer authorized another assister instead.
    ConsumerChanged,
    /// A resource manager, on request and with a reason (rule 30).
    Staff,
}

impl EndedBy {
    /// Every way to end.
    pub const ALL: [Self; 3] = [Self::ConsumerRemoved, Self::ConsumerChanged, Self::Staff];

    /// The stored form.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::ConsumerRemoved => "consumer_removed",
            Self::ConsumerChanged => "consumer_changed",
            Self::Staff => "staff",
        }
    }

    /// Reads the stored form.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|by| by.code() == code)
    }
}
