//! `/resource-center/organizations/ID/contacts/ID/end`: ending an agency contact's access.

use crate::api::client::FromPage;
use crate::api::error::ApiError;
use crate::api::forms::Posted;
use crate::api::roster::EndAccessPage;
use crate::domain::ids::{OrganizationId, UserId};
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;

/// An agency contact whose access can be ended.
#[server(name = LoadEndContact, prefix = "/api", endpoint = "end-contact-page", input = Postcard, output = Postcard, client = FromPage)]
pub async fn end_contact_page(organization: String, user: String, retry: String) -> Result<EndAccessPage, ApiError> {
    use crate::api::error::ErrorCode;
    use crate::api::forms::Form;
    use crate::api::roster::EndAccess;
    use crate::server::context::{AgencyStaffSelf, RequestContext};
    let context = RequestContext::<AgencyStaffSelf>::require()?;
    let not_found = || ApiError::new(ErrorCode::NotFound);
    let (organization, user) = (organization.parse().map_err(|_| not_found())?, user.parse().map_err(|_| not_found())?);
    let (name, ended) = context.contact_of(organization, user).await?;
    let access = if ended { EndAccess::Ended } else { EndAccess::Open };
    let last = context.store().agency_contacts(organization).await?.iter().all(|contact| contact.user == user);
    let form = context.kept_form(Form::EndContact, &retry).await?;
    Ok(EndAccessPage { access, organization, user, name, last, form })
}

/// End an agency contact's access, with a reason; also the last one's, since somebody who left is not to be let in.
#[server(prefix = "/api", endpoint = "end-contact", output = Postcard, client = FromPage)]
pub async fn end_contact(organization: OrganizationId, user: UserId, #[server(default)] reason: String) -> Result<Posted, ApiError> {
    use super::organizations::organization_address;
    use crate::api::error::ErrorCode;
    use crate::api::forms::{Form, FormState};
    use crate::domain::resource_center;
    use crate::server::context::{AgencyStaffSelf, RequestContext};
    use crate::server::views;
    use crate::store::ContactEnded;
    let context = RequestContext::<AgencyStaffSelf>::require()?;
    context.contact_of(organization, user).await?;
    let page = organization_address(organization);
    let mut form = FormState::default().keep("reason", &reason);
    let reason = match resource_center::reason(&reason) {
        Ok(reason) => reason,
        Err(problem) => {
            form.wrong("reason", views::reason_problem(context.messages(), problem));
            return context.refuse_at(Form::EndContact, form, &format!("{page}/contacts/{user}/end")).await;
        }
    };
    let ended = context.store().end_contact(organization, user, &reason, context.now, &context.by()).await?;
    let what = match ended {
        Some(ContactEnded::Done) => "now",
        Some(ContactEnded::Before) => "before",
        // Staff are no contacts.
        Some(ContactEnded::Own) | None => return Err(ApiError::new(ErrorCode::NotFound)),
    };
    context.done(&format!("{page}?ended={what}&as={}", context.fresh_id()))
}
