//! Writing somebody down: on a roster, or on BSL's list of brokers.

use super::taken::{Taken, taken};
use super::words::write_words;
use super::{By, Change, record_changes};
use crate::domain::audit::{AuditAction, Subject};
use crate::domain::identity::AssisterKind;
use crate::domain::ids::{AssisterId, OrganizationId};
use crate::domain::instant::{Date, Instant};
use crate::domain::roster::Entry;
use crate::domain::text;
use crate::store::codec::storable;
use crate::store::db::{Write, execute};
use crate::store::{Constraint, Store, StoreError, audit};

/// Somebody to write down.
#[derive(Clone, Debug)]
pub struct NewEntry {
    /// Their id, version 7.
    pub id: AssisterId,
    /// The organization, from who acts.
    pub organization: OrganizationId,
    /// On which roster; brokers are on BSL's list.
    pub kind: AssisterKind,
    /// What was written down.
    pub entry: Entry,
    /// "Assister Portal Access".
    pub portal_access: bool,
    /// The Assister ID to give: nine letters and digits that nobody had when they were drawn.
    pub assister_code: String,
    /// A broker's NPN.
    pub npn: Option<String>,
    /// A broker's license.
    pub license: Option<String>,
    /// The last day of the certification and the moment at which it is over, where it is known. A new entry of a roster has none.
    pub certified: Option<(Date, Instant)>,
    /// When.
    pub now: Instant,
}

/// What came of adding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Added {
    /// It is written down.
    Done,
    /// Something is somebody else's: nothing was written.
    Taken(Vec<Taken>),
}

/// The history's field for having been written down.
pub const ADDED: &str = "added";

/// Writes somebody down in a change: row, words, history and audit row.
///
/// # Errors
/// `Conflict(AssisterCodeTaken)`: draw another and try again, nothing was written and the transaction goes on. Other conflicts end
/// the transaction: somebody took the value in this moment, or the NPN is taken. Or when the database fails.
pub(in crate::store) async fn add_entry(tx: &mut Write, new: &NewEntry, by: &By<'_>) -> Result<Added, StoreError> {
    let entry = &new.entry;
    let taken = taken(tx, new.organization, new.id, entry).await?;
    if !taken.is_empty() {
        return Ok(Added::Taken(taken));
    }
    let name = entry.display_name();
    let (certification, until, end) = match new.certified {
        Some((until, end)) => ("certified", Some(until), Some(end)),
        None => ("new", None, None),
    };
    let written = execute!(
        tx.on(),
        "INSERT INTO assisters (id, organization_id, kind, state, first_name, last_name, display_name, sort_name, certification_email,
             assister_code, training_id, npn, license, public_phone, public_email, city, languages, portal_access, employed,
             certification, certified_until, certified_end, created_at, changed_at)
         VALUES ($1, $2, $3, 'not_enrolled', $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, TRUE, $18, $19, $20, $21, $21)
         ON CONFLICT (assister_code) DO NOTHING",
        new.id,
        new.organization,
        new.kind.code(),
        &*storable(&entry.first_name),
        &*storable(&entry.last_name),
        &*storable(&name),
        text::sort_key(&name),
        &entry.certification_email,
        &new.assister_code,
        &entry.training_id,
        new.npn.as_deref(),
        new.license.as_deref(),
        &entry.phone,
        &entry.email,
        &*storable(&entry.city),
        &*storable(&entry.languages),
        new.portal_access,
        certification,
        until,
        end,
        new.now,
    )?;
    if written == 0 {
        return Err(StoreError::Conflict(Constraint::AssisterCodeTaken));
    }
    write_words(tx, new.id).await?;
    let change = Change { id: by.change_id(new.now), field: ADDED, before: String::new(), after: name };
    record_changes(tx, new.id, &[change], &by.audit(new.now), by.name, new.now).await?;
    let subject = Subject { assister: Some(new.id), organization: Some(new.organization), ..Subject::default() };
    audit::record(tx, &by.audit(new.now), AuditAction::AssisterAdded, subject, new.now).await?;
    Ok(Added::Done)
}

impl Store {
    /// Writes somebody down.
    ///
    /// # Errors
    /// `Conflict(AssisterCodeTaken)`: draw another. `Conflict` of another kind when somebody took the value in this moment. Or when
    /// the database fails.
    pub async fn add_assister(&self, new: &NewEntry, by: &By<'_>) -> Result<Added, StoreError> {
        let mut tx = self.write().await?;
        let added = add_entry(&mut tx, new, by).await?;
        if added == Added::Done {
            tx.commit().await?;
        }
        Ok(added)
    }
}
