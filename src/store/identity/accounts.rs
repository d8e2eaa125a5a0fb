//! Accounts: signing in and creating one.

use super::email_confirmation::{insert_confirmation, note_confirmed};
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

impl Store {
    /// The account with this email address (as `normal_email` gives it).
    ///
    /// # Errors
    /// When the database fails.
    pub async fn credentials(&self, email: &str, now: Instant) -> Result<Option<Credentials>, StoreError> {
        let row = fetch_optional!(
            self.read(),
            CredentialsRow,
            "SELECT u.id, u.password_hash, u.role,
                    u.suspended_at IS NOT NULL AS suspended,
                    u.removed_at IS NULL AND u.suspended_at IS NULL AND (u.role <> 'assister' OR COALESCE(a.state = 'active' AND a.cleared_until > $2, FALSE)) AS open
             FROM users u LEFT JOIN assisters a ON a.user_id = u.id WHERE u.email = $1",
            email,
            now,
        )?;
        row.map(|row| {
            Ok(Credentials {
                user: row.id,
                password_hash: row.password_hash,
                role: known(Role::from_code(&row.role), "users", "role", row.id.0)?,
                open: row.open,
                suspended: row.suspended,
            })
        })
        .transpose()
    }

    /// Creates a consumer's account, signs them in and sends the link by which they confirm their address.
    ///
    /// # Errors
    /// `Conflict(EmailTaken)`; or when the database fails.
    pub async fn create_consumer(&self, new: NewConsumer, session: NewSession, audit: Audit) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        execute!(
            tx.on(),
            "INSERT INTO users (id, email, password_hash, role, display_name, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
            new.user,
            &new.email,
            &new.password_hash,
            Role::Consumer.code(),
            &new.name,
            new.now,
        )?;
        execute!(tx.on(), "INSERT INTO consumers (id, user_id, date_of_birth) VALUES ($1, $2, $3)", new.consumer, new.user, new.born)?;
        match &new.confirmation {
            Some(link) => insert_confirmation(&mut tx, new.user, link).await?,
            None => {
                note_confirmed(&mut tx, new.user, new.now).await?;
            }
        }
        insert_session(&mut tx, session, None).await?;
        let subject = Subject { consumer: Some(new.consumer), ..Subject::default() };
        audit::record(&mut tx, &audit, AuditAction::AccountCreated, subject, new.now).await?;
        tx.commit().await
    }
}
