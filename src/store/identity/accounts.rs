//! Accounts: signing in and creating one.

use super::address::no_address;
use super::email_confirmation::{EmailProof, ask_to_confirm, note_confirmed};
use super::sessions::insert_session;
use super::{Credentials, NewConsumer, NewSession};
use crate::domain::audit::{AuditAction, Subject};
use crate::domain::identity::Role;
use crate::domain::ids::UserId;
use crate::domain::instant::Instant;
use crate::store::codec::known;
use crate::store::db::{execute, fetch_optional};
use crate::store::row::row;
use crate::store::{Audit, Store, StoreError, audit};

row! {
    struct CredentialsRow {
        id: UserId,
        password_hash: Option<String>,
        role: String,
        open: bool,
        suspended: bool,
    }
}

impl CredentialsRow {
    fn credentials(self) -> Result<Credentials, StoreError> {
        Ok(Credentials {
            user: self.id,
            password_hash: self.password_hash,
            role: known(Role::from_code(&self.role), "users", "role", self.id.0)?,
            open: self.open,
            suspended: self.suspended,
        })
    }
}

impl Store {
    /// The account that has this email address (as `normal_email` gives it).
    ///
    /// # Errors
    /// When the database fails.
    pub async fn credentials(&self, email: &str, now: Instant) -> Result<Option<Credentials>, StoreError> {
        let row = fetch_optional!(
            self.read(),
            CredentialsRow,
            "SELECT u.id, u.password_hash, u.role,
                    (u.suspended_at IS NOT NULL OR COALESCE(a.state = 'suspended' OR a.state = 'active' AND COALESCE(a.cleared_until <= $2, TRUE), FALSE)) AS suspended,
                    u.removed_at IS NULL AND u.suspended_at IS NULL AND (u.role <> 'assister' OR COALESCE(a.state = 'active' AND a.cleared_until > $2, FALSE)) AS open
             FROM users u LEFT JOIN assisters a ON a.user_id = u.id WHERE u.email = $1",
            email,
            now,
        )?;
        row.map(CredentialsRow::credentials).transpose()
    }

    /// The newest of the consumers' accounts that were made with this email address (as `normal_email` gives it) and have not confirmed
    /// it. Whoever makes one can't keep the address from anybody, nor learn whether it opens another account.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn unconfirmed_credentials(&self, email: &str) -> Result<Option<Credentials>, StoreError> {
        let row = fetch_optional!(
            self.read(),
            CredentialsRow,
            "SELECT id, password_hash, role, suspended_at IS NOT NULL AS suspended, suspended_at IS NULL AS open
             FROM users WHERE asked_email = $1 AND role = 'consumer' AND removed_at IS NULL ORDER BY id DESC LIMIT 1",
            email,
        )?;
        row.map(CredentialsRow::credentials).transpose()
    }

    /// Creates a consumer's account, signs them in and writes to their address, which the account has only when it is confirmed: until then
    /// nobody is told, and nothing is changed for, who has an account with it.
    ///
    /// # Errors
    /// `Conflict(EmailTaken)`, for an address that needs no confirmation; or when the database fails.
    pub async fn create_consumer(&self, new: NewConsumer, session: NewSession, audit: Audit) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        execute!(
            tx.on(),
            "INSERT INTO users (id, email, asked_email, password_hash, role, display_name, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
            new.user,
            no_address(new.user),
            &new.email,
            &new.password_hash,
            Role::Consumer.code(),
            &new.name,
            new.now,
        )?;
        execute!(tx.on(), "INSERT INTO consumers (id, user_id, date_of_birth) VALUES ($1, $2, $3)", new.consumer, new.user, new.born)?;
        match &new.proof {
            EmailProof::Confirmed => drop(note_confirmed(&mut tx, new.user, new.now).await?),
            EmailProof::Asked(link) => ask_to_confirm(&mut tx, new.user, link).await?,
            EmailProof::Later => {}
        }
        insert_session(&mut tx, session, None).await?;
        let subject = Subject { consumer: Some(new.consumer), ..Subject::default() };
        audit::record(&mut tx, &audit, AuditAction::AccountCreated, subject, new.now).await?;
        tx.commit().await
    }
}
