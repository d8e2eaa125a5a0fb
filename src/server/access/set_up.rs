//! Setting up an account by the link in the activation mail or the invitation.

use super::{audit_of, browser, plan};
use crate::api::error::ApiError;
use crate::domain::audit::AuditAction;
use crate::domain::ids::ChangeId;
use crate::domain::roster::AccountState;
use crate::domain::signed_in_with::FirstStep;
use crate::domain::typed::plain;
use crate::server::context::RequestContext;
use crate::server::limits::{self, Limit};
use crate::server::links;
use crate::server::login_mn::Identity;
use crate::server::mail::{Letter, compose};
use crate::server::trace::Came;
use crate::server::{fault, random};
use crate::store::{AccessAccount, Activate, Arrival, Change, Constraint, Link, LinkFor, LinkPurpose, LinkState, SetUpAccount, StoreError};

/// What a link to set up an account leads to.
pub enum SetUp {
    /// The account can be set up.
    Open(Box<SetUpAccount>, Link),
    /// It can't.
    Shut(Shut),
}

/// Why a link does not set up an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shut {
    /// It was used, or the account was set up in another way.
    Used,
    /// A newer one was sent.
    Replaced,
    /// Its time is over.
    Expired,
    /// There never was such a link, or its account is not to be set up now.
    Unknown,
    /// Another account has its address.
    Taken,
}

/// Looks at a link. Looking does not use it up.
///
/// # Errors
/// The store's.
pub async fn look<P>(context: &RequestContext<P>, token: &str) -> Result<SetUp, ApiError> {
    look_at(context, links::hash(token)).await
}

/// The same by what is stored of the token.
///
/// # Errors
/// The store's.
pub async fn look_at<P>(context: &RequestContext<P>, token_hash: [u8; 32]) -> Result<SetUp, ApiError> {
    let link = context.store().link(token_hash, LinkPurpose::SetUp, context.now).await?;
    let Some(link) = link else { return Ok(SetUp::Shut(Shut::Unknown)) };
    match link.state {
        LinkState::Used => return Ok(SetUp::Shut(Shut::Used)),
        LinkState::Replaced => return Ok(SetUp::Shut(Shut::Replaced)),
        LinkState::Expired => return Ok(SetUp::Shut(Shut::Expired)),
        LinkState::Open => {}
    }
    let LinkFor::User(user) = link.of else { return Ok(SetUp::Shut(Shut::Unknown)) };
    let account = context.store().set_up_account(user, context.now).await?.filter(|account| account.open);
    Ok(match account {
        None => SetUp::Shut(Shut::Unknown),
        Some(account) if account.taken => SetUp::Shut(Shut::Taken),
        Some(account) => SetUp::Open(Box::new(account), link),
    })
}

/// What is wrong with a registration number, for a person to read; `None` when it is the one in the mail, or none is asked for. Every
/// way to set up an account asks here. A try counts before the number is looked at, so that many at once are no more than many in turn;
/// an empty field is no try.
///
/// # Errors
/// The store's.
pub async fn number_problem<P>(
    context: &RequestContext<P>,
    token: &str,
    link: &Link,
    typed: &str,
) -> Result<Option<&'static str>, ApiError> {
    let t = context.messages();
    let Some(secret) = link.secret_hash else { return Ok(None) };
    if plain(typed).is_empty() {
        return Ok(Some(t.access_number_missing()));
    }
    let limit = Limit::RegistrationNumber { link: &links::hash(token), address: context.info().address };
    let came = if !limits::count(context.store(), limit, context.now).await? {
        Came::Limited
    } else if links::registration_hash(typed) == secret {
        return Ok(None);
    } else {
        Came::Wrong
    };
    context.traced(AuditAction::RegistrationNumberRefused, came, token, None).await?;
    Ok(Some(if came == Came::Limited { t.access_too_many() } else { t.access_number_wrong() }))
}

/// How the owner of a new account will sign in.
pub enum SignsIn<'a> {
    /// With this password.
    Password(&'a str),
    /// With LoginMN.
    LoginMn(&'a Identity),
}

/// Sets the account up, and lets its owner in; gives where they go, and the hash of the session with which they do. `None` when the link
/// does not open any more, or when the identity opens another account.
///
/// # Errors
/// The store's; when hashing fails.
pub async fn activate<P>(
    context: &RequestContext<P>,
    token_hash: [u8; 32],
    account: SetUpAccount,
    signs_in: SignsIn<'_>,
) -> Result<Option<(String, [u8; 32])>, ApiError> {
    let (state, t, now) = (context.state(), context.messages(), context.now);
    let first = match signs_in {
        SignsIn::Password(_) => FirstStep::Password,
        SignsIn::LoginMn(_) => FirstStep::LoginMn,
    };
    let (password_hash, identity) = match signs_in {
        SignsIn::Password(password) => (
            Some(state.passwords.hash_for(context.info().party(), password).await.map_err(|error| fault::hashing(context.info(), error))?),
            None,
        ),
        SignsIn::LoginMn(identity) => (None, Some((identity.issuer.clone(), identity.subject.clone()))),
    };
    let access = AccessAccount {
        taken: false,
        user: account.user,
        role: account.role,
        kind: account.card.as_ref().map(|card| card.kind),
        name: account.name.clone(),
        email: account.email.clone(),
        open: true,
        removed: false,
        suspended: false,
        exempt: false,
        password_hash: None,
        password_set_at: now,
        factor: None,
        born: None,
        passkey: false,
        reset_by_mail: false,
    };
    let (mut arrival, way) = plan(context, &access, account.role.home(), first).await?;
    // The browser is known from now on. They have come by a letter to their own mailbox: another one about it would tell them nothing.
    let planned = match &mut arrival {
        Arrival::SignedIn(arrival) => arrival.browser.take().map(|(browser, _)| (browser, None)),
        Arrival::Step(_) => None,
    };
    let (browser, cookie) = planned.unwrap_or_else(|| browser(context));
    let confirmed = account.card.as_ref().filter(|_| state.config.confirm_accounts).map(|card| {
        let letter = Letter::Confirmation { name: &account.name, number: &card.number.to_string() };
        (audit_of(context, account.user, account.role), compose(state, t, &account.email, letter, now))
    });
    let state_text = |state| t.account_state(state).to_owned();
    let assister = account.card.as_ref().map(|card| {
        let id = ChangeId(random::uuid_v7(now));
        let (before, after) = (state_text(AccountState::Enrolled), state_text(AccountState::Active));
        (card.id, Change { id, field: "account", before, after })
    });
    let new = Activate {
        token_hash,
        user: account.user,
        assister,
        audit: audit_of(context, account.user, account.role),
        name: account.name,
        password_hash,
        identity,
        confirmed,
        browser,
        arrival,
        now,
    };
    let session = new.arrival.session_hash();
    match context.store().activate(&new).await {
        Ok(true) => {}
        Ok(false) | Err(StoreError::Conflict(Constraint::EmailTaken)) => return Ok(None),
        Err(error) => return Err(error.into()),
    }
    if let Some(cookie) = cookie {
        context.set_cookie(&cookie);
    }
    Ok(Some((way.go(context), session)))
}
