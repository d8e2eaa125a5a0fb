//! What follows from associations: Agent of Record for brokers, payments for navigators. A worksheet is data, in the reader's language,
//! and one view draws them all.

mod agent_of_record;
mod payments;

pub use agent_of_record::agent_of_record;
pub use payments::payments;

use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The worksheet of Agent of Record: a broker's own, for staff that of all brokers.
pub const AGENT_OF_RECORD: &str = "/clients/agent-of-record";
/// The worksheet of payments: for an organization's own navigators, for staff those of all navigators.
pub const PAYMENTS: &str = "/agency/payments";

/// A page of a worksheet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Worksheet {
    /// What it is called.
    pub heading: String,
    /// That it is a worksheet, and how it is worked out.
    pub lead: Vec<String>,
    /// The months to choose from.
    pub months: Option<Months>,
    /// What it comes to; empty where nothing is counted.
    pub total: String,
    /// What the columns are called.
    pub columns: Vec<String>,
    /// The cells, row by row. Shared, because a page is drawn and kept for the browser from the same data.
    pub rows: Arc<Vec<Vec<String>>>,
    /// What to say where there are no rows, in short and at length.
    pub empty: Option<(String, String)>,
    /// The address of the page before; empty where there is none.
    pub previous: String,
    /// The address of the page after; empty where there is none.
    pub next: String,
    /// The address of all of it as a file.
    pub file: String,
}

/// The months to choose from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Months {
    /// The address to which the choice goes.
    pub page: String,
    /// What is chosen, as in addresses.
    pub chosen: String,
    /// The months, the latest first: as in addresses, and to read.
    pub choices: Vec<(String, String)>,
}
