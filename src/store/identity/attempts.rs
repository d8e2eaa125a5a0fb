//! Limits: how often something was tried in a window of time. A bucket names what is limited and for whom, hashed by the caller
//! where it would be personal data.

use crate::domain::instant::Instant;
use crate::store::{Store, StoreError};

impl Store {
    /// Attempts counted in this bucket in windows that began at `since` or later.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn attempts(&self, _bucket: &str, _since: Instant) -> Result<u32, StoreError> {
        todo!()
    }

    /// Counts one more attempt in the window that began at `window_start`, and gives that window's count with it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_attempt(&self, _bucket: &str, _window_start: Instant, _now: Instant) -> Result<u32, StoreError> {
        todo!()
    }
}
