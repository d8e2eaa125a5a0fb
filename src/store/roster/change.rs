//! Changing what is written down about somebody.

use super::entry::{Kept, kept};
use super::taken::{Taken, taken};
use super::words::write_words;
use super::{By, Change, record_changes};
use crate::domain::audit::{AuditAction, Subject};
use crate::domain::identity::AssisterKind;
use crate::domain::ids::{AssisterId, OrganizationId, UserId};
use crate::domain::instant::Instant;
use crate::domain::roster::{Entry, EntryField};
use crate::domain::text;
use crate::store::codec::storable;
use crate::store::db::{Write, execute, fetch_one};
use crate::store::identity::{end_everywhere, hold_account};
use crate::store::mail::enqueue;
use crate::store::{Mail, Store, StoreError, audit};
use std::time::Duration;

/// Whose entries somebody may change.
#[derive(Clone, Copy, Debug)]
pub struct EntryScope {
    /// Only this organization's.
    pub organization: Option<OrganizationId>,
    /// Only those of these kinds.
    pub kinds: &'static [AssisterKind],
}

impl EntryScope {
    /// An agency contact's: both rosters of their own organization.
    #[must_use]
    pub const fn agency(organization: OrganizationId) -> Self {
        Self { organization: Some(organization), kinds: &[AssisterKind::Navigator, AssisterKind::Cac] }
    }
}

/// What is to be written down from now on.
#[derive(Clone, Debug)]
pub struct EntryChange {
    /// Whose entry.
    pub assister: AssisterId,
    /// Whose entries the one who acts may change.
    pub scope: EntryScope,
    /// The new values.
    pub entry: Entry,
    /// Employment.
    pub employed: bool,
    /// "Assister Portal Access".
    pub portal_access: bool,
    /// A broker's NPN; `None` leaves it as it is.
    pub npn: Option<String>,
    /// A broker's license; `None` leaves it as it is.
    pub license: Option<String>,
    /// The state on which the edit was begun, by [`Kept::changed_at`]; `None` changes whatever is there.
    pub seen: Option<Instant>,
    /// When.
    pub now: Instant,
}

/// Writes to somebody who has set their account up, at the address that they sign in with, that another one was written down.
pub type EmailAsked<'a> = &'a (dyn Fn(&str, Instant) -> Mail + Sync);

/// What came of a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changed {
    /// It is written down.
    Done,
    /// It says so already: nothing was written.
    Nothing,
    /// Something is somebody else's: nothing was written.
    Taken(Vec<Taken>),
    /// Somebody changed it since the edit was begun: nothing was written.
    Meanwhile(Box<Kept>),
    /// There is no such entry, or not for the one who acts.
    NotFound,
}

/// The history's field for "Assister Portal Access".
pub const PORTAL_ACCESS: &str = "portal_access";
/// The history's field for employment.
pub const EMPLOYMENT: &str = "employment";
/// The history's field for a broker's NPN.
pub const NPN: &str = "npn";
/// The history's field for a broker's license.
pub const LICENSE: &str = "license";

/// Changes an entry in a change: row, words, the account's user name and sessions, history and audit row.
///
/// # Errors
/// A conflict ends the transaction: somebody took the value in this moment, or the NPN is taken. Or when the database fails.
pub(in crate::store) async fn change_entry(
    tx: &mut Write,
    change: &EntryChange,
    by: &By<'_>,
    email_asked: EmailAsked<'_>,
) -> Result<Changed, StoreError> {
    loop {
        let Some(kept) = kept(tx.on(), change.assister, change.scope).await? else { return Ok(Changed::NotFound) };
        let changes = compared(&kept, change, by);
        if changes.is_empty() {
            return Ok(Changed::Nothing);
        }
        if change.seen.is_some_and(|seen| seen != kept.changed_at) {
            return Ok(Changed::Meanwhile(Box::new(kept)));
        }
        let taken = taken(tx, kept.organization, change.assister, &change.entry).await?;
        if !taken.is_empty() {
            return Ok(Changed::Taken(taken));
        }
        if !write(tx, change, &kept).await? {
            // Changed between reading and writing, which only Postgres lets happen: compared anew.
            continue;
        }
        follow(tx, change, &kept, email_asked).await?;
        record_changes(tx, change.assister, &changes, &by.audit(change.now), by.name, moved_on(change, &kept)).await?;
        let subject = Subject { assister: Some(change.assister), organization: Some(kept.organization), ..Subject::default() };
        audit::record(tx, &by.audit(change.now), AuditAction::AssisterChanged, subject, change.now).await?;
        return Ok(Changed::Done);
    }
}

/// Later than any change before, so that two in one microsecond are two.
fn moved_on(change: &EntryChange, kept: &Kept) -> Instant {
    change.now.max(kept.changed_at + Duration::from_micros(1))
}

fn compared(kept: &Kept, change: &EntryChange, by: &By<'_>) -> Vec<Change> {
    let fields = EntryField::ALL.map(|field| (field.name(), kept.entry.value(field), change.entry.value(field)));
    let (npn, license) = (kept.npn.as_deref().unwrap_or_default(), kept.license.as_deref().unwrap_or_default());
    let others = [
        (PORTAL_ACCESS, yes_no(kept.portal_access), yes_no(change.portal_access)),
        (EMPLOYMENT, active(kept.employed), active(change.employed)),
        (NPN, npn, change.npn.as_deref().unwrap_or(npn)),
        (LICENSE, license, change.license.as_deref().unwrap_or(license)),
    ];
    let changed = fields.into_iter().chain(others).filter(|(_, before, after)| before != after);
    let row = |(field, before, after): (&'static str, &str, &str)| Change {
        id: by.change_id(change.now),
        field,
        before: before.to_owned(),
        after: after.to_owned(),
    };
    changed.map(row).collect()
}

const fn yes_no(yes: bool) -> &'static str {
    if yes { "Yes" } else { "No" }
}

const fn active(active: bool) -> &'static str {
    if active { "Active" } else { "Inactive" }
}

/// Whether the row was still as it was read.
async fn write(tx: &mut Write, change: &EntryChange, kept: &Kept) -> Result<bool, StoreError> {
    let entry = &change.entry;
    let name = entry.display_name();
    let written = execute!(
        tx.on(),
        "UPDATE assisters SET first_name = $3, last_name = $4, display_name = $5, sort_name = $6, certification_email = $7,
             training_id = $8, npn = COALESCE($9, npn), license = COALESCE($10, license), public_phone = $11, public_email = $12,
             city = $13, languages = $14, portal_access = $15, employed = $16, changed_at = $17
         WHERE id = $1 AND changed_at = $2",
        change.assister,
        kept.changed_at,
        &*storable(&entry.first_name),
        &*storable(&entry.last_name),
        &*storable(&name),
        text::sort_key(&name),
        &entry.certification_email,
        &entry.training_id,
        change.npn.as_deref(),
        change.license.as_deref(),
        &entry.phone,
        &entry.email,
        &*storable(&entry.city),
        &*storable(&entry.languages),
        change.portal_access,
        change.employed,
        moved_on(change, kept),
    )?;
    Ok(written == 1)
}

/// What follows from a change: what the assister is found by, their account's name and user name, who is signed in, which links open.
async fn follow(tx: &mut Write, change: &EntryChange, kept: &Kept, email_asked: EmailAsked<'_>) -> Result<(), StoreError> {
    write_words(tx, change.assister).await?;
    if let Some(user) = kept.user {
        hold_account(tx, user).await?;
    }
    let new_email = kept.entry.certification_email != change.entry.certification_email;
    if let (true, true, Some(user)) = (new_email, kept.set_up, kept.user) {
        ask_for_email(tx, change, user, email_asked).await?;
    } else if new_email {
        // What was sent to the address of before opens no more.
        execute!(
            tx.on(),
            "UPDATE one_time_links SET replaced_at = $3
             WHERE (assister_id = $1 OR user_id = $2) AND used_at IS NULL AND replaced_at IS NULL",
            change.assister,
            kept.user,
            change.now,
        )?;
    }
    let Some(user) = kept.user else { return Ok(()) };
    execute!(tx.on(), "UPDATE users SET display_name = $2 WHERE id = $1", user, &*storable(&change.entry.display_name()))?;
    if new_email && !kept.set_up {
        execute!(tx.on(), "UPDATE users SET asked_email = $2 WHERE id = $1", user, &change.entry.certification_email)?;
    }
    if !(change.portal_access && change.employed) {
        end_everywhere(tx, user).await?;
    }
    Ok(())
}

/// Somebody who has set their account up keeps signing in with the email of before, and is told there: a roster alone takes nobody's
/// account away. Staff confirm the new one.
async fn ask_for_email(tx: &mut Write, change: &EntryChange, user: UserId, email_asked: EmailAsked<'_>) -> Result<(), StoreError> {
    let (own,) = fetch_one!(tx.on(), (String,), "SELECT email FROM users WHERE id = $1", user)?;
    let asked = (own != change.entry.certification_email).then_some(change.now);
    execute!(tx.on(), "UPDATE assisters SET email_asked_at = $2 WHERE id = $1", change.assister, asked)?;
    if asked.is_some() {
        enqueue(tx, &email_asked(&own, change.now)).await?;
    }
    Ok(())
}

impl Store {
    /// Changes an entry.
    ///
    /// # Errors
    /// `Conflict` when somebody took the value in this moment; or when the database fails.
    pub async fn change_assister(&self, change: &EntryChange, by: &By<'_>, email_asked: EmailAsked<'_>) -> Result<Changed, StoreError> {
        let mut tx = self.write().await?;
        let changed = change_entry(&mut tx, change, by, email_asked).await?;
        if changed == Changed::Done {
            tx.commit().await?;
        }
        Ok(changed)
    }
}
