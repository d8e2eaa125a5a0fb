//! The application for coverage: the consumer's own, and a client's under an association that is in force. Both have the same pages
//! (`server/applications`); only who may come to them differs, and so each has server functions of its own.

mod client;
mod own;
mod screen;

pub use client::{
    EnrollClientInPlan, LoadClientApplicationPage, SaveClientApplication, StartClientApplication, SubmitClientApplication,
    client_application_page, enroll_client_in_plan, save_client_application, start_client_application, submit_client_application,
};
pub use own::{
    EnrollInPlan, LoadApplicationPage, LoadNotices, MarkNoticesRead, SaveApplication, StartApplication, SubmitApplication,
    application_page, enroll_in_plan, mark_notices_read, notices, save_application, start_application, submit_application,
};
pub use screen::{
    Ask, AskField, AskKind, CellView, ColumnView, Fact, FilterView, FormView, Link, Pages, RowView, Screen, Section, TableView, Tell,
    Weight,
};

use serde::{Deserialize, Serialize};

/// What the form of a plan sends: what the page showed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedPlan {
    /// The plan.
    pub plan: String,
    /// Its premium in cents a month.
    pub premium: String,
    /// The tax credit in cents a month.
    pub credit: String,
    /// The first day of coverage.
    pub from: String,
    /// Whom it is for: their numbers, with a space in between.
    pub who: String,
    /// The enrollment that it would take the place of; empty where there was none.
    pub replaces: String,
}
