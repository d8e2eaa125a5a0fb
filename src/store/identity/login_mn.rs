//! LoginMN: which account an identity opens, and ways to the provider that were begun.

use super::address::write_to;
use super::sessions::{end_others, hold_account};
use crate::domain::audit::{AuditAction, Subject};
use crate::domain::identity::{SESSION_ABSOLUTE, SESSION_IDLE};
use crate::domain::ids::UserId;
use crate::domain::instant::Instant;
use crate::store::db::{Write, execute, fetch_optional};
use crate::store::mail::Mail;
use crate::store::row::row;
use crate::store::sealing::LOGIN_MN_TOKEN;
use crate::store::{Audit, Store, StoreError, audit};
use std::time::Duration;

/// How long somebody may take at the provider.
pub(super) const FLOW_KEPT: Duration = Duration::from_secs(30 * 60);

/// What a way to the provider is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlowPurpose {
    /// To sign in.
    SignIn,
    /// To set up the account of this link.
    SetUp([u8; 32]),
    /// To link the identity to the account of who is signed in.
    Link(UserId),
    /// To prove that it is them who is signed in.
    Prove(UserId),
}

/// How people sign in here, as configured: who has none of these ways does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignInWays<'a> {
    /// With a password.
    pub password: bool,
    /// With an identity of this issuer.
    pub issuer: Option<&'a str>,
}

/// What came of linking an identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Linked {
    /// It is linked.
    Done,
    /// It opens another account, or the account has another identity of this issuer.
    Taken,
    /// The session is over, or the account may not sign in any more.
    SignedOut,
}

/// What came of unlinking LoginMN. Where it is not [`Done`](Self::Done), nothing may be committed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unlinked {
    /// No identity opens the account any more.
    Done,
    /// None did.
    AlreadySo,
    /// It is the last way into the account.
    LastWay,
}

/// A way to the provider that was begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flow {
    /// What the token must hold.
    pub nonce: String,
    /// What the code is exchanged with.
    pub verifier: String,
    /// Where to go in the end.
    pub next: String,
    /// What it is for.
    pub purpose: FlowPurpose,
    /// When it was begun.
    pub began: Instant,
}

row! {
    struct FlowRow {
        nonce: String,
        verifier: String,
        next: String,
        link_hash: Option<Vec<u8>>,
        link_user_id: Option<UserId>,
        proves: bool,
        created_at: Instant,
    }
}

/// Links an identity to an account; `false` when it opens an account, or the account has another identity of this issuer.
pub(super) async fn insert_identity(tx: &mut Write, issuer: &str, subject: &str, user: UserId, now: Instant) -> Result<bool, StoreError> {
    let linked = execute!(
        tx.on(),
        "INSERT INTO identities (issuer, subject, user_id, linked_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        issuer,
        subject,
        user,
        now,
    )?;
    Ok(linked == 1)
}

/// Whether this session is a live one of an account that may sign in. Both rows are held, so that it stays so until the change is made.
async fn is_signed_in(tx: &mut Write, user: UserId, session: [u8; 32], now: Instant) -> Result<bool, StoreError> {
    hold_account(tx, user).await?;
    let live = execute!(
        tx.on(),
        "UPDATE sessions SET last_seen_at = last_seen_at
         WHERE token_hash = $1 AND user_id = $2 AND last_seen_at > $3 AND created_at > $4 AND EXISTS (
             SELECT 1 FROM users u LEFT JOIN assisters a ON a.user_id = u.id
             WHERE u.id = $2 AND u.removed_at IS NULL AND u.suspended_at IS NULL
                 AND (u.role <> 'assister' OR (a.state = 'active' AND a.cleared_until > $5)))",
        session.as_slice(),
        user,
        now - SESSION_IDLE,
        now - SESSION_ABSOLUTE,
        now,
    )?;
    Ok(live == 1)
}

/// Removes the identities that open an account, unless they are the last way in: nothing else opens one without a password.
pub(in crate::store) async fn remove_identities(tx: &mut Write, user: UserId, by_password: bool) -> Result<Unlinked, StoreError> {
    // The account's row is held, so that its password stays what it is.
    let row = fetch_optional!(tx.on(), (bool,), "UPDATE users SET id = id WHERE id = $1 RETURNING password_hash IS NOT NULL", user)?;
    let unlinked = execute!(tx.on(), "DELETE FROM identities WHERE user_id = $1", user)?;
    Ok(match row {
        _ if unlinked == 0 => Unlinked::AlreadySo,
        Some((true,)) if by_password => Unlinked::Done,
        _ => Unlinked::LastWay,
    })
}

impl Store {
    /// Keeps a way that was begun by this session, under the hash of the state that will come back.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn keep_flow(&self, state_hash: [u8; 32], session_hash: [u8; 32], flow: &Flow, now: Instant) -> Result<(), StoreError> {
        let (link, user) = match &flow.purpose {
            FlowPurpose::SignIn => (None, None),
            FlowPurpose::SetUp(link) => (Some(link.as_slice()), None),
            FlowPurpose::Link(user) | FlowPurpose::Prove(user) => (None, Some(*user)),
        };
        execute!(
            self.single_write(),
            "INSERT INTO login_mn_flows (state_hash, session_hash, nonce, verifier, next, link_hash, link_user_id, created_at, proves)
             SELECT $1, s.token_hash, $3, $4, $5, $6, $7, $8, $9 FROM sessions s WHERE s.token_hash = $2",
            state_hash.as_slice(),
            session_hash.as_slice(),
            &flow.nonce,
            &flow.verifier,
            &flow.next,
            link,
            user,
            now,
            matches!(flow.purpose, FlowPurpose::Prove(_)),
        )?;
        Ok(())
    }

    /// Takes the way that this session began, once.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn take_flow(&self, state_hash: [u8; 32], session_hash: [u8; 32], now: Instant) -> Result<Option<Flow>, StoreError> {
        let row = fetch_optional!(
            self.single_write(),
            FlowRow,
            "DELETE FROM login_mn_flows WHERE state_hash = $1 AND session_hash = $2 AND created_at > $3
             RETURNING nonce, verifier, next, link_hash, link_user_id, proves = TRUE AS proves, created_at",
            state_hash.as_slice(),
            session_hash.as_slice(),
            now - FLOW_KEPT,
        )?;
        Ok(row.map(|row| {
            let link = row.link_hash.and_then(|hash| hash.try_into().ok()).map(FlowPurpose::SetUp);
            let own = row.link_user_id.map(if row.proves { FlowPurpose::Prove } else { FlowPurpose::Link });
            let purpose = link.or(own).unwrap_or(FlowPurpose::SignIn);
            Flow { nonce: row.nonce, verifier: row.verifier, next: row.next, purpose, began: row.created_at }
        }))
    }

    /// The account that an identity opens.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn user_of_identity(&self, issuer: &str, subject: &str) -> Result<Option<UserId>, StoreError> {
        let sql = "SELECT user_id FROM identities WHERE issuer = $1 AND subject = $2";
        Ok(fetch_optional!(self.read(), (UserId,), sql, issuer, subject)?.map(|(user,)| user))
    }

    /// Whether an identity opens this account.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn has_identity(&self, user: UserId) -> Result<bool, StoreError> {
        let sql = "SELECT user_id FROM identities WHERE user_id = $1";
        Ok(fetch_optional!(self.read(), (UserId,), sql, user)?.is_some())
    }

    /// Links an identity to the account of who is signed in with `session`, ends all their other sessions and tells them by mail. Linking
    /// it again to the same is harmless.
    ///
    /// # Errors
    /// When the database fails; then nothing changed.
    pub async fn link_identity(
        &self,
        (issuer, subject): (&str, &str),
        user: UserId,
        session: [u8; 32],
        letter: &Mail,
        audit: &Audit,
    ) -> Result<Linked, StoreError> {
        let now = letter.now;
        let mut tx = self.write().await?;
        if !is_signed_in(&mut tx, user, session, now).await? {
            return Ok(Linked::SignedOut);
        }
        if !insert_identity(&mut tx, issuer, subject, user, now).await? {
            let same = fetch_optional!(
                tx.on(),
                (UserId,),
                "SELECT user_id FROM identities WHERE issuer = $1 AND subject = $2 AND user_id = $3",
                issuer,
                subject,
                user,
            )?;
            return Ok(if same.is_some() { Linked::Done } else { Linked::Taken });
        }
        let subject = Subject { user: Some(user), ..Subject::default() };
        end_others(&mut tx, user, Some(session)).await?;
        audit::record(&mut tx, audit, AuditAction::IdentityLinked, subject, now).await?;
        write_to(&mut tx, user, letter).await?;
        tx.commit().await?;
        Ok(Linked::Done)
    }

    /// Unlinks LoginMN from the account of who is signed in with `session`, ends all their other sessions and tells them by mail.
    /// `by_password`: a password lets people in here.
    ///
    /// # Errors
    /// When the database fails; then nothing changed.
    pub async fn unlink_identity(
        &self,
        user: UserId,
        session: [u8; 32],
        by_password: bool,
        letter: &Mail,
        audit: &Audit,
    ) -> Result<Unlinked, StoreError> {
        let mut tx = self.write().await?;
        let unlinked = remove_identities(&mut tx, user, by_password).await?;
        if unlinked == Unlinked::Done {
            end_others(&mut tx, user, Some(session)).await?;
            let subject = Subject { user: Some(user), ..Subject::default() };
            audit::record(&mut tx, audit, AuditAction::IdentityUnlinked, subject, letter.now).await?;
            write_to(&mut tx, user, letter).await?;
            tx.commit().await?;
        }
        Ok(unlinked)
    }

    /// Notes which of the provider's sessions is behind one of ours. The token is kept, encrypted, because signing out there takes it along
    /// (`id_token_hint`); it goes with the row of the session.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn note_login_mn(&self, token_hash: [u8; 32], subject: &str, session: Option<&str>, token: &str) -> Result<(), StoreError> {
        let sealed = self.sealing.seal(LOGIN_MN_TOKEN, &token_hash, token.as_bytes())?;
        execute!(
            self.single_write(),
            "UPDATE sessions SET login_mn_subject = $2, login_mn_session = $3, login_mn_token = $4, sealed_by = $5 WHERE token_hash = $1",
            token_hash.as_slice(),
            subject,
            session,
            sealed.text(),
            &sealed.by,
        )?;
        Ok(())
    }

    /// The provider's token behind one of our sessions.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn login_mn_token(&self, token_hash: [u8; 32]) -> Result<Option<String>, StoreError> {
        let row = fetch_optional!(
            self.read(),
            (String, Option<String>),
            "SELECT login_mn_token, sealed_by FROM sessions WHERE token_hash = $1 AND login_mn_token IS NOT NULL",
            token_hash.as_slice(),
        )?;
        row.map(|(token, by)| self.sealing.unseal_text(LOGIN_MN_TOKEN, &token_hash, by.as_deref(), &token)).transpose()
    }

    /// Ends our sessions behind which is this session at the provider, of this person; all of the person's when no session is named. Gives
    /// how many.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_login_mn_sessions(&self, subject: Option<&str>, session: Option<&str>) -> Result<u64, StoreError> {
        // Statements of their own for each, so that each has its index. The accounts are held first: none of these sessions goes on under
        // another token, nor at the second step that it waits for.
        let mut tx = self.write().await?;
        macro_rules! end {
            ($which:literal, $($bound:expr),+) => {{
                let held = concat!(
                    "UPDATE users SET id = id WHERE id IN (SELECT COALESCE(s.user_id, t.user_id) FROM sessions s
                         LEFT JOIN sign_in_steps t ON t.session_hash = s.token_hash WHERE ",
                    $which,
                    ")"
                );
                execute!(tx.on(), held, $($bound),+)?;
                execute!(tx.on(), concat!("DELETE FROM sessions WHERE ", $which), $($bound),+)?
            }};
        }
        let ended = match (subject, session) {
            (Some(subject), session) => end!("login_mn_subject = $1 AND ($2 IS NULL OR login_mn_session = $2)", subject, session),
            (None, Some(session)) => end!("login_mn_session = $1", session),
            (None, None) => return Ok(0),
        };
        tx.commit().await?;
        Ok(ended)
    }
}
