//! A saved or restored database, looked through: sums of what its tables hold, damage, and rules that must hold.
//!
//! A sum does not depend on the order of the rows, and rows are summed up as the text that the database itself makes of them: what was
//! saved by one server and restored on another has the same.

use super::super::db::{Db, On, Store, fetch_all, unhurried};
use super::super::error::StoreError;
use super::super::postgres::{OnPostgres, Reached};
use crate::domain::hex::hex;
use futures_util::TryStreamExt as _;
use sha2::{Digest as _, Sha256};
use sqlx::pool::PoolConnection;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, Postgres, Row as _, SqliteConnection};
use std::fmt;
use std::path::Path;

/// What a table holds, in short.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableSum {
    /// Its name.
    pub table: String,
    /// How many rows.
    pub rows: u64,
    sum: [u8; 32],
}

impl fmt::Display for TableSum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.table, self.rows, hex(&self.sum))
    }
}

impl TableSum {
    fn of(table: &str) -> Self {
        Self { table: table.to_owned(), rows: 0, sum: [0; 32] }
    }

    /// Adds a row: its hash, as a number, to the sum of the others.
    fn add(&mut self, row: &str) {
        self.rows += 1;
        let mut carry = 0;
        for (sum, hash) in self.sum.iter_mut().zip(Sha256::digest(row.as_bytes())) {
            let added = u16::from(*sum) + u16::from(hash) + carry;
            [*sum, _] = added.to_le_bytes();
            carry = added >> 8;
        }
    }
}

/// A database to look through, which does not change meanwhile.
pub struct Examined(On<SqliteConnection, PoolConnection<Postgres>>);

impl Examined {
    /// A file of SQLite that nobody writes to. It stays as it is, and nothing is put beside it.
    ///
    /// # Errors
    /// When it can't be read as one.
    pub async fn file(file: &Path) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::new().filename(file).read_only(true).immutable(true);
        Ok(Self(On::Sqlite(options.connect().await?)))
    }

    /// A Postgres database as it is at this moment, and the name of the moment for `pg_dump`; `None` for SQLite.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn moment(store: &Store) -> Result<Option<(Self, String)>, StoreError> {
        let Db::Postgres(pg) = &store.db else { return Ok(None) };
        let mut connection = unhurried(pg).await?;
        // How values are written must not depend on the server.
        for sql in [
            "SET idle_in_transaction_session_timeout = 0",
            "SET TimeZone = 'UTC'",
            "SET DateStyle = 'ISO'",
            "SET IntervalStyle = 'postgres'",
            "SET bytea_output = 'hex'",
            "SET extra_float_digits = 1",
            "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        ] {
            sqlx::query(sql).execute(&mut *connection).await?;
        }
        let name = sqlx::query_scalar("SELECT pg_export_snapshot()").fetch_one(&mut *connection).await?;
        Ok(Some((Self(On::Postgres(connection)), name)))
    }

    /// Where its statements run.
    pub(super) fn on(&mut self) -> On<&mut SqliteConnection, OnPostgres<'_>> {
        match &mut self.0 {
            On::Sqlite(connection) => On::Sqlite(connection),
            On::Postgres(connection) => On::Postgres(OnPostgres::Within(connection, Reached::Itself)),
        }
    }

    /// Closes it.
    pub async fn close(self) {
        // One to Postgres is closed when it is dropped, and a file is only read: there is nothing to lose.
        if let On::Sqlite(connection) = self.0 {
            let _ = connection.close().await;
        }
    }

    async fn names(&mut self) -> Result<Vec<String>, StoreError> {
        let sql = match self.0 {
            On::Sqlite(_) => "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name",
            On::Postgres(_) => {
                "SELECT CAST(tablename AS TEXT) AS name FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename COLLATE \"C\""
            }
        };
        Ok(fetch_all!(self.on(), (String,), sql)?.into_iter().map(|(name,)| name).collect())
    }

    /// The sums of all tables.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn tables(&mut self) -> Result<Vec<TableSum>, StoreError> {
        let mut sums = Vec::new();
        for table in self.names().await? {
            let mut sum = TableSum::of(&table);
            match &mut self.0 {
                On::Sqlite(connection) => {
                    let columns: Vec<String> = sqlx::query_scalar("SELECT 'quote(\"' || name || '\")' FROM pragma_table_info($1)")
                        .bind(&table)
                        .fetch_all(&mut *connection)
                        .await?;
                    let sql = format!("SELECT {} FROM \"{table}\"", columns.join(" || ',' || "));
                    let mut rows = sqlx::query(AssertSqlSafe(sql)).fetch(&mut *connection);
                    while let Some(row) = rows.try_next().await? {
                        sum.add(row.try_get(0)?);
                    }
                }
                On::Postgres(connection) => {
                    let sql = format!("SELECT CAST(t AS TEXT) FROM \"{table}\" AS t");
                    let mut rows = sqlx::query(AssertSqlSafe(sql)).fetch(&mut **connection);
                    while let Some(row) = rows.try_next().await? {
                        sum.add(row.try_get(0)?);
                    }
                }
            }
            sums.push(sum);
        }
        Ok(sums)
    }

    /// What is damaged, in SQLite's own words; Postgres looks after itself.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn damage(&mut self) -> Result<Option<String>, StoreError> {
        let On::Sqlite(connection) = &mut self.0 else { return Ok(None) };
        let found: Vec<String> = sqlx::query_scalar("PRAGMA integrity_check(1)").fetch_all(&mut *connection).await?;
        if let Some(damage) = found.into_iter().find(|found| found != "ok") {
            return Ok(Some(damage));
        }
        let row = sqlx::query("PRAGMA foreign_key_check").fetch_optional(&mut *connection).await?;
        let torn = row.map(|row| Ok::<_, sqlx::Error>((row.try_get::<String, _>(0)?, row.try_get::<String, _>(2)?))).transpose()?;
        Ok(torn.map(|(table, parent)| format!("a row of {table} belongs to one of {parent} that is not there")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(rows: &[&str]) -> TableSum {
        let mut sum = TableSum::of("t");
        rows.iter().for_each(|row| sum.add(row));
        sum
    }

    #[test]
    fn a_sum_is_of_the_rows_and_not_of_their_order() {
        assert_eq!(sum(&["a", "b", "c"]), sum(&["c", "a", "b"]));
        for other in [&["a", "b"][..], &["a", "b", "d"], &["a", "b", "c", "c"], &["a", "bc"]] {
            assert_ne!(sum(&["a", "b", "c"]), sum(other));
        }
        assert_eq!(sum(&[]).to_string(), format!("t 0 {}", "00".repeat(32)));
    }
}
