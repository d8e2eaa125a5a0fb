//! `/agency`: a page of a roster.

use crate::api::client::FromPage;
use crate::api::drawn::Reply;
use crate::api::error::ApiError;
use crate::domain::identity::AssisterKind;
use crate::domain::ids::AssisterId;
use crate::domain::query;
use crate::domain::roster::AccountState;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What the address of a roster says: which roster, which accounts, which search (by an opaque key) and which page (by an id).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterAddress {
    /// Which roster; the organization's first where none is named.
    pub roster: Option<AssisterKind>,
    /// Only accounts in this state.
    pub state: Option<AccountState>,
    /// The key of a search.
    pub q: Option<String>,
    /// The page after this person.
    pub after: Option<String>,
    /// The page before this person.
    pub before: Option<String>,
}

impl RosterAddress {
    /// Reads what [`query`](Self::query) wrote; what it never writes is passed over.
    #[must_use]
    pub fn parse(query: &str) -> Self {
        let mut address = Self::default();
        for (name, value) in query::pairs(query) {
            match name {
                "roster" => address.roster = AssisterKind::from_code(&value),
                "state" => address.state = AccountState::from_code(&value),
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
        parts.extend(self.roster.map(|kind| format!("roster={}", kind.code())));
        parts.extend(self.state.map(|state| format!("state={}", state.code())));
        // What came from an address goes back into one as an id or not at all, as in the client list.
        for (name, value) in [("q", &self.q), ("after", &self.after), ("before", &self.before)] {
            if let Some(id) = value.as_deref().and_then(|value| value.parse::<Uuid>().ok()) {
                parts.push(format!("{name}={id}"));
            }
        }
        if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) }
    }

    /// The first page of other accounts, with the same roster and search.
    #[must_use]
    pub fn with(&self, state: Option<AccountState>) -> Self {
        Self { roster: self.roster, state, q: self.q.clone(), after: None, before: None }
    }
}

/// A page of a roster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RosterPage {
    /// The organization's name.
    pub organization: String,
    /// Which page of which roster.
    pub address: RosterAddress,
    /// The rosters that the organization keeps.
    pub rosters: Vec<AssisterKind>,
    /// The one that is shown.
    pub roster: AssisterKind,
    /// How many there are, or match what was asked for.
    pub total: u32,
    /// The people of this page.
    pub rows: Vec<RosterRowView>,
    /// Before whom the page before ends, if there is one.
    pub previous: Option<AssisterId>,
    /// After whom the page after begins, if there is one.
    pub next: Option<AssisterId>,
    /// What was searched for.
    pub words: Option<String>,
    /// The address has a search that is over.
    pub search_expired: bool,
    /// The day on which the caller's password expires, when that is soon.
    pub password_expires: Option<String>,
}

/// Somebody on the roster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RosterRowView {
    /// Who.
    pub id: AssisterId,
    /// The name.
    pub name: String,
    /// The Assister ID.
    pub assister_code: String,
    /// The Training ID.
    pub training_id: String,
    /// Employment.
    pub employed: bool,
    /// The certification, to read.
    pub certification: String,
    /// "Assister Portal Access".
    pub portal_access: bool,
    /// How many of the four gates are met.
    pub gates_met: u8,
    /// The account.
    pub account: AccountState,
    /// Whether consumers can find them.
    pub in_directory: bool,
}

/// A page of the organization's own roster. `query` is that of its address.
#[server(name = LoadRoster, prefix = "/api", endpoint = "roster", input = Postcard, output = Postcard, client = FromPage)]
pub async fn roster(query: String) -> Result<Reply, ApiError> {
    use crate::domain::roster::AssisterSearch;
    use crate::server::context::{AgencySelf, RequestContext};
    use crate::server::roster::{kept_rosters, row_view};
    use crate::store::{Cursor, RosterPage as Stored, RosterQuery};
    use crate::ui::draw_roster;
    let context = RequestContext::<AgencySelf>::require()?;
    let address = RosterAddress::parse(&query);
    let own = context.organization().await?;
    let rosters = kept_rosters(&own);
    let roster = address.roster.filter(|kind| rosters.contains(kind)).or(rosters.first().copied()).unwrap_or(AssisterKind::Navigator);
    let words = context.kept_search(address.q.as_deref()).await?;
    let search_expired = address.q.is_some() && words.is_none();
    let id = |text: &Option<String>| text.as_deref().and_then(|text| text.parse().ok());
    let cursor = id(&address.after).map(Cursor::After).or_else(|| id(&address.before).map(Cursor::Before));
    let page = match words.as_deref().map(AssisterSearch::parse) {
        // Nothing but signs was typed, which nobody is found by.
        Some(None) => Stored::default(),
        search => {
            let search = search.flatten();
            let (organization, kind, state, now) = (context.who.organization, roster, address.state, context.now);
            context.store().roster_page(&RosterQuery { organization, kind, state, search, cursor, now }).await?
        }
    };
    let (first, last) = (page.rows.first().map(|row| row.id), page.rows.last().map(|row| row.id));
    let (today, t) = (context.today()?, context.messages());
    Ok(Reply::Show(draw_roster(RosterPage {
        organization: own.name,
        address,
        rosters,
        roster,
        total: page.total,
        rows: page.rows.into_iter().map(|row| row_view(row, today, t)).collect(),
        previous: first.filter(|_| page.previous),
        next: last.filter(|_| page.next),
        words,
        search_expired,
        password_expires: context.password_reminder(),
    })))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_as_it_was_written() {
        let page = RosterAddress {
            roster: Some(AssisterKind::Cac),
            state: Some(AccountState::NotEnrolled),
            q: Some("01900000-0000-7000-8000-000000000000".to_owned()),
            after: None,
            before: Some("01900000-0000-7000-8000-000000000001".to_owned()),
        };
        for address in [RosterAddress::default(), page.clone(), page.with(None)] {
            assert_eq!(RosterAddress::parse(&address.query()), address);
        }
        let hostile = RosterAddress { q: Some("\"><script>".to_owned()), ..RosterAddress::default() };
        assert_eq!(hostile.query(), "");
    }
}
