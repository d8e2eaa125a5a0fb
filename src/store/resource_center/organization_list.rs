//! The organizations whose rosters staff look after: pages of the list, and one of them. Organizations are hundreds, not more: a search
//! looks through their names in the index.

use super::Rosters;
use super::pages::only;
use crate::domain::clients::PAGE_SIZE;
use crate::domain::identity::AssisterKind;
use crate::domain::ids::OrganizationId;
use crate::domain::instant::Instant;
use crate::domain::organizations::OrganizationSearch;
use crate::domain::roster::AccountState;
use crate::store::codec::count;
use crate::store::db::fetch_optional;
use crate::store::keyset::{Walked, Way, walk};
use crate::store::row::row;
use crate::store::statement::{Statement, Value};
use crate::store::{Cursor, Store, StoreError};

/// Which page of the organizations.
#[derive(Clone, Debug)]
pub struct OrganizationQuery<'a> {
    /// The kinds of assister that the caller looks after.
    pub kinds: &'a [AssisterKind],
    /// What was searched for.
    pub search: Option<&'a OrganizationSearch>,
    /// `None`: the first page.
    pub cursor: Option<Cursor<OrganizationId>>,
}

/// An organization in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrganizationRow {
    /// The organization.
    pub id: OrganizationId,
    /// Its name.
    pub name: String,
    /// The rosters it keeps.
    pub rosters: Rosters,
    /// The names of its agency contacts.
    pub contacts: Vec<String>,
    /// How many of its assisters the caller looks after.
    pub assisters: u32,
}

/// One page of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrganizationPage {
    /// At most `PAGE_SIZE`, by name.
    pub rows: Vec<OrganizationRow>,
    /// How many there are in all, or match what was searched for.
    pub total: u32,
    /// Whether there is a page before.
    pub previous: bool,
    /// Whether there is a page after.
    pub next: bool,
}

row! {
    struct Listed {
        id: OrganizationId,
        name: String,
        created_at: Instant,
        has_navigators: bool,
        has_cacs: bool,
        assisters: i64,
    }
}

/// Where in the list an organization is.
struct Place {
    name: String,
    created_at: Instant,
    id: OrganizationId,
}

/// The condition that leaves the organizations that the caller looks after: whoever looks after all kinds of assister also sees brokers'
/// agencies, which keep no roster.
fn looked_after(kinds: &[AssisterKind]) -> &'static str {
    match (kinds.contains(&AssisterKind::Broker), kinds.contains(&AssisterKind::Navigator)) {
        (true, true) => "",
        (false, true) => " AND (o.has_navigators OR o.has_cacs OR EXISTS (SELECT 1 FROM users u WHERE u.organization_id = o.id))",
        (_, false) => " AND FALSE",
    }
}

/// Which organizations are asked for, whatever page.
fn which(statement: &mut Statement, query: &OrganizationQuery<'_>) {
    statement.push(" FROM organizations o WHERE TRUE").push(looked_after(query.kinds));
    for spellings in query.search.iter().flat_map(|search| &search.terms) {
        statement.push(" AND (FALSE");
        for word in spellings {
            let pattern = format!("%{word}%");
            statement.push(" OR lower(o.name) LIKE ").bind(Value::Text(pattern.clone()));
            statement.push(" OR EXISTS (SELECT 1 FROM users u WHERE u.organization_id = o.id AND u.removed_at IS NULL AND (COALESCE(u.asked_email, u.email) LIKE ");
            statement.bind(Value::Text(pattern.clone())).push(" OR lower(u.display_name) LIKE ").bind(Value::Text(pattern)).push("))");
        }
        statement.push(")");
    }
}

/// At most `limit` organizations from a place on, nearest first.
fn page(query: &OrganizationQuery<'_>, way: Way, from: Option<&Place>, limit: i64) -> Statement {
    let mut statement = Statement::default();
    statement.push(
        "SELECT o.id, o.name, o.created_at, o.has_navigators, o.has_cacs,
             (SELECT CAST(COUNT(*) AS BIGINT) FROM assisters a WHERE a.organization_id = o.id",
    );
    statement.push(only(query.kinds)).push(") AS assisters");
    which(&mut statement, query);
    if let Some(place) = from {
        statement.push(" AND (o.name, o.created_at, o.id) ").push(if way == Way::Forward { "> (" } else { "< (" });
        statement.bind(Value::Text(place.name.clone())).push(", ").bind(Value::At(place.created_at)).push(", ");
        statement.bind(Value::Id(place.id.0)).push(")");
    }
    statement.push(match way {
        Way::Forward => " ORDER BY o.name, o.created_at, o.id LIMIT ",
        Way::Backward => " ORDER BY o.name DESC, o.created_at DESC, o.id DESC LIMIT ",
    });
    statement.bind(Value::Count(limit));
    statement
}

fn total(query: &OrganizationQuery<'_>) -> Statement {
    let mut statement = Statement::default();
    statement.push("SELECT CAST(COUNT(*) AS BIGINT)");
    which(&mut statement, query);
    statement
}

/// How many assisters of an organization have an account in which state.
fn accounts(organization: OrganizationId, kinds: &[AssisterKind], now: Instant) -> Statement {
    let mut statement = Statement::default();
    // As `Standing::account` has it: what staff decided, and what follows from roster and certification at this moment.
    statement.push("SELECT CASE WHEN a.state = 'active' AND COALESCE(a.cleared_until > ").bind(Value::At(now));
    statement.push(
        ", FALSE) THEN 'active' WHEN a.state IN ('active', 'suspended') THEN 'suspended'
             WHEN a.state = 'not_enrolled' THEN 'not-enrolled' ELSE a.state END AS account, CAST(COUNT(*) AS BIGINT)
         FROM assisters a WHERE a.organization_id = ",
    );
    statement.bind(Value::Id(organization.0)).push(only(kinds)).push(" GROUP BY 1");
    statement
}

impl Store {
    /// One page of the organizations that the caller looks after.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn organizations(&self, query: &OrganizationQuery<'_>) -> Result<OrganizationPage, StoreError> {
        let total = count(total(query).number(self).await?);
        let from = match query.cursor {
            Some(cursor) => self.organization_place(cursor.id()).await?.map(|place| (cursor.way(), place)),
            None => None,
        };
        let page = |way, from: Option<&Place>, limit| page(query, way, from, limit);
        let place = |row: &Listed| Some(Place { name: row.name.clone(), created_at: row.created_at, id: row.id });
        let Walked { rows, previous, next } = walk(self, PAGE_SIZE, from, place, page).await?;
        let contacts = self.contact_names(&rows).await?;
        let row = |row: Listed| OrganizationRow {
            id: row.id,
            name: row.name,
            rosters: Rosters { navigators: row.has_navigators, cacs: row.has_cacs },
            contacts: contacts.iter().filter(|(organization, _)| *organization == row.id).map(|(_, name)| name.clone()).collect(),
            assisters: count(row.assisters),
        };
        Ok(OrganizationPage { rows: rows.into_iter().map(row).collect(), total, previous, next })
    }

    async fn organization_place(&self, id: OrganizationId) -> Result<Option<Place>, StoreError> {
        let row = fetch_optional!(self.read(), (String, Instant), "SELECT name, created_at FROM organizations WHERE id = $1", id)?;
        Ok(row.map(|(name, created_at)| Place { name, created_at, id }))
    }

    /// The agency contacts of these organizations, by name.
    async fn contact_names(&self, of: &[Listed]) -> Result<Vec<(OrganizationId, String)>, StoreError> {
        let Some((first, rest)) = of.split_first() else { return Ok(Vec::new()) };
        let mut statement = Statement::default();
        statement.push("SELECT u.organization_id, u.display_name FROM users u WHERE u.removed_at IS NULL AND u.organization_id IN (");
        statement.bind(Value::Id(first.id.0));
        for organization in rest {
            statement.push(", ").bind(Value::Id(organization.id.0));
        }
        statement.push(") ORDER BY u.display_name, u.id");
        statement.rows(self).await
    }

    /// The name and the rosters of an organization that the caller looks after.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn organization_for_staff(
        &self,
        organization: OrganizationId,
        kinds: &[AssisterKind],
    ) -> Result<Option<(String, Rosters)>, StoreError> {
        let mut statement = Statement::default();
        statement.push("SELECT o.name, o.has_navigators, o.has_cacs FROM organizations o WHERE o.id = ");
        statement.bind(Value::Id(organization.0)).push(looked_after(kinds));
        let found: Vec<(String, bool, bool)> = statement.rows(self).await?;
        Ok(found.into_iter().next().map(|(name, navigators, cacs)| (name, Rosters { navigators, cacs })))
    }

    /// How many of an organization's assisters whom the caller looks after have an account in each state; states that nobody is in are
    /// left out.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn organization_accounts(
        &self,
        organization: OrganizationId,
        kinds: &[AssisterKind],
        now: Instant,
    ) -> Result<Vec<(AccountState, u32)>, StoreError> {
        let found: Vec<(String, i64)> = accounts(organization, kinds, now).rows(self).await?;
        let number = |state: AccountState| found.iter().find(|(code, _)| code == state.code()).map(|(_, number)| count(*number));
        Ok(AccountState::ALL.into_iter().filter_map(|state| Some((state, number(state)?))).collect())
    }
}
