//! Staff accounts: made by the resource manager, the first one by a command.

use super::account::sign_out;
use crate::domain::audit::{Actor, AuditAction, Subject};
use crate::domain::identity::Role;
use crate::domain::ids::UserId;
use crate::domain::instant::Instant;
use crate::store::codec::known;
use crate::store::db::{Write, execute, fetch_all, fetch_one, fetch_optional};
use crate::store::links::{end_links_of, insert_link};
use crate::store::mail::enqueue;
use crate::store::row::row;
use crate::store::{Audit, LinkFor, LinkPurpose, Mail, NewLink, SignInWays, Store, StoreError, audit};

/// A staff account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffAccount {
    /// The account.
    pub user: UserId,
    /// Whose.
    pub name: String,
    /// The user name.
    pub email: String,
    /// ARC, BSL or the resource manager.
    pub role: Role,
    /// When it was made.
    pub created_at: Instant,
    /// Whether its owner has set it up.
    pub set_up: bool,
}

/// A staff account to be.
#[derive(Clone, Debug)]
pub struct NewStaff {
    /// The account's id, version 7.
    pub user: UserId,
    /// As `clean_name` gives it.
    pub name: String,
    /// As `normal_email` gives it.
    pub email: String,
    /// ARC, BSL or the resource manager.
    pub role: Role,
    /// SHA-256 of the token in the link to set it up.
    pub token_hash: [u8; 32],
    /// Until when the link opens.
    pub expires_at: Instant,
    /// When.
    pub now: Instant,
}

/// What came of removing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StaffRemoved {
    /// Removed now.
    Done,
    /// Was removed before: nothing changed.
    Before,
    /// It is the caller's own.
    Own,
    /// Without it there would be no resource manager who can sign in.
    LastManager,
}

/// What came of making the first resource manager.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bootstrapped {
    /// The account is made.
    Made,
    /// It was made before and never set up: it has a new link, and the old one is dead.
    Again,
    /// There is a resource manager who can sign in: nothing changed.
    Exists,
    /// There is an invitation that still opens: nothing changed.
    Waiting,
}

row! {
    struct StaffRow {
        id: UserId,
        display_name: String,
        email: String,
        role: String,
        created_at: Instant,
        set_up: bool,
    }
}

impl StaffRow {
    fn account(self) -> Result<StaffAccount, StoreError> {
        Ok(StaffAccount {
            user: self.id,
            name: self.display_name,
            email: self.email,
            role: known(Role::from_code(&self.role), "users", "role", self.id.0)?,
            created_at: self.created_at,
            set_up: self.set_up,
        })
    }
}

/// Takes the lock on who is staff: two who remove each other, or two first resource managers, come one after the other.
async fn lock(tx: &mut Write) -> Result<(), StoreError> {
    execute!(
        tx.on(),
        "INSERT INTO installation (key, value) VALUES ('staff', '') ON CONFLICT (key) DO UPDATE SET value = installation.value",
    )?;
    Ok(())
}

/// Resource managers who can sign in, `besides` one.
async fn managers(tx: &mut Write, besides: UserId, ways: SignInWays<'_>) -> Result<i64, StoreError> {
    let (managers,) = fetch_one!(
        tx.on(),
        (i64,),
        "SELECT CAST(COUNT(*) AS BIGINT) FROM users
         WHERE role IN ('arc', 'bsl', 'resource_manager') AND removed_at IS NULL AND role = 'resource_manager'
             AND id <> $1 AND (($2 AND password_hash IS NOT NULL)
                 OR EXISTS (SELECT 1 FROM identities i WHERE i.user_id = users.id AND i.issuer = $3))",
        besides,
        ways.password,
        ways.issuer,
    )?;
    Ok(managers)
}

/// Writes an account that is still to be set up, with its link.
async fn insert_staff(tx: &mut Write, new: &NewStaff, audit: &Audit) -> Result<(), StoreError> {
    execute!(
        tx.on(),
        "INSERT INTO users (id, email, role, display_name, created_at) VALUES ($1, $2, $3, $4, $5)",
        new.user,
        &new.email,
        new.role.code(),
        &new.name,
        new.now,
    )?;
    insert_link(tx, link(new.user, new.token_hash, new.now, new.expires_at)).await?;
    let subject = Subject { user: Some(new.user), ..Subject::default() };
    audit::record(tx, audit, AuditAction::StaffCreated, subject, new.now).await
}

const fn link(user: UserId, token_hash: [u8; 32], now: Instant, expires_at: Instant) -> NewLink {
    NewLink { token_hash, purpose: LinkPurpose::SetUp, of: LinkFor::User(user), secret_hash: None, now, expires_at }
}

impl Store {
    /// Every staff account that was not removed, by name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn staff_accounts(&self) -> Result<Vec<StaffAccount>, StoreError> {
        let rows = fetch_all!(
            self.read(),
            StaffRow,
            "SELECT id, display_name, email, role, created_at,
                    password_hash IS NOT NULL OR EXISTS (SELECT 1 FROM identities i WHERE i.user_id = users.id) AS set_up
             FROM users
             WHERE role IN ('arc', 'bsl', 'resource_manager') AND removed_at IS NULL ORDER BY display_name, id",
        )?;
        rows.into_iter().map(StaffRow::account).collect()
    }

    /// A staff account that was not removed.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn staff_account(&self, user: UserId) -> Result<Option<StaffAccount>, StoreError> {
        let row = fetch_optional!(
            self.read(),
            StaffRow,
            "SELECT id, display_name, email, role, created_at,
                    password_hash IS NOT NULL OR EXISTS (SELECT 1 FROM identities i WHERE i.user_id = users.id) AS set_up
             FROM users
             WHERE id = $1 AND role IN ('arc', 'bsl', 'resource_manager') AND removed_at IS NULL",
            user,
        )?;
        row.map(StaffRow::account).transpose()
    }

    /// Makes a staff account, with the letter that says how to set it up.
    ///
    /// # Errors
    /// `Conflict(EmailTaken)`; or when the database fails.
    pub async fn create_staff(&self, new: &NewStaff, letter: &Mail, audit: &Audit) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        insert_staff(&mut tx, new, audit).await?;
        enqueue(&mut tx, letter).await?;
        tx.commit().await
    }

    /// Makes the first resource manager. Who was made before, never set the account up and has no link that opens, is in nobody's way:
    /// the same email gets a new link, another email another account.
    ///
    /// # Errors
    /// `Conflict(EmailTaken)`; or when the database fails.
    pub async fn bootstrap_manager(&self, new: &NewStaff, ways: SignInWays<'_>, audit: &Audit) -> Result<Bootstrapped, StoreError> {
        let mut tx = self.write().await?;
        lock(&mut tx).await?;
        if managers(&mut tx, new.user, ways).await? > 0 {
            return Ok(Bootstrapped::Exists);
        }
        let not_set_up = fetch_all!(
            tx.on(),
            (UserId, String, bool),
            "SELECT id, email, EXISTS (SELECT 1 FROM one_time_links l WHERE l.user_id = users.id AND l.purpose = 'set_up'
                        AND l.used_at IS NULL AND l.replaced_at IS NULL AND l.expires_at > $1)
             FROM users
             WHERE role IN ('arc', 'bsl', 'resource_manager') AND removed_at IS NULL AND role = 'resource_manager'
                 AND password_hash IS NULL AND NOT EXISTS (SELECT 1 FROM identities i WHERE i.user_id = users.id)",
            new.now,
        )?;
        if not_set_up.iter().any(|(_, _, open)| *open) {
            return Ok(Bootstrapped::Waiting);
        }
        let again = not_set_up.iter().find(|(_, email, _)| *email == new.email).map(|(user, ..)| *user);
        if let Some(user) = again {
            execute!(tx.on(), "UPDATE users SET display_name = $2 WHERE id = $1", user, &new.name)?;
            insert_link(&mut tx, link(user, new.token_hash, new.now, new.expires_at)).await?;
            let own = Audit { actor: Actor { user, ..audit.actor }, ..audit.clone() };
            let subject = Subject { user: Some(user), ..Subject::default() };
            audit::record(&mut tx, &own, AuditAction::ActivationSentAgain, subject, new.now).await?;
        } else {
            insert_staff(&mut tx, new, audit).await?;
        }
        tx.commit().await?;
        Ok(if again.is_some() { Bootstrapped::Again } else { Bootstrapped::Made })
    }

    /// Sends the letter with a new link; the old one is dead. `false` when the account was set up or is not there.
    ///
    /// # Errors
    /// When the database fails; then nothing changed.
    pub async fn invite_again(&self, again: &NewStaff, letter: &Mail, audit: &Audit) -> Result<bool, StoreError> {
        let mut tx = self.write().await?;
        let open = execute!(
            tx.on(),
            "UPDATE users SET display_name = display_name
             WHERE id = $1 AND role IN ('arc', 'bsl', 'resource_manager') AND removed_at IS NULL AND email = $2
                 AND password_hash IS NULL AND NOT EXISTS (SELECT 1 FROM identities i WHERE i.user_id = users.id)",
            again.user,
            &again.email,
        )?;
        if open == 0 {
            return Ok(false);
        }
        insert_link(&mut tx, link(again.user, again.token_hash, again.now, again.expires_at)).await?;
        enqueue(&mut tx, letter).await?;
        let subject = Subject { user: Some(again.user), ..Subject::default() };
        audit::record(&mut tx, audit, AuditAction::ActivationSentAgain, subject, again.now).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Removes a staff account: nobody signs in with it any more. Its row stays, because the log names it. `None` when there is no such
    /// account, or the caller's own was removed meanwhile.
    ///
    /// # Errors
    /// When the database fails; then nothing changed.
    pub async fn remove_staff(
        &self,
        user: UserId,
        now: Instant,
        ways: SignInWays<'_>,
        audit: &Audit,
    ) -> Result<Option<StaffRemoved>, StoreError> {
        let mut tx = self.write().await?;
        lock(&mut tx).await?;
        let own = audit.actor.user;
        if user == own {
            return Ok(Some(StaffRemoved::Own));
        }
        let staff = fetch_all!(
            tx.on(),
            (UserId, bool),
            "SELECT id, removed_at IS NOT NULL FROM users WHERE id IN ($1, $2) AND role IN ('arc', 'bsl', 'resource_manager')",
            user,
            own,
        )?;
        let removed = |whose| staff.iter().find(|(id, _)| *id == whose).map(|(_, removed)| *removed);
        match (removed(user), removed(own)) {
            (Some(false), Some(false)) => {}
            (Some(true), Some(false)) => return Ok(Some(StaffRemoved::Before)),
            _ => return Ok(None),
        }
        if managers(&mut tx, user, ways).await? == 0 {
            return Ok(Some(StaffRemoved::LastManager));
        }
        execute!(tx.on(), "UPDATE users SET removed_at = $2 WHERE id = $1", user, now)?;
        sign_out(&mut tx, Some(user)).await?;
        end_links_of(&mut tx, user, now).await?;
        audit::record(&mut tx, audit, AuditAction::StaffRemoved, Subject { user: Some(user), ..Subject::default() }, now).await?;
        tx.commit().await?;
        Ok(Some(StaffRemoved::Done))
    }
}
