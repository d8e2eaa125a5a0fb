//! Ending an association on request (rule 30).

use crate::api::client::FromPage;
use crate::api::error::ApiError;
use crate::api::forms::Posted;
use crate::domain::ids::AssociationId;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;

/// End the association of a consumer whom the caller has found, with a reason that the consumer reads. The assister is not told.
#[server(prefix = "/api", endpoint = "end-association", output = Postcard, client = FromPage)]
pub async fn end_association(found: String, association: AssociationId, #[server(default)] reason: String) -> Result<Posted, ApiError> {
    use crate::api::error::ErrorCode;
    use crate::api::forms::{Form, FormState};
    use crate::domain::resource_center;
    use crate::server::context::{ManagerSelf, RequestContext};
    use crate::server::views;
    use crate::store::EndedOnRequest;
    let context = RequestContext::<ManagerSelf>::require()?;
    let (t, not_found) = (context.messages(), || ApiError::new(ErrorCode::NotFound));
    let consumer = context.found(&found).await?.ok_or_else(not_found)?;
    let page = format!("/resource-center/consumers?found={found}");
    let mut form = FormState::default().keep("reason", &reason);
    let reason = match resource_center::reason(&reason) {
        Ok(reason) => reason,
        Err(problem) => {
            form.wrong("reason", views::reason_problem(t, problem));
            return context.refuse_for(Form::EndAssociation, &found, form).await;
        }
    };
    let navigators_too = context.state().config.staff_may_end_navigator_associations;
    let audit = context.audit();
    let ended = context.store().end_association_on_request(consumer, association, &reason, navigators_too, context.now, &audit).await?;
    match ended.ok_or_else(not_found)? {
        EndedOnRequest::Done => context.done(&format!("{page}&ended=now")),
        EndedOnRequest::Before => context.done(&format!("{page}&ended=before")),
        EndedOnRequest::NotAllowed => {
            form.wrong("", t.resource_end_not_allowed());
            context.refuse_for(Form::EndAssociation, &found, form).await
        }
    }
}
