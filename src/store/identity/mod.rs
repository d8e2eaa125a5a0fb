//! Accounts, sessions, second steps, passwords, and the limits on attempts.

mod accounts;
mod address;
mod arrival;
mod attempts;
mod close;
mod details;
mod email_confirmation;
mod factors;
mod login_mn;
mod new_password;
mod passkeys;
mod second_step;
mod sessions;
mod set_up;
mod shut;

pub use arrival::{AccessAccount, Arrival, SignedInArrival, StepArrival};
pub use close::Closing;
pub use details::{Details, NewDetails};
pub use email_confirmation::{Confirmation, Confirmed as ConfirmedAddress, EmailProof, NewConfirmation};
pub use factors::{NewFactor, RecoverySheet};
pub use new_password::{KeptWays, NewPassword, OtherWays};
pub use passkeys::{NewPasskey, OwnPasskey, Passkey};
pub use second_step::{Proof, SignInStep};
pub use set_up::{Activate, SetUpAccount};

pub(super) use address::{mailbox, no_address, write_to};
pub(super) use email_confirmation::is_confirmed;
pub(super) use login_mn::remove_identities;
pub(super) use sessions::{end_everywhere, hold_account, insert_session};
pub(super) use shut::{forget_second_step, forget_ways_in};

pub use login_mn::{Flow, FlowPurpose, Linked, SignInWays, Unlinked};

use crate::domain::identity::{Principal, Role};
use crate::domain::ids::{AssisterId, ConsumerId, UserId};
use crate::domain::instant::{Date, Instant};

/// What signing in is decided on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credentials {
    /// The account.
    pub user: UserId,
    /// In PHC form. `None` for an account that is not set up yet.
    pub password_hash: Option<String>,
    /// The role.
    pub role: Role,
    /// Whether it may sign in: not when it was removed or suspended, and an assister's only while they may act (rule 7).
    pub open: bool,
    /// Suspended, by staff or because an assister may not act now (rule 7): whoever gives the password is told whom to call.
    pub suspended: bool,
}

/// A consumer's new account.
#[derive(Clone, Debug)]
pub struct NewConsumer {
    /// The account's id.
    pub user: UserId,
    /// The consumer's id.
    pub consumer: ConsumerId,
    /// As `clean_name` gives it.
    pub name: String,
    /// Date of birth.
    pub born: Date,
    /// As `normal_email` gives it.
    pub email: String,
    /// In PHC form.
    pub password_hash: String,
    /// How it is shown that it is theirs.
    pub proof: EmailProof,
    /// When.
    pub now: Instant,
}

/// A session to begin.
#[derive(Clone, Copy, Debug)]
pub struct NewSession {
    /// SHA-256 of the cookie's token; the token itself is never stored.
    pub token_hash: [u8; 32],
    /// `None` for a visitor, whose session only carries refused forms.
    pub user: Option<UserId>,
    /// Who came to the Learning Center by a link; such a session has no user.
    pub learner: Option<AssisterId>,
    /// When.
    pub now: Instant,
}

/// A session that is in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Who is signed in; `None` for a visitor.
    pub principal: Option<Principal>,
    /// When it began.
    pub created_at: Instant,
    /// When it was last used, as far as [`Store::touch_session`](super::Store::touch_session) was told.
    pub last_seen_at: Instant,
    /// Since when the person's password is this one.
    pub password_set_at: Option<Instant>,
    /// The password had expired at sign-in: where to go once it is changed. Until then the session leads nowhere else.
    pub change_password_then: Option<String>,
}

/// One of a person's sessions, to themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OwnSession {
    /// Under which it is stored.
    pub token_hash: [u8; 32],
    /// When it began.
    pub created_at: Instant,
    /// When it was last used, to [`SESSION_GRAIN`](crate::domain::identity::SESSION_GRAIN).
    pub last_seen_at: Instant,
}
