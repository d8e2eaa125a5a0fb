//! An association: a consumer's standing authorization of one assister. It starts by consent and lasts until it is ended.

use super::instant::Instant;
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

/// Where an association stands. The first two are the lists New and In Progress; All is both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// Authorized, the record not yet opened.
    New,
    /// Opened by the assister, first at this time.
    InProgress {
        /// When the record was first opened.
        since: Instant,
    },
    /// Over: in no list, and the record can't be opened.
    Ended {
        /// When.
        at: Instant,
        /// By whom.
        by: EndedBy,
    },
}

impl Stage {
    /// Opening the record. `None` when it can't be opened; opening again keeps the first time (rule 19).
    #[must_use]
    pub const fn opened(self, now: Instant) -> Option<Self> {
        match self {
            Self::New => Some(Self::InProgress { since: now }),
            Self::InProgress { .. } => Some(self),
            Self::Ended { .. } => None,
        }
    }

    /// Ending. Ending again keeps the first end.
    #[must_use]
    pub const fn ended(self, at: Instant, by: EndedBy) -> Self {
        match self {
            Self::New | Self::InProgress { .. } => Self::Ended { at, by },
            Self::Ended { .. } => self,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const T1: Instant = Instant::from_micros(1);
    const T2: Instant = Instant::from_micros(2);

    #[test]
    fn the_first_opening_counts_and_repeats_are_harmless() {
        let opened = Stage::New.opened(T1).unwrap();
        assert_eq!(opened, Stage::InProgress { since: T1 });
        assert_eq!(opened.opened(T2), Some(opened));
    }

    #[test]
    fn an_ended_association_never_opens_and_keeps_its_end() {
        let ended = Stage::New.ended(T1, EndedBy::ConsumerRemoved);
        assert_eq!(ended.opened(T2), None);
        assert_eq!(ended.ended(T2, EndedBy::Staff), ended);
    }
}
