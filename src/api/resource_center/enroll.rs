//! "Enroll".

use crate::api::client::FromPage;
use crate::api::error::ApiError;
use crate::api::forms::Posted;
use crate::domain::ids::AssisterId;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;

/// Enroll an assister whose four gates hold: number, account, activation email. A repeat changes nothing.
#[server(prefix = "/api", endpoint = "enroll", output = Postcard, client = FromPage)]
pub async fn enroll(assister: AssisterId) -> Result<Posted, ApiError> {
    use crate::api::error::ErrorCode;
    use crate::api::forms::{Form, FormState};
    use crate::domain::ids::UserId;
    use crate::server::context::{RequestContext, StaffSelf};
    use crate::server::resource_center::{self, Activation};
    use crate::store::{Addressee, Enrolled};
    let context = RequestContext::<StaffSelf>::require()?;
    let (t, audit) = (context.messages(), context.audit());
    let activation = Activation::new(context.state(), context.now);
    let letter = |to: Addressee<'_>| activation.letter(context.state(), t, to, context.now);
    let (acting, user) = (context.acting(assister, &audit)?, UserId(context.fresh_id()));
    let problem = match resource_center::enroll(context.store(), acting, user, activation.enrollment(&letter)).await {
        Ok(Some(Enrolled::Now)) => return context.done_at_assister(assister, "enrolled"),
        Ok(Some(Enrolled::Before)) => return context.done_at_assister(assister, "before"),
        Ok(None) => return Err(ApiError::new(ErrorCode::NotFound)),
        Ok(Some(Enrolled::GateMissing)) => t.resource_gate_missing(),
        Err(error) => return Err(error.into()),
    };
    let mut form = FormState::default();
    form.wrong("", problem);
    context.refuse_for(Form::Enrollment, &assister.to_string(), form).await
}
