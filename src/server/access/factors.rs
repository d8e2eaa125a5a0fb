//! Choosing and changing the second step: by who has just given the password and has none, or by who is signed in.

use super::authenticator::{recovery_codes, recovery_hash, secret, step_of};
use super::proof::{PROVE, is_proved};
use super::second_step::{Waiting, waiting};
use super::{audit_of, may_have_second_step, sign_in_changed, signed_in};
use crate::api::error::ApiError;
use crate::domain::audit::AuditAction;
use crate::domain::next;
use crate::domain::second_step::{TypedCode, may_choose_email};
use crate::domain::signed_in_with::SecondStep;
use crate::server::context::{RequestContext, Visitor};
use crate::server::limits::{self, Limit, Tried};
use crate::server::trace::Came;
use crate::store::{AccessAccount, NewFactor, RecoverySheet};

/// The page that shows recovery codes.
pub const RECOVERY: &str = "/security/recovery-codes";
/// The page about all of this.
pub const SECURITY: &str = "/security";

/// Who may choose a second step.
pub enum Owner {
    /// Gave the password and has none yet.
    Waiting(Waiting),
    /// Signed in.
    SignedIn {
        /// The session.
        session: [u8; 32],
        /// The account.
        account: AccessAccount,
    },
}

impl Owner {
    /// The account.
    #[must_use]
    pub const fn account(&self) -> &AccessAccount {
        match self {
            Self::Waiting(Waiting { account, .. }) | Self::SignedIn { account, .. } => account,
        }
    }

    /// Whether they may choose codes by email.
    #[must_use]
    pub const fn may_choose_email(&self) -> bool {
        may_choose_email(self.account().role)
    }

    const fn session(&self) -> [u8; 32] {
        match self {
            Self::Waiting(Waiting { session, .. }) | Self::SignedIn { session, .. } => *session,
        }
    }

    /// The page on which an authenticator is set up.
    #[must_use]
    pub const fn authenticator_page(&self) -> &'static str {
        match self {
            Self::Waiting(_) => "/sign-in/authenticator",
            Self::SignedIn { .. } => "/security/authenticator",
        }
    }

    /// The page to choose on.
    #[must_use]
    pub const fn choice_page(&self) -> &'static str {
        match self {
            Self::Waiting(_) => super::CHOOSE,
            Self::SignedIn { .. } => SECURITY,
        }
    }
}

/// Who asks, if they may choose, or where to lead them. A password alone chooses the first second step and never another one (staff and
/// agency contacts who had codes by email give one and choose anew); who is signed in proves again that it is them.
///
/// # Errors
/// The store's.
pub async fn owner(context: &RequestContext<Visitor>) -> Result<Result<Owner, &'static str>, ApiError> {
    let (Some(principal), Some(session)) = (&context.who.0, context.session_hash()) else {
        let waiting = waiting(context).await?.filter(Waiting::may_choose);
        return Ok(waiting.map(Owner::Waiting).ok_or(next::AGAIN));
    };
    let account = context.store().access_account(principal.user, context.now).await?;
    let account = account.filter(|account| may_have_second_step(&context.state().config, account));
    let Some(account) = account else { return Ok(Err(SECURITY)) };
    Ok(if is_proved(context).await? { Ok(Owner::SignedIn { session, account }) } else { Err(PROVE) })
}

/// A new secret for an app, to be shown in this session.
///
/// # Errors
/// The store's.
pub async fn begin_authenticator(context: &RequestContext<Visitor>, owner: &Owner) -> Result<(), ApiError> {
    Ok(context.store().draft_authenticator(owner.session(), &secret(), context.now).await?)
}

/// The secret that is being set up.
///
/// # Errors
/// The store's.
pub async fn drafted(context: &RequestContext<Visitor>, owner: &Owner) -> Result<Option<Vec<u8>>, ApiError> {
    Ok(context.store().authenticator_draft(owner.session()).await?)
}

/// Takes an authenticator into use by its first code.
///
/// # Errors
/// The store's.
pub async fn confirm_authenticator(context: &RequestContext<Visitor>, owner: &Owner, typed: &str) -> Result<Tried<String>, ApiError> {
    let user = owner.account().user;
    let limit = Limit::SecondStep { user };
    let attempt = async {
        let Some(secret) = drafted(context, owner).await? else { return Ok(None) };
        let Some(TypedCode::Digits(code)) = TypedCode::parse(typed) else { return Ok(None) };
        match step_of(&secret, &code, context.now) {
            Some(step) => choose(context, owner, NewFactor::Authenticator(secret, step)).await,
            None => Ok(None),
        }
    };
    let tried = limits::attempt(context.store(), limit, context.now, attempt).await?;
    if let Some(came) = Came::of(&tried) {
        context.traced(AuditAction::SecondStepRefused, came, &user.to_string(), Some(user)).await?;
    }
    Ok(tried)
}

/// Takes a second step into use; gives where to go. `None` when it is too late for it, or not for them. Whoever is signed in elsewhere is
/// signed out there.
///
/// # Errors
/// The store's.
pub async fn choose(context: &RequestContext<Visitor>, owner: &Owner, factor: NewFactor) -> Result<Option<String>, ApiError> {
    if matches!(factor, NewFactor::Email) && !owner.may_choose_email() {
        return Ok(None);
    }
    let account = owner.account();
    let changed = audit_of(context, account.user, account.role);
    let letter = sign_in_changed(context, account);
    match owner {
        Owner::Waiting(waiting) => {
            // Of an app the first code was right; of codes by email none was asked for yet, but to be let to choose.
            let second = match factor {
                NewFactor::Authenticator(..) => Some(SecondStep::App),
                NewFactor::Email => waiting.step.code_right.then_some(SecondStep::EmailCode),
            };
            let (arrival, mut way) = signed_in(context, account, &waiting.step.wanted, waiting.with(second));
            let wanted = std::mem::replace(&mut way.to, RECOVERY.to_owned());
            let sheet = sheet(account, arrival.session.token_hash, &wanted);
            let chosen =
                context.store().first_factor(waiting.session, account.user, &factor, &sheet, &arrival, (&letter, &changed)).await?;
            Ok(chosen.then(|| way.go(context)))
        }
        Owner::SignedIn { session, .. } => {
            let sheet = sheet(account, *session, SECURITY);
            context.store().change_factor(account.user, Some(&factor), &sheet, &letter, &changed).await?;
            Ok(Some(RECOVERY.to_owned()))
        }
    }
}

/// Gives a signed-in person new recovery codes; those before are of no use any more.
///
/// # Errors
/// The store's.
pub async fn new_recovery_codes<P>(context: &RequestContext<P>, account: &AccessAccount, session: [u8; 32]) -> Result<(), ApiError> {
    let changed = audit_of(context, account.user, account.role);
    let sheet = sheet(account, session, SECURITY);
    let letter = sign_in_changed(context, account);
    Ok(context.store().change_factor(account.user, None, &sheet, &letter, &changed).await?)
}

/// Turns the second step off of who may, with everything that goes with it. Nothing happens where it is off already.
///
/// # Errors
/// The store's.
pub async fn turn_off<P>(context: &RequestContext<P>, account: &AccessAccount, session: [u8; 32]) -> Result<bool, ApiError> {
    let changed = audit_of(context, account.user, account.role);
    let letter = sign_in_changed(context, account);
    Ok(context.store().drop_factor(account.user, session, &letter, &changed).await?)
}

fn sheet(account: &AccessAccount, session_hash: [u8; 32], wanted: &str) -> RecoverySheet {
    let codes = recovery_codes();
    let hashes = codes.iter().map(|code| recovery_hash(account.user, &code.replace('-', ""))).collect();
    RecoverySheet { hashes, codes: codes.join(" "), session_hash, wanted: wanted.to_owned() }
}
