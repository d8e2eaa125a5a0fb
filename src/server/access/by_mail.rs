//! Finishing to sign in by a link in a mail: what a right password opens in a browser that nobody knows, when strangers tried too many.

use super::{AccessAccount, plan};
use crate::api::error::ApiError;
use crate::domain::ids::UserId;
use crate::domain::signed_in_with::FirstStep;
use crate::messages::Language;
use crate::server::context::RequestContext;
use crate::server::limits::{self, Limit};
use crate::server::links::{self, FreshLink};
use crate::server::mail::{Letter, compose};
use crate::server::{AppState, RequestInfo, fault};
use crate::store::{LinkFor, LinkPurpose, LinkState, NewLink, StoreError};
use std::time::Duration;

/// Where the link leads.
pub const FINISH: &str = "/sign-in/finish";
/// Where somebody is told that a link is on its way, if it is.
pub const SENT: &str = "/sign-in/sent";
/// Every such answer takes at least this long: longer than it takes to send the link.
pub const TAKES: Duration = super::new_password::FORGOT_TAKES;

/// Sends the link, unless one was sent a few minutes ago.
///
/// # Errors
/// The store's.
pub async fn send(state: &AppState, info: &RequestInfo, user: UserId) -> Result<(), ApiError> {
    let failed = |error: StoreError| fault::store(info, &error);
    let now = state.clock.now();
    if !limits::count(&state.store, Limit::SignInMail { user }, now).await.map_err(failed)? {
        return Ok(());
    }
    // Whose address it is has another account, and no link into this one.
    let account = state.store.access_account(user, now).await.map_err(failed)?.filter(|account| !account.taken);
    let Some(account) = account else { return Ok(()) };
    let fresh = FreshLink::to(&state.config, FINISH);
    let letter = compose(state, Language::default().messages(), &account.email, Letter::SignInLink { link: &fresh.address }, now);
    let link = NewLink {
        token_hash: fresh.token_hash,
        purpose: LinkPurpose::SignIn,
        of: LinkFor::User(user),
        secret_hash: None,
        now,
        expires_at: now + links::SIGN_IN,
    };
    state.store.send_link(link, &letter).await.map_err(failed)
}

/// The account for which a link opens. Looking does not use it up.
///
/// # Errors
/// The store's.
pub async fn linked<P>(context: &RequestContext<P>, token: &str) -> Result<Option<AccessAccount>, ApiError> {
    let link = context.store().link(links::hash(token), LinkPurpose::SignIn, context.now).await?;
    let Some(LinkFor::User(user)) = link.filter(|link| link.state == LinkState::Open).map(|link| link.of) else { return Ok(None) };
    Ok(context.store().access_account(user, context.now).await?.filter(|account| account.open))
}

/// Uses the link up and lets its owner in, or on to the second step. `None` when it does not open (any more).
///
/// # Errors
/// The store's.
pub async fn finish<P>(context: &RequestContext<P>, token: &str) -> Result<Option<String>, ApiError> {
    let Some(account) = linked(context, token).await? else { return Ok(None) };
    let (arrival, way) = plan(context, &account, account.role.home(), FirstStep::Password).await?;
    let arrived = context.store().arrive_by_link(links::hash(token), &arrival, context.now).await?;
    Ok(arrived.then(|| way.go(context)))
}
