//! `/resource-center/staff`.

use crate::api::client::FromPage;
use crate::api::error::ApiError;
use crate::domain::identity::Role;
use crate::domain::ids::UserId;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;
use serde::{Deserialize, Serialize};

/// Every staff account, and every agency contact's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffAccountsPage {
    /// By name.
    pub accounts: Vec<StaffAccountView>,
    /// The agency contacts of every organization, by name.
    pub contacts: Vec<ContactAccountView>,
}

/// An agency contact's account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactAccountView {
    /// The account.
    pub user: UserId,
    /// Whose.
    pub name: String,
    /// The user name.
    pub email: String,
    /// Their organization's name.
    pub organization: String,
    /// Whether its owner has set it up.
    pub set_up: bool,
}

/// A staff account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffAccountView {
    /// The account.
    pub user: UserId,
    /// Whose.
    pub name: String,
    /// The user name.
    pub email: String,
    /// ARC, BSL or the resource manager.
    pub role: Role,
    /// When it was made, to read.
    pub created: String,
    /// Whether its owner has set it up.
    pub set_up: bool,
}

/// The accounts of staff and of agency contacts that were not removed.
#[server(name = LoadStaffAccounts, prefix = "/api", endpoint = "staff-accounts", input = Postcard, output = Postcard, client = FromPage)]
pub async fn staff_accounts() -> Result<StaffAccountsPage, ApiError> {
    use crate::server::context::{ManagerSelf, RequestContext};
    use crate::server::resource_center::staff_account;
    let context = RequestContext::<ManagerSelf>::require()?;
    let accounts = context.store().staff_accounts().await?;
    let contacts = context.store().every_contact().await?.into_iter().map(|contact| ContactAccountView {
        user: contact.id,
        name: contact.display_name,
        email: contact.email,
        organization: contact.organization,
        set_up: contact.set_up,
    });
    Ok(StaffAccountsPage { contacts: contacts.collect(), accounts: accounts.into_iter().map(staff_account).collect() })
}
