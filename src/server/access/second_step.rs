//! The second step: codes from an app, by mail, or from the list of recovery codes.

use super::authenticator::{recovery_hash, step_of};
use super::{CHOOSE, audit_of, needs_second_step, passkeys, signed_in};
use crate::api::error::ApiError;
use crate::domain::audit::AuditAction;
use crate::domain::next;
use crate::domain::second_step::{EmailedCode, TypedCode};
use crate::domain::signed_in_with::{SecondStep, SignedInWith};
use crate::server::context::RequestContext;
use crate::server::limits::{self, Limit};
use crate::server::mail::{Letter, compose};
use crate::server::trace::Came;
use crate::server::{hex, links, random};
use crate::store::{AccessAccount, Mail, Proof, SignInStep};

/// Somebody whose second step is to come.
pub struct Waiting {
    /// The visitor's session in which the password was given.
    pub session: [u8; 32],
    /// Where they want to go.
    pub step: SignInStep,
    /// The account.
    pub account: AccessAccount,
}

impl Waiting {
    /// What a code by email is good for.
    #[must_use]
    pub const fn emailed_code(&self) -> EmailedCode {
        self.account.doors().emailed_code()
    }

    /// With what they sign in, when this is their second step.
    #[must_use]
    pub const fn with(&self, second: Option<SecondStep>) -> SignedInWith {
        SignedInWith { first: self.step.first, second }
    }

    /// Whether they may choose a second step.
    #[must_use]
    pub const fn may_choose(&self) -> bool {
        self.account.doors().may_set_up(self.step.code_right)
    }
}

/// What came of asking for a code by email.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sent {
    /// It is on its way.
    Done,
    /// A code by email opens nothing here.
    Nothing,
    /// Too many were sent.
    TooMany,
}

/// What came of a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Checked {
    /// Signed in: go there.
    Done(String),
    /// Wrong, used before, or too old.
    Wrong,
    /// Tried too often; later it works again.
    TooMany,
}

/// Whose second step is to come in this session, as long as the account may sign in.
///
/// # Errors
/// The store's.
pub async fn waiting<P>(context: &RequestContext<P>) -> Result<Option<Waiting>, ApiError> {
    let Some(session) = context.session_hash() else { return Ok(None) };
    let Some(step) = context.store().sign_in_step(session, context.now).await? else { return Ok(None) };
    let account = context.store().access_account(step.user, context.now).await?;
    let account = account.filter(|account| account.open && needs_second_step(&context.state().config, account));
    Ok(account.map(|account| Waiting { session, step, account }))
}

/// A code to send, as it is stored and as it is sent.
pub fn fresh_code<P>(context: &RequestContext<P>, session: [u8; 32], account: &AccessAccount) -> ([u8; 32], Mail) {
    let code = random::six_digits();
    let letter = compose(context.state(), context.messages(), &account.email, Letter::SignInCode { code: &code }, context.now);
    (code_hash(session, &code), letter)
}

fn code_hash(session: [u8; 32], code: &str) -> [u8; 32] {
    links::hash(&format!("{}{code}", hex(&session)))
}

/// Sends a code by mail, where one is good for anything.
///
/// # Errors
/// The store's.
pub async fn send<P>(context: &RequestContext<P>, waiting: &Waiting) -> Result<Sent, ApiError> {
    if waiting.emailed_code() == EmailedCode::Nothing {
        return Ok(Sent::Nothing);
    }
    let user = waiting.account.user;
    if !limits::count(context.store(), Limit::SendCode { user }, context.now).await? {
        context.traced(AuditAction::CodeRefused, Came::Limited, &user.to_string(), Some(user)).await?;
        return Ok(Sent::TooMany);
    }
    let (hash, letter) = fresh_code(context, waiting.session, &waiting.account);
    context.store().send_code(waiting.session, hash, &letter, context.now).await?;
    Ok(Sent::Done)
}

/// Looks at what was typed, and signs in when it is right.
///
/// # Errors
/// The store's.
pub async fn check<P>(context: &RequestContext<P>, waiting: &Waiting, typed: &TypedCode) -> Result<Checked, ApiError> {
    let limit = Limit::SecondStep { user: waiting.account.user };
    // Counted before it is looked at, right or wrong: a right one begins a session, and of many that are sent at once only as many may as
    // the limit allows.
    let came = if !limits::count(context.store(), limit, context.now).await? {
        Checked::TooMany
    } else {
        pass(context, waiting, typed).await?.map_or(Checked::Wrong, Checked::Done)
    };
    came.traced(context, waiting).await
}

impl Checked {
    /// The same, written down where it was refused.
    pub(super) async fn traced<P>(self, context: &RequestContext<P>, waiting: &Waiting) -> Result<Self, ApiError> {
        let came = match &self {
            Self::Done(_) => return Ok(self),
            Self::Wrong => Came::Wrong,
            Self::TooMany => Came::Limited,
        };
        let user = waiting.account.user;
        context.traced(AuditAction::SecondStepRefused, came, &user.to_string(), Some(user)).await?;
        Ok(self)
    }
}

async fn pass<P>(context: &RequestContext<P>, waiting: &Waiting, typed: &TypedCode) -> Result<Option<String>, ApiError> {
    let account = &waiting.account;
    let mut wanted = passkeys::then(waiting, &waiting.step.wanted);
    let mut proofs = Vec::new();
    match typed {
        TypedCode::Digits(code) => {
            if let Some(secret) = context.store().authenticator_secret(account.user).await? {
                proofs.extend(step_of(&secret, code, context.now).map(|step| Proof::Authenticator { step }));
            }
            if waiting.step.code_sent {
                let hash = code_hash(waiting.session, code);
                match waiting.emailed_code() {
                    EmailedCode::SignsIn => proofs.push(Proof::Emailed(hash)),
                    EmailedCode::SetsUp => {
                        let right = context.store().pass_to_set_up(waiting.session, hash, context.now).await?;
                        return Ok(right.then(|| CHOOSE.to_owned()));
                    }
                    EmailedCode::Nothing => {}
                }
            }
        }
        TypedCode::Recovery(code) => {
            let used = audit_of(context, account.user, account.role);
            proofs.push(Proof::Recovery(recovery_hash(account.user, code), used));
            // How many are left is said first.
            wanted = next::and_then("/security?used=1", &wanted);
        }
    }
    for proof in proofs {
        let (arrival, way) = signed_in(context, account, &wanted, waiting.with(Some(proof.step())));
        if context.store().pass_step(waiting.session, account.user, &proof, &arrival).await? {
            return Ok(Some(way.go(context)));
        }
    }
    Ok(None)
}
