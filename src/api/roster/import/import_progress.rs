//! How far an import has come, for a page that stays open.

use crate::api::client::FromPage;
use crate::api::error::ApiError;
use crate::domain::roster::ImportStatus;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;
use serde::{Deserialize, Serialize};

/// How far an import has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProgressView {
    /// Its status.
    pub status: ImportStatus,
    /// Lines that are dealt with.
    pub done: u32,
    /// Of how many.
    pub todo: u32,
}

/// How far an import of the organization's own has come.
#[server(prefix = "/api", endpoint = "import-progress", input = Postcard, output = Postcard, client = FromPage)]
pub async fn import_progress(id: String) -> Result<ProgressView, ApiError> {
    use crate::api::error::ErrorCode;
    use crate::server::context::{AgencySelf, RequestContext};
    let context = RequestContext::<AgencySelf>::require()?;
    let not_found = || ApiError::new(ErrorCode::NotFound);
    let id = id.parse().map_err(|_| not_found())?;
    let import = context.store().import(context.who.organization, id).await?.ok_or_else(not_found)?;
    Ok(ProgressView { status: import.status, done: import.done, todo: import.todo })
}
