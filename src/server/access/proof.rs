//! Proving again that it is them: who finds a browser that somebody forgot to sign out of does not change how its owner signs in.

use super::new_password::present_problem;
use crate::api::error::{ApiError, ErrorCode};
use crate::domain::second_step::PROOF_LASTS;
use crate::server::context::RequestContext;
use crate::server::{cookies, random};
use crate::store::AccessAccount;

/// The page that asks for it.
pub const PROVE: &str = "/security/confirm";

/// Whether an account's owner can prove it by a password; who can't signs in again.
pub fn by_password<P>(context: &RequestContext<P>, account: &AccessAccount) -> bool {
    context.state().config.password_sign_in && account.password_hash.is_some()
}

/// Whether this session's owner proved a short while ago that it is them, by signing in or since.
///
/// # Errors
/// The store's.
pub async fn is_proved<P>(context: &RequestContext<P>) -> Result<bool, ApiError> {
    let Some(session) = context.session_hash() else { return Ok(false) };
    Ok(context.store().proved_at(session).await?.is_some_and(|at| at > context.now - PROOF_LASTS))
}

/// How somebody proves that it is them in the form of what they change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InForm {
    /// They did.
    Given,
    /// The password is not right: what is wrong with it, for a person to read.
    Wrong(&'static str),
    /// No password proves it: they go to [`PROVE`] first.
    Elsewhere,
}

/// Proves it for this form alone: by the password that goes with it, or by a proof of a short while ago where there is none.
///
/// # Errors
/// The store's; when hashing fails.
pub async fn in_form<P>(context: &RequestContext<P>, account: &AccessAccount, password: &str) -> Result<InForm, ApiError> {
    if by_password(context, account) {
        return Ok(present_problem(context, account, password).await?.map_or(InForm::Given, InForm::Wrong));
    }
    Ok(if is_proved(context).await? { InForm::Given } else { InForm::Elsewhere })
}

/// Proves it by the password; gives what is wrong with it, for a person to read.
///
/// # Errors
/// Not found where no password proves anything; the store's; when hashing fails.
pub async fn prove<P>(context: &RequestContext<P>, account: &AccessAccount, password: &str) -> Result<Option<&'static str>, ApiError> {
    let session = context.session_hash().filter(|_| by_password(context, account)).ok_or(ApiError::new(ErrorCode::NotFound))?;
    let problem = present_problem(context, account, password).await?;
    if problem.is_none() {
        renew_session(context, session).await?;
    }
    Ok(problem)
}

/// Notes the proof: from now on the session is under a new token, so that one that somebody else has is of no use to them.
///
/// # Errors
/// The store's.
pub async fn renew_session<P>(context: &RequestContext<P>, session: [u8; 32]) -> Result<(), ApiError> {
    let token = random::token();
    if context.store().note_proof(session, cookies::hash(&token), context.now).await? {
        context.set_cookie(&cookies::set(&context.state().config, &token));
    }
    Ok(())
}
