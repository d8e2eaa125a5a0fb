//! `/resource-center/staff/add`.

use crate::api::client::FromPage;
use crate::api::error::ApiError;
use crate::api::forms::{FormState, Posted};
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;

/// What was typed when it was refused.
#[server(prefix = "/api", endpoint = "add-staff-page", input = Postcard, output = Postcard, client = FromPage)]
pub async fn add_staff_page(retry: String) -> Result<FormState, ApiError> {
    use crate::api::forms::Form;
    use crate::server::context::{ManagerSelf, RequestContext};
    let context = RequestContext::<ManagerSelf>::require()?;
    context.kept_form(Form::AddStaff, &retry).await
}

/// Make a staff account. Its owner gets a letter that says how to set it up.
#[server(prefix = "/api", endpoint = "add-staff", output = Postcard, client = FromPage)]
pub async fn add_staff(
    #[server(default)] name: String,
    #[server(default)] email: String,
    #[server(default)] role: String,
) -> Result<Posted, ApiError> {
    use crate::api::forms::Form;
    use crate::domain::identity::{Role, clean_name, normal_email};
    use crate::domain::ids::UserId;
    use crate::server::context::{ManagerSelf, RequestContext};
    use crate::store::{Constraint, StoreError};
    let context = RequestContext::<ManagerSelf>::require()?;
    let t = context.messages();
    let mut form = FormState::default().keep("name", &name).keep("email", &email).keep("role", &role);
    let role = Role::from_code(&role).filter(|role| matches!(role, Role::Arc | Role::Bsl | Role::ResourceManager));
    let (name, email) = (clean_name(&name), normal_email(&email));
    let (Some(name), Some(email), Some(role)) = (name.clone(), email.clone(), role) else {
        for (missing, field, problem) in [
            (name.is_none(), "name", t.resource_staff_name_missing()),
            (email.is_none(), "email", t.resource_staff_email_missing()),
            (role.is_none(), "role", t.resource_staff_role_missing()),
        ] {
            if missing {
                form.wrong(field, problem);
            }
        }
        return context.refuse(Form::AddStaff, form, None).await;
    };
    let (new, letter) = context.invitation(UserId(context.fresh_id()), name, email, role);
    match context.store().create_staff(&new, &letter, &context.audit()).await {
        Ok(()) => context.done(&format!("/resource-center/staff?added={}", new.user)),
        Err(StoreError::Conflict(Constraint::EmailTaken)) => {
            form.wrong("email", t.resource_staff_email_taken());
            context.refuse(Form::AddStaff, form, None).await
        }
        Err(error) => Err(error.into()),
    }
}
