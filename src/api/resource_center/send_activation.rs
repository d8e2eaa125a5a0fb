//! "Send the activation email again".

use crate::api::client::FromPage;
use crate::api::error::ApiError;
use crate::api::forms::Posted;
use crate::domain::ids::AssisterId;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;

/// Send the activation email with a new link; the old one is dead.
#[server(prefix = "/api", endpoint = "send-activation", output = Postcard, client = FromPage)]
pub async fn send_activation(assister: AssisterId) -> Result<Posted, ApiError> {
    use crate::server::context::{RequestContext, StaffSelf};
    use crate::server::resource_center::Activation;
    use crate::store::Addressee;
    let context = RequestContext::<StaffSelf>::require()?;
    let (t, audit) = (context.messages(), context.audit());
    let activation = Activation::new(context.state(), context.now);
    let letter = |to: Addressee<'_>| activation.letter(context.state(), t, to, context.now);
    let sent = context.store().send_activation(context.acting(assister, &audit)?, activation.enrollment(&letter)).await?;
    context.handled(assister, "sent", sent)
}
