//! `/agency/contacts`.

use crate::api::client::FromPage;
use crate::api::error::ApiError;
use crate::api::forms::{FormState, Posted};
use crate::domain::ids::UserId;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;
use serde::{Deserialize, Serialize};

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactsPage {
    /// The organization's agency contacts.
    pub contacts: Vec<ContactView>,
    /// The reader's own account, which they can't end.
    pub own: UserId,
    /// What was typed and refused.
    pub form: FormState,
}

/// An agency contact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactView {
    /// The account.
    pub user: UserId,
    /// The name.
    pub name: String,
    /// The email address.
    pub email: String,
    /// Whether the account is set up.
    pub set_up: bool,
    /// The day of the last sign-in, to read; `None` if it is not known.
    pub signed_in: Option<String>,
}

/// The organization's own agency contacts.
#[server(name = LoadContacts, prefix = "/api", endpoint = "agency-contacts", input = Postcard, output = Postcard, client = FromPage)]
pub async fn agency_contacts(retry: String) -> Result<ContactsPage, ApiError> {
    use crate::api::forms::Form;
    use crate::server::context::{AgencySelf, RequestContext};
    use crate::server::organizations::contact_view;
    let context = RequestContext::<AgencySelf>::require()?;
    let contacts = context.store().agency_contacts(context.who.organization).await?;
    let form = context.kept_form(Form::InviteContact, &retry).await?;
    Ok(ContactsPage { contacts: contacts.into_iter().map(contact_view).collect(), own: context.who.user, form })
}

/// Invite somebody to be an agency contact of the organization.
#[server(prefix = "/api", endpoint = "invite-contact", output = Postcard, client = FromPage)]
pub async fn invite_contact(#[server(default)] name: String, #[server(default)] email: String) -> Result<Posted, ApiError> {
    use crate::api::forms::Form;
    use crate::domain::identity::{clean_name, normal_email};
    use crate::server::context::{AgencySelf, RequestContext};
    use crate::server::dates;
    use crate::server::links::{ACTIVATION, FreshLink};
    use crate::server::mail::{Letter, compose};
    use crate::store::{Invite, Invited};
    let context = RequestContext::<AgencySelf>::require()?;
    let t = context.messages();
    let mut form = FormState::default().keep("name", &name).keep("email", &email);
    let (clean, normal) = (clean_name(&name), normal_email(&email));
    if clean.is_none() {
        form.wrong("name", t.agency_contact_name_missing());
    }
    if normal.is_none() {
        form.wrong("email", t.agency_malformed_email());
    }
    let (Some(name), Some(email)) = (clean, normal) else {
        return context.refuse(Form::InviteContact, form, None).await;
    };
    let (link, expires_at) = (FreshLink::to(&context.state().config, "/set-up"), context.now + ACTIVATION);
    let letter = Letter::Invitation { name: &name, link: &link.address, until: &dates::moment(expires_at) };
    let mail = compose(context.state(), t, &email, letter, context.now);
    let (user, organization) = (UserId(context.fresh_id()), context.who.organization);
    let invite = Invite { user, organization, name, email, token_hash: link.token_hash, expires_at, mail, now: context.now };
    match context.store().invite_contact(&invite, &context.by()).await {
        Ok(Invited::Done) => context.done("/agency/contacts?invited=now"),
        Ok(Invited::Again) => context.done("/agency/contacts?invited=again"),
        Ok(Invited::Taken) => {
            form.wrong("email", t.agency_contact_email_taken());
            context.refuse(Form::InviteContact, form, None).await
        }
        Err(error) => Err(error.into()),
    }
}
