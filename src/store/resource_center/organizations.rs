//! Organizations, whose agency contacts keep their rosters themselves.

use super::brokers::agency;
use crate::domain::ids::UserId;
use crate::store::db::{execute, fetch_all};
use crate::store::roster::invite_in;
use crate::store::row::row;
use crate::store::{By, Invite, Invited, Store, StoreError};

/// Which rosters an organization keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rosters {
    /// Of navigators.
    pub navigators: bool,
    /// Of CACs.
    pub cacs: bool,
}

row! {
    /// An agency contact's account, as the resource manager sees it.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct ContactAccount {
        /// The account.
        pub id: UserId,
        /// Whose.
        pub display_name: String,
        /// The user name.
        pub email: String,
        /// Their organization's name.
        pub organization: String,
        /// Whether its owner has set it up.
        pub set_up: bool,
    }
}

impl Store {
    /// The agency contacts of every organization that were not removed, by name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn every_contact(&self) -> Result<Vec<ContactAccount>, StoreError> {
        fetch_all!(
            self.read(),
            ContactAccount,
            "SELECT u.id, u.display_name, COALESCE(u.asked_email, u.email) AS email, o.name AS organization,
                    u.password_hash IS NOT NULL OR EXISTS (SELECT 1 FROM identities i WHERE i.user_id = u.id) AS set_up
             FROM organizations o JOIN users u ON u.organization_id = o.id
             WHERE u.removed_at IS NULL ORDER BY u.display_name, u.id LIMIT 2000",
        )
    }

    /// Writes an organization down with the rosters it keeps and invites its agency contact. One that is known by its name gets these
    /// rosters besides those it has, and another contact; `invite.organization` is the id for a new one.
    ///
    /// # Errors
    /// When the database fails. Then, and when they are a contact of it already, nothing was written.
    pub async fn add_organization(&self, name: &str, rosters: Rosters, invite: &Invite, by: &By<'_>) -> Result<Invited, StoreError> {
        let mut tx = self.write().await?;
        let organization = agency(&mut tx, name, invite.organization, invite.now).await?;
        execute!(
            tx.on(),
            "UPDATE organizations SET has_navigators = has_navigators OR $2, has_cacs = has_cacs OR $3 WHERE id = $1",
            organization,
            rosters.navigators,
            rosters.cacs,
        )?;
        let invited = invite_in(&mut tx, &Invite { organization, ..invite.clone() }, by).await?;
        if invited != Invited::Taken {
            tx.commit().await?;
        }
        Ok(invited)
    }
}
