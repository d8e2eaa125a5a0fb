//! How many clients each list holds: maintained with each change, never counted.

use crate::domain::clients::Counts;
use crate::domain::ids::AssisterId;
use crate::store::codec::count;
use crate::store::db::{Write, execute, fetch_optional};
use crate::store::row::row;
use crate::store::{Store, StoreError};

/// By how much an assister's New and In Progress change.
pub(in crate::store) type CountChange = (AssisterId, i64, i64);

/// Adjusts the counts of one or two assisters, in the order of their ids: two consumers who swap assisters at the same time then
/// don't wait for each other.
pub(in crate::store) async fn adjust_counts(
    tx: &mut Write,
    one: Option<CountChange>,
    other: Option<CountChange>,
) -> Result<(), StoreError> {
    let mut changes: Vec<CountChange> = one.into_iter().chain(other).collect();
    changes.sort_by_key(|change| change.0);
    for (assister, new, in_progress) in changes {
        // A row that would be made has nothing to take from; its zeros satisfy the schema's checks before the conflict is seen.
        execute!(
            tx.on(),
            "INSERT INTO client_counts (assister_id, new_count, in_progress_count) VALUES ($1, 0, 0) ON CONFLICT (assister_id) DO NOTHING",
            assister,
        )?;
        execute!(
            tx.on(),
            "UPDATE client_counts SET new_count = new_count + $2, in_progress_count = in_progress_count + $3 WHERE assister_id = $1",
            assister,
            new,
            in_progress,
        )?;
    }
    Ok(())
}

row! {
    /// How many clients an assister's lists hold; nothing where none was ever counted.
    pub(super) struct CountsRow {
        new_count: Option<i64>,
        in_progress_count: Option<i64>,
    }
}

impl From<CountsRow> for Counts {
    fn from(row: CountsRow) -> Self {
        Self { new: count(row.new_count.unwrap_or(0)), in_progress: count(row.in_progress_count.unwrap_or(0)) }
    }
}

impl Store {
    /// How many clients each list of this assister holds.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn client_counts(&self, assister: AssisterId) -> Result<Counts, StoreError> {
        let row = fetch_optional!(
            self.read(),
            CountsRow,
            "SELECT new_count, in_progress_count FROM client_counts WHERE assister_id = $1",
            assister,
        )?;
        Ok(row.map(Counts::from).unwrap_or_default())
    }
}
