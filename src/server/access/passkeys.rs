//! Passkeys of an account: adding and removing them, and signing in with one as the second step.

use super::factors::SECURITY;
use super::proof::{PROVE, is_proved};
use super::second_step::{Checked, Waiting};
use super::{WAYS, audit_of, has_second_step, sign_in_changed, signed_in, with_second_step};
use crate::api::error::ApiError;
use crate::api::forms::Form;
use crate::api::identity::{PasskeyView, PasskeysView};
use crate::domain::ids::PasskeyId;
use crate::domain::next;
use crate::server::context::{AccountSelf, RequestContext};
use crate::server::dates;
use crate::server::limits::{self, Limit};
use crate::server::passkeys::{PasskeyError, Passkeys};
use crate::store::{AccessAccount, NewPasskey, OwnPasskey, Passkey, Proof};

/// Who may change their passkeys.
pub struct Owner {
    account: AccessAccount,
    session: [u8; 32],
    site: Passkeys,
}

/// What came of a passkey to add.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    /// It is in force.
    Done,
    /// The browser's answer was not one to believe, or came too late.
    Refused,
    /// There are as many as one may have, or it is there already.
    TooMany,
}

/// Who is signed in, when they may change their passkeys, or where to lead them. They have a second step, at an address that passkeys work
/// at, and proved a short while ago that it is them.
///
/// # Errors
/// The store's.
pub async fn owner(context: &RequestContext<AccountSelf>) -> Result<Result<Owner, &'static str>, ApiError> {
    let (Some(site), Some(session)) = (Passkeys::new(&context.state().config), context.session_hash()) else { return Ok(Err(SECURITY)) };
    let Some(account) = with_second_step(context).await? else { return Ok(Err(SECURITY)) };
    Ok(if is_proved(context).await? { Ok(Owner { account, session, site }) } else { Err(PROVE) })
}

/// A person's passkeys, to themselves; `None` where they can have none. `retry` finds one that was refused.
///
/// # Errors
/// The store's.
pub async fn view(context: &RequestContext<AccountSelf>, account: &AccessAccount, retry: &str) -> Result<Option<PasskeysView>, ApiError> {
    let config = &context.state().config;
    if !has_second_step(config, account) || Passkeys::new(config).is_none() {
        return Ok(None);
    }
    let passkeys = context.store().passkeys(account.user).await?;
    let passkeys = passkeys.into_iter().map(shown).collect();
    Ok(Some(PasskeysView { passkeys, form: context.kept_form(Form::Passkey, retry).await? }))
}

fn shown(own: OwnPasskey) -> PasskeyView {
    PasskeyView { id: own.id, name: own.name, added: dates::date(own.created_at), used: own.last_used_at.map(dates::date) }
}

fn known(passkeys: &[OwnPasskey]) -> Vec<Passkey> {
    passkeys.iter().map(|own| own.passkey.clone()).collect()
}

/// Writes down why a passkey was refused, without anything of its owner's, for whoever looks after the portal.
fn refused<P>(context: &RequestContext<P>, error: &PasskeyError) {
    tracing::info!(request = %context.info().request_id, cause = %error, "a passkey was refused");
}

/// What to ask the browser for a new passkey; `None` when it can't be asked.
///
/// # Errors
/// The store's.
pub async fn ask_for_new(context: &RequestContext<AccountSelf>, owner: &Owner) -> Result<Option<String>, ApiError> {
    let account = &owner.account;
    let known = known(&context.store().passkeys(account.user).await?);
    match owner.site.ask_for_new(account.user, &account.email, &account.name, &known) {
        Ok(asked) => {
            context.store().ask_passkey(owner.session, &asked.state, context.now).await?;
            Ok(Some(asked.options))
        }
        Err(error) => {
            refused(context, &error);
            Ok(None)
        }
    }
}

/// Adds the passkey that the browser made.
///
/// # Errors
/// The store's.
pub async fn add(context: &RequestContext<AccountSelf>, owner: &Owner, name: &str, answer: &str) -> Result<Added, ApiError> {
    let account = &owner.account;
    let Some(state) = context.store().take_passkey_question(owner.session, context.now).await? else { return Ok(Added::Refused) };
    let passkey = match owner.site.new_passkey(&state, answer) {
        Ok(passkey) => passkey,
        Err(error) => {
            refused(context, &error);
            return Ok(Added::Refused);
        }
    };
    let new = NewPasskey {
        id: PasskeyId(context.fresh_id()),
        user: account.user,
        name: name.to_owned(),
        passkey,
        session: owner.session,
        now: context.now,
    };
    let (letter, changed) = (sign_in_changed(context, account), audit_of(context, account.user, account.role));
    Ok(if context.store().add_passkey(&new, &letter, &changed).await? { Added::Done } else { Added::TooMany })
}

/// Removes a passkey; nothing happens when this account has no such one.
///
/// # Errors
/// The store's.
pub async fn remove(context: &RequestContext<AccountSelf>, owner: &Owner, id: PasskeyId) -> Result<bool, ApiError> {
    let account = &owner.account;
    let (letter, changed) = (sign_in_changed(context, account), audit_of(context, account.user, account.role));
    Ok(context.store().remove_passkey(account.user, id, owner.session, &letter, &changed).await?)
}

/// Where somebody goes who gets in with this second step: after a reset by mail first to where they keep the passkeys that they know.
/// Whoever had the account before may have left one there, and the mailbox alone removes none.
#[must_use]
pub fn then(waiting: &Waiting, wanted: &str) -> String {
    let account = &waiting.account;
    if account.reset_by_mail && account.passkey { next::and_then(&format!("{WAYS}?reset=1"), wanted) } else { wanted.to_owned() }
}

/// The passkeys of who is signed in, to keep or not; or where to lead them. The one that they came in with is kept unless they say
/// otherwise.
///
/// # Errors
/// The store's.
pub async fn ways(context: &RequestContext<AccountSelf>) -> Result<Result<Vec<(PasskeyView, bool)>, &'static str>, ApiError> {
    let Some(account) = with_second_step(context).await? else { return Ok(Err(SECURITY)) };
    let began = context.info().session.as_ref().map(|session| session.created_at);
    let passkeys = context.store().passkeys(account.user).await?;
    let view = |own: OwnPasskey| {
        let kept = own.last_used_at.is_some() && own.last_used_at == began;
        (shown(own), kept)
    };
    Ok(if passkeys.is_empty() { Err(SECURITY) } else { Ok(passkeys.into_iter().map(view).collect()) })
}

/// Removes all passkeys but these.
///
/// # Errors
/// The store's.
pub async fn keep(context: &RequestContext<AccountSelf>, owner: &Owner, kept: &[PasskeyId]) -> Result<u64, ApiError> {
    let account = &owner.account;
    let (letter, changed) = (sign_in_changed(context, account), audit_of(context, account.user, account.role));
    Ok(context.store().keep_passkeys(account.user, kept, owner.session, &letter, &changed).await?)
}

/// Whether somebody on their way in can use a passkey.
///
/// # Errors
/// The store's.
pub async fn can_use<P>(context: &RequestContext<P>, waiting: &Waiting) -> Result<bool, ApiError> {
    Ok(Passkeys::new(&context.state().config).is_some() && !context.store().passkeys(waiting.account.user).await?.is_empty())
}

/// What to ask the browser of somebody on their way in; `None` when they have no passkey.
///
/// # Errors
/// The store's.
pub async fn ask_for_one<P>(context: &RequestContext<P>, waiting: &Waiting) -> Result<Option<String>, ApiError> {
    let Some(site) = Passkeys::new(&context.state().config) else { return Ok(None) };
    let known = known(&context.store().passkeys(waiting.account.user).await?);
    match site.ask_for_one(&known) {
        Ok(asked) => {
            context.store().ask_passkey(waiting.session, &asked.state, context.now).await?;
            Ok(Some(asked.options))
        }
        Err(_) => Ok(None),
    }
}

/// Looks at the browser's answer, and signs in when it is right.
///
/// # Errors
/// The store's.
pub async fn check<P>(context: &RequestContext<P>, waiting: &Waiting, answer: &str) -> Result<Checked, ApiError> {
    look_at(context, waiting, answer).await?.traced(context, waiting).await
}

async fn look_at<P>(context: &RequestContext<P>, waiting: &Waiting, answer: &str) -> Result<Checked, ApiError> {
    let account = &waiting.account;
    if !limits::count(context.store(), Limit::SecondStep { user: account.user }, context.now).await? {
        return Ok(Checked::TooMany);
    }
    let Some(site) = Passkeys::new(&context.state().config) else { return Ok(Checked::Wrong) };
    let Some(state) = context.store().take_passkey_question(waiting.session, context.now).await? else { return Ok(Checked::Wrong) };
    let known = known(&context.store().passkeys(account.user).await?);
    let (passkey, changing) = match site.used(&state, answer, account.user, &known) {
        Ok(used) => used,
        Err(error) => {
            refused(context, &error);
            return Ok(Checked::Wrong);
        }
    };
    let proof = Proof::Passkey { credential: passkey.credential.clone(), was: passkey.changing.clone(), is: changing };
    let (arrival, way) = signed_in(context, account, &then(waiting, &waiting.step.wanted), waiting.with(Some(proof.step())));
    let passed = context.store().pass_step(waiting.session, account.user, &proof, &arrival).await?;
    Ok(if passed { Checked::Done(way.go(context)) } else { Checked::Wrong })
}
