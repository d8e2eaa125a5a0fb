//! `/security/close`: a consumer closes their account.

use crate::api::client::FromPage;
use crate::api::error::ApiError;
use crate::api::forms::{FormState, Posted};
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;
use serde::{Deserialize, Serialize};

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CloseAccountPage {
    /// Whether a password proves that it is them. Who signs on with LoginMN may have none, and signs in again.
    pub password: bool,
    /// The user name that goes with it.
    pub email: String,
    /// Until when what was submitted is kept, to read.
    pub kept_until: String,
    /// A refused try.
    pub form: FormState,
}

/// The page. `retry` finds a refused try.
#[server(name = LoadCloseAccount, prefix = "/api", endpoint = "close-account-page", input = Postcard, output = Postcard, client = FromPage)]
pub async fn close_account_page(retry: String) -> Result<CloseAccountPage, ApiError> {
    use crate::api::error::ErrorCode;
    use crate::api::forms::Form;
    use crate::domain::retention;
    use crate::server::access::proof::by_password;
    use crate::server::context::{ConsumerSelf, RequestContext};
    use crate::server::dates;
    let context = RequestContext::<ConsumerSelf>::require()?;
    let account = context.store().access_account(context.who.user, context.now).await?;
    let account = account.ok_or(ApiError::new(ErrorCode::NotFound))?;
    let kept_until = dates::calendar(retention::kept_until(context.today()?));
    Ok(CloseAccountPage {
        password: by_password(&context, &account),
        email: account.email,
        kept_until,
        form: context.kept_form(Form::CloseAccount, &retry).await?,
    })
}

/// Close the caller's own account, with proof that it is them.
#[server(prefix = "/api", endpoint = "close-account", output = Postcard, client = FromPage)]
pub async fn close_account(#[server(default)] current_password: String) -> Result<Posted, ApiError> {
    use crate::api::error::ErrorCode;
    use crate::api::forms::Form;
    use crate::domain::retention;
    use crate::server::access::proof::{InForm, PROVE, in_form};
    use crate::server::context::{ConsumerSelf, RequestContext};
    use crate::server::mail::{Letter, compose};
    use crate::server::{dates, sign_in};
    use crate::store::Closing;
    let context = RequestContext::<ConsumerSelf>::require()?;
    let account = context.store().access_account(context.who.user, context.now).await?;
    let account = account.ok_or(ApiError::new(ErrorCode::NotFound))?;
    match in_form(&context, &account, &current_password).await? {
        InForm::Given => {}
        InForm::Wrong(problem) => {
            let mut form = FormState::default();
            form.wrong("current_password", problem);
            return context.refuse(Form::CloseAccount, form, None).await;
        }
        InForm::Elsewhere => return context.done(PROVE),
    }
    let kept_until = retention::kept_until(context.today()?);
    let letter = Letter::AccountClosed { when: &dates::moment(context.now), until: &dates::calendar(kept_until) };
    let closing = Closing {
        user: context.who.user,
        consumer: context.who.id,
        kept_until,
        letter: compose(context.state(), context.messages(), &account.email, letter, context.now),
        audit: context.audit(),
        end: context.audit(),
        now: context.now,
    };
    // Closed in another window a moment ago: it is closed.
    context.store().close_consumer(&closing).await?;
    for (name, value) in sign_in::sign_out(context.state(), context.info()).await? {
        context.add_header(name, value);
    }
    context.done("/sign-in/closed")
}
