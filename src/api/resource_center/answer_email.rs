//! "Confirm email" and "Keep the old email".

use crate::api::client::FromPage;
use crate::api::error::ApiError;
use crate::api::forms::Posted;
use crate::domain::ids::AssisterId;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;

/// Let an assister sign in with the email that is on their roster from now on. A repeat changes nothing.
#[server(prefix = "/api", endpoint = "confirm-email", output = Postcard, client = FromPage)]
pub async fn confirm_email(assister: AssisterId) -> Result<Posted, ApiError> {
    use crate::api::error::ErrorCode;
    use crate::api::forms::{Form, FormState};
    use crate::server::context::{RequestContext, StaffSelf};
    use crate::server::dates;
    use crate::server::mail::{Letter, compose};
    use crate::store::{Constraint, StoreError};
    let context = RequestContext::<StaffSelf>::require()?;
    let (t, audit, when) = (context.messages(), context.audit(), dates::moment(context.now));
    let letter = |to: &str, email: &str| compose(context.state(), t, to, Letter::EmailChanged { when: &when, email }, context.now);
    match context.store().confirm_email(context.acting(assister, &audit)?, &letter).await {
        Err(StoreError::Conflict(Constraint::EmailTaken)) => {
            let mut form = FormState::default();
            form.wrong("", t.resource_email_taken_by_account());
            context.refuse_for(Form::Enrollment, &assister.to_string(), form).await
        }
        Ok(None) => Err(ApiError::new(ErrorCode::NotFound)),
        confirmed => context.handled(assister, "email", confirmed?),
    }
}

/// Leave an assister the email that they sign in with, on the roster too. A repeat changes nothing.
#[server(prefix = "/api", endpoint = "keep-email", output = Postcard, client = FromPage)]
pub async fn keep_email(assister: AssisterId) -> Result<Posted, ApiError> {
    use crate::api::forms::{Form, FormState};
    use crate::server::context::{RequestContext, StaffSelf};
    use crate::store::{Constraint, StoreError};
    let context = RequestContext::<StaffSelf>::require()?;
    let audit = context.audit();
    match context.store().keep_email(context.acting(assister, &audit)?).await {
        Err(StoreError::Conflict(Constraint::CertificationEmailTaken)) => {
            let mut form = FormState::default();
            form.wrong("", context.messages().resource_email_taken_by_entry());
            context.refuse_for(Form::Enrollment, &assister.to_string(), form).await
        }
        kept => context.handled(assister, "email-kept", kept?),
    }
}
