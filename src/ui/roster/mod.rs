//! The Agency Management Program: the pages under `/agency`, for agency contacts.
//!
//! To add a page: its file, and the parts of its address below.

mod contacts;
mod end_access;
mod entry;
mod entry_form;
mod history;
mod import;
mod list;
mod list_table;

pub(super) use end_access::{EndAccessView, contact_cells, contact_columns};
pub(super) use entry_form::EntryFieldsOf;
pub(super) use history::ChangeHistory;

use super::section::section;
use super::worksheets::payments_page;
use leptos::prelude::*;

pub use list::{Roster, draw_roster};

/// The pages under `/agency`, but for the roster itself.
#[component]
pub fn AgencySection() -> impl IntoView {
    section("/agency", |parts| match parts {
        ["add"] => Some(entry_form::add_page()),
        ["payments"] => Some(payments_page()),
        ["contacts"] => Some(contacts::contacts_page()),
        ["contacts", id, "end"] => Some(end_access::end_colleague_page((*id).to_owned())),
        ["assisters", id] => Some(entry::entry_page((*id).to_owned())),
        ["assisters", id, "edit"] => Some(entry_form::edit_page((*id).to_owned())),
        ["import"] => Some(import::form_page()),
        ["imports", id] => Some(import::preview_page((*id).to_owned())),
        _ => None,
    })
}
