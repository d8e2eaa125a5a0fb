//! The assister's clients: counts, pages of the list, search, the record.

mod applied;
mod counts;
mod explain;
mod list;
mod open;
mod statement;
mod words;

pub use applied::Applied;

pub(super) use counts::{CountChange, adjust_counts};
pub(super) use words::{NewClient, PREFIX_CHARS, list_client, relist_client, unlist_client};

use crate::domain::clients::{Counts, List, Search, Sort};
use crate::domain::ids::AssociationId;
use crate::domain::instant::Instant;
use crate::store::Cursor;
use std::collections::BTreeMap;

/// Which page of which list.
#[derive(Clone, Debug, Default)]
pub struct ListQuery {
    /// New, In Progress or All.
    pub list: List,
    /// The order.
    pub sort: Sort,
    /// What was searched for.
    pub search: Option<Search>,
    /// `None`: the first page. One that is not this assister's is the first page too.
    pub cursor: Option<Cursor<AssociationId>>,
}

/// A row of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientRow {
    /// The association, which is the record's address.
    pub association: AssociationId,
    /// The consumer's name.
    pub name: String,
    /// When they authorized the assister.
    pub authorized_at: Instant,
    /// How far their applications are, the latest year first; none was started otherwise.
    pub applied: Vec<Applied>,
}

/// One page of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClientPage {
    /// At most `PAGE_SIZE`, in the order asked for.
    pub rows: Vec<ClientRow>,
    /// How many the list holds, or how many of it match the search.
    pub total: u32,
    /// Whether there is a page before.
    pub previous: bool,
    /// Whether there is a page after.
    pub next: bool,
    /// How many each list holds, search or not.
    pub counts: Counts,
}

/// A client's record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientRecord {
    /// The association.
    pub association: AssociationId,
    /// The consumer's name.
    pub consumer_name: String,
    /// When they authorized the assister.
    pub authorized_at: Instant,
    /// When the record was first opened: now, for the first opening.
    pub first_opened_at: Instant,
    /// Whether it had been opened before.
    pub opened_before: bool,
    /// How far their applications are, the latest year first; none was started otherwise.
    pub applied: Vec<Applied>,
    /// The names of the plans in which assisters enrolled them, by coverage year.
    pub plans: BTreeMap<u16, String>,
}
