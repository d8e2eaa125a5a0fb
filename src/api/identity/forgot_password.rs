//! `/password/forgot` and `/password/reset/TOKEN`: a new password by a link that is sent.

use crate::api::client::FromPage;
use crate::api::error::ApiError;
use crate::api::forms::{FormState, Posted};
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;
use serde::{Deserialize, Serialize};

/// What the page that asks for the email shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForgotPasswordPage {
    /// Whether people sign in with a password here.
    pub password: bool,
    /// A refused try.
    pub form: FormState,
}

/// What the page that a link opens shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ResetPasswordPage {
    /// The form.
    Open {
        /// The link's token, which the form sends back.
        token: String,
        /// The user name of its account.
        email: String,
        /// The other ways into it.
        ways: OtherWaysView,
        /// A refused try.
        form: FormState,
    },
    /// The link does not open.
    Shut,
    /// Nobody signs in with a password here.
    LoginMn,
}

/// The other ways into an account, to who reads its mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherWaysView {
    /// Since when LoginMN is linked, to read, if it is.
    pub login_mn: Option<String>,
    /// In how many browsers the account was used.
    pub browsers: u32,
    /// Whether an app is the second step, which stays.
    pub app: bool,
    /// How many passkeys there are, which stay.
    pub passkeys: u32,
}

/// The page. `retry` finds a refused try.
#[server(name = LoadForgotPasswordPage, prefix = "/api", endpoint = "forgot-password-page", input = Postcard, output = Postcard, client = FromPage)]
pub async fn forgot_password_page(retry: String) -> Result<ForgotPasswordPage, ApiError> {
    use crate::api::forms::Form;
    use crate::server::context::{RequestContext, Visitor};
    let context = RequestContext::<Visitor>::require()?;
    Ok(ForgotPasswordPage {
        password: context.state().config.password_sign_in,
        form: context.kept_form(Form::ForgotPassword, &retry).await?,
    })
}

/// Send the link. The answer is the same whether there is such an account or not.
#[server(prefix = "/api", endpoint = "forgot-password", output = Postcard, client = FromPage)]
pub async fn forgot_password(#[server(default)] email: String) -> Result<Posted, ApiError> {
    use crate::api::forms::Form;
    use crate::domain::typed::compared_email;
    use crate::server::access::new_password::forgot;
    use crate::server::context::{RequestContext, Visitor};
    let context = RequestContext::<Visitor>::require()?;
    if !context.state().config.password_sign_in {
        // The page says what to do instead.
        return context.done("/password/forgot");
    }
    let t = context.messages();
    let mut form = FormState::default().keep("email", &email);
    if compared_email(&email).is_none() {
        form.wrong("email", t.create_account_email_wrong());
    } else if forgot(&context, &email).await? {
        return context.done("/password/forgot?sent=1");
    } else {
        form.wrong("email", t.access_too_many_links());
    }
    context.refuse(Form::ForgotPassword, form, None).await
}

/// The page that a link opens. `address` is the token and, after a space, the key of a refused try.
#[server(name = LoadResetPasswordPage, prefix = "/api", endpoint = "reset-password-page", input = Postcard, output = Postcard, client = FromPage)]
pub async fn reset_password_page(address: String) -> Result<ResetPasswordPage, ApiError> {
    use crate::api::forms::Form;
    use crate::server::access::new_password::{linked, other_ways};
    use crate::server::context::{RequestContext, Visitor};
    let context = RequestContext::<Visitor>::require()?;
    if !context.state().config.password_sign_in {
        return Ok(ResetPasswordPage::LoginMn);
    }
    let (token, retry) = address.split_once(' ').unwrap_or((&address, ""));
    let Some(account) = linked(&context, token).await? else { return Ok(ResetPasswordPage::Shut) };
    let form = context.kept_form(Form::ResetPassword, retry).await?;
    let ways = other_ways(&context, &account).await?;
    Ok(ResetPasswordPage::Open { token: token.to_owned(), email: account.email, ways, form })
}

/// Choose a new password. It ends all sessions and what of the other ways in is not kept; then the person signs in with it.
#[server(prefix = "/api", endpoint = "reset-password", output = Postcard, client = FromPage)]
pub async fn reset_password(
    #[server(default)] token: String,
    #[server(default)] password: String,
    #[server(default)] password_again: String,
    #[server(default)] keep_login_mn: String,
    #[server(default)] keep_browsers: String,
) -> Result<Posted, ApiError> {
    use crate::api::forms::Form;
    use crate::server::access::new_password::{Changed, linked, problem, reset};
    use crate::server::context::{RequestContext, Visitor};
    let context = RequestContext::<Visitor>::require()?;
    let t = context.messages();
    let page = Form::ResetPassword.page_of(&token);
    // The page says what to do instead.
    if !context.state().config.password_sign_in {
        return context.done(&page);
    }
    let Some(account) = linked(&context, &token).await? else { return context.done(&page) };
    let mut form = FormState::default().keep("keep_login_mn", &keep_login_mn).keep("keep_browsers", &keep_browsers);
    let kept = (keep_login_mn == "yes", keep_browsers == "yes");
    if let Some(problem) = problem(t, &password, &account.own_words()) {
        form.wrong("password", problem);
    } else if password != password_again {
        form.wrong("password_again", t.access_passwords_differ());
    } else {
        match reset(&context, &token, &account, &password, kept).await? {
            Changed::Done => return context.done("/password/done"),
            Changed::TooLate => return context.done(&page),
            Changed::Reused => form.wrong("password", t.access_password_reused()),
        }
    }
    context.refuse_at(Form::ResetPassword, form, &page).await
}
