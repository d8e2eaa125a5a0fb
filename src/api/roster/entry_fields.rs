//! What an entry's form sends: one field for each of the entry's, under the same names.

use crate::api::forms::FormState;
use crate::domain::roster::{Entry, EntryField, Typed};
use serde::{Deserialize, Serialize};

/// An entry as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EntryFields {
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// Certification email.
    pub certification_email: String,
    /// Training ID.
    pub training_id: String,
    /// Public-facing phone.
    pub phone: String,
    /// Public-facing email.
    pub email: String,
    /// City.
    pub city: String,
    /// Languages spoken.
    pub languages: String,
    /// "Assister Portal Access": `yes` or `no`.
    pub portal_access: String,
}

impl EntryFields {
    /// To be checked.
    #[must_use]
    pub fn typed(&self) -> Typed<'_> {
        Typed {
            first_name: &self.first_name,
            last_name: &self.last_name,
            certification_email: &self.certification_email,
            training_id: &self.training_id,
            phone: &self.phone,
            email: &self.email,
            city: &self.city,
            languages: &self.languages,
        }
    }

    /// To be kept when the form is refused.
    #[must_use]
    pub fn form(&self) -> FormState {
        FormState::default()
            .keep(EntryField::FirstName.name(), &self.first_name)
            .keep(EntryField::LastName.name(), &self.last_name)
            .keep(EntryField::CertificationEmail.name(), &self.certification_email)
            .keep(EntryField::TrainingId.name(), &self.training_id)
            .keep(EntryField::Phone.name(), &self.phone)
            .keep(EntryField::Email.name(), &self.email)
            .keep(EntryField::City.name(), &self.city)
            .keep(EntryField::Languages.name(), &self.languages)
            .keep("portal_access", &self.portal_access)
    }

    /// What is written down already, to be edited.
    #[must_use]
    pub fn of(entry: &Entry, portal_access: bool) -> Self {
        Self {
            first_name: entry.first_name.clone(),
            last_name: entry.last_name.clone(),
            certification_email: entry.certification_email.clone(),
            training_id: entry.training_id.clone(),
            phone: entry.phone.clone(),
            email: entry.email.clone(),
            city: entry.city.clone(),
            languages: entry.languages.clone(),
            portal_access: if portal_access { "yes" } else { "no" }.to_owned(),
        }
    }
}
