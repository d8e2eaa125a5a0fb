//! Step 1: the reference number.

use crate::api::client::FromPage;
use crate::api::error::ApiError;
use crate::api::forms::Posted;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;

/// Find an assister by reference number and begin, or go on with, the wizard.
#[server(prefix = "/api", endpoint = "find-assister", output = Postcard, client = FromPage)]
pub async fn find_assister(#[server(default)] number: String) -> Result<Posted, ApiError> {
    use crate::api::forms::{Form, FormState};
    use crate::domain::audit::AuditAction;
    use crate::domain::ids::DraftId;
    use crate::domain::manage_assister::{NumberError, Progress, ReferenceNumber, Step, fill};
    use crate::server::context::{ConsumerSelf, RequestContext};
    use crate::server::limits::{self, Limit, Tried};
    use crate::server::trace::Came;
    let context = RequestContext::<ConsumerSelf>::require()?;
    let t = context.messages();
    let mut form = FormState::default().keep("number", &number);
    let number = match ReferenceNumber::parse(&number) {
        Ok(number) => number,
        Err(problem) => {
            form.wrong(
                "number",
                match problem {
                    NumberError::Empty => t.number_empty(),
                    NumberError::NotSevenDigits => t.number_seven(),
                    NumberError::CheckDigit => t.number_check(),
                },
            );
            return context.refuse(Form::Number, form, None).await;
        }
    };
    let limit = Limit::ReferenceNumber { user: context.who.user, address: context.info().address };
    let card = match limits::attempt(context.store(), limit, context.now, context.store().assister_by_number(number, context.now)).await? {
        Tried::Hit(card) => card,
        failed => {
            let came = if failed == Tried::Miss { Came::Wrong } else { Came::Limited };
            context.traced(AuditAction::ReferenceNumberRefused, came, &number.to_string(), Some(context.who.user)).await?;
            form.wrong("number", if failed == Tried::Miss { t.number_unknown() } else { t.number_too_many() });
            return context.refuse(Form::Number, form, None).await;
        }
    };
    let current = context.store().current_assister(context.who.id, context.now).await?;
    if current.is_some_and(|current| current.card.id == card.id) {
        form.wrong("number", fill(t.number_current(), &[("name", &card.name)]));
        return context.refuse(Form::Number, form, None).await;
    }
    let kept = context.store().draft(context.who.id, context.now).await?.map(|(draft, _)| draft);
    if let Some(draft) = Progress(kept).found(card.id, DraftId(context.fresh_id())).0 {
        context.store().save_draft(context.who.id, draft, context.now).await?;
    }
    context.done(Step::Card.address())
}
