//! `/password/change`: a new password by who knows the present one.

use crate::api::client::FromPage;
use crate::api::error::ApiError;
use crate::api::forms::{FormState, Posted};
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;
use serde::{Deserialize, Serialize};

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangePasswordPage {
    /// The present one has expired.
    pub expired: bool,
    /// The user name that goes with it.
    pub email: String,
    /// A refused try.
    pub form: FormState,
}

/// The page. `retry` finds a refused try.
#[server(name = LoadChangePasswordPage, prefix = "/api", endpoint = "change-password-page", input = Postcard, output = Postcard, client = FromPage)]
pub async fn change_password_page(retry: String) -> Result<ChangePasswordPage, ApiError> {
    use crate::api::error::ErrorCode;
    use crate::api::forms::Form;
    use crate::server::context::{AccountSelf, RequestContext};
    let context = RequestContext::<AccountSelf>::require()?;
    let account = context.store().access_account(context.who.0.user, context.now).await?;
    let email = account.ok_or(ApiError::new(ErrorCode::NotFound))?.email;
    let form = context.kept_form(Form::ChangePassword, &retry).await?;
    Ok(ChangePasswordPage { expired: context.password_expired_then().is_some(), email, form })
}

/// Change the password. It ends all other sessions; who had to change it goes where they wanted to go.
#[server(prefix = "/api", endpoint = "change-password", output = Postcard, client = FromPage)]
pub async fn change_password(
    #[server(default)] current_password: String,
    #[server(default)] password: String,
    #[server(default)] password_again: String,
) -> Result<Posted, ApiError> {
    use crate::api::error::ErrorCode;
    use crate::api::forms::Form;
    use crate::server::access::new_password::{Changed, change, present_problem, problem};
    use crate::server::context::{AccountSelf, RequestContext};
    let context = RequestContext::<AccountSelf>::require()?;
    let t = context.messages();
    let account = context.store().access_account(context.who.0.user, context.now).await?;
    let account = account.ok_or(ApiError::new(ErrorCode::NotFound))?;
    let mut form = FormState::default();
    if let Some(problem) = present_problem(&context, &account, &current_password).await? {
        form.wrong("current_password", problem);
    }
    if let Some(problem) = problem(t, &password, &account.own_words()) {
        form.wrong("password", problem);
    } else if password != password_again {
        form.wrong("password_again", t.access_passwords_differ());
    } else if form.errors.is_empty() {
        match change(&context, &account, &password).await? {
            Changed::Done => return context.done(context.password_expired_then().unwrap_or("/security?changed=1")),
            Changed::TooLate => form.wrong("current_password", t.access_current_wrong()),
            Changed::Reused => form.wrong("password", t.access_password_reused()),
        }
    }
    context.refuse(Form::ChangePassword, form, None).await
}
