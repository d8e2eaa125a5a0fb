//! Setting up an account by the link that was sent.

use super::arrival::{Arrival, arrive, know_browser};
use super::login_mn::insert_identity;
use super::sessions::hold_account;
use crate::domain::audit::{AuditAction, Subject};
use crate::domain::identity::{AssisterKind, Role};
use crate::domain::ids::{AssisterId, UserId};
use crate::domain::instant::Instant;
use crate::domain::manage_assister::ReferenceNumber;
use crate::store::codec::known;
use crate::store::db::{execute, fetch_optional};
use crate::store::links::{LinkPurpose, use_link};
use crate::store::mail::{Mail, enqueue};
use crate::store::roster::{Change, record_changes};
use crate::store::row::row;
use crate::store::{AssisterCard, Audit, Store, StoreError, audit};

/// Whose account is to be set up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetUpAccount {
    /// The account.
    pub user: UserId,
    /// Its role.
    pub role: Role,
    /// The person's name.
    pub name: String,
    /// The user name from now on.
    pub email: String,
    /// Whether another account has this user name.
    pub taken: bool,
    /// Whether it can be set up: not before, not removed, and an assister's only while roster and certification let it act.
    pub open: bool,
    /// An assister as consumers will see them.
    pub card: Option<AssisterCard>,
}

/// How an account is opened from now on, and all that comes with it.
#[derive(Clone, Debug)]
pub struct Activate {
    /// The link.
    pub token_hash: [u8; 32],
    /// Whose account.
    pub user: UserId,
    /// The assister, if it is one, with the row of their history.
    pub assister: Option<(AssisterId, Change)>,
    /// Their name, for the history.
    pub name: String,
    /// In PHC form; none for who will sign in with LoginMN.
    pub password_hash: Option<String>,
    /// Issuer and subject at LoginMN.
    pub identity: Option<(String, String)>,
    /// The audit row.
    pub audit: Audit,
    /// Where nobody has to confirm: the audit row of it and its letter.
    pub confirmed: Option<(Audit, Mail)>,
    /// SHA-256 of what names the browser: it is no new one at the first sign-in.
    pub browser: [u8; 32],
    /// How they go on.
    pub arrival: Arrival,
    /// When.
    pub now: Instant,
}

row! {
    struct SetUpRow {
        role: String,
        display_name: String,
        email: String,
        taken: bool,
        open: bool,
        assister_id: Option<AssisterId>,
        kind: Option<String>,
        assister_name: Option<String>,
        organization_name: Option<String>,
        reference_number: Option<i64>,
        public_phone: Option<String>,
        public_email: Option<String>,
    }
}

impl SetUpRow {
    fn account(self, user: UserId) -> Result<SetUpAccount, StoreError> {
        let Self { display_name: name, email, taken, open, .. } = self;
        let card = self.assister_id.map(|id| {
            let number = self.reference_number.and_then(|number| ReferenceNumber::try_from(u32::try_from(number).ok()?).ok());
            Ok::<_, StoreError>(AssisterCard {
                id,
                name: self.assister_name.unwrap_or_default(),
                kind: known(self.kind.as_deref().and_then(AssisterKind::from_code), "assisters", "kind", id.0)?,
                organization: self.organization_name.unwrap_or_default(),
                number: known(number, "assisters", "reference_number", id.0)?,
                phone: self.public_phone.unwrap_or_default(),
                email: self.public_email.unwrap_or_default(),
            })
        });
        let role = known(Role::from_code(&self.role), "users", "role", user.0)?;
        Ok(SetUpAccount { user, role, name, email, taken, open, card: card.transpose()? })
    }
}

impl Store {
    /// The account that a link leads to.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_up_account(&self, user: UserId, now: Instant) -> Result<Option<SetUpAccount>, StoreError> {
        let row = fetch_optional!(
            self.read(),
            SetUpRow,
            "SELECT u.role, u.display_name, COALESCE(u.asked_email, u.email) AS email,
                    EXISTS (SELECT 1 FROM users o WHERE o.email = u.asked_email AND o.id <> u.id) AS taken, a.id AS assister_id, a.kind, a.display_name AS assister_name,
                    o.name AS organization_name, a.reference_number, a.public_phone, a.public_email,
                    u.removed_at IS NULL AND u.password_hash IS NULL
                        AND NOT EXISTS (SELECT 1 FROM identities i WHERE i.user_id = u.id)
                        AND (u.role <> 'assister' OR COALESCE(a.state = 'enrolled' AND a.cleared_until > $2, FALSE)) AS open
             FROM users u LEFT JOIN assisters a ON a.user_id = u.id LEFT JOIN organizations o ON o.id = a.organization_id
             WHERE u.id = $1",
            user,
            now,
        )?;
        row.map(|row| row.account(user)).transpose()
    }

    /// Sets an account up, which has the address from now on, and lets its owner in. `false` when the link does not open, or the account
    /// can't be set up (any more).
    ///
    /// # Errors
    /// `Conflict(EmailTaken)`: another account has the address. Or when the database fails. In both cases nothing changed.
    pub async fn activate(&self, new: &Activate) -> Result<bool, StoreError> {
        let mut tx = self.write().await?;
        // As staff's changes do: the assister first, then the account, then its links.
        if let Some((assister, _)) = &new.assister {
            execute!(tx.on(), "UPDATE assisters SET id = id WHERE id = $1", *assister)?;
        }
        hold_account(&mut tx, new.user).await?;
        if !use_link(&mut tx, new.token_hash, LinkPurpose::SetUp, new.now).await? {
            return Ok(false);
        }
        let set = execute!(
            tx.on(),
            "UPDATE users SET password_hash = $2, password_changed_at = $3, email = COALESCE(asked_email, email), asked_email = NULL
             WHERE id = $1 AND password_hash IS NULL AND removed_at IS NULL
             AND NOT EXISTS (SELECT 1 FROM identities WHERE user_id = $1)",
            new.user,
            &new.password_hash,
            new.now,
        )?;
        if set == 0 {
            return Ok(false);
        }
        if let Some((issuer, subject)) = &new.identity
            && !insert_identity(&mut tx, issuer, subject, new.user, new.now).await?
        {
            return Ok(false);
        }
        let subject = Subject { assister: new.assister.as_ref().map(|(id, _)| *id), ..Subject::default() };
        if let Some((assister, change)) = &new.assister {
            let activated = execute!(
                tx.on(),
                "UPDATE assisters SET state = 'active', activated_at = $3, confirmed_at = $4
                 WHERE id = $1 AND user_id = $2 AND state = 'enrolled' AND cleared_until > $3",
                *assister,
                new.user,
                new.now,
                new.confirmed.as_ref().map(|_| new.now),
            )?;
            if activated == 0 {
                return Ok(false);
            }
            record_changes(&mut tx, *assister, std::slice::from_ref(change), &new.audit, &new.name, new.now).await?;
        }
        audit::record(&mut tx, &new.audit, AuditAction::AccountActivated, subject, new.now).await?;
        if let Some((confirmed, letter)) = &new.confirmed {
            audit::record(&mut tx, confirmed, AuditAction::AccountConfirmed, subject, new.now).await?;
            enqueue(&mut tx, letter).await?;
        }
        know_browser(&mut tx, new.user, new.browser, new.now).await?;
        arrive(&mut tx, &new.arrival).await?;
        tx.commit().await?;
        Ok(true)
    }
}
