//! Limits: how often something was tried in a window of time. A bucket names what is limited and for whom, hashed by the caller
//! where it would be personal data.

use crate::domain::instant::Instant;
use crate::store::codec::count;
use crate::store::db::{fetch_one, fetch_optional};
use crate::store::{Store, StoreError};

impl Store {
    /// Attempts counted in this bucket in the window that began at `since`. Windows are fixed: one that begins later is one of a day that a
    /// wrong clock believed it to be, and counts for nothing.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn attempts(&self, bucket: &str, since: Instant) -> Result<u32, StoreError> {
        let sql = "SELECT count FROM attempts WHERE bucket = $1 AND window_start = $2";
        Ok(fetch_optional!(self.read(), (i64,), sql, bucket, since)?.map_or(0, |(attempts,)| count(attempts)))
    }

    /// Counts one more attempt in the window that began at `window_start`, and gives that window's count with it. Two attempts at once
    /// get two different counts, so a limit holds however many come at once.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_attempt(&self, bucket: &str, window_start: Instant) -> Result<u32, StoreError> {
        self.count_attempts(bucket, window_start, 1).await
    }

    /// The same for several at once.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_attempts(&self, bucket: &str, window_start: Instant, many: u32) -> Result<u32, StoreError> {
        let (attempts,) = fetch_one!(
            self.single_write(),
            (i64,),
            "INSERT INTO attempts (bucket, window_start, count) VALUES ($1, $2, $3)
             ON CONFLICT (bucket, window_start) DO UPDATE SET count = attempts.count + excluded.count RETURNING count",
            bucket,
            window_start,
            i64::from(many),
        )?;
        Ok(count(attempts))
    }
}
