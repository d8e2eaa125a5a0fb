//! Pages of assisters: a walk of neighbors in an index, whose cost does not depend on how many there are.

use crate::domain::clients::PAGE_SIZE;
use crate::domain::identity::AssisterKind;
use crate::domain::ids::AssisterId;
use crate::domain::instant::Instant;
use crate::domain::manage_assister::ReferenceNumber;
use crate::domain::roster::Standing;
use crate::store::codec::known;
use crate::store::db::fetch_optional;
use crate::store::roster::StandingRow;
use crate::store::statement::{Statement, Value};
use crate::store::{Store, StoreError};

/// One page, and one row more to see whether another follows.
const PAGE_AND_ONE: i64 = PAGE_SIZE as i64 + 1;

/// An assister in a list of the resource center.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssisterRow {
    /// The assister.
    pub id: AssisterId,
    /// Full name.
    pub name: String,
    /// The organization's name.
    pub organization: String,
    /// From enrollment on.
    pub number: Option<ReferenceNumber>,
    /// The four gates and the account.
    pub standing: Standing,
    /// Since when they wait, in a queue.
    pub since: Option<Instant>,
}

/// One page of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AssisterPage {
    /// At most `PAGE_SIZE`, in order.
    pub rows: Vec<AssisterRow>,
    /// Whether there is a page before.
    pub previous: bool,
    /// Whether there is a page after.
    pub next: bool,
}

/// Where a page begins or ends, by a row that was shown. The row may have left the list since.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageFrom {
    /// The page that follows this row.
    After(AssisterId),
    /// The page that this row followed.
    Before(AssisterId),
}

impl PageFrom {
    const fn id(self) -> AssisterId {
        match self {
            Self::After(id) | Self::Before(id) => id,
        }
    }
}

/// A row as the statements give it.
#[derive(Clone, sqlx::FromRow)]
pub(super) struct Listed {
    id: AssisterId,
    display_name: String,
    sort_name: String,
    reference_number: Option<i64>,
    organization: String,
    since: Option<Instant>,
    #[sqlx(flatten)]
    standing: StandingRow,
}

impl Listed {
    fn row(self) -> Result<AssisterRow, StoreError> {
        let number = match self.reference_number {
            Some(stored) => Some(known(number(stored), "assisters", "reference_number", self.id.0)?),
            None => None,
        };
        Ok(AssisterRow {
            id: self.id,
            name: self.display_name,
            organization: self.organization,
            number,
            standing: self.standing.standing(self.id)?,
            since: self.since,
        })
    }
}

/// Reads a stored reference number.
pub(super) fn number(stored: i64) -> Option<ReferenceNumber> {
    ReferenceNumber::try_from(u32::try_from(stored).ok()?).ok()
}

/// Where in a list a row stands: what it is sorted by, and the id that breaks ties.
#[derive(Clone)]
pub(super) enum Place {
    At(Instant, AssisterId),
    Name(String, AssisterId),
}

/// What a list is sorted by.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    Since(Waits),
    Name,
    /// The same, where the order is made of what was gathered and no index is to be walked.
    GatheredName,
}

/// From when on somebody waits.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Waits {
    SinceLearned,
    ToConfirm,
}

impl Waits {
    pub(super) const fn column(self) -> &'static str {
        match self {
            Self::SinceLearned => "a.learned_at",
            Self::ToConfirm => "a.confirm_since",
        }
    }
}

impl Order {
    fn column(self) -> &'static str {
        match self {
            Self::Since(waits) => waits.column(),
            Self::Name => "a.sort_name",
            Self::GatheredName => "(a.sort_name || '')",
        }
    }

    fn place(self, row: &Listed) -> Option<Place> {
        match self {
            Self::Since(_) => Some(Place::At(row.since?, row.id)),
            Self::Name | Self::GatheredName => Some(Place::Name(row.sort_name.clone(), row.id)),
        }
    }
}

/// Which way from a place, in the list's own order.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Forward,
    Backward,
}

/// What a row of a page is made of, but what it is listed by.
const COLUMNS: &str = "SELECT a.id, a.display_name, a.sort_name, a.reference_number,
    (SELECT o.name FROM organizations o WHERE o.id = a.organization_id) AS organization,
    a.kind, a.state, a.portal_access, a.employed, a.certification, a.certified_until, a.trained_at, a.mastered_at, a.confirmed_at, ";

/// The beginning of a statement for rows that are listed by this column, an instant.
pub(super) fn listed_by(column: &str) -> Statement {
    let mut statement = Statement::default();
    statement.push(COLUMNS).push(column).push(" AS since");
    statement
}

/// Ends a statement whose conditions are written: at most `limit` rows from a place on, nearest first.
pub(super) fn walk(mut list: Statement, order: Order, way: Way, from: Option<&Place>, limit: i64) -> Statement {
    let column = order.column();
    let (sign, direction) = if way == Way::Forward { (") > (", " ASC") } else { (") < (", " DESC") };
    if let Some(place) = from {
        let (value, id) = match place {
            Place::At(at, id) => (Value::At(*at), *id),
            Place::Name(name, id) => (Value::Text(name.clone()), *id),
        };
        list.push(" AND (").push(column).push(", a.id").push(sign).bind(value).push(", ").bind(Value::Id(id.0)).push(")");
    }
    list.push(" ORDER BY ").push(column).push(direction).push(", a.id").push(direction);
    list.push(" LIMIT ").bind(Value::Count(limit));
    list
}

/// The condition that leaves the kinds that the caller looks after.
pub(super) fn only(kinds: &[AssisterKind]) -> &'static str {
    match (kinds.contains(&AssisterKind::Broker), kinds.contains(&AssisterKind::Navigator)) {
        (true, true) => "",
        (true, false) => " AND a.kind = 'broker'",
        (false, true) => " AND a.kind <> 'broker'",
        (false, false) => " AND FALSE",
    }
}

impl Store {
    /// The page of `list` (a statement with its conditions) at a place. One that would be empty or cut short at the beginning is the
    /// first page instead.
    pub(super) async fn assister_rows(&self, list: &Statement, order: Order, from: Option<PageFrom>) -> Result<AssisterPage, StoreError> {
        let place = match from {
            Some(from) => self.assister_place(order, from.id()).await?.map(|place| (from, place)),
            None => None,
        };
        let run = |way, place: Option<Place>, limit| walk(list.clone(), order, way, place.as_ref(), limit).rows::<Listed>(self);
        match place {
            Some((PageFrom::After(_), place)) => {
                let mut rows = run(Way::Forward, Some(place), PAGE_AND_ONE).await?;
                if let Some(first) = rows.first().and_then(|row| order.place(row)) {
                    let next = rows.len() > PAGE_SIZE;
                    rows.truncate(PAGE_SIZE);
                    let previous = !run(Way::Backward, Some(first), 1).await?.is_empty();
                    return page(rows, previous, next);
                }
            }
            Some((PageFrom::Before(_), place)) => {
                let mut rows = run(Way::Backward, Some(place), PAGE_AND_ONE).await?;
                let previous = rows.len() > PAGE_SIZE;
                rows.truncate(PAGE_SIZE);
                if let (PAGE_SIZE, Some(last)) = (rows.len(), rows.first().and_then(|row| order.place(row))) {
                    let next = !run(Way::Forward, Some(last), 1).await?.is_empty();
                    rows.reverse();
                    return page(rows, previous, next);
                }
            }
            None => {}
        }
        let mut rows = run(Way::Forward, None, PAGE_AND_ONE).await?;
        let next = rows.len() > PAGE_SIZE;
        rows.truncate(PAGE_SIZE);
        page(rows, false, next)
    }

    /// Where a row stands or stood.
    async fn assister_place(&self, order: Order, id: AssisterId) -> Result<Option<Place>, StoreError> {
        let row = fetch_optional!(
            self.read(),
            (String, Option<Instant>, Option<Instant>),
            "SELECT sort_name, learned_at, confirm_since FROM assisters WHERE id = $1",
            id,
        )?;
        Ok(row.and_then(|(name, learned, to_confirm)| match order {
            Order::Name | Order::GatheredName => Some(Place::Name(name, id)),
            Order::Since(Waits::SinceLearned) => Some(Place::At(learned?, id)),
            Order::Since(Waits::ToConfirm) => Some(Place::At(to_confirm?, id)),
        }))
    }
}

fn page(rows: Vec<Listed>, previous: bool, next: bool) -> Result<AssisterPage, StoreError> {
    Ok(AssisterPage { rows: rows.into_iter().map(Listed::row).collect::<Result<_, _>>()?, previous, next })
}
