//! A later status on a consumer's application.

use crate::api::applications::{Link, Section};
use crate::api::client::FromPage;
use crate::api::error::ApiError;
use crate::api::forms::{FormState, Posted};
use crate::domain::ids::{ApplicationId, DeterminationId};
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What there is to record a status on, in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusView {
    /// What was determined at first, and what is current.
    pub sections: Vec<Section>,
    /// The ways to the results of other years.
    pub others: Vec<Link>,
    /// The application.
    pub application: ApplicationId,
    /// What the next status will be named by.
    pub next: DeterminationId,
    /// The latest one, the initial one among them.
    pub latest: DeterminationId,
    /// What is asked: field and name of each applicant.
    pub people: Vec<(String, String)>,
    /// What can be chosen: value and label.
    pub choices: Vec<(String, String)>,
    /// What was typed when it was refused; what is current otherwise.
    pub form: FormState,
}

/// Record a later status for each applicant (`outcomes`, by the number within the application), with a reason (`why`) that the consumer reads.
/// Assisters are not told (rule 28). Twice has one effect and the same answer.
#[server(prefix = "/api", endpoint = "record-status", output = Postcard, client = FromPage)]
pub async fn record_status(
    found: String,
    application: ApplicationId,
    next: DeterminationId,
    latest: DeterminationId,
    #[server(default)] why: String,
    #[server(default)] outcomes: BTreeMap<String, String>,
) -> Result<Posted, ApiError> {
    use crate::server::applications::TypedStatus;
    use crate::server::context::{RequestContext, StaffSelf};
    let context = RequestContext::<StaffSelf>::require()?;
    context.record_status(&found, TypedStatus { application, next, latest, why, outcomes }).await
}
