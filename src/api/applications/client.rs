//! `/clients/ID/application` and the pages under it: a client's, for the assister whom they authorized.

use super::TypedPlan;
use crate::api::client::FromPage;
use crate::api::drawn::Reply;
use crate::api::error::ApiError;
use crate::api::forms::Posted;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;
use std::collections::BTreeMap;

/// A page of a client's application: the record's ID, the rest of the address, the key of a refused try, and where one came from; of plans
/// all that the address asks for. Whoever comes here has accessed the client (rule 19), as by the record.
#[server(name = LoadClientApplicationPage, prefix = "/api", endpoint = "client-application-page", input = Postcard, output = Postcard, client = FromPage)]
pub async fn client_application_page(id: String, page: String, retry: String, from: String) -> Result<Reply, ApiError> {
    use crate::server::context::{AssisterSelf, RequestContext};
    RequestContext::<AssisterSelf>::require()?.client_application(&id)?.page(&page, &retry, &from).await
}

/// Start a client's application.
#[server(prefix = "/api", endpoint = "start-client-application", output = Postcard, client = FromPage)]
pub async fn start_client_application(#[server(default)] id: String) -> Result<Posted, ApiError> {
    use crate::server::context::{AssisterSelf, RequestContext};
    RequestContext::<AssisterSelf>::require()?.client_application(&id)?.start().await
}

/// Save a page of a client's application.
#[server(prefix = "/api", endpoint = "save-client-application", output = Postcard, client = FromPage)]
pub async fn save_client_application(
    #[server(default)] id: String,
    #[server(default)] year: String,
    #[server(default)] page: String,
    #[server(default)] seen: String,
    #[server(default)] from: String,
    #[server(default)] remove: String,
    #[server(flatten)] answers: BTreeMap<String, String>,
) -> Result<Posted, ApiError> {
    use crate::server::applications::Typed;
    use crate::server::context::{AssisterSelf, RequestContext};
    RequestContext::<AssisterSelf>::require()?
        .client_application(&id)?
        .of_year(&year)
        .save(Typed { page, seen, from, remove, answers })
        .await
}

/// Submit a client's application on their behalf: how and when they agreed, and the assister's own name.
#[server(prefix = "/api", endpoint = "submit-client-application", output = Postcard, client = FromPage)]
pub async fn submit_client_application(
    #[server(default)] id: String,
    #[server(default)] year: String,
    #[server(default)] seen: String,
    #[server(default)] agreed: String,
    #[server(default)] agreed_on: String,
    #[server(default)] full_name: String,
) -> Result<Posted, ApiError> {
    use crate::server::applications::TypedSignature;
    use crate::server::context::{AssisterSelf, RequestContext};
    RequestContext::<AssisterSelf>::require()?
        .client_application(&id)?
        .of_year(&year)
        .submit(TypedSignature { seen, agreed, agreed_on, full_name })
        .await
}

/// Enroll a client in a plan on their behalf.
#[server(prefix = "/api", endpoint = "enroll-client-in-plan", output = Postcard, client = FromPage)]
pub async fn enroll_client_in_plan(
    #[server(default)] id: String,
    #[server(default)] year: String,
    #[server(flatten)] plan: TypedPlan,
) -> Result<Posted, ApiError> {
    use crate::server::context::{AssisterSelf, RequestContext};
    RequestContext::<AssisterSelf>::require()?.client_application(&id)?.of_year(&year).enroll(plan).await
}
