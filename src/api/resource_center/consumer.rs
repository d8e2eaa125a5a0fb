//! `/resource-center/consumers`: whom the caller looks for, or has found.

use crate::api::client::FromPage;
use crate::api::error::ApiError;
use crate::api::forms::FormState;
use crate::api::manage_assister::EarlierView;
use crate::api::resource_center::StatusView;
use crate::domain::identity::AssisterKind;
use crate::domain::ids::AssociationId;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;
use serde::{Deserialize, Serialize};

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsumerPage {
    /// What was typed when it was refused.
    pub form: FormState,
    /// Who was found.
    pub found: Option<FoundView>,
    /// The address has a look-up that is over.
    pub expired: bool,
}

/// A consumer who was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundView {
    /// The key of the look-up.
    pub key: String,
    /// Full name.
    pub name: String,
    /// Who helps now.
    pub current: Option<HelpedByView>,
    /// Who helped before, latest first.
    pub earlier: Vec<EarlierView>,
    /// Ending that was refused.
    pub end: FormState,
    /// Since when the account is suspended, to read.
    pub suspended: Option<String>,
    /// Suspending that was refused.
    pub suspend: FormState,
    /// The application, when there is something to record on, or why there is not.
    pub status: Result<StatusView, String>,
}

/// Who helps a consumer now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HelpedByView {
    /// The association.
    pub association: AssociationId,
    /// The assister's name; empty where others look after them.
    pub name: String,
    /// Navigator, CAC or broker.
    pub kind: AssisterKind,
    /// The organization's name; empty where others look after them.
    pub organization: String,
    /// Since when, to read.
    pub since: String,
    /// Whether the assister may act.
    pub available: bool,
    /// Whether the reader may end it; `None` where they may end none.
    pub may_end: Option<bool>,
}

/// Whom the caller has found under `found`, with their application for `year` (the latest that has a result where it names none), or the
/// form to find somebody.
#[server(name = LoadConsumer, prefix = "/api", endpoint = "consumer", input = Postcard, output = Postcard, client = FromPage)]
pub async fn consumer(found: String, retry: String, year: String) -> Result<ConsumerPage, ApiError> {
    use crate::api::forms::Form;
    use crate::domain::access::{Action, Decision, Relation, decide};
    use crate::domain::resource_center::may_end_association;
    use crate::server::applications::Looked;
    use crate::server::context::{RequestContext, StaffSelf};
    use crate::server::{dates, views};
    let context = RequestContext::<StaffSelf>::require()?;
    let form = context.kept_form(Form::FindConsumer, &retry).await?;
    let store = context.store();
    let known = match context.found(&found).await? {
        Some(consumer) => store.consumer_name(consumer).await?.map(|name| (consumer, name)),
        None => None,
    };
    let Some((consumer, name)) = known else {
        return Ok(ConsumerPage { form, found: None, expired: !found.is_empty() });
    };
    let ends = decide(Some(context.who.role), Action::EndAssociationForStaff, Relation::OwnNew) == Decision::Allow;
    let navigators_too = context.state().config.staff_may_end_navigator_associations;
    // Of an assister whom others look after nothing is told but the kind.
    let theirs = |kind| context.who.kinds().contains(&kind);
    let told = |kind, text: String| if theirs(kind) { text } else { String::new() };
    let (current, earlier) = store.assisters_of(consumer, context.now).await?;
    let current = current.map(|current| HelpedByView {
        association: current.association,
        name: told(current.card.kind, current.card.name),
        kind: current.card.kind,
        organization: told(current.card.kind, current.card.organization),
        since: dates::date(current.started_at),
        available: current.available,
        may_end: ends.then(|| may_end_association(current.card.kind, navigators_too)),
    });
    let earlier = earlier.into_iter().map(views::earlier).map(|earlier| {
        let reason = earlier.reason.clone().filter(|_| theirs(earlier.kind));
        let (name, organization) = (told(earlier.kind, earlier.name), told(earlier.kind, earlier.organization));
        EarlierView { name, organization, reason, ..earlier }
    });
    let earlier = earlier.collect();
    let end = context.kept_form(Form::EndAssociation, &retry).await?;
    let status = context.status_view(consumer, Looked { key: &found, year: &year, retry: &retry }).await?;
    let suspended = store.suspended_since(consumer).await?.map(dates::date);
    let suspend = context.kept_form(Form::SuspendConsumer, &retry).await?;
    let found = FoundView { key: found, name, current, earlier, end, suspended, suspend, status };
    Ok(ConsumerPage { form, found: Some(found), expired: false })
}
