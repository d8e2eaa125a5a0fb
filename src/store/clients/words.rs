//! The words under which a client is found: there as long as the association is active.

use super::counts::{CountChange, adjust_counts};
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

/// Searches for beginnings of up to this many characters have maintained counts.
pub(in crate::store) const PREFIX_CHARS: usize = 4;

/// The beginnings of the parts of the name in association `$2`, each once. Dates of birth are searched for as a whole.
macro_rules! prefixes {
    () => {
        "SELECT substr(word, 1, 1) AS prefix FROM client_words WHERE association_id = $2 AND word NOT LIKE '=%'
         UNION SELECT substr(word, 1, 2) FROM client_words WHERE association_id = $2 AND word NOT LIKE '=%'
         UNION SELECT substr(word, 1, 3) FROM client_words WHERE association_id = $2 AND word NOT LIKE '=%'
         UNION SELECT substr(word, 1, 4) FROM client_words WHERE association_id = $2 AND word NOT LIKE '=%'"
    };
}

/// Makes a new client findable. The assister's counts must have been adjusted before: their row is the lock of all that is here.
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
    )?;
    // `WHERE TRUE` tells SQLite that `ON` begins no join.
    execute!(
        tx.on(),
        concat!(
            "INSERT INTO client_prefixes (assister_id, prefix, new_count, in_progress_count) SELECT $1, p.prefix, 1, 0 FROM (",
            prefixes!(),
            ") p WHERE TRUE ON CONFLICT (assister_id, prefix) DO UPDATE SET new_count = client_prefixes.new_count + 1"
        ),
        client.assister,
        client.association,
    )?;
    Ok(())
}

/// Takes a client out of the search. The counts must have been adjusted by the same change before.
pub(in crate::store) async fn unlist_client(tx: &mut Write, association: AssociationId, change: CountChange) -> Result<(), StoreError> {
    shift_prefixes(tx, association, change).await?;
    execute!(tx.on(), "DELETE FROM client_words WHERE association_id = $1", association)?;
    Ok(())
}

/// Makes a client findable under another name. Nothing else changes the assister's list meanwhile.
pub(in crate::store) async fn relist_client(tx: &mut Write, client: &NewClient<'_>, opened: bool) -> Result<(), StoreError> {
    let (assister, association) = (client.assister, client.association);
    let (gone, moved) = if opened { ((assister, 0, -1), (assister, -1, 1)) } else { ((assister, -1, 0), (assister, 0, 0)) };
    adjust_counts(tx, Some((assister, 0, 0)), None).await?;
    unlist_client(tx, association, gone).await?;
    list_client(tx, client).await?;
    if opened {
        mark_opened(tx, association, moved).await?;
    }
    Ok(())
}

/// Moves a client's words from New to In Progress. The counts must have been adjusted by the same change before.
pub(super) async fn mark_opened(tx: &mut Write, association: AssociationId, change: CountChange) -> Result<(), StoreError> {
    shift_prefixes(tx, association, change).await?;
    execute!(tx.on(), "UPDATE client_words SET opened = TRUE WHERE association_id = $1", association)?;
    Ok(())
}

async fn shift_prefixes(tx: &mut Write, association: AssociationId, (assister, new, in_progress): CountChange) -> Result<(), StoreError> {
    execute!(
        tx.on(),
        concat!(
            "UPDATE client_prefixes SET new_count = new_count + $3, in_progress_count = in_progress_count + $4
             WHERE assister_id = $1 AND prefix IN (",
            prefixes!(),
            ")"
        ),
        assister,
        association,
        new,
        in_progress,
    )?;
    Ok(())
}
