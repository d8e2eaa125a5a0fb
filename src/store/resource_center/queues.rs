//! The queues: who is ready to be enrolled, and whose account is to be confirmed. Who waits longest comes first.

use super::AssisterPage;
use super::pages::{Order, Place, Waits, from_place, listed_by, only};
use crate::domain::identity::AssisterKind;
use crate::domain::ids::AssisterId;
use crate::domain::instant::Instant;
use crate::domain::resource_center::Queue;
use crate::store::codec::count;
use crate::store::keyset::Way;
use crate::store::statement::{Explained, Statement, Value};
use crate::store::{Cursor, Store, StoreError};
use uuid::Uuid;

const fn waits(queue: Queue) -> Waits {
    match queue {
        Queue::Ready => Waits::SinceLearned,
        Queue::ToConfirm => Waits::ToConfirm,
    }
}

/// The conditions, as the partial indexes have them.
fn waiting(mut statement: Statement, queue: Queue, kinds: &[AssisterKind], now: Instant) -> Statement {
    statement.push(" FROM assisters a WHERE ");
    match queue {
        Queue::Ready => {
            statement.push("a.state = 'not_enrolled' AND a.learned_at IS NOT NULL AND a.cleared_until IS NOT NULL AND a.cleared_until > ");
            statement.bind(Value::At(now));
        }
        Queue::ToConfirm => {
            statement.push("a.confirm_since IS NOT NULL AND a.cleared_until IS NOT NULL AND a.cleared_until > ");
            statement.bind(Value::At(now));
        }
    }
    statement.push(only(kinds));
    statement
}

fn rows(queue: Queue, kinds: &[AssisterKind], now: Instant) -> Statement {
    waiting(listed_by(waits(queue).column()), queue, kinds, now)
}

fn counting(queue: Queue, kinds: &[AssisterKind], now: Instant) -> Statement {
    let mut statement = Statement::default();
    statement.push("SELECT CAST(COUNT(*) AS BIGINT)");
    waiting(statement, queue, kinds, now)
}

/// Counts in all queues together, and stops at `most`.
fn counting_all(kinds: &[AssisterKind], most: u32, now: Instant) -> Statement {
    let mut statement = Statement::default();
    statement.push("SELECT CAST(COUNT(*) AS BIGINT) FROM (");
    for queue in Queue::ALL {
        statement.push(if queue == Queue::default() { "SELECT 1 AS one" } else { " UNION ALL SELECT 1 AS one" });
        statement = waiting(statement, queue, kinds, now);
    }
    statement.push(" LIMIT ");
    statement.bind(Value::Count(most.into()));
    statement.push(") q");
    statement
}

impl Store {
    /// One page of a queue.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn queue_page(
        &self,
        queue: Queue,
        kinds: &[AssisterKind],
        from: Option<Cursor<AssisterId>>,
        now: Instant,
    ) -> Result<AssisterPage, StoreError> {
        self.assister_rows(&rows(queue, kinds, now), Order::Since(waits(queue)), from).await
    }

    /// How many wait in a queue.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn queue_count(&self, queue: Queue, kinds: &[AssisterKind], now: Instant) -> Result<u32, StoreError> {
        Ok(count(counting(queue, kinds, now).number(self).await?))
    }

    /// How many wait in all queues together; where it is `most` it may be more. It takes no longer for more.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn waiting_in_all(&self, kinds: &[AssisterKind], most: u32, now: Instant) -> Result<u32, StoreError> {
        Ok(count(counting_all(kinds, most, now).number(self).await?))
    }

    /// The plan of [`waiting_in_all`](Self::waiting_in_all), which runs with every page of staff.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn explain_waiting(&self, kinds: &[AssisterKind], most: u32, now: Instant) -> Result<Explained, StoreError> {
        counting_all(kinds, most, now).explained(self).await
    }

    /// The plans of everything that showing a queue may run.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn explain_queue(&self, queue: Queue, kinds: &[AssisterKind], now: Instant) -> Result<Vec<Explained>, StoreError> {
        let place = Place::At(now, AssisterId(Uuid::nil()));
        let mut explained = vec![counting(queue, kinds, now).explained(self).await?];
        for way in Way::ALL {
            for from in [None, Some(&place)] {
                explained.push(from_place(rows(queue, kinds, now), Order::Since(waits(queue)), way, from, 51).explained(self).await?);
            }
        }
        Ok(explained)
    }
}
