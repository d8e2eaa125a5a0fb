//! `/clients/card`: the assister's own card, as consumers see it.

use crate::api::client::FromPage;
use crate::api::error::ApiError;
use crate::api::manage_assister::AssisterView;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;
use serde::{Deserialize, Serialize};

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnCardPage {
    /// The card that whoever enters the number gets to see.
    pub card: AssisterView,
    /// Until when the assister is certified, to read.
    pub certification: String,
}

/// The caller's own card.
#[server(name = LoadOwnCard, prefix = "/api", endpoint = "own-card", input = Postcard, output = Postcard, client = FromPage)]
pub async fn own_card() -> Result<OwnCardPage, ApiError> {
    use crate::api::error::ErrorCode;
    use crate::server::context::{AssisterSelf, RequestContext};
    use crate::server::views;
    let context = RequestContext::<AssisterSelf>::require()?;
    let not_found = || ApiError::new(ErrorCode::NotFound);
    let card = context.store().assister_by_number(context.who.number, context.now).await?.ok_or_else(not_found)?;
    let standing = context.store().standing(context.who.id).await?.ok_or_else(not_found)?;
    Ok(OwnCardPage { card: views::assister(card), certification: views::certification(standing.certification, context.messages()) })
}
