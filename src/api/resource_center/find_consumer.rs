//! Finding a consumer by three identifiers at once.

use crate::api::client::FromPage;
use crate::api::error::ApiError;
use crate::api::forms::Posted;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;

/// Find the one consumer with this name, date of birth and email. Whatever is not right, the answer is the same; every look is logged.
#[server(prefix = "/api", endpoint = "find-consumer", output = Postcard, client = FromPage)]
pub async fn find_consumer(
    #[server(default)] name: String,
    #[server(default)] born: String,
    #[server(default)] email: String,
) -> Result<Posted, ApiError> {
    use crate::api::forms::{Form, FormState};
    use crate::domain::typed::{self, DateOf};
    use crate::messages::Messages;
    use crate::server::context::{RequestContext, StaffSelf};
    use crate::server::dates::{self, DateWords};
    use crate::server::limits::{self, Limit, Tried};
    let context = RequestContext::<StaffSelf>::require()?;
    let t = context.messages();
    let mut form = FormState::default().keep("name", &name).keep("born", &born).keep("email", &email);
    let name = typed::line(&name);
    let (date, address) = (typed::date(&born, DateOf::Birth, context.today()?), typed::compared_email(&email));
    let (Ok(date), Some(address), false) = (date, address.as_ref(), name.is_empty()) else {
        if name.is_empty() {
            form.wrong("name", t.resource_consumers_name_missing());
        }
        if let Err(problem) = date {
            let words = DateWords {
                missing: Messages::resource_consumers_born_missing,
                wrong: Messages::resource_consumers_born_missing,
                future: Messages::resource_consumers_born_future,
            };
            form.wrong("born", dates::problem(t, problem, words));
        }
        if address.is_none() {
            form.wrong("email", t.resource_consumers_email_missing());
        }
        return context.refuse(Form::FindConsumer, form, None).await;
    };
    let (limit, audit) = (Limit::ConsumerLookUp { user: context.who.user }, context.audit());
    let look_up = context.store().look_up_consumer(&name, date, address, context.now, &audit);
    match limits::attempt(context.store(), limit, context.now, look_up).await? {
        Tried::Hit(consumer) => {
            let key = context.keep_found(consumer).await?;
            context.done(&format!("/resource-center/consumers?found={key}"))
        }
        failed => {
            form.wrong("", if failed == Tried::Miss { t.resource_consumers_none() } else { t.resource_consumers_too_many() });
            context.refuse(Form::FindConsumer, form, None).await
        }
    }
}
