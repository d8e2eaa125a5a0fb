//! `/agency/imports/ID`: what a file would do, and what it did.

use super::ProgressView;
use crate::api::client::FromPage;
use crate::api::error::ApiError;
use crate::domain::identity::AssisterKind;
use crate::domain::ids::ImportId;
use crate::domain::query;
use crate::domain::roster::{ImportAction, ImportCounts};
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;
use serde::{Deserialize, Serialize};
use std::fmt::Write as _;

/// What the address says: which import, which of its lines.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewAddress {
    /// The import's id.
    pub id: String,
    /// Only the lines that do this.
    pub show: Option<ImportAction>,
    /// The page after this line.
    pub after: Option<u32>,
    /// The page before this line.
    pub before: Option<u32>,
}

impl PreviewAddress {
    /// Reads the query of an address; what is never written into one is passed over.
    #[must_use]
    pub fn parse(id: &str, query: &str) -> Self {
        let mut address = Self { id: id.to_owned(), ..Self::default() };
        for (name, value) in query::pairs(query) {
            match name {
                "show" => address.show = ImportAction::from_code(&value),
                "after" => address.after = value.parse().ok(),
                "before" => address.before = value.parse().ok(),
                _ => {}
            }
        }
        address
    }

    /// The address of a page of it.
    #[must_use]
    pub fn page(&self, after: Option<u32>, before: Option<u32>) -> String {
        let mut address = format!("/agency/imports/{}?show={}", self.id, self.show.map_or("all", ImportAction::code));
        if let Some(after) = after {
            let _ = write!(address, "&after={after}");
        }
        if let Some(before) = before {
            let _ = write!(address, "&before={before}");
        }
        address
    }

    /// The address of the lines that do something else.
    #[must_use]
    pub fn showing(&self, show: Option<ImportAction>) -> String {
        Self { show, ..self.clone() }.page(None, None)
    }
}

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportView {
    /// Which import.
    pub id: ImportId,
    /// Which of its lines.
    pub address: PreviewAddress,
    /// Which roster.
    pub kind: AssisterKind,
    /// How far it has come.
    pub progress: ProgressView,
    /// Lines by what they do.
    pub counts: ImportCounts,
    /// Headings of the file that mean nothing here.
    pub ignored: Vec<String>,
    /// The lines of this page.
    pub rows: Vec<ImportRowView>,
    /// The line before which the page before ends, if there is one.
    pub previous: Option<u32>,
    /// The line after which the page after begins, if there is one.
    pub next: Option<u32>,
}

/// A line of the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportRowView {
    /// Its number.
    pub line: u32,
    /// Whom it is about.
    pub name: String,
    /// What it does.
    pub action: ImportAction,
    /// What changes, or why nothing does.
    pub what: String,
}

/// An import of the organization's own. While it is carried out, a page without JavaScript asks again by itself.
#[server(prefix = "/api", endpoint = "import-preview", input = Postcard, output = Postcard, client = FromPage)]
pub async fn import_preview(id: String, query: String) -> Result<ImportView, ApiError> {
    use crate::api::error::ErrorCode;
    use crate::domain::roster::{ImportStatus, PREVIEW_PAGE};
    use crate::server::context::{AgencySelf, RequestContext};
    use crate::server::imports::what_happens;
    use crate::store::RowsFrom;
    use axum::http::{HeaderName, HeaderValue};
    let context = RequestContext::<AgencySelf>::require()?;
    let not_found = || ApiError::new(ErrorCode::NotFound);
    let import_id: ImportId = id.parse().map_err(|_| not_found())?;
    let import = context.store().import(context.who.organization, import_id).await?.ok_or_else(not_found)?;
    let address = PreviewAddress::parse(&id, &query);
    let from = match (address.before, address.after) {
        (Some(before), _) => RowsFrom::Before(before),
        (None, after) => RowsFrom::After(after.unwrap_or(0)),
    };
    let running = matches!(import.status, ImportStatus::Running | ImportStatus::Uploading);
    let mut rows = if running { Vec::new() } else { context.store().import_rows(import_id, address.show, from, PREVIEW_PAGE + 1).await? };
    let more = rows.len() > PREVIEW_PAGE as usize;
    if more {
        if matches!(from, RowsFrom::Before(_)) { drop(rows.remove(0)) } else { drop(rows.pop()) }
    }
    let before = matches!(from, RowsFrom::Before(_));
    let (first, last) = (rows.first().map(|row| row.line), rows.last().map(|row| row.line));
    if running {
        context.add_header(HeaderName::from_static("refresh"), HeaderValue::from_static("3"));
    }
    let t = context.messages();
    Ok(ImportView {
        id: import_id,
        kind: import.kind,
        progress: ProgressView { status: import.status, done: import.done, todo: import.todo },
        counts: import.counts,
        ignored: import.ignored,
        previous: first.filter(|_| if before { more } else { address.after.is_some() }),
        next: last.filter(|_| before || more),
        rows: rows
            .into_iter()
            .map(|row| ImportRowView { line: row.line, name: row.name, action: row.action, what: what_happens(&row.detail, t) })
            .collect(),
        address,
    })
}
