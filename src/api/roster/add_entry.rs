//! `/agency/add`.

use super::EntryFields;
use crate::api::client::FromPage;
use crate::api::error::ApiError;
use crate::api::forms::{FormState, Posted};
use crate::domain::identity::AssisterKind;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;
use serde::{Deserialize, Serialize};

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddEntryPage {
    /// What was typed and refused.
    pub form: FormState,
    /// The rosters to choose from.
    pub rosters: Vec<AssisterKind>,
}

/// The form to add somebody.
#[server(name = LoadAddEntry, prefix = "/api", endpoint = "add-entry-page", input = Postcard, output = Postcard, client = FromPage)]
pub async fn add_entry_page(retry: String) -> Result<AddEntryPage, ApiError> {
    use crate::api::forms::Form;
    use crate::server::context::{AgencySelf, RequestContext};
    use crate::server::roster::kept_rosters;
    let context = RequestContext::<AgencySelf>::require()?;
    let rosters = kept_rosters(&context.organization().await?);
    Ok(AddEntryPage { form: context.kept_form(Form::AddEntry, &retry).await?, rosters })
}

/// Add somebody to a roster of the organization.
#[server(prefix = "/api", endpoint = "add-entry", output = Postcard, client = FromPage)]
pub async fn add_entry(#[server(default)] roster: String, #[server(flatten)] entry: EntryFields) -> Result<Posted, ApiError> {
    use crate::api::forms::Form;
    use crate::domain::ids::AssisterId;
    use crate::server::context::{AgencySelf, RequestContext};
    use crate::server::roster::{EntryForm, add, kept_rosters};
    use crate::store::{Added, NewEntry};
    let context = RequestContext::<AgencySelf>::require()?;
    let rosters = kept_rosters(&context.organization().await?);
    let mut form = EntryForm::new(context.messages(), entry.form().keep("roster", &roster));
    let kind = form.roster(&roster, &rosters);
    let (checked, access) = (form.entry(&entry, None), form.portal_access(&entry.portal_access));
    let (Some(kind), Some(checked), Some(portal_access)) = (kind, checked, access) else {
        return context.refuse(Form::AddEntry, form.state, None).await;
    };
    let id = AssisterId(context.fresh_id());
    let new = NewEntry {
        id,
        organization: context.who.organization,
        kind,
        entry: checked,
        portal_access,
        assister_code: String::new(),
        npn: None,
        license: None,
        certified: None,
        now: context.now,
    };
    match add(context.store(), new, &context.by()).await? {
        Added::Done => context.done(&format!("/agency/assisters/{id}?saved=added")),
        Added::Taken(taken) => {
            form.taken(&taken);
            context.refuse(Form::AddEntry, form.state, None).await
        }
    }
}
