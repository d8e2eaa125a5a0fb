//! `/resource-center/access/WHOSE/ID`: how an account is signed in to, in staff's hands.

use crate::api::client::FromPage;
use crate::api::error::ApiError;
use crate::api::forms::{FormState, Posted};
use crate::domain::identity::{AssisterKind, Role};
use crate::domain::resource_center::Whose;
use crate::domain::second_step::FactorKind;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;
use serde::{Deserialize, Serialize};

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountAccessPage {
    /// Whose account.
    pub whose: Whose,
    /// By which the address names it.
    pub id: String,
    /// Their name.
    pub name: String,
    /// The user name.
    pub email: String,
    /// Their role.
    pub role: Role,
    /// An assister's kind.
    pub kind: Option<AssisterKind>,
    /// Their organization's name.
    pub organization: Option<String>,
    /// The second step, if there is one.
    pub factor: Option<FactorKind>,
    /// How many passkeys there are.
    pub passkeys: u32,
    /// Whether LoginMN is linked.
    pub login_mn: bool,
    /// They have no second step and chose their password by a link in a mail: they set one up only when staff have proofed them.
    pub waits_for_proof: bool,
    /// How many browsers are signed in.
    pub sessions: u32,
    /// It is the reader's own, whose second step and LoginMN they change elsewhere.
    pub own: bool,
    /// What was typed when it was refused.
    pub form: FormState,
}

/// How an account is signed in to that the caller looks after. `retry` finds a form that was refused.
#[server(name = LoadAccountAccess, prefix = "/api", endpoint = "account-access", input = Postcard, output = Postcard, client = FromPage)]
pub async fn account_access(whose: String, id: String, retry: String) -> Result<AccountAccessPage, ApiError> {
    use crate::api::forms::Form;
    use crate::server::context::{RequestContext, StaffSelf};
    let context = RequestContext::<StaffSelf>::require()?;
    let (whose, account) = context.account_ways(&whose, &id).await?;
    let form = context.kept_form(Form::AccountAccess, &retry).await?;
    let waits_for_proof = account.waits_for_proof();
    Ok(AccountAccessPage {
        whose,
        id,
        own: account.user == context.who.user,
        name: account.name,
        email: account.email,
        role: account.role,
        kind: account.kind,
        organization: account.organization,
        factor: account.factor,
        passkeys: account.passkeys,
        login_mn: account.login_mn,
        waits_for_proof,
        sessions: account.sessions,
        form,
    })
}

/// End all sessions of an account, remove its second step, note that its owner was proofed, or unlink LoginMN, with a reason.
#[server(prefix = "/api", endpoint = "change-account-access", output = Postcard, client = FromPage)]
pub async fn change_account_access(
    #[server(default)] whose: String,
    #[server(default)] id: String,
    #[server(default)] change: String,
    #[server(default)] reason: String,
) -> Result<Posted, ApiError> {
    use crate::server::context::{RequestContext, StaffSelf};
    let context = RequestContext::<StaffSelf>::require()?;
    context.change_account_access(&whose, &id, &change, &reason).await
}
