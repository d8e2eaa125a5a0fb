//! Sessions. Only hashes of their tokens are stored.

use super::login_mn::FLOW_KEPT;
use super::{NewSession, OwnSession, Session};
use crate::domain::audit::{AuditAction, Subject};
use crate::domain::identity::{AssisterKind, Principal, Role, SESSION_ABSOLUTE, SESSION_IDLE, Scope};
use crate::domain::ids::{AssisterId, ConsumerId, OrganizationId, UserId};
use crate::domain::instant::Instant;
use crate::domain::manage_assister::ReferenceNumber;
use crate::domain::second_step::{BROWSER_KEPT, QUESTION_LASTS, SHEET_LASTS, STEP_LASTS};
use crate::store::codec::known;
use crate::store::db::{Write, execute, execute_alone, fetch_all, fetch_optional};
use crate::store::row::row;
use crate::store::sealing::{drafts_moved, token_moved};
use crate::store::{Audit, Store, StoreError, audit};
use std::time::Duration;

/// Attempts are of no use after a day.
const ATTEMPTS_KEPT: Duration = Duration::from_secs(24 * 60 * 60);
/// How far the clocks of servers may be apart.
const CLOCKS_DIFFER: Duration = Duration::from_secs(60);
/// Who comes by a link that has expired is told so for a month.
const LINKS_KEPT: Duration = Duration::from_secs(30 * 24 * 60 * 60);

row! {
    struct SessionRow {
        created_at: Instant,
        last_seen_at: Instant,
        user_id: Option<UserId>,
        role: Option<String>,
        display_name: Option<String>,
        organization_id: Option<OrganizationId>,
        consumer_id: Option<ConsumerId>,
        assister_id: Option<AssisterId>,
        kind: Option<String>,
        may_act: bool,
        removed: bool,
        learner_id: Option<AssisterId>,
        learner_name: Option<String>,
        reference_number: Option<i64>,
        password_set_at: Option<Instant>,
        change_password_then: Option<String>,
    }
}

impl SessionRow {
    /// The session, or `None` when its assister may not act, or its account was removed or suspended.
    fn session(self) -> Result<Option<Session>, StoreError> {
        let session = |principal| Session {
            principal,
            created_at: self.created_at,
            last_seen_at: self.last_seen_at,
            password_set_at: self.password_set_at,
            change_password_then: self.change_password_then,
        };
        if let Some(learner) = self.learner_id {
            // Not employed any more, or closed: their way in is over like everybody else's.
            let Some(name) = self.learner_name else { return Ok(None) };
            let principal = Principal { user: UserId(learner.0), name, scope: Scope::Learner(learner) };
            return Ok(Some(session(Some(principal))));
        }
        if self.removed {
            return Ok(None);
        }
        let Some(user) = self.user_id else {
            return Ok(Some(session(None)));
        };
        let role = known(self.role.as_deref().and_then(Role::from_code), "users", "role", user.0)?;
        let scope = match role {
            Role::Consumer => Scope::Consumer(known(self.consumer_id, "consumers", "user_id", user.0)?),
            Role::Assister => {
                let id = known(self.assister_id, "assisters", "user_id", user.0)?;
                if !self.may_act {
                    return Ok(None);
                }
                Scope::Assister {
                    id,
                    kind: known(self.kind.as_deref().and_then(AssisterKind::from_code), "assisters", "kind", id.0)?,
                    number: known(self.reference_number.and_then(number), "assisters", "reference_number", id.0)?,
                }
            }
            // Only a session says so, never an account.
            Role::Learner => return Err(StoreError::BadRow { table: "users", column: "role", id: user.0 }),
            Role::AgencyContact => Scope::AgencyContact(known(self.organization_id, "users", "organization_id", user.0)?),
            Role::Arc | Role::Bsl | Role::ResourceManager => Scope::Staff(role),
        };
        let principal = Principal { user, name: self.display_name.unwrap_or_default(), scope };
        Ok(Some(session(Some(principal))))
    }
}

fn number(stored: i64) -> Option<ReferenceNumber> {
    ReferenceNumber::try_from(u32::try_from(stored).ok()?).ok()
}

/// Begins a session in a change; `replaces` ends another.
pub(in crate::store) async fn insert_session(tx: &mut Write, new: NewSession, replaces: Option<[u8; 32]>) -> Result<(), StoreError> {
    execute!(
        tx.on(),
        "INSERT INTO sessions (token_hash, user_id, created_at, last_seen_at, learner_id) VALUES ($1, $2, $3, $3, $4)",
        new.token_hash.as_slice(),
        new.user,
        new.now,
        new.learner,
    )?;
    if let Some(hash) = replaces {
        carry_over(tx, hash, new).await?;
        execute!(tx.on(), "DELETE FROM sessions WHERE token_hash = $1", hash.as_slice())?;
    }
    Ok(())
}

/// Puts what stands behind the session `s` at LoginMN behind another, with what is said besides.
macro_rules! login_mn_goes_over {
    ($rest:literal) => {
        concat!(
            "UPDATE sessions SET login_mn_subject = s.login_mn_subject, login_mn_session = s.login_mn_session,
                 login_mn_token = s.login_mn_token, sealed_by = s.sealed_by",
            $rest
        )
    };
}

/// What stands behind a visitor's session at LoginMN goes over to the session of the person whom it is about: between the two came
/// their second step.
async fn carry_over(tx: &mut Write, from: [u8; 32], to: NewSession) -> Result<(), StoreError> {
    execute!(
        tx.on(),
        login_mn_goes_over!(
            " FROM sessions s JOIN identities i ON i.subject = s.login_mn_subject
             WHERE sessions.token_hash = $1 AND s.token_hash = $2 AND s.user_id IS NULL AND i.user_id = $3"
        ),
        to.token_hash.as_slice(),
        from.as_slice(),
        to.user,
    )?;
    token_moved(tx, from, to.token_hash).await
}

/// What stands behind a person's session at LoginMN stands behind the one that takes its place. They have just given their password: that
/// the provider may not have asked them takes nothing from it.
pub(super) async fn keep_login_mn(tx: &mut Write, from: [u8; 32], to: NewSession) -> Result<(), StoreError> {
    execute!(
        tx.on(),
        login_mn_goes_over!(", proved_at = $4 FROM sessions s WHERE sessions.token_hash = $1 AND s.token_hash = $2 AND s.user_id = $3"),
        to.token_hash.as_slice(),
        from.as_slice(),
        to.user,
        to.now,
    )?;
    token_moved(tx, from, to.token_hash).await
}

/// What is kept with a session goes over to another one.
async fn keep_with(tx: &mut Write, from: [u8; 32], to: [u8; 32]) -> Result<(), StoreError> {
    token_moved(tx, from, to).await?;
    drafts_moved(tx, from, to).await?;
    let (from, to) = (from.as_slice(), to.as_slice());
    execute!(tx.on(), "UPDATE form_states SET session_hash = $2 WHERE session_hash = $1", from, to)?;
    execute!(tx.on(), "UPDATE searches SET session_hash = $2 WHERE session_hash = $1", from, to)?;
    execute!(tx.on(), "UPDATE login_mn_flows SET session_hash = $2 WHERE session_hash = $1", from, to)?;
    execute!(tx.on(), "UPDATE passkey_questions SET session_hash = $2 WHERE session_hash = $1", from, to)?;
    Ok(())
}

/// Takes the lock on the way into an account. Whatever changes it, or begins or ends sessions, takes it before it writes a link, a session, a
/// passkey or what else is the account's: so each sees what the one before has done, and none waits for one that waits for it.
pub(in crate::store) async fn hold_account(tx: &mut Write, user: UserId) -> Result<(), StoreError> {
    execute!(tx.on(), "UPDATE users SET id = id WHERE id = $1", user)?;
    Ok(())
}

/// Ends all sessions of an account but one, and the sign-ins to it that wait for their second step: in the transaction of what shuts the
/// others out.
pub(in crate::store) async fn end_others(tx: &mut Write, user: UserId, kept: Option<[u8; 32]>) -> Result<(), StoreError> {
    hold_account(tx, user).await?;
    execute!(tx.on(), "DELETE FROM sessions WHERE token_hash IN (SELECT session_hash FROM sign_in_steps WHERE user_id = $1)", user)?;
    let kept = kept.as_ref().map_or(&[][..], |hash| hash.as_slice());
    execute!(tx.on(), "DELETE FROM sessions WHERE user_id = $1 AND token_hash <> $2", user, kept)?;
    Ok(())
}

/// Ends all sessions of somebody: of their account, and those in the Learning Center. `user` is of a learner their id as an assister.
pub(in crate::store) async fn end_everywhere(tx: &mut Write, user: UserId) -> Result<(), StoreError> {
    end_others(tx, user, None).await?;
    execute!(tx.on(), "DELETE FROM sessions WHERE learner_id = $1 OR learner_id IN (SELECT id FROM assisters WHERE user_id = $1)", user,)?;
    Ok(())
}

impl Store {
    /// Begins a session. `replaces` ends another in the same transaction (its kept forms and searches go with it);
    /// `audit` is given for signing in.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn start_session(&self, new: NewSession, replaces: Option<[u8; 32]>, audit: Option<Audit>) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        if let Some(user) = new.user {
            hold_account(&mut tx, user).await?;
        }
        insert_session(&mut tx, new, replaces).await?;
        if let Some(audit) = audit {
            audit::record(&mut tx, &audit, AuditAction::SignedIn, Subject::default(), new.now).await?;
        }
        tx.commit().await
    }

    /// The session, when it is in force: not idle for too long, not too old, its account neither removed nor suspended, and its assister (if it is one)
    /// free to act.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn session(&self, token_hash: [u8; 32], now: Instant) -> Result<Option<Session>, StoreError> {
        let row = fetch_optional!(
            self.read(),
            SessionRow,
            "SELECT s.created_at, s.last_seen_at, s.user_id, u.role, u.display_name, u.organization_id, c.id AS consumer_id,
                    a.id AS assister_id, a.kind, a.reference_number, u.removed_at IS NOT NULL OR u.suspended_at IS NOT NULL AS removed,
                    COALESCE(a.state = 'active' AND a.cleared_until > $4, FALSE) AS may_act,
                    s.learner_id, l.display_name AS learner_name,
                    COALESCE(u.password_changed_at, u.created_at) AS password_set_at, s.change_password_then
             FROM sessions s
             LEFT JOIN users u ON u.id = s.user_id
             LEFT JOIN consumers c ON c.user_id = s.user_id
             LEFT JOIN assisters a ON a.user_id = s.user_id
             LEFT JOIN assisters l ON l.id = s.learner_id AND l.employed = TRUE AND l.state <> 'closed'
             WHERE s.token_hash = $1 AND s.last_seen_at > $2 AND s.created_at > $3",
            token_hash.as_slice(),
            now - SESSION_IDLE,
            now - SESSION_ABSOLUTE,
            now,
        )?;
        row.map_or(Ok(None), SessionRow::session)
    }

    /// Notes that a session was used.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn touch_session(&self, token_hash: [u8; 32], now: Instant) -> Result<(), StoreError> {
        execute!(
            self.single_write(),
            "UPDATE sessions SET last_seen_at = $2 WHERE token_hash = $1 AND last_seen_at < $2",
            token_hash.as_slice(),
            now,
        )?;
        Ok(())
    }

    /// Ends a session. Harmless when it is over. `audit` is given for signing out, and recorded when there was a session to end.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_session(&self, token_hash: [u8; 32], now: Instant, audit: Option<Audit>) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        let ended = execute!(tx.on(), "DELETE FROM sessions WHERE token_hash = $1", token_hash.as_slice())?;
        if let (Some(audit), 1) = (audit, ended) {
            audit::record(&mut tx, &audit, AuditAction::SignedOut, Subject::default(), now).await?;
        }
        tx.commit().await
    }

    /// Ends all sessions of whoever asks for it, this one too. `user` is of a learner their id as an assister.
    ///
    /// # Errors
    /// When the database fails; then none ended.
    pub async fn end_all_sessions(&self, user: UserId, now: Instant, audit: &Audit) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        end_everywhere(&mut tx, user).await?;
        audit::record(&mut tx, audit, AuditAction::SessionsEnded, Subject::default(), now).await?;
        tx.commit().await
    }

    /// The sessions of an account, or of a learner, that are in force, last used first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sessions_of(&self, user: UserId, now: Instant) -> Result<Vec<OwnSession>, StoreError> {
        let rows = fetch_all!(
            self.read(),
            (Vec<u8>, Instant, Instant),
            "SELECT token_hash, created_at, last_seen_at FROM sessions
             WHERE (user_id = $1 OR learner_id = $1) AND last_seen_at > $2 AND created_at > $3
             ORDER BY last_seen_at DESC, created_at DESC",
            user,
            now - SESSION_IDLE,
            now - SESSION_ABSOLUTE,
        )?;
        rows.into_iter()
            .map(|(hash, created_at, last_seen_at)| {
                Ok(OwnSession { token_hash: known(hash.try_into().ok(), "sessions", "token_hash", user.0)?, created_at, last_seen_at })
            })
            .collect()
    }

    /// When the owner of a session last proved that it is them: when it began, or later. LoginMN lets people in whom it does not ask who
    /// they are, so that such a beginning proves nothing.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn proved_at(&self, session: [u8; 32]) -> Result<Option<Instant>, StoreError> {
        let sql = "SELECT COALESCE(proved_at, CASE WHEN login_mn_subject IS NULL THEN created_at END) FROM sessions
                   WHERE token_hash = $1 AND user_id IS NOT NULL";
        Ok(fetch_optional!(self.read(), (Option<Instant>,), sql, session.as_slice())?.and_then(|(at,)| at))
    }

    /// Notes that the owner of a session proved that it is them: it goes on under another token, with all that is kept with it. `false`
    /// when it is over.
    ///
    /// # Errors
    /// When the database fails; then it goes on as it was.
    pub async fn note_proof(&self, session: [u8; 32], renewed: [u8; 32], now: Instant) -> Result<bool, StoreError> {
        let mut tx = self.write().await?;
        // Whoever ends all sessions meanwhile would not see the new one.
        let own = "UPDATE users SET id = id WHERE id = (SELECT user_id FROM sessions WHERE token_hash = $1)";
        execute!(tx.on(), own, session.as_slice())?;
        let written = execute!(
            tx.on(),
            "INSERT INTO sessions (token_hash, user_id, created_at, last_seen_at, learner_id, change_password_then,
                 login_mn_subject, login_mn_session, login_mn_token, sealed_by, proved_at)
             SELECT $2, user_id, created_at, last_seen_at, learner_id, change_password_then,
                 login_mn_subject, login_mn_session, login_mn_token, sealed_by, $3
             FROM sessions WHERE token_hash = $1",
            session.as_slice(),
            renewed.as_slice(),
            now,
        )?;
        if written == 0 {
            return Ok(false);
        }
        keep_with(&mut tx, session, renewed).await?;
        execute!(tx.on(), "DELETE FROM sessions WHERE token_hash = $1", session.as_slice())?;
        tx.commit().await?;
        Ok(true)
    }

    /// Deletes what is past its time: sessions with all that is kept with them, attempts, steps and questions of signing in, links,
    /// recovery codes that are no longer shown, and browsers not used for long.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sweep(&self, now: Instant) -> Result<(), StoreError> {
        execute_alone!(self, "DELETE FROM sessions WHERE last_seen_at <= $1", now - SESSION_IDLE)?;
        execute_alone!(self, "DELETE FROM sessions WHERE created_at <= $1", now - SESSION_ABSOLUTE)?;
        execute_alone!(self, "DELETE FROM attempts WHERE window_start < $1", now - ATTEMPTS_KEPT)?;
        // Of a day that a clock was wrong about: nobody is to be locked out when it comes.
        execute_alone!(self, "DELETE FROM attempts WHERE window_start > $1", now + CLOCKS_DIFFER)?;
        execute_alone!(self, "DELETE FROM recovery_sheets WHERE created_at <= $1", now - SHEET_LASTS)?;
        execute_alone!(self, "DELETE FROM known_browsers WHERE last_used_at <= $1", now - BROWSER_KEPT)?;
        execute_alone!(self, "DELETE FROM sign_in_steps WHERE created_at <= $1", now - STEP_LASTS)?;
        execute_alone!(self, "DELETE FROM passkey_questions WHERE created_at <= $1", now - QUESTION_LASTS)?;
        execute_alone!(self, "DELETE FROM email_confirmations WHERE expires_at <= $1", now)?;
        // They can name a link, so they come first.
        execute_alone!(self, "DELETE FROM login_mn_flows WHERE created_at <= $1", now - FLOW_KEPT)?;
        execute_alone!(self, "DELETE FROM one_time_links WHERE expires_at <= $1", now - LINKS_KEPT)?;
        Ok(())
    }
}
