//! Who gets into an account, in staff's hands: its sessions, its second step, and LoginMN.

use super::locked::Handled;
use crate::domain::audit::{AuditAction, Subject};
use crate::domain::identity::{AssisterKind, Role, SESSION_ABSOLUTE, SESSION_IDLE};
use crate::domain::ids::{AssisterId, ConsumerId, UserId};
use crate::domain::instant::Instant;
use crate::domain::resource_center::AccessChange;
use crate::domain::second_step::{Doors, FactorKind, second_step_is_for};
use crate::store::codec::{count, known};
use crate::store::db::{On, Write, execute, fetch_optional};
use crate::store::identity::{Unlinked, end_everywhere, forget_second_step, hold_account, mailbox, remove_identities, write_to};
use crate::store::links::end_links_of;
use crate::store::mail::enqueue;
use crate::store::postgres::OnPostgres;
use crate::store::roster::record_changes;
use crate::store::row::row;
use crate::store::{By, Change, Mail, Store, StoreError, audit};

/// Whose account it is.
#[derive(Clone, Copy, Debug)]
pub enum AccountOf<'a> {
    /// An assister's of one of these kinds: those that the caller looks after.
    Assister(AssisterId, &'a [AssisterKind]),
    /// A staff member's or an agency contact's.
    Colleague(UserId),
    /// A consumer's.
    Consumer(ConsumerId),
}

/// How an account is signed in to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountWays {
    /// The account.
    pub user: UserId,
    /// Whose.
    pub name: String,
    /// The user name.
    pub email: String,
    /// Other addresses of the same person, if they have any.
    pub other_emails: Vec<String>,
    /// Its role.
    pub role: Role,
    /// An assister's kind.
    pub kind: Option<AssisterKind>,
    /// The organization's name, of who belongs to one.
    pub organization: Option<String>,
    /// The second step, if there is one.
    pub factor: Option<FactorKind>,
    /// How many passkeys it has.
    pub passkeys: u32,
    /// Whether LoginMN is linked.
    pub login_mn: bool,
    /// The password was chosen by a link in a mail, and nobody has signed in with it since.
    pub reset_by_mail: bool,
    /// How many sessions are in force.
    pub sessions: u32,
}

impl AccountWays {
    /// Whether its owner gets in only when staff have proofed them, because they have neither a second step nor a passkey and may not choose
    /// one.
    #[must_use]
    pub const fn waits_for_proof(&self) -> bool {
        let doors = Doors { role: self.role, factor: self.factor, passkey: self.passkeys > 0, reset_by_mail: self.reset_by_mail };
        second_step_is_for(self.role) && self.factor.is_none() && self.passkeys == 0 && !doors.may_set_up(false)
    }
}

/// What is to be done to an account, and why.
#[derive(Clone, Copy)]
pub struct ChangeAccess<'a> {
    /// Whose.
    pub of: AccountOf<'a>,
    /// What.
    pub change: AccessChange,
    /// Whether a password lets people in here.
    pub by_password: bool,
    /// Why, as [`reason`](crate::domain::resource_center::reason) gives it.
    pub reason: &'a str,
    /// For an assister's history.
    pub row: &'a Change,
    /// The letter to an address, where its owner is told.
    pub letter: &'a (dyn Fn(&str) -> Mail + Sync),
    /// When.
    pub now: Instant,
}

row! {
    struct WaysRow {
        id: UserId,
        display_name: String,
        email: String,
        certification_email: Option<String>,
        public_email: Option<String>,
        role: String,
        kind: Option<String>,
        organization: Option<String>,
        factor: Option<String>,
        passkeys: i64,
        login_mn: bool,
        reset_by_mail: bool,
        sessions: i64,
    }
}

impl WaysRow {
    fn ways(self) -> Result<AccountWays, StoreError> {
        let id = self.id.0;
        let mut other_emails = Vec::new();
        for other in [self.certification_email, self.public_email].into_iter().flatten() {
            if !other.is_empty() && other != self.email && !other_emails.contains(&other) {
                other_emails.push(other);
            }
        }
        Ok(AccountWays {
            user: self.id,
            name: self.display_name,
            other_emails,
            email: self.email,
            role: known(Role::from_code(&self.role), "users", "role", id)?,
            kind: self.kind.map(|kind| known(AssisterKind::from_code(&kind), "assisters", "kind", id)).transpose()?,
            organization: self.organization,
            factor: self.factor.map(|kind| known(FactorKind::from_code(&kind), "second_factors", "kind", id)).transpose()?,
            passkeys: count(self.passkeys),
            login_mn: self.login_mn,
            reset_by_mail: self.reset_by_mail,
            sessions: count(self.sessions),
        })
    }
}

/// The account that a condition names.
macro_rules! account {
    ($which:literal) => {
        concat!(
            "SELECT u.id, u.display_name, ",
            mailbox!(),
            " AS email, a.certification_email, a.public_email, u.role, a.kind, o.name AS organization,
                 f.kind AS factor, (SELECT CAST(COUNT(*) AS BIGINT) FROM passkeys k WHERE k.user_id = u.id) AS passkeys,
                 EXISTS (SELECT 1 FROM identities i WHERE i.user_id = u.id) AS login_mn, u.reset_by_mail_at IS NOT NULL AS reset_by_mail,
                 (SELECT CAST(COUNT(*) AS BIGINT) FROM sessions s
                  WHERE s.user_id = u.id AND s.last_seen_at > $2 AND s.created_at > $3) AS sessions
             FROM users u LEFT JOIN assisters a ON a.user_id = u.id LEFT JOIN second_factors f ON f.user_id = u.id
             LEFT JOIN organizations o ON o.id = COALESCE(u.organization_id, a.organization_id)
             WHERE u.removed_at IS NULL AND ",
            $which
        )
    };
}

async fn ways<'c, S>(on: On<S, OnPostgres<'c>>, of: AccountOf<'_>, now: Instant) -> Result<Option<AccountWays>, StoreError>
where
    S: sqlx::Executor<'c, Database = sqlx::Sqlite>,
{
    let (idle, old) = (now - SESSION_IDLE, now - SESSION_ABSOLUTE);
    let row = match of {
        AccountOf::Assister(id, _) => fetch_optional!(on, WaysRow, account!("a.id = $1"), id, idle, old)?,
        AccountOf::Colleague(id) => {
            let sql = account!("u.id = $1 AND u.role IN ('agency_contact', 'arc', 'bsl', 'resource_manager')");
            fetch_optional!(on, WaysRow, sql, id, idle, old)?
        }
        AccountOf::Consumer(id) => {
            fetch_optional!(on, WaysRow, account!("u.id = (SELECT user_id FROM consumers WHERE id = $1)"), id, idle, old)?
        }
    };
    let ways = row.map(WaysRow::ways).transpose()?;
    Ok(ways.filter(|ways| match of {
        AccountOf::Assister(_, kinds) => ways.kind.is_some_and(|kind| kinds.contains(&kind)),
        _ => true,
    }))
}

/// Lets somebody whom staff have proofed choose a second step, also when they chose the password by a link in a mail; no link that was sent
/// before opens any more.
async fn may_choose(tx: &mut Write, user: UserId, now: Instant) -> Result<(), StoreError> {
    execute!(tx.on(), "UPDATE users SET reset_by_mail_at = NULL WHERE id = $1", user)?;
    end_links_of(tx, user, now).await
}

impl Store {
    /// How an account is signed in to.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn account_ways(&self, of: AccountOf<'_>, now: Instant) -> Result<Option<AccountWays>, StoreError> {
        ways(self.read(), of, now).await
    }

    /// Ends all sessions of an account; or removes its second step with its passkeys and recovery codes besides, so that its owner, whom
    /// staff have proofed, sets up another one at the next sign-in; or lets who has none and waits for that set one up; or unlinks LoginMN,
    /// unless that is the last way in. The owner is told of what was done at every address that is known, but not that sessions ended. `None`
    /// when there is no such account; all but the first nobody does to their own.
    ///
    /// # Errors
    /// When the database fails; then nothing changed.
    pub async fn change_access(&self, what: ChangeAccess<'_>, by: &By<'_>) -> Result<Option<Handled>, StoreError> {
        let mut tx = self.write().await?;
        let Some(found) = ways(tx.on(), what.of, what.now).await? else { return Ok(None) };
        // A second step that is set up at the same time comes before or after.
        hold_account(&mut tx, found.user).await?;
        let Some(account) = ways(tx.on(), what.of, what.now).await? else { return Ok(None) };
        let (user, now) = (account.user, what.now);
        if what.change != AccessChange::SignOut && user == by.actor.user {
            return Ok(Some(Handled::Refused));
        }
        let mut subject = match what.of {
            AccountOf::Assister(assister, _) => Subject { assister: Some(assister), ..Subject::default() },
            AccountOf::Colleague(_) => Subject::default(),
            AccountOf::Consumer(consumer) => Subject { consumer: Some(consumer), ..Subject::default() },
        };
        subject.user = Some(user);
        let action = match what.change {
            AccessChange::SignOut => AuditAction::SessionsEnded,
            AccessChange::RemoveSecondStep => {
                if !forget_second_step(&mut tx, user).await? {
                    return Ok(Some(Handled::AlreadySo));
                }
                may_choose(&mut tx, user, now).await?;
                AuditAction::SecondFactorRemoved
            }
            AccessChange::Proofed => {
                if !account.waits_for_proof() {
                    return Ok(Some(Handled::AlreadySo));
                }
                may_choose(&mut tx, user, now).await?;
                AuditAction::OwnerProofed
            }
            AccessChange::UnlinkLoginMn => match remove_identities(&mut tx, user, what.by_password).await? {
                Unlinked::Done => AuditAction::IdentityUnlinked,
                Unlinked::AlreadySo => return Ok(Some(Handled::AlreadySo)),
                Unlinked::LastWay => return Ok(Some(Handled::Refused)),
            },
        };
        if what.change != AccessChange::SignOut {
            write_to(&mut tx, user, &(what.letter)(&account.email)).await?;
            for address in &account.other_emails {
                enqueue(&mut tx, &(what.letter)(address)).await?;
            }
        }
        end_everywhere(&mut tx, user).await?;
        let audit = by.audit(now);
        audit::record_because(&mut tx, &audit, action, subject, what.reason, now).await?;
        if let Some(assister) = subject.assister {
            record_changes(&mut tx, assister, std::slice::from_ref(what.row), &audit, by.name, now).await?;
        }
        tx.commit().await?;
        Ok(Some(Handled::Done))
    }
}
