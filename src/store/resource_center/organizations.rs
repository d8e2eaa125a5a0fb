//! Organizations, whose agency contacts keep their rosters themselves.

use super::brokers::agency;
use crate::store::db::execute;
use crate::store::roster::invite_in;
use crate::store::{By, Invite, Invited, Store, StoreError};

/// Which rosters an organization keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rosters {
    /// Of navigators.
    pub navigators: bool,
    /// Of CACs.
    pub cacs: bool,
}

impl Store {
    /// Writes an organization down with the rosters it keeps and invites its agency contact. One that is known by its name gets these
    /// rosters besides those it has, and another contact; `invite.organization` is the id for a new one.
    ///
    /// # Errors
    /// `Conflict(EmailTaken)` when somebody took the email address in this moment; or when the database fails. In both cases, and when the
    /// address is taken, nothing was written.
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
