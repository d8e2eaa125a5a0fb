//! Getting into an account: what comes after a right password, setting up, second steps, new passwords. What the server functions of
//! `api/identity` call; the headers that go with an answer are set here.
//!
//! One file per errand. Whatever lets somebody in plans it with [`plan`] or [`signed_in`] and gives the plan to the store, which does it
//! in the transaction of the rest.

pub mod authenticator;
pub mod by_mail;
pub mod details;
pub mod email_confirmation;
pub mod factors;
pub mod login_mn;
pub mod new_password;
pub mod passkeys;
pub mod proof;
pub mod second_step;
pub mod set_up;

use super::context::{AccountSelf, RequestContext};
use super::limits::{self, Limit};
use super::mail::{Letter, compose};
use super::strength::OwnWords;
use super::{Config, cookies, dates, random};
use crate::api::error::ApiError;
use crate::domain::identity::{AssisterKind, Role};
use crate::domain::ids::UserId;
use crate::domain::instant::Instant;
use crate::domain::next;
use crate::domain::second_step::{self as rules, EmailedCode, PASSWORD_REMINDER, second_step_is_for};
use crate::domain::signed_in_with::{FirstStep, SignedInWith};
use crate::store::{AccessAccount, Arrival, Audit, Mail, NewSession, SignedInArrival, StepArrival};
use axum::http::HeaderValue;
use std::time::Duration;

/// The page for the second step.
pub const SECOND_STEP: &str = "/sign-in/second-factor";
/// The page for who has none yet.
pub const CHOOSE: &str = "/sign-in/choose-factor";
/// The page on which somebody keeps the passkeys that they know, after a reset by mail.
pub const WAYS: &str = "/security/ways";
/// The page for a new password.
pub const CHANGE_PASSWORD: &str = "/password/change";

/// Where somebody goes, and the cookies that go along.
#[derive(Clone, Debug)]
#[must_use]
pub struct Way {
    /// The address.
    pub to: String,
    cookies: Vec<HeaderValue>,
}

impl Way {
    /// Sets the cookies, now that the store has done what was planned.
    pub fn go<P>(self, context: &RequestContext<P>) -> String {
        self.cookies.iter().for_each(|cookie| context.set_cookie(cookie));
        self.to
    }
}

/// Lets somebody in who gave the right password; `None` when the account was closed meanwhile.
///
/// # Errors
/// The store's.
pub async fn enter<P>(context: &RequestContext<P>, user: UserId, wanted: &str) -> Result<Option<String>, ApiError> {
    let account = context.store().access_account(user, context.now).await?;
    let Some(account) = account.filter(|account| account.open) else { return Ok(None) };
    Ok(Some(admit(context, &account, wanted, FirstStep::Password).await?.0))
}

/// Lets in whose first step was done, here or at LoginMN. Gives where they go, and the hash of the session with which they do.
///
/// # Errors
/// The store's.
pub async fn admit<P>(
    context: &RequestContext<P>,
    account: &AccessAccount,
    wanted: &str,
    first: FirstStep,
) -> Result<(String, [u8; 32]), ApiError> {
    let (arrival, way) = plan(context, account, &next::or_home(Some(wanted), account.role), first).await?;
    context.store().arrive(&arrival).await?;
    Ok((way.go(context), arrival.session_hash()))
}

impl AccessAccount {
    /// What makes a password of its owner weak.
    #[must_use]
    pub fn own_words(&self) -> OwnWords<'_> {
        OwnWords { name: &self.name, email: &self.email, born: self.born }
    }
}

/// Whether an account may have a second step.
#[must_use]
pub const fn may_have_second_step(config: &Config, account: &AccessAccount) -> bool {
    config.second_factor && rules::may_have_second_step(account.role) && !account.exempt
}

/// Whether an account signs in with a second step: who sees other people's information, and who chose one.
#[must_use]
pub const fn needs_second_step(config: &Config, account: &AccessAccount) -> bool {
    may_have_second_step(config, account) && (second_step_is_for(account.role) || account.factor.is_some())
}

/// Whether an account has a second step that its owner may turn off.
#[must_use]
pub const fn may_turn_off(config: &Config, account: &AccessAccount) -> bool {
    has_second_step(config, account) && !second_step_is_for(account.role)
}

/// The account of who is signed in, when it has a second step.
///
/// # Errors
/// The store's.
pub async fn with_second_step(context: &RequestContext<AccountSelf>) -> Result<Option<AccessAccount>, ApiError> {
    let account = context.store().access_account(context.who.0.user, context.now).await?;
    Ok(account.filter(|account| has_second_step(&context.state().config, account)))
}

/// Whether an account has the second step that it signs in with.
#[must_use]
pub const fn has_second_step(config: &Config, account: &AccessAccount) -> bool {
    needs_second_step(config, account) && account.factor.is_some()
}

/// What comes after the first step: a session, or the second step.
///
/// # Errors
/// The store's.
pub async fn plan<P>(
    context: &RequestContext<P>,
    account: &AccessAccount,
    wanted: &str,
    first: FirstStep,
) -> Result<(Arrival, Way), ApiError> {
    if !needs_second_step(&context.state().config, account) {
        let (arrival, way) = signed_in(context, account, wanted, SignedInWith { first, second: None });
        return Ok((Arrival::SignedIn(arrival), way));
    }
    let token = random::token();
    let session_hash = cookies::hash(&token);
    let by_email = account.doors().emailed_code() != EmailedCode::Nothing;
    let code = if by_email && limits::count(context.store(), Limit::SendCode { user: account.user }, context.now).await? {
        Some(second_step::fresh_code(context, session_hash, account))
    } else {
        None
    };
    let step = StepArrival {
        session_hash,
        replaces: context.session_hash(),
        user: account.user,
        wanted: wanted.to_owned(),
        code,
        now: context.now,
    };
    let to = if account.doors().may_set_up(false) { CHOOSE } else { SECOND_STEP };
    let cookies = vec![cookies::set(&context.state().config, &token)];
    Ok((Arrival::Step(step), Way { to: to.to_owned(), cookies }))
}

/// A session for somebody who has proved all that there is to prove.
pub fn signed_in<P>(context: &RequestContext<P>, account: &AccessAccount, wanted: &str, with: SignedInWith) -> (SignedInArrival, Way) {
    let (config, now) = (&context.state().config, context.now);
    let token = random::token();
    let mut cookies = vec![cookies::set(config, &token)];
    let expires = password_expiry(config, account.role, account.kind, account.password_set_at);
    // Who signs on with LoginMN may have none, and nobody changes what opens nothing.
    let expired = config.password_sign_in && account.password_hash.is_some() && expires.is_some_and(|at| at <= now);
    // Who sees only their own information is not written to at every new telephone.
    let letter = (second_step_is_for(account.role) && !account.exempt).then(|| {
        let letter = Letter::NewSignIn { when: &dates::moment(now) };
        compose(context.state(), context.messages(), &account.email, letter, now)
    });
    // Everybody's browser is known again: what strangers try elsewhere does not count against it.
    let (hash, cookie) = browser(context);
    cookies.extend(cookie);
    let arrival = SignedInArrival {
        session: NewSession { token_hash: cookies::hash(&token), user: Some(account.user), learner: None, now },
        replaces: context.session_hash(),
        audit: audit_of(context, account.user, account.role),
        with,
        change_password_then: expired.then(|| wanted.to_owned()),
        browser: Some((hash, letter)),
    };
    (arrival, Way { to: if expired { CHANGE_PASSWORD } else { wanted }.to_owned(), cookies })
}

/// What is stored of the browser's name, and the cookie that gives it one where it has none.
fn browser<P>(context: &RequestContext<P>) -> ([u8; 32], Option<HeaderValue>) {
    match context.browser() {
        Some(token) => (cookies::hash(&token), None),
        None => {
            let token = random::token();
            (cookies::hash(&token), Some(cookies::set_browser(&context.state().config, &token)))
        }
    }
}

/// The audit row of what somebody does who is not signed in yet.
fn audit_of<P>(context: &RequestContext<P>, user: UserId, role: Role) -> Audit {
    context.info().audit(user, role, context.now)
}

/// Tells an account's owner that the way they sign in was changed.
pub fn sign_in_changed<P>(context: &RequestContext<P>, account: &AccessAccount) -> Mail {
    let letter = Letter::SignInChanged { when: &dates::moment(context.now) };
    compose(context.state(), context.messages(), &account.email, letter, context.now)
}

/// When a password expires (rule 9); `None`: never.
#[must_use]
pub fn password_expiry(config: &Config, role: Role, kind: Option<AssisterKind>, set_at: Instant) -> Option<Instant> {
    config.password_days.of(role, kind).map(|days| set_at + Duration::from_secs(u64::from(days) * 24 * 60 * 60))
}

/// The day on which a password expires, to read, from two weeks before.
#[must_use]
pub fn password_reminder(config: &Config, role: Role, kind: Option<AssisterKind>, set_at: Instant, now: Instant) -> Option<String> {
    password_expiry(config, role, kind, set_at).filter(|at| *at - PASSWORD_REMINDER <= now).map(dates::date)
}
