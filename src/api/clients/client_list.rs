//! `/clients`: a page of a list.

use crate::api::client::FromPage;
use crate::api::drawn::Reply;
use crate::api::error::ApiError;
use crate::domain::clients::{Counts, List, Sort};
use crate::domain::ids::AssociationId;
use crate::domain::query;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What the address of a list says: which list, which order, which search (by an opaque key) and which page (by an id).
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ListAddress {
    /// Which list.
    pub list: List,
    /// Which order.
    pub sort: Sort,
    /// The key of a search.
    pub q: Option<String>,
    /// The page after this client.
    pub after: Option<String>,
    /// The page before this client.
    pub before: Option<String>,
}

impl ListAddress {
    /// Reads what [`query`](Self::query) wrote; what it never writes is passed over.
    #[must_use]
    pub fn parse(query: &str) -> Self {
        let mut address = Self::default();
        for (name, value) in query::pairs(query) {
            match name {
                "list" => address.list = List::from_code(Some(&value)).unwrap_or_default(),
                "sort" => address.sort = Sort::from_code(Some(&value)),
                "q" => address.q = Some(value),
                "after" => address.after = Some(value),
                "before" => address.before = Some(value),
                _ => {}
            }
        }
        address
    }

    /// The query of the address, with its question mark; nothing where all is the default.
    #[must_use]
    pub fn query(&self) -> String {
        let mut parts = Vec::new();
        if self.list != List::default() {
            parts.push(format!("list={}", self.list.code()));
        }
        if self.sort != Sort::default() {
            parts.push(format!("sort={}", self.sort.code()));
        }
        // What came from an address goes back into one as an id or not at all: nothing that another site could choose stands beside
        // the clients of a page, whose compressed length would tell whether it is the same.
        for (name, value) in [("q", &self.q), ("after", &self.after), ("before", &self.before)] {
            if let Some(id) = value.as_deref().and_then(|value| value.parse::<Uuid>().ok()) {
                parts.push(format!("{name}={id}"));
            }
        }
        if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) }
    }

    /// The first page of another list or order, with the same search.
    #[must_use]
    pub fn with(&self, list: List, sort: Sort) -> Self {
        Self { list, sort, q: self.q.clone(), after: None, before: None }
    }
}

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientListPage {
    /// Which page of which list.
    pub address: ListAddress,
    /// How many each list holds, whatever is searched for.
    pub counts: Counts,
    /// How many there are in this list, or were found in it.
    pub total: u32,
    /// The clients of this page.
    pub rows: Vec<ClientRowView>,
    /// The client before whom the page before ends, if there is one.
    pub previous: Option<AssociationId>,
    /// The client after whom the page after begins, if there is one.
    pub next: Option<AssociationId>,
    /// What was searched for.
    pub words: Option<String>,
    /// The address has a search that is over.
    pub search_expired: bool,
    /// The assister's own reference number, for the empty states.
    pub number: String,
    /// The day on which the assister's password expires, when that is soon.
    pub password_expires: Option<String>,
}

/// A client in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientRowView {
    /// The record's ID.
    pub id: AssociationId,
    /// The client's name.
    pub name: String,
    /// The date of authorization, to read.
    pub authorized: String,
    /// How far the application is.
    pub applied: AppliedView,
}

/// How far a client's application is, to read (rule 22).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppliedView {
    /// When it was submitted, or that it was not.
    pub application: String,
    /// The initial determination.
    pub determination: String,
    /// Whether they enrolled in a qualified health plan.
    pub plan: String,
}

/// A page of the assister's own list. `query` is that of its address.
#[server(prefix = "/api", endpoint = "client-list", input = Postcard, output = Postcard, client = FromPage)]
pub async fn client_list(query: String) -> Result<Reply, ApiError> {
    use crate::domain::clients::Search;
    use crate::server::context::{AssisterSelf, RequestContext};
    use crate::server::{dates, views};
    use crate::store::{ClientPage, Cursor, ListQuery};
    use crate::ui::draw_clients;
    let context = RequestContext::<AssisterSelf>::require()?;
    let address = ListAddress::parse(&query);
    let words = context.kept_search(address.q.as_deref()).await?;
    let search_expired = address.q.is_some() && words.is_none();
    let id = |text: &Option<String>| text.as_deref().and_then(|text| text.parse().ok());
    let cursor = id(&address.after).map(Cursor::After).or_else(|| id(&address.before).map(Cursor::Before));
    let today = context.today()?;
    let search = words.as_deref().map(|words| Search::parse(words, today));
    let page = match search {
        // Nothing but signs was typed, which no name has.
        Some(None) => ClientPage { counts: context.store().client_counts(context.who.id).await?, ..ClientPage::default() },
        search => {
            let query = ListQuery { list: address.list, sort: address.sort, search: search.flatten(), cursor };
            context.store().client_page(context.who.id, query).await?
        }
    };
    let (first, last) = (page.rows.first().map(|row| row.association), page.rows.last().map(|row| row.association));
    let t = context.messages();
    let rows = page.rows.into_iter().map(|row| ClientRowView {
        id: row.association,
        name: row.name,
        authorized: dates::date(row.authorized_at),
        applied: views::applied(&row.applied, today, t),
    });
    Ok(Reply::Show(draw_clients(ClientListPage {
        address,
        counts: page.counts,
        total: page.total,
        rows: rows.collect(),
        previous: first.filter(|_| page.previous),
        next: last.filter(|_| page.next),
        words,
        search_expired,
        number: context.who.number.to_string(),
        password_expires: context.password_reminder(),
    })))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_as_it_was_written() {
        let all = ListAddress::default();
        let page = ListAddress {
            list: List::InProgress,
            sort: Sort::AuthorizedDescending,
            q: Some("01900000-0000-7000-8000-000000000000".to_owned()),
            after: None,
            before: Some("01900000-0000-7000-8000-000000000001".to_owned()),
        };
        for address in [all, page] {
            assert_eq!(ListAddress::parse(&address.query()), address);
        }
        assert_eq!(ListAddress::parse("?list=completed&sort=&other=1&q").query(), "");
        // Neither what could break an address nor what could be a name goes back into one.
        let hostile = ListAddress {
            before: Some("nguyen".to_owned()),
            q: Some("x&list=new".to_owned()),
            after: Some("\"><script>".to_owned()),
            ..ListAddress::default()
        };
        assert_eq!(hostile.query(), "");
    }
}
