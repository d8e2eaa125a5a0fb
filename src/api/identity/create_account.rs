//! Creating a consumer's account.

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
#[server(name = LoadCreateAccountPage, prefix = "/api", endpoint = "create-account-page", input = Postcard, output = Postcard)]
pub async fn create_account_page(retry: String) -> Result<CreateAccountPage, ApiError> {
    use crate::api::forms::Form;
    use crate::server::context::{RequestContext, Visitor};
    let context = RequestContext::<Visitor>::require()?;
    Ok(CreateAccountPage { form: context.kept_form(Form::CreateAccount, &retry).await? })
}

/// Ask for a consumer's account: a link is sent to the address. The answer is the same whether the address has an account or not. `next` is
/// where the person wanted to go.
#[server(prefix = "/api", endpoint = "create-account", output = Postcard)]
pub async fn create_account(
    #[server(default)] name: String,
    #[server(default)] born: String,
    #[server(default)] email: String,
    #[server(default)] password: String,
    #[server(default)] next: String,
) -> Result<Posted, ApiError> {
    use crate::api::forms::Form;
    use crate::domain::identity::{clean_name, normal_email};
    use crate::domain::next;
    use crate::domain::typed::{self, DateOf};
    use crate::messages::Messages;
    use crate::server::access::new_account::{NewAccount, PATH, ask};
    use crate::server::access::new_password::problem;
    use crate::server::context::{RequestContext, Visitor};
    use crate::server::dates::{self, DateWords};
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
        form.wrong("email", t.create_account_email_wrong());
    }
    if let Some(problem) = problem(t, &password, &OwnWords { name: &name, email: &email, born: date.ok() }) {
        form.wrong("password", problem);
    }
    if form.errors.is_empty()
        && let (Some(name), Ok(born), Some(email)) = (clean, date, address)
    {
        let wanted = next::safe(&next).unwrap_or_default().to_owned();
        if ask(&context, NewAccount { name, born, email, password, wanted }).await? {
            return context.done(PATH);
        }
        form.wrong("email", t.create_account_too_many());
    }
    context.refuse(Form::CreateAccount, form, next::safe(&next)).await
}
