//! `/account/assister/remove`.

use crate::api::client::FromPage;
use crate::api::error::ApiError;
use crate::api::forms::Posted;
use crate::domain::ids::AssociationId;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;
use serde::{Deserialize, Serialize};

/// What the page asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemovePage {
    /// Who would be removed.
    pub name: String,
    /// Which authorization.
    pub association: AssociationId,
}

/// Whom to remove; nothing when nobody helps (any more).
#[server(prefix = "/api", endpoint = "remove-assister-page", input = Postcard, output = Postcard, client = FromPage)]
pub async fn remove_assister_page() -> Result<Option<RemovePage>, ApiError> {
    use crate::server::context::{ConsumerSelf, RequestContext};
    let context = RequestContext::<ConsumerSelf>::require()?;
    let current = context.store().current_assister(context.who.id, context.now).await?;
    Ok(current.map(|current| RemovePage { name: current.card.name, association: current.association }))
}

/// End the consumer's own association. Ended already: says so, and nothing else changes.
#[server(prefix = "/api", endpoint = "remove-assister", output = Postcard, client = FromPage)]
pub async fn remove_assister(association: AssociationId) -> Result<Posted, ApiError> {
    use crate::api::error::ErrorCode;
    use crate::server::context::{ConsumerSelf, RequestContext};
    use crate::store::Removed;
    let context = RequestContext::<ConsumerSelf>::require()?;
    match context.store().remove_assister(context.who.id, association, context.now, context.audit()).await? {
        Some(Removed::Ended) => context.done("/account/assister?removed=now"),
        Some(Removed::AlreadyEnded) => context.done("/account/assister?removed=before"),
        None => Err(ApiError::new(ErrorCode::NotFound)),
    }
}
