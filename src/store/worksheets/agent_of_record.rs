//! Agent of Record: the associations of one broker or of all of them, the latest first. A page is a walk in an index.

use crate::domain::clients::PAGE_SIZE;
use crate::domain::ids::{AssisterId, AssociationId};
use crate::domain::instant::Instant;
use crate::store::db::fetch_optional;
use crate::store::keyset::{Walked, Way, walk};
use crate::store::row::row;
use crate::store::statement::{Explained, Statement, Value};
use crate::store::{Cursor, Store, StoreError};
use uuid::Uuid;

/// Whose associations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AgentScope {
    /// A broker's own that are in force: a name that is gone from their list is gone from here (rule 20).
    Broker(AssisterId),
    /// Those of all brokers, ended ones too: for staff.
    Everybody,
}

row! {
    /// An association with a broker.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct AgentOfRecord {
        /// Which.
        pub id: AssociationId,
        /// The consumer's name.
        pub consumer: String,
        /// The broker's name.
        pub broker: String,
        /// The broker's National Producer Number.
        pub npn: Option<String>,
        /// When it started.
        pub started_at: Instant,
        /// When it ended.
        pub ended_at: Option<Instant>,
    }
}

/// One page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AgentPage {
    /// At most `PAGE_SIZE`, the latest first.
    pub rows: Vec<AgentOfRecord>,
    /// Whether there is a page before.
    pub previous: bool,
    /// Whether there is a page after.
    pub next: bool,
}

type Place = (Instant, AssociationId);

/// At most `limit` associations from a place on, nearest first.
fn page(scope: AgentScope, way: Way, from: Option<&Place>, limit: i64) -> Statement {
    let mut statement = Statement::default();
    statement.push(
        "SELECT s.id, s.display_name AS consumer, a.display_name AS broker, a.npn, s.started_at, s.ended_at
         FROM associations s JOIN assisters a ON a.id = s.assister_id WHERE s.assister_kind = 'broker'",
    );
    if let AgentScope::Broker(assister) = scope {
        statement.push(" AND s.ended_at IS NULL AND s.assister_id = ").bind(Value::Id(assister.0));
    }
    if let Some((started_at, id)) = from {
        statement.push(" AND (s.started_at, s.id) ").push(if way == Way::Forward { "< (" } else { "> (" });
        statement.bind(Value::At(*started_at)).push(", ").bind(Value::Id(id.0)).push(")");
    }
    statement.push(match way {
        Way::Forward => " ORDER BY s.started_at DESC, s.id DESC LIMIT ",
        Way::Backward => " ORDER BY s.started_at, s.id LIMIT ",
    });
    statement.bind(Value::Count(limit));
    statement
}

impl Store {
    /// One page of the worksheet.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn agent_of_record_page(&self, scope: AgentScope, cursor: Option<Cursor<AssociationId>>) -> Result<AgentPage, StoreError> {
        let from = match cursor {
            Some(cursor) => self.agent_place(scope, cursor.id()).await?.map(|place| (cursor.way(), place)),
            None => None,
        };
        let place = |row: &AgentOfRecord| Some((row.started_at, row.id));
        let page = |way, from: Option<&Place>, limit| page(scope, way, from, limit);
        let Walked { rows, previous, next } = walk(self, PAGE_SIZE, from, place, page).await?;
        Ok(AgentPage { rows, previous, next })
    }

    /// All of it at one moment, for a file.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn whole_agent_of_record(&self, scope: AgentScope) -> Result<Vec<AgentOfRecord>, StoreError> {
        page(scope, Way::Forward, None, i64::MAX).rows(self).await
    }

    async fn agent_place(&self, scope: AgentScope, id: AssociationId) -> Result<Option<Place>, StoreError> {
        let row =
            fetch_optional!(self.read(), (Instant, AssisterId), "SELECT started_at, assister_id FROM associations WHERE id = $1", id)?;
        let theirs = |assister| matches!(scope, AgentScope::Everybody) || scope == AgentScope::Broker(assister);
        Ok(row.filter(|(_, assister)| theirs(*assister)).map(|(started_at, _)| (started_at, id)))
    }

    /// The plans of everything that showing a page may run, for the test that keeps the worksheet on an index.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn explain_agent_of_record(&self, scope: AgentScope) -> Result<Vec<Explained>, StoreError> {
        let place = (Instant::from_micros(0), AssociationId(Uuid::nil()));
        let mut explained = Vec::new();
        for way in Way::ALL {
            for from in [None, Some(&place)] {
                explained.push(page(scope, way, from, PAGE_SIZE as i64 + 1).explained(self).await?);
            }
        }
        Ok(explained)
    }
}
