//! Pages of a roster: a walk in the order of names, in an index that also tells each account's state. A roster is an organization's
//! own people, a few thousand at most, so the total is counted in that index and not kept.

use super::standing::StandingRow;
use crate::domain::identity::AssisterKind;
use crate::domain::ids::{AssisterId, OrganizationId};
use crate::domain::instant::Instant;
use crate::domain::roster::{AccountState, AssisterSearch, Standing};
use crate::store::codec::count;
use crate::store::db::fetch_optional;
use crate::store::keyset::{Walked, Way, walk};
use crate::store::row::row;
use crate::store::statement::{Explained, Statement, Value};
use crate::store::{Cursor, Store, StoreError};

/// Entries on one page.
pub const ROSTER_PAGE: usize = 50;

/// Which page of which roster.
#[derive(Clone, Debug)]
pub struct RosterQuery {
    /// Whose, from who acts.
    pub organization: OrganizationId,
    /// Navigators or CACs.
    pub kind: AssisterKind,
    /// Only accounts in this state.
    pub state: Option<AccountState>,
    /// What was searched for.
    pub search: Option<AssisterSearch>,
    /// `None`: the first page. One that is not on this organization's rosters is the first page too.
    pub cursor: Option<Cursor<AssisterId>>,
    /// When: states depend on the day.
    pub now: Instant,
}

/// Somebody on a roster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RosterRow {
    /// Who.
    pub id: AssisterId,
    /// The name.
    pub name: String,
    /// The Assister ID.
    pub assister_code: String,
    /// The Training ID.
    pub training_id: String,
    /// Where they stand.
    pub standing: Standing,
}

/// One page of a roster.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RosterPage {
    /// At most [`ROSTER_PAGE`], in the order of names.
    pub rows: Vec<RosterRow>,
    /// How many there are in all, or match what was asked for.
    pub total: u32,
    /// Whether there is a page before.
    pub previous: bool,
    /// Whether there is a page after.
    pub next: bool,
}

row! {
    struct Listed {
        id: AssisterId,
        display_name: String,
        sort_name: String,
        assister_code: String,
        training_id: Option<String>,
        ..standing: StandingRow,
    }
}

impl Listed {
    fn place(&self) -> Place {
        Place { sort_name: self.sort_name.clone(), id: self.id }
    }

    fn row(self) -> Result<RosterRow, StoreError> {
        Ok(RosterRow {
            id: self.id,
            name: self.display_name,
            assister_code: self.assister_code,
            training_id: self.training_id.unwrap_or_default(),
            standing: self.standing.standing(self.id)?,
        })
    }
}

/// Where in the roster somebody stands.
struct Place {
    sort_name: String,
    id: AssisterId,
}

/// Who is asked for, whatever page.
fn whom(statement: &mut Statement, query: &RosterQuery) {
    let own = |statement: &mut Statement, table: &str| {
        statement.push(table).push(".organization_id = ").bind(Value::Id(query.organization.0));
        statement.push(" AND ").push(table).push(".kind = ").bind(Value::Text(query.kind.code().to_owned()));
    };
    statement.push(" FROM assisters a WHERE ");
    own(statement, "a");
    // As a case, which no index of states answers: those have everybody's people in them, a roster's own has these and their states.
    match query.state {
        None => {}
        // As `Standing::account` has it: what staff decided, and what follows from roster and certification at this moment.
        Some(AccountState::Active) => {
            statement.push(" AND CASE a.state WHEN 'active' THEN COALESCE(a.cleared_until > ").bind(Value::At(query.now));
            statement.push(", FALSE) ELSE FALSE END");
        }
        Some(AccountState::Suspended) => {
            statement.push(" AND CASE a.state WHEN 'suspended' THEN TRUE WHEN 'active' THEN COALESCE(a.cleared_until <= ");
            statement.bind(Value::At(query.now)).push(", TRUE) ELSE FALSE END");
        }
        Some(AccountState::NotEnrolled) => _ = statement.push(" AND CASE a.state WHEN 'not_enrolled' THEN TRUE ELSE FALSE END"),
        Some(AccountState::Enrolled) => _ = statement.push(" AND CASE a.state WHEN 'enrolled' THEN TRUE ELSE FALSE END"),
        Some(AccountState::Closed) => _ = statement.push(" AND CASE a.state WHEN 'closed' THEN TRUE ELSE FALSE END"),
    }
    for term in query.search.iter().flat_map(|search| &search.terms) {
        let (from, to) = term.range();
        statement.push(" AND a.id IN (SELECT w.assister_id FROM assister_words w WHERE ");
        own(statement, "w");
        statement.push(" AND w.word >= ").bind(Value::Text(from)).push(" AND w.word < ").bind(Value::Text(to)).push(")");
    }
}

/// At most `limit` people from a place on, nearest first.
fn page(query: &RosterQuery, way: Way, from: Option<&Place>, limit: i64) -> Statement {
    let mut statement = Statement::default();
    statement.push(
        "SELECT a.id, a.display_name, a.sort_name, a.assister_code, a.training_id, a.kind, a.state, a.portal_access, a.employed,
             a.certification, a.certified_until, a.trained_at, a.mastered_at, a.confirmed_at",
    );
    whom(&mut statement, query);
    if let Some(place) = from {
        statement.push(" AND (a.sort_name, a.id) ").push(if way == Way::Forward { "> (" } else { "< (" });
        statement.bind(Value::Text(place.sort_name.clone())).push(", ").bind(Value::Id(place.id.0)).push(")");
    }
    statement.push(match way {
        Way::Forward => " ORDER BY a.sort_name, a.id LIMIT ",
        Way::Backward => " ORDER BY a.sort_name DESC, a.id DESC LIMIT ",
    });
    statement.bind(Value::Count(limit));
    statement
}

fn total(query: &RosterQuery) -> Statement {
    let mut statement = Statement::default();
    statement.push("SELECT CAST(COUNT(*) AS BIGINT)");
    whom(&mut statement, query);
    statement
}

impl Store {
    /// One page of an organization's own roster.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn roster_page(&self, query: &RosterQuery) -> Result<RosterPage, StoreError> {
        let total = count(total(query).number(self).await?);
        let from = match query.cursor {
            Some(cursor) => self.roster_place(query, cursor.id()).await?.map(|place| (cursor.way(), place)),
            None => None,
        };
        let page = |way, from: Option<&Place>, limit| page(query, way, from, limit);
        let Walked { rows, previous, next } = walk(self, ROSTER_PAGE, from, |row: &Listed| Some(row.place()), page).await?;
        let rows = rows.into_iter().map(Listed::row).collect::<Result<_, _>>()?;
        Ok(RosterPage { rows, total, previous, next })
    }

    async fn roster_place(&self, query: &RosterQuery, id: AssisterId) -> Result<Option<Place>, StoreError> {
        let row = fetch_optional!(
            self.read(),
            (String,),
            "SELECT sort_name FROM assisters WHERE id = $1 AND organization_id = $2",
            id,
            query.organization,
        )?;
        Ok(row.map(|(sort_name,)| Place { sort_name, id }))
    }

    /// The plans of everything that showing this page may run, for the test that keeps rosters on an index.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn explain_roster(&self, query: &RosterQuery) -> Result<Vec<Explained>, StoreError> {
        let place = Place { sort_name: "m".to_owned(), id: AssisterId(query.organization.0) };
        let mut explained = vec![total(query).explained(self).await?];
        for way in Way::ALL {
            for from in [None, Some(&place)] {
                explained.push(page(query, way, from, ROSTER_PAGE as i64 + 1).explained(self).await?);
            }
        }
        Ok(explained)
    }
}
