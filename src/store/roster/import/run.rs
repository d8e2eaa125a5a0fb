//! A confirmed import, carried out batch by batch: each batch is one transaction, and in it each row stands or falls alone.

use super::stage::found as found_by;
use super::{from_text, to_text};
use crate::domain::audit::Actor;
use crate::domain::identity::{AssisterKind, Role};
use crate::domain::ids::{AssisterId, ImportId, OrganizationId, UserId};
use crate::domain::instant::Instant;
use crate::domain::roster::{
    Cells, Detail, EntryField, Found, ImportAction, ImportCounts, ImportStatus, OnRoster, Plan, Row, RowProblem, plan,
};
use crate::store::codec::known;
use crate::store::db::{Write, execute, fetch_all, fetch_optional};
use crate::store::roster::{Added, By, Changed, EmailAsked, EntryChange, EntryScope, NewEntry, Taken, add_entry, change_entry};
use crate::store::row::row;
use crate::store::{Constraint, Store, StoreError};
use uuid::Uuid;

/// A batch to carry out.
#[derive(Clone, Copy)]
pub struct ImportBatch<'a> {
    /// Of which import.
    pub import: ImportId,
    /// How many rows at most.
    pub size: u32,
    /// When.
    pub now: Instant,
    /// Draws a new id, version 7.
    pub fresh: fn(Instant) -> Uuid,
    /// Draws a new Assister ID.
    pub code: fn() -> String,
    /// Writes to somebody whose email is changed.
    pub email_asked: EmailAsked<'a>,
}

row! {
    struct Running {
        organization_id: OrganizationId,
        kind: String,
        user_id: UserId,
        user_name: String,
        request: String,
        done_line: i64,
    }
}

/// A row to carry out.
struct Todo {
    line: i64,
    action: ImportAction,
    row: Row,
    detail: Detail,
}

/// What a batch came to.
#[derive(Default)]
struct Outcome {
    before: ImportCounts,
    after: ImportCounts,
}

impl Store {
    /// The imports that are to be carried out and that nobody carries out now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn waiting_imports(&self) -> Result<Vec<ImportId>, StoreError> {
        let sql = "SELECT id FROM imports WHERE status = 'running'
                   AND NOT EXISTS (SELECT 1 FROM leases l WHERE l.work = 'import' AND l.item = imports.id) ORDER BY created_at, id";
        let rows = fetch_all!(self.read(), (ImportId,), sql)?;
        Ok(rows.into_iter().map(|(id,)| id).collect())
    }

    /// Carries out the next rows of an import. Gives whether there may be more to do.
    ///
    /// # Errors
    /// When the database fails; then none of these rows took effect, and they are tried again with the next call.
    pub async fn import_batch(&self, batch: ImportBatch<'_>) -> Result<bool, StoreError> {
        let mut tx = self.write().await?;
        // Locks the import: a server of an earlier version, which knows no leases, waits and then finds the next rows.
        let running = fetch_optional!(
            tx.on(),
            Running,
            "UPDATE imports SET status = 'running' WHERE id = $1 AND status = 'running'
             RETURNING organization_id, kind, user_id, user_name, request, done_line",
            batch.import,
        )?;
        let Some(running) = running else { return Ok(false) };
        let kind = known(AssisterKind::from_code(&running.kind), "imports", "kind", batch.import.0)?;
        let todo = todo(&mut tx, batch, running.done_line).await?;
        let (mut ids, mut emails) = (Vec::new(), Vec::new());
        for one in &todo {
            ids.push(one.row.training_id());
            emails.push(one.row.certification_email());
        }
        let found = found_by(tx.on(), (running.organization_id, kind), &ids, &emails).await?;
        let by = By {
            actor: Actor { user: running.user_id, role: Role::AgencyContact },
            request: &running.request,
            name: &running.user_name,
            fresh: batch.fresh,
        };
        let importer = Importer { organization: running.organization_id, kind, batch, by };
        let mut outcome = Outcome::default();
        for one in &todo {
            let (action, detail) = importer.carry_out(&mut tx, one, &found).await?;
            *outcome.before.of_mut(one.action) += 1;
            *outcome.after.of_mut(action) += 1;
            if action != one.action {
                execute!(
                    tx.on(),
                    "UPDATE import_rows SET action = $3, detail = $4 WHERE import_id = $1 AND line = $2",
                    batch.import,
                    one.line,
                    action.code(),
                    to_text(&detail)?,
                )?;
            }
        }
        let more = todo.len() >= usize::try_from(batch.size).unwrap_or(usize::MAX);
        note(&mut tx, batch, &outcome, todo.last().map_or(running.done_line, |last| last.line), more).await?;
        if !more {
            tx.done().await?;
        }
        tx.commit().await?;
        Ok(more)
    }
}

/// Said by what it leaves out, so that the rows are walked in their order: with the three actions, SQLite gathers and sorts all of them
/// for every batch.
async fn todo(tx: &mut Write, batch: ImportBatch<'_>, after: i64) -> Result<Vec<Todo>, StoreError> {
    let rows = fetch_all!(
        tx.on(),
        (i64, String, String, String),
        "SELECT line, action, cells, detail FROM import_rows
         WHERE import_id = $1 AND line > $2 AND action NOT IN ('unchanged', 'refuse') ORDER BY line LIMIT $3",
        batch.import,
        after,
        i64::from(batch.size),
    )?;
    rows.into_iter()
        .map(|(line, action, cells, detail)| {
            let cells: Cells = from_text(&cells, "cells", batch.import)?;
            Ok(Todo {
                line,
                action: known(ImportAction::from_code(&action), "import_rows", "action", batch.import.0)?,
                row: known(Row::read(&cells).ok(), "import_rows", "cells", batch.import.0)?,
                detail: from_text(&detail, "detail", batch.import)?,
            })
        })
        .collect()
}

/// Notes how far the import has come.
async fn note(tx: &mut Write, batch: ImportBatch<'_>, outcome: &Outcome, line: i64, more: bool) -> Result<(), StoreError> {
    let step = |action| i64::from(outcome.after.of(action)) - i64::from(outcome.before.of(action));
    let status = if more { ImportStatus::Running } else { ImportStatus::Done };
    execute!(
        tx.on(),
        "UPDATE imports SET added = added + $2, changed = changed + $3, inactivated = inactivated + $4, unchanged = unchanged + $5,
             refused = refused + $6, done = done + $7, done_line = $8, status = $9,
             finished_at = CASE WHEN $10 < created_at THEN created_at ELSE $10 END WHERE id = $1",
        batch.import,
        step(ImportAction::Add),
        step(ImportAction::Change),
        step(ImportAction::Inactivate),
        step(ImportAction::Unchanged),
        step(ImportAction::Refuse),
        i64::from(outcome.before.all()),
        line,
        status.code(),
        (!more).then_some(batch.now),
    )?;
    Ok(())
}

/// Carries out rows.
struct Importer<'a> {
    organization: OrganizationId,
    kind: AssisterKind,
    batch: ImportBatch<'a>,
    by: By<'a>,
}

impl Importer<'_> {
    /// Does what the preview said, or nothing: what has become of the row.
    async fn carry_out(&self, tx: &mut Write, todo: &Todo, found: &[Found]) -> Result<(ImportAction, Detail), StoreError> {
        let by_id = found.iter().find(|found| found.now.entry.training_id == todo.row.training_id());
        let by_email = found.iter().find(|found| found.now.entry.certification_email == todo.row.certification_email());
        let planned = plan(&todo.row, by_id, by_email);
        let seen = planned.about().and_then(|id| found.iter().find(|found| found.id == id)).map(|found| found.changed_at);
        let same = planned.action() == todo.action && planned.clone().detail() == todo.detail;
        let refused = match planned {
            Plan::Unchanged(_) => return Ok((ImportAction::Unchanged, Detail::Nothing)),
            Plan::Refuse(problem) => Some(problem),
            _ if !same => Some(RowProblem::ChangedMeanwhile),
            Plan::Add(to) => self.alone(tx, &Plan::Add(to), seen).await?,
            change @ Plan::Change(..) => self.alone(tx, &change, seen).await?,
        };
        let Some(problem) = refused else { return Ok((todo.action, Detail::Nothing)) };
        // Another import of the same file may have been faster: then all is as this row has it.
        let keys = ([todo.row.training_id()], [todo.row.certification_email()]);
        let found = found_by(tx.on(), (self.organization, self.kind), &keys.0, &keys.1).await?;
        let by_id = found.iter().find(|found| found.now.entry.training_id == keys.0[0]);
        let by_email = found.iter().find(|found| found.now.entry.certification_email == keys.1[0]);
        Ok(match plan(&todo.row, by_id, by_email) {
            Plan::Unchanged(_) => (ImportAction::Unchanged, Detail::Nothing),
            _ => (ImportAction::Refuse, Detail::Problems(vec![problem])),
        })
    }

    /// One row's change: where it can't be made, nothing of it stays and the others are as they were.
    async fn alone(&self, tx: &mut Write, plan: &Plan, seen: Option<Instant>) -> Result<Option<RowProblem>, StoreError> {
        execute!(tx.on(), "SAVEPOINT import_row")?;
        let refused = match plan {
            Plan::Add(to) => self.add(tx, to).await,
            Plan::Change(id, to, _) => self.change(tx, *id, to, seen).await,
            Plan::Unchanged(_) | Plan::Refuse(_) => Ok(None),
        };
        let refused = match refused {
            // Somebody took the value in this moment.
            Err(StoreError::Conflict(conflict)) => Some(match conflict {
                Constraint::TrainingIdTaken => RowProblem::TrainingIdUsed,
                Constraint::CertificationEmailTaken | Constraint::EmailTaken => RowProblem::EmailUsed,
                _ => RowProblem::ChangedMeanwhile,
            }),
            refused => refused?,
        };
        if refused.is_some() {
            execute!(tx.on(), "ROLLBACK TO SAVEPOINT import_row")?;
        }
        execute!(tx.on(), "RELEASE SAVEPOINT import_row")?;
        Ok(refused)
    }

    async fn add(&self, tx: &mut Write, to: &OnRoster) -> Result<Option<RowProblem>, StoreError> {
        let id = AssisterId((self.batch.fresh)(self.batch.now));
        let mut new = NewEntry {
            id,
            organization: self.organization,
            kind: self.kind,
            entry: to.entry.clone(),
            portal_access: to.portal_access,
            assister_code: (self.batch.code)(),
            npn: None,
            license: None,
            certified: None,
            now: self.batch.now,
        };
        let added = loop {
            match add_entry(tx, &new, &self.by).await {
                Err(StoreError::Conflict(Constraint::AssisterCodeTaken)) => new.assister_code = (self.batch.code)(),
                added => break added?,
            }
        };
        match added {
            Added::Taken(taken) => Ok(Some(used(&taken))),
            Added::Done if to.employed => Ok(None),
            // Written down as somebody who has left.
            Added::Done => self.change(tx, id, to, None).await,
        }
    }

    async fn change(
        &self,
        tx: &mut Write,
        assister: AssisterId,
        to: &OnRoster,
        seen: Option<Instant>,
    ) -> Result<Option<RowProblem>, StoreError> {
        let change = EntryChange {
            assister,
            scope: EntryScope::agency(self.organization),
            entry: to.entry.clone(),
            employed: to.employed,
            portal_access: to.portal_access,
            npn: None,
            license: None,
            seen,
            now: self.batch.now,
        };
        Ok(match change_entry(tx, &change, &self.by, self.batch.email_asked).await? {
            Changed::Done | Changed::Nothing => None,
            Changed::Taken(taken) => Some(used(&taken)),
            Changed::Meanwhile(_) | Changed::NotFound => Some(RowProblem::ChangedMeanwhile),
        })
    }
}

fn used(taken: &[Taken]) -> RowProblem {
    if taken.iter().any(|taken| taken.field == EntryField::TrainingId) { RowProblem::TrainingIdUsed } else { RowProblem::EmailUsed }
}
