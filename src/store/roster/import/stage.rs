//! The upload: rows come in and are kept beside the roster, which does not change.

use super::to_text;
use crate::domain::identity::{AssisterKind, AssisterState};
use crate::domain::ids::{AssisterId, ImportId, OrganizationId, UserId};
use crate::domain::instant::Instant;
use crate::domain::roster::{Cells, Detail, Entry, Found, ImportAction, ImportCounts, ImportStatus, OnRoster};
use crate::store::among::fetch_among;
use crate::store::codec::storable;
use crate::store::db::{On, execute, insert_all};
use crate::store::postgres::OnPostgres;
use crate::store::row::row;
use crate::store::{Store, StoreError};

/// How many imports an organization has open at most: older ones that nobody confirmed make room.
const OPEN: i64 = 5;

/// An upload that begins.
#[derive(Clone, Debug)]
pub struct NewImport {
    /// Its id, version 7.
    pub id: ImportId,
    /// The organization, from who acts.
    pub organization: OrganizationId,
    /// Which roster.
    pub kind: AssisterKind,
    /// Who uploads.
    pub user: UserId,
    /// Their name.
    pub user_name: String,
    /// When.
    pub now: Instant,
}

/// A row, with what it would do.
#[derive(Clone, Debug)]
pub struct StagedRow {
    /// The line's number in the file.
    pub line: u32,
    /// What it would do.
    pub action: ImportAction,
    /// Whom it is about, as typed.
    pub name: String,
    /// What was typed.
    pub cells: Cells,
    /// What would change, or why nothing will.
    pub detail: Detail,
}

row! {
    struct FoundRow {
        id: AssisterId,
        organization_id: OrganizationId,
        kind: String,
        state: String,
        first_name: String,
        last_name: String,
        certification_email: String,
        training_id: Option<String>,
        public_phone: String,
        public_email: String,
        city: String,
        languages: String,
        portal_access: bool,
        employed: bool,
        changed_at: Instant,
    }
}

impl FoundRow {
    fn found(self, organization: OrganizationId, kind: AssisterKind) -> Found {
        Found {
            id: self.id,
            own: self.organization_id == organization,
            this_roster: self.kind == kind.code(),
            closed: self.state == AssisterState::Closed.code(),
            changed_at: self.changed_at,
            now: OnRoster {
                entry: Entry {
                    first_name: self.first_name,
                    last_name: self.last_name,
                    certification_email: self.certification_email,
                    training_id: self.training_id.unwrap_or_default(),
                    phone: self.public_phone,
                    email: self.public_email,
                    city: self.city,
                    languages: self.languages,
                },
                portal_access: self.portal_access,
                employed: self.employed,
            },
        }
    }
}

/// Everybody who has one of these Training IDs or certification emails.
pub(super) async fn found<'c, S>(
    on: On<S, OnPostgres<'c>>,
    (organization, kind): (OrganizationId, AssisterKind),
    training_ids: &[&str],
    emails: &[&str],
) -> Result<Vec<Found>, StoreError>
where
    S: sqlx::Executor<'c, Database = sqlx::Sqlite>,
{
    if training_ids.is_empty() || emails.is_empty() {
        return Ok(Vec::new());
    }
    let rows = fetch_among!(
        on,
        FoundRow,
        "SELECT id, organization_id, kind, state, first_name, last_name, certification_email, training_id, public_phone, public_email,
             city, languages, portal_access, employed, changed_at
         FROM assisters WHERE training_id IN (",
        training_ids,
        ") OR certification_email IN (",
        emails
    )?;
    Ok(rows.into_iter().map(|row| row.found(organization, kind)).collect())
}

impl Store {
    /// Begins an upload. Of imports that nobody confirmed an organization has a few, the latest.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn begin_import(&self, new: &NewImport) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        execute!(
            tx.on(),
            "INSERT INTO imports (id, organization_id, kind, user_id, user_name, status, ignored, added, changed, inactivated, unchanged,
                 refused, todo, done, done_line, request, created_at)
             VALUES ($1, $2, $3, $4, $5, 'uploading', '', 0, 0, 0, 0, 0, 0, 0, 0, '', $6)",
            new.id,
            new.organization,
            new.kind.code(),
            new.user,
            &*storable(&new.user_name),
            new.now,
        )?;
        execute!(
            tx.on(),
            "UPDATE imports SET status = 'cancelled' WHERE organization_id = $1 AND status = 'ready' AND id NOT IN
             (SELECT id FROM imports WHERE organization_id = $1 AND status IN ('uploading', 'ready')
              ORDER BY created_at DESC, id DESC LIMIT $2)",
            new.organization,
            OPEN,
        )?;
        tx.commit().await
    }

    /// Everybody who has one of these Training IDs or certification emails, seen from a roster of an organization.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn import_finds(&self, new: &NewImport, training_ids: &[&str], emails: &[&str]) -> Result<Vec<Found>, StoreError> {
        found(self.read(), (new.organization, new.kind), training_ids, emails).await
    }

    /// Keeps rows of an upload. Gives whether the upload is still wanted.
    ///
    /// # Errors
    /// When the database fails; then none of these rows is kept.
    pub async fn stage_rows(&self, import: ImportId, rows: &[StagedRow]) -> Result<bool, StoreError> {
        let mut counts = ImportCounts::default();
        let mut texts = Vec::with_capacity(rows.len());
        for row in rows {
            *counts.of_mut(row.action) += 1;
            texts.push((row, to_text(&row.cells)?, to_text(&row.detail)?));
        }
        let mut tx = self.write().await?;
        let open = execute!(
            tx.on(),
            "UPDATE imports SET added = added + $2, changed = changed + $3, inactivated = inactivated + $4, unchanged = unchanged + $5,
                 refused = refused + $6 WHERE id = $1 AND status = 'uploading'",
            import,
            i64::from(counts.added),
            i64::from(counts.changed),
            i64::from(counts.inactivated),
            i64::from(counts.unchanged),
            i64::from(counts.refused),
        )?;
        if open == 0 {
            return Ok(false);
        }
        insert_all!(
            tx,
            "INSERT INTO import_rows (import_id, line, action, name, cells, detail)",
            texts,
            |(row, cells, detail)| import,
            i64::from(row.line),
            row.action.code(),
            storable(&row.name).into_owned(),
            cells.as_str(),
            detail.as_str(),
        )?;
        tx.commit().await?;
        Ok(true)
    }

    /// The file is whole: its preview can be looked at.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn seal_import(&self, import: ImportId, ignored: &[String]) -> Result<(), StoreError> {
        execute!(
            self.single_write(),
            "UPDATE imports SET status = 'ready', ignored = $2 WHERE id = $1 AND status = 'uploading'",
            import,
            &*storable(&ignored.join("\n")),
        )?;
        Ok(())
    }

    /// The file was refused, or did not arrive whole: nothing of it is kept.
    ///
    /// # Errors
    /// When the database fails; then the rows go when the sweeper comes.
    pub async fn fail_import(&self, import: ImportId) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        let status = ImportStatus::Failed.code();
        execute!(tx.on(), "UPDATE imports SET status = $2 WHERE id = $1 AND status = 'uploading'", import, status)?;
        execute!(tx.on(), "DELETE FROM import_rows WHERE import_id = $1", import)?;
        tx.commit().await
    }
}
