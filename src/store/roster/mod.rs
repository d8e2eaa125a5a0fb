//! The roster: what is written down about assisters, where they stand, and the history of it.

mod add;
mod by;
mod change;
mod contacts;
mod entry;
mod history;
mod import;
mod list;
mod organization;
mod standing;
mod taken;
mod words;

pub use add::{ADDED, Added, NewEntry};
pub use by::By;
pub use change::{Changed, EMPLOYMENT, EmailAsked, EntryChange, EntryScope, LICENSE, NPN, PORTAL_ACCESS};
pub use contacts::{AgencyContact, ContactEnded, EndedContact};
pub use entry::Kept;
pub use history::{Change, HistoryRow};
pub use import::{Confirmed, Import, ImportBatch, ImportRow, NewImport, RowsFrom, StagedRow};
pub use list::{ROSTER_PAGE, RosterPage, RosterQuery, RosterRow};
pub use organization::{Invite, Invited, Organization};
pub use taken::Taken;

pub(super) use add::add_entry;
pub(super) use change::change_entry;
pub(super) use history::record_changes;
pub(super) use organization::invite_in;
pub(super) use standing::StandingRow;
pub(super) use words::write_words;
