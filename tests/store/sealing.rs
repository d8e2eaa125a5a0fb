//! Secrets stand in the database encrypted: with whose key, for which row, and what becomes of those from before.

use crate::store::support::{TestDb, at, on_both};
use assister_portal::server::{hex, random};
use assister_portal::store::{DbKind, Keys, NewSession, Store, StoreError, Unreadable, key_id};
use std::sync::{Arc, Mutex};

const SESSION: [u8; 32] = [5; 32];
const OTHER: [u8; 32] = [6; 32];
const OLD: [u8; 32] = [0x11; 32];
const NEW: [u8; 32] = [0x22; 32];

/// The store of this database with these keys.
async fn with(db: &TestDb, keys: &[[u8; 32]]) -> Store {
    Store::open(&db.url).await.unwrap().sealed_with(Keys::new(keys, random::bytes))
}

fn bytes(db: &TestDb, bytes: &[u8]) -> String {
    if db.store.kind() == DbKind::Sqlite { format!("x'{}'", hex(bytes)) } else { format!("'\\x{}'::bytea", hex(bytes)) }
}

async fn sessions(db: &TestDb) {
    for token_hash in [SESSION, OTHER] {
        db.store.start_session(NewSession { token_hash, user: None, learner: None, now: at(0) }, None, None).await.unwrap();
    }
}

/// Every secret as a version from before there were keys left it.
async fn plain(db: &TestDb) {
    sessions(db).await;
    let (session, now) = (bytes(db, &SESSION), at(0).as_micros());
    let now = if db.store.kind() == DbKind::Sqlite { now.to_string() } else { format!("to_timestamp({now}::numeric / 1000000)") };
    let person = db.consumer("Ann Lee", "1990-01-01").await;
    let user = format!("(SELECT id FROM users WHERE email = '{}')", person.email);
    let secret = bytes(db, b"12345678901234567890");
    for sql in [
        format!("INSERT INTO second_factors (user_id, kind, secret, created_at) SELECT {user}, 'authenticator', {secret}, {now}"),
        format!("INSERT INTO authenticator_drafts (session_hash, secret, created_at) VALUES ({session}, {secret}, {now})"),
        format!("INSERT INTO recovery_sheets (session_hash, codes, wanted, created_at) VALUES ({session}, '7KQ2M-9XDTB', '/x', {now})"),
        format!("UPDATE sessions SET login_mn_token = 'head.body.sign' WHERE token_hash = {session}"),
        "INSERT INTO installation (key, value) VALUES ('trace_key', 'abcdef')".to_owned(),
    ] {
        db.sql(&sql).await;
    }
}

/// The secrets that [`plain`] wrote, as they are read.
async fn read(db: &TestDb, store: &Store) -> Result<(), StoreError> {
    let user = store.credentials(&db_email(db).await, at(1)).await?.unwrap().user;
    assert_eq!(store.authenticator_secret(user).await?.unwrap(), b"12345678901234567890");
    assert_eq!(store.authenticator_draft(SESSION).await?.unwrap(), b"12345678901234567890");
    assert_eq!(store.recovery_sheet(SESSION, at(1)).await?.unwrap(), ("7KQ2M-9XDTB".to_owned(), "/x".to_owned()));
    assert_eq!(store.login_mn_token(SESSION).await?.unwrap(), "head.body.sign");
    assert_eq!(store.trace_key("another").await?, "abcdef");
    Ok(())
}

async fn db_email(db: &TestDb) -> String {
    let sql = "SELECT email FROM users WHERE role = 'consumer'";
    match &db.raw {
        crate::store::support::Raw::Sqlite(pool) => sqlx::query_scalar(sql).fetch_one(pool).await.unwrap(),
        crate::store::support::Raw::Postgres(pool) => sqlx::query_scalar(sql).fetch_one(pool).await.unwrap(),
    }
}

/// How many values stand as they were typed or drawn.
async fn readable_by_anybody(db: &TestDb) -> i64 {
    let secret = bytes(db, b"12345678901234567890");
    let mut found = 0;
    for rows in [
        format!("second_factors WHERE secret = {secret}"),
        format!("authenticator_drafts WHERE secret = {secret}"),
        "recovery_sheets WHERE codes LIKE '%7KQ2M%'".to_owned(),
        "sessions WHERE login_mn_token LIKE '%body%'".to_owned(),
        "installation WHERE value LIKE '%abcdef%'".to_owned(),
    ] {
        found += db.number(&format!("SELECT COUNT(*) FROM {rows}")).await;
    }
    found
}

#[tokio::test]
async fn secrets_from_before_are_not_read_as_they_are_and_encrypted_at_the_start() {
    on_both(async |db| {
        plain(db).await;
        assert_eq!(readable_by_anybody(db).await, 5);
        let refused = db.store.login_mn_token(SESSION).await.unwrap_err();
        assert!(matches!(refused, StoreError::Sealed { why: Unreadable::Plain, .. }), "{refused}");
        assert_eq!(db.store.sealed_values().await.unwrap().plain, 5);

        assert_eq!(db.store.begin_sealing().await.unwrap(), 5);
        assert_eq!(readable_by_anybody(db).await, 0);
        read(db, &db.store).await.unwrap();
        assert_eq!(db.store.begin_sealing().await.unwrap(), 0, "a second start has nothing to do");
        if db.store.kind() == DbKind::Sqlite {
            // What is encrypted is not even read: of this there is no text.
            let codes = "UPDATE recovery_sheets SET codes = CAST(x'ff' AS TEXT), wanted = codes";
            db.sql(codes).await;
            assert_eq!(db.store.begin_sealing().await.unwrap(), 0);
            assert!(db.store.sealed_values().await.is_err());
            db.sql("UPDATE recovery_sheets SET codes = wanted, wanted = '/x'").await;
        }
        let values = db.store.sealed_values().await.unwrap();
        assert_eq!(
            (values.readable, values.plain, values.damaged, values.with_older_keys),
            (6, 0, 0, 0),
            "and the words by which a key is known"
        );
    })
    .await;
}

#[tokio::test]
async fn a_value_is_of_no_use_in_another_row_or_column() {
    on_both(async |db| {
        sessions(db).await;
        db.store.begin_sealing().await.unwrap();
        db.store.draft_authenticator(SESSION, b"12345678901234567890", at(0)).await.unwrap();
        db.store.draft_authenticator(OTHER, b"of somebody else    ", at(0)).await.unwrap();
        db.store.note_login_mn(SESSION, "subject", None, "head.body.sign").await.unwrap();
        assert_eq!(db.store.authenticator_draft(OTHER).await.unwrap().unwrap(), b"of somebody else    ");
        let (one, other) = (bytes(db, &SESSION), bytes(db, &OTHER));
        let of_one = |column: &str, table: &str, key: &str| format!("(SELECT {column} FROM {table} WHERE {key} = {one})");
        let draft = of_one("secret", "authenticator_drafts", "session_hash");
        db.sql(&format!("UPDATE authenticator_drafts SET secret = {draft} WHERE session_hash = {other}")).await;
        let token = of_one("login_mn_token", "sessions", "token_hash");
        let by = of_one("sealed_by", "sessions", "token_hash");
        db.sql(&format!("UPDATE sessions SET login_mn_token = {token}, sealed_by = {by} WHERE token_hash = {other}")).await;
        for refused in [db.store.authenticator_draft(OTHER).await.unwrap_err(), db.store.login_mn_token(OTHER).await.unwrap_err()] {
            assert!(matches!(refused, StoreError::Sealed { why: Unreadable::Damaged, .. }), "{refused}");
        }
        assert_eq!(db.store.sealed_values().await.unwrap().damaged, 2);
        assert_eq!(db.store.login_mn_token(SESSION).await.unwrap().unwrap(), "head.body.sign");
        // Without any key nothing is written, and nothing is taken for a secret.
        let keyless = Store::open(&db.url).await.unwrap();
        let refused = keyless.draft_authenticator(SESSION, b"x", at(0)).await.unwrap_err();
        assert!(matches!(refused, StoreError::Sealed { why: Unreadable::NoKey, .. }), "{refused}");
        keyless.close().await;
    })
    .await;
}

#[tokio::test]
async fn another_key_is_refused_and_changes_nothing() {
    on_both(async |db| {
        with(db, &[OLD]).await.begin_sealing().await.unwrap();
        plain(db).await;
        let other = with(db, &[NEW]).await;
        let refused = other.begin_sealing().await.unwrap_err();
        assert!(matches!(&refused, StoreError::Sealed { why: Unreadable::UnknownKey(key), .. } if *key == key_id(&OLD)), "{refused}");
        assert_eq!(readable_by_anybody(db).await, 5, "nothing was encrypted with it");
        assert!(other.sealed_values().await.unwrap().unknown_keys.contains(&key_id(&OLD)));
        other.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_new_key_comes_while_a_server_runs() {
    on_both(async |db| {
        plain(db).await;
        // What the file of keys holds, and whether the server has read it since.
        let file = Arc::new(Mutex::new((vec![OLD], false)));
        let again = Arc::clone(&file);
        let again = Box::new(move || {
            let mut file = again.lock().unwrap();
            std::mem::take(&mut file.1).then(|| file.0.clone())
        });
        let server = Store::open(&db.url).await.unwrap().sealed_with(Keys::read_again(&[OLD], random::bytes, again));
        server.begin_sealing().await.unwrap();
        read(db, &server).await.unwrap();

        *file.lock().unwrap() = (vec![NEW, OLD], true);
        let command = with(db, &[NEW, OLD]).await;
        let came = command.reseal().await.unwrap();
        assert_eq!((came.done, came.left), (6, 0));
        read(db, &server).await.unwrap();
        server.draft_authenticator(OTHER, b"new", at(0)).await.unwrap();
        let values = command.sealed_values().await.unwrap();
        assert_eq!((values.readable, values.with_older_keys), (7, 0), "the server writes with the new key, too");
        assert_eq!(values.used_keys.into_iter().collect::<Vec<_>>(), [key_id(&NEW)]);
        let alone = with(db, &[NEW]).await;
        alone.begin_sealing().await.unwrap();
        read(db, &alone).await.unwrap();
        for store in [server, command, alone] {
            store.close().await;
        }
    })
    .await;
}

#[tokio::test]
async fn what_can_not_be_read_is_left_and_counted_when_the_key_changes() {
    on_both(async |db| {
        plain(db).await;
        with(db, &[OLD]).await.begin_sealing().await.unwrap();
        db.sql("UPDATE sessions SET login_mn_token = 'damaged' WHERE login_mn_token IS NOT NULL").await;
        let command = with(db, &[NEW, OLD]).await;
        let came = command.reseal().await.unwrap();
        assert_eq!((came.done, came.left), (5, 1));
        assert_eq!(command.sealed_values().await.unwrap().damaged, 1);
        command.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_providers_token_goes_over_to_the_session_of_the_person() {
    on_both(async |db| {
        let person = db.consumer("Ann Lee", "1990-01-01").await;
        sessions(db).await;
        db.store.note_login_mn(SESSION, "subject", Some("there"), "head.body.sign").await.unwrap();
        let user = format!("(SELECT id FROM users WHERE email = '{}')", person.email);
        db.sql(&format!("INSERT INTO identities (issuer, subject, user_id, linked_at) SELECT 'i', 'subject', {user}, created_at FROM users WHERE id = {user}"))
            .await;
        let own = NewSession { token_hash: [7; 32], user: Some(person.user), learner: None, now: at(1) };
        db.store.start_session(own, Some(SESSION), None).await.unwrap();
        assert_eq!(db.store.login_mn_token([7; 32]).await.unwrap().as_deref(), Some("head.body.sign"));
        // Another one's does not.
        db.store.note_login_mn(OTHER, "somebody else", None, "x").await.unwrap();
        let own = NewSession { token_hash: [8; 32], user: Some(person.user), learner: None, now: at(1) };
        db.store.start_session(own, Some(OTHER), None).await.unwrap();
        assert_eq!(db.store.login_mn_token([8; 32]).await.unwrap(), None);
    })
    .await;
}
