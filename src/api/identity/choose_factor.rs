//! Choosing a second step: on the way in (`/sign-in/choose-factor`, `/sign-in/authenticator`), and later (`/security/authenticator`).
//! The functions are open to visitors, because somebody on the way in is one; who may choose, `access::factors::owner` says.

use crate::api::client::FromPage;
use crate::api::error::ApiError;
use crate::api::forms::{FormState, Posted};
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;
use serde::{Deserialize, Serialize};

/// What the page to choose shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ChooseFactorPage {
    /// The choice.
    Open {
        /// Their own email, where codes may be sent to it.
        email: Option<String>,
        /// They had codes by email, which are no choice for them any more.
        again: bool,
    },
    /// There is nothing to choose here: go there.
    Elsewhere(String),
}

/// What the page of a new authenticator shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AuthenticatorPage {
    /// The secret, in two forms.
    Open {
        /// An address that holds the picture.
        picture: String,
        /// As text, to type into an app.
        secret: String,
        /// The way back.
        back: String,
        /// A refused try.
        form: FormState,
    },
    /// Nothing is being set up: go there.
    Elsewhere(String),
}

/// The page on which somebody on the way in chooses.
#[server(name = LoadChooseFactorPage, prefix = "/api", endpoint = "choose-factor-page", input = Postcard, output = Postcard, client = FromPage)]
pub async fn choose_factor_page(_retry: String) -> Result<ChooseFactorPage, ApiError> {
    use crate::server::access::factors::{Owner, owner};
    use crate::server::context::{RequestContext, Visitor};
    let context = RequestContext::<Visitor>::require()?;
    Ok(match owner(&context).await? {
        Ok(owner @ Owner::Waiting(_)) => {
            let account = owner.account();
            let email = owner.may_choose_email().then(|| account.email.clone());
            ChooseFactorPage::Open { email, again: account.factor.is_some() }
        }
        Ok(owner) => ChooseFactorPage::Elsewhere(owner.choice_page().to_owned()),
        Err(to) => ChooseFactorPage::Elsewhere(to.to_owned()),
    })
}

/// Begin to set up an authenticator: make a secret for it.
#[server(prefix = "/api", endpoint = "begin-authenticator", output = Postcard, client = FromPage)]
pub async fn begin_authenticator() -> Result<Posted, ApiError> {
    use crate::server::access::factors::{self, owner};
    use crate::server::context::{RequestContext, Visitor};
    let context = RequestContext::<Visitor>::require()?;
    let owner = match owner(&context).await? {
        Ok(owner) => owner,
        Err(to) => return context.done(to),
    };
    factors::begin_authenticator(&context, &owner).await?;
    context.done(owner.authenticator_page())
}

/// The page that shows the secret. `retry` finds a refused try.
#[server(name = LoadAuthenticatorPage, prefix = "/api", endpoint = "authenticator-page", input = Postcard, output = Postcard, client = FromPage)]
pub async fn authenticator_page(retry: String) -> Result<AuthenticatorPage, ApiError> {
    use crate::api::error::ErrorCode;
    use crate::api::forms::Form;
    use crate::server::access::authenticator;
    use crate::server::access::factors::{drafted, owner};
    use crate::server::context::{RequestContext, Visitor};
    let context = RequestContext::<Visitor>::require()?;
    let owner = match owner(&context).await? {
        Ok(owner) => owner,
        Err(to) => return Ok(AuthenticatorPage::Elsewhere(to.to_owned())),
    };
    let back = owner.choice_page().to_owned();
    let Some(secret) = drafted(&context, &owner).await? else { return Ok(AuthenticatorPage::Elsewhere(back)) };
    let picture = authenticator::picture(&secret, &owner.account().email).ok_or(ApiError::new(ErrorCode::Internal))?;
    let form = context.kept_form(Form::Authenticator, &retry).await?;
    Ok(AuthenticatorPage::Open { picture, secret: authenticator::written(&secret), back, form })
}

/// Take the authenticator into use, with its first code.
#[server(prefix = "/api", endpoint = "confirm-authenticator", output = Postcard, client = FromPage)]
pub async fn confirm_authenticator(#[server(default)] code: String) -> Result<Posted, ApiError> {
    use crate::api::forms::Form;
    use crate::server::access::factors::{self, owner};
    use crate::server::context::{RequestContext, Visitor};
    use crate::server::limits::Tried;
    let context = RequestContext::<Visitor>::require()?;
    let t = context.messages();
    let owner = match owner(&context).await? {
        Ok(owner) => owner,
        Err(to) => return context.done(to),
    };
    let mut form = FormState::default();
    match factors::confirm_authenticator(&context, &owner, &code).await? {
        Tried::Hit(to) => return context.done(&to),
        Tried::Miss => form.wrong("code", t.access_first_code_wrong()),
        Tried::TooMany => form.wrong("code", t.access_too_many()),
    }
    context.refuse_at(Form::Authenticator, form, owner.authenticator_page()).await
}

/// Take codes by email into use; a consumer confirms the email first.
#[server(prefix = "/api", endpoint = "use-emailed-codes", output = Postcard, client = FromPage)]
pub async fn use_emailed_codes() -> Result<Posted, ApiError> {
    use crate::domain::identity::Role;
    use crate::domain::next::AGAIN;
    use crate::server::access::email_confirmation::{EMAIL, details};
    use crate::server::access::factors::{choose, owner};
    use crate::server::context::{RequestContext, Visitor};
    use crate::store::NewFactor;
    let context = RequestContext::<Visitor>::require()?;
    let owner = match owner(&context).await? {
        Ok(owner) => owner,
        Err(to) => return context.done(to),
    };
    // A mistyped address would get the codes, and nobody would get in any more.
    let account = owner.account();
    if account.role == Role::Consumer && !details(&context, account.user).await?.email_confirmed {
        return context.done(EMAIL);
    }
    match choose(&context, &owner, NewFactor::Email).await? {
        Some(to) => context.done(&to),
        None if owner.may_choose_email() => context.done(AGAIN),
        None => context.done(owner.choice_page()),
    }
}
