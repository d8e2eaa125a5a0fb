//! Rules of the product that hold in every whole database, whichever version made it. To add one: a line in [`NONE_OF`], or a check of its
//! own beside that of what consumers agreed to.

use super::examine::Examined;
use crate::store::StoreError;
use crate::store::db::{On, fetch_all, fetch_one};
use sha2::{Digest as _, Sha256};

/// What there must be none of, and how it is counted.
const NONE_OF: [(&str, &str); 5] = [
    (
        "a consumer has two active assisters",
        "SELECT CAST(COUNT(*) AS BIGINT) FROM (SELECT consumer_id FROM associations WHERE ended_at IS NULL
         GROUP BY consumer_id HAVING COUNT(*) > 1) twice",
    ),
    (
        "an authorization is without the text that was agreed to",
        "SELECT CAST(COUNT(*) AS BIGINT) FROM consents c LEFT JOIN consent_texts t ON t.sha256 = c.text_sha256 WHERE t.sha256 IS NULL",
    ),
    (
        "an authorization is of another consumer or assister than what it began",
        "SELECT CAST(COUNT(*) AS BIGINT) FROM consents c JOIN associations a ON a.id = c.association_id
         WHERE a.consumer_id <> c.consumer_id OR a.assister_id <> c.assister_id",
    ),
    (
        "an assister's clients are counted wrongly",
        "SELECT CAST(COUNT(*) AS BIGINT) FROM assisters s
         LEFT JOIN client_counts k ON k.assister_id = s.id
         LEFT JOIN (SELECT assister_id, SUM(CASE WHEN first_opened_at IS NULL THEN 1 ELSE 0 END) AS fresh,
                        SUM(CASE WHEN first_opened_at IS NULL THEN 0 ELSE 1 END) AS opened
                    FROM associations WHERE ended_at IS NULL GROUP BY assister_id) a ON a.assister_id = s.id
         WHERE COALESCE(k.new_count, 0) <> COALESCE(a.fresh, 0) OR COALESCE(k.in_progress_count, 0) <> COALESCE(a.opened, 0)",
    ),
    (
        "a session is of an account that is not there",
        "SELECT CAST(COUNT(*) AS BIGINT) FROM sessions s LEFT JOIN users u ON u.id = s.user_id
         WHERE s.user_id IS NOT NULL AND u.id IS NULL",
    ),
];

/// What keeps rows that only grow from being changed.
const GUARDS: [&str; 8] = [
    "associations_no_delete",
    "associations_stay_ended",
    "audit_events_no_delete",
    "audit_events_no_update",
    "consent_texts_no_delete",
    "consent_texts_no_update",
    "consents_no_delete",
    "consents_no_update",
];

impl Examined {
    /// Whether it is a portal's.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn is_a_portal(&mut self) -> Result<bool, StoreError> {
        let sql = match self.on() {
            On::Sqlite(_) => "SELECT CAST(COUNT(*) AS BIGINT) FROM sqlite_master WHERE type = 'table' AND name IN ('users', 'consents')",
            On::Postgres(_) => "SELECT COUNT(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename IN ('users', 'consents')",
        };
        Ok(fetch_one!(self.on(), (i64,), sql)?.0 == 2)
    }

    /// The first rule that does not hold.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn broken_rule(&mut self) -> Result<Option<&'static str>, StoreError> {
        for (broken, sql) in NONE_OF {
            if fetch_one!(self.on(), (i64,), sql)?.0 > 0 {
                return Ok(Some(broken));
            }
        }
        let texts = fetch_all!(self.on(), (Vec<u8>, String), "SELECT sha256, text FROM consent_texts")?;
        if texts.iter().any(|(hash, text)| Sha256::digest(text.as_bytes()).as_slice() != hash) {
            return Ok(Some("a text that was agreed to is not the one of its hash"));
        }
        let sql = match self.on() {
            On::Sqlite(_) => "SELECT name FROM sqlite_master WHERE type = 'trigger'",
            On::Postgres(_) => "SELECT CAST(tgname AS TEXT) AS name FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'",
        };
        let guards = fetch_all!(self.on(), (String,), sql)?;
        let guarded = GUARDS.iter().all(|guard| guards.iter().any(|(name,)| name == guard));
        Ok(if guarded { None } else { Some("a guard of the tables that only grow is not there") })
    }
}
