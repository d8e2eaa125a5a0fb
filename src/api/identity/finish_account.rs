//! `/set-up/account/TOKEN`: a consumer's account is made by a link that was sent.

use crate::api::error::ApiError;
use crate::api::forms::{FormState, Posted};
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;
use serde::{Deserialize, Serialize};

/// What the page that a link opens shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FinishAccountPage {
    /// The form.
    Open {
        /// The link's token, which the form sends back.
        token: String,
        /// The user name of the account to be.
        email: String,
        /// A refused try.
        form: FormState,
    },
    /// The address has got another account since.
    Taken,
    /// The link makes nothing (any more).
    Shut,
}

/// The page that a link opens. `address` is the token and, after a space, the key of a refused try.
#[server(name = LoadFinishAccountPage, prefix = "/api", endpoint = "finish-account-page", input = Postcard, output = Postcard)]
pub async fn finish_account_page(address: String) -> Result<FinishAccountPage, ApiError> {
    use crate::api::forms::Form;
    use crate::server::access::new_account::{Linked, linked};
    use crate::server::context::{RequestContext, Visitor};
    let context = RequestContext::<Visitor>::require()?;
    let (token, retry) = address.split_once(' ').unwrap_or((&address, ""));
    Ok(match linked(&context, token).await? {
        Linked::Open(asked) => FinishAccountPage::Open {
            token: token.to_owned(),
            email: asked.email,
            form: context.kept_form(Form::FinishAccount, retry).await?,
        },
        Linked::Taken => FinishAccountPage::Taken,
        Linked::Shut => FinishAccountPage::Shut,
    })
}

/// Make the account, with the password that was chosen for it, and sign in.
#[server(prefix = "/api", endpoint = "finish-account", output = Postcard)]
pub async fn finish_account(#[server(default)] token: String, #[server(default)] password: String) -> Result<Posted, ApiError> {
    use crate::api::forms::Form;
    use crate::server::access::new_account::{Linked, linked, make, right};
    use crate::server::context::{RequestContext, Visitor};
    use crate::server::limits::Tried;
    let context = RequestContext::<Visitor>::require()?;
    let t = context.messages();
    let page = Form::FinishAccount.page_of(&token);
    // The page says what to do instead.
    let Linked::Open(asked) = linked(&context, &token).await? else { return context.done(&page) };
    let mut form = FormState::default();
    if password.is_empty() {
        form.wrong("password", t.sign_in_password_missing());
    } else {
        match right(&context, &token, &asked, &password).await? {
            Tried::Hit(()) => return context.done(&make(&context, &token, *asked).await?.unwrap_or(page)),
            Tried::Miss => form.wrong("password", t.create_account_finish_wrong()),
            Tried::TooMany => form.wrong("password", t.access_too_many()),
        }
    }
    context.refuse_at(Form::FinishAccount, form, &page).await
}
