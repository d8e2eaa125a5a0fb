//! The SQL of a page, put together from fixed pieces: nothing from outside becomes text, values are bound.
//!
//! Every variant walks an index in its order; a test explains each of them on both databases.

use crate::domain::clients::{List, Search, Sort, Term, born_word};
use crate::domain::ids::{AssisterId, AssociationId};
use crate::domain::instant::Instant;
use crate::store::keyset::Way;
use crate::store::row::row;
use crate::store::statement::{Statement, Value};

row! {
    /// Where in a list a row stands: the column it is sorted by, and the id that breaks ties.
    #[derive(Clone)]
    pub(super) struct Place {
        pub(super) sort_name: String,
        pub(super) started_at: Instant,
        pub(super) id: AssociationId,
    }
}

/// Which clients of the list are shown.
#[derive(Clone, Copy)]
pub(super) enum Filter<'a> {
    /// All of them.
    Everything,
    /// Those with a part of the name that begins so: walk the list in order and keep what matches. Best when much matches.
    Walk(&'a str),
    /// All matches from the index of words, counted and put in order. Best when little matches.
    Gather(&'a Search),
}

/// What is shown of which list.
#[derive(Clone, Copy)]
pub(super) struct Shown<'a> {
    pub(super) assister: AssisterId,
    pub(super) list: List,
    pub(super) sort: Sort,
    pub(super) filter: Filter<'a>,
}

impl Statement {
    /// The word begins with the term. A date of birth is a word that is no other's beginning, and begins with what no name does.
    fn matches(&mut self, word: &str, term: &Term) -> &mut Self {
        let start = match term {
            Term::NameStart(start) => start.clone(),
            Term::Born(date) => born_word(*date),
        };
        // The greatest character there is ends the range of all that begins so.
        let end = format!("{start}\u{10FFFF}");
        self.push(word).push(" >= ").bind(Value::Text(start)).push(" AND ").push(word).push(" < ").bind(Value::Text(end))
    }

    /// Some part of the name begins so. The name to sort by has them all, folded, with a space between: nothing else is looked at.
    fn names(&mut self, sort_name: &str, start: &str) -> &mut Self {
        self.push(" AND (' ' || ").push(sort_name).push(") LIKE ").bind(Value::Text(format!("% {start}%")))
    }

    /// The words of one list's clients that match the first term, where the client matches the others, too.
    fn matching_words(&mut self, shown: Shown<'_>, search: &Search) -> &mut Self {
        self.push(" FROM client_words w WHERE w.assister_id = ").bind(Value::Id(shown.assister.0));
        for (place, term) in search.terms.iter().enumerate() {
            match term {
                first if place == 0 => self.push(" AND ").matches("w.word", first),
                Term::NameStart(start) => self.names("w.sort_name", start),
                // Another date of birth, which nobody has. Counted, not `EXISTS`, which Postgres would turn into a join over the whole table.
                born @ Term::Born(_) => {
                    self.push(" AND 0 < (SELECT COUNT(*) FROM client_words o WHERE o.association_id = w.association_id AND ");
                    self.matches("o.word", born).push(")")
                }
            };
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
        self.push("(").push(columns[0]).push(", ").push(columns[1]);
        self.push(if ascending(sort, way) { ") > (" } else { ") < (" });
        self.bind(value).push(", ").bind(Value::Id(place.id.0)).push(")")
    }

    fn ordered(&mut self, sort: Sort, way: Way, columns: [&str; 2]) -> &mut Self {
        let direction = if ascending(sort, way) { " ASC" } else { " DESC" };
        self.push(" ORDER BY ").push(columns[0]).push(direction).push(", ").push(columns[1]).push(direction)
    }

    /// At most `limit` rows from a place on, nearest first.
    pub(super) fn page(shown: Shown<'_>, way: Way, from: Option<&Place>, limit: i64) -> Self {
        match shown.filter {
            Filter::Everything => Self::walked(shown, None, way, from, limit),
            Filter::Walk(start) => Self::walked(shown, Some(start), way, from, limit),
            Filter::Gather(search) => Self::gathered(shown, search, way, from, limit),
        }
    }

    /// The same, each row with the assister's counts and with the client's application of one year, as lists show them: one row for each
    /// application, and one for a client who has none.
    pub(super) fn joined_page(shown: Shown<'_>, way: Way, from: Option<&Place>, limit: i64) -> Self {
        let Self { sql, values } = Self::page(shown, way, from, limit);
        let mut statement = Self { sql: String::new(), values };
        statement
            .push("SELECT l.id, l.consumer_id, l.display_name, l.started_at, l.sort_name, l.matches, c.new_count, c.in_progress_count,");
        statement.push(" a.coverage_year, a.submitted_at, a.summary, a.enrolled FROM (").push(&sql).push(") l");
        statement.push(" LEFT JOIN client_counts c ON c.assister_id = ").bind(Value::Id(shown.assister.0));
        statement.push(" LEFT JOIN client_applications a ON a.consumer_id = l.consumer_id");
        statement
    }

    fn walked(shown: Shown<'_>, start: Option<&str>, way: Way, from: Option<&Place>, limit: i64) -> Self {
        let columns = match shown.sort {
            Sort::Name | Sort::NameDescending => ["s.sort_name", "s.id"],
            Sort::Authorized | Sort::AuthorizedDescending => ["s.started_at", "s.id"],
        };
        let mut statement = Self::default();
        statement.push("SELECT s.id, s.consumer_id, s.display_name, s.started_at, s.sort_name, CAST(0 AS BIGINT) AS matches");
        statement.push(" FROM associations s WHERE s.assister_id = ");
        statement.bind(Value::Id(shown.assister.0)).push(match shown.list {
            List::All => " AND s.ended_at IS NULL",
            List::New => " AND s.ended_at IS NULL AND s.first_opened_at IS NULL",
            List::InProgress => " AND s.ended_at IS NULL AND s.first_opened_at IS NOT NULL",
        });
        if let Some(start) = start {
            statement.names("s.sort_name", start);
        }
        if let Some(place) = from {
            statement.push(" AND ").beyond(shown.sort, way, columns, place);
        }
        statement.ordered(shown.sort, way, columns).limited(limit);
        statement
    }

    /// The number stands in the text: who does not know it takes a page for a tenth of the list, and reads all applications.
    fn limited(&mut self, limit: i64) -> &mut Self {
        self.push(" LIMIT ").push(&limit.to_string())
    }

    /// A client with several words that match is one match. Each row says how many matches there are, wherever the page begins.
    fn gathered(shown: Shown<'_>, search: &Search, way: Way, from: Option<&Place>, limit: i64) -> Self {
        let place_column = match shown.sort {
            Sort::Name | Sort::NameDescending => "w.sort_name",
            Sort::Authorized | Sort::AuthorizedDescending => "w.started_at",
        };
        let mut statement = Self::default();
        statement
            .push("SELECT s.id, s.consumer_id, s.display_name, s.started_at, s.sort_name, h.matches FROM (SELECT m.place, m.id, m.matches FROM (SELECT ");
        statement.push(place_column).push(" AS place, w.association_id AS id, COUNT(*) OVER () AS matches");
        statement.matching_words(shown, search).push(" GROUP BY ").push(place_column).push(", w.association_id) m");
        let columns = ["m.place", "m.id"];
        if let Some(place) = from {
            statement.push(" WHERE ").beyond(shown.sort, way, columns, place);
        }
        statement.ordered(shown.sort, way, columns).limited(limit);
        statement.push(") h JOIN associations s ON s.id = h.id").ordered(shown.sort, way, ["h.place", "h.id"]);
        statement
    }

    /// How many clients of the list have a part of the name that begins so, with the assister's counts; maintained for beginnings of up to [`PREFIX_CHARS`](super::PREFIX_CHARS).
    pub(super) fn kept_count(assister: AssisterId, list: List, start: &str) -> Self {
        let mut statement = Self::default();
        statement.push("SELECT ").push(match list {
            List::All => "p.new_count + p.in_progress_count",
            List::New => "p.new_count",
            List::InProgress => "p.in_progress_count",
        });
        statement.push(" AS matches, c.new_count, c.in_progress_count FROM client_prefixes p LEFT JOIN client_counts c");
        statement.push(" ON c.assister_id = p.assister_id WHERE p.assister_id = ").bind(Value::Id(assister.0));
        statement.push(" AND p.prefix = ").bind(Value::Text(start.to_owned()));
        statement
    }
}

/// Whether a list is walked from the lesser values to the greater.
pub(super) const fn ascending(sort: Sort, way: Way) -> bool {
    matches!(sort, Sort::Name | Sort::Authorized) == matches!(way, Way::Forward)
}
