//! The preview, the progress and the result.

use super::from_text;
use crate::domain::identity::AssisterKind;
use crate::domain::ids::{ImportId, OrganizationId};
use crate::domain::instant::Instant;
use crate::domain::roster::{Cells, Detail, ImportAction, ImportCounts, ImportStatus};
use crate::store::codec::{count, known};
use crate::store::db::{execute_alone, fetch_all, fetch_optional};
use crate::store::row::row;
use crate::store::{Store, StoreError};
use std::time::Duration;

/// How long rows are kept, and an import that nobody confirms.
const KEPT: Duration = Duration::from_secs(24 * 60 * 60);
/// How long an upload may be under way.
const UPLOAD: Duration = Duration::from_secs(30 * 60);
/// How long it is remembered that there was an import.
const REMEMBERED: Duration = Duration::from_secs(90 * 24 * 60 * 60);

/// An import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    /// Its id.
    pub id: ImportId,
    /// Which roster.
    pub kind: AssisterKind,
    /// How far it has come.
    pub status: ImportStatus,
    /// Headings of the file that are none of the template's.
    pub ignored: Vec<String>,
    /// Rows by what they do.
    pub counts: ImportCounts,
    /// How many rows there were to carry out when it was confirmed.
    pub todo: u32,
    /// How many of them are dealt with.
    pub done: u32,
    /// Who uploaded or confirmed it.
    pub user_name: String,
    /// When the upload began.
    pub created_at: Instant,
    /// When all was carried out.
    pub finished_at: Option<Instant>,
}

/// A row of an import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportRow {
    /// The line's number in the file.
    pub line: u32,
    /// What it does.
    pub action: ImportAction,
    /// Whom it is about, as typed.
    pub name: String,
    /// What was typed.
    pub cells: Cells,
    /// What changes, or why nothing does.
    pub detail: Detail,
}

/// Where a page of rows begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowsFrom {
    /// The rows after this line.
    After(u32),
    /// The rows before this line, those next to it.
    Before(u32),
}

row! {
    struct ImportRecord {
        id: ImportId,
        kind: String,
        status: String,
        ignored: String,
        added: i64,
        changed: i64,
        inactivated: i64,
        unchanged: i64,
        refused: i64,
        todo: i64,
        done: i64,
        user_name: String,
        created_at: Instant,
        finished_at: Option<Instant>,
    }
}

impl ImportRecord {
    fn import(self) -> Result<Import, StoreError> {
        let id = self.id;
        Ok(Import {
            id,
            kind: known(AssisterKind::from_code(&self.kind), "imports", "kind", id.0)?,
            status: known(ImportStatus::from_code(&self.status), "imports", "status", id.0)?,
            ignored: self.ignored.lines().map(str::to_owned).collect(),
            counts: ImportCounts {
                added: count(self.added),
                changed: count(self.changed),
                inactivated: count(self.inactivated),
                unchanged: count(self.unchanged),
                refused: count(self.refused),
            },
            todo: count(self.todo),
            done: count(self.done),
            user_name: self.user_name,
            created_at: self.created_at,
            finished_at: self.finished_at,
        })
    }
}

impl Store {
    /// An import of an organization's own.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn import(&self, organization: OrganizationId, import: ImportId) -> Result<Option<Import>, StoreError> {
        let row = fetch_optional!(
            self.read(),
            ImportRecord,
            "SELECT id, kind, status, ignored, added, changed, inactivated, unchanged, refused, todo, done, user_name, created_at, finished_at
             FROM imports WHERE organization_id = $1 AND id = $2",
            organization,
            import,
        )?;
        row.map(ImportRecord::import).transpose()
    }

    /// The latest imports of an organization, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn latest_imports(&self, organization: OrganizationId) -> Result<Vec<Import>, StoreError> {
        let rows = fetch_all!(
            self.read(),
            ImportRecord,
            "SELECT id, kind, status, ignored, added, changed, inactivated, unchanged, refused, todo, done, user_name, created_at, finished_at
             FROM imports WHERE organization_id = $1 ORDER BY created_at DESC, id DESC LIMIT 10",
            organization,
        )?;
        rows.into_iter().map(ImportRecord::import).collect()
    }

    /// Rows of an import that the caller has found by [`Store::import`], in the order of the file: all, or those that do one thing.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn import_rows(
        &self,
        import: ImportId,
        action: Option<ImportAction>,
        from: RowsFrom,
        most: u32,
    ) -> Result<Vec<ImportRow>, StoreError> {
        type Row = (i64, String, String, String, String);
        let (line, most) = (
            i64::from(match from {
                RowsFrom::After(line) | RowsFrom::Before(line) => line,
            }),
            i64::from(most),
        );
        let code = action.map(ImportAction::code);
        let mut rows = match (from, code) {
            (RowsFrom::After(_), None) => fetch_all!(
                self.read(),
                Row,
                "SELECT line, action, name, cells, detail FROM import_rows WHERE import_id = $1 AND line > $2 ORDER BY line LIMIT $3",
                import,
                line,
                most,
            ),
            (RowsFrom::After(_), Some(code)) => fetch_all!(
                self.read(),
                Row,
                "SELECT line, action, name, cells, detail FROM import_rows WHERE import_id = $1 AND action = $4 AND line > $2
                 ORDER BY line LIMIT $3",
                import,
                line,
                most,
                code,
            ),
            (RowsFrom::Before(_), None) => fetch_all!(
                self.read(),
                Row,
                "SELECT line, action, name, cells, detail FROM import_rows WHERE import_id = $1 AND line < $2 ORDER BY line DESC LIMIT $3",
                import,
                line,
                most,
            ),
            (RowsFrom::Before(_), Some(code)) => fetch_all!(
                self.read(),
                Row,
                "SELECT line, action, name, cells, detail FROM import_rows WHERE import_id = $1 AND action = $4 AND line < $2
                 ORDER BY line DESC LIMIT $3",
                import,
                line,
                most,
                code,
            ),
        }?;
        if matches!(from, RowsFrom::Before(_)) {
            rows.reverse();
        }
        rows.into_iter()
            .map(|(line, action, name, cells, detail)| {
                Ok(ImportRow {
                    line: count(line),
                    action: known(ImportAction::from_code(&action), "import_rows", "action", import.0)?,
                    name,
                    cells: from_text(&cells, "cells", import)?,
                    detail: from_text(&detail, "detail", import)?,
                })
            })
            .collect()
    }

    /// Ends uploads that stopped without a word and imports that nobody confirmed, and deletes what is no longer needed: the rows after a
    /// day, the imports themselves after three months.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sweep_imports(&self, now: Instant) -> Result<(), StoreError> {
        let sql = "UPDATE imports SET status = 'failed' WHERE status = 'uploading' AND created_at <= $1";
        execute_alone!(self, sql, now - UPLOAD)?;
        let sql = "UPDATE imports SET status = 'cancelled' WHERE status = 'ready' AND created_at <= $1";
        execute_alone!(self, sql, now - KEPT)?;
        execute_alone!(
            self,
            "DELETE FROM import_rows WHERE import_id IN (SELECT id FROM imports WHERE status IN ('failed', 'cancelled')
             OR (status = 'done' AND finished_at <= $1))",
            now - KEPT,
        )?;
        let sql = "DELETE FROM imports WHERE created_at <= $1 AND status IN ('done', 'failed', 'cancelled')";
        execute_alone!(self, sql, now - REMEMBERED)?;
        Ok(())
    }
}
