//! An entry as it is written down.

use super::change::EntryScope;
use super::standing::StandingRow;
use crate::domain::audit::{AuditAction, Subject};
use crate::domain::ids::{AssisterId, OrganizationId, UserId};
use crate::domain::instant::Instant;
use crate::domain::manage_assister::ReferenceNumber;
use crate::domain::roster::{Entry, Standing};
use crate::store::codec::known;
use crate::store::db::{On, fetch_one, fetch_optional};
use crate::store::postgres::OnPostgres;
use crate::store::row::row;
use crate::store::{Audit, Store, StoreError, audit};

/// An entry with all that goes with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Whose.
    pub id: AssisterId,
    /// The organization.
    pub organization: OrganizationId,
    /// The account, from enrollment on.
    pub user: Option<UserId>,
    /// What is written down.
    pub entry: Entry,
    /// The Assister ID.
    pub assister_code: String,
    /// "Assister Portal Access".
    pub portal_access: bool,
    /// Employment.
    pub employed: bool,
    /// A broker's NPN.
    pub npn: Option<String>,
    /// A broker's license.
    pub license: Option<String>,
    /// Where they stand.
    pub standing: Standing,
    /// When the entry last changed.
    pub changed_at: Instant,
    /// Whether the account was set up: from then on its owner signs in with an email that is changed only when staff confirm it.
    pub set_up: bool,
    /// Since when another email waits for that.
    pub email_asked_at: Option<Instant>,
}

row! {
    struct KeptRow {
        organization_id: OrganizationId,
        user_id: Option<UserId>,
        first_name: String,
        last_name: String,
        certification_email: String,
        assister_code: String,
        training_id: Option<String>,
        npn: Option<String>,
        license: Option<String>,
        public_phone: String,
        public_email: String,
        city: String,
        languages: String,
        changed_at: Instant,
        activated_at: Option<Instant>,
        email_asked_at: Option<Instant>,
        ..standing: StandingRow,
    }
}

/// Somebody's entry, if it is in the scope of the one who acts.
pub(in crate::store) async fn kept<'c, S>(
    on: On<S, OnPostgres<'c>>,
    assister: AssisterId,
    scope: EntryScope,
) -> Result<Option<Kept>, StoreError>
where
    S: sqlx::Executor<'c, Database = sqlx::Sqlite>,
{
    let row = fetch_optional!(
        on,
        KeptRow,
        "SELECT organization_id, user_id, first_name, last_name, certification_email, assister_code, training_id, npn, license,
             public_phone, public_email, city, languages, changed_at, activated_at, email_asked_at, kind, state, portal_access, employed, certification,
             certified_until, trained_at, mastered_at, confirmed_at
         FROM assisters WHERE id = $1",
        assister,
    )?;
    let Some(row) = row else { return Ok(None) };
    let standing = row.standing.standing(assister)?;
    let others = scope.organization.is_some_and(|organization| organization != row.organization_id);
    if others || !scope.kinds.contains(&standing.kind) {
        return Ok(None);
    }
    Ok(Some(Kept {
        id: assister,
        organization: row.organization_id,
        user: row.user_id,
        entry: Entry {
            first_name: row.first_name,
            last_name: row.last_name,
            certification_email: row.certification_email,
            training_id: row.training_id.unwrap_or_default(),
            phone: row.public_phone,
            email: row.public_email,
            city: row.city,
            languages: row.languages,
        },
        assister_code: row.assister_code,
        portal_access: standing.portal_access,
        employed: standing.employed,
        npn: row.npn,
        license: row.license,
        standing,
        changed_at: row.changed_at,
        set_up: row.activated_at.is_some(),
        email_asked_at: row.email_asked_at,
    }))
}

impl Store {
    /// Somebody's entry; `None` when it is not in the scope of the one who acts.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn entry(&self, assister: AssisterId, scope: EntryScope) -> Result<Option<Kept>, StoreError> {
        kept(self.read(), assister, scope).await
    }

    /// The reference number of somebody in the scope of the one who acts, with the audit row of looking it up. `None` where there is no
    /// such person; a person may have no number yet.
    ///
    /// # Errors
    /// When the database fails; then nothing is told.
    pub async fn look_up_number(
        &self,
        assister: AssisterId,
        scope: EntryScope,
        now: Instant,
        audit: Audit,
    ) -> Result<Option<Option<ReferenceNumber>>, StoreError> {
        let mut tx = self.write().await?;
        let Some(kept) = kept(tx.on(), assister, scope).await? else { return Ok(None) };
        let (stored,) = fetch_one!(tx.on(), (Option<i64>,), "SELECT reference_number FROM assisters WHERE id = $1", assister)?;
        let number = match stored {
            Some(stored) => {
                let number = u32::try_from(stored).ok().and_then(|number| ReferenceNumber::try_from(number).ok());
                Some(known(number, "assisters", "reference_number", assister.0)?)
            }
            None => None,
        };
        let subject = Subject { assister: Some(assister), organization: Some(kept.organization), ..Subject::default() };
        audit::record(&mut tx, &audit, AuditAction::NumberLookedUp, subject, now).await?;
        tx.commit().await?;
        Ok(Some(number))
    }
}
