//! `/security/confirm`: who changes how they sign in proves again that it is them.

use crate::api::client::FromPage;
use crate::api::error::ApiError;
use crate::api::forms::{FormState, Posted};
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;
use serde::{Deserialize, Serialize};

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProofPage {
    /// Whether they have a password to prove it by.
    pub password: bool,
    /// The user name that goes with it.
    pub email: String,
    /// Whether they can prove it at LoginMN, which is linked to their account.
    pub login_mn: bool,
    /// A refused try.
    pub form: FormState,
}

/// The page. `retry` finds a refused try.
#[server(name = LoadProofPage, prefix = "/api", endpoint = "proof-page", input = Postcard, output = Postcard, client = FromPage)]
pub async fn proof_page(retry: String) -> Result<ProofPage, ApiError> {
    use crate::api::error::ErrorCode;
    use crate::api::forms::Form;
    use crate::server::access::proof::by_password;
    use crate::server::context::{AccountSelf, RequestContext};
    let context = RequestContext::<AccountSelf>::require()?;
    let account = context.store().access_account(context.who.0.user, context.now).await?;
    let account = account.ok_or(ApiError::new(ErrorCode::NotFound))?;
    let login_mn = context.state().config.login_mn.is_some() && context.store().has_identity(account.user).await?;
    let form = context.kept_form(Form::Proof, &retry).await?;
    Ok(ProofPage { password: by_password(&context, &account), email: account.email, login_mn, form })
}

/// Prove it by the password. For some minutes it need not be proved again.
#[server(prefix = "/api", endpoint = "prove", output = Postcard, client = FromPage)]
pub async fn prove(#[server(default)] current_password: String) -> Result<Posted, ApiError> {
    use crate::api::error::ErrorCode;
    use crate::api::forms::Form;
    use crate::server::access::factors::SECURITY;
    use crate::server::access::proof;
    use crate::server::context::{AccountSelf, RequestContext};
    let context = RequestContext::<AccountSelf>::require()?;
    let account = context.store().access_account(context.who.0.user, context.now).await?;
    let account = account.ok_or(ApiError::new(ErrorCode::NotFound))?;
    let Some(problem) = proof::prove(&context, &account, &current_password).await? else { return context.done(SECURITY) };
    let mut form = FormState::default();
    form.wrong("current_password", problem);
    context.refuse(Form::Proof, form, None).await
}
