//! `/resource-center/assisters/ID/suspend`, `/reinstate` and `/close`.

use crate::api::client::FromPage;
use crate::api::error::ApiError;
use crate::api::forms::{FormState, Posted};
use crate::domain::ids::AssisterId;
use crate::domain::resource_center::AccountChange;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;
use serde::{Deserialize, Serialize};

/// What the page asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountChangePage {
    /// Whose account.
    pub id: AssisterId,
    /// Their name.
    pub name: String,
    /// What is to be done.
    pub change: AccountChange,
    /// What was typed when it was refused.
    pub form: FormState,
}

/// Whose account is to be changed. Nothing where its state does not allow it (any more): the assister's page says so.
#[server(name = LoadAccountChange, prefix = "/api", endpoint = "account-change-page", input = Postcard, output = Postcard, client = FromPage)]
pub async fn account_change_page(id: String, change: String, retry: String) -> Result<Option<AccountChangePage>, ApiError> {
    use crate::api::error::ErrorCode;
    use crate::api::forms::Form;
    use crate::domain::resource_center::Becomes;
    use crate::server::context::{RequestContext, StaffSelf};
    let context = RequestContext::<StaffSelf>::require()?;
    let not_found = || ApiError::new(ErrorCode::NotFound);
    let id = id.parse().map_err(|_| not_found())?;
    let change = AccountChange::from_code(&change).ok_or_else(not_found)?;
    let record = context.store().assister_record(id, context.who.kinds()).await?.ok_or_else(not_found)?;
    let form = context.kept_form(Form::AccountChange, &retry).await?;
    let may = matches!(change.of(record.standing.state, record.activated_at.is_some()), Becomes::Now(_));
    Ok(may.then_some(AccountChangePage { id, name: record.name, change, form }))
}

/// Suspend, reinstate or close an account, with a reason.
#[server(prefix = "/api", endpoint = "change-account", output = Postcard, client = FromPage)]
pub async fn change_account(
    assister: AssisterId,
    #[server(default)] change: String,
    #[server(default)] reason: String,
) -> Result<Posted, ApiError> {
    use crate::api::error::ErrorCode;
    use crate::api::forms::Form;
    use crate::domain::resource_center;
    use crate::server::context::{RequestContext, StaffSelf};
    use crate::server::views;
    let context = RequestContext::<StaffSelf>::require()?;
    let not_found = || ApiError::new(ErrorCode::NotFound);
    let change = AccountChange::from_code(&change).ok_or_else(not_found)?;
    let mut form = FormState::default().keep("reason", &reason);
    let reason = match resource_center::reason(&reason) {
        Ok(reason) => reason,
        Err(problem) => {
            form.wrong("reason", views::reason_problem(context.messages(), problem));
            let page = format!("{}/{}", Form::AccountChange.page_of(&assister.to_string()), change.code());
            return context.refuse_at(Form::AccountChange, form, &page).await;
        }
    };
    let audit = context.audit();
    let changed = context.store().change_account(context.acting(assister, &audit)?, change, &reason).await?;
    context.handled(assister, change.code(), changed)
}
