//! `/account/assister`: who helps now, and who did before.

use super::types::{CurrentView, EarlierView};
use crate::api::error::ApiError;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;
use serde::{Deserialize, Serialize};

/// What "Assister Details" shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DetailsPage {
    /// Who helps now.
    pub current: Option<CurrentView>,
    /// Who helped before, latest first.
    pub earlier: Vec<EarlierView>,
}

/// The consumer's own assister and the earlier ones.
#[server(prefix = "/api", endpoint = "assister-details", input = Postcard, output = Postcard)]
pub async fn assister_details() -> Result<DetailsPage, ApiError> {
    use crate::server::context::{ConsumerSelf, RequestContext};
    use crate::server::{dates, views};
    let context = RequestContext::<ConsumerSelf>::require()?;
    let current = context.store().current_assister(context.who.id, context.now).await?.map(|current| CurrentView {
        assister: views::assister(current.card),
        authorized: dates::date(current.started_at),
        receipt: current.consent,
        available: current.available,
    });
    let earlier = context.store().earlier_assisters(context.who.id).await?.into_iter().map(views::earlier);
    Ok(DetailsPage { current, earlier: earlier.collect() })
}
