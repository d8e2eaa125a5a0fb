//! "Save certification".

use crate::api::client::FromPage;
use crate::api::error::ApiError;
use crate::api::forms::Posted;
use crate::domain::ids::AssisterId;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;

/// Write down where an assister's certification stands, and until when. It takes effect by itself.
#[server(prefix = "/api", endpoint = "save-certification", output = Postcard, client = FromPage)]
pub async fn save_certification(
    assister: AssisterId,
    #[server(default)] certification: String,
    #[server(default)] until: String,
) -> Result<Posted, ApiError> {
    use crate::api::forms::{Form, FormState};
    use crate::server::context::{RequestContext, StaffSelf};
    use crate::server::{dates, resource_center};
    let context = RequestContext::<StaffSelf>::require()?;
    let audit = context.audit();
    let mut form = FormState::default().keep("certification", &certification).keep("until", &until);
    let Some(decided) = resource_center::decided(&certification, &until, context.today()?, &mut form, context.messages()) else {
        return context.refuse_for(Form::Certification, &assister.to_string(), form).await;
    };
    let end = decided.until().map(dates::end_of_day);
    let acting = context.acting(assister, &audit)?;
    let saved = context.store().save_certification(acting, decided, end, &resource_center::certification_words).await?;
    context.handled(assister, "certification", saved)
}
