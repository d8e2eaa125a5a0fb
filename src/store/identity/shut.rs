//! What of an account is shut: its second step, and all of it when its owner leaves.

use crate::domain::ids::UserId;
use crate::store::StoreError;
use crate::store::db::{Write, execute};

/// Forgets an account's second step with what goes with it: passkeys and recovery codes. `false` when there was neither a second step nor
/// a passkey.
pub(in crate::store) async fn forget_second_step(tx: &mut Write, user: UserId) -> Result<bool, StoreError> {
    let factors = execute!(tx.on(), "DELETE FROM second_factors WHERE user_id = $1", user)?;
    let passkeys = execute!(tx.on(), "DELETE FROM passkeys WHERE user_id = $1", user)?;
    execute!(tx.on(), "DELETE FROM recovery_codes WHERE user_id = $1", user)?;
    Ok(factors + passkeys > 0)
}

/// Forgets every way into an account but its password.
pub(in crate::store) async fn forget_ways_in(tx: &mut Write, user: UserId) -> Result<(), StoreError> {
    execute!(tx.on(), "DELETE FROM identities WHERE user_id = $1", user)?;
    forget_second_step(tx, user).await?;
    execute!(tx.on(), "DELETE FROM known_browsers WHERE user_id = $1", user)?;
    Ok(())
}
