//! New passwords: by who knows the present one, or by a link that was sent.

use super::{audit_of, needs_second_step};
use crate::api::error::ApiError;
use crate::api::identity::OtherWaysView;
use crate::domain::audit::AuditAction;
use crate::domain::ids::{AuditId, UserId};
use crate::domain::second_step::FactorKind;
use crate::domain::typed::compared_email;
use crate::messages::Messages;
use crate::server::context::RequestContext;
use crate::server::limits::{self, Limit, Mailing, Source, Tried};
use crate::server::links::{self, FreshLink};
use crate::server::mail::{Letter, compose};
use crate::server::sign_in::source;
use crate::server::strength::{OwnWords, PasswordProblem, strength};
use crate::server::trace::Came;
use crate::server::{cookies, dates, fault, random};
use crate::store::{AccessAccount, Constraint, KeptWays, LinkFor, LinkPurpose, LinkState, NewLink, NewPassword, NewSession, StoreError};
use std::time::Duration;

/// Every answer to "Forgot your password?" takes at least this long: longer than it takes to send the link, so that the time does not
/// tell whether there is such an account.
pub const FORGOT_TAKES: Duration = Duration::from_millis(250);

/// What is wrong with a new password, for a person to read.
#[must_use]
pub fn problem(t: Messages, password: &str, own: &OwnWords<'_>) -> Option<&'static str> {
    strength(password, own).err().map(|problem| match problem {
        PasswordProblem::TooShort => t.create_account_password_short(),
        PasswordProblem::TooLong => t.create_account_password_long(),
        PasswordProblem::TooWeak => t.create_account_password_weak(),
    })
}

/// What came of a new password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changed {
    /// It is in force.
    Done,
    /// It was theirs before.
    Reused,
    /// It came too late: the link is used, or the password was changed meanwhile.
    TooLate,
}

async fn is<P>(context: &RequestContext<P>, hash: &str, password: &str) -> Result<bool, ApiError> {
    let party = context.info().party();
    context.state().passwords.verify(party, Some(hash), password).await.map_err(|error| fault::hashing(context.info(), error))
}

/// What is wrong with what was typed as the present password, for a person to read; `None` when it is that.
///
/// # Errors
/// The store's; when hashing fails.
pub async fn present_problem<P>(
    context: &RequestContext<P>,
    account: &AccessAccount,
    typed: &str,
) -> Result<Option<&'static str>, ApiError> {
    let t = context.messages();
    if typed.is_empty() {
        return Ok(Some(t.access_current_missing()));
    }
    let attempt = async {
        let hash = account.password_hash.as_deref().unwrap_or_default();
        Ok::<_, ApiError>(is(context, hash, typed).await?.then_some(()))
    };
    let user = account.user;
    let tried = limits::attempt(context.store(), Limit::PresentPassword { user }, context.now, attempt).await?;
    if let Some(came) = Came::of(&tried) {
        context.traced(AuditAction::PresentPasswordRefused, came, &user.to_string(), Some(user)).await?;
    }
    Ok(match tried {
        Tried::Hit(()) => None,
        Tried::Miss => Some(t.access_current_wrong()),
        Tried::TooMany => Some(t.access_too_many()),
    })
}

/// The change, ready for the store; `None` when the password was theirs before.
async fn prepare<P>(context: &RequestContext<P>, account: &AccessAccount, password: &str) -> Result<Option<NewPassword>, ApiError> {
    let before = account.password_hash.clone().unwrap_or_default();
    let mut used = context.store().earlier_passwords(account.user).await?;
    used.insert(0, before.clone());
    for hash in &used {
        if is(context, hash, password).await? {
            return Ok(None);
        }
    }
    let hash = context
        .state()
        .passwords
        .hash_for(context.info().party(), password)
        .await
        .map_err(|error| fault::hashing(context.info(), error))?;
    let letter = Letter::PasswordChanged { when: &dates::moment(context.now) };
    let letter = compose(context.state(), context.messages(), &account.email, letter, context.now);
    let audit = audit_of(context, account.user, account.role);
    Ok(Some(NewPassword { user: account.user, before, hash, letter, audit, now: context.now }))
}

/// Changes the password of somebody who is signed in and gave the present one. They stay signed in here and nowhere else.
///
/// # Errors
/// The store's; when hashing fails.
pub async fn change<P>(context: &RequestContext<P>, account: &AccessAccount, password: &str) -> Result<Changed, ApiError> {
    let Some(new) = prepare(context, account, password).await? else { return Ok(Changed::Reused) };
    let token = random::token();
    let session = NewSession { token_hash: cookies::hash(&token), user: Some(account.user), learner: None, now: context.now };
    if !context.store().change_password(&new, session, context.session_hash()).await? {
        return Ok(Changed::TooLate);
    }
    context.set_cookie(&cookies::set(&context.state().config, &token));
    Ok(Changed::Done)
}

/// Sends a link to choose a new password, when there is an account to choose one for. `false` when it was asked for too often, whether
/// there is an account or not.
///
/// # Errors
/// The store's.
pub async fn forgot<P>(context: &RequestContext<P>, email: &str) -> Result<bool, ApiError> {
    let (asked, ()) = tokio::join!(send_link(context, email), tokio::time::sleep(FORGOT_TAKES));
    asked
}

async fn send_link<P>(context: &RequestContext<P>, email: &str) -> Result<bool, ApiError> {
    let (state, now) = (context.state(), context.now);
    let source = source(state, context.info(), email, context.browser()).await?;
    let within = limits::count(context.store(), Limit::ForgotPassword { email, source }, now).await?;
    context.traced(AuditAction::PasswordResetAsked, if within { Came::Asked } else { Came::Limited }, email, None).await?;
    if !within {
        return Ok(false);
    }
    // What strangers ask for takes nothing from who asks in a browser of their own. A link lasts twenty minutes, so that whoever owns the
    // mailbox always has one in it that opens.
    if matches!(source, Source::Address(_)) && !limits::may_mail(context.store(), Mailing::Reset, email, now).await? {
        return Ok(true);
    }
    let email = compared_email(email).unwrap_or_default();
    let known = match context.store().credentials(&email, now).await? {
        None => context.store().unconfirmed_credentials(&email).await?,
        own => own,
    };
    let Some(user) = known.filter(|known| known.password_hash.is_some()).map(|known| known.user) else { return Ok(true) };
    if let Some(account) = resettable(context, user).await? {
        let fresh = FreshLink::to(&state.config, "/password/reset");
        let letter = compose(state, context.messages(), &account.email, Letter::PasswordReset { link: &fresh.address }, now);
        let link = NewLink {
            token_hash: fresh.token_hash,
            purpose: LinkPurpose::PasswordReset,
            of: LinkFor::User(user),
            secret_hash: None,
            now,
            expires_at: now + links::PASSWORD_RESET,
        };
        context.store().send_link(link, &letter).await?;
    }
    Ok(true)
}

/// An account that has a password, was not removed and can have its address. A suspended assister's counts: they can't sign in with the new one either.
async fn resettable<P>(context: &RequestContext<P>, user: UserId) -> Result<Option<AccessAccount>, ApiError> {
    let account = context.store().access_account(user, context.now).await?;
    Ok(account.filter(|account| account.password_hash.is_some() && !account.removed && !account.taken))
}

/// The account for which a link opens. Looking does not use it up.
///
/// # Errors
/// The store's.
pub async fn linked<P>(context: &RequestContext<P>, token: &str) -> Result<Option<AccessAccount>, ApiError> {
    let link = context.store().link(links::hash(token), LinkPurpose::PasswordReset, context.now).await?;
    match link.filter(|link| link.state == LinkState::Open).map(|link| link.of) {
        Some(LinkFor::User(user)) => resettable(context, user).await,
        _ => Ok(None),
    }
}

/// The other ways into an account, for who chooses its password by a link.
///
/// # Errors
/// The store's.
pub async fn other_ways<P>(context: &RequestContext<P>, account: &AccessAccount) -> Result<OtherWaysView, ApiError> {
    let ways = context.store().other_ways(account.user).await?;
    let second = needs_second_step(&context.state().config, account);
    Ok(OtherWaysView {
        login_mn: ways.login_mn.map(dates::date),
        browsers: ways.browsers,
        app: second && account.factor == Some(FactorKind::Authenticator),
        passkeys: if second { ways.passkeys } else { 0 },
    })
}

/// Uses a link up for a new password. Of the other ways in only those that are kept stay: LoginMN, and the browsers in which the account was
/// used.
///
/// # Errors
/// The store's; when hashing fails.
pub async fn reset<P>(
    context: &RequestContext<P>,
    token: &str,
    account: &AccessAccount,
    password: &str,
    (login_mn, browsers): (bool, bool),
) -> Result<Changed, ApiError> {
    let Some(new) = prepare(context, account, password).await? else { return Ok(Changed::Reused) };
    let kept = KeptWays { login_mn, browsers, unlinked: AuditId(context.fresh_id()) };
    match context.store().reset_password(links::hash(token), &new, kept).await {
        Ok(true) => Ok(Changed::Done),
        Ok(false) | Err(StoreError::Conflict(Constraint::EmailTaken)) => Ok(Changed::TooLate),
        Err(error) => Err(error.into()),
    }
}
