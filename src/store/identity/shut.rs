//! What of an account is shut when its owner leaves.

use crate::domain::ids::UserId;
use crate::store::StoreError;
use crate::store::db::{Write, execute};

/// Forgets every way into an account but its password.
pub(in crate::store) async fn forget_ways_in(tx: &mut Write, user: UserId) -> Result<(), StoreError> {
    execute!(tx.on(), "DELETE FROM identities WHERE user_id = $1", user)?;
    execute!(tx.on(), "DELETE FROM second_factors WHERE user_id = $1", user)?;
    execute!(tx.on(), "DELETE FROM recovery_codes WHERE user_id = $1", user)?;
    execute!(tx.on(), "DELETE FROM passkeys WHERE user_id = $1", user)?;
    execute!(tx.on(), "DELETE FROM known_browsers WHERE user_id = $1", user)?;
    Ok(())
}
