//! Applications: whose they are, drafts, submitting once, the frozen determination, notices.

use crate::store::support::{Person, TestDb, at, audit_of, fresh, id, on_both, taker};
use assister_portal::domain::applications::{Application, Change, Fields, NoticeKind, Page, Signature, read};
use assister_portal::domain::applications::{DeterminedBy, Outcomes};
use assister_portal::domain::clients::List;
use assister_portal::domain::eligibility::{PUBLISHED, determine};
use assister_portal::domain::identity::Role;
use assister_portal::domain::ids::{ApplicationId, AuditId, DeterminationId};
use assister_portal::domain::instant::Date;
use assister_portal::store::{
    Edited, ListQuery, NewDetermination, Recorded, Saver, Side, Started, StoreError, StoredApplication, Submitted,
};

pub(super) const YEAR: u16 = 2027;
pub(super) const TODAY: Date = Date { year: 2026, month: 11, day: 20 };

pub(super) fn saver() -> Saver {
    Saver { name: "Zoë Nguyễn".into(), role: Role::Consumer, kind: None }
}

pub(super) fn signature() -> Signature {
    Signature::Consumer { name: "Zoë Nguyễn".into() }
}

/// Everything answered, for one person.
pub(super) fn answer(application: &mut Application) {
    let pages: [(Page, &[(&str, &str)]); 9] = [
        (Page::Help, &[("help", "yes")]),
        (Page::Member(Some(1)), &[("name", "Zoë Nguyễn"), ("born", "1984-03-07"), ("applies", "yes")]),
        (Page::Household, &[]),
        (Page::Address, &[("street", "12 Lake St"), ("city", "Duluth"), ("zip", "55802"), ("county", "137")]),
        (Page::Income(None), &[("member", "1"), ("source", "job"), ("amount", "40000"), ("frequency", "yearly")]),
        (Page::Incomes, &[]),
        (Page::Coverage(1), &[("medicare", "no"), ("employer", "none")]),
        (Page::Taxes, &[("filing", "files")]),
        (Page::Status(1), &[("status", "citizen")]),
    ];
    for (page, typed) in pages {
        let typed: Fields = typed.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let change = read(application, page, &typed, TODAY).unwrap();
        application.apply(change);
    }
}

/// A person's draft with every answer.
pub(super) async fn answered(db: &TestDb, person: &Person) {
    let (side, audit) = (Side::Consumer(person.consumer), audit_of(person.user, Role::Consumer));
    let started = db.store.start_application(side, (ApplicationId(id()), YEAR), &saver(), at(2), &audit).await.unwrap();
    assert_eq!(started, Some(Started::Now));
    let audit = audit_of(person.user, Role::Consumer);
    let edit = |application: &mut Application| {
        answer(application);
        Ok::<(), ()>(())
    };
    assert_eq!(db.store.edit_application(side, YEAR, &saver(), (at(3), &audit), edit).await.unwrap(), Edited::Saved(()));
}

async fn stored(db: &TestDb, side: Side) -> StoredApplication {
    db.store.application_file(side, YEAR).await.unwrap().unwrap().application.unwrap()
}

#[tokio::test]
async fn a_draft_is_the_consumers_and_open_to_their_assister_only() {
    on_both(async |db| {
        let (ann, bo) = (db.navigator("Ann Berg", 1).await, db.navigator("Bo Dahl", 2).await);
        let person = db.consumer("Zoë Nguyễn", "1984-03-07").await;
        let association = db.authorize(&person, &ann, at(1)).await;
        answered(db, &person).await;
        let (own, acting) = (Side::Consumer(person.consumer), Side::Assister { assister: ann.id, association });
        let file = db.store.application_file(acting, YEAR).await.unwrap().unwrap();
        assert_eq!((file.name.as_str(), file.consumer, file.association), ("Zoë Nguyễn", person.consumer, Some((at(1), None))));
        assert_eq!(file.application, Some(stored(db, own).await));
        assert_eq!(db.store.application_file(acting, 2026).await.unwrap().unwrap().application, None, "each year has its own");
        // Somebody else's, and nobody's.
        let stranger = Side::Assister { assister: bo.id, association };
        let audit = || audit_of(person.user, Role::Assister);
        let touch = |application: &mut Application| {
            application.apply(Change::Help(false));
            Ok::<(), ()>(())
        };
        for side in [stranger, acting] {
            if side == acting {
                db.store.remove_assister(person.consumer, association, at(4), audit()).await.unwrap();
            }
            assert_eq!(db.store.application_file(side, YEAR).await.unwrap(), None);
            assert_eq!(db.store.start_application(side, (ApplicationId(id()), 2028), &saver(), at(5), &audit()).await.unwrap(), None);
            assert_eq!(db.store.edit_application(side, YEAR, &saver(), (at(5), &audit()), touch).await.unwrap(), Edited::NotFound);
            let submitted = db.submit(side, YEAR, &signature(), at(5), &audit()).await.unwrap();
            assert_eq!(submitted, Submitted::NotFound);
        }
        assert_eq!(stored(db, own).await.answers.help, Some(true));
        assert_eq!(db.number("SELECT COUNT(*) FROM applications").await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_draft_is_there_when_consumer_and_assister_start_it_at_once() {
    on_both(async |db| {
        let ann = db.navigator("Ann Berg", 1).await;
        let user = db.user_of(&ann).await;
        let person = db.consumer("Zoë Nguyễn", "1984-03-07").await;
        let association = db.authorize(&person, &ann, at(1)).await;
        for year in YEAR..YEAR + 5 {
            let mut tasks = tokio::task::JoinSet::new();
            for place in 0..8 {
                let (side, audit) = if place % 2 == 0 {
                    (Side::Consumer(person.consumer), audit_of(person.user, Role::Consumer))
                } else {
                    (Side::Assister { assister: ann.id, association }, audit_of(user, Role::Assister))
                };
                let store = db.store.clone();
                tasks.spawn(
                    async move { store.start_application(side, (ApplicationId(id()), year), &saver(), at(2), &audit).await.unwrap() },
                );
            }
            let mut started = tasks.join_all().await;
            started.sort_by_key(|one| *one != Some(Started::Now));
            assert_eq!(started[0], Some(Started::Now));
            assert!(started[1..].iter().all(|one| *one == Some(Started::Before)), "{started:?}");
        }
        assert_eq!(db.number("SELECT COUNT(*) FROM applications").await, 5);
        assert_eq!(db.number("SELECT COUNT(*) FROM audit_events WHERE action = 'application_started'").await, 5);
    })
    .await;
}

#[tokio::test]
async fn a_refused_edit_changes_nothing_and_starting_again_changes_nothing() {
    on_both(async |db| {
        let person = db.consumer("Zoë Nguyễn", "1984-03-07").await;
        let side = Side::Consumer(person.consumer);
        let audit = || audit_of(person.user, Role::Consumer);
        let never = |_: &mut Application| Ok::<(), ()>(());
        assert_eq!(db.store.edit_application(side, YEAR, &saver(), (at(3), &audit()), never).await.unwrap(), Edited::NotStarted);
        assert_eq!(db.submit(side, YEAR, &signature(), at(3), &audit()).await.unwrap(), Submitted::NotStarted);
        answered(db, &person).await;
        let (before, rows) = (stored(db, side).await, db.number("SELECT COUNT(*) FROM audit_events").await);
        let refuse = |application: &mut Application| {
            application.apply(Change::Help(false));
            Err::<(), &str>("no")
        };
        let refused = db.store.edit_application(side, YEAR, &saver(), (at(9), &audit()), refuse).await.unwrap();
        assert_eq!(refused, Edited::Refused("no", Box::new(before.clone())));
        let again = db.store.start_application(side, (ApplicationId(id()), YEAR), &saver(), at(9), &audit()).await.unwrap();
        assert_eq!(again, Some(Started::Before));
        assert_eq!((stored(db, side).await, db.number("SELECT COUNT(*) FROM audit_events").await), (before, rows));
    })
    .await;
}

#[tokio::test]
async fn it_is_submitted_once_and_does_not_change_afterwards() {
    on_both(async |db| {
        let person = db.consumer("Zoë Nguyễn", "1984-03-07").await;
        let side = Side::Consumer(person.consumer);
        let audit = || audit_of(person.user, Role::Consumer);
        let started = db.store.start_application(side, (ApplicationId(id()), YEAR), &saver(), at(2), &audit()).await.unwrap();
        assert_eq!(started, Some(Started::Now));
        let missing = db.submit(side, YEAR, &signature(), at(3), &audit()).await.unwrap();
        let questions = vec![Page::Help, Page::Household, Page::Address, Page::Incomes, Page::Taxes];
        assert_eq!(missing, Submitted::Missing(questions));
        let change = |change: Change| {
            move |application: &mut Application| {
                application.apply(change);
                Ok::<(), ()>(())
            }
        };
        let fill = |application: &mut Application| {
            answer(application);
            Ok::<(), ()>(())
        };
        db.store.edit_application(side, YEAR, &saver(), (at(3), &audit()), fill).await.unwrap();
        db.store.edit_application(side, YEAR, &saver(), (at(3), &audit()), change(Change::Help(false))).await.unwrap();
        assert_eq!(db.submit(side, YEAR, &signature(), at(4), &audit()).await.unwrap(), Submitted::NotHere);
        db.store.edit_application(side, YEAR, &saver(), (at(4), &audit()), change(Change::Help(true))).await.unwrap();
        let (one, two) = (audit(), audit());
        let sign = signature();
        let (one, two) = tokio::join!(db.submit(side, YEAR, &sign, at(5), &one), db.submit(side, YEAR, &sign, at(5), &two));
        let id = stored(db, side).await.id;
        let mut both = [one.unwrap(), two.unwrap()];
        both.sort_by_key(|submitted| matches!(submitted, Submitted::Before(_)));
        assert_eq!(both, [Submitted::Now(id), Submitted::Before(id)]);
        let kept = stored(db, side).await;
        assert_eq!(kept.submitted, Some((at(5), signature())));
        let edited = db.store.edit_application(side, YEAR, &saver(), (at(6), &audit()), change(Change::Help(false))).await.unwrap();
        assert_eq!(edited, Edited::Submitted);
        assert_eq!(stored(db, side).await, kept);
        for sql in [
            "UPDATE applications SET answers = '{}'",
            "DELETE FROM applications",
            "UPDATE notices SET kind = 'enrolled'",
            "DELETE FROM notices",
        ] {
            let refused = db.try_sql(sql).await.unwrap_err();
            assert!(["does not change", "are kept", "append-only"].iter().any(|why| refused.contains(why)), "{sql}: {refused}");
        }
        let notices: Vec<_> = db.store.notices(person.consumer).await.unwrap().into_iter().map(|notice| notice.kind).collect();
        assert_eq!(notices, [NoticeKind::Submitted]);
    })
    .await;
}

#[tokio::test]
async fn the_initial_determination_is_recorded_once_and_frozen() {
    on_both(async |db| {
        let ann = db.navigator("Ann Berg", 1).await;
        let person = db.consumer("Zoë Nguyễn", "1984-03-07").await;
        let association = db.authorize(&person, &ann, at(1)).await;
        answered(db, &person).await;
        let side = Side::Consumer(person.consumer);
        let draft = db.store.client_page(ann.id, ListQuery::default()).await.unwrap().rows.remove(0).applied.remove(0);
        assert_eq!((draft.submitted_at, draft.outcomes), (None, None));
        let submitted = db.submit(side, YEAR, &signature(), at(5), &audit_of(person.user, Role::Consumer)).await.unwrap();
        let Submitted::Now(application) = submitted else { panic!("{submitted:?}") };

        // One at a time, until the lease is over or it is said to be due.
        assert_eq!(db.store.claim_case(None, at(4), at(60), taker()).await.unwrap(), None, "not due yet");
        let claimed = db.store.claim_case(Some(application), at(5), at(60), taker()).await.unwrap().unwrap();
        assert_eq!((claimed.id, claimed.coverage_year, claimed.submitted_at, claimed.tries), (application, YEAR, at(5), 1));
        assert_eq!(db.store.claim_case(None, at(59), at(90), taker()).await.unwrap(), None, "somebody has it");
        db.store.under(claimed.lease).determine_again(application, at(50)).await.unwrap();
        assert_eq!(db.store.claim_case(None, at(50), at(110), taker()).await.unwrap().unwrap().tries, 2);

        let determination = determine(claimed.answers.case(YEAR, TODAY).unwrap(), &PUBLISHED, |_| None);
        let new = || NewDetermination {
            id: DeterminationId(fresh(at(6))),
            application,
            source: DeterminedBy::BuiltIn,
            determination: &determination,
            now: at(6),
        };
        let (one, two) = (AuditId(id()), AuditId(id()));
        let (one, two) = tokio::join!(db.store.record_initial(new(), (one, "test")), db.store.record_initial(new(), (two, "test")));
        let mut both = [one.unwrap(), two.unwrap()];
        both.sort_by_key(|recorded| *recorded == Recorded::Before);
        assert_eq!(both, [Recorded::Initial, Recorded::Before]);
        assert_eq!(db.number("SELECT COUNT(*) FROM audit_events WHERE action = 'application_determined'").await, 1);
        assert_eq!(db.store.claim_case(None, at(1000), at(2000), taker()).await.unwrap(), None, "nothing waits any more");
        let nobodys = NewDetermination { application: ApplicationId(id()), ..new() };
        assert_eq!(db.store.record_initial(nobodys, (AuditId(id()), "test")).await.unwrap(), Recorded::NotFound);

        let initial = db.store.initial_determination(application).await.unwrap().unwrap();
        assert_eq!((initial.determination, initial.recorded_at, initial.source), (determination, at(6), DeterminedBy::BuiltIn));
        assert_eq!(db.number("SELECT COUNT(*) FROM determinations").await, 1);
        for sql in ["UPDATE determinations SET body = '{}'", "DELETE FROM determinations"] {
            assert!(db.try_sql(sql).await.unwrap_err().contains("append-only"), "{sql}");
        }
        // The list and the record have it (rule 22).
        let expected = Outcomes::read("with_credit:1");
        for list in [List::All, List::New] {
            let page = db.store.client_page(ann.id, ListQuery { list, ..ListQuery::default() }).await.unwrap();
            let applied = page.rows[0].applied[0].clone();
            assert_eq!((applied.submitted_at, applied.outcomes), (Some(at(5)), Some(expected.clone())));
        }
        let audit = audit_of(db.user_of(&ann).await, Role::Assister);
        let record = db.store.open_client(ann.id, association, at(7), audit).await.unwrap().unwrap();
        assert_eq!(record.applied[0].outcomes, Some(expected));
        let notices: Vec<_> = db.store.notices(person.consumer).await.unwrap().into_iter().map(|notice| notice.kind).collect();
        assert_eq!(notices, [NoticeKind::Determined, NoticeKind::Submitted, NoticeKind::AssisterAdded]);
    })
    .await;
}

#[tokio::test]
async fn a_consumer_is_told_of_every_change_of_their_assister() {
    on_both(async |db| {
        let (ann, bo) = (db.navigator("Ann Berg", 1).await, db.navigator("Bo Dahl", 2).await);
        let (person, other) = (db.consumer("Zoë Nguyễn", "1984-03-07").await, db.consumer("Al Ek", "1970-01-01").await);
        db.authorize(&person, &ann, at(1)).await;
        let association = db.authorize(&person, &bo, at(2)).await;
        db.store.remove_assister(person.consumer, association, at(3), audit_of(person.user, Role::Consumer)).await.unwrap();
        let notices = db.store.notices(person.consumer).await.unwrap();
        let told: Vec<_> = notices.iter().map(|notice| (notice.at, notice.kind, &*notice.about, &*notice.before)).collect();
        let expected = [
            (at(3), NoticeKind::AssisterRemoved, "Bo Dahl", ""),
            (at(2), NoticeKind::AssisterChanged, "Bo Dahl", "Ann Berg"),
            (at(1), NoticeKind::AssisterAdded, "Ann Berg", ""),
        ];
        assert_eq!(told, expected);
        assert!(db.store.notices(other.consumer).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn what_no_version_wrote_is_named_by_its_place() {
    on_both(async |db| {
        let person = db.consumer("Zoë Nguyễn", "1984-03-07").await;
        answered(db, &person).await;
        db.sql("UPDATE applications SET answers = '{\"help\":7}'").await;
        let error = db.store.application_file(Side::Consumer(person.consumer), YEAR).await.unwrap_err();
        assert!(matches!(error, StoreError::BadRow { table: "applications", column: "answers", .. }), "{error}");
    })
    .await;
}
