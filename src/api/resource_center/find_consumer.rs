//! Finding a consumer by three identifiers at once.

use crate::api::error::ApiError;
use crate::api::forms::Posted;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;

/// Find the one consumer with this name, date of birth and email. Whatever is not right, the answer is the same; every look is logged.
#[server(prefix = "/api", endpoint = "find-consumer", output = Postcard)]
pub async fn find_consumer(
    #[server(default)] name: String,
    #[server(default)] born: String,
    #[server(default)] email: String,
) -> Result<Posted, ApiError> {
    use crate::api::forms::{Form, FormState};
    use crate::domain::identity::normal_email;
    use crate::domain::instant::Date;
    use crate::server::context::{RequestContext, StaffSelf};
    use crate::server::limits::{self, Limit, Tried};
    let context = RequestContext::<StaffSelf>::require()?;
    let t = context.messages();
    let mut form = FormState::default().keep("name", &name).keep("born", &born).keep("email", &email);
    let (Some(date), Some(address), false) = (Date::parse(&born), normal_email(&email), name.trim().is_empty()) else {
        for (missing, field, problem) in [
            (name.trim().is_empty(), "name", t.resource_consumers_name_missing()),
            (Date::parse(&born).is_none(), "born", t.resource_consumers_born_missing()),
            (normal_email(&email).is_none(), "email", t.resource_consumers_email_missing()),
        ] {
            if missing {
                form.wrong(field, problem);
            }
        }
        return context.refuse(Form::FindConsumer, form, None).await;
    };
    let (limit, audit) = (Limit::ConsumerLookUp { user: context.who.user }, context.audit());
    let look_up = context.store().look_up_consumer(&name, date, &address, context.now, &audit);
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
