//! Step 2: "Continue" on the card.

use crate::api::client::FromPage;
use crate::api::error::ApiError;
use crate::api::forms::Posted;
use crate::domain::ids::DraftId;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;

/// The card is the right one. From a card of another run, the wizard shows the card in force instead.
#[server(prefix = "/api", endpoint = "continue-with-assister", output = Postcard, client = FromPage)]
pub async fn continue_with_assister(draft: DraftId) -> Result<Posted, ApiError> {
    use crate::domain::manage_assister::{Progress, Step};
    use crate::server::context::{ConsumerSelf, RequestContext};
    let context = RequestContext::<ConsumerSelf>::require()?;
    let kept = context.store().draft(context.who.id, context.now).await?.map(|(draft, _)| draft);
    let progress = Progress(kept).card_confirmed(draft);
    if let Some(confirmed) = progress.0.filter(|_| progress.0 != kept) {
        context.store().save_draft(context.who.id, confirmed, context.now).await?;
    }
    context.done(progress.admit(Step::Agree).address())
}
