//! Consumers' accounts that were asked for: made when the link in the mail is opened.

use super::accounts::insert_consumer;
use super::arrival::know_browser;
use super::{NewConsumer, NewSession};
use crate::domain::ids::UserId;
use crate::domain::instant::{Date, Instant};
use crate::store::db::{execute, fetch_optional};
use crate::store::mail::{Mail, enqueue};
use crate::store::row::row;
use crate::store::{Audit, Constraint, Store, StoreError};

row! {
    /// An account that was asked for.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct AskedAccount {
        /// As `clean_name` gives it.
        pub display_name: String,
        /// Date of birth.
        pub date_of_birth: Date,
        /// As `normal_email` gives it.
        pub email: String,
        /// In PHC form.
        pub password_hash: String,
        /// Where they want to go.
        pub wanted: String,
    }
}

impl Store {
    /// Keeps an account that is asked for and sends the link to make it; where the address has an account, only the other letter, to its
    /// owner.
    ///
    /// # Errors
    /// When the database fails; then nothing is kept and sent.
    pub async fn ask_for_account(
        &self,
        token_hash: [u8; 32],
        asked: &AskedAccount,
        (letter, exists): (&Mail, &Mail),
        (now, expires_at): (Instant, Instant),
    ) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        let held = fetch_optional!(tx.on(), (UserId,), "SELECT id FROM users WHERE email = $1", &asked.email)?;
        if held.is_some() {
            enqueue(&mut tx, exists).await?;
            return tx.commit().await;
        }
        execute!(
            tx.on(),
            "INSERT INTO asked_accounts (token_hash, display_name, date_of_birth, email, password_hash, wanted, created_at, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            token_hash.as_slice(),
            &asked.display_name,
            asked.date_of_birth,
            &asked.email,
            &asked.password_hash,
            &asked.wanted,
            now,
            expires_at,
        )?;
        enqueue(&mut tx, letter).await?;
        tx.commit().await
    }

    /// The account that a link makes, and whether its address has got another one meanwhile. Looking makes nothing.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn asked_account(&self, token_hash: [u8; 32], now: Instant) -> Result<Option<(AskedAccount, bool)>, StoreError> {
        let asked = fetch_optional!(
            self.read(),
            AskedAccount,
            "SELECT display_name, date_of_birth, email, password_hash, wanted FROM asked_accounts WHERE token_hash = $1 AND expires_at > $2",
            token_hash.as_slice(),
            now,
        )?;
        let Some(asked) = asked else { return Ok(None) };
        let held = fetch_optional!(self.read(), (UserId,), "SELECT id FROM users WHERE email = $1", &asked.email)?.is_some();
        Ok(Some((asked, held)))
    }

    /// Makes the account that was asked for and signs its owner in, in a browser that is known from now on. `false`: the link makes nothing
    /// any more.
    ///
    /// # Errors
    /// `Conflict(EmailTaken)`; or when the database fails. Then nothing changed.
    pub async fn make_asked_account(
        &self,
        token_hash: [u8; 32],
        new: &NewConsumer,
        session: NewSession,
        browser: [u8; 32],
        audit: &Audit,
    ) -> Result<bool, StoreError> {
        let mut tx = self.write().await?;
        let used = "DELETE FROM asked_accounts WHERE token_hash = $1 AND expires_at > $2";
        if execute!(tx.on(), used, token_hash.as_slice(), new.now)? == 0 {
            return Ok(false);
        }
        let held = fetch_optional!(tx.on(), (UserId,), "SELECT id FROM users WHERE email = $1", &new.email)?;
        if held.is_some() {
            return Err(StoreError::Conflict(Constraint::EmailTaken));
        }
        insert_consumer(&mut tx, new, session, audit).await?;
        know_browser(&mut tx, new.user, browser, new.now).await?;
        // Whatever else was asked for with this address makes nothing any more.
        execute!(tx.on(), "DELETE FROM asked_accounts WHERE email = $1", &new.email)?;
        tx.commit().await?;
        Ok(true)
    }
}
