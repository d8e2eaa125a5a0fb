//! "Look up a reference number": one assister at a time, each look-up with its audit row.

use crate::api::client::FromPage;
use crate::api::error::ApiError;
use crate::api::forms::Posted;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;

/// Look up the reference number of somebody on the organization's own roster. The answer is kept with the session and shown on their
/// page: the number stands in no address.
#[server(prefix = "/api", endpoint = "look-up-number", output = Postcard, client = FromPage)]
pub async fn look_up_number(#[server(default)] id: String) -> Result<Posted, ApiError> {
    use crate::api::error::ErrorCode;
    use crate::api::forms::{Form, FormState};
    use crate::server::context::{AgencySelf, RequestContext};
    use crate::store::EntryScope;
    let context = RequestContext::<AgencySelf>::require()?;
    let not_found = || ApiError::new(ErrorCode::NotFound);
    let assister = id.parse().map_err(|_| not_found())?;
    let scope = EntryScope::agency(context.who.organization);
    let number = context.store().look_up_number(assister, scope, context.now, context.audit()).await?.ok_or_else(not_found)?;
    let number = number.map(|number| number.to_string()).unwrap_or_default();
    let answer = FormState::default().keep("id", &assister.to_string()).keep("number", &number);
    context.refuse_anew_for(Form::NumberAnswer, &assister.to_string(), answer).await
}
