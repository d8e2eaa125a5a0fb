//! Arriving: what signing in is decided on besides the password, and how it begins a session, or the wait for the second step.

use super::NewSession;
use super::address::{mailbox, write_to};
use super::sessions::{hold_account, insert_session};
use crate::domain::audit::{AuditAction, Subject};
use crate::domain::identity::{AssisterKind, Role};
use crate::domain::ids::UserId;
use crate::domain::instant::{Date, Instant};
use crate::domain::second_step::{Doors, FactorKind};
use crate::domain::signed_in_with::{FirstStep, SignedInWith};
use crate::store::codec::known;
use crate::store::db::{Write, execute, fetch_optional};
use crate::store::links::{LinkPurpose, use_link};
use crate::store::mail::{Mail, enqueue};
use crate::store::row::row;
use crate::store::{Audit, Store, StoreError, audit};

/// An account as signing in sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessAccount {
    /// The account.
    pub user: UserId,
    /// Its role.
    pub role: Role,
    /// An assister's kind.
    pub kind: Option<AssisterKind>,
    /// The person's name.
    pub name: String,
    /// The user name.
    pub email: String,
    /// Whether another account has that address, which this one has not confirmed.
    pub taken: bool,
    /// Whether it may sign in (see [`Credentials`](super::Credentials)).
    pub open: bool,
    /// Whether it was removed.
    pub removed: bool,
    /// Suspended, by staff or because an assister may not act now (rule 7).
    pub suspended: bool,
    /// A demo account: needs no second step.
    pub exempt: bool,
    /// In PHC form. `None` for an account that is not set up yet.
    pub password_hash: Option<String>,
    /// Since when the password is this one.
    pub password_set_at: Instant,
    /// The second step, if there is one.
    pub factor: Option<FactorKind>,
    /// A consumer's date of birth.
    pub born: Option<Date>,
    /// Whether there is a passkey.
    pub passkey: bool,
    /// The password was chosen by a link in a mail, and nobody has signed in with it since.
    pub reset_by_mail: bool,
}

impl AccessAccount {
    /// What a code by email depends on.
    #[must_use]
    pub const fn doors(&self) -> Doors {
        Doors { role: self.role, factor: self.factor, passkey: self.passkey, reset_by_mail: self.reset_by_mail }
    }
}

/// How somebody whose password was right goes on.
#[derive(Clone, Debug)]
pub enum Arrival {
    /// They are signed in.
    SignedIn(SignedInArrival),
    /// Their second step is to come.
    Step(StepArrival),
}

impl Arrival {
    /// To whose account.
    const fn user(&self) -> Option<UserId> {
        match self {
            Self::SignedIn(arrival) => arrival.session.user,
            Self::Step(arrival) => Some(arrival.user),
        }
    }

    /// The hash of the session with which they go on.
    #[must_use]
    pub const fn session_hash(&self) -> [u8; 32] {
        match self {
            Self::SignedIn(arrival) => arrival.session.token_hash,
            Self::Step(arrival) => arrival.session_hash,
        }
    }
}

/// Signed in.
#[derive(Clone, Debug)]
pub struct SignedInArrival {
    /// The new session.
    pub session: NewSession,
    /// The browser's session before, which ends.
    pub replaces: Option<[u8; 32]>,
    /// The audit row.
    pub audit: Audit,
    /// With what they signed in.
    pub with: SignedInWith,
    /// The password has expired: where to go once it is changed.
    pub change_password_then: Option<String>,
    /// SHA-256 of what names the browser, and the letter to send when it was not known.
    pub browser: Option<([u8; 32], Option<Mail>)>,
}

/// Waiting for the second step, in a visitor's session.
#[derive(Clone, Debug)]
pub struct StepArrival {
    /// The new visitor's session.
    pub session_hash: [u8; 32],
    /// The browser's session before, which ends.
    pub replaces: Option<[u8; 32]>,
    /// Who gave the password.
    pub user: UserId,
    /// Where they want to go.
    pub wanted: String,
    /// SHA-256 of the code that is sent, and its letter.
    pub code: Option<([u8; 32], Mail)>,
    /// When.
    pub now: Instant,
}

row! {
    struct AccountRow {
        id: UserId,
        role: String,
        kind: Option<String>,
        display_name: String,
        email: String,
        taken: bool,
        open: bool,
        removed: bool,
        suspended: bool,
        exempt: bool,
        password_hash: Option<String>,
        password_set_at: Instant,
        factor: Option<String>,
        born: Option<Date>,
        passkey: bool,
        reset_by_mail: bool,
    }
}

impl AccountRow {
    fn account(self) -> Result<AccessAccount, StoreError> {
        let id = self.id.0;
        Ok(AccessAccount {
            user: self.id,
            role: known(Role::from_code(&self.role), "users", "role", id)?,
            kind: self.kind.map(|kind| known(AssisterKind::from_code(&kind), "assisters", "kind", id)).transpose()?,
            name: self.display_name,
            email: self.email,
            taken: self.taken,
            open: self.open,
            removed: self.removed,
            suspended: self.suspended,
            exempt: self.exempt,
            password_hash: self.password_hash,
            password_set_at: self.password_set_at,
            factor: self.factor.map(|kind| known(FactorKind::from_code(&kind), "second_factors", "kind", id)).transpose()?,
            born: self.born,
            passkey: self.passkey,
            reset_by_mail: self.reset_by_mail,
        })
    }
}

/// Begins what an arrival says, in a change.
pub(super) async fn arrive(tx: &mut Write, arrival: &Arrival) -> Result<(), StoreError> {
    if let Some(user) = arrival.user() {
        hold_account(tx, user).await?;
    }
    match arrival {
        Arrival::SignedIn(arrival) => signed_in(tx, arrival).await,
        Arrival::Step(step) => begin_step(tx, step).await,
    }
}

pub(super) async fn signed_in(tx: &mut Write, arrival: &SignedInArrival) -> Result<(), StoreError> {
    let now = arrival.session.now;
    insert_session(tx, arrival.session, arrival.replaces).await?;
    if arrival.with.first == FirstStep::Password {
        // Only who gave the password shows that its owner chose it, and not somebody else who reads their mail.
        execute!(tx.on(), "UPDATE users SET reset_by_mail_at = NULL WHERE id = $1 AND reset_by_mail_at IS NOT NULL", arrival.session.user,)?;
    }
    if let Some(then) = &arrival.change_password_then {
        let hash = arrival.session.token_hash;
        execute!(tx.on(), "UPDATE sessions SET change_password_then = $2 WHERE token_hash = $1", hash.as_slice(), then)?;
    }
    if let (Some((browser, letter)), Some(user)) = (&arrival.browser, arrival.session.user) {
        let known = know_browser(tx, user, *browser, now).await?;
        if let (false, Some(letter)) = (known, letter) {
            write_to(tx, user, letter).await?;
        }
    }
    audit::record_outcome(tx, &arrival.audit, AuditAction::SignedIn, Subject::default(), arrival.with.code(), now).await
}

/// Notes that an account was used in a browser; gives whether it had been before.
pub(super) async fn know_browser(tx: &mut Write, user: UserId, browser: [u8; 32], now: Instant) -> Result<bool, StoreError> {
    let seen = execute!(
        tx.on(),
        "UPDATE known_browsers SET last_used_at = $3 WHERE user_id = $1 AND browser_hash = $2",
        user,
        browser.as_slice(),
        now,
    )?;
    if seen == 0 {
        execute!(
            tx.on(),
            "INSERT INTO known_browsers (user_id, browser_hash, last_used_at) VALUES ($1, $2, $3)
             ON CONFLICT (user_id, browser_hash) DO NOTHING",
            user,
            browser.as_slice(),
            now,
        )?;
    }
    Ok(seen == 1)
}

async fn begin_step(tx: &mut Write, step: &StepArrival) -> Result<(), StoreError> {
    let session = NewSession { token_hash: step.session_hash, user: None, learner: None, now: step.now };
    insert_session(tx, session, step.replaces).await?;
    let code = step.code.as_ref();
    execute!(
        tx.on(),
        "INSERT INTO sign_in_steps (session_hash, user_id, wanted, created_at, code_hash, code_sent_at) VALUES ($1, $2, $3, $4, $5, $6)",
        step.session_hash.as_slice(),
        step.user,
        &step.wanted,
        step.now,
        code.map(|(hash, _)| hash.as_slice()),
        code.map(|_| step.now),
    )?;
    if let Some((_, letter)) = code {
        enqueue(tx, letter).await?;
    }
    Ok(())
}

impl Store {
    /// Whether the account that has this email was signed in to in this browser before. One that has not confirmed it does not count:
    /// whoever made it would be no stranger to the account that has the email.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn knows_browser(&self, email: &str, browser: [u8; 32]) -> Result<bool, StoreError> {
        let sql = "SELECT k.user_id FROM users u JOIN known_browsers k ON k.user_id = u.id WHERE u.email = $1 AND k.browser_hash = $2";
        Ok(fetch_optional!(self.read(), (UserId,), sql, email, browser.as_slice())?.is_some())
    }

    /// An account, for signing in to it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn access_account(&self, user: UserId, now: Instant) -> Result<Option<AccessAccount>, StoreError> {
        let row = fetch_optional!(
            self.read(),
            AccountRow,
            concat!(
                "SELECT u.id, u.role, a.kind, u.display_name, ",
                mailbox!(),
                " AS email, EXISTS (SELECT 1 FROM users o WHERE o.id <> u.id AND o.email = ",
                mailbox!(),
                ") AS taken, u.password_hash, u.second_factor_exempt AS exempt,
                    u.removed_at IS NOT NULL AS removed,
                    (u.suspended_at IS NOT NULL OR COALESCE(a.state = 'suspended' OR a.state = 'active' AND COALESCE(a.cleared_until <= $2, TRUE), FALSE)) AS suspended,
                    COALESCE(u.password_changed_at, u.created_at) AS password_set_at, f.kind AS factor, c.date_of_birth AS born,
                    EXISTS (SELECT 1 FROM passkeys k WHERE k.user_id = u.id) AS passkey, u.reset_by_mail_at IS NOT NULL AS reset_by_mail,
                    u.removed_at IS NULL AND u.suspended_at IS NULL AND (u.role <> 'assister' OR COALESCE(a.state = 'active' AND a.cleared_until > $2, FALSE)) AS open
             FROM users u LEFT JOIN assisters a ON a.user_id = u.id LEFT JOIN consumers c ON c.user_id = u.id
             LEFT JOIN second_factors f ON f.user_id = u.id WHERE u.id = $1"
            ),
            user,
            now,
        )?;
        row.map(AccountRow::account).transpose()
    }

    /// Uses a link up that finishes signing in, and goes on as the arrival says. `false` when it does not open (any more).
    ///
    /// # Errors
    /// When the database fails; then nothing began, and the link still opens.
    pub async fn arrive_by_link(&self, token_hash: [u8; 32], arrival: &Arrival, now: Instant) -> Result<bool, StoreError> {
        let mut tx = self.write().await?;
        arrive(&mut tx, arrival).await?;
        // The account comes before its links. Nothing of what began is kept when this one does not open.
        if !use_link(&mut tx, token_hash, LinkPurpose::SignIn, now).await? {
            return Ok(false);
        }
        tx.commit().await?;
        Ok(true)
    }

    /// Begins a session, or the wait for the second step.
    ///
    /// # Errors
    /// When the database fails; then nothing began.
    pub async fn arrive(&self, arrival: &Arrival) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        arrive(&mut tx, arrival).await?;
        tx.commit().await
    }
}
