//! `/set-up/email/TOKEN` and `/security/email`: a consumer shows that they read the mail of their address.

use crate::api::client::FromPage;
use crate::api::error::ApiError;
use crate::api::forms::{FormState, Posted};
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;
use serde::{Deserialize, Serialize};

/// What the page that a link opens shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ConfirmAddressPage {
    /// The button.
    Open {
        /// The link's token, which the form sends back.
        token: String,
        /// The address.
        email: String,
    },
    /// Another account has the address by now.
    Taken {
        /// The address.
        email: String,
    },
    /// The link confirms nothing.
    Shut,
}

/// What the page of one's own account shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmailPage {
    /// The address.
    pub email: String,
    /// Whether it is confirmed.
    pub confirmed: bool,
    /// Why the link was not sent again.
    pub form: FormState,
}

/// The page that a link opens. Looking confirms nothing.
#[server(name = LoadConfirmAddressPage, prefix = "/api", endpoint = "confirm-address-page", input = Postcard, output = Postcard, client = FromPage)]
pub async fn confirm_address_page(token: String) -> Result<ConfirmAddressPage, ApiError> {
    use crate::server::context::{RequestContext, Visitor};
    use crate::server::links;
    let context = RequestContext::<Visitor>::require()?;
    let link = context.store().confirmation(links::hash(&token), context.now).await?;
    Ok(match link {
        None => ConfirmAddressPage::Shut,
        Some(link) if link.taken => ConfirmAddressPage::Taken { email: link.email },
        Some(link) => ConfirmAddressPage::Open { token, email: link.email },
    })
}

/// Confirm the address that a link was sent to, whoever is signed in, or nobody.
#[server(prefix = "/api", endpoint = "confirm-address", output = Postcard, client = FromPage)]
pub async fn confirm_address(#[server(default)] token: String) -> Result<Posted, ApiError> {
    use crate::api::forms::Form;
    use crate::server::context::{RequestContext, Visitor};
    use crate::server::links;
    use crate::store::ConfirmedAddress;
    let context = RequestContext::<Visitor>::require()?;
    let audit = |user, role| context.info().audit(user, role, context.now);
    match context.store().confirm_address(links::hash(&token), context.now, &audit).await? {
        ConfirmedAddress::Done => context.done("/set-up/email/done"),
        // The page of the link says why.
        ConfirmedAddress::Taken | ConfirmedAddress::Nothing => context.done(&Form::ConfirmAddress.page_of(&token)),
    }
}

/// Whether the caller's own address is confirmed. `retry` finds why the link was not sent again.
#[server(name = LoadEmailPage, prefix = "/api", endpoint = "email-page", input = Postcard, output = Postcard, client = FromPage)]
pub async fn email_page(retry: String) -> Result<EmailPage, ApiError> {
    use crate::api::forms::Form;
    use crate::server::access::email_confirmation::details;
    use crate::server::context::{ConsumerSelf, RequestContext};
    let context = RequestContext::<ConsumerSelf>::require()?;
    let details = details(&context, context.who.user).await?;
    Ok(EmailPage { email: details.email, confirmed: details.email_confirmed, form: context.kept_form(Form::EmailLink, &retry).await? })
}

/// Send the link again.
#[server(prefix = "/api", endpoint = "send-email-link", output = Postcard, client = FromPage)]
pub async fn send_email_link() -> Result<Posted, ApiError> {
    use crate::api::forms::Form;
    use crate::server::access::email_confirmation::{EMAIL, send_again};
    use crate::server::context::{ConsumerSelf, RequestContext};
    let context = RequestContext::<ConsumerSelf>::require()?;
    if send_again(&context).await? {
        return context.done(&format!("{EMAIL}?sent=1"));
    }
    let mut form = FormState::default();
    form.wrong("", context.messages().confirm_email_too_many());
    context.refuse(Form::EmailLink, form, None).await
}
