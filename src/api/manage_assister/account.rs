//! `/account`.

use crate::api::error::ApiError;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;
use serde::{Deserialize, Serialize};

/// What the consumer's account page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountPage {
    /// The consumer's own name.
    pub name: String,
    /// Who helps now, and whether they are available.
    pub assister: Option<(String, bool)>,
}

/// The consumer's own account.
#[server(prefix = "/api", endpoint = "account", input = Postcard, output = Postcard)]
pub async fn account() -> Result<AccountPage, ApiError> {
    use crate::server::context::{ConsumerSelf, RequestContext};
    let context = RequestContext::<ConsumerSelf>::require()?;
    let current = context.store().current_assister(context.who.id, context.now).await?;
    Ok(AccountPage { name: context.who.name.clone(), assister: current.map(|c| (c.card.name, c.available)) })
}
