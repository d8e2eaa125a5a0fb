//! Links that were sent by mail. Only hashes of their tokens are stored; each opens once.

use super::db::{Write, execute, fetch_optional};
use super::mail::{Mail, enqueue};
use super::row::row;
use super::{Store, StoreError};
use crate::domain::ids::{AssisterId, UserId};
use crate::domain::instant::Instant;

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkPurpose {
    /// Into the Learning Center.
    Learning,
    /// To set up an account.
    SetUp,
    /// To choose a new password.
    PasswordReset,
    /// To finish signing in, for whoever gave the right password.
    SignIn,
}

impl LinkPurpose {
    const fn code(self) -> &'static str {
        match self {
            Self::Learning => "learning",
            Self::SetUp => "set_up",
            Self::PasswordReset => "password_reset",
            Self::SignIn => "sign_in",
        }
    }
}

/// Whom a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkFor {
    /// An account.
    User(UserId),
    /// An assister without an account.
    Assister(AssisterId),
}

/// A link to be sent.
#[derive(Clone, Copy, Debug)]
pub struct NewLink {
    /// SHA-256 of the token in its address.
    pub token_hash: [u8; 32],
    /// What it is for.
    pub purpose: LinkPurpose,
    /// Whom it is for.
    pub of: LinkFor,
    /// SHA-256 of what must be typed besides.
    pub secret_hash: Option<[u8; 32]>,
    /// When.
    pub now: Instant,
    /// Until when it opens.
    pub expires_at: Instant,
}

/// What a link in an address leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// Whom it is for.
    pub of: LinkFor,
    /// SHA-256 of what must be typed besides.
    pub secret_hash: Option<[u8; 32]>,
    /// Whether it still opens, and if not, why.
    pub state: LinkState,
}

/// Whether a link opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkState {
    /// It opens.
    Open,
    /// It was used.
    Used,
    /// A newer one was sent.
    Replaced,
    /// Its time is over.
    Expired,
}

row! {
    struct LinkRow {
        user_id: Option<UserId>,
        assister_id: Option<AssisterId>,
        secret_hash: Option<Vec<u8>>,
        expires_at: Instant,
        used_at: Option<Instant>,
        replaced_at: Option<Instant>,
    }
}

impl LinkRow {
    fn link(self, now: Instant) -> Option<Link> {
        let state = match (self.used_at, self.replaced_at) {
            (Some(_), _) => LinkState::Used,
            (None, Some(_)) => LinkState::Replaced,
            (None, None) if self.expires_at <= now => LinkState::Expired,
            (None, None) => LinkState::Open,
        };
        let of = self.user_id.map(LinkFor::User).or(self.assister_id.map(LinkFor::Assister))?;
        Some(Link { of, secret_hash: self.secret_hash.and_then(|hash| hash.try_into().ok()), state })
    }
}

/// Writes a link; those for the same purpose and person that were not used are dead from now on. Not so those to choose a new password,
/// which anybody may ask for: they stay open for their few minutes, and one that is used ends the others.
pub(super) async fn insert_link(tx: &mut Write, new: NewLink) -> Result<(), StoreError> {
    let (user, assister) = match new.of {
        LinkFor::User(user) => (Some(user), None),
        LinkFor::Assister(assister) => (None, Some(assister)),
    };
    execute!(
        tx.on(),
        "UPDATE one_time_links SET replaced_at = $4
         WHERE purpose = $1 AND purpose <> 'password_reset' AND (user_id = $2 OR assister_id = $3) AND used_at IS NULL
             AND replaced_at IS NULL",
        new.purpose.code(),
        user,
        assister,
        new.now,
    )?;
    execute!(
        tx.on(),
        "INSERT INTO one_time_links (token_hash, purpose, user_id, assister_id, secret_hash, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        new.token_hash.as_slice(),
        new.purpose.code(),
        user,
        assister,
        new.secret_hash.as_ref().map(<[u8; 32]>::as_slice),
        new.now,
        new.expires_at,
    )?;
    Ok(())
}

/// Uses a link up. `false` when it does not open (any more): then whatever it was for must not be done.
pub(super) async fn use_link(tx: &mut Write, token_hash: [u8; 32], purpose: LinkPurpose, now: Instant) -> Result<bool, StoreError> {
    let used = execute!(
        tx.on(),
        "UPDATE one_time_links SET used_at = $3
         WHERE token_hash = $1 AND purpose = $2 AND used_at IS NULL AND replaced_at IS NULL AND expires_at > $3",
        token_hash.as_slice(),
        purpose.code(),
        now,
    )?;
    Ok(used == 1)
}

/// The links to an account that were not used are dead from now on.
pub(super) async fn end_links_of(tx: &mut Write, user: UserId, now: Instant) -> Result<(), StoreError> {
    execute!(
        tx.on(),
        "UPDATE one_time_links SET replaced_at = $2 WHERE user_id = $1 AND used_at IS NULL AND replaced_at IS NULL",
        user,
        now,
    )?;
    Ok(())
}

impl Store {
    /// Keeps a link and sends it by `letter`, both or neither.
    ///
    /// # Errors
    /// When the database fails; then nothing is sent.
    pub async fn send_link(&self, link: NewLink, letter: &Mail) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        insert_link(&mut tx, link).await?;
        enqueue(&mut tx, letter).await?;
        tx.commit().await
    }

    /// What the token in an address leads to. `None`: nothing, ever.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn link(&self, token_hash: [u8; 32], purpose: LinkPurpose, now: Instant) -> Result<Option<Link>, StoreError> {
        let row = fetch_optional!(
            self.read(),
            LinkRow,
            "SELECT user_id, assister_id, secret_hash, expires_at, used_at, replaced_at FROM one_time_links
             WHERE token_hash = $1 AND purpose = $2",
            token_hash.as_slice(),
            purpose.code(),
        )?;
        Ok(row.and_then(|row| row.link(now)))
    }
}
