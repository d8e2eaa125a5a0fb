//! `/agency/assisters/ID/edit`.

use super::EntryFields;
use crate::api::client::FromPage;
use crate::api::error::ApiError;
use crate::api::forms::{FormState, Posted};
use crate::domain::ids::AssisterId;

use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;
use serde::{Deserialize, Serialize};

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditEntryPage {
    /// Whose entry.
    pub id: AssisterId,
    /// Their name.
    pub name: String,
    /// What is written down; or what was typed and refused.
    pub form: FormState,
}

/// The form to edit somebody's entry. `retry` is the key of what was typed and refused.
#[server(name = LoadEditEntry, prefix = "/api", endpoint = "edit-entry-page", input = Postcard, output = Postcard, client = FromPage)]
pub async fn edit_entry_page(id: String, retry: String) -> Result<EditEntryPage, ApiError> {
    use crate::api::error::ErrorCode;
    use crate::api::forms::Form;
    use crate::server::context::{AgencySelf, RequestContext};
    use crate::store::EntryScope;
    let context = RequestContext::<AgencySelf>::require()?;
    let not_found = || ApiError::new(ErrorCode::NotFound);
    let id = id.parse().map_err(|_| not_found())?;
    let kept = context.store().entry(id, EntryScope::agency(context.who.organization)).await?.ok_or_else(not_found)?;
    let refused = context.kept_form(Form::EditEntry, &retry).await?;
    let form = if refused.value("id") == id.to_string() {
        refused
    } else {
        EntryFields::of(&kept.entry, kept.portal_access)
            .form()
            .keep("employment", if kept.employed { "active" } else { "inactive" })
            .keep("seen", &kept.changed_at.as_micros().to_string())
    };
    Ok(EditEntryPage { id, name: kept.entry.display_name(), form })
}

/// Change an entry of the organization's own roster. `seen` is the state that the form was shown with.
#[server(prefix = "/api", endpoint = "edit-entry", output = Postcard, client = FromPage)]
pub async fn edit_entry(
    #[server(default)] id: String,
    #[server(default)] seen: String,
    #[server(default)] employment: String,
    #[server(flatten)] entry: EntryFields,
) -> Result<Posted, ApiError> {
    use crate::api::error::ErrorCode;
    use crate::api::forms::Form;
    use crate::domain::instant::Instant;
    use crate::server::context::{AgencySelf, RequestContext};
    use crate::server::roster::{EntryForm, changed, email_asked, meanwhile_text};
    use crate::store::{Changed, EntryChange, EntryScope};
    let context = RequestContext::<AgencySelf>::require()?;
    let not_found = || ApiError::new(ErrorCode::NotFound);
    let (assister, scope): (AssisterId, _) = (id.parse().map_err(|_| not_found())?, EntryScope::agency(context.who.organization));
    let before = context.store().entry(assister, scope).await?.ok_or_else(not_found)?;
    let kept = entry.form().keep("id", &assister.to_string()).keep("employment", &employment).keep("seen", &seen);
    let mut form = EntryForm::new(context.messages(), kept);
    let seen: Option<Instant> = seen.parse().ok().map(Instant::from_micros);
    let (checked, employed, access) =
        (form.entry(&entry, Some(&before.entry)), form.employment(&employment), form.portal_access(&entry.portal_access));
    let (Some(checked), Some(employed), Some(portal_access)) = (checked, employed, access) else {
        return context.refuse_for(Form::EditEntry, &assister.to_string(), form.state).await;
    };
    let (npn, license, now) = (None, None, context.now);
    // A form that does not say what it was shown with is not one of ours: it changes nothing that somebody may not have seen.
    let seen = seen.unwrap_or(Instant::from_micros(-1));
    let change = EntryChange { assister, scope, entry: checked, employed, portal_access, npn, license, seen: Some(seen), now };
    match changed(context.store().change_assister(&change, &context.by(), &email_asked(context.state())).await)? {
        Changed::Done => context.done(&format!("/agency/assisters/{assister}?saved=changed")),
        Changed::Nothing => context.done(&format!("/agency/assisters/{assister}?saved=same")),
        Changed::Taken(taken) => {
            form.taken(&taken);
            context.refuse_for(Form::EditEntry, &assister.to_string(), form.state).await
        }
        Changed::Meanwhile(kept) => {
            let history = context.store().assister_history(assister).await?;
            let text = meanwhile_text(context.messages(), &history, seen);
            let state = form.state.keep("seen", &kept.changed_at.as_micros().to_string()).keep("meanwhile", &text);
            // Shown anew in every browser: the form must know the state that it is now about.
            context.refuse_anew_for(Form::EditEntry, &assister.to_string(), state).await
        }
        Changed::NotFound => Err(not_found()),
    }
}
