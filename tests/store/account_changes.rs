//! What staff do to an account, with its log and its letters: all of it or nothing, and a number is nobody else's.

use crate::store::support::{TestDb, at, audit_of, id, letter, on_both};
use assister_portal::domain::identity::{AssisterKind, AssisterState, Role};
use assister_portal::domain::ids::{AssisterId, ChangeId, UserId};
use assister_portal::domain::instant::{Date, Instant};
use assister_portal::domain::mail::MailKind;
use assister_portal::domain::manage_assister::ReferenceNumber;
use assister_portal::domain::resource_center::AccountChange;
use assister_portal::store::{Acting, Addressee, Audit, Constraint, DbKind, Enrolled, Enrollment, Handled, Mail, StoreError};

fn acting(assister: AssisterId, audit: &Audit) -> Acting<'_> {
    Acting {
        assister,
        kinds: &AssisterKind::ALL,
        now: at(9),
        today: Date::new(2026, 11, 20).unwrap(),
        audit,
        by: "Walter Pearson",
        change: ChangeId(id()),
        words: &|state: AssisterState| state.code().to_owned(),
    }
}

fn written(to: Addressee<'_>) -> Mail {
    letter(MailKind::Activation, to.email, at(9))
}

const fn enrollment(number: u8) -> Enrollment<'static> {
    Enrollment { token_hash: [number; 32], secret_hash: [number; 32], expires_at: at_much_later(), letter: &written }
}

const fn at_much_later() -> Instant {
    Instant::from_micros(1_795_900_000_000_000)
}

/// Somebody whose gates hold, without an account.
async fn ready(db: &TestDb, name: &str, six: u32) -> AssisterId {
    let assister = db.navigator(name, six).await.id;
    let email = format!("{}@assisters.test", name.to_lowercase().replace(' ', "."));
    db.sql(&format!("UPDATE users SET email = 'old-' || email WHERE email = '{email}'")).await;
    db.sql(&format!(
        "UPDATE assisters SET state = 'not_enrolled', user_id = NULL, reference_number = NULL, enrolled_at = NULL, activated_at = NULL,
             confirmed_at = NULL WHERE certification_email = '{email}'"
    ))
    .await;
    assister
}

/// From here on nothing can be written into a table.
async fn shut(db: &TestDb, table: &str) {
    match db.store.kind() {
        DbKind::Sqlite => {
            db.sql(&format!("CREATE TRIGGER shut_{table} BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'shut'); END")).await;
        }
        DbKind::Postgres => {
            db.sql("CREATE OR REPLACE FUNCTION shut() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'shut'; END $$").await;
            db.sql(&format!("CREATE TRIGGER shut BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION shut()")).await;
        }
    }
}

async fn open(db: &TestDb, table: &str) {
    match db.store.kind() {
        DbKind::Sqlite => db.sql(&format!("DROP TRIGGER shut_{table}")).await,
        DbKind::Postgres => db.sql(&format!("DROP TRIGGER shut ON {table}")).await,
    };
}

/// How much there is of everything that could be half done.
async fn all(db: &TestDb) -> Vec<i64> {
    let mut counts = Vec::new();
    for what in [
        "users",
        "one_time_links WHERE replaced_at IS NULL",
        "outbox",
        "audit_events",
        "assister_changes",
        "assisters WHERE state = 'active'",
        "assisters WHERE state = 'enrolled'",
        "assisters WHERE confirmed_at IS NULL",
        "assisters WHERE email_asked_at IS NULL",
        "assisters WHERE reference_number IS NULL",
    ] {
        counts.push(db.number(&format!("SELECT COUNT(*) FROM {what}")).await);
    }
    counts
}

#[tokio::test]
async fn with_log_and_letter_or_not_at_all() {
    on_both(async |db| {
        let arc = db.staff(Role::Arc).await.0;
        let audit = || audit_of(arc, Role::Arc);
        let (ann, bo) = (ready(db, "Ann Berg", 1).await, ready(db, "Bo Dahl", 2).await);
        let number = ReferenceNumber::from_six(7);
        let enrolled = db.store.enroll(acting(bo, &audit()), UserId(id()), ReferenceNumber::from_six(8), enrollment(1)).await.unwrap();
        assert_eq!(enrolled, Some(Enrolled::Now));
        let cara = db.navigator("Cara Lund", 3).await.id;
        db.sql("UPDATE assisters SET confirmed_at = NULL WHERE display_name = 'Cara Lund'").await;
        let dora = db.navigator("Dora Moe", 4).await.id;
        db.sql("UPDATE assisters SET email_asked_at = created_at, certification_email = 'new@x.test' WHERE display_name = 'Dora Moe'")
            .await;

        for table in ["audit_events", "outbox", "assister_changes"] {
            shut(db, table).await;
            let before = all(db).await;
            let failed = |what: &str, error: bool| assert!(error, "{what} without {table}");
            failed("enrolling", db.store.enroll(acting(ann, &audit()), UserId(id()), number, enrollment(2)).await.is_err());
            failed("sending again", db.store.send_activation(acting(bo, &audit()), enrollment(3)).await.is_err());
            failed("confirming", db.store.confirm_account(acting(cara, &audit()), &written, "Yes").await.is_err());
            let told = |to: &str, _: &str| letter(MailKind::EmailChanged, to, at(9));
            failed("the email", db.store.confirm_email(acting(dora, &audit()), &told).await.is_err());
            if table != "outbox" {
                failed("keeping the email", db.store.keep_email(acting(dora, &audit())).await.is_err());
                failed("suspending", db.store.change_account(acting(cara, &audit()), AccountChange::Suspend, "a reason").await.is_err());
            }
            assert_eq!(all(db).await, before, "{table}");
            open(db, table).await;
        }
        assert_eq!(db.store.enroll(acting(ann, &audit()), UserId(id()), number, enrollment(4)).await.unwrap(), Some(Enrolled::Now));
        assert_eq!(db.store.send_activation(acting(bo, &audit()), enrollment(5)).await.unwrap(), Some(Handled::Done));
    })
    .await;
}

#[tokio::test]
async fn a_number_is_nobody_elses_even_when_its_account_is_closed() {
    on_both(async |db| {
        let arc = db.staff(Role::Arc).await.0;
        let audit = || audit_of(arc, Role::Arc);
        let (ann, bo) = (ready(db, "Ann Berg", 1).await, ready(db, "Bo Dahl", 2).await);
        let number = ReferenceNumber::from_six(7);
        db.store.enroll(acting(ann, &audit()), UserId(id()), number, enrollment(1)).await.unwrap();
        let taken = db.store.enroll(acting(bo, &audit()), UserId(id()), number, enrollment(2)).await;
        assert!(matches!(taken, Err(StoreError::Conflict(Constraint::NumberTaken))), "{taken:?}");
        db.store.change_account(acting(ann, &audit()), AccountChange::Close, "left").await.unwrap();
        let taken = db.store.enroll(acting(bo, &audit()), UserId(id()), number, enrollment(3)).await;
        assert!(matches!(taken, Err(StoreError::Conflict(Constraint::NumberTaken))), "{taken:?}");
        assert_eq!(db.number("SELECT COUNT(*) FROM outbox").await, 1);
    })
    .await;
}
