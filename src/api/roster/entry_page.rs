//! `/agency/assisters/ID`: somebody on the roster.

use super::StandingView;
use crate::api::client::FromPage;
use crate::api::error::ApiError;
use crate::domain::ids::AssisterId;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;
use serde::{Deserialize, Serialize};

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryPage {
    /// Who.
    pub id: AssisterId,
    /// The name.
    pub name: String,
    /// What is written down, with its labels.
    pub facts: Vec<(String, String)>,
    /// Where they stand.
    pub standing: StandingView,
    /// What looking up the reference number gave, just now.
    pub lookup: Option<Lookup>,
    /// What changed, newest first.
    pub history: Vec<HistoryView>,
}

/// What looking up a reference number gave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Lookup {
    /// The number.
    Number(String),
    /// There is none before enrollment.
    NoneYet,
}

/// A change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryView {
    /// When, to read.
    pub when: String,
    /// Who.
    pub who: String,
    /// In which role, to read.
    pub role: String,
    /// What, to read.
    pub field: String,
    /// From.
    pub before: String,
    /// To.
    pub after: String,
}

/// Somebody on the organization's own roster. `retry` is the key of what a look-up gave.
#[server(name = LoadEntry, prefix = "/api", endpoint = "roster-entry", input = Postcard, output = Postcard, client = FromPage)]
pub async fn roster_entry(id: String, retry: String) -> Result<EntryPage, ApiError> {
    use crate::api::error::ErrorCode;
    use crate::api::forms::Form;
    use crate::server::context::{AgencySelf, RequestContext};
    use crate::server::roster::{facts, history_view};
    use crate::server::views;
    use crate::store::EntryScope;
    let context = RequestContext::<AgencySelf>::require()?;
    let not_found = || ApiError::new(ErrorCode::NotFound);
    let id: AssisterId = id.parse().map_err(|_| not_found())?;
    let kept = context.store().entry(id, EntryScope::agency(context.who.organization)).await?.ok_or_else(not_found)?;
    let answer = context.kept_form(Form::NumberAnswer, &retry).await?;
    let lookup = (answer.value("id") == id.to_string()).then(|| match answer.value("number") {
        none if none.is_empty() => Lookup::NoneYet,
        number => Lookup::Number(number),
    });
    let (t, history) = (context.messages(), context.store().assister_history(id).await?);
    Ok(EntryPage {
        id,
        name: kept.entry.display_name(),
        facts: facts(&kept, t),
        standing: views::standing(&kept.standing, context.today()?, t),
        lookup,
        history: history.into_iter().map(|row| history_view(row, t)).collect(),
    })
}
