//! The roster: what is written down about assisters, where they stand, and the history of it.

mod history;
mod standing;

pub use history::{Change, HistoryRow};

pub(super) use history::record_changes;
pub(super) use standing::StandingRow;
