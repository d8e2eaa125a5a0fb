//! The assister's client list and the record. Lazy pages: consumers never fetch them.

mod list;
mod list_table;
mod record;

pub use list::ClientsPage;
pub use record::ClientPage;

use crate::api::clients::ListAddress;
use crate::domain::clients::{List, Sort};
use leptos_router::params::ParamsMap;

/// What the address says about the list.
fn list_address(query: &ParamsMap) -> ListAddress {
    ListAddress {
        list: List::from_code(query.get_str("list")).unwrap_or_default(),
        sort: Sort::from_code(query.get_str("sort")),
        q: query.get("q"),
        after: query.get("after"),
        before: query.get("before"),
    }
}
