//! `/agency/contacts/ID/end`: ending a colleague's access.

use crate::api::client::FromPage;
use crate::api::error::ApiError;
use crate::api::forms::{FormState, Posted};
use crate::domain::ids::{OrganizationId, UserId};
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;
use serde::{Deserialize, Serialize};

/// Whether an agency contact's access can be ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum EndAccess {
    /// It can.
    Open,
    /// It was ended before.
    Ended,
    /// It is the reader's own, which they can't end.
    Own,
}

/// Whose access is to be ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndAccessPage {
    /// Whether it can be.
    pub access: EndAccess,
    /// The organization.
    pub organization: OrganizationId,
    /// The account.
    pub user: UserId,
    /// Their name.
    pub name: String,
    /// No other agency contact of the organization has access.
    pub last: bool,
    /// What was typed when it was refused.
    pub form: FormState,
}

/// A colleague whose access can be ended.
#[server(name = LoadEndColleague, prefix = "/api", endpoint = "end-colleague-page", input = Postcard, output = Postcard, client = FromPage)]
pub async fn end_colleague_page(user: String, retry: String) -> Result<EndAccessPage, ApiError> {
    use crate::api::error::ErrorCode;
    use crate::api::forms::Form;
    use crate::server::context::{AgencySelf, RequestContext};
    let context = RequestContext::<AgencySelf>::require()?;
    let not_found = || ApiError::new(ErrorCode::NotFound);
    let (organization, user) = (context.who.organization, user.parse().map_err(|_| not_found())?);
    let (name, ended) = context.store().agency_contact(organization, user).await?.ok_or_else(not_found)?;
    let access = match ended {
        true => EndAccess::Ended,
        false if user == context.who.user => EndAccess::Own,
        false => EndAccess::Open,
    };
    // Never the last one: the reader is a contact, too.
    let (last, form) = (false, context.kept_form(Form::EndColleague, &retry).await?);
    Ok(EndAccessPage { access, organization, user, name, last, form })
}

/// End a colleague's access, with a reason. Nobody ends their own, so that the organization is never without a contact by this.
#[server(prefix = "/api", endpoint = "end-colleague", output = Postcard, client = FromPage)]
pub async fn end_colleague(user: UserId, #[server(default)] reason: String) -> Result<Posted, ApiError> {
    use crate::api::error::ErrorCode;
    use crate::api::forms::Form;
    use crate::domain::manage_assister::fill;
    use crate::domain::resource_center;
    use crate::server::context::{AgencySelf, RequestContext};
    use crate::server::views;
    use crate::store::ContactEnded;
    let context = RequestContext::<AgencySelf>::require()?;
    let (t, organization) = (context.messages(), context.who.organization);
    let not_found = || ApiError::new(ErrorCode::NotFound);
    // Before anything is said about what was typed: of who is no contact here there is no page that could say it.
    context.store().agency_contact(organization, user).await?.ok_or_else(not_found)?;
    let mut form = FormState::default().keep("reason", &reason);
    let reason = match resource_center::reason(&reason) {
        Ok(reason) => reason,
        Err(problem) => {
            form.wrong("reason", views::reason_problem(t, problem));
            return context.refuse_for(Form::EndColleague, &user.to_string(), form).await;
        }
    };
    let ended = context.store().end_contact(organization, user, &reason, context.now, &context.by()).await?;
    let what = match ended.ok_or_else(not_found)? {
        ContactEnded::Done => "now",
        ContactEnded::Before => "before",
        ContactEnded::Own => {
            form.wrong("", fill(t.agency_end_own(), &[("arc", t.contact_arc())]));
            return context.refuse_for(Form::EndColleague, &user.to_string(), form).await;
        }
    };
    context.done(&format!("/agency/contacts?ended={what}&as={}", context.fresh_id()))
}
