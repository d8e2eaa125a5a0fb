//! Step 4: "You have authorized NAME".

use crate::api::client::FromPage;
use crate::api::error::ApiError;
use crate::domain::ids::ConsentId;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;
use serde::{Deserialize, Serialize};

/// What the last page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddedPage {
    /// Who was authorized.
    pub name: String,
    /// The receipt.
    pub receipt: ConsentId,
}

/// The result of the wizard. Nothing when that authorization is not in force any more: then "Assister Details" tells the truth.
#[server(prefix = "/api", endpoint = "assister-added", input = Postcard, output = Postcard, client = FromPage)]
pub async fn assister_added(receipt: String) -> Result<Option<AddedPage>, ApiError> {
    use crate::server::context::{ConsumerSelf, RequestContext};
    let context = RequestContext::<ConsumerSelf>::require()?;
    let current = context.store().current_assister(context.who.id, context.now).await?;
    let receipt: Option<ConsentId> = receipt.parse().ok();
    let current = current.filter(|current| Some(current.consent) == receipt);
    Ok(current.map(|current| AddedPage { name: current.card.name, receipt: current.consent }))
}
