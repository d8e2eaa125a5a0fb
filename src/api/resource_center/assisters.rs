//! `/resource-center/assisters`: the search over assisters and organizations.

use crate::api::client::FromPage;
use crate::api::error::ApiError;
use crate::api::forms::Posted;
use crate::domain::identity::AssisterKind;
use crate::domain::ids::{AssisterId, OrganizationId};
use crate::domain::query;
use crate::domain::roster::AccountState;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What the address of the search says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssistersAddress {
    /// Only this kind.
    pub kind: Option<AssisterKind>,
    /// Only accounts in this state.
    pub state: Option<AccountState>,
    /// Only this organization's.
    pub organization: Option<OrganizationId>,
    /// The key of a search.
    pub q: Option<Uuid>,
    /// The page after this assister.
    pub after: Option<AssisterId>,
    /// The page before this assister.
    pub before: Option<AssisterId>,
}

impl AssistersAddress {
    /// Reads what [`query`](Self::query) wrote; what it never writes is passed over.
    #[must_use]
    pub fn parse(query: &str) -> Self {
        let mut address = Self::default();
        for (name, value) in query::pairs(query) {
            match name {
                "kind" => address.kind = AssisterKind::from_code(&value),
                "state" => address.state = AccountState::from_code(&value),
                "organization" => address.organization = value.parse().ok(),
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
            self.kind.map(|kind| format!("kind={}", kind.code())),
            self.state.map(|state| format!("state={}", state.code())),
            self.organization.map(|id| format!("organization={id}")),
            self.q.map(|key| format!("q={key}")),
            self.after.map(|id| format!("after={id}")),
            self.before.map(|id| format!("before={id}")),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) }
    }

    /// The first page of the same.
    #[must_use]
    pub fn first(&self) -> Self {
        Self { after: None, before: None, ..self.clone() }
    }
}

/// A page of the search.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssistersPage {
    /// Which page of what.
    pub address: AssistersAddress,
    /// The kinds to choose from.
    pub kinds: Vec<AssisterKind>,
    /// What was searched for.
    pub words: Option<String>,
    /// The address has a search that is over.
    pub search_expired: bool,
    /// How many were found, to read; `None` where there are more than are counted.
    pub total: Option<u32>,
    /// The assisters of this page.
    pub rows: Vec<FoundAssisterView>,
    /// The organization whose assisters are shown.
    pub organization: Option<String>,
    /// Organizations whose name has the words.
    pub organizations: Vec<(OrganizationId, String)>,
    /// Before whom the page before ends, if there is one.
    pub previous: Option<AssisterId>,
    /// After whom the page after begins, if there is one.
    pub next: Option<AssisterId>,
}

/// An assister who was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundAssisterView {
    /// The assister.
    pub id: AssisterId,
    /// Full name.
    pub name: String,
    /// Navigator, CAC or broker.
    pub kind: AssisterKind,
    /// The organization's name.
    pub organization: String,
    /// Seven digits, from enrollment on.
    pub number: Option<String>,
    /// The account.
    pub account: AccountState,
}

/// A page of the assisters whom the caller looks after. `query` is that of its address.
#[server(name = LoadAssisters, prefix = "/api", endpoint = "assisters", input = Postcard, output = Postcard, client = FromPage)]
pub async fn assisters(query: String) -> Result<AssistersPage, ApiError> {
    use crate::domain::roster::AssisterSearch;
    use crate::domain::text;
    use crate::server::context::{RequestContext, StaffSelf};
    use crate::store::{AssisterPage, COUNTED, Cursor, StaffQuery};
    let context = RequestContext::<StaffSelf>::require()?;
    let (store, kinds, today) = (context.store(), context.who.kinds(), context.today()?);
    let address = AssistersAddress::parse(&query);
    let words = context.kept_search(address.q.map(|key| key.to_string()).as_deref()).await?;
    let one: Vec<AssisterKind> = kinds.iter().copied().filter(|kind| Some(*kind) == address.kind).collect();
    let search = words.as_deref().map(AssisterSearch::parse);
    let from = address.after.map(Cursor::After).or(address.before.map(Cursor::Before));
    let (page, total) = match &search {
        // Nothing but signs was typed, which nobody has.
        Some(None) => (AssisterPage::default(), 0),
        search => {
            let query = StaffQuery {
                kinds: if one.is_empty() { kinds } else { &one },
                state: address.state,
                organization: address.organization,
                search: search.as_ref().and_then(Option::as_ref),
            };
            store.search_assisters(&query, from, context.now).await?
        }
    };
    let organization = match address.organization {
        Some(id) => store.organization_name(id).await?,
        None => None,
    };
    let (first, last) = (page.rows.first().map(|row| row.id), page.rows.last().map(|row| row.id));
    let rows = page.rows.into_iter().map(|row| FoundAssisterView {
        id: row.id,
        name: row.name,
        kind: row.standing.kind,
        organization: row.organization,
        number: row.number.map(|number| number.to_string()),
        account: row.standing.account(today),
    });
    Ok(AssistersPage {
        search_expired: address.q.is_some() && words.is_none(),
        organizations: store.organizations_named(&text::words(words.as_deref().unwrap_or_default())).await?,
        words,
        address,
        kinds: kinds.to_vec(),
        total: (total <= COUNTED).then_some(total),
        rows: rows.collect(),
        organization,
        previous: first.filter(|_| page.previous),
        next: last.filter(|_| page.next),
    })
}

/// Keep a search and show its first page. Nothing to look for shows all.
#[server(prefix = "/api", endpoint = "search-assisters", output = Postcard, client = FromPage)]
pub async fn search_assisters(
    #[server(default)] words: String,
    #[server(default)] kind: String,
    #[server(default)] state: String,
) -> Result<Posted, ApiError> {
    use crate::domain::typed::line;
    use crate::server::context::{RequestContext, StaffSelf};
    let context = RequestContext::<StaffSelf>::require()?;
    let words = line(&words);
    let q = if words.is_empty() { None } else { context.keep_search(&words).await?.parse().ok() };
    let (kind, state) = (AssisterKind::from_code(&kind), AccountState::from_code(&state));
    let address = AssistersAddress { kind, state, q, ..AssistersAddress::default() };
    context.done(&format!("/resource-center/assisters{}", address.query()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_as_it_was_written() {
        let id: Uuid = "01900000-0000-7000-8000-000000000000".parse().unwrap();
        let address = AssistersAddress {
            kind: Some(AssisterKind::Cac),
            state: Some(AccountState::Suspended),
            organization: Some(OrganizationId(id)),
            q: Some(id),
            after: None,
            before: Some(AssisterId(id)),
        };
        assert_eq!(AssistersAddress::parse(&address.query()), address);
        assert_eq!(AssistersAddress::parse("?kind=x&state=&q=nguyen&after=\"><script>").query(), "");
    }
}
