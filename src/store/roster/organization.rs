//! The organization itself, and inviting its agency contacts.

use super::By;
use super::contacts::reopen;
use crate::domain::audit::{AuditAction, Subject};
use crate::domain::identity::Role;
use crate::domain::ids::{OrganizationId, UserId};
use crate::domain::instant::Instant;
use crate::store::codec::storable;
use crate::store::db::{Write, execute, fetch_optional};
use crate::store::links::insert_link;
use crate::store::mail::enqueue;
use crate::store::row::row;
use crate::store::{LinkFor, LinkPurpose, Mail, NewLink, Store, StoreError, audit};

row! {
    /// An organization.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Organization {
        /// Its name.
        pub name: String,
        /// Keeps a roster of navigators.
        pub has_navigators: bool,
        /// Keeps a roster of CACs.
        pub has_cacs: bool,
    }
}

/// Somebody who is invited to be an agency contact, with the mail that tells them.
#[derive(Clone, Debug)]
pub struct Invite {
    /// The id of the account, if one is made.
    pub user: UserId,
    /// The organization, from who acts.
    pub organization: OrganizationId,
    /// As `clean_name` gives it.
    pub name: String,
    /// As `normal_email` gives it.
    pub email: String,
    /// SHA-256 of the token in the mail's link.
    pub token_hash: [u8; 32],
    /// Until when it opens.
    pub expires_at: Instant,
    /// The mail.
    pub mail: Mail,
    /// When.
    pub now: Instant,
}

/// What came of an invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Invited {
    /// The account is made, or opened again after its access was ended, and the mail on its way.
    Done,
    /// The account was made before and is not set up yet: a new mail is on its way, the link of the one before is dead.
    Again,
    /// The email address is an account's already: nothing was written.
    Taken,
}

impl Store {
    /// An organization.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn organization(&self, organization: OrganizationId) -> Result<Option<Organization>, StoreError> {
        fetch_optional!(self.read(), Organization, "SELECT name, has_navigators, has_cacs FROM organizations WHERE id = $1", organization,)
    }

    /// Gives somebody an account as agency contact and sends them the link to set it up; to whom was invited and has not set it up,
    /// a new link; to whose access as a contact was ended, the same account without its old ways in.
    ///
    /// # Errors
    /// `Conflict(EmailTaken)` when somebody took the email address in this moment; or when the database fails.
    pub async fn invite_contact(&self, invite: &Invite, by: &By<'_>) -> Result<Invited, StoreError> {
        let mut tx = self.write().await?;
        let invited = invite_in(&mut tx, invite, by).await?;
        if invited != Invited::Taken {
            tx.commit().await?;
        }
        Ok(invited)
    }
}

/// Invites somebody in a change, which is not to be committed when the email address is taken.
pub(in crate::store) async fn invite_in(tx: &mut Write, invite: &Invite, by: &By<'_>) -> Result<Invited, StoreError> {
    let held = fetch_optional!(
        tx.on(),
        (UserId, bool, bool),
        "SELECT id, COALESCE(organization_id = $2 AND password_hash IS NULL AND removed_at IS NULL
                        AND NOT EXISTS (SELECT 1 FROM identities i WHERE i.user_id = users.id), FALSE),
                    role = 'agency_contact' AND removed_at IS NOT NULL
             FROM users WHERE email = $1",
        &invite.email,
        invite.organization,
    )?;
    let (user, invited) = match held {
        Some((user, true, _)) => (user, Invited::Again),
        Some((user, false, true)) if reopen(tx, user, invite).await? => (user, Invited::Done),
        Some(_) => return Ok(Invited::Taken),
        None => (invite.user, Invited::Done),
    };
    if held.is_none() {
        execute!(
            tx.on(),
            "INSERT INTO users (id, email, role, display_name, organization_id, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
            user,
            &invite.email,
            Role::AgencyContact.code(),
            &*storable(&invite.name),
            invite.organization,
            invite.now,
        )?;
    }
    let (token_hash, expires_at, now) = (invite.token_hash, invite.expires_at, invite.now);
    let link = NewLink { token_hash, purpose: LinkPurpose::SetUp, of: LinkFor::User(user), secret_hash: None, now, expires_at };
    insert_link(tx, link).await?;
    enqueue(tx, &invite.mail).await?;
    let action = if invited == Invited::Done { AuditAction::StaffCreated } else { AuditAction::ActivationSentAgain };
    let subject = Subject { organization: Some(invite.organization), user: Some(user), ..Subject::default() };
    audit::record(tx, &by.audit(now), action, subject, now).await?;
    Ok(invited)
}
