//! Brokers, whom BSL writes down: they have no roster (rule 6).

use crate::domain::ids::OrganizationId;
use crate::domain::instant::Instant;
use crate::domain::roster::Certification;
use crate::store::codec::storable;
use crate::store::db::{Write, execute, fetch_optional};
use crate::store::roster::add_entry;
use crate::store::{Added, By, NewEntry, Store, StoreError};

/// The organization of this name, whatever its capitals; where there is none, it is written down as `fresh`.
pub(super) async fn agency(tx: &mut Write, name: &str, fresh: OrganizationId, now: Instant) -> Result<OrganizationId, StoreError> {
    // Two who add the same new agency come one after the other.
    execute!(
        tx.on(),
        "INSERT INTO installation (key, value) VALUES ('agencies', '') ON CONFLICT (key) DO UPDATE SET value = installation.value",
    )?;
    let name = storable(name);
    let known = fetch_optional!(
        tx.on(),
        (OrganizationId,),
        "SELECT id FROM organizations WHERE lower(name) = lower($1) ORDER BY created_at, id LIMIT 1",
        &*name,
    )?;
    if let Some((known,)) = known {
        return Ok(known);
    }
    execute!(tx.on(), "INSERT INTO organizations (id, name, created_at) VALUES ($1, $2, $3)", fresh, &*name, now)?;
    Ok(fresh)
}

impl Store {
    /// Writes a broker down with their agency, which is new or known by its name: `new.organization` is the id for a new one.
    ///
    /// # Errors
    /// `Conflict(AssisterCodeTaken)`: draw another. `Conflict` of another kind: somebody has the NPN, or took a value in this moment. Or
    /// when the database fails. In all cases nothing was written.
    pub async fn add_broker(&self, new: &NewEntry, agency_name: &str, decided: Certification, by: &By<'_>) -> Result<Added, StoreError> {
        let mut tx = self.write().await?;
        let organization = agency(&mut tx, agency_name, new.organization, new.now).await?;
        let added = add_entry(&mut tx, &NewEntry { organization, ..new.clone() }, by).await?;
        if added == Added::Done {
            if decided == Certification::NotCertified {
                execute!(tx.on(), "UPDATE assisters SET certification = $2 WHERE id = $1", new.id, decided.code())?;
            }
            tx.commit().await?;
        }
        Ok(added)
    }
}
