//! Notices: what happened, told to the consumer alone (rule 29). Written in the transaction of the change that they tell of, and named
//! by its audit row.

use crate::domain::applications::NoticeKind;
use crate::domain::ids::{AuditId, ConsumerId};
use crate::domain::instant::Instant;
use crate::store::codec::known;
use crate::store::db::{Write, execute, fetch_all};
use crate::store::{Audit, Store, StoreError};

/// A notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// When.
    pub at: Instant,
    /// Of what.
    pub kind: NoticeKind,
    /// The assister's name, where it is about one.
    pub about: String,
}

/// Tells the consumer of a change.
pub(in crate::store) async fn notify(
    tx: &mut Write,
    audit: &Audit,
    consumer: ConsumerId,
    kind: NoticeKind,
    about: &str,
    now: Instant,
) -> Result<(), StoreError> {
    execute!(
        tx.on(),
        "INSERT INTO notices (id, consumer_id, at, kind, about) VALUES ($1, $2, $3, $4, $5)",
        audit.id,
        consumer,
        now,
        kind.code(),
        about,
    )?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct NoticeRow {
    id: AuditId,
    at: Instant,
    kind: String,
    about: String,
}

/// The most notices that are shown: years of them.
const MOST: i64 = 500;

impl Store {
    /// The consumer's own notices, the latest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn notices(&self, consumer: ConsumerId) -> Result<Vec<Notice>, StoreError> {
        let sql = "SELECT id, at, kind, about FROM notices WHERE consumer_id = $1 ORDER BY at DESC, id DESC LIMIT $2";
        let rows = fetch_all!(self.read(), NoticeRow, sql, consumer, MOST)?;
        rows.into_iter()
            .map(|row| {
                let kind = known(NoticeKind::from_code(&row.kind), "notices", "kind", row.id.0)?;
                Ok(Notice { at: row.at, kind, about: row.about })
            })
            .collect()
    }
}
