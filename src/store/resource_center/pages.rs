//! Pages of assisters: a walk of neighbors in an index, whose cost does not depend on how many there are.

use crate::domain::clients::PAGE_SIZE;
use crate::domain::identity::AssisterKind;
use crate::domain::ids::AssisterId;
use crate::domain::instant::Instant;
use crate::domain::manage_assister::ReferenceNumber;
use crate::domain::roster::Standing;
use crate::store::codec::known;
use crate::store::db::fetch_optional;
use crate::store::keyset::{Walked, Way, walk};
use crate::store::roster::StandingRow;
use crate::store::row::row;
use crate::store::statement::{Statement, Value};
use crate::store::{Cursor, Store, StoreError};

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

row! {
    /// A row as the statements give it.
    #[derive(Clone)]
    pub(super) struct Listed {
        id: AssisterId,
        display_name: String,
        sort_name: String,
        reference_number: Option<i64>,
        organization: String,
        since: Option<Instant>,
        ..standing: StandingRow,
    }
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
pub(super) fn from_place(mut list: Statement, order: Order, way: Way, from: Option<&Place>, limit: i64) -> Statement {
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
    /// The page of `list` (a statement with its conditions) at a place.
    pub(super) async fn assister_rows(
        &self,
        list: &Statement,
        order: Order,
        from: Option<Cursor<AssisterId>>,
    ) -> Result<AssisterPage, StoreError> {
        let from = match from {
            Some(cursor) => self.assister_place(order, cursor.id()).await?.map(|place| (cursor.way(), place)),
            None => None,
        };
        let page = |way, from: Option<&Place>, limit| from_place(list.clone(), order, way, from, limit);
        let Walked { rows, previous, next } = walk(self, PAGE_SIZE, from, |row: &Listed| order.place(row), page).await?;
        Ok(AssisterPage { rows: rows.into_iter().map(Listed::row).collect::<Result<_, _>>()?, previous, next })
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
