//! The words under which an assister is found: written whenever something changes that they are made of.

use crate::domain::ids::{AssisterId, OrganizationId};
use crate::domain::manage_assister::ReferenceNumber;
use crate::domain::roster::Findable;
use crate::store::StoreError;
use crate::store::codec::known;
use crate::store::db::{Write, execute, fetch_one, insert_all};
use crate::store::row::row;

row! {
    struct FindableRow {
        organization_id: OrganizationId,
        kind: String,
        display_name: String,
        certification_email: String,
        assister_code: String,
        training_id: Option<String>,
        npn: Option<String>,
        reference_number: Option<i64>,
    }
}

/// Writes an assister's words anew, from their row as this change left it.
pub(in crate::store) async fn write_words(tx: &mut Write, assister: AssisterId) -> Result<(), StoreError> {
    let row = fetch_one!(
        tx.on(),
        FindableRow,
        "SELECT organization_id, kind, display_name, certification_email, assister_code, training_id, npn, reference_number
         FROM assisters WHERE id = $1",
        assister,
    )?;
    let number = match row.reference_number {
        Some(stored) => {
            let number = u32::try_from(stored).ok().and_then(|number| ReferenceNumber::try_from(number).ok());
            Some(known(number, "assisters", "reference_number", assister.0)?)
        }
        None => None,
    };
    let words = Findable {
        name: &row.display_name,
        certification_email: &row.certification_email,
        assister_code: &row.assister_code,
        training_id: row.training_id.as_deref(),
        npn: row.npn.as_deref(),
        number,
    }
    .words();
    execute!(tx.on(), "DELETE FROM assister_words WHERE assister_id = $1", assister)?;
    insert_all!(
        tx,
        "INSERT INTO assister_words (organization_id, kind, word, assister_id)",
        words,
        |word| row.organization_id,
        row.kind.as_str(),
        word.as_str(),
        assister,
    )
}
