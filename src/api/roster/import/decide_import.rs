//! The end of the preview: confirm or cancel.

use crate::api::client::FromPage;
use crate::api::error::ApiError;
use crate::api::forms::Posted;
use crate::domain::ids::ImportId;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;

/// "Confirm import". A second time changes nothing and leads to the same page.
#[server(prefix = "/api", endpoint = "confirm-import", output = Postcard, client = FromPage)]
pub async fn confirm_import(import: ImportId) -> Result<Posted, ApiError> {
    use crate::api::error::ErrorCode;
    use crate::server::context::{AgencySelf, RequestContext};
    use crate::server::imports;
    use crate::store::Confirmed;
    let context = RequestContext::<AgencySelf>::require()?;
    let who = &context.who;
    let confirmed = context.store().confirm_import(who.organization, import, &who.name, context.now, context.audit()).await?;
    if confirmed.ok_or(ApiError::new(ErrorCode::NotFound))? == Confirmed::Now {
        imports::start(context.state(), import);
    }
    context.done(&format!("/agency/imports/{import}?confirmed=now"))
}

/// "Cancel". What is confirmed already goes on.
#[server(prefix = "/api", endpoint = "cancel-import", output = Postcard, client = FromPage)]
pub async fn cancel_import(import: ImportId) -> Result<Posted, ApiError> {
    use crate::api::error::ErrorCode;
    use crate::server::context::{AgencySelf, RequestContext};
    let context = RequestContext::<AgencySelf>::require()?;
    let cancelled = context.store().cancel_import(context.who.organization, import).await?;
    cancelled.ok_or(ApiError::new(ErrorCode::NotFound))?;
    context.done(&format!("/agency/imports/{import}?cancelled=now"))
}
