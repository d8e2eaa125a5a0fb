//! Signing out.

use crate::api::client::FromPage;
use crate::api::error::ApiError;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;

/// End the session, and the one at LoginMN that is behind it. Harmless when there is none.
#[server(prefix = "/api", endpoint = "sign-out", output = Postcard, client = FromPage)]
pub async fn sign_out() -> Result<(), ApiError> {
    use crate::domain::next::SIGNED_OUT;
    use crate::server::context::{RequestContext, Visitor};
    use crate::server::{login_mn, sign_in};
    let context = RequestContext::<Visitor>::require()?;
    let elsewhere = login_mn::sign_out_address(context.state(), context.info()).await;
    for (name, value) in sign_in::sign_out(context.state(), context.info()).await? {
        context.add_header(name, value);
    }
    context.redirect(elsewhere.as_deref().unwrap_or(SIGNED_OUT));
    Ok(())
}
