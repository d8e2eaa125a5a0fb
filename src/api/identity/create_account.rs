//! Creating a consumer's account.

use crate::api::client::FromPage;
use crate::api::error::ApiError;
use crate::api::forms::{FormState, Posted};
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;
use serde::{Deserialize, Serialize};

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreateAccountPage {
    /// A refused try.
    pub form: FormState,
}

/// The page. `retry` finds a refused try.
#[server(name = LoadCreateAccountPage, prefix = "/api", endpoint = "create-account-page", input = Postcard, output = Postcard, client = FromPage)]
pub async fn create_account_page(retry: String) -> Result<CreateAccountPage, ApiError> {
    use crate::api::forms::Form;
    use crate::server::context::{RequestContext, Visitor};
    let context = RequestContext::<Visitor>::require()?;
    Ok(CreateAccountPage { form: context.kept_form(Form::CreateAccount, &retry).await? })
}

/// Create a consumer's account and sign in to it. `next` is where the person wanted to go.
#[server(prefix = "/api", endpoint = "create-account", output = Postcard, client = FromPage)]
pub async fn create_account(
    #[server(default)] name: String,
    #[server(default)] born: String,
    #[server(default)] email: String,
    #[server(default)] password: String,
    #[server(default)] next: String,
) -> Result<Posted, ApiError> {
    use crate::api::forms::Form;
    use crate::domain::identity::{Role, clean_name, normal_email};
    use crate::domain::next;
    use crate::domain::typed::{self, DateOf};
    use crate::messages::Messages;
    use crate::server::access::email_confirmation::wrong_address;
    use crate::server::access::new_password::problem;
    use crate::server::context::{RequestContext, Visitor};
    use crate::server::dates::{self, DateWords};
    use crate::server::sign_in;
    use crate::server::strength::OwnWords;
    let context = RequestContext::<Visitor>::require()?;
    let t = context.messages();
    let mut form = FormState::default().keep("name", &name).keep("born", &born).keep("email", &email);
    let clean = clean_name(&name);
    let today = context.today()?;
    let date = typed::date(&born, DateOf::Birth, today);
    let address = normal_email(&email);
    if clean.is_none() {
        form.wrong("name", t.create_account_name_missing());
    }
    let words = DateWords {
        missing: Messages::create_account_born_wrong,
        wrong: Messages::create_account_born_wrong,
        future: Messages::create_account_born_future,
    };
    match date {
        Err(problem) => form.wrong("born", dates::problem(t, problem, words)),
        Ok(date) if date == today => form.wrong("born", t.create_account_born_future()),
        Ok(_) => {}
    }
    if address.is_none() {
        form.wrong("email", wrong_address(t, &email));
    }
    if let Some(problem) = problem(t, &password, &OwnWords { name: &name, email: &email, born: date.ok() }) {
        form.wrong("password", problem);
    }
    if form.errors.is_empty()
        && let (Some(name), Ok(born), Some(email)) = (clean, date, address)
    {
        let new = sign_in::NewAccount { name, born, email, password };
        match sign_in::create_account(context.state(), context.info(), new).await? {
            sign_in::CreateAccount::Done { cookie } => {
                context.set_cookie(&cookie);
                // Whoever was on the way to an assister's page has a consumer's account now.
                let wanted = Some(next.as_str()).filter(|next| next.starts_with(Role::Consumer.home()));
                return context.done(&next::or_home(wanted, Role::Consumer));
            }
            sign_in::CreateAccount::TooMany => form.wrong("email", t.create_account_too_many()),
        }
    }
    context.refuse(Form::CreateAccount, form, next::safe(&next)).await
}
