//! What is past its time is deleted, in every table that holds such things.

use crate::store::support::{Raw, TestDb, at, on_both};
use assister_portal::domain::ids::{FormKey, SearchKey};
use assister_portal::server::hex;
use assister_portal::store::{DbKind, Flow, FlowPurpose, NewSession};
use std::collections::BTreeSet;
use uuid::Uuid;

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;
const SESSION: [u8; 32] = [1; 32];

/// The tables whose rows have a time, and when the one that [`fill`] makes is over. What goes with a session goes with the longest.
const SWEPT: [(&str, u64); 14] = [
    ("passkey_questions", 5 * MINUTE),
    ("sign_in_steps", 10 * MINUTE),
    ("recovery_sheets", 10 * MINUTE),
    ("login_mn_flows", 30 * MINUTE),
    ("sessions", 12 * HOUR),
    ("form_states", 12 * HOUR),
    ("searches", 12 * HOUR),
    ("authenticator_drafts", 12 * HOUR),
    ("attempts", DAY + 1),
    ("email_confirmations", 7 * DAY),
    ("outbox", 30 * DAY),
    ("one_time_links", 30 * DAY),
    ("imports", 90 * DAY),
    ("known_browsers", 365 * DAY),
];

/// The tables with a moment in them whose rows stay.
const KEPT: &[&str] = &[
    // What the portal is for, and the record of it.
    "applications",
    "assessment_attempts",
    "assister_changes",
    "assisters",
    "associations",
    "audit_events",
    "client_applications",
    "client_words",
    "closed_accounts",
    "consents",
    "consumers",
    "course_progress",
    "determinations",
    "ended_contacts",
    "enrollments",
    "identities",
    "notices",
    "organizations",
    "passkeys",
    "plan_catalogs",
    "users",
    // Until something else comes in their place.
    "earlier_passwords",
    "leases",
    "pending_determinations",
    "recovery_codes",
    "second_factors",
    "wizard_drafts",
];

/// The tables with a moment in them.
async fn tables_with_time(db: &TestDb) -> BTreeSet<String> {
    let names: Vec<String> = match &db.raw {
        Raw::Sqlite(pool) => {
            let sql = "SELECT m.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE '\\_sqlx%' ESCAPE '\\'
                       AND (c.name LIKE '%\\_at' ESCAPE '\\' OR c.name LIKE '%\\_start' ESCAPE '\\' OR c.name = 'at')";
            sqlx::query_scalar(sql).fetch_all(pool).await.unwrap()
        }
        Raw::Postgres(pool) => {
            let sql = "SELECT CAST(table_name AS TEXT) FROM information_schema.columns
                       WHERE table_schema = 'public' AND data_type LIKE 'timestamp%' AND table_name NOT LIKE '\\_sqlx%'";
            sqlx::query_scalar(sql).fetch_all(pool).await.unwrap()
        }
    };
    names.into_iter().collect()
}

/// A row of the beginning in each table of [`SWEPT`].
async fn fill(db: &TestDb) {
    let person = db.consumer("Ann Lee", "1990-01-01").await;
    let sqlite = db.store.kind() == DbKind::Sqlite;
    let bytes = |bytes: &[u8]| if sqlite { format!("x'{}'", hex(bytes)) } else { format!("'\\x{}'::bytea", hex(bytes)) };
    let id = |id: Uuid| if sqlite { format!("x'{}'", id.simple()) } else { format!("'{id}'::uuid") };
    let (user, session, now) = (id(person.user.0), bytes(&SESSION), time(db, 0));
    db.sql("DELETE FROM sessions").await;
    db.store.start_session(NewSession { token_hash: SESSION, user: None, learner: None, now: at(0) }, None, None).await.unwrap();
    db.store.keep_form(FormKey(Uuid::now_v7()), SESSION, "sign-in", "x", at(0)).await.unwrap();
    db.store.keep_search(SearchKey(Uuid::now_v7()), SESSION, "x", at(0)).await.unwrap();
    db.store.draft_authenticator(SESSION, b"secret", at(0)).await.unwrap();
    db.store.ask_passkey(SESSION, b"state", at(0)).await.unwrap();
    db.store.count_attempt("bucket", at(0)).await.unwrap();
    let organization = id(Uuid::now_v7());
    for sql in [
        format!("INSERT INTO sign_in_steps (session_hash, user_id, wanted, created_at) VALUES ({session}, {user}, '', {now})"),
        format!("INSERT INTO recovery_sheets (session_hash, codes, wanted, created_at) VALUES ({session}, 'x', '', {now})"),
        format!("INSERT INTO known_browsers (user_id, browser_hash, last_used_at) VALUES ({user}, {session}, {now})"),
        format!(
            "INSERT INTO one_time_links (token_hash, purpose, user_id, created_at, expires_at)
             VALUES ({session}, 'set_up', {user}, {now}, {now})"
        ),
        format!(
            "INSERT INTO email_confirmations (token_hash, user_id, email, expires_at) VALUES ({session}, {user}, 'x', {})",
            time(db, 7 * DAY)
        ),
        format!(
            "INSERT INTO outbox (id, kind, recipient, body, created_at, sent_at) VALUES ({}, 'activation', 'x', 'x', {now}, {now})",
            id(Uuid::now_v7())
        ),
        format!("INSERT INTO organizations (id, name, created_at) VALUES ({organization}, 'House', {now})"),
        format!(
            "INSERT INTO imports (id, organization_id, kind, user_id, user_name, status, ignored, added, changed, inactivated, unchanged,
                 refused, todo, done, done_line, request, created_at)
             VALUES ({}, {organization}, 'cac', {user}, 'x', 'failed', '', 0, 0, 0, 0, 0, 0, 0, 0, 'x', {now})",
            id(Uuid::now_v7())
        ),
    ] {
        db.sql(&sql).await;
    }
    let flow = Flow { nonce: "n".into(), verifier: "v".into(), next: String::new(), purpose: FlowPurpose::SetUp(SESSION), began: at(0) };
    db.store.keep_flow(SESSION, SESSION, &flow, at(0)).await.unwrap();
}

/// A moment, as it is written in a statement.
fn time(db: &TestDb, seconds: u64) -> String {
    let micros = at(seconds).as_micros();
    if db.store.kind() == DbKind::Sqlite { micros.to_string() } else { format!("to_timestamp({micros}::numeric / 1000000)") }
}

async fn sweep(db: &TestDb, seconds: u64) {
    // Its owner is still there.
    let used = format!("UPDATE sessions SET last_seen_at = {}", time(db, seconds));
    db.sql(&used).await;
    db.store.sweep(at(seconds)).await.unwrap();
    db.store.sweep_imports(at(seconds)).await.unwrap();
    db.store.sweep_mail(at(seconds)).await.unwrap();
}

#[tokio::test]
async fn every_table_with_a_time_is_swept_when_it_is_past_or_kept_for_a_reason() {
    on_both(async |db| {
        let named: BTreeSet<String> = SWEPT.iter().map(|(table, _)| *table).chain(KEPT.iter().copied()).map(str::to_owned).collect();
        assert_eq!(tables_with_time(db).await, named, "a table with a time is swept, or kept for a reason");
        fill(db).await;
        for over in SWEPT.iter().map(|(_, over)| *over).collect::<BTreeSet<_>>() {
            let now = SWEPT.iter().filter(|(_, of)| *of == over).map(|(table, _)| (*table, format!("SELECT COUNT(*) FROM {table}")));
            let now: Vec<_> = now.collect();
            sweep(db, over - 1).await;
            for (table, left) in &now {
                assert_eq!(db.number(left).await, 1, "{table}: its time is not over");
            }
            sweep(db, over).await;
            for (table, left) in &now {
                assert_eq!(db.number(left).await, 0, "{table}: its time is over");
            }
        }
    })
    .await;
}
