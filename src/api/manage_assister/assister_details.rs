//! `/account/assister`: who helps now, and who did before.

use super::types::{CurrentView, EarlierView};
use crate::api::client::FromPage;
use crate::api::drawn::Reply;
use crate::api::error::ApiError;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;

/// What "Assister Details" shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DetailsPage {
    /// What happened just now, as the address says: `now` or `before` removed.
    pub removed: String,
    /// `other`: another window was quicker.
    pub window: String,
    /// Who helps now.
    pub current: Option<CurrentView>,
    /// Who helped before, latest first.
    pub earlier: Vec<EarlierView>,
}

/// The consumer's own assister and the earlier ones. `removed` and `window` are what the address says.
#[server(name = LoadAssisterDetails, prefix = "/api", endpoint = "assister-details", input = Postcard, output = Postcard, client = FromPage)]
pub async fn assister_details(removed: String, window: String) -> Result<Reply, ApiError> {
    use crate::server::context::{ConsumerSelf, RequestContext};
    use crate::server::{dates, views};
    use crate::ui::draw_details;
    let context = RequestContext::<ConsumerSelf>::require()?;
    let (current, earlier) = context.store().assisters_of(context.who.id, context.now).await?;
    let current = current.map(|current| CurrentView {
        assister: views::assister(current.card),
        authorized: dates::date(current.started_at),
        receipt: current.consent,
        available: current.available,
    });
    let earlier = earlier.into_iter().map(views::earlier);
    Ok(Reply::Show(draw_details(DetailsPage { removed, window, current, earlier: earlier.collect() })))
}
