//! `/account/application` and the pages under it, and `/account/notices`: the consumer's own.

use super::TypedPlan;
use crate::api::client::FromPage;
use crate::api::drawn::Reply;
use crate::api::error::ApiError;
use crate::api::forms::Posted;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;
use std::collections::BTreeMap;

/// A page of the consumer's own application: the rest of its address, the key of a refused try, and where one came from; of plans all that
/// the address asks for.
#[server(name = LoadApplicationPage, prefix = "/api", endpoint = "application-page", input = Postcard, output = Postcard, client = FromPage)]
pub async fn application_page(page: String, retry: String, from: String) -> Result<Reply, ApiError> {
    use crate::server::context::{ConsumerSelf, RequestContext};
    RequestContext::<ConsumerSelf>::require()?.own_application().page(&page, &retry, &from).await
}

/// Start the application.
#[server(prefix = "/api", endpoint = "start-application", output = Postcard, client = FromPage)]
pub async fn start_application() -> Result<Posted, ApiError> {
    use crate::server::context::{ConsumerSelf, RequestContext};
    RequestContext::<ConsumerSelf>::require()?.own_application().start().await
}

/// Save a page. `year` is that of the application, here and in all that follow; without one it is that which one applies for now. `seen`
/// names what the page showed, so that what somebody else saved meanwhile is noticed.
#[server(prefix = "/api", endpoint = "save-application", output = Postcard, client = FromPage)]
pub async fn save_application(
    #[server(default)] year: String,
    #[server(default)] page: String,
    #[server(default)] seen: String,
    #[server(default)] from: String,
    #[server(default)] remove: String,
    #[server(flatten)] answers: BTreeMap<String, String>,
) -> Result<Posted, ApiError> {
    use crate::server::applications::Typed;
    use crate::server::context::{ConsumerSelf, RequestContext};
    RequestContext::<ConsumerSelf>::require()?.own_application().of_year(&year).save(Typed { page, seen, from, remove, answers }).await
}

/// Sign and submit what was `seen`.
#[server(prefix = "/api", endpoint = "submit-application", output = Postcard, client = FromPage)]
pub async fn submit_application(
    #[server(default)] year: String,
    #[server(default)] seen: String,
    #[server(default)] full_name: String,
) -> Result<Posted, ApiError> {
    use crate::server::applications::TypedSignature;
    use crate::server::context::{ConsumerSelf, RequestContext};
    RequestContext::<ConsumerSelf>::require()?
        .own_application()
        .of_year(&year)
        .submit(TypedSignature { seen, full_name, ..TypedSignature::default() })
        .await
}

/// Enroll in a plan: what the page showed of it, and the enrollment that it would take the place of.
#[server(prefix = "/api", endpoint = "enroll-in-plan", output = Postcard, client = FromPage)]
pub async fn enroll_in_plan(#[server(default)] year: String, #[server(flatten)] plan: TypedPlan) -> Result<Posted, ApiError> {
    use crate::server::context::{ConsumerSelf, RequestContext};
    RequestContext::<ConsumerSelf>::require()?.own_application().of_year(&year).enroll(plan).await
}

/// The consumer's own notices: `/account/notices`.
#[server(name = LoadNotices, prefix = "/api", endpoint = "notices", input = Postcard, output = Postcard, client = FromPage)]
pub async fn notices() -> Result<Reply, ApiError> {
    use crate::server::applications::draw;
    use crate::server::context::{ConsumerSelf, RequestContext};
    Ok(draw(RequestContext::<ConsumerSelf>::require()?.notices_screen().await?))
}

/// The consumer has read their notices up to this moment, in microseconds since the epoch; what is no number changes nothing.
#[server(prefix = "/api", endpoint = "mark-notices-read", output = Postcard, client = FromPage)]
pub async fn mark_notices_read(#[server(default)] to: String) -> Result<Posted, ApiError> {
    use crate::server::context::{ConsumerSelf, RequestContext};
    RequestContext::<ConsumerSelf>::require()?.mark_notices_read(&to).await
}
