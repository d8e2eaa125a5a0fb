//! The search over all assisters and organizations. A page is a walk in the order of names; where a search finds few, those are gathered
//! from the index of words instead. Totals are counted up to [`COUNTED`]: nobody reads on further.

use super::AssisterPage;
use super::pages::{Order, Place, from_place, listed_by, only};
use crate::domain::identity::AssisterKind;
use crate::domain::ids::{AssisterId, OrganizationId};
use crate::domain::instant::Instant;
use crate::domain::roster::{AccountState, AssisterSearch, AssisterTerm};
use crate::store::codec::count;
use crate::store::db::fetch_optional;
use crate::store::keyset::Way;
use crate::store::statement::{Explained, Statement, Value};
use crate::store::{Cursor, Store, StoreError};
use uuid::Uuid;

/// How far a total is counted.
pub const COUNTED: u32 = 1_000;
/// A first word that so many assisters have is walked for in the order of names; fewer are gathered.
const GATHERED: i64 = 2_000;
/// Organizations that a search shows.
const ORGANIZATIONS: i64 = 10;

/// Which assisters.
#[derive(Clone, Debug, Default)]
pub struct StaffQuery<'a> {
    /// The kinds that the caller looks after, or one of them.
    pub kinds: &'a [AssisterKind],
    /// Only accounts in this state.
    pub state: Option<AccountState>,
    /// Only this organization's.
    pub organization: Option<OrganizationId>,
    /// What was searched for.
    pub search: Option<&'a AssisterSearch>,
}

/// How a search is carried out.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Plan {
    Walk,
    Gather,
}

impl Plan {
    const fn order(self) -> Order {
        match self {
            Self::Walk => Order::Name,
            Self::Gather => Order::GatheredName,
        }
    }
}

/// Everything that is asked for.
fn whom(mut statement: Statement, query: &StaffQuery<'_>, plan: Plan, now: Instant) -> Statement {
    let terms = query.search.map(|search| search.terms.as_slice()).unwrap_or_default();
    statement.push(" FROM ");
    let rest = match (plan, terms) {
        (Plan::Gather, [first, rest @ ..]) => {
            statement.push("(SELECT DISTINCT w.assister_id FROM assister_words w WHERE ");
            in_range(&mut statement, first).push(") m, assisters a WHERE a.id = m.assister_id");
            rest
        }
        _ => {
            statement.push("assisters a WHERE a.sort_name >= ''");
            terms
        }
    };
    for term in rest {
        // Counted, not `EXISTS`, which Postgres would turn into a join over the whole table.
        statement.push(" AND 0 < (SELECT COUNT(*) FROM assister_words w WHERE w.assister_id = a.id AND ");
        in_range(&mut statement, term).push(")");
    }
    statement.push(of_kinds(query.kinds));
    if let Some(organization) = query.organization {
        statement.push(" AND a.organization_id = ").bind(Value::Id(organization.0));
    }
    in_state(&mut statement, query.state, now);
    statement
}

/// The kinds that the caller looks after, or one of them.
fn of_kinds(kinds: &[AssisterKind]) -> &'static str {
    match kinds {
        [AssisterKind::Navigator] => " AND a.kind = 'navigator'",
        [AssisterKind::Cac] => " AND a.kind = 'cac'",
        kinds => only(kinds),
    }
}

/// As `Standing::account` has it: what staff decided, and what follows from roster and certification at this moment.
fn in_state(statement: &mut Statement, state: Option<AccountState>, now: Instant) {
    match state {
        None => {}
        Some(AccountState::NotEnrolled) => _ = statement.push(" AND a.state = 'not_enrolled'"),
        Some(AccountState::Enrolled) => _ = statement.push(" AND a.state = 'enrolled'"),
        Some(AccountState::Closed) => _ = statement.push(" AND a.state = 'closed'"),
        Some(AccountState::Active) => _ = statement.push(" AND a.state = 'active' AND a.cleared_until > ").bind(Value::At(now)),
        Some(AccountState::Suspended) => {
            statement.push(" AND (a.state = 'suspended' OR a.state = 'active' AND (a.cleared_until IS NULL OR a.cleared_until <= ");
            statement.bind(Value::At(now)).push("))");
        }
    }
}

fn in_range<'s>(statement: &'s mut Statement, term: &AssisterTerm) -> &'s mut Statement {
    let (from, to) = term.range();
    statement.push("w.word >= ").bind(Value::Text(from)).push(" AND w.word < ").bind(Value::Text(to))
}

fn rows(query: &StaffQuery<'_>, plan: Plan, now: Instant) -> Statement {
    whom(listed_by("a.activated_at"), query, plan, now)
}

/// Counts no further than `most`.
fn counting(what: &str, inner: impl FnOnce(Statement) -> Statement, most: i64) -> Statement {
    let mut statement = Statement::default();
    statement.push("SELECT CAST(COUNT(*) AS BIGINT) FROM (SELECT ").push(what);
    let mut statement = inner(statement);
    statement.push(" LIMIT ").bind(Value::Count(most)).push(") counted");
    statement
}

fn total(query: &StaffQuery<'_>, plan: Plan, now: Instant) -> Statement {
    let terms = query.search.map(|search| search.terms.as_slice()).unwrap_or_default();
    if let (Plan::Walk, [only], None, None) = (plan, terms, query.state, query.organization) {
        // Many match: the index of words tells that there are more than are counted, without walking far.
        let inner = |mut statement: Statement| {
            statement.push(" FROM assister_words a WHERE a.word >= ");
            let (from, to) = only.range();
            statement.bind(Value::Text(from)).push(" AND a.word < ").bind(Value::Text(to)).push(of_kinds(query.kinds));
            statement
        };
        return counting("DISTINCT a.assister_id", inner, i64::from(COUNTED) + 1);
    }
    let inner = |statement| {
        let mut statement = whom(statement, query, plan, now);
        if plan == Plan::Walk {
            // The walk of a page: in its index all is found that filters ask for.
            statement.push(" ORDER BY a.sort_name, a.id");
        }
        statement
    };
    counting("a.id", inner, i64::from(COUNTED) + 1)
}

/// How many words match the first term.
fn matches(term: &AssisterTerm) -> Statement {
    let inner = |mut statement: Statement| {
        statement.push(" FROM assister_words w WHERE ");
        in_range(&mut statement, term);
        statement
    };
    counting("w.assister_id", inner, GATHERED + 1)
}

impl Store {
    /// One page of the search, and how many it finds: more than [`COUNTED`] are counted as one more.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn search_assisters(
        &self,
        query: &StaffQuery<'_>,
        from: Option<Cursor<AssisterId>>,
        now: Instant,
    ) -> Result<(AssisterPage, u32), StoreError> {
        let plan = self.search_plan(query).await?;
        let total = count(total(query, plan, now).number(self).await?);
        Ok((self.assister_rows(&rows(query, plan, now), plan.order(), from).await?, total))
    }

    async fn search_plan(&self, query: &StaffQuery<'_>) -> Result<Plan, StoreError> {
        Ok(match query.search.and_then(|search| search.terms.first()) {
            Some(term) if matches(term).number(self).await? <= GATHERED => Plan::Gather,
            _ => Plan::Walk,
        })
    }

    /// Organizations whose name has every one of these words, by name: the first few. Organizations are hundreds, not more: the names are
    /// looked through in their index.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn organizations_named(&self, words: &[String]) -> Result<Vec<(OrganizationId, String)>, StoreError> {
        if words.is_empty() {
            return Ok(Vec::new());
        }
        let mut statement = Statement::default();
        statement.push("SELECT id, name FROM organizations WHERE TRUE");
        for word in words {
            statement.push(" AND lower(name) LIKE ").bind(Value::Text(format!("%{word}%")));
        }
        statement.push(" ORDER BY name, created_at, id LIMIT ").bind(Value::Count(ORGANIZATIONS));
        statement.rows(self).await
    }

    /// An organization's name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn organization_name(&self, organization: OrganizationId) -> Result<Option<String>, StoreError> {
        let row = fetch_optional!(self.read(), (String,), "SELECT name FROM organizations WHERE id = $1", organization)?;
        Ok(row.map(|(name,)| name))
    }

    /// The plans of everything that showing this search runs, from any place.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn explain_search(&self, query: &StaffQuery<'_>, now: Instant) -> Result<Vec<Explained>, StoreError> {
        let place = Place::Name("m".to_owned(), AssisterId(Uuid::nil()));
        let plan = self.search_plan(query).await?;
        let mut statements: Vec<Statement> = query.search.and_then(|search| search.terms.first()).map(matches).into_iter().collect();
        statements.push(total(query, plan, now));
        for way in Way::ALL {
            for from in [None, Some(&place)] {
                statements.push(from_place(rows(query, plan, now), plan.order(), way, from, 51));
            }
        }
        let mut explained = Vec::with_capacity(statements.len());
        for statement in statements {
            explained.push(statement.explained(self).await?);
        }
        Ok(explained)
    }
}
