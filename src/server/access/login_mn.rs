//! LoginMN and one's own account: whether it is linked, and unlinking it.

use super::factors::SECURITY;
use super::proof::{PROVE, by_password, is_proved};
use super::sign_in_changed;
use crate::api::error::{ApiError, ErrorCode};
use crate::api::identity::LoginMnView;
use crate::server::context::{AccountSelf, RequestContext};
use crate::store::{AccessAccount, Unlinked};

/// How LoginMN and an account stand to each other; `None` where there is no LoginMN.
///
/// # Errors
/// The store's.
pub async fn view(context: &RequestContext<AccountSelf>, account: &AccessAccount) -> Result<Option<LoginMnView>, ApiError> {
    if context.state().config.login_mn.is_none() {
        return Ok(None);
    }
    let linked = context.store().has_identity(account.user).await?;
    Ok(Some(match (linked, by_password(context, account)) {
        (false, _) => LoginMnView::NotLinked,
        (true, true) => LoginMnView::Linked,
        (true, false) => LoginMnView::LastWay,
    }))
}

/// Unlinks LoginMN from the account of who is signed in and proved a short while ago that it is them; gives where to go.
///
/// # Errors
/// The store's.
pub async fn unlink(context: &RequestContext<AccountSelf>) -> Result<String, ApiError> {
    let account = context.store().access_account(context.who.0.user, context.now).await?;
    let account = account.ok_or(ApiError::new(ErrorCode::NotFound))?;
    let Some(session) = context.session_hash() else { return Ok(PROVE.to_owned()) };
    if !is_proved(context).await? {
        return Ok(PROVE.to_owned());
    }
    let (letter, audit) = (sign_in_changed(context, &account), context.audit());
    let unlinked = context.store().unlink_identity(account.user, session, by_password(context, &account), &letter, &audit).await?;
    Ok(match unlinked {
        Unlinked::Done | Unlinked::AlreadySo => format!("{SECURITY}?login-mn=unlinked"),
        // The page says why.
        Unlinked::LastWay => SECURITY.to_owned(),
    })
}
