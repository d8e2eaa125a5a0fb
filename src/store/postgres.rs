//! Postgres: statements on it, whether it is reached itself or through a pooler.
//!
//! A pooler in transaction mode (PgBouncer) lends a connection of the server for a transaction, and another one for the next. What a
//! session would keep is no one's then: settings are made in each transaction, nothing is prepared under a name, and since even a single
//! statement is prepared and carried out in two messages, each has a transaction of its own.

use super::connections::POSTGRES_SETTINGS;
use sqlx::postgres::{PgArguments, PgQueryResult, PgRow};
use sqlx::{AssertSqlSafe, PgConnection, PgPool, Postgres, SqlSafeStr as _, SqlStr, Transaction};
use std::fmt::Write as _;
use std::pin::Pin;

/// The settings that belong to a session's transactions and not to its connection.
const OF_A_TRANSACTION: &str = "_timeout";

/// The database, and how it is reached.
#[derive(Clone, Debug)]
pub(super) struct Pg {
    pub(super) pool: PgPool,
    pub(super) reached: Reached,
}

/// How a server is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reached {
    /// A connection is one of the server's own.
    Itself,
    /// Through a pooler in transaction mode. Whether it lets statements be prepared under a name: those of 1.21 and later may.
    Pooled { names: bool },
}

impl Reached {
    /// Whether statements are prepared under a name and kept.
    const fn names(self) -> bool {
        matches!(self, Self::Itself | Self::Pooled { names: true })
    }

    /// What begins a transaction.
    fn begin(self, begin: &'static str) -> SqlStr {
        if self == Self::Itself {
            return begin.into_sql_str();
        }
        let mut sql = begin.to_owned();
        for (name, value) in POSTGRES_SETTINGS.into_iter().filter(|(name, _)| name.ends_with(OF_A_TRANSACTION) && !name.starts_with("tcp"))
        {
            let _ = write!(sql, "; SET LOCAL {name} = '{value}'");
        }
        // Put together from constants.
        AssertSqlSafe(sql).into_sql_str()
    }
}

impl Pg {
    /// Begins a transaction.
    pub(super) async fn begin(&self) -> Result<Transaction<'static, Postgres>, sqlx::Error> {
        self.pool.begin_with(self.reached.begin("BEGIN")).await
    }

    /// Begins reading what is there now.
    pub(super) async fn snapshot(&self) -> Result<Transaction<'static, Postgres>, sqlx::Error> {
        self.pool.begin_with(self.reached.begin("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")).await
    }

    /// Where statements of a transaction run.
    pub(super) const fn within<'c>(&self, connection: &'c mut PgConnection) -> OnPostgres<'c> {
        OnPostgres::Within(connection, self.reached)
    }
}

/// Where a statement runs.
pub(super) enum OnPostgres<'c> {
    /// By itself.
    Alone(&'c Pg),
    /// In a transaction.
    Within(&'c mut PgConnection, Reached),
}

type Query<'q> = sqlx::query::Query<'q, Postgres, PgArguments>;
/// A boxed future, for the same reason as [`try_connection`](super::connections::try_connection)'s.
type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, sqlx::Error>> + Send + 'a>>;

/// What is done with a query, in each of the three ways.
macro_rules! runs {
    ($($name:ident -> $answer:ty),+ $(,)?) => {
        impl<'c> OnPostgres<'c> {$(
            pub(super) fn $name<'a>(self, query: Query<'a>) -> Answer<'a, $answer>
            where
                'c: 'a,
            {
                Box::pin(async move {
                    match self {
                        Self::Alone(pg) if pg.reached == Reached::Itself => query.$name(&pg.pool).await,
                        Self::Alone(pg) => {
                            let mut tx = pg.begin().await?;
                            let answer = query.persistent(pg.reached.names()).$name(&mut *tx).await?;
                            tx.commit().await?;
                            Ok(answer)
                        }
                        Self::Within(connection, reached) => query.persistent(reached.names()).$name(connection).await,
                    }
                })
            }
        )+}
    };
}

runs!(execute -> PgQueryResult, fetch_all -> Vec<PgRow>, fetch_one -> PgRow, fetch_optional -> Option<PgRow>);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn behind_a_pooler_each_transaction_has_its_deadlines() {
        assert_eq!(Reached::Itself.begin("BEGIN").as_str(), "BEGIN");
        let begin = Reached::Pooled { names: false }.begin("BEGIN");
        for (name, value) in [("lock_timeout", "10s"), ("statement_timeout", "60s"), ("idle_in_transaction_session_timeout", "30s")] {
            assert!(begin.as_str().contains(&format!("; SET LOCAL {name} = '{value}'")), "{}", begin.as_str());
        }
        assert!(!begin.as_str().contains("tcp_"), "{}", begin.as_str());
    }
}
