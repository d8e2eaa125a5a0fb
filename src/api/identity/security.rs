//! `/security`: how a person signs in, and their recovery codes.

use super::passkeys::PasskeysView;
use crate::api::client::FromPage;
use crate::api::error::ApiError;
use crate::api::forms::Posted;
use crate::domain::second_step::FactorKind;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;
use serde::{Deserialize, Serialize};

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecurityPage {
    /// When the password expires, if it does.
    pub expires: Option<String>,
    /// The second step, for whom there is one.
    pub second: Option<SecondStepView>,
    /// Their passkeys; `None` where nobody can have any, or they have no second step.
    pub passkeys: Option<PasskeysView>,
    /// LoginMN; `None` where there is none.
    pub login_mn: Option<LoginMnView>,
}

/// A person's second step, to themselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondStepView {
    /// What they chose.
    pub factor: Option<FactorKind>,
    /// Whether they may go over to codes by email.
    pub may_choose_email: bool,
    /// How many recovery codes they have left.
    pub codes_left: u32,
    /// Whether they need not have one: their account opens only what is their own.
    pub optional: bool,
}

/// How LoginMN and an account stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LoginMnView {
    /// It can be linked.
    NotLinked,
    /// It is linked, and can be unlinked.
    Linked,
    /// It is linked, and nothing else opens the account.
    LastWay,
}

/// New recovery codes, as long as they are shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecoveryCodesPage {
    /// The codes; none when they are not shown any more.
    pub codes: Vec<String>,
}

/// The page. `retry` finds a passkey that was refused.
#[server(name = LoadSecurityPage, prefix = "/api", endpoint = "security-page", input = Postcard, output = Postcard, client = FromPage)]
pub async fn security_page(retry: String) -> Result<SecurityPage, ApiError> {
    use crate::api::error::ErrorCode;
    use crate::domain::second_step::{may_choose_email, second_step_is_for};
    use crate::server::access::{login_mn, may_have_second_step, passkeys, password_expiry};
    use crate::server::context::{AccountSelf, RequestContext};
    use crate::server::dates;
    let context = RequestContext::<AccountSelf>::require()?;
    let account = context.store().access_account(context.who.0.user, context.now).await?;
    let account = account.ok_or(ApiError::new(ErrorCode::NotFound))?;
    let config = &context.state().config;
    let second = if may_have_second_step(config, &account) {
        Some(SecondStepView {
            factor: account.factor,
            may_choose_email: may_choose_email(account.role),
            codes_left: context.store().recovery_codes_left(account.user).await?,
            optional: !second_step_is_for(account.role),
        })
    } else {
        None
    };
    let expires = password_expiry(config, account.role, account.kind, account.password_set_at).map(dates::date);
    let login_mn = login_mn::view(&context, &account).await?;
    let passkeys = passkeys::view(&context, &account, &retry).await?;
    Ok(SecurityPage { expires, second, passkeys, login_mn })
}

/// Unlink LoginMN from the caller's own account, unless it is the last way in.
#[server(prefix = "/api", endpoint = "unlink-login-mn", output = Postcard, client = FromPage)]
pub async fn unlink_login_mn() -> Result<Posted, ApiError> {
    use crate::server::access::login_mn;
    use crate::server::context::{AccountSelf, RequestContext};
    let context = RequestContext::<AccountSelf>::require()?;
    let to = login_mn::unlink(&context).await?;
    context.done(&to)
}

/// Make new recovery codes; those before are of no use any more.
#[server(prefix = "/api", endpoint = "new-recovery-codes", output = Postcard, client = FromPage)]
pub async fn new_recovery_codes() -> Result<Posted, ApiError> {
    use crate::server::access::factors::{self, RECOVERY, SECURITY};
    use crate::server::access::proof::{PROVE, is_proved};
    use crate::server::access::with_second_step;
    use crate::server::context::{AccountSelf, RequestContext};
    let context = RequestContext::<AccountSelf>::require()?;
    let (Some(account), Some(session)) = (with_second_step(&context).await?, context.session_hash()) else {
        return context.done(SECURITY);
    };
    if !is_proved(&context).await? {
        return context.done(PROVE);
    }
    factors::new_recovery_codes(&context, &account, session).await?;
    context.done(RECOVERY)
}

/// Turn the second step off, where it is optional.
#[server(prefix = "/api", endpoint = "turn-off-second-step", output = Postcard, client = FromPage)]
pub async fn turn_off_second_step() -> Result<Posted, ApiError> {
    use crate::server::access::factors::{self, SECURITY};
    use crate::server::access::proof::{PROVE, is_proved};
    use crate::server::access::{may_turn_off, with_second_step};
    use crate::server::context::{AccountSelf, RequestContext};
    let context = RequestContext::<AccountSelf>::require()?;
    let account = with_second_step(&context).await?.filter(|account| may_turn_off(&context.state().config, account));
    let (Some(account), Some(session)) = (account, context.session_hash()) else {
        return context.done(SECURITY);
    };
    if !is_proved(&context).await? {
        return context.done(PROVE);
    }
    let off = factors::turn_off(&context, &account, session).await?;
    context.done(if off { "/security?off=1" } else { SECURITY })
}

/// The page that shows them.
#[server(name = LoadRecoveryCodes, prefix = "/api", endpoint = "recovery-codes-page", input = Postcard, output = Postcard, client = FromPage)]
pub async fn recovery_codes_page() -> Result<RecoveryCodesPage, ApiError> {
    use crate::server::context::{AccountSelf, RequestContext};
    let context = RequestContext::<AccountSelf>::require()?;
    let sheet = match context.session_hash() {
        Some(session) => context.store().recovery_sheet(session, context.now).await?,
        None => None,
    };
    let codes = sheet.map(|(codes, _)| codes.split(' ').map(str::to_owned).collect());
    Ok(RecoveryCodesPage { codes: codes.unwrap_or_default() })
}

/// They are kept somewhere: never show them again, and go where the person wanted to go.
#[server(prefix = "/api", endpoint = "recovery-codes-kept", output = Postcard, client = FromPage)]
pub async fn recovery_codes_kept() -> Result<Posted, ApiError> {
    use crate::server::access::factors::SECURITY;
    use crate::server::context::{AccountSelf, RequestContext};
    let context = RequestContext::<AccountSelf>::require()?;
    let mut to = SECURITY.to_owned();
    if let Some(session) = context.session_hash()
        && let Some((_, wanted)) = context.store().recovery_sheet(session, context.now).await?
    {
        context.store().forget_recovery_sheet(session).await?;
        to = wanted;
    }
    context.done(&to)
}
