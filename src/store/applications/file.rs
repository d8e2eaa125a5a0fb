//! Reading a file: who may, and what is in it.

use super::{ApplicationFile, Saver, Side, StoredApplication, StoredDetermination};
use crate::domain::applications::DeterminedBy;
use crate::domain::identity::{AssisterKind, Role};
use crate::domain::ids::{ApplicationId, AssociationId, ConsumerId, DeterminationId};
use crate::domain::instant::{Date, Instant};
use crate::store::codec::known;
use crate::store::db::{Write, fetch_all, fetch_optional};
use crate::store::manage_assister::lock;
use crate::store::row::row;
use crate::store::{Store, StoreError};
use uuid::Uuid;

row! {
    struct OwnerRow {
        consumer_id: ConsumerId,
        display_name: String,
        date_of_birth: Date,
        started_at: Option<Instant>,
        first_opened_at: Option<Instant>,
    }
}

const OWN: &str = "SELECT c.id AS consumer_id, u.display_name, c.date_of_birth, u.created_at AS started_at, u.created_at AS first_opened_at
     FROM consumers c JOIN users u ON u.id = c.user_id WHERE c.id = $1";
/// The same for who changes something: nothing is begun in an account that was closed or suspended since the request came.
const OWN_OPEN: &str = "SELECT c.id AS consumer_id, u.display_name, c.date_of_birth, u.created_at AS started_at,
         u.created_at AS first_opened_at
     FROM consumers c JOIN users u ON u.id = c.user_id WHERE c.id = $1 AND u.removed_at IS NULL AND u.suspended_at IS NULL";
const CLIENT: &str = "SELECT c.id AS consumer_id, u.display_name, c.date_of_birth, s.started_at, s.first_opened_at
     FROM associations s JOIN consumers c ON c.id = s.consumer_id JOIN users u ON u.id = c.user_id
     WHERE s.id = $1 AND s.assister_id = $2 AND s.ended_at IS NULL AND u.suspended_at IS NULL";

impl OwnerRow {
    fn file(self, side: Side, application: Option<StoredApplication>) -> ApplicationFile {
        let association = match (side, self.started_at) {
            (Side::Assister { .. }, Some(started)) => Some((started, self.first_opened_at)),
            _ => None,
        };
        ApplicationFile { consumer: self.consumer_id, name: self.display_name, born: self.date_of_birth, association, application }
    }
}

row! {
    pub(super) struct ApplicationRow {
        id: ApplicationId,
        coverage_year: i64,
        answers: String,
        saved_at: Instant,
        saved_name: String,
        saved_role: String,
        saved_kind: Option<String>,
        submitted_at: Option<Instant>,
        signature: Option<String>,
    }
}

impl ApplicationRow {
    pub(super) fn read(self) -> Result<StoredApplication, StoreError> {
        let id = self.id;
        let submitted = match (self.submitted_at, self.signature) {
            (Some(at), Some(signature)) => Some((at, from_json(&signature, "signature", id.0)?)),
            _ => None,
        };
        let kind = match self.saved_kind {
            Some(kind) => Some(known(AssisterKind::from_code(&kind), "applications", "saved_kind", id.0)?),
            None => None,
        };
        Ok(StoredApplication {
            id,
            coverage_year: known(u16::try_from(self.coverage_year).ok(), "applications", "coverage_year", id.0)?,
            answers: from_json(&self.answers, "answers", id.0)?,
            saver: Saver {
                name: self.saved_name,
                role: known(Role::from_code(&self.saved_role), "applications", "saved_role", id.0)?,
                kind,
            },
            saved_at: self.saved_at,
            submitted,
        })
    }
}

/// Reads what was stored as JSON.
pub(super) fn from_json<T: serde::de::DeserializeOwned>(json: &str, column: &'static str, id: Uuid) -> Result<T, StoreError> {
    known(serde_json::from_str(json).ok(), "applications", column, id)
}

/// Writes what is stored as JSON.
pub(in crate::store) fn to_json(value: &impl serde::Serialize) -> Result<String, StoreError> {
    // U+0000, which Postgres refuses, is written as an escape by JSON, and no answer of ours holds one.
    serde_json::to_string(value).map_err(|error| StoreError::Other(format!("an answer can't be written: line {}", error.line())))
}

const APPLICATION: &str = "SELECT id, coverage_year, answers, saved_at, saved_name, saved_role, saved_kind, submitted_at, signature
     FROM applications WHERE consumer_id = $1 AND coverage_year = $2";

impl Store {
    /// A consumer's file for a coverage year. `None` when the association is not the assister's own or not in force (any more).
    ///
    /// # Errors
    /// When the database fails.
    pub async fn application_file(&self, side: Side, coverage_year: u16) -> Result<Option<ApplicationFile>, StoreError> {
        let owner = match side {
            Side::Consumer(consumer) => fetch_optional!(self.read(), OwnerRow, OWN, consumer)?,
            Side::Assister { assister, association } => fetch_optional!(self.read(), OwnerRow, CLIENT, association, assister)?,
        };
        let Some(owner) = owner else { return Ok(None) };
        let row = fetch_optional!(self.read(), ApplicationRow, APPLICATION, owner.consumer_id, i64::from(coverage_year))?;
        let application = row.map(ApplicationRow::read).transpose()?;
        Ok(Some(owner.file(side, application)))
    }

    /// For which years a consumer has an application, the latest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn application_years(&self, consumer: ConsumerId) -> Result<Vec<u16>, StoreError> {
        let sql = "SELECT CAST(coverage_year AS BIGINT) FROM applications WHERE consumer_id = $1 ORDER BY coverage_year DESC";
        let years: Vec<(i64,)> = fetch_all!(self.read(), (i64,), sql, consumer)?;
        years.into_iter().map(|(year,)| known(u16::try_from(year).ok(), "applications", "coverage_year", consumer.0)).collect()
    }

    /// The initial determination of an application (rule 28): the only one that assisters are shown.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn initial_determination(&self, application: ApplicationId) -> Result<Option<StoredDetermination>, StoreError> {
        fetch_optional!(self.read(), DeterminationRow, INITIAL, application)?.map(DeterminationRow::read).transpose()
    }
}

const INITIAL: &str = "SELECT id, recorded_at, source, body FROM determinations WHERE application_id = $1 AND is_initial";

/// The initial determination of an application in a file that is locked.
pub(in crate::store) async fn initial(tx: &mut Write, application: ApplicationId) -> Result<Option<StoredDetermination>, StoreError> {
    fetch_optional!(tx.on(), DeterminationRow, INITIAL, application)?.map(DeterminationRow::read).transpose()
}

row! {
    struct DeterminationRow {
        id: DeterminationId,
        recorded_at: Instant,
        source: String,
        body: String,
    }
}

impl DeterminationRow {
    fn read(self) -> Result<StoredDetermination, StoreError> {
        Ok(StoredDetermination {
            source: known(DeterminedBy::from_code(&self.source), "determinations", "source", self.id.0)?,
            determination: known(serde_json::from_str(&self.body).ok(), "determinations", "body", self.id.0)?,
            id: self.id,
            recorded_at: self.recorded_at,
        })
    }
}

/// Whose file it is. The consumer is locked: what is read after this stays true until the commit, the association included.
pub(in crate::store) async fn lock_owner(tx: &mut Write, side: Side) -> Result<Option<ApplicationFile>, StoreError> {
    let consumer = match side {
        Side::Consumer(consumer) => consumer,
        Side::Assister { assister, association } => {
            let sql = "SELECT consumer_id FROM associations WHERE id = $1 AND assister_id = $2 AND ended_at IS NULL";
            let Some((consumer,)) = fetch_optional!(tx.on(), (ConsumerId,), sql, association, assister)? else { return Ok(None) };
            consumer
        }
    };
    lock(tx, consumer).await?;
    // Ended between the two: whoever ends an association holds the same lock.
    let owner = match side {
        Side::Consumer(consumer) => fetch_optional!(tx.on(), OwnerRow, OWN_OPEN, consumer)?,
        Side::Assister { assister, association } => fetch_optional!(tx.on(), OwnerRow, CLIENT, association, assister)?,
    };
    Ok(owner.map(|owner| owner.file(side, None)))
}

/// The application of a year in a file that is locked.
pub(in crate::store) async fn stored(
    tx: &mut Write,
    consumer: ConsumerId,
    coverage_year: u16,
) -> Result<Option<StoredApplication>, StoreError> {
    let row = fetch_optional!(tx.on(), ApplicationRow, APPLICATION, consumer, i64::from(coverage_year))?;
    row.map(ApplicationRow::read).transpose()
}

impl Side {
    /// The association by which an assister comes.
    pub(super) const fn association(self) -> Option<AssociationId> {
        match self {
            Self::Consumer(_) => None,
            Self::Assister { association, .. } => Some(association),
        }
    }

    /// Whom and what a change concerns, for its audit row.
    pub(in crate::store) fn subject(self, consumer: ConsumerId) -> crate::domain::audit::Subject {
        let assister = match self {
            Self::Consumer(_) => None,
            Self::Assister { assister, .. } => Some(assister),
        };
        crate::domain::audit::Subject {
            consumer: Some(consumer),
            assister,
            association: self.association(),
            ..crate::domain::audit::Subject::default()
        }
    }
}
