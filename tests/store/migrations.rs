//! A database that an older version left is brought up to date, with what is in it.

use super::demo::input;
use super::enrollments::{catalog, determined, shown};
use crate::store::support::{Raw, TestDb, at, audit_of, id, on_both};
use assister_portal::domain::applications::{Kind, LaterStatus};
use assister_portal::domain::clients::Search;
use assister_portal::domain::identity::{AssisterKind, AssisterState, Role};
use assister_portal::domain::ids::{DeterminationId, EnrollmentId};
use assister_portal::domain::instant::Date;
use assister_portal::domain::roster::AssisterSearch;
use assister_portal::domain::typed::compared_email;
use assister_portal::store::{Confirm, ConfirmedPlan, DbKind, EnrolledInPlan, ListQuery, NewStatus, RosterQuery, Side, StatusBy};
use sqlx::migrate::Migrator;
use std::path::Path;

async fn migrations(kind: DbKind) -> Migrator {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store/migrations").join(match kind {
        DbKind::Sqlite => "sqlite",
        DbKind::Postgres => "postgres",
    });
    Migrator::new(folder).await.unwrap()
}

/// A database as the version with so many migrations left it.
async fn left_by_version(kind: DbKind, version: i64) -> TestDb {
    let db = TestDb::empty(kind).await;
    match &db.raw {
        Raw::Sqlite(pool) => migrations(kind).await.run_to(version, pool).await.unwrap(),
        Raw::Postgres(pool) => migrations(kind).await.run_to(version, pool).await.unwrap(),
    }
    db
}

#[tokio::test]
async fn an_older_database_is_migrated_with_its_accounts() {
    for kind in [DbKind::Sqlite, DbKind::Postgres] {
        let db = left_by_version(kind, 1).await;
        assert!(db.try_sql("SELECT * FROM associations").await.is_err(), "the older database has no associations");
        let ann = db.navigator("Ann Berg", 1).await;
        let person = db.older_consumer("Zoë Nguyễn", "1984-03-07").await;
        for _ in 0..2 {
            db.store.migrate().await.unwrap();
        }
        assert_eq!(db.store.credentials(&person.email, at(0)).await.unwrap().unwrap().user, person.user);
        db.authorize(&person, &ann, at(5)).await;
        db.assert_consistent().await;
        db.discard().await;
    }
}

#[tokio::test]
async fn dates_of_birth_that_were_words_like_any_other_become_words_of_their_own() {
    for kind in [DbKind::Sqlite, DbKind::Postgres] {
        let db = left_by_version(kind, 2).await;
        let ann = db.navigator("Ann Berg", 1).await;
        db.older_client("Zoë Nguyễn", "1984-03-07", &ann, true).await;
        db.older_client("Mai Nord", "1984-03-08", &ann, false).await;
        db.sql("INSERT INTO client_prefixes SELECT assister_id, '19', 1, 1 FROM client_counts").await;
        db.store.migrate().await.unwrap();
        for (typed, expected) in [("3/7/1984", 1), ("1984-03-08", 1), ("1984", 0), ("19", 0), ("n", 2), ("nguy", 1)] {
            let query = ListQuery { search: Search::parse(typed, Date::new(2026, 11, 20).unwrap()), ..ListQuery::default() };
            let page = db.store.client_page(ann.id, query).await.unwrap();
            assert_eq!((page.total, page.rows.len()), (expected, expected as usize), "{typed}");
        }
        let counted = "SELECT COUNT(*) FROM client_prefixes WHERE prefix = 'n' AND new_count = 1 AND in_progress_count = 1";
        assert_eq!(db.number(counted).await, 1);
        db.discard().await;
    }
}

#[tokio::test]
async fn assisters_from_before_the_roster_stay_open_with_their_associations() {
    for kind in [DbKind::Sqlite, DbKind::Postgres] {
        let db = left_by_version(kind, 3).await;
        let ann = db.navigator("Ann Berg", 1).await;
        let bo = db.assister("Bo Dahl", AssisterKind::Cac, AssisterState::Enrolled, 2).await;
        db.older_client("Zoë Nguyễn", "1984-03-07", &ann, false).await;
        db.store.migrate().await.unwrap();
        assert_eq!(db.store.assister_by_number(ann.number, at(0)).await.unwrap(), Some(ann.clone()));
        assert_eq!(db.store.assister_by_number(bo.number, at(0)).await.unwrap(), None, "not set up yet");
        let standing = db.store.standing(ann.id).await.unwrap().unwrap();
        let today = Date::new(2026, 11, 25).unwrap();
        assert!(standing.gates(today).all() && standing.may_act(today));
        assert_eq!(db.store.client_counts(ann.id).await.unwrap().new, 1);
        let orphans = "SELECT COUNT(*) FROM associations s LEFT JOIN assisters a ON a.id = s.assister_id WHERE a.id IS NULL";
        assert_eq!(db.number(orphans).await, 0);
        let kinds = "SELECT COUNT(*) FROM associations WHERE assister_kind = 'navigator'";
        assert_eq!(db.number(kinds).await, 1);
        db.discard().await;
    }
}

#[tokio::test]
async fn assisters_from_before_the_words_are_found_by_them() {
    for kind in [DbKind::Sqlite, DbKind::Postgres] {
        let db = left_by_version(kind, 4).await;
        let ann = db.navigator("Ann Berg", 1).await;
        let organization = db.organization_of(&ann).await;
        db.store.migrate().await.unwrap();
        for (typed, found) in [("ann", 1), (&*ann.email, 1), (&*ann.number.to_string(), 1), ("dahl", 0)] {
            let search = AssisterSearch::parse(typed);
            let query = RosterQuery { organization, kind: AssisterKind::Navigator, state: None, search, cursor: None, now: at(0) };
            assert_eq!(db.store.roster_page(&query).await.unwrap().total, found, "{typed}");
        }
        db.discard().await;
    }
}

#[tokio::test]
async fn lists_show_the_applications_from_before_they_had_rows_of_their_own() {
    on_both(async |db| {
        db.store.load_demo(input()).await.unwrap();
        let listed = "SELECT COUNT(*) FROM client_applications WHERE summary IS NOT NULL OR enrolled";
        let before = db.number(listed).await;
        assert!(before > 3, "{before}");
        let names =
            ["applications_listed", "applications_listed_again", "determinations_listed", "enrollments_listed", "enrollments_listed_again"];
        let mut undone: Vec<String> = match db.store.kind() {
            DbKind::Sqlite => names.iter().map(|name| format!("DROP TRIGGER {name}")).collect(),
            DbKind::Postgres => vec!["DROP FUNCTION list_application, list_determination, list_enrollment CASCADE".to_owned()],
        };
        undone.extend(["DROP TABLE client_applications", "DELETE FROM _sqlx_migrations WHERE version = 20"].map(str::to_owned));
        for sql in undone {
            db.sql(&sql).await;
        }
        db.store.migrate().await.unwrap();
        assert_eq!(db.number(listed).await, before);
        db.assert_consistent().await;
    })
    .await;
}

#[tokio::test]
async fn notices_from_before_say_what_the_changes_left_that_they_tell_of() {
    on_both(async |db| {
        let (ann, bo) = (db.navigator("Ann Berg", 1).await, db.navigator("Bo Dahl", 2).await);
        let person = db.consumer("Zoë Nguyễn", "1984-03-07").await;
        let association = db.authorize(&person, &ann, at(1)).await;
        catalog(db, 100).await;
        let application = determined(db, &person, 90_000).await;
        let (own, acting) = (Side::Consumer(person.consumer), Side::Assister { assister: ann.id, association });
        for (side, user, role, code, now) in
            [(own, person.user, Role::Consumer, "A", at(9)), (acting, db.user_of(&ann).await, Role::Assister, "B", at(10))]
        {
            let replaces = db.store.enrollment(application).await.unwrap().map(|enrollment| enrollment.id);
            let confirmed = ConfirmedPlan { replaces, ..shown(db, code).await };
            let (today, audit) = (Date::new(2026, 11, 20).unwrap(), audit_of(user, role));
            let confirm = Confirm { id: EnrollmentId(id()), coverage_year: 2027, confirmed, who: &[1], now, today, audit: &audit };
            assert_eq!(db.store.confirm_enrollment(side, confirm).await.unwrap(), EnrolledInPlan::Now);
        }
        let seen = db.store.initial_determination(application).await.unwrap().unwrap().id;
        let (arc, status) = (db.staff(Role::Arc).await.0, LaterStatus { outcomes: vec![(1, Kind::NeedsDecision)], reason: "r".into() });
        let new = NewStatus { id: DeterminationId(id()), consumer: person.consumer, application, status: &status, now: at(11) };
        db.store.record_status(new, StatusBy::Staff { audit: &audit_of(arc, Role::Arc), seen }).await.unwrap();
        db.authorize(&person, &bo, at(12)).await;
        let told = db.store.notices(person.consumer).await.unwrap();
        assert_eq!(told.len(), 7);

        // As the version before left them.
        let before = "UPDATE notices SET about = '' WHERE kind NOT LIKE 'assister%'";
        match db.store.kind() {
            // On one connection: another one may still know the trigger that was dropped.
            DbKind::Sqlite => {
                let on = "CREATE TRIGGER notices_no_update BEFORE UPDATE ON notices BEGIN SELECT RAISE(ABORT, 'append-only'); END";
                db.sql(&format!("DROP TRIGGER notices_no_update; {before}; {on}")).await;
            }
            DbKind::Postgres => {
                db.sql("ALTER TABLE notices DISABLE TRIGGER notices_no_update").await;
                db.sql(before).await;
                db.sql("ALTER TABLE notices ENABLE TRIGGER ALL").await;
            }
        }
        db.sql("DROP INDEX notices_one_of_older_figures").await;
        for column in ["by_whom", "by_name", "in_place_of", "coverage_year", "first_day"] {
            db.sql(&format!("ALTER TABLE notices DROP COLUMN {column}")).await;
        }
        db.sql("DELETE FROM _sqlx_migrations WHERE version IN (18, 23)").await;
        db.store.migrate().await.unwrap();
        assert_eq!(db.store.notices(person.consumer).await.unwrap(), told);
        assert!(db.try_sql("UPDATE notices SET about = ''").await.unwrap_err().contains("append-only"));
    })
    .await;
}

#[tokio::test]
async fn emails_from_before_are_found_by_the_host_that_the_network_knows() {
    for kind in [DbKind::Sqlite, DbKind::Postgres] {
        let db = left_by_version(kind, 23).await;
        let (ann, bo) = (db.navigator("Ann Berg", 1).await, db.navigator("Bo Dahl", 2).await);
        let (zoe, mai, kim) = (
            db.older_consumer("Zoë Nguyễn", "1984-03-07").await,
            db.older_consumer("Mai Nord", "1984-03-08").await,
            db.older_consumer("Kim Vang", "1984-03-09").await,
        );
        let cy = db.navigator("Cy Ek", 3).await;
        db.sql(&format!("UPDATE users SET password_hash = NULL WHERE email = '{}'", cy.email)).await;
        db.sql("UPDATE assisters SET state = 'enrolled', activated_at = NULL, confirmed_at = NULL WHERE display_name = 'Cy Ek'").await;
        for (before, now) in [
            (&cy.email, "cy@müller.de"),
            (&ann.email, "ann@müller.de"),
            (&zoe.email, "zoë@müller.de"),
            (&mai.email, "mai@müller.de"),
            (&kim.email, "mai@xn--mller-kva.de"),
        ] {
            db.sql(&format!("UPDATE users SET email = '{now}' WHERE email = '{before}'")).await;
            db.sql(&format!("UPDATE assisters SET certification_email = '{now}' WHERE certification_email = '{before}'")).await;
            db.sql(&format!("UPDATE assister_words SET word = '={now}' WHERE word = '={before}'")).await;
        }
        for _ in 0..2 {
            db.store.migrate().await.unwrap();
        }
        // What can't be both keeps its own: nobody gets into somebody else's account.
        for (typed, user) in [
            ("Zoë@Müller.de", Some(zoe.user)),
            ("ZOË@xn--mller-kva.de", Some(zoe.user)),
            ("ann@MÜLLER.de", Some(db.user_of(&ann).await)),
            ("mai@müller.de", Some(kim.user)),
            (&*bo.email, Some(db.user_of(&bo).await)),
        ] {
            let found = db.store.credentials(&compared_email(typed).unwrap(), at(0)).await.unwrap();
            assert_eq!(found.map(|found| found.user), user, "{typed}");
        }
        // Nor has anybody the address before they set up their account.
        assert_eq!(db.store.credentials("cy@xn--mller-kva.de", at(0)).await.unwrap(), None);
        let account = db.store.set_up_account(db.user_of(&cy).await, at(0)).await.unwrap().unwrap();
        assert_eq!((account.email.as_str(), account.taken, account.open), ("cy@xn--mller-kva.de", false, true));
        let organization = db.organization_of(&ann).await;
        let search = AssisterSearch::parse("ann@müller.de");
        let query = RosterQuery { organization, kind: AssisterKind::Navigator, state: None, search, cursor: None, now: at(0) };
        assert_eq!(db.store.roster_page(&query).await.unwrap().total, 1);
        assert_eq!(db.number("SELECT COUNT(*) FROM email_hosts").await, 0);
        assert_eq!(db.number("SELECT COUNT(*) FROM users WHERE email = 'mai@müller.de'").await, 1);
        db.assert_consistent().await;
        db.discard().await;
    }
}

#[tokio::test]
async fn who_has_not_set_up_an_account_keeps_the_address_from_nobody_and_links_that_were_sent_open() {
    for kind in [DbKind::Sqlite, DbKind::Postgres] {
        // Of a version that had later ones already, as versions are made side by side.
        let db = TestDb::empty(kind).await;
        let before =
            Migrator::with_migrations(migrations(kind).await.iter().filter(|m| ![35, 36, 39].contains(&m.version)).cloned().collect());
        match &db.raw {
            Raw::Sqlite(pool) => before.run(pool).await.unwrap(),
            Raw::Postgres(pool) => before.run(pool).await.unwrap(),
        }
        let (ann, bo) = (db.navigator("Ann Berg", 1).await, db.navigator("Bo Dahl", 2).await);
        db.sql(&format!("UPDATE users SET password_hash = NULL WHERE email = '{}'", bo.email)).await;
        db.sql("UPDATE assisters SET state = 'enrolled', activated_at = NULL, confirmed_at = NULL WHERE display_name = 'Bo Dahl'").await;
        let user = db.user_of(&bo).await;
        let token = if kind == DbKind::Sqlite { "x'0102'" } else { "'\\x0102'::bytea" };
        db.sql(&format!(
            "INSERT INTO one_time_links (token_hash, purpose, user_id, created_at, expires_at)
             SELECT {token}, 'set_up', id, created_at, created_at FROM users WHERE display_name = 'Bo Dahl'"
        ))
        .await;
        for _ in 0..2 {
            db.store.migrate().await.unwrap();
        }
        assert_eq!(db.store.credentials(&ann.email, at(0)).await.unwrap().unwrap().user, db.user_of(&ann).await);
        assert_eq!(db.store.credentials(&bo.email, at(0)).await.unwrap(), None);
        let account = db.store.set_up_account(user, at(0)).await.unwrap().unwrap();
        assert_eq!((account.email, account.taken, account.open), (bo.email, false, true));
        assert_eq!(db.number("SELECT COUNT(*) FROM one_time_links WHERE purpose = 'set_up' AND used_at IS NULL").await, 1);
        db.assert_consistent().await;
        db.discard().await;
    }
}

#[tokio::test]
async fn a_consumer_who_has_not_confirmed_the_email_keeps_it_from_nobody() {
    for kind in [DbKind::Sqlite, DbKind::Postgres] {
        let db = TestDb::empty(kind).await;
        let before = Migrator::with_migrations(migrations(kind).await.iter().filter(|m| m.version != 39).cloned().collect());
        match &db.raw {
            Raw::Sqlite(pool) => before.run(pool).await.unwrap(),
            Raw::Postgres(pool) => before.run(pool).await.unwrap(),
        }
        let (ann, bo) = (db.older_consumer("Ann Lee", "1990-01-01").await, db.older_consumer("Bo Dahl", "1990-01-01").await);
        let own = "WHERE user_id = (SELECT id FROM users WHERE display_name = 'Ann Lee')";
        db.sql(&format!("UPDATE consumers SET email_confirmed_at = (SELECT created_at FROM users WHERE id = user_id) {own}")).await;
        for _ in 0..2 {
            db.store.migrate().await.unwrap();
        }
        assert_eq!(db.store.credentials(&ann.email, at(0)).await.unwrap().unwrap().user, ann.user);
        assert_eq!(db.store.unconfirmed_credentials(&ann.email).await.unwrap(), None);
        assert_eq!(db.store.credentials(&bo.email, at(0)).await.unwrap(), None);
        assert_eq!(db.store.unconfirmed_credentials(&bo.email).await.unwrap().unwrap().user, bo.user);
        let details = db.store.details(bo.user).await.unwrap().unwrap();
        assert_eq!((details.email, details.email_confirmed), (bo.email, false));
        db.assert_consistent().await;
        db.discard().await;
    }
}

#[tokio::test]
async fn both_databases_have_the_same_migrations_and_named_constraints() {
    let (sqlite, postgres) = (migrations(DbKind::Sqlite).await, migrations(DbKind::Postgres).await);
    let names = |migrator: &Migrator| migrator.iter().map(|m| (m.version, m.description.clone())).collect::<Vec<_>>();
    assert_eq!(names(&sqlite), names(&postgres));
    // Checks of numbers that stand for booleans are SQLite's alone.
    let constraints = |migrator: &Migrator| {
        let mut found = Vec::new();
        for migration in migrator.iter() {
            let sql = migration.sql.as_str();
            for key in ["CONSTRAINT ", "INDEX ", "CREATE TABLE ", "CREATE TRIGGER "] {
                let names = sql.split(key).skip(1).filter_map(|rest| rest.split_whitespace().next());
                found.extend(names.map(|name| name.trim_end_matches([',', ';']).to_owned()));
            }
        }
        let one_sided = [
            "client_words_opened_check",
            "wizard_drafts_confirmed_check",
            "audit_events_no_truncate",
            "assisters_access_check",
            "assisters_employed_check",
            "assessment_questions_right_check",
            "determinations_initial_check",
            "plan_catalogs_sample_check",
        ];
        found.retain(|name| !one_sided.contains(&name.as_str()));
        found.sort();
        // A table that is made anew on one database is altered on the other.
        found.dedup();
        found
    };
    assert_eq!(constraints(&sqlite), constraints(&postgres));
}
