//! `/resource-center/organizations`: the organizations whose rosters staff look after.

use crate::api::client::FromPage;
use crate::api::error::ApiError;
use crate::api::forms::Posted;
use crate::domain::ids::OrganizationId;
use crate::domain::query;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What the address of the list says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizationsAddress {
    /// The key of a search.
    pub q: Option<Uuid>,
    /// The page after this organization.
    pub after: Option<OrganizationId>,
    /// The page before this organization.
    pub before: Option<OrganizationId>,
}

impl OrganizationsAddress {
    /// Reads what [`query`](Self::query) wrote; what it never writes is passed over.
    #[must_use]
    pub fn parse(query: &str) -> Self {
        let mut address = Self::default();
        for (name, value) in query::pairs(query) {
            match name {
                "q" => address.q = value.parse().ok(),
                "after" => address.after = value.parse().ok(),
                "before" => address.before = value.parse().ok(),
                _ => {}
            }
        }
        address
    }

    /// The query of the address, with its question mark; nothing where all is the default.
    #[must_use]
    pub fn query(&self) -> String {
        let parts = [
            self.q.map(|key| format!("q={key}")),
            self.after.map(|id| format!("after={id}")),
            self.before.map(|id| format!("before={id}")),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) }
    }
}

/// A page of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizationsPage {
    /// Which page of what.
    pub address: OrganizationsAddress,
    /// What was searched for.
    pub words: Option<String>,
    /// The address has a search that is over.
    pub search_expired: bool,
    /// How many there are, or match what was searched for.
    pub total: u32,
    /// The organizations of this page.
    pub rows: Vec<OrganizationRowView>,
    /// Before which the page before ends, if there is one.
    pub previous: Option<OrganizationId>,
    /// After which the page after begins, if there is one.
    pub next: Option<OrganizationId>,
}

/// An organization in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizationRowView {
    /// The organization.
    pub id: OrganizationId,
    /// Its name.
    pub name: String,
    /// The names of its agency contacts, to read.
    pub contacts: String,
    /// The rosters it keeps, to read.
    pub rosters: String,
    /// How many assisters it has.
    pub assisters: u32,
}

/// The address of an organization's page.
#[must_use]
pub fn organization_address(id: OrganizationId) -> String {
    format!("/resource-center/organizations/{id}")
}

/// A page of the organizations that the caller looks after. `query` is that of its address.
#[server(name = LoadOrganizations, prefix = "/api", endpoint = "organizations", input = Postcard, output = Postcard, client = FromPage)]
pub async fn organizations(query: String) -> Result<OrganizationsPage, ApiError> {
    use crate::domain::organizations::OrganizationSearch;
    use crate::server::context::{AgencyStaffSelf, RequestContext};
    use crate::server::organizations::row_view;
    use crate::store::{Cursor, OrganizationPage, OrganizationQuery};
    let context = RequestContext::<AgencyStaffSelf>::require()?;
    let address = OrganizationsAddress::parse(&query);
    let words = context.kept_search(address.q.map(|key| key.to_string()).as_deref()).await?;
    let cursor = address.after.map(Cursor::After).or(address.before.map(Cursor::Before));
    let page = match words.as_deref().map(OrganizationSearch::parse) {
        // Nothing but signs was typed, which no name has.
        Some(None) => OrganizationPage::default(),
        search => {
            let search = search.flatten();
            let query = OrganizationQuery { kinds: context.who.0.kinds(), search: search.as_ref(), cursor };
            context.store().organizations(&query).await?
        }
    };
    let (first, last) = (page.rows.first().map(|row| row.id), page.rows.last().map(|row| row.id));
    Ok(OrganizationsPage {
        search_expired: address.q.is_some() && words.is_none(),
        address,
        words,
        total: page.total,
        rows: page.rows.into_iter().map(|row| row_view(row, context.messages())).collect(),
        previous: first.filter(|_| page.previous),
        next: last.filter(|_| page.next),
    })
}

/// Keep a search and show its first page. Nothing to look for shows all.
#[server(prefix = "/api", endpoint = "search-organizations", output = Postcard, client = FromPage)]
pub async fn search_organizations(#[server(default)] words: String) -> Result<Posted, ApiError> {
    use crate::domain::typed::line;
    use crate::server::context::{AgencyStaffSelf, RequestContext};
    let context = RequestContext::<AgencyStaffSelf>::require()?;
    let words = line(&words);
    let q = if words.is_empty() { None } else { context.keep_search(&words).await?.parse().ok() };
    let address = OrganizationsAddress { q, ..OrganizationsAddress::default() };
    context.done(&format!("/resource-center/organizations{}", address.query()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_as_it_was_written() {
        let id: Uuid = "01900000-0000-7000-8000-000000000000".parse().unwrap();
        let after = OrganizationsAddress { q: Some(id), after: Some(OrganizationId(id)), before: None };
        let before = OrganizationsAddress { q: None, after: None, before: Some(OrganizationId(id)) };
        for address in [OrganizationsAddress::default(), after, before] {
            assert_eq!(OrganizationsAddress::parse(&address.query()), address);
        }
        assert_eq!(OrganizationsAddress::parse("?q=northern&after=\"><script>").query(), "");
    }
}
