//! A change lives and dies with its audit row: where the row can't be written, nothing happened.

use super::applications::{TODAY, YEAR, answered, saver, signature};
use super::enrollments::{catalog, confirms, determined, shown};
use super::plans::{manager, new, plan};
use crate::store::support::{Person, TestDb, at, audit_of, confirmation, id, letter, on_both, taker};
use assister_portal::domain::applications::{Application, Change, DeterminedBy, Kind, LaterStatus};
use assister_portal::domain::clients::Counts;
use assister_portal::domain::eligibility::{PUBLISHED, determine};
use assister_portal::domain::identity::Role;
use assister_portal::domain::ids::{ApplicationId, AuditId, DeterminationId};
use assister_portal::domain::mail::MailKind;
use assister_portal::domain::plans::Area;
use assister_portal::domain::resource_center::Suspension;
use assister_portal::store::{
    ConfirmedPlan, DbKind, NewConfirmation, NewDetails, NewDetermination, NewSession, NewStatus, Side, StatusBy, StoreError, Submitted,
};

/// From here on no audit row can be written.
async fn break_the_log(db: &TestDb) {
    match db.store.kind() {
        DbKind::Sqlite => {
            db.sql("CREATE TRIGGER broken BEFORE INSERT ON audit_events BEGIN SELECT RAISE(ABORT, 'the log is broken'); END").await;
        }
        DbKind::Postgres => break_the_log_with(db, "P0001").await,
    }
}

/// The same on Postgres, as if for the reason that has this code.
async fn break_the_log_with(db: &TestDb, code: &str) {
    let refuse = format!("BEGIN RAISE EXCEPTION 'no more' USING ERRCODE = '{code}'; END");
    db.sql(&format!("CREATE OR REPLACE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS $$ {refuse} $$")).await;
    db.sql("CREATE OR REPLACE TRIGGER broken BEFORE INSERT ON audit_events FOR EACH ROW EXECUTE FUNCTION broken()").await;
}

async fn everything(db: &TestDb) -> Vec<i64> {
    let mut counts = Vec::new();
    for sql in [
        "SELECT COUNT(*) FROM users",
        "SELECT COUNT(*) FROM sessions",
        "SELECT COUNT(*) FROM associations",
        "SELECT COUNT(*) FROM associations WHERE ended_at IS NULL",
        "SELECT COUNT(*) FROM associations WHERE first_opened_at IS NULL",
        "SELECT COUNT(*) FROM consents",
        "SELECT COUNT(*) FROM wizard_drafts",
        "SELECT COUNT(*) FROM client_words",
        "SELECT COUNT(*) FROM audit_events",
        "SELECT COUNT(*) FROM outbox",
        "SELECT COUNT(*) FROM applications",
        "SELECT COUNT(*) FROM applications WHERE submitted_at IS NOT NULL",
        "SELECT COUNT(*) FROM applications WHERE answers LIKE '%\"help\":false%'",
        "SELECT COUNT(*) FROM determinations",
        "SELECT COUNT(*) FROM pending_determinations",
        "SELECT COUNT(*) FROM notices",
        "SELECT COUNT(*) FROM plan_catalogs",
        "SELECT COUNT(*) FROM plans",
        "SELECT COUNT(*) FROM current_plan_catalogs",
        "SELECT COUNT(*) FROM enrollments",
        "SELECT COUNT(*) FROM enrollments WHERE replaced_at IS NULL",
        "SELECT COUNT(*) FROM notices",
        "SELECT COUNT(*) FROM identities",
        "SELECT COUNT(*) FROM email_confirmations",
        "SELECT COUNT(*) FROM consumers WHERE email_confirmed_at IS NULL OR phone IS NOT NULL",
        "SELECT COUNT(*) FROM users WHERE display_name = 'Zoë Nguyễn'",
        "SELECT COUNT(*) FROM users WHERE suspended_at IS NOT NULL",
    ] {
        counts.push(db.number(sql).await);
    }
    counts
}

#[tokio::test]
async fn without_its_audit_row_nothing_happens() {
    on_both(async |db| {
        let (ann, bo) = (db.navigator("Ann Berg", 1).await, db.navigator("Bo Dahl", 2).await);
        let person = db.consumer("Zoë Nguyễn", "1984-03-07").await;
        let association = db.authorize(&person, &ann, at(1)).await;
        let draft = db.drafted(&person, &bo).await;
        let user = db.user_of(&ann).await;
        let by = manager(db).await;
        answered(db, &person).await;
        let other = db.consumer("Al Ek", "1970-01-01").await;
        answered(db, &other).await;
        let (theirs, other_audit) = (Side::Consumer(other.consumer), audit_of(other.user, Role::Consumer));
        let submitted = db.submit(theirs, YEAR, &signature(), at(5), &other_audit).await.unwrap();
        let Submitted::Now(waits) = submitted else { panic!("{submitted:?}") };
        let claimed = db.store.claim_case(Some(waits), at(5), at(60), taker()).await.unwrap().unwrap();
        let determination = determine(claimed.answers.case(YEAR, TODAY).unwrap(), &PUBLISHED, |_| None);
        let shopper = db.consumer("Bo Ny", "1984-03-07").await;
        catalog(db, 100).await;
        let application = determined(db, &shopper, 90_000).await;
        confirms(db, &shopper, shown(db, "A").await).await.unwrap();
        let replaces = db.store.enrollment(application).await.unwrap().map(|enrollment| enrollment.id);
        let another = ConfirmedPlan { replaces, ..shown(db, "B").await };
        let seen = db.store.initial_determination(application).await.unwrap().unwrap().id;
        let staff = audit_of(db.staff(Role::Arc).await.0, Role::Arc);
        let status = LaterStatus { outcomes: vec![(1, Kind::NeedsDecision)], reason: "Proof is missing".into() };
        let details = db.store.details(person.user).await.unwrap().unwrap();
        let link = |to: &str, token: u8| NewConfirmation {
            token_hash: [token; 32],
            letter: letter(MailKind::ConfirmEmail, to, at(8)),
            taken: letter(MailKind::EmailInUse, to, at(8)),
            expires_at: at(99),
        };
        db.sql("INSERT INTO identities (issuer, subject, user_id, linked_at) SELECT 'i', 's', id, created_at FROM users WHERE display_name = 'Al Ek'").await;
        db.sql("UPDATE consumers SET email_confirmed_at = NULL WHERE user_id = (SELECT id FROM users WHERE display_name = 'Al Ek')").await;
        assert!(db.store.send_confirmation(other.user, &link(&other.email, 6)).await.unwrap());
        let session = NewSession { token_hash: [7; 32], user: Some(person.user), learner: None, now: at(7) };
        db.store.start_session(session, None, None).await.unwrap();
        break_the_log(db).await;
        let before = everything(db).await;

        assert!(db.store.open_client(ann.id, association, at(2), audit_of(user, Role::Assister)).await.is_err(), "opening");
        let own = || audit_of(person.user, Role::Consumer);
        assert!(db.store.remove_assister(person.consumer, association, at(3), own()).await.is_err(), "removing");
        let (authorize, start, end) = confirmation(&person, &bo, draft.id, at(4));
        assert!(db.store.authorize(authorize, start, end).await.is_err(), "changing");
        let imported = db.store.import_catalog(&new(2027, "plans.csv"), &[plan("A", Area::Rating(8), 100)], &by, at(5)).await;
        assert!(imported.is_err(), "importing plans");
        let side = Side::Consumer(person.consumer);
        let started = db.store.start_application(side, (ApplicationId(id()), 2030), &saver(), at(5), &own()).await;
        assert!(started.is_err(), "starting an application");
        let refuse_help = |application: &mut Application| {
            application.apply(Change::Help(false));
            Ok::<(), ()>(())
        };
        assert!(db.store.edit_application(side, YEAR, &saver(), (at(5), &own()), refuse_help).await.is_err(), "saving an application");
        assert!(db.submit(side, YEAR, &signature(), at(5), &own()).await.is_err(), "submitting an application");
        let new = NewDetermination {
            id: DeterminationId(id()),
            application: waits,
            source: DeterminedBy::BuiltIn,
            determination: &determination,
            now: at(6),
        };
        assert!(db.store.record_initial(new, (AuditId(id()), "test")).await.is_err(), "determining");
        assert!(confirms(db, &shopper, another).await.is_err(), "enrolling in another plan");

        let id = DeterminationId(id());
        let new = NewStatus { id, consumer: shopper.consumer, application, status: &status, now: at(7) };
        for by in [StatusBy::Staff { audit: &staff, seen }, StatusBy::Engine(AuditId(id.0), "engine")] {
            assert!(db.store.record_status(new, by).await.is_err(), "recording a status");
        }

        let told = |person: &Person| letter(MailKind::SignInChanged, &person.email, at(8));
        let changed = NewDetails {
            user: person.user,
            consumer: person.consumer,
            before: details,
            name: "Zoë Ek".into(),
            phone: Some("651-555-0100".into()),
            email: Some(("zoe@example.test".into(), link("zoe@example.test", 5))),
            session: [7; 32],
            letters: vec![told(&person)],
            audit: own(),
            now: at(8),
        };
        assert!(db.store.change_details(&changed).await.is_err(), "changing details");
        let by = |user, role| audit_of(user, role);
        assert!(db.store.confirm_address([6; 32], at(8), &by).await.is_err(), "confirming an email");
        let linked = db.store.link_identity(("i", "zoe"), person.user, [7; 32], &told(&person), &own()).await;
        assert!(linked.is_err(), "linking");
        let unlinked = db.store.unlink_identity(other.user, [8; 32], true, &told(&other), &other_audit).await;
        assert!(unlinked.is_err(), "unlinking");
        let told = |to: &str| letter(MailKind::AccountSuspended, to, at(8));
        let suspended = db.store.suspend_consumer(other.consumer, Suspension::Begin, "Papers of others", &told, (at(8), &staff)).await;
        assert!(suspended.is_err(), "suspending");

        assert_eq!(everything(db).await, before);
        assert_eq!(db.store.client_counts(ann.id).await.unwrap(), Counts { new: 1, in_progress: 0 });
        assert_eq!(db.store.client_counts(bo.id).await.unwrap(), Counts { new: 0, in_progress: 0 });
        assert_eq!(db.store.current_assister(person.consumer, at(0)).await.unwrap().unwrap().association, association);
    })
    .await;
}

#[tokio::test]
async fn a_full_disk_of_postgres_is_an_outage_that_ends_without_a_hand() {
    let db = TestDb::migrated(DbKind::Postgres).await;
    let ann = db.navigator("Ann Berg", 1).await;
    let person = db.consumer("Zoë Nguyễn", "1984-03-07").await;
    let draft = db.drafted(&person, &ann).await;
    let before = everything(&db).await;
    // Disk full, out of memory, too many connections; and the server being shut down, which is no fault of the statement either.
    for code in ["53100", "53200", "53300", "57P01"] {
        break_the_log_with(&db, code).await;
        let (authorize, start, end) = confirmation(&person, &ann, draft.id, at(4));
        let refused = db.store.authorize(authorize, start, end).await;
        assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{code}: {refused:?}");
        assert_eq!(everything(&db).await, before, "{code}");
    }
    db.sql("DROP TRIGGER broken ON audit_events").await;
    let (authorize, start, end) = confirmation(&person, &ann, draft.id, at(5));
    db.store.authorize(authorize, start, end).await.unwrap();
    db.assert_consistent().await;
    db.discard().await;
}
