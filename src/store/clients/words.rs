//! The words under which a client is found: there as long as the association is active.

use crate::domain::clients::index_words;
use crate::domain::ids::{AssisterId, AssociationId};
use crate::domain::instant::{Date, Instant};
use crate::domain::text;
use crate::store::StoreError;
use crate::store::db::{Write, execute, insert_all};

/// A client who comes to an assister's list.
pub(in crate::store) struct NewClient<'a> {
    pub(in crate::store) assister: AssisterId,
    pub(in crate::store) association: AssociationId,
    pub(in crate::store) name: &'a str,
    pub(in crate::store) born: Date,
    pub(in crate::store) started_at: Instant,
}

/// Makes a new client findable.
pub(in crate::store) async fn list_client(tx: &mut Write, client: &NewClient<'_>) -> Result<(), StoreError> {
    let sort_name = text::sort_key(client.name);
    let words = index_words(client.name, client.born);
    insert_all!(
        tx,
        "INSERT INTO client_words (assister_id, word, association_id, opened, sort_name, started_at)",
        words,
        |word| client.assister,
        word.as_str(),
        client.association,
        false,
        sort_name.as_str(),
        client.started_at,
    )
}

/// Takes a client out of the search.
pub(in crate::store) async fn unlist_client(tx: &mut Write, association: AssociationId) -> Result<(), StoreError> {
    execute!(tx.on(), "DELETE FROM client_words WHERE association_id = $1", association)?;
    Ok(())
}

/// Moves a client's words from New to In Progress.
pub(super) async fn mark_opened(tx: &mut Write, association: AssociationId) -> Result<(), StoreError> {
    execute!(tx.on(), "UPDATE client_words SET opened = TRUE WHERE association_id = $1", association)?;
    Ok(())
}
