//! `/security/details`: a consumer's own name, email and phone.

use crate::api::client::FromPage;
use crate::api::error::ApiError;
use crate::api::forms::{FormState, Posted};
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;
use serde::{Deserialize, Serialize};

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct YourDetailsPage {
    /// Whether a password proves that it is them. Who signs on with LoginMN may have none, and signs in again.
    pub password: bool,
    /// The user name that goes with it.
    pub email: String,
    /// Whether the email is confirmed.
    pub confirmed: bool,
    /// The details as they are, or as they were typed when they were refused.
    pub form: FormState,
}

/// The page. `retry` finds a refused try.
#[server(name = LoadYourDetails, prefix = "/api", endpoint = "details-page", input = Postcard, output = Postcard, client = FromPage)]
pub async fn your_details_page(retry: String) -> Result<YourDetailsPage, ApiError> {
    use crate::api::error::ErrorCode;
    use crate::api::forms::Form;
    use crate::server::access::email_confirmation::details;
    use crate::server::access::proof::by_password;
    use crate::server::context::{ConsumerSelf, RequestContext};
    let context = RequestContext::<ConsumerSelf>::require()?;
    let account = context.store().access_account(context.who.user, context.now).await?;
    let account = account.ok_or(ApiError::new(ErrorCode::NotFound))?;
    let details = details(&context, context.who.user).await?;
    let mut form = context.kept_form(Form::Details, &retry).await?;
    if form.values.is_empty() {
        let phone = details.phone.unwrap_or_default();
        form = form.keep("name", &details.name).keep("email", &details.email).keep("phone", &phone);
    }
    Ok(YourDetailsPage { password: by_password(&context, &account), email: details.email, confirmed: details.email_confirmed, form })
}

/// Change the caller's own details, with proof that it is them.
#[server(prefix = "/api", endpoint = "change-details", output = Postcard, client = FromPage)]
pub async fn change_details(
    #[server(default)] name: String,
    #[server(default)] email: String,
    #[server(default)] phone: String,
    #[server(default)] current_password: String,
) -> Result<Posted, ApiError> {
    use crate::api::error::ErrorCode;
    use crate::api::forms::Form;
    use crate::domain::identity::{clean_name, normal_email};
    use crate::domain::typed::{self, plain};
    use crate::server::access::details::{Changed, Typed, change};
    use crate::server::access::email_confirmation::{EMAIL, details, wrong_address};
    use crate::server::access::proof::{InForm, PROVE, in_form};
    use crate::server::context::{ConsumerSelf, RequestContext};
    let context = RequestContext::<ConsumerSelf>::require()?;
    let account = context.store().access_account(context.who.user, context.now).await?;
    let account = account.ok_or(ApiError::new(ErrorCode::NotFound))?;
    let Some(session) = context.session_hash() else { return context.done(PROVE) };
    let t = context.messages();
    let mut form = FormState::default().keep("name", &name).keep("email", &email).keep("phone", &phone);
    let (clean, address) = (clean_name(&name), normal_email(&email));
    let number = if plain(&phone).is_empty() { Some(None) } else { typed::phone(&phone).map(Some) };
    if clean.is_none() {
        form.wrong("name", t.create_account_name_missing());
    }
    if address.is_none() {
        form.wrong("email", wrong_address(t, &email));
    }
    if number.is_none() {
        form.wrong("phone", t.your_details_phone_wrong());
    }
    let (Some(name), Some(email), Some(phone)) = (clean, address, number) else {
        return context.refuse(Form::Details, form, None).await;
    };
    match in_form(&context, &account, &current_password).await? {
        InForm::Given => {}
        InForm::Wrong(problem) => {
            form.wrong("current_password", problem);
            return context.refuse(Form::Details, form, None).await;
        }
        InForm::Elsewhere => return context.done(PROVE),
    }
    let before = details(&context, context.who.user).await?;
    match change(&context, session, before, Typed { name, email, phone }).await? {
        Changed::Done { email: true } => return context.done(&format!("{EMAIL}?changed=1")),
        Changed::Done { email: false } => return context.done(&format!("{}?saved=1", Form::Details.page())),
        Changed::Same => form.wrong("", t.your_details_same()),
        Changed::TooMany => form.wrong("email", t.confirm_email_too_many()),
        Changed::TooLate => form.wrong("", t.your_details_too_late()),
    }
    context.refuse(Form::Details, form, None).await
}
