//! What staff see of one assister.

use super::pages::number;
use crate::domain::identity::AssisterKind;
use crate::domain::ids::AssisterId;
use crate::domain::instant::Instant;
use crate::domain::manage_assister::ReferenceNumber;
use crate::domain::roster::Standing;
use crate::store::codec::known;
use crate::store::db::fetch_optional;
use crate::store::roster::StandingRow;
use crate::store::row::row;
use crate::store::{Store, StoreError};

/// What is written down about an assister, and their account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssisterRecord {
    /// The assister.
    pub id: AssisterId,
    /// Full name.
    pub name: String,
    /// The organization's name.
    pub organization: String,
    /// The user name from enrollment on.
    pub certification_email: String,
    /// The Assister ID.
    pub code: String,
    /// Training ID.
    pub training_id: Option<String>,
    /// A broker's National Producer Number.
    pub npn: Option<String>,
    /// A broker's license.
    pub license: Option<String>,
    /// What consumers see.
    pub phone: String,
    /// What consumers see.
    pub email: String,
    /// City.
    pub city: String,
    /// Languages spoken.
    pub languages: String,
    /// From enrollment on.
    pub number: Option<ReferenceNumber>,
    /// Why staff suspended or closed the account.
    pub reason: Option<String>,
    /// When they were enrolled.
    pub enrolled_at: Option<Instant>,
    /// When they set the account up.
    pub activated_at: Option<Instant>,
    /// The four gates and the account.
    pub standing: Standing,
}

row! {
    struct RecordRow {
        display_name: String,
        organization: String,
        certification_email: String,
        assister_code: String,
        training_id: Option<String>,
        npn: Option<String>,
        license: Option<String>,
        public_phone: String,
        public_email: String,
        city: String,
        languages: String,
        reference_number: Option<i64>,
        state_reason: Option<String>,
        enrolled_at: Option<Instant>,
        activated_at: Option<Instant>,
        ..standing: StandingRow,
    }
}

impl RecordRow {
    fn record(self, id: AssisterId) -> Result<AssisterRecord, StoreError> {
        let number = match self.reference_number {
            Some(stored) => Some(known(number(stored), "assisters", "reference_number", id.0)?),
            None => None,
        };
        Ok(AssisterRecord {
            id,
            name: self.display_name,
            organization: self.organization,
            certification_email: self.certification_email,
            code: self.assister_code,
            training_id: self.training_id,
            npn: self.npn,
            license: self.license,
            phone: self.public_phone,
            email: self.public_email,
            city: self.city,
            languages: self.languages,
            number,
            reason: self.state_reason,
            enrolled_at: self.enrolled_at,
            activated_at: self.activated_at,
            standing: self.standing.standing(id)?,
        })
    }
}

impl Store {
    /// An assister of one of these kinds.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn assister_record(&self, assister: AssisterId, kinds: &[AssisterKind]) -> Result<Option<AssisterRecord>, StoreError> {
        let row = fetch_optional!(
            self.read(),
            RecordRow,
            "SELECT a.display_name, o.name AS organization, a.certification_email, a.assister_code, a.training_id, a.npn, a.license,
                    a.public_phone, a.public_email, a.city, a.languages, a.reference_number, a.state_reason, a.enrolled_at, a.activated_at,
                    a.kind, a.state, a.portal_access, a.employed, a.certification, a.certified_until, a.trained_at, a.mastered_at,
                    a.confirmed_at
             FROM assisters a JOIN organizations o ON o.id = a.organization_id WHERE a.id = $1",
            assister,
        )?;
        let record = row.map(|row| row.record(assister)).transpose()?;
        Ok(record.filter(|record| kinds.contains(&record.standing.kind)))
    }
}
