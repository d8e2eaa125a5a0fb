//! Worksheets: what stands in them, on a page (`page`) and in a file (`file`), and the addresses that give files (`routes`).

pub mod agent_of_record;
pub mod payments;

mod routes;

pub use routes::routes;

use super::dates;
use crate::domain::instant::Date;
use crate::domain::money::Cents;
use crate::domain::query;
use crate::domain::worksheets::Month;

/// How days, months and amounts are written: to read, or for spreadsheets.
#[derive(Clone, Copy)]
struct Style {
    day: fn(Date) -> String,
    month: fn(Month) -> String,
    amount: fn(Cents) -> String,
}

/// To read.
const READ: Style = Style { day: dates::calendar, month: dates::month, amount: |amount| amount.to_string() };
/// For spreadsheets, which put them in order.
const FILE: Style = Style { day: Date::iso, month: Month::code, amount: Cents::typed };

/// The value that an address has for a name.
fn value(query: &str, name: &str) -> Option<String> {
    query::pairs(query).find(|(key, _)| *key == name).map(|(_, value)| value)
}
