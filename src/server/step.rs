//! Work beside the requests, step by step: each ends in time, even when the database has fallen silent.
//!
//! A request has its deadline, and whoever made it tries again. Nobody looks after work that waits for an answer that never comes: an
//! import that stood still would do so until the program is started anew.

use crate::store::StoreError;
use std::time::Duration;

/// The longest that one step may take. No statement takes longer on Postgres, and no lease of ours is shorter.
pub const STEP: Duration = Duration::from_secs(60);

/// A step did not end.
#[derive(Debug, thiserror::Error)]
#[error("a step of background work did not end within {} seconds", STEP.as_secs())]
struct TooLong;

/// Does one step: what is not done by then is undone and counts as an outage of the database.
///
/// # Errors
/// Its own, and [`StoreError::Unavailable`] when it takes too long.
pub fn step<T>(work: impl Future<Output = Result<T, StoreError>>) -> impl Future<Output = Result<T, StoreError>> {
    // Boxed before anything holds it: the database's futures are large, and each caller's would be larger still.
    within(STEP, Box::pin(work))
}

async fn within<T>(limit: Duration, work: impl Future<Output = Result<T, StoreError>>) -> Result<T, StoreError> {
    tokio::time::timeout(limit, work).await.unwrap_or_else(|_| Err(StoreError::Unavailable(Box::new(TooLong))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_never_ends_is_an_outage() {
        let ended = within(Duration::from_millis(1), std::future::pending::<Result<(), StoreError>>()).await;
        assert!(matches!(ended, Err(StoreError::Unavailable(_))), "{ended:?}");
        assert!(matches!(step(async { Ok(1) }).await, Ok(1)));
    }
}
