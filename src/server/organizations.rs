//! What the pages of organizations and their agency contacts have in common: who acts, and what a page is told.

use super::context::{AgencyStaffSelf, RequestContext};
use super::dates;
use crate::api::error::{ApiError, ErrorCode};
use crate::api::resource_center::{EndedContactView, OrganizationRowView};
use crate::api::roster::ContactView;
use crate::domain::ids::{OrganizationId, UserId};
use crate::domain::manage_assister::fill;
use crate::messages::Messages;
use crate::store::{AgencyContact, By, EndedContact, OrganizationRow, Rosters};

/// Contacts whom the list of organizations names; of more it says how many.
const CONTACTS_NAMED: usize = 3;

impl RequestContext<AgencyStaffSelf> {
    /// Who of the staff acts, for the log and the history.
    #[must_use]
    pub fn by(&self) -> By<'_> {
        self.info().by(self.who.0.user, self.who.0.role, &self.who.0.name)
    }

    /// The name of somebody who is or was an agency contact of an organization that the caller looks after, and whether their access was
    /// ended.
    ///
    /// # Errors
    /// Not found for everybody else; the store's.
    pub async fn contact_of(&self, organization: OrganizationId, user: UserId) -> Result<(String, bool), ApiError> {
        let not_found = || ApiError::new(ErrorCode::NotFound);
        self.store().organization_for_staff(organization, self.who.0.kinds()).await?.ok_or_else(not_found)?;
        self.store().agency_contact(organization, user).await?.ok_or_else(not_found)
    }
}

/// An agency contact, to read.
#[must_use]
pub fn contact_view(contact: AgencyContact) -> ContactView {
    ContactView {
        user: contact.user,
        name: contact.name,
        email: contact.email,
        set_up: contact.set_up,
        signed_in: contact.signed_in_at.map(dates::date),
    }
}

/// An agency contact whose access was ended, to read.
#[must_use]
pub fn ended_view(ended: EndedContact, t: Messages) -> EndedContactView {
    EndedContactView {
        name: ended.name,
        email: ended.email,
        when: dates::moment(ended.at),
        who: fill(t.agency_history_actor(), &[("name", &ended.by), ("role", t.role(ended.role, None))]),
        reason: ended.reason,
    }
}

/// The rosters of an organization, to read.
#[must_use]
pub fn rosters_view(rosters: Rosters, t: Messages) -> String {
    match (rosters.navigators, rosters.cacs) {
        (true, true) => t.resource_organization_both(),
        (true, false) => t.agency_roster_navigator(),
        (false, true) => t.agency_roster_cac(),
        (false, false) => t.resource_organization_none(),
    }
    .to_owned()
}

/// An organization in the list, to read.
#[must_use]
pub fn row_view(row: OrganizationRow, t: Messages) -> OrganizationRowView {
    let more = row.contacts.len().saturating_sub(CONTACTS_NAMED);
    let names = row.contacts.iter().take(CONTACTS_NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
    let contacts = match (row.contacts.is_empty(), more) {
        (true, _) => t.resource_organization_none().to_owned(),
        (false, 0) => names,
        (false, more) => fill(t.resource_organization_contacts_more(), &[("names", &names), ("n", &more.to_string())]),
    };
    OrganizationRowView { id: row.id, name: row.name, contacts, rosters: rosters_view(row.rosters, t), assisters: row.assisters }
}
