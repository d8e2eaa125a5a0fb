//! What must be an assister's own and is somebody else's already.

use crate::domain::ids::{AssisterId, OrganizationId, UserId};
use crate::domain::roster::{Entry, EntryField};
use crate::store::StoreError;
use crate::store::db::{Write, fetch_all, fetch_optional};
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

/// What of an entry is taken by others than `own`. `user` is the account of the one whose entry it is.
pub(super) async fn taken(
    tx: &mut Write,
    organization: OrganizationId,
    own: AssisterId,
    user: Option<UserId>,
    entry: &Entry,
) -> Result<Vec<Taken>, StoreError> {
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
    // Everybody's email is the user name of their account, of whatever kind.
    if email.is_none() {
        let account = fetch_optional!(tx.on(), (UserId,), "SELECT id FROM users WHERE email = $1", &entry.certification_email)?;
        if account.is_some_and(|(account,)| Some(account) != user) {
            taken.insert(0, Taken { field: EntryField::CertificationEmail, by: None });
        }
    }
    Ok(taken)
}
