//! "Confirm account".

use crate::api::client::FromPage;
use crate::api::error::ApiError;
use crate::api::forms::Posted;
use crate::domain::ids::AssisterId;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;

/// Confirm an account that its owner has set up, with the confirmation email. Once: a repeat sends nothing.
#[server(prefix = "/api", endpoint = "confirm-account", output = Postcard, client = FromPage)]
pub async fn confirm_account(assister: AssisterId) -> Result<Posted, ApiError> {
    use crate::server::context::{RequestContext, StaffSelf};
    use crate::server::mail::{Letter, compose};
    use crate::store::Addressee;
    let context = RequestContext::<StaffSelf>::require()?;
    let (t, audit) = (context.messages(), context.audit());
    let letter = |to: Addressee<'_>| {
        let number = to.number.to_string();
        compose(context.state(), t, to.email, Letter::Confirmation { name: to.name, number: &number }, context.now)
    };
    let confirmed = context.store().confirm_account(context.acting(assister, &audit)?, &letter, t.standing_yes()).await?;
    context.handled(assister, "confirmed", confirmed)
}
