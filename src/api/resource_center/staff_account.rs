//! `/resource-center/staff/ID`: one staff account.

use super::staff_accounts::StaffAccountView;
use crate::api::client::FromPage;
use crate::api::error::ApiError;
use crate::api::forms::{FormState, Posted};
use crate::domain::ids::UserId;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;
use serde::{Deserialize, Serialize};

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffAccountPage {
    /// The account.
    pub account: StaffAccountView,
    /// It is the reader's own, which they can't remove.
    pub own: bool,
    /// Why something was refused.
    pub form: FormState,
}

/// One staff account.
#[server(name = LoadStaffAccount, prefix = "/api", endpoint = "staff-account", input = Postcard, output = Postcard, client = FromPage)]
pub async fn staff_account(id: String, retry: String) -> Result<StaffAccountPage, ApiError> {
    use crate::api::error::ErrorCode;
    use crate::api::forms::Form;
    use crate::server::context::{ManagerSelf, RequestContext};
    use crate::server::resource_center;
    let context = RequestContext::<ManagerSelf>::require()?;
    let not_found = || ApiError::new(ErrorCode::NotFound);
    let account = context.store().staff_account(id.parse().map_err(|_| not_found())?).await?.ok_or_else(not_found)?;
    let (own, form) = (account.user == context.who.user, context.kept_form(Form::StaffAccount, &retry).await?);
    Ok(StaffAccountPage { account: resource_center::staff_account(account), own, form })
}

/// Send the letter with a new link; the old one is dead.
#[server(prefix = "/api", endpoint = "invite-staff", output = Postcard, client = FromPage)]
pub async fn invite_staff(user: UserId) -> Result<Posted, ApiError> {
    use crate::api::error::ErrorCode;
    use crate::server::context::{ManagerSelf, RequestContext};
    let context = RequestContext::<ManagerSelf>::require()?;
    let account = context.store().staff_account(user).await?.ok_or(ApiError::new(ErrorCode::NotFound))?;
    let (again, letter) = context.invitation(user, account.name, account.email, account.role);
    let sent = context.store().invite_again(&again, &letter, &context.audit()).await?;
    let done = if sent { "sent" } else { "refused" };
    context.done(&format!("/resource-center/staff/{user}?done={done}&as={}", context.fresh_id()))
}

/// Remove a staff account. Nobody removes their own, and nobody the last resource manager.
#[server(prefix = "/api", endpoint = "remove-staff", output = Postcard, client = FromPage)]
pub async fn remove_staff(user: UserId) -> Result<Posted, ApiError> {
    use crate::api::error::ErrorCode;
    use crate::api::forms::Form;
    use crate::server::context::{ManagerSelf, RequestContext};
    use crate::store::StaffRemoved;
    let context = RequestContext::<ManagerSelf>::require()?;
    let t = context.messages();
    let ways = context.state().config.sign_in_ways();
    let problem = match context.store().remove_staff(user, context.now, ways, &context.audit()).await? {
        Some(StaffRemoved::Done | StaffRemoved::Before) => return context.done("/resource-center/staff?removed=now"),
        None => return Err(ApiError::new(ErrorCode::NotFound)),
        Some(StaffRemoved::Own) => t.resource_staff_own(),
        Some(StaffRemoved::LastManager) => t.resource_staff_last(),
    };
    let mut form = FormState::default();
    form.wrong("", problem);
    context.refuse_for(Form::StaffAccount, &user.to_string(), form).await
}
