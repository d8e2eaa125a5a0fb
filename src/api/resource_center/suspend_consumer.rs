//! Suspending a consumer's account for fraud, and ending the suspension.

use crate::api::client::FromPage;
use crate::api::error::ApiError;
use crate::api::forms::Posted;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;

/// Suspend the account of a consumer whom the caller has found, or end its suspension, with a reason that the audit log keeps. The consumer
/// is told by mail, and nobody else is.
#[server(prefix = "/api", endpoint = "suspend-consumer", output = Postcard, client = FromPage)]
pub async fn suspend_consumer(
    found: String,
    #[server(default)] change: String,
    #[server(default)] suspend_why: String,
) -> Result<Posted, ApiError> {
    use crate::api::error::ErrorCode;
    use crate::api::forms::{Form, FormState};
    use crate::domain::resource_center::{self, Suspension};
    use crate::server::context::{RequestContext, StaffSelf};
    use crate::server::mail::{Letter, compose};
    use crate::server::{dates, views};
    let context = RequestContext::<StaffSelf>::require()?;
    let (t, not_found) = (context.messages(), || ApiError::new(ErrorCode::NotFound));
    let consumer = context.found(&found).await?.ok_or_else(not_found)?;
    let change = Suspension::from_code(&change).ok_or_else(not_found)?;
    let mut form = FormState::default().keep("suspend_why", &suspend_why);
    let reason = match resource_center::reason(&suspend_why) {
        Ok(reason) => reason,
        Err(problem) => {
            form.wrong("suspend_why", views::reason_problem(t, problem));
            return context.refuse_for(Form::SuspendConsumer, &found, form).await;
        }
    };
    let (audit, now) = (context.audit(), context.now);
    let when = dates::moment(now);
    let letter = |to: &str| {
        let letter = match change {
            Suspension::Begin => Letter::AccountSuspended { when: &when },
            Suspension::End => Letter::AccountReinstated { when: &when },
        };
        compose(context.state(), t, to, letter, now)
    };
    let changed = context.store().suspend_consumer(consumer, change, &reason, &letter, (now, &audit)).await?;
    let outcome = if changed.ok_or_else(not_found)? { change.code() } else { "before" };
    context.done(&format!("/resource-center/consumers?found={found}&suspended={outcome}"))
}
