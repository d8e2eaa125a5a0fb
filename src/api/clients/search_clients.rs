//! Searching: the words are posted and kept with the session, the address gets an opaque key.

use crate::api::client::FromPage;
use crate::api::error::ApiError;
use crate::api::forms::Posted;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;

/// Keep a search and show its first page. Nothing to look for shows the whole list.
#[server(prefix = "/api", endpoint = "search-clients", output = Postcard, client = FromPage)]
pub async fn search_clients(
    #[server(default)] words: String,
    #[server(default)] list: String,
    #[server(default)] sort: String,
) -> Result<Posted, ApiError> {
    use super::client_list::ListAddress;
    use crate::domain::clients::{List, Sort};
    use crate::domain::typed::line;
    use crate::server::context::{AssisterSelf, RequestContext};
    let context = RequestContext::<AssisterSelf>::require()?;
    let words = line(&words);
    let q = if words.is_empty() { None } else { Some(context.keep_search(&words).await?) };
    let list = List::from_code(Some(&list)).unwrap_or_default();
    let address = ListAddress { list, sort: Sort::from_code(Some(&sort)), q, ..ListAddress::default() };
    context.done(&format!("/clients{}", address.query()))
}
