//! Signing in, signing out, creating an account: what the server functions of `api/identity` call, and the headers to answer with.

use super::access::{by_mail, email_confirmation};
use super::clock::Stopwatch;
use super::limits::{self, Limit, Mailing, Source, Tried};
use super::line::Party;
use super::trace::{self, Came};
use super::{AppState, RequestInfo, cookies, fault, random};
use crate::api::error::ApiError;
use crate::domain::audit::AuditAction;
use crate::domain::identity::Role;
use crate::domain::ids::{ConsumerId, UserId};
use crate::domain::instant::Date;
use crate::domain::manage_assister::fill;
use crate::domain::typed::compared_email;
use crate::messages::{Language, Messages};
use crate::store::{Credentials, EmailProof, NewConsumer, NewSession, StoreError};
use axum::http::{HeaderName, HeaderValue, header};

/// The header that lets a browser forget what it kept of a site.
pub const CLEAR_SITE_DATA: HeaderName = HeaderName::from_static("clear-site-data");

/// What came of a password.
#[derive(Clone, Debug)]
pub enum SignIn {
    /// The password of this account: what comes next is `access::enter`'s to say.
    Right(UserId),
    /// Unknown, wrong, not set up or closed: the same to whoever asks.
    Wrong,
    /// Tried too often; later it works again.
    TooMany,
    /// The right password of a suspended account of this role.
    Suspended(Role),
    /// Right or wrong, which only the mail tells: there were too many wrong ones. For the trace, what came of it.
    ByMail(Came),
}

/// A consumer's account to be. Every field was checked: the name by `clean_name`, the email by `normal_email`, the password by
/// [`strength`](super::strength::strength()).
#[derive(Clone)]
pub struct NewAccount {
    /// The person's name.
    pub name: String,
    /// Date of birth.
    pub born: Date,
    /// In the normal form.
    pub email: String,
    /// In the clear.
    pub password: String,
}

/// What came of creating an account.
#[derive(Clone, Debug)]
pub enum CreateAccount {
    /// Created and signed in: answer with this `Set-Cookie`.
    Done {
        /// The new session's cookie.
        cookie: HeaderValue,
    },
    /// Too many new accounts from this address.
    TooMany,
}

/// From where somebody tries to get into an account: a browser in which it was signed in to before (`browser` is what names it) is not
/// taken for its address.
///
/// # Errors
/// When the database fails.
pub async fn source(state: &AppState, info: &RequestInfo, email: &str, browser: Option<[u8; 32]>) -> Result<Source, StoreError> {
    if let (Some(token), Some(email)) = (browser, compared_email(email)) {
        let hash = cookies::hash(&token);
        if state.store.knows_browser(&email, hash).await? {
            return Ok(Source::Browser(hash));
        }
    }
    Ok(Source::Address(info.address))
}

/// Looks at a password. The same answer in the same time for an unknown user, a wrong
/// password and an account that was closed. `browser` is what names the browser.
///
/// # Errors
/// When the database or hashing fails.
pub async fn sign_in(
    state: &AppState,
    info: &RequestInfo,
    email: &str,
    password: &str,
    browser: Option<[u8; 32]>,
) -> Result<SignIn, ApiError> {
    let failed = |error: StoreError| fault::store(info, &error);
    let now = state.clock.now();
    let source = source(state, info, email, browser).await.map_err(failed)?;
    let stranger = matches!(source, Source::Address(_));
    if stranger {
        let pause = limits::pause(&state.store, email, now).await.map_err(failed)?;
        if !pause.is_zero() {
            tokio::time::sleep(pause).await;
        }
    }
    let limit = Limit::SignIn { email, source };
    let party = match source {
        Source::Browser(hash) => Party::Browser(hash),
        Source::Address(_) => info.party(),
    };
    let tried = limits::attempt(&state.store, limit, now, check(state, info, party.clone(), email, password)).await?;
    if stranger && !matches!(tried, Tried::TooMany) {
        let watch = Stopwatch::start();
        let unproved = Limit::SignInUnproved { email, address: info.address };
        if matches!(tried, Tried::Miss) {
            limits::count(&state.store, Limit::SignInAnywhere { email }, now).await.map_err(failed)?;
            limits::count(&state.store, unproved, now).await.map_err(failed)?;
        }
        // Asked after the attempt, so that of many at once not more than the limit allows get another answer.
        if !limits::allowed(&state.store, unproved, now).await.map_err(failed)? {
            let came = match tried {
                Tried::Hit(known) if known.open => by_mail::send(state, info, known.user).await.map(|()| Came::Asked)?,
                _ => Came::Wrong,
            };
            // What is sent takes no longer than what is not.
            tokio::time::sleep(by_mail::TAKES.saturating_sub(watch.elapsed())).await;
            return Ok(SignIn::ByMail(came));
        }
    }
    Ok(match tried {
        Tried::Hit(known) if known.open => {
            hash_anew(state, info, party, &known, password).await;
            SignIn::Right(known.user)
        }
        Tried::Hit(known) => SignIn::Suspended(known.role),
        Tried::Miss => SignIn::Wrong,
        Tried::TooMany => SignIn::TooMany,
    })
}

/// What a suspended account of this role is told: whom to call.
#[must_use]
pub fn suspended(t: Messages, role: Role) -> String {
    match role {
        Role::Assister => fill(t.sign_in_suspended_assister(), &[("arc", t.contact_arc()), ("bsl", t.contact_bsl())]),
        _ => t.sign_in_suspended().to_owned(),
    }
}

/// Whose account it is, when the password is right and they may sign in, or are told that they may not.
async fn check(state: &AppState, info: &RequestInfo, party: Party, email: &str, password: &str) -> Result<Option<Credentials>, ApiError> {
    // An address that can't be one is looked up all the same: a shortcut would show in the time.
    let looked_up = compared_email(email).unwrap_or_default();
    let failed = |error: StoreError| fault::store(info, &error);
    let own = state.store.credentials(&looked_up, state.clock.now()).await.map_err(failed)?;
    if let Some(own) = opened(state, info, party.clone(), own, password).await? {
        return Ok(Some(own));
    }
    // Looked at whether there is one or not, and whether another account has the address or not: neither shows in the time.
    let asked = state.store.unconfirmed_credentials(&looked_up).await.map_err(failed)?;
    opened(state, info, party, asked, password).await
}

/// The account, when this is its password.
async fn opened(
    state: &AppState,
    info: &RequestInfo,
    party: Party,
    known: Option<Credentials>,
    password: &str,
) -> Result<Option<Credentials>, ApiError> {
    let stored = known.as_ref().and_then(|known| known.password_hash.as_deref());
    let same = state.passwords.verify(party, stored, password).await.map_err(|error| fault::hashing(info, error))?;
    Ok(known.filter(|known| same && (known.open || known.suspended)))
}

/// Hashes a password as it is done today, which was hashed otherwise before. It opens in both forms: when that fails, it is done another
/// time.
async fn hash_anew(state: &AppState, info: &RequestInfo, party: Party, known: &Credentials, password: &str) {
    let Some(before) = known.password_hash.as_deref().filter(|stored| !state.passwords.is_current(stored)) else { return };
    match state.passwords.hash_for(party, password).await {
        Ok(hash) => {
            if let Err(error) = state.store.hash_anew(known.user, before, &hash).await {
                drop(fault::store(info, &error));
            }
        }
        Err(error) => drop(fault::hashing(info, error)),
    }
}

/// Creates a consumer's account and signs them in. Whether somebody has an account with its email is told by the mail alone: the account has
/// the email only when it is confirmed.
///
/// # Errors
/// When the database or hashing fails.
pub async fn create_account(state: &AppState, info: &RequestInfo, new: NewAccount) -> Result<CreateAccount, ApiError> {
    let now = state.clock.now();
    let failed = |error: StoreError| fault::store(info, &error);
    let limit = Limit::CreateAccount { address: info.address };
    if !limits::count(&state.store, limit, now).await.map_err(failed)? {
        trace::note(state, info, (AuditAction::AccountRefused, Came::Limited), &new.email, None).await?;
        return Ok(CreateAccount::TooMany);
    }
    let password_hash = state.passwords.hash_for(info.party(), &new.password).await.map_err(|error| fault::hashing(info, error))?;
    let user = UserId(random::uuid_v7(now));
    let consumer = ConsumerId(random::uuid_v7(now));
    let proof = if limits::may_mail(&state.store, Mailing::NewAccount, &new.email, now).await.map_err(failed)? {
        EmailProof::Asked(Box::new(email_confirmation::fresh(state, Language::default().messages(), &new.email, now)))
    } else {
        EmailProof::Later
    };
    let account = NewConsumer { user, consumer, name: new.name, born: new.born, email: new.email, password_hash, proof, now };
    let token = random::token();
    let session = NewSession { token_hash: cookies::hash(&token), user: Some(user), learner: None, now };
    state.store.create_consumer(account, session, info.audit(user, Role::Consumer, now)).await.map_err(failed)?;
    if let Some(old) = &info.session {
        // The account stands: an old session that could not be ended ends by itself.
        let _ = state.store.end_session(old.hash, now, None).await.map_err(failed);
    }
    Ok(CreateAccount::Done { cookie: cookies::set(&state.config, &token) })
}

/// Ends the session, if there is one. Answer with the headers: they take the cookie away, and what the browser kept of our pages,
/// so that the back button shows nothing.
///
/// # Errors
/// When the database fails; the session is then still in force.
pub async fn sign_out(state: &AppState, info: &RequestInfo) -> Result<[(HeaderName, HeaderValue); 2], ApiError> {
    if let Some(session) = &info.session {
        let now = state.clock.now();
        let audit = session.principal.as_ref().map(|principal| info.audit(principal.user, principal.role(), now));
        state.store.end_session(session.hash, now, audit).await.map_err(|error| fault::store(info, &error))?;
    }
    Ok(forget(state))
}

/// The headers for a browser whose session is over.
#[must_use]
pub fn forget(state: &AppState) -> [(HeaderName, HeaderValue); 2] {
    [(header::SET_COOKIE, cookies::clear(&state.config)), (CLEAR_SITE_DATA, HeaderValue::from_static("\"cache\", \"storage\""))]
}
