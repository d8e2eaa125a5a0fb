//! Proving again that it is them: who finds a browser that somebody forgot to sign out of does not change how its owner signs in.

use super::new_password::is_present;
use crate::api::error::ApiError;
use crate::domain::second_step::PROOF_LASTS;
use crate::server::context::RequestContext;
use crate::server::limits::Tried;
use crate::store::AccessAccount;

/// The page that asks for it.
pub const PROVE: &str = "/security/confirm";

/// Whether this session's owner proved a short while ago that it is them, by signing in or since.
///
/// # Errors
/// The store's.
pub async fn is_proved<P>(context: &RequestContext<P>, session: [u8; 32]) -> Result<bool, ApiError> {
    Ok(context.store().proved_at(session).await?.is_some_and(|at| at > context.now - PROOF_LASTS))
}

/// Proves it by the password.
///
/// # Errors
/// The store's; when hashing fails.
pub async fn prove<P>(
    context: &RequestContext<P>,
    account: &AccessAccount,
    session: [u8; 32],
    password: &str,
) -> Result<Tried<()>, ApiError> {
    let tried = is_present(context, account, password).await?;
    if matches!(tried, Tried::Hit(())) {
        context.store().note_proof(session, context.now).await?;
    }
    Ok(tried)
}
