//! The assister's client list and the record. Lazy pages: consumers never fetch them.

mod card;
mod limits;
mod list;
mod list_table;
mod record;

pub use limits::draw_limits;
pub use list::{ClientsPage, draw_clients};

use record::ClientPage;

use super::worksheets::agent_of_record_page;
use crate::api::clients::ListAddress;
use crate::api::worksheets::AGENT_OF_RECORD;
use crate::domain::clients::{List, Sort};
use crate::ui::section::path_part;
use leptos::prelude::*;
use leptos_router::params::ParamsMap;

/// `/clients/ID`: a client's record, or the worksheet and the card that have their place there. One route, because every first visit
/// fetches the routes.
#[component]
pub fn ClientSection() -> impl IntoView {
    match path_part(2).as_str() {
        "card" => card::card_page(),
        part if AGENT_OF_RECORD.strip_prefix("/clients/") == Some(part) => agent_of_record_page(),
        _ => view! { <ClientPage /> }.into_any(),
    }
}

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
