//! Agent of Record and payments: what follows from associations, on both databases.

use super::plans::{manager, new, plan};
use crate::store::demo::input;
use crate::store::support::{Person, Raw, TestDb, at, audit_of, id, on_both};
use assister_portal::domain::audit::Subject;
use assister_portal::domain::identity::{AssisterKind, AssisterState, Role};
use assister_portal::domain::ids::{ApplicationId, AssisterId, AssociationId, DeterminationId};
use assister_portal::domain::instant::{Date, Instant};
use assister_portal::domain::manage_assister::ReferenceNumber;
use assister_portal::domain::plans::Area;
use assister_portal::store::{AgentScope, AssisterCard, Cursor, DbKind, Payment};
use std::collections::BTreeSet;
use uuid::Uuid;

macro_rules! raw {
    ($db:expr, $sql:literal $(, $bind:expr)* $(,)?) => {
        match &$db.raw {
            Raw::Sqlite(pool) => { sqlx::query($sql)$(.bind($bind))*.execute(pool).await.unwrap(); }
            Raw::Postgres(pool) => { sqlx::query($sql)$(.bind($bind))*.execute(pool).await.unwrap(); }
        }
    };
}

async fn broker(db: &TestDb, name: &str, six: u32) -> AssisterCard {
    db.assister(name, AssisterKind::Broker, AssisterState::Active, six).await
}

async fn remove(db: &TestDb, person: &Person, association: AssociationId, now: Instant) {
    db.store.remove_assister(person.consumer, association, now, audit_of(person.user, Role::Consumer)).await.unwrap();
}

/// A submitted application.
async fn application(db: &TestDb, person: &Person, year: i64) -> ApplicationId {
    let application = ApplicationId(id());
    raw!(
        db,
        "INSERT INTO applications (id, consumer_id, coverage_year, answers, started_at, saved_at, saved_name, saved_role, submitted_at,
             submitted_by, submitted_role, signature) VALUES ($1, $2, $3, '{}', $4, $4, '', 'consumer', $4, $5, 'consumer', '{}')",
        application,
        person.consumer,
        year,
        at(2),
        person.user,
    );
    application
}

async fn determined(db: &TestDb, application: ApplicationId, initial: bool, summary: &str, now: Instant) {
    raw!(
        db,
        "INSERT INTO determinations (id, application_id, recorded_at, is_initial, source, summary, body)
         VALUES ($1, $2, $3, $4, 'staff', $5, '{}')",
        DeterminationId(id()),
        application,
        now,
        initial,
        summary,
    );
}

/// A confirmed enrollment, in the place of the one before.
async fn enrolled(db: &TestDb, person: &Person, application: ApplicationId, now: Instant) {
    raw!(db, "UPDATE enrollments SET replaced_at = $2 WHERE application_id = $1 AND replaced_at IS NULL", application, now);
    raw!(
        db,
        "INSERT INTO enrollments (id, application_id, consumer_id, plan_id, members, premium, credit, effective_on, confirmed_at,
             confirmed_by, confirmed_role)
         VALUES ($1, $2, $3, (SELECT id FROM plans LIMIT 1), '1', 10000, 0, $4, $5, $6, 'consumer')",
        id(),
        application,
        person.consumer,
        Date::new(2027, 1, 1),
        now,
        person.user,
    );
}

fn brief(payments: &[Payment]) -> Vec<(ApplicationId, &str, Instant)> {
    payments.iter().map(|payment| (payment.case, payment.navigator.as_str(), payment.active_at)).collect()
}

#[tokio::test]
async fn a_broker_sees_their_own_associations_in_force_and_staff_see_all_of_all_brokers() {
    on_both(async |db| {
        let (bea, cal) = (broker(db, "Bea Lind", 1).await, broker(db, "=Cal Berg", 2).await);
        db.sql("UPDATE assisters SET npn = '1234567' WHERE display_name = 'Bea Lind'").await;
        let (nina, cora) =
            (db.navigator("Nina Dahl", 3).await, db.assister("Cora Voss", AssisterKind::Cac, AssisterState::Active, 4).await);
        let mine = AgentScope::Broker(bea.id);
        assert_eq!(db.store.agent_of_record_page(mine, None).await.unwrap(), Default::default());
        assert_eq!(db.store.agent_of_record_page(AgentScope::Everybody, None).await.unwrap(), Default::default());
        let (zoe, mai) = (db.consumer("Zoë Nguyễn", "1984-03-07").await, db.consumer("Mai Nord", "1984-03-08").await);
        let first = db.authorize(&zoe, &bea, at(10)).await;
        let kept = db.authorize(&mai, &bea, at(20)).await;
        for (name, card) in [("Ann Ek", &nina), ("Bo Ek", &cora)] {
            db.client(name, "1984-03-07", card, at(25)).await;
        }
        // Changed to another broker: gone from the one's, there on the other's, and staff see both.
        let second = db.authorize(&zoe, &cal, at(30)).await;
        let own = |card: &AssisterCard| db.store.whole_agent_of_record(AgentScope::Broker(card.id));
        let ids = |rows: &[assister_portal::store::AgentOfRecord]| rows.iter().map(|row| row.id).collect::<Vec<_>>();
        assert_eq!((ids(&own(&bea).await.unwrap()), ids(&own(&cal).await.unwrap())), (vec![kept], vec![second]));
        let all = db.store.agent_of_record_page(AgentScope::Everybody, None).await.unwrap();
        assert_eq!(ids(&all.rows), [second, kept, first]);
        assert!(!all.previous && !all.next);
        let ended = &all.rows[2];
        assert_eq!((ended.consumer.as_str(), ended.broker.as_str(), ended.npn.as_deref()), ("Zoë Nguyễn", "Bea Lind", Some("1234567")));
        assert_eq!((ended.started_at, ended.ended_at), (at(10), Some(at(30))));
        assert_eq!((all.rows[0].broker.as_str(), all.rows[0].npn.as_deref(), all.rows[0].ended_at), ("=Cal Berg", None, None));
        remove(db, &mai, kept, at(40)).await;
        assert_eq!(own(&bea).await.unwrap(), []);
        assert_eq!(db.store.whole_agent_of_record(AgentScope::Everybody).await.unwrap()[1].ended_at, Some(at(40)));
        // A navigator's associations are nobody's worksheet.
        assert_eq!(own(&nina).await.unwrap(), []);
        db.assert_consistent().await;
    })
    .await;
}

#[tokio::test]
async fn pages_follow_each_other_without_loss_or_repeat() {
    on_both(async |db| {
        let (bea, cal) = (broker(db, "Bea Lind", 1).await, broker(db, "Cal Berg", 2).await);
        for n in 0..120 {
            // Several at the same moment: the id breaks the tie.
            db.client(&format!("Client {n}"), "1984-03-07", if n % 6 == 0 { &cal } else { &bea }, at(10 + n / 3)).await;
        }
        for (scope, expected) in [(AgentScope::Everybody, 120), (AgentScope::Broker(bea.id), 100), (AgentScope::Broker(cal.id), 20)] {
            let all = db.store.whole_agent_of_record(scope).await.unwrap();
            assert_eq!(all.len(), expected);
            let (mut seen, mut pages, mut cursor) = (Vec::new(), Vec::new(), None);
            loop {
                let page = db.store.agent_of_record_page(scope, cursor).await.unwrap();
                assert_eq!(page.previous, cursor.is_some());
                cursor = page.rows.last().map(|row| Cursor::After(row.id));
                seen.extend(page.rows.clone());
                let next = page.next;
                pages.push(page);
                if !next {
                    break;
                }
            }
            assert_eq!(seen, all, "{scope:?}");
            for two in pages.windows(2).filter(|two| two[0].rows.len() == 50) {
                let back = db.store.agent_of_record_page(scope, Some(Cursor::Before(two[1].rows[0].id))).await.unwrap();
                assert_eq!(back.rows, two[0].rows);
            }
        }
        // Another's row, or none at all, leads to the first page.
        let first = db.store.agent_of_record_page(AgentScope::Broker(bea.id), None).await.unwrap();
        let others = db.store.whole_agent_of_record(AgentScope::Broker(cal.id)).await.unwrap()[0].id;
        for foreign in [others, AssociationId(Uuid::nil())] {
            assert_eq!(db.store.agent_of_record_page(AgentScope::Broker(bea.id), Some(Cursor::After(foreign))).await.unwrap(), first);
        }
    })
    .await;
}

#[tokio::test]
async fn both_worksheets_are_found_by_indexes() {
    on_both(async |db| {
        // As many as make walking the table the wrong choice, every other one a broker's.
        db.store.load_busy(input(), 20_000).await.unwrap();
        let busy = db.store.assister_by_number(ReferenceNumber::from_six(781_230), at(0)).await.unwrap().unwrap();
        let halves = "UPDATE associations SET assister_kind = 'broker' WHERE id IN (SELECT id FROM associations ORDER BY id LIMIT 10000)";
        db.sql(halves).await;
        if db.store.kind() == DbKind::Postgres {
            db.sql("ANALYZE").await;
        }
        let scans = |plan: &str| match db.store.kind() {
            // `c` is the cases of a month, gathered before.
            DbKind::Sqlite => plan.lines().any(|line| line.starts_with("SCAN") && line != "SCAN c" && !line.contains(" USING ")),
            // Of assisters there are so few that an index would be the longer way.
            DbKind::Postgres => plan.contains("Seq Scan on associations"),
        };
        for scope in [AgentScope::Everybody, AgentScope::Broker(busy.id), AgentScope::Broker(AssisterId(Uuid::nil()))] {
            for explained in db.store.explain_agent_of_record(scope).await.unwrap() {
                let context = format!("{:?} {scope:?}\n{}\n{}", db.store.kind(), explained.sql, explained.plan);
                let sorts = explained.plan.contains("TEMP B-TREE") || explained.plan.contains("Sort");
                assert!(!scans(&explained.plan) && !sorts, "{context}");
            }
        }
        let organization = db.organization_of(&busy).await;
        for organization in [None, Some(organization)] {
            let explained = db.store.explain_payments(organization, at(0), at(100)).await.unwrap();
            assert!(!scans(&explained.plan), "{:?}\n{}\n{}", db.store.kind(), explained.sql, explained.plan);
        }
    })
    .await;
}

#[tokio::test]
async fn a_payment_goes_to_the_navigator_who_was_authorized_when_the_case_became_active() {
    on_both(async |db| {
        let (ann, bo) = (db.navigator("Ann Berg", 1).await, db.navigator("Bo Dahl", 2).await);
        let (cora, bea) = (db.assister("Cora Voss", AssisterKind::Cac, AssisterState::Active, 3).await, broker(db, "Bea Lind", 4).await);
        db.store.import_catalog(&new(2027, "plans.csv"), &[plan("A", Area::Rating(8), 100)], &manager(db).await, at(1)).await.unwrap();
        let everybody = async || db.store.payments(None, at(0), at(1000)).await.unwrap();
        assert_eq!(everybody().await, []);

        let person = async |name: &str| db.consumer(name, "1984-03-07").await;
        // Authorized before: one payment, and a determination after the initial one changes nothing.
        let zoe = person("Zoë Nguyễn").await;
        db.authorize(&zoe, &ann, at(10)).await;
        let paid = application(db, &zoe, 2027).await;
        determined(db, paid, true, "with_credit:1,minnesotacare:1", at(50)).await;
        determined(db, paid, false, "medical_assistance:2", at(60)).await;
        enrolled(db, &zoe, paid, at(70)).await;
        // Another year is another case.
        let again = application(db, &zoe, 2028).await;
        determined(db, again, true, "medical_assistance:1", at(400)).await;
        // Authorized after the case became active: none, then or later.
        let late = person("Late Comer").await;
        let early_case = application(db, &late, 2027).await;
        determined(db, early_case, true, "medical_assistance:1", at(50)).await;
        db.authorize(&late, &ann, at(51)).await;
        // Changed in between: whoever held it then. Changed at the very moment: the new one.
        for (name, changed, expected) in
            [("Changed Before", 40, "Bo Dahl"), ("Changed Then", 50, "Bo Dahl"), ("Changed After", 51, "Ann Berg")]
        {
            let changer = person(name).await;
            db.authorize(&changer, &ann, at(10)).await;
            let case = application(db, &changer, 2027).await;
            db.authorize(&changer, &bo, at(changed)).await;
            determined(db, case, true, "medical_assistance:1", at(50)).await;
            let payments = everybody().await;
            let of_case: Vec<_> = payments.iter().filter(|payment| payment.case == case).collect();
            assert_eq!(of_case.iter().map(|payment| payment.navigator.as_str()).collect::<Vec<_>>(), [expected], "{name}");
        }
        // Ended before: none.
        let gone = person("Gone Before").await;
        let association = db.authorize(&gone, &ann, at(10)).await;
        remove(db, &gone, association, at(49)).await;
        let of_gone = application(db, &gone, 2027).await;
        determined(db, of_gone, true, "medical_assistance:1", at(50)).await;
        // A tax credit alone makes no case active; enrolling does, the first time.
        let credit = person("Credit Only").await;
        db.authorize(&credit, &ann, at(10)).await;
        let with_credit = application(db, &credit, 2027).await;
        determined(db, with_credit, true, "with_credit:2", at(50)).await;
        assert!(everybody().await.iter().all(|payment| payment.case != with_credit));
        enrolled(db, &credit, with_credit, at(200)).await;
        enrolled(db, &credit, with_credit, at(300)).await;
        // CACs and brokers earn none, and a determination that waits for a decision neither.
        for (name, card, summary) in
            [("With Cac", &cora, "medical_assistance:1"), ("With Broker", &bea, "minnesotacare:1"), ("Undecided", &ann, "needs_decision:1")]
        {
            let other = person(name).await;
            db.authorize(&other, card, at(10)).await;
            let case = application(db, &other, 2027).await;
            determined(db, case, true, summary, at(50)).await;
        }

        let payments = everybody().await;
        assert_eq!(payments.len(), 6);
        assert_eq!(payments.iter().map(|payment| payment.case).collect::<BTreeSet<_>>().len(), 6, "one for each case");
        let all = brief(&payments);
        for expected in [(paid, "Ann Berg", at(50)), (with_credit, "Ann Berg", at(200)), (again, "Ann Berg", at(400))] {
            assert!(all.contains(&expected), "{expected:?} in {all:?}");
        }
        assert!(all.is_sorted_by_key(|(.., at)| *at));
        // The time that is asked for has its beginning and not its end.
        let between = async |from, to| db.store.payments(None, at(from), at(to)).await.unwrap();
        assert_eq!(brief(&between(200, 400).await), [(with_credit, "Ann Berg", at(200))]);
        assert_eq!(brief(&between(201, 400).await), [], "enrolling again is no second payment");
        assert_eq!(brief(&between(60, 80).await), [], "nor is enrolling after Medical Assistance");
        // An organization sees its own navigators' only.
        let of = async |card: &AssisterCard| {
            let organization = db.organization_of(card).await;
            db.store.payments(Some(organization), at(0), at(1000)).await.unwrap()
        };
        let (anns, bos) = (of(&ann).await, of(&bo).await);
        assert!(anns.len() == 4 && anns.iter().all(|payment| payment.navigator == "Ann Berg" && payment.organization == "Ann Berg House"));
        assert!(bos.len() == 2 && bos.iter().all(|payment| payment.navigator == "Bo Dahl"));
        assert_eq!((of(&cora).await.len(), of(&bea).await.len()), (0, 0));
        db.assert_consistent().await;
    })
    .await;
}

#[tokio::test]
async fn taking_a_worksheet_along_is_noted() {
    on_both(async |db| {
        let (user, organization) = db.staff(Role::AgencyContact).await;
        let subject = Subject { organization, ..Subject::default() };
        db.store.note_export(subject, at(5), &audit_of(user, Role::AgencyContact)).await.unwrap();
        let noted = "SELECT COUNT(*) FROM audit_events WHERE action = 'worksheet_exported' AND actor_role = 'agency_contact'
                     AND organization_id = (SELECT organization_id FROM users WHERE role = 'agency_contact')";
        assert_eq!(db.number(noted).await, 1);
    })
    .await;
}
