//! Signing out.

use crate::api::error::ApiError;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;

/// End the session. Harmless when there is none.
#[server(prefix = "/api", endpoint = "sign-out", output = Postcard)]
pub async fn sign_out() -> Result<(), ApiError> {
    use crate::server::context::{RequestContext, Visitor};
    use crate::server::sign_in;
    let context = RequestContext::<Visitor>::require()?;
    for (name, value) in sign_in::sign_out(context.state(), context.info()).await? {
        context.add_header(name, value);
    }
    context.redirect("/sign-in");
    Ok(())
}
