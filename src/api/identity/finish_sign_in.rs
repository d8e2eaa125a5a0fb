//! `/sign-in/finish/TOKEN`: signing in is finished by a link that was sent.

use crate::api::client::FromPage;
use crate::api::error::ApiError;
use crate::api::forms::Posted;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;
use serde::{Deserialize, Serialize};

/// What the page that a link opens shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FinishSignInPage {
    /// The button.
    Open {
        /// What it sends: the token of the address.
        token: String,
    },
    /// The link does not open.
    Shut,
}

/// What the link in an address leads to. Looking at it uses nothing up.
#[server(name = LoadFinishSignInPage, prefix = "/api", endpoint = "finish-sign-in-page", input = Postcard, output = Postcard, client = FromPage)]
pub async fn finish_sign_in_page(token: String) -> Result<FinishSignInPage, ApiError> {
    use crate::server::access::by_mail::linked;
    use crate::server::context::{RequestContext, Visitor};
    let context = RequestContext::<Visitor>::require()?;
    Ok(match linked(&context, &token).await? {
        Some(_) => FinishSignInPage::Open { token },
        None => FinishSignInPage::Shut,
    })
}

/// "Sign in": uses the link up. Where it does not open, its page says so.
#[server(prefix = "/api", endpoint = "finish-sign-in", output = Postcard, client = FromPage)]
pub async fn finish_sign_in(#[server(default)] token: String) -> Result<Posted, ApiError> {
    use crate::server::access::by_mail::{FINISH, finish};
    use crate::server::context::{RequestContext, Visitor};
    let context = RequestContext::<Visitor>::require()?;
    if let Some(to) = finish(&context, &token).await? {
        return context.done(&to);
    }
    // The token has no place in an address any more.
    context.done(&format!("{FINISH}/0"))
}
