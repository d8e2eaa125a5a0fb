//! `/security/details` of everybody but consumers: what the portal knows of them, which others keep.

use crate::api::client::FromPage;
use crate::api::error::ApiError;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;
use serde::{Deserialize, Serialize};

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptDetailsPage {
    /// Their name.
    pub name: String,
    /// The email that they sign in with.
    pub email: String,
    /// Their role, to read.
    pub role: String,
    /// Who corrects what is wrong, to read.
    pub correct: String,
}

/// The caller's own name, email and role.
#[server(name = LoadKeptDetails, prefix = "/api", endpoint = "kept-details", input = Postcard, output = Postcard, client = FromPage)]
pub async fn kept_details() -> Result<KeptDetailsPage, ApiError> {
    use crate::api::error::ErrorCode;
    use crate::domain::identity::{AssisterKind, Role};
    use crate::server::context::{AccountSelf, RequestContext};
    let context = RequestContext::<AccountSelf>::require()?;
    let t = context.messages();
    let account = context.store().access_account(context.who.0.user, context.now).await?;
    let account = account.ok_or(ApiError::new(ErrorCode::NotFound))?;
    let correct = match (account.role, account.kind) {
        (Role::Assister, Some(AssisterKind::Broker)) => t.your_details_kept_broker(),
        (Role::Assister | Role::Learner, _) => t.your_details_kept_assister(),
        (Role::AgencyContact, _) => t.your_details_kept_contact(),
        (Role::Arc | Role::Bsl | Role::ResourceManager, _) => t.your_details_kept_staff(),
        (Role::Consumer, _) => t.your_details_lead(),
    };
    Ok(KeptDetailsPage {
        name: context.who.0.name.clone(),
        email: account.email,
        role: t.role(account.role, account.kind).to_owned(),
        correct: correct.to_owned(),
    })
}
