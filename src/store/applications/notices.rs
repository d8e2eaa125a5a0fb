//! Notices: what happened, told to the consumer alone (rule 29). Written in the transaction of the change that they tell of, and named
//! by its audit row. What they say stays in the words of that time, however a plan or an assister is called later.

use super::Side;
use crate::domain::applications::{Doer, NoticeKind};
use crate::domain::ids::{AuditId, ConsumerId};
use crate::domain::instant::{Date, Instant};
use crate::store::codec::known;
use crate::store::db::{Write, execute, fetch_all, fetch_one, fetch_optional};
use crate::store::row::row;
use crate::store::{Audit, Store, StoreError};

/// A notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// When.
    pub at: Instant,
    /// Of what.
    pub kind: NoticeKind,
    /// Who did it, and the name of an assister who did.
    pub by: (Doer, String),
    /// The assister, the plan, or for what people qualify in short.
    pub about: String,
    /// The assister or the plan in whose place it came; empty where there was none.
    pub before: String,
    /// The coverage year, where it is about an application.
    pub year: Option<u16>,
    /// The first day of coverage, where it is about a plan.
    pub first_day: Option<Date>,
}

impl Notice {
    /// A notice of a change, by the consumer themselves and about no more than its kind says.
    pub(in crate::store) const fn of(kind: NoticeKind, at: Instant) -> Self {
        let by = (Doer::Consumer, String::new());
        Self { at, kind, by, about: String::new(), before: String::new(), year: None, first_day: None }
    }

    /// By somebody who has no name here.
    pub(in crate::store) fn by(mut self, doer: impl Into<Doer>) -> Self {
        self.by = (doer.into(), String::new());
        self
    }

    /// By whoever comes: the consumer, or their assister by the name that they have now.
    pub(in crate::store) async fn by_side(mut self, tx: &mut Write, side: Side) -> Result<Self, StoreError> {
        if let Side::Assister { assister, .. } = side {
            let (name,) = fetch_one!(tx.on(), (String,), "SELECT display_name FROM assisters WHERE id = $1", assister)?;
            self.by = (Doer::Assister, name);
        }
        Ok(self)
    }
}

/// Tells the consumer of a change.
pub(in crate::store) async fn notify(tx: &mut Write, audit: &Audit, consumer: ConsumerId, notice: &Notice) -> Result<(), StoreError> {
    execute!(
        tx.on(),
        "INSERT INTO notices (id, consumer_id, at, kind, by_whom, by_name, about, in_place_of, coverage_year, first_day)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        audit.id,
        consumer,
        notice.at,
        notice.kind.code(),
        notice.by.0.code(),
        &notice.by.1,
        &notice.about,
        &notice.before,
        notice.year.map(i64::from),
        notice.first_day,
    )?;
    Ok(())
}

row! {
    struct NoticeRow {
        id: AuditId,
        at: Instant,
        kind: String,
        by_whom: String,
        by_name: String,
        about: String,
        in_place_of: String,
        coverage_year: Option<i64>,
        first_day: Option<Date>,
    }
}

impl NoticeRow {
    fn read(self) -> Result<Notice, StoreError> {
        let id = self.id.0;
        let year = self.coverage_year.map(|year| known(u16::try_from(year).ok(), "notices", "coverage_year", id)).transpose()?;
        Ok(Notice {
            at: self.at,
            kind: known(NoticeKind::from_code(&self.kind), "notices", "kind", id)?,
            by: (known(Doer::from_code(&self.by_whom), "notices", "by_whom", id)?, self.by_name),
            about: self.about,
            before: self.in_place_of,
            year,
            first_day: self.first_day,
        })
    }
}

/// The most notices that are shown: years of them.
const MOST: i64 = 500;

impl Store {
    /// The consumer's own notices, the latest first; what was determined in the moment of submitting came after it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn notices(&self, consumer: ConsumerId) -> Result<Vec<Notice>, StoreError> {
        let sql = "SELECT id, at, kind, by_whom, by_name, about, in_place_of, coverage_year, first_day FROM notices
             WHERE consumer_id = $1 ORDER BY at DESC, kind = 'submitted', id DESC LIMIT $2";
        fetch_all!(self.read(), NoticeRow, sql, consumer, MOST)?.into_iter().map(NoticeRow::read).collect()
    }

    /// Up to which moment the consumer has read their notices; `None` before they first said so.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn notices_read(&self, consumer: ConsumerId) -> Result<Option<Instant>, StoreError> {
        let row = fetch_optional!(self.read(), (Option<Instant>,), "SELECT notices_read_at FROM consumers WHERE id = $1", consumer)?;
        Ok(row.and_then(|(read,)| read))
    }

    /// How many notices of what others did came since the consumer read theirs.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn new_notices(&self, consumer: ConsumerId) -> Result<u32, StoreError> {
        let sql = "SELECT COUNT(*) FROM notices n JOIN consumers c ON c.id = n.consumer_id
             WHERE n.consumer_id = $1 AND n.by_whom <> 'consumer' AND (c.notices_read_at IS NULL OR n.at > c.notices_read_at)";
        let (count,) = fetch_one!(self.read(), (i64,), sql, consumer)?;
        Ok(u32::try_from(count).unwrap_or(u32::MAX))
    }

    /// Notes that the consumer has read the notices up to this one. It is no change to anything but what is marked as new for them, and
    /// leaves no audit row. An earlier moment than the one that is noted changes nothing.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn notices_were_read(&self, consumer: ConsumerId, to: Instant) -> Result<(), StoreError> {
        execute!(
            self.single_write(),
            "UPDATE consumers SET notices_read_at = $2 WHERE id = $1 AND (notices_read_at IS NULL OR notices_read_at < $2)",
            consumer,
            to,
        )?;
        Ok(())
    }
}
