//! The Agency Management Program: an organization's own roster, for its agency contacts. And where an assister stands, as everybody who
//! may see it is told.

mod add_entry;
mod contacts;
mod edit_entry;
mod end_colleague;
mod entry_fields;
mod entry_page;
mod import;
mod look_up_number;
mod roster_page;
mod search_roster;
mod standing;

pub use add_entry::{AddEntry, AddEntryPage, add_entry, add_entry_page};
pub use contacts::{ContactView, ContactsPage, InviteContact, agency_contacts, invite_contact};
pub use edit_entry::{EditEntry, EditEntryPage, edit_entry, edit_entry_page};
pub use end_colleague::{EndAccess, EndAccessPage, EndColleague, end_colleague, end_colleague_page};
pub use entry_fields::EntryFields;
pub use entry_page::{EntryPage, HistoryView, Lookup, roster_entry};
pub use import::{
    CancelImport, ConfirmImport, ImportFormView, ImportRowView, ImportView, LatestImport, PreviewAddress, ProgressView, cancel_import,
    confirm_import, import_page, import_preview, import_progress,
};
pub use look_up_number::{LookUpNumber, look_up_number};
pub use roster_page::{LoadRoster, RosterAddress, RosterPage, RosterRowView, roster};
pub use search_roster::{SearchRoster, search_roster};
pub use standing::StandingView;
