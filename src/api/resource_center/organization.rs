//! `/resource-center/organizations/ID`: one organization.

use crate::api::client::FromPage;
use crate::api::error::ApiError;
use crate::api::roster::ContactView;
use crate::domain::ids::OrganizationId;
use crate::domain::roster::AccountState;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;
use serde::{Deserialize, Serialize};

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizationView {
    /// The organization.
    pub id: OrganizationId,
    /// Its name.
    pub name: String,
    /// The rosters it keeps, to read.
    pub rosters: String,
    /// Its agency contacts.
    pub contacts: Vec<ContactView>,
    /// The contacts whose access was ended, latest first.
    pub ended: Vec<EndedContactView>,
    /// How many assisters have an account in each state that somebody is in.
    pub accounts: Vec<(AccountState, u32)>,
}

/// An agency contact whose access was ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndedContactView {
    /// The name.
    pub name: String,
    /// The email address.
    pub email: String,
    /// When, to read.
    pub when: String,
    /// Who ended it, to read.
    pub who: String,
    /// Why.
    pub reason: String,
}

/// An organization that the caller looks after.
#[server(name = LoadOrganization, prefix = "/api", endpoint = "organization", input = Postcard, output = Postcard, client = FromPage)]
pub async fn organization(id: String) -> Result<OrganizationView, ApiError> {
    use crate::api::error::ErrorCode;
    use crate::server::context::{AgencyStaffSelf, RequestContext};
    use crate::server::organizations::{contact_view, ended_view, rosters_view};
    let context = RequestContext::<AgencyStaffSelf>::require()?;
    let (store, kinds, t) = (context.store(), context.who.0.kinds(), context.messages());
    let not_found = || ApiError::new(ErrorCode::NotFound);
    let id = id.parse().map_err(|_| not_found())?;
    let (name, rosters) = store.organization_for_staff(id, kinds).await?.ok_or_else(not_found)?;
    Ok(OrganizationView {
        id,
        name,
        rosters: rosters_view(rosters, t),
        contacts: store.agency_contacts(id).await?.into_iter().map(contact_view).collect(),
        ended: store.ended_contacts(id).await?.into_iter().map(|ended| ended_view(ended, t)).collect(),
        accounts: store.organization_accounts(id, kinds, context.now).await?,
    })
}
