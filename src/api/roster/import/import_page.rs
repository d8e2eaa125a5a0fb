//! `/agency/import`.

use crate::api::client::FromPage;
use crate::api::error::ApiError;
use crate::api::forms::FormState;
use crate::domain::identity::AssisterKind;
use crate::domain::ids::ImportId;
use crate::domain::roster::ImportStatus;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;
use serde::{Deserialize, Serialize};

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportFormView {
    /// The organization's rosters.
    pub rosters: Vec<AssisterKind>,
    /// Why the last file was not accepted.
    pub form: FormState,
    /// The latest imports, newest first.
    pub latest: Vec<LatestImport>,
}

/// An import in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LatestImport {
    /// Its id.
    pub id: ImportId,
    /// When, to read.
    pub when: String,
    /// Who.
    pub who: String,
    /// Which roster.
    pub kind: AssisterKind,
    /// How far it has come.
    pub status: ImportStatus,
    /// How many lines.
    pub lines: u32,
}

/// The form for a file, and what was imported before. `retry` is the key of a refused try.
#[server(prefix = "/api", endpoint = "import-page", input = Postcard, output = Postcard, client = FromPage)]
pub async fn import_page(retry: String) -> Result<ImportFormView, ApiError> {
    use crate::api::forms::Form;
    use crate::server::context::{AgencySelf, RequestContext};
    use crate::server::dates;
    use crate::server::roster::kept_rosters;
    let context = RequestContext::<AgencySelf>::require()?;
    let latest = context.store().latest_imports(context.who.organization).await?;
    let latest = latest.into_iter().map(|import| LatestImport {
        id: import.id,
        when: dates::moment(import.created_at),
        who: import.user_name,
        kind: import.kind,
        status: import.status,
        lines: import.counts.all(),
    });
    Ok(ImportFormView {
        rosters: kept_rosters(&context.organization().await?),
        form: context.kept_form(Form::Import, &retry).await?,
        latest: latest.collect(),
    })
}
