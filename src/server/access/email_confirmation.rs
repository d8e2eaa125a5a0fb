//! Whether a consumer reads the mail of their address: they show it by a link, before they authorize an assister or submit an application.

use crate::api::error::{ApiError, ErrorCode};
use crate::domain::audit::AuditAction;
use crate::domain::ids::UserId;
use crate::domain::instant::Instant;
use crate::domain::manage_assister::fill;
use crate::domain::typed::unmailable_letter;
use crate::messages::Messages;
use crate::server::AppState;
use crate::server::context::{ConsumerSelf, RequestContext};
use crate::server::limits::{self, Limit};
use crate::server::links::{self, FreshLink};
use crate::server::mail::{Letter, compose};
use crate::server::trace::Came;
use crate::store::{Details, NewConfirmation};

/// The page on which a consumer sees whether their email is confirmed.
pub const EMAIL: &str = "/security/email";

/// What is wrong with an address that was typed and is none that mail is sent to.
#[must_use]
pub fn wrong_address(t: Messages, typed: &str) -> String {
    match unmailable_letter(typed) {
        Some(letter) => fill(t.create_account_email_letter(), &[("letter", &letter.to_string())]),
        None => t.create_account_email_wrong().to_owned(),
    }
}

/// A new link to confirm this address, in its letter.
#[must_use]
pub fn fresh(state: &AppState, t: Messages, email: &str, now: Instant) -> NewConfirmation {
    let link = FreshLink::to(&state.config, "/set-up/email");
    let letter = compose(state, t, email, Letter::ConfirmEmail { link: &link.address }, now);
    let taken = compose(state, t, email, Letter::EmailInUse, now);
    NewConfirmation { token_hash: link.token_hash, letter, taken, expires_at: now + links::CONFIRM_EMAIL }
}

/// A consumer's details.
///
/// # Errors
/// Not found when the account is closed; the store's.
pub async fn details<P>(context: &RequestContext<P>, user: UserId) -> Result<Details, ApiError> {
    context.store().details(user).await?.ok_or(ApiError::new(ErrorCode::NotFound))
}

/// What to tell a consumer who would go on without a confirmed address; the page where they go on is [`EMAIL`].
///
/// # Errors
/// Not found when the account is closed; the store's.
pub async fn refusal<P>(context: &RequestContext<P>, user: UserId) -> Result<String, ApiError> {
    Ok(fill(context.messages().confirm_email_refused(), &[("email", &details(context, user).await?.email)]))
}

/// Whether a link may be sent to a consumer's address now. They are counted; one too many leaves a trace.
///
/// # Errors
/// The store's.
pub async fn may_send(context: &RequestContext<ConsumerSelf>) -> Result<bool, ApiError> {
    let user = context.who.user;
    let within = limits::count(context.store(), Limit::ConfirmEmail { user }, context.now).await?;
    if !within {
        context.traced(AuditAction::CodeRefused, Came::Limited, &user.to_string(), Some(user)).await?;
    }
    Ok(within)
}

/// Sends the link again. `false` when it was sent too often.
///
/// # Errors
/// Not found when the account is closed; the store's.
pub async fn send_again(context: &RequestContext<ConsumerSelf>) -> Result<bool, ApiError> {
    let user = context.who.user;
    let details = details(context, user).await?;
    if details.email_confirmed {
        return Ok(true);
    }
    if !may_send(context).await? {
        return Ok(false);
    }
    let link = fresh(context.state(), context.messages(), &details.email, context.now);
    // Another address by now has a link of its own.
    context.store().send_confirmation(user, &link).await?;
    Ok(true)
}
