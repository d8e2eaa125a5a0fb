//! `/resource-center/organizations/add`.

use crate::api::client::FromPage;
use crate::api::error::ApiError;
use crate::api::forms::{FormState, Posted};
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;

/// What was typed when it was refused.
#[server(prefix = "/api", endpoint = "add-organization-page", input = Postcard, output = Postcard, client = FromPage)]
pub async fn add_organization_page(retry: String) -> Result<FormState, ApiError> {
    use crate::api::forms::Form;
    use crate::server::context::{ManagerSelf, RequestContext};
    let context = RequestContext::<ManagerSelf>::require()?;
    context.kept_form(Form::AddOrganization, &retry).await
}

/// Write an organization down and invite its agency contact, who keeps its rosters.
#[server(prefix = "/api", endpoint = "add-organization", output = Postcard, client = FromPage)]
pub async fn add_organization(
    #[server(default)] organization: String,
    #[server(default)] rosters: String,
    #[server(default)] name: String,
    #[server(default)] email: String,
) -> Result<Posted, ApiError> {
    use crate::api::forms::Form;
    use crate::domain::identity::{Role, clean_name, normal_email};
    use crate::domain::ids::{OrganizationId, UserId};
    use crate::domain::typed::line;
    use crate::server::context::{ManagerSelf, RequestContext};
    use crate::store::{Invite, Invited, Rosters};
    let context = RequestContext::<ManagerSelf>::require()?;
    let t = context.messages();
    let mut form = FormState::default();
    for (field, typed) in [("organization", &organization), ("rosters", &rosters), ("name", &name), ("email", &email)] {
        form = form.keep(field, typed);
    }
    let kept = match rosters.as_str() {
        "navigators" => Some(Rosters { navigators: true, cacs: false }),
        "cacs" => Some(Rosters { navigators: false, cacs: true }),
        "both" => Some(Rosters { navigators: true, cacs: true }),
        _ => None,
    };
    let organization = line(&organization);
    let organization = (1..=200).contains(&organization.chars().count()).then_some(organization);
    let (name, email) = (clean_name(&name), normal_email(&email));
    let (Some(organization), Some(rosters), Some(name), Some(email)) = (&organization, kept, &name, &email) else {
        for (missing, field, problem) in [
            (organization.is_none(), "organization", t.resource_organization_missing()),
            (kept.is_none(), "rosters", t.resource_organization_rosters_missing()),
            (name.is_none(), "name", t.resource_staff_name_missing()),
            (email.is_none(), "email", t.resource_staff_email_missing()),
        ] {
            if missing {
                form.wrong(field, problem);
            }
        }
        return context.refuse(Form::AddOrganization, form, None).await;
    };
    let (new, mail) = context.invitation(UserId(context.fresh_id()), name.clone(), email.clone(), Role::AgencyContact);
    let invite = Invite {
        user: new.user,
        organization: OrganizationId(context.fresh_id()),
        name: new.name,
        email: new.email,
        token_hash: new.token_hash,
        expires_at: new.expires_at,
        mail,
        now: context.now,
    };
    match context.store().add_organization(organization, rosters, &invite, &context.by()).await {
        Ok(Invited::Done | Invited::Again) => context.done("/resource-center/staff?organization=added"),
        Ok(Invited::Taken) => {
            form.wrong("email", t.resource_staff_email_taken());
            context.refuse(Form::AddOrganization, form, None).await
        }
        Err(error) => Err(error.into()),
    }
}
