//! The SQL of a page, put together from fixed pieces: nothing from outside becomes text, values are bound.
//!
//! Every variant walks an index in its order; a test explains each of them on both databases.

use super::Listed;
use crate::domain::clients::{List, Search, Sort, Term};
use crate::domain::ids::{AssisterId, AssociationId};
use crate::domain::instant::Instant;
use crate::store::db::On;
use crate::store::{Store, StoreError};

/// A value to bind.
#[derive(Clone)]
enum Value {
    Assister(AssisterId),
    Association(AssociationId),
    Text(String),
    At(Instant),
    Count(i64),
}

/// A statement in the making.
#[derive(Clone, Default)]
pub(super) struct Statement {
    sql: String,
    values: Vec<Value>,
}

/// Where in a list a row stands: the column it is sorted by, and the id that breaks ties.
#[derive(Clone)]
pub(super) struct Place {
    pub(super) sort_name: String,
    pub(super) started_at: Instant,
    pub(super) id: AssociationId,
}

/// Which way from a place, in the list's own order.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Forward,
    Backward,
}

/// How the matches of a search are put in order.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Plan {
    /// Walk the list in order and keep what matches: best when much matches.
    Walk,
    /// Take all matches from the index of words and order them: best when little matches.
    Gather,
}

/// What is shown of which list.
#[derive(Clone, Copy)]
pub(super) struct Shown<'a> {
    pub(super) assister: AssisterId,
    pub(super) list: List,
    pub(super) sort: Sort,
    pub(super) search: Option<(&'a Search, Plan)>,
}

impl Statement {
    fn push(&mut self, sql: &str) -> &mut Self {
        self.sql.push_str(sql);
        self
    }

    fn bind(&mut self, value: Value) -> &mut Self {
        self.values.push(value);
        let number = self.values.len().to_string();
        self.push("$").push(&number)
    }

    /// `word` begins with the term. A date of birth is a word that is no other's beginning.
    fn matches(&mut self, word: &str, term: &Term) -> &mut Self {
        let start = match term {
            Term::NameStart(start) => start.clone(),
            Term::Born(date) => date.iso(),
        };
        // The greatest character there is ends the range of all that begins so.
        let end = format!("{start}\u{10FFFF}");
        self.push(word).push(" >= ").bind(Value::Text(start)).push(" AND ").push(word).push(" < ").bind(Value::Text(end))
    }

    /// Each of the terms is among the words of the association in column `id`.
    fn also(&mut self, id: &str, terms: &[Term]) -> &mut Self {
        for term in terms {
            self.push(" AND EXISTS (SELECT 1 FROM client_words o WHERE o.association_id = ").push(id).push(" AND ");
            self.matches("o.word", term).push(")");
        }
        self
    }

    /// The words of one list's clients that match the first term, and the clients the others.
    fn matching_words(&mut self, shown: Shown<'_>, search: &Search) -> &mut Self {
        self.push(" FROM client_words w WHERE w.assister_id = ").bind(Value::Assister(shown.assister));
        if let Some((first, others)) = search.terms.split_first() {
            self.push(" AND ").matches("w.word", first).also("w.association_id", others);
        }
        self.push(match shown.list {
            List::All => "",
            List::New => " AND NOT w.opened",
            List::InProgress => " AND w.opened",
        })
    }

    fn beyond(&mut self, sort: Sort, way: Way, columns: [&str; 2], place: &Place) -> &mut Self {
        let value = match sort {
            Sort::Name | Sort::NameDescending => Value::Text(place.sort_name.clone()),
            Sort::Authorized | Sort::AuthorizedDescending => Value::At(place.started_at),
        };
        self.push(" AND (").push(columns[0]).push(", ").push(columns[1]);
        self.push(if ascending(sort, way) { ") > (" } else { ") < (" });
        self.bind(value).push(", ").bind(Value::Association(place.id)).push(")")
    }

    fn ordered(&mut self, sort: Sort, way: Way, columns: [&str; 2]) -> &mut Self {
        let direction = if ascending(sort, way) { " ASC" } else { " DESC" };
        self.push(" ORDER BY ").push(columns[0]).push(direction).push(", ").push(columns[1]).push(direction)
    }

    /// At most `limit` rows from a place on, nearest first.
    pub(super) fn page(shown: Shown<'_>, way: Way, from: Option<&Place>, limit: i64) -> Self {
        match shown.search {
            Some((search, Plan::Gather)) => Self::gathered(shown, search, way, from, limit),
            Some((search, Plan::Walk)) => Self::walked(shown, &search.terms, way, from, limit),
            None => Self::walked(shown, &[], way, from, limit),
        }
    }

    fn walked(shown: Shown<'_>, terms: &[Term], way: Way, from: Option<&Place>, limit: i64) -> Self {
        let (column, columns) = match shown.sort {
            Sort::Name | Sort::NameDescending => ("s.sort_name", ["s.sort_name", "s.id"]),
            // The index by time does without the name to sort by, which then is not needed.
            Sort::Authorized | Sort::AuthorizedDescending => ("'' AS sort_name", ["s.started_at", "s.id"]),
        };
        let mut statement = Self::default();
        statement.push("SELECT s.id, s.display_name, s.started_at, ").push(column).push(" FROM associations s WHERE s.assister_id = ");
        statement.bind(Value::Assister(shown.assister)).push(match shown.list {
            List::All => " AND s.ended_at IS NULL",
            List::New => " AND s.ended_at IS NULL AND s.first_opened_at IS NULL",
            List::InProgress => " AND s.ended_at IS NULL AND s.first_opened_at IS NOT NULL",
        });
        statement.also("s.id", terms);
        if let Some(place) = from {
            statement.beyond(shown.sort, way, columns, place);
        }
        statement.ordered(shown.sort, way, columns).push(" LIMIT ").bind(Value::Count(limit));
        statement
    }

    fn gathered(shown: Shown<'_>, search: &Search, way: Way, from: Option<&Place>, limit: i64) -> Self {
        let columns = match shown.sort {
            Sort::Name | Sort::NameDescending => ["w.sort_name", "w.association_id"],
            Sort::Authorized | Sort::AuthorizedDescending => ["w.started_at", "w.association_id"],
        };
        let mut statement = Self::default();
        statement.push("SELECT s.id, s.display_name, s.started_at, s.sort_name FROM (SELECT DISTINCT ");
        statement.push(columns[0]).push(" AS place, w.association_id AS id").matching_words(shown, search);
        if let Some(place) = from {
            statement.beyond(shown.sort, way, columns, place);
        }
        statement.ordered(shown.sort, way, columns).push(" LIMIT ").bind(Value::Count(limit));
        statement.push(") h JOIN associations s ON s.id = h.id").ordered(shown.sort, way, ["h.place", "h.id"]);
        statement
    }

    /// How many clients of the list match the search.
    pub(super) fn count(shown: Shown<'_>, search: &Search) -> Self {
        let mut statement = Self::default();
        statement.push("SELECT COUNT(DISTINCT w.association_id)").matching_words(shown, search);
        statement
    }

    /// Runs a page.
    pub(super) async fn rows(self, store: &Store) -> Result<Vec<Listed>, StoreError> {
        run!(self, store, Listed)
    }

    /// Runs a count.
    pub(super) async fn number(self, store: &Store) -> Result<i64, StoreError> {
        Ok(run!(self, store, (i64,))?.first().map_or(0, |(number,)| *number))
    }
}

const fn ascending(sort: Sort, way: Way) -> bool {
    matches!(sort, Sort::Name | Sort::Authorized) == matches!(way, Way::Forward)
}

macro_rules! bind_all {
    ($query:expr, $values:expr) => {{
        let mut query = $query;
        for value in $values {
            query = match value {
                Value::Assister(id) => query.bind(id),
                Value::Association(id) => query.bind(id),
                Value::Text(text) => query.bind(text),
                Value::At(at) => query.bind(at),
                Value::Count(count) => query.bind(count),
            };
        }
        query
    }};
}

macro_rules! run {
    ($statement:expr, $store:expr, $row:ty) => {{
        let sql = sqlx::AssertSqlSafe($statement.sql);
        match $store.read() {
            On::Sqlite(on) => bind_all!(sqlx::query_as::<_, $row>(sql), $statement.values).fetch_all(on).await,
            On::Postgres(on) => bind_all!(sqlx::query_as::<_, $row>(sql), $statement.values).fetch_all(on).await,
        }
        .map_err(StoreError::from)
    }};
}
use {bind_all, run};
