//! A consumer's new account: asked for on a page that says the same of every address, and made by the link in the mail.
//!
//! The mailbox is not enough: who opens the link gives the password that was chosen, so that nobody finishes what a stranger began with
//! their address.

use super::browser;
use super::new_password::FORGOT_TAKES;
use crate::api::error::ApiError;
use crate::domain::audit::AuditAction;
use crate::domain::identity::Role;
use crate::domain::ids::{ConsumerId, UserId};
use crate::domain::instant::Date;
use crate::domain::next;
use crate::server::context::RequestContext;
use crate::server::limits::{self, Limit, Tried};
use crate::server::links::{self, FreshLink};
use crate::server::mail::{Letter, compose};
use crate::server::trace::Came;
use crate::server::{cookies, dates, fault, random};
use crate::store::{AskedAccount, Constraint, NewConsumer, NewSession, StoreError};

/// Where somebody is told that a letter is on its way; with a token after it, where the letter's link leads.
pub const PATH: &str = "/set-up/account";

/// A consumer's account to be. Every field was checked: the name by `clean_name`, the email by `normal_email`, the password by
/// [`strength`](crate::server::strength::strength()).
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
    /// Where they want to go.
    pub wanted: String,
}

/// Asks for an account. `false` when too many were asked for from this address. Whether the email has an account changes neither the answer
/// nor the time.
///
/// # Errors
/// When the database or hashing fails.
pub async fn ask<P>(context: &RequestContext<P>, new: NewAccount) -> Result<bool, ApiError> {
    let limit = Limit::CreateAccount { address: context.info().address };
    if !limits::count(context.store(), limit, context.now).await? {
        context.traced(AuditAction::AccountRefused, Came::Limited, &new.email, None).await?;
        return Ok(false);
    }
    let hash = context.state().passwords.hash_for(context.info().party(), &new.password);
    let password_hash = hash.await.map_err(|error| fault::hashing(context.info(), error))?;
    let (sent, ()) = tokio::join!(send(context, new, password_hash), tokio::time::sleep(FORGOT_TAKES));
    sent.map(|()| true)
}

async fn send<P>(context: &RequestContext<P>, new: NewAccount, password_hash: String) -> Result<(), ApiError> {
    let (state, t, now) = (context.state(), context.messages(), context.now);
    context.traced(AuditAction::AccountAsked, Came::Asked, &new.email, None).await?;
    // Strangers fill nobody's mailbox; what was sent before still opens.
    if !limits::count(context.store(), Limit::AccountMail { email: &new.email }, now).await? {
        return Ok(());
    }
    let (fresh, until) = (FreshLink::to(&state.config, PATH), now + links::ACCOUNT);
    let letter = Letter::AccountAsked { link: &fresh.address, until: &dates::moment(until) };
    let letter = compose(state, t, &new.email, letter, now);
    let exists = compose(state, t, &new.email, Letter::AccountExists { when: &dates::moment(now) }, now);
    let asked = AskedAccount { display_name: new.name, date_of_birth: new.born, email: new.email, password_hash, wanted: new.wanted };
    Ok(context.store().ask_for_account(fresh.token_hash, &asked, (&letter, &exists), (now, until)).await?)
}

/// What a link leads to.
pub enum Linked {
    /// The account that it makes.
    Open(Box<AskedAccount>),
    /// Its address has got another account since.
    Taken,
    /// It makes nothing (any more).
    Shut,
}

/// Looks at a link. Looking makes nothing.
///
/// # Errors
/// The store's.
pub async fn linked<P>(context: &RequestContext<P>, token: &str) -> Result<Linked, ApiError> {
    Ok(match context.store().asked_account(links::hash(token), context.now).await? {
        Some((asked, false)) => Linked::Open(Box::new(asked)),
        Some((_, true)) => Linked::Taken,
        None => Linked::Shut,
    })
}

/// Whether this is the password that was chosen.
///
/// # Errors
/// When the database or hashing fails.
pub async fn right<P>(context: &RequestContext<P>, token: &str, asked: &AskedAccount, password: &str) -> Result<Tried<()>, ApiError> {
    let check = async {
        let checked = context.state().passwords.verify(context.info().party(), Some(&asked.password_hash), password).await;
        Ok::<_, ApiError>(checked.map_err(|error| fault::hashing(context.info(), error))?.then_some(()))
    };
    let tried = limits::attempt(context.store(), Limit::FinishAccount { link: &links::hash(token) }, context.now, check).await?;
    if let Some(came) = Came::of(&tried) {
        context.traced(AuditAction::AccountRefused, came, &asked.email, None).await?;
    }
    Ok(tried)
}

/// Makes the account and signs its owner in; gives where they go. `None` when the link makes nothing any more, or the address got another
/// account in this moment.
///
/// # Errors
/// The store's.
pub async fn make<P>(context: &RequestContext<P>, token: &str, asked: AskedAccount) -> Result<Option<String>, ApiError> {
    let now = context.now;
    let (user, consumer) = (UserId(context.fresh_id()), ConsumerId(context.fresh_id()));
    let AskedAccount { display_name: name, date_of_birth: born, email, password_hash, wanted } = asked;
    let new = NewConsumer { user, consumer, name, born, email, password_hash, now };
    let cookie = random::token();
    let session = NewSession { token_hash: cookies::hash(&cookie), user: Some(user), learner: None, now };
    let (known, set) = browser(context);
    let audit = context.info().audit(user, Role::Consumer, now);
    match context.store().make_asked_account(links::hash(token), &new, session, known, &audit).await {
        Ok(true) => {}
        Ok(false) | Err(StoreError::Conflict(Constraint::EmailTaken)) => return Ok(None),
        Err(error) => return Err(error.into()),
    }
    if let Some(old) = context.session_hash() {
        // The account stands: an old session that could not be ended ends by itself.
        let _ = context.store().end_session(old, now, None).await.map_err(|error| fault::store(context.info(), &error));
    }
    context.set_cookie(&cookies::set(&context.state().config, &cookie));
    if let Some(set) = set {
        context.set_cookie(&set);
    }
    // Whoever was on the way to an assister's page has a consumer's account now.
    let wanted = Some(wanted.as_str()).filter(|next| next.starts_with(Role::Consumer.home()));
    Ok(Some(next::or_home(wanted, Role::Consumer)))
}
