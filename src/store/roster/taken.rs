//! What must be an assister's own and is somebody else's already.

use crate::domain::ids::{AssisterId, OrganizationId};
use crate::domain::roster::{Entry, EntryField};
use crate::store::StoreError;
use crate::store::db::{Write, fetch_all};
use crate::store::row::row;

/// A value that is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Which one: the certification email or the Training ID.
    pub field: EntryField,
    /// Whose it is, when they are on a roster of the same organization. Of others nothing is said.
    pub by: Option<String>,
}

row! {
    struct Holder {
        organization_id: OrganizationId,
        display_name: String,
        certification_email: String,
        training_id: Option<String>,
    }
}

/// What of an entry is taken by others than `own`. Whether somebody has an account with its email is not asked: who keeps a roster is not
/// told who has one. The assister is, by the link that sets their account up.
pub(super) async fn taken(tx: &mut Write, organization: OrganizationId, own: AssisterId, entry: &Entry) -> Result<Vec<Taken>, StoreError> {
    let holders = fetch_all!(
        tx.on(),
        Holder,
        "SELECT organization_id, display_name, certification_email, training_id FROM assisters
         WHERE (certification_email = $1 OR training_id = $2) AND id <> $3",
        &entry.certification_email,
        &entry.training_id,
        own,
    )?;
    let by = |holder: &Holder| (holder.organization_id == organization).then(|| holder.display_name.clone());
    let email = holders.iter().find(|holder| holder.certification_email == entry.certification_email);
    let training = holders.iter().find(|holder| holder.training_id.as_ref() == Some(&entry.training_id));
    let mut taken = Vec::new();
    taken.extend(email.map(|holder| Taken { field: EntryField::CertificationEmail, by: by(holder) }));
    taken.extend(training.map(|holder| Taken { field: EntryField::TrainingId, by: by(holder) }));
    Ok(taken)
}
