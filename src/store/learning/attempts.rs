//! Assessments: one at a time, gone on with until it is handed in, and kept as it was from then on.

use super::course::lock;
use super::{Asked, Attempt, HandIn, Milestone, NewAttempt};
use crate::domain::audit::{AuditAction, Subject};
use crate::domain::ids::{AssisterId, AttemptId};
use crate::domain::instant::Instant;
use crate::domain::learning::Score;
use crate::store::codec::{count, known};
use crate::store::db::{execute, fetch_all, fetch_optional, insert_all};
use crate::store::roster::record_changes;
use crate::store::row::row;
use crate::store::{Audit, Store, StoreError, audit};
use std::slice;

/// More than anybody looks at.
const SHOWN: i64 = 100;

row! {
    struct AttemptRow {
        id: AttemptId,
        started_at: Instant,
        total: i64,
        handed_in_at: Option<Instant>,
        correct: Option<i64>,
    }
}

impl From<AttemptRow> for Attempt {
    fn from(row: AttemptRow) -> Self {
        let score = |correct| Score { correct: count(correct), total: count(row.total) };
        Self { id: row.id, started_at: row.started_at, handed_in: row.handed_in_at.zip(row.correct.map(score)) }
    }
}

row! {
    struct AskedRow {
        question: String,
        options: String,
        chosen: Option<i64>,
        is_right: Option<bool>,
    }
}

impl AskedRow {
    fn asked(self, attempt: AttemptId) -> Result<Asked, StoreError> {
        let options = self.options.split(',').map(|place| place.parse::<u8>().ok()).collect::<Option<Vec<u8>>>();
        let chosen = self.chosen.map(|chosen| known(u8::try_from(chosen).ok(), "assessment_questions", "chosen", attempt.0));
        Ok(Asked {
            question: self.question,
            options: known(options, "assessment_questions", "options", attempt.0)?,
            chosen: chosen.transpose()?.zip(self.is_right),
        })
    }
}

impl Store {
    /// The assessments that somebody took or is taking, the latest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn attempts_of(&self, assister: AssisterId) -> Result<Vec<Attempt>, StoreError> {
        let rows = fetch_all!(
            self.read(),
            AttemptRow,
            "SELECT id, started_at, total, handed_in_at, correct FROM assessment_attempts
             WHERE assister_id = $1 ORDER BY started_at DESC, id DESC LIMIT $2",
            assister,
            SHOWN,
        )?;
        Ok(rows.into_iter().map(Attempt::from).collect())
    }

    /// One of somebody's own assessments with its questions in the order asked. `None` when it is not theirs or there is none.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn attempt(&self, assister: AssisterId, id: AttemptId) -> Result<Option<(Attempt, Vec<Asked>)>, StoreError> {
        let row = fetch_optional!(
            self.read(),
            AttemptRow,
            "SELECT id, started_at, total, handed_in_at, correct FROM assessment_attempts WHERE id = $1 AND assister_id = $2",
            id,
            assister,
        )?;
        let Some(row) = row else { return Ok(None) };
        let asked = fetch_all!(
            self.read(),
            AskedRow,
            "SELECT question, options, chosen, is_right FROM assessment_questions WHERE attempt_id = $1 ORDER BY place",
            id,
        )?;
        let asked = asked.into_iter().map(|asked| asked.asked(id)).collect::<Result<_, _>>()?;
        Ok(Some((row.into(), asked)))
    }

    /// The assessment that somebody is taking.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn running_attempt(&self, assister: AssisterId) -> Result<Option<(Attempt, Vec<Asked>)>, StoreError> {
        let sql = "SELECT id FROM assessment_attempts WHERE assister_id = $1 AND handed_in_at IS NULL";
        match fetch_optional!(self.read(), (AttemptId,), sql, assister)? {
            Some((id,)) => self.attempt(assister, id).await,
            None => Ok(None),
        }
    }

    /// Begins an assessment. One that is being taken is gone on with instead. Gives which.
    ///
    /// # Errors
    /// When the database fails; then nothing changed.
    pub async fn start_attempt(&self, new: NewAttempt) -> Result<AttemptId, StoreError> {
        let mut tx = self.write().await?;
        lock(&mut tx, new.assister).await?;
        let sql = "SELECT id FROM assessment_attempts WHERE assister_id = $1 AND handed_in_at IS NULL";
        if let Some((running,)) = fetch_optional!(tx.on(), (AttemptId,), sql, new.assister)? {
            if new.replaces != Some(running) {
                return Ok(running);
            }
            execute!(tx.on(), "DELETE FROM assessment_questions WHERE attempt_id = $1", running)?;
            execute!(tx.on(), "DELETE FROM assessment_attempts WHERE id = $1", running)?;
        }
        execute!(
            tx.on(),
            "INSERT INTO assessment_attempts (id, assister_id, started_at, total) VALUES ($1, $2, $3, $4)",
            new.id,
            new.assister,
            new.now,
            i64::try_from(new.questions.len()).unwrap_or(i64::MAX),
        )?;
        let rows: Vec<(i64, String, String)> =
            (0..).zip(new.questions).map(|(place, (name, order))| (place, name, written(&order))).collect();
        insert_all!(
            tx,
            "INSERT INTO assessment_questions (attempt_id, place, question, options)",
            rows,
            |row| new.id,
            row.0,
            &row.1,
            &row.2
        )?;
        tx.commit().await?;
        Ok(new.id)
    }

    /// Hands in an assessment. The first that passes opens the gate, once and for good. `None` when it is not theirs; again gives the
    /// score of the first time, and changes nothing.
    ///
    /// # Errors
    /// When the database fails; then nothing changed.
    pub async fn hand_in(&self, hand_in: HandIn, milestone: Milestone<'_>, by: &Audit) -> Result<Option<Score>, StoreError> {
        let HandIn { attempt, assister, now, .. } = hand_in;
        let mut tx = self.write().await?;
        lock(&mut tx, assister).await?;
        let row = fetch_optional!(
            tx.on(),
            AttemptRow,
            "SELECT id, started_at, total, handed_in_at, correct FROM assessment_attempts WHERE id = $1 AND assister_id = $2",
            attempt,
            assister,
        )?;
        let Some(row) = row else { return Ok(None) };
        let total = count(row.total);
        if let Some((_, score)) = Attempt::from(row).handed_in {
            return Ok(Some(score));
        }
        let correct = hand_in.answers.iter().filter(|(_, right)| *right).count();
        let score = Score { correct: u32::try_from(correct).unwrap_or(u32::MAX), total };
        for (place, (chosen, right)) in (0_i64..).zip(&hand_in.answers) {
            execute!(
                tx.on(),
                "UPDATE assessment_questions SET chosen = $3, is_right = $4 WHERE attempt_id = $1 AND place = $2",
                attempt,
                place,
                i64::from(*chosen),
                *right,
            )?;
        }
        execute!(
            tx.on(),
            "UPDATE assessment_attempts SET handed_in_at = $2, correct = $3 WHERE id = $1",
            attempt,
            now,
            i64::from(score.correct),
        )?;
        let subject = Subject { assister: Some(assister), ..Subject::default() };
        audit::record(&mut tx, by, AuditAction::AssessmentTaken, subject, now).await?;
        if score.passed()
            && execute!(tx.on(), "UPDATE assisters SET mastered_at = $2 WHERE id = $1 AND mastered_at IS NULL", assister, now)? == 1
        {
            record_changes(&mut tx, assister, slice::from_ref(milestone.change), by, milestone.by, now).await?;
        }
        tx.commit().await?;
        Ok(Some(score))
    }
}

fn written(order: &[u8]) -> String {
    order.iter().map(u8::to_string).collect::<Vec<_>>().join(",")
}
