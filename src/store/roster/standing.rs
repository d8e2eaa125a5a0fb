//! Where an assister stands: the columns from which the gates and the account's state follow.

use crate::domain::identity::{AssisterKind, AssisterState};
use crate::domain::ids::AssisterId;
use crate::domain::instant::{Date, Instant};
use crate::domain::roster::{Certification, Standing};
use crate::store::codec::known;
use crate::store::db::fetch_optional;
use crate::store::row::row;
use crate::store::{Store, StoreError};

row! {
    /// The columns of a [`Standing`], to be flattened into a row that has the assister's id.
    #[derive(Clone)]
    pub(in crate::store) struct StandingRow {
        kind: String,
        state: String,
        portal_access: bool,
        employed: bool,
        certification: String,
        certified_until: Option<Date>,
        trained_at: Option<Instant>,
        mastered_at: Option<Instant>,
        confirmed_at: Option<Instant>,
    }
}

impl StandingRow {
    pub(in crate::store) fn standing(self, id: AssisterId) -> Result<Standing, StoreError> {
        let certification = Certification::from_code(&self.certification, self.certified_until);
        Ok(Standing {
            kind: known(AssisterKind::from_code(&self.kind), "assisters", "kind", id.0)?,
            state: known(AssisterState::from_code(&self.state), "assisters", "state", id.0)?,
            portal_access: self.portal_access,
            employed: self.employed,
            certification: known(certification, "assisters", "certification", id.0)?,
            trained_at: self.trained_at,
            mastered_at: self.mastered_at,
            confirmed_at: self.confirmed_at,
        })
    }
}

impl Store {
    /// Where an assister stands. The caller has checked that they may see it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn standing(&self, assister: AssisterId) -> Result<Option<Standing>, StoreError> {
        let row = fetch_optional!(
            self.read(),
            StandingRow,
            "SELECT kind, state, portal_access, employed, certification, certified_until, trained_at, mastered_at, confirmed_at
             FROM assisters WHERE id = $1",
            assister,
        )?;
        row.map(|row| row.standing(assister)).transpose()
    }
}
