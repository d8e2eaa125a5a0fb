//! Searching a roster: the words are posted and kept with the session, the address gets an opaque key.

use crate::api::client::FromPage;
use crate::api::error::ApiError;
use crate::api::forms::Posted;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;

/// Keep a search and show its first page. Nothing to look for shows the whole roster.
#[server(prefix = "/api", endpoint = "search-roster", output = Postcard, client = FromPage)]
pub async fn search_roster(
    #[server(default)] words: String,
    #[server(default)] roster: String,
    #[server(default)] state: String,
) -> Result<Posted, ApiError> {
    use super::RosterAddress;
    use crate::domain::identity::AssisterKind;
    use crate::domain::roster::AccountState;
    use crate::domain::typed::line;
    use crate::server::context::{AgencySelf, RequestContext};
    let context = RequestContext::<AgencySelf>::require()?;
    let words = line(&words);
    let q = if words.is_empty() { None } else { Some(context.keep_search(&words).await?) };
    let (roster, state) = (AssisterKind::from_code(&roster), AccountState::from_code(&state));
    let address = RosterAddress { roster, state, q, ..RosterAddress::default() };
    context.done(&format!("/agency{}", address.query()))
}
