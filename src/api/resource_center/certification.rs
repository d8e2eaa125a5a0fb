//! "Save certification".

use crate::api::error::ApiError;
use crate::api::forms::Posted;
use crate::domain::ids::AssisterId;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;

/// Write down where an assister's certification stands, and until when. It takes effect by itself.
#[server(prefix = "/api", endpoint = "save-certification", output = Postcard)]
pub async fn save_certification(
    assister: AssisterId,
    #[server(default)] certification: String,
    #[server(default)] until: String,
) -> Result<Posted, ApiError> {
    use super::assister_page_address;
    use crate::api::forms::{Form, FormState};
    use crate::domain::instant::Date;
    use crate::domain::roster::Certification;
    use crate::server::context::{RequestContext, StaffSelf};
    use crate::server::{dates, resource_center};
    let context = RequestContext::<StaffSelf>::require()?;
    let (t, audit) = (context.messages(), context.audit());
    let mut form = FormState::default().keep("certification", &certification).keep("until", &until);
    let decided = match (certification.as_str(), Date::parse(&until)) {
        ("new", _) => Some(Certification::New),
        ("not_certified", _) => Some(Certification::NotCertified),
        ("certified", until) => until.map(Certification::Certified),
        _ => None,
    };
    let Some(decided) = decided else {
        let (field, problem) = match certification.as_str() {
            "certified" => ("until", t.resource_until_missing()),
            _ => ("certification", t.resource_certification_missing()),
        };
        form.wrong(field, problem);
        return context.refuse_at(&assister_page_address(assister), Form::Certification, form).await;
    };
    let end = decided.until().map(dates::end_of_day);
    let acting = context.acting(assister, &audit)?;
    let saved = context.store().save_certification(acting, decided, end, &resource_center::certification_words).await?;
    context.handled(assister, "certification", saved)
}
