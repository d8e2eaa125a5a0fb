//! The organization itself, and inviting its agency contacts.

use super::By;
use super::contacts::reopen;
use crate::domain::audit::{AuditAction, Subject};
use crate::domain::identity::Role;
use crate::domain::ids::{OrganizationId, UserId};
use crate::domain::instant::Instant;
use crate::store::codec::storable;
use crate::store::db::{Write, execute, fetch_all, fetch_optional};
use crate::store::identity::no_address;
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
    /// They are a contact of the organization already: nothing was written.
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
    /// When the database fails; then nothing was written.
    pub async fn invite_contact(&self, invite: &Invite, by: &By<'_>) -> Result<Invited, StoreError> {
        let mut tx = self.write().await?;
        let invited = invite_in(&mut tx, invite, by).await?;
        if invited != Invited::Taken {
            tx.commit().await?;
        }
        Ok(invited)
    }
}

row! {
    /// An account that has the address of an invitation, or was invited with it.
    struct Held {
        id: UserId,
        organization_id: Option<OrganizationId>,
        contact: bool,
        ended: bool,
        waits: bool,
    }
}

/// Takes the lock on who is a contact of an organization; `false` when there is no such organization.
pub(super) async fn hold_contacts(tx: &mut Write, organization: OrganizationId) -> Result<bool, StoreError> {
    Ok(execute!(tx.on(), "UPDATE organizations SET name = name WHERE id = $1", organization)? == 1)
}

/// Invites somebody in a change, which is not to be committed when they are a contact already.
pub(in crate::store) async fn invite_in(tx: &mut Write, invite: &Invite, by: &By<'_>) -> Result<Invited, StoreError> {
    // Of two who invite the same person, the second finds that they are invited.
    hold_contacts(tx, invite.organization).await?;
    let held = fetch_all!(
        tx.on(),
        Held,
        "SELECT id, organization_id, role = 'agency_contact' AS contact, removed_at IS NOT NULL AS ended,
                password_hash IS NULL AND NOT EXISTS (SELECT 1 FROM identities i WHERE i.user_id = users.id) AS waits
         FROM users WHERE email = $1 OR asked_email = $1",
        &invite.email,
    )?;
    let own = |held: &&Held| held.contact && !held.ended && held.organization_id == Some(invite.organization);
    let ended = held.iter().find(|held| held.contact && held.ended);
    let (user, invited) = match (held.iter().find(own), ended) {
        (Some(Held { id, waits: true, .. }), _) => (*id, Invited::Again),
        (Some(_), _) => return Ok(Invited::Taken),
        (None, Some(ended)) if reopen(tx, ended.id, invite).await? => (ended.id, Invited::Done),
        // Whoever has an account with this address is told by the link, and nobody else is.
        _ => {
            execute!(
                tx.on(),
                "INSERT INTO users (id, email, asked_email, role, display_name, organization_id, created_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7)",
                invite.user,
                no_address(invite.user),
                &invite.email,
                Role::AgencyContact.code(),
                &*storable(&invite.name),
                invite.organization,
                invite.now,
            )?;
            (invite.user, Invited::Done)
        }
    };
    let (token_hash, expires_at, now) = (invite.token_hash, invite.expires_at, invite.now);
    let link = NewLink { token_hash, purpose: LinkPurpose::SetUp, of: LinkFor::User(user), secret_hash: None, now, expires_at };
    insert_link(tx, link).await?;
    enqueue(tx, &invite.mail).await?;
    let action = if invited == Invited::Done { AuditAction::StaffCreated } else { AuditAction::ActivationSentAgain };
    let subject = Subject { organization: Some(invite.organization), user: Some(user), ..Subject::default() };
    audit::record(tx, &by.audit(now), action, subject, now).await?;
    Ok(invited)
}
