//! The command `bootstrap-manager`: the first resource manager, who makes all other staff accounts.

use super::links::{ACTIVATION, FreshLink};
use super::serve::{StartError, open};
use super::telemetry::say;
use super::{Clock, Config, dates, random};
use crate::domain::audit::Actor;
use crate::domain::identity::{Role, clean_name, normal_email};
use crate::domain::ids::{AuditId, UserId};
use crate::store::{Audit, Bootstrapped, Constraint, NewStaff, StoreError};

/// Makes the account and says on the terminal, and nowhere else, where to set it up.
pub async fn bootstrap_manager(config: &Config, email: &str, name: &str) -> Result<(), StartError> {
    let email = normal_email(email).ok_or(StartError::Manager("--email is not an email address"))?;
    let name = clean_name(name).ok_or(StartError::Manager("--name is not a name"))?;
    let store = open(config).await?;
    let now = Clock::system().now();
    let (user, link) = (UserId(random::uuid_v7(now)), FreshLink::to(config, "/set-up"));
    let new = NewStaff { user, name, email, role: Role::ResourceManager, token_hash: link.token_hash, expires_at: now + ACTIVATION, now };
    let actor = Actor { user, role: Role::ResourceManager };
    let audit = Audit { id: AuditId(random::uuid_v7(now)), actor, request: "bootstrap-manager".to_owned() };
    let made = store.bootstrap_manager(&new, config.sign_in_ways(), &audit).await;
    store.close().await;
    match made {
        Ok(Bootstrapped::Made | Bootstrapped::Again) => {}
        Ok(Bootstrapped::Exists) => return Err(StartError::Manager("there is a resource manager already, who makes staff accounts")),
        Ok(Bootstrapped::Waiting) => {
            return Err(StartError::Manager(
                "there is a resource manager already, whose link to set up the account still opens; use it, or wait until it has expired",
            ));
        }
        Err(StoreError::Conflict(Constraint::EmailTaken)) => return Err(StartError::Manager("somebody has an account with this --email")),
        Err(error) => return Err(error.into()),
    }
    say(format_args!("The account is made. Until {} it can be set up once, here:", dates::moment(new.expires_at)));
    say(&link.address);
    Ok(())
}
