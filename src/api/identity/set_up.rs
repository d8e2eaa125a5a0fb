//! `/set-up/TOKEN`: setting up an account by the link in the activation mail or the invitation.

use crate::api::client::FromPage;
use crate::api::error::ApiError;
use crate::api::forms::{FormState, Posted};
use crate::api::manage_assister::AssisterView;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;
use serde::{Deserialize, Serialize};

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SetUpPage {
    /// The form.
    Open(Box<SetUpForm>),
    /// The link does not set up an account.
    Shut(ShutLink),
}

/// The form, with what there is to check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetUpForm {
    /// The link's token, which the form sends back.
    pub token: String,
    /// The person's name.
    pub name: String,
    /// The user name.
    pub email: String,
    /// Whether a registration number must be typed.
    pub number: bool,
    /// An assister, as consumers will see them.
    pub assister: Option<AssisterView>,
    /// Whether people sign in with a password here.
    pub password: bool,
    /// Whether LoginMN can be used.
    pub login_mn: bool,
    /// A refused try.
    pub form: FormState,
}

/// Why a link does not set up an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ShutLink {
    /// It was used.
    Used,
    /// A newer one was sent.
    Replaced,
    /// Its time is over.
    Expired,
    /// There is no such link, or no account to set up by it.
    Unknown,
    /// Another account has the address.
    Taken,
}

/// The page. `address` is the link's token and, after a space, the key of a refused try. Asking for it does not use the link up.
#[server(name = LoadSetUpPage, prefix = "/api", endpoint = "set-up-page", input = Postcard, output = Postcard, client = FromPage)]
pub async fn set_up_page(address: String) -> Result<SetUpPage, ApiError> {
    use crate::api::forms::Form;
    use crate::server::access::set_up::{SetUp, look};
    use crate::server::context::{RequestContext, Visitor};
    use crate::server::views;
    let context = RequestContext::<Visitor>::require()?;
    let (token, retry) = address.split_once(' ').unwrap_or((&address, ""));
    Ok(match look(&context, token).await? {
        SetUp::Shut(why) => SetUpPage::Shut(views::shut(why)),
        SetUp::Open(account, link) => SetUpPage::Open(Box::new(SetUpForm {
            token: token.to_owned(),
            name: account.name,
            email: account.email,
            number: link.secret_hash.is_some(),
            assister: account.card.map(views::assister),
            password: context.state().config.password_sign_in,
            login_mn: context.state().config.login_mn.is_some(),
            form: context.kept_form(Form::SetUp, retry).await?,
        })),
    })
}

/// Set up the account, and go on to the second step or home.
#[server(prefix = "/api", endpoint = "set-up-account", output = Postcard, client = FromPage)]
pub async fn set_up_account(
    #[server(default)] token: String,
    #[server(default)] registration_number: String,
    #[server(default)] password: String,
    #[server(default)] password_again: String,
) -> Result<Posted, ApiError> {
    use crate::api::forms::Form;
    use crate::server::access::new_password::problem;
    use crate::server::access::set_up::{SetUp, SignsIn, activate, look, number_problem};
    use crate::server::context::{RequestContext, Visitor};
    use crate::server::links;
    use crate::server::strength::OwnWords;
    let context = RequestContext::<Visitor>::require()?;
    let t = context.messages();
    let page = Form::SetUp.page_of(&token);
    // The page says what to do instead.
    if !context.state().config.password_sign_in {
        return context.done(&page);
    }
    let SetUp::Open(account, link) = look(&context, &token).await? else { return context.done(&page) };
    let mut form = FormState::default().keep("registration_number", &registration_number);
    if let Some(problem) = number_problem(&context, &token, &link, &registration_number).await? {
        form.wrong("registration_number", problem);
    }
    if let Some(problem) = problem(t, &password, &OwnWords { name: &account.name, email: &account.email, born: None }) {
        form.wrong("password", problem);
    } else if password != password_again {
        form.wrong("password_again", t.access_passwords_differ());
    }
    if !form.errors.is_empty() {
        return context.refuse_at(Form::SetUp, form, &page).await;
    }
    match activate(&context, links::hash(&token), *account, SignsIn::Password(&password)).await? {
        Some((to, _)) => context.done(&to),
        None => context.done(&page),
    }
}
