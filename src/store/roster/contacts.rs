//! Agency contacts: who they are, ending their access, and giving it back.

use super::organization::hold_contacts;
use super::{By, Invite};
use crate::domain::audit::{AuditAction, Subject};
use crate::domain::identity::Role;
use crate::domain::ids::{OrganizationId, UserId};
use crate::domain::instant::Instant;
use crate::store::codec::{known, storable};
use crate::store::db::{Write, execute, fetch_all, fetch_optional};
use crate::store::identity::{end_everywhere, forget_ways_in, no_address};
use crate::store::links::end_links_of;
use crate::store::row::row;
use crate::store::{Store, StoreError, audit};
use uuid::Uuid;

row! {
    /// An agency contact.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct AgencyContact {
        /// The account.
        pub user: UserId,
        /// Their name.
        pub name: String,
        /// Their email address, which is their user name.
        pub email: String,
        /// Whether they have set up their account.
        pub set_up: bool,
        /// When they last signed in, as far as their sessions and known browsers tell.
        pub signed_in_at: Option<Instant>,
    }
}

/// An agency contact whose access was ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndedContact {
    /// Their name on that day.
    pub name: String,
    /// Their email address.
    pub email: String,
    /// When.
    pub at: Instant,
    /// Who ended it.
    pub by: String,
    /// In which role.
    pub role: Role,
    /// Why.
    pub reason: String,
}

/// What came of ending somebody's access.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContactEnded {
    /// Ended now.
    Done,
    /// It was ended before: nothing changed.
    Before,
    /// It is the caller's own: nothing changed. So there is always a contact left whom no contact can end.
    Own,
}

/// Ended contacts that a page shows.
const ENDED_SHOWN: i64 = 100;

impl Store {
    /// The agency contacts of an organization whose access was not ended, by name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn agency_contacts(&self, organization: OrganizationId) -> Result<Vec<AgencyContact>, StoreError> {
        fetch_all!(
            self.read(),
            AgencyContact,
            "SELECT u.id AS \"user\", u.display_name AS name, COALESCE(u.asked_email, u.email) AS email,
                    u.password_hash IS NOT NULL OR EXISTS (SELECT 1 FROM identities i WHERE i.user_id = u.id) AS set_up,
                    (SELECT MAX(s.at) FROM (
                        SELECT b.last_used_at AS at FROM known_browsers b WHERE b.user_id = u.id
                        UNION ALL SELECT e.created_at FROM sessions e WHERE e.user_id = u.id) s) AS signed_in_at
             FROM users u
             WHERE u.organization_id = $1 AND u.removed_at IS NULL ORDER BY u.display_name, u.id LIMIT 200",
            organization,
        )
    }

    /// Who an agency contact of this organization is, and whether their access was ended. `None` if they never were one of its contacts.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn agency_contact(&self, organization: OrganizationId, user: UserId) -> Result<Option<(String, bool)>, StoreError> {
        fetch_optional!(
            self.read(),
            (String, bool),
            "SELECT display_name, removed_at IS NOT NULL FROM users WHERE id = $1 AND organization_id = $2",
            user,
            organization,
        )
    }

    /// The contacts of an organization whose access was ended, latest first: the first hundred.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn ended_contacts(&self, organization: OrganizationId) -> Result<Vec<EndedContact>, StoreError> {
        let rows = fetch_all!(
            self.read(),
            (Uuid, String, String, Instant, String, String, String),
            "SELECT e.id, e.name, COALESCE(u.asked_email, u.email), e.at, e.actor_name, e.actor_role, e.reason
             FROM ended_contacts e JOIN users u ON u.id = e.user_id
             WHERE e.organization_id = $1 ORDER BY e.at DESC, e.id DESC LIMIT $2",
            organization,
            ENDED_SHOWN,
        )?;
        rows.into_iter()
            .map(|(id, name, email, at, by, role, reason)| {
                let role = known(Role::from_code(&role), "ended_contacts", "actor_role", id)?;
                Ok(EndedContact { name, email, at, by, role, reason })
            })
            .collect()
    }

    /// Ends an agency contact's access: their sessions end, links that were sent no longer work, and they can't sign in. The row of the
    /// account stays, because the log names it. `None` if this is no contact of the organization, or the caller was a contact and was
    /// ended meanwhile.
    ///
    /// # Errors
    /// When the database fails; then nothing changed.
    pub async fn end_contact(
        &self,
        organization: OrganizationId,
        user: UserId,
        reason: &str,
        now: Instant,
        by: &By<'_>,
    ) -> Result<Option<ContactEnded>, StoreError> {
        let mut tx = self.write().await?;
        // The lock on who is a contact there: of two who end each other, the second finds that they are none any more.
        if !hold_contacts(&mut tx, organization).await? {
            return Ok(None);
        }
        let own = by.actor.user;
        if user == own {
            return Ok(Some(ContactEnded::Own));
        }
        let contacts = fetch_all!(
            tx.on(),
            (UserId, String, bool),
            "SELECT id, display_name, removed_at IS NOT NULL FROM users WHERE id IN ($1, $2) AND organization_id = $3",
            user,
            own,
            organization,
        )?;
        let is_contact = contacts.iter().any(|(id, _, ended)| *id == own && !ended);
        if by.actor.role == Role::AgencyContact && !is_contact {
            return Ok(None);
        }
        let Some((_, name, ended)) = contacts.into_iter().find(|(id, ..)| *id == user) else { return Ok(None) };
        if ended {
            return Ok(Some(ContactEnded::Before));
        }
        execute!(tx.on(), "UPDATE users SET removed_at = $2 WHERE id = $1", user, now)?;
        end_everywhere(&mut tx, user).await?;
        end_links_of(&mut tx, user, now).await?;
        execute!(
            tx.on(),
            "INSERT INTO ended_contacts (id, organization_id, user_id, name, at, actor_user_id, actor_role, actor_name, reason)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            (by.fresh)(now),
            organization,
            user,
            &name,
            now,
            own,
            by.actor.role.code(),
            by.name,
            &*storable(reason),
        )?;
        let subject = Subject { organization: Some(organization), user: Some(user), ..Subject::default() };
        audit::record(&mut tx, &by.audit(now), AuditAction::StaffRemoved, subject, now).await?;
        tx.commit().await?;
        Ok(Some(ContactEnded::Done))
    }
}

/// Opens an account again that was ended, for whoever is invited now, perhaps by another organization. Nothing that let somebody in before
/// does so again: the account is set up anew with the link that is sent, and has its address from then on, like a new one. `false` if it is
/// open.
pub(super) async fn reopen(tx: &mut Write, user: UserId, invite: &Invite) -> Result<bool, StoreError> {
    let reopened = execute!(
        tx.on(),
        "UPDATE users SET display_name = $2, organization_id = $3, email = $4, asked_email = $5, removed_at = NULL, password_hash = NULL,
             password_changed_at = NULL, second_factor_exempt = FALSE
         WHERE id = $1 AND removed_at IS NOT NULL",
        user,
        &*storable(&invite.name),
        invite.organization,
        no_address(user),
        &invite.email,
    )?;
    if reopened == 0 {
        return Ok(false);
    }
    end_everywhere(tx, user).await?;
    forget_ways_in(tx, user).await?;
    Ok(true)
}
