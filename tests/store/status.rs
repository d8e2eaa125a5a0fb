//! Later statuses: recorded by staff or the engine after the initial determination, which stays, each with its audit row and notice.

use crate::store::support::{Person, TestDb, at, audit_of, id, on_both};
use assister_portal::domain::applications::{Address, Application, DeterminedBy, Doer, Kind, LaterStatus, NoticeKind, Signature};
use assister_portal::domain::county::County;
use assister_portal::domain::eligibility::{Determination, Filing, Offer, PUBLISHED, Status, determine};
use assister_portal::domain::identity::Role;
use assister_portal::domain::ids::{ApplicationId, AuditId, ConsumerId, DeterminationId};
use assister_portal::domain::instant::Date;
use assister_portal::store::{
    Audit, Edited, NewDetermination, NewStatus, Recorded, Saver, Side, Started, StatusBy, StatusRecorded, StoredStatus, Submitted,
};

const YEAR: u16 = 2027;

/// Answers without a gap.
fn answers(name: &str) -> Application {
    let mut answers = Application::of(name, Date::new(1984, 3, 7).unwrap());
    let myself = &mut answers.members[0];
    (myself.applies, myself.coverage, myself.status) = (Some(true), Some((false, Offer::None)), Some(Status::Citizen));
    let county = County::from_code("137").unwrap();
    answers.address = Some(Address { street: "12 Lake St".into(), city: "Duluth".into(), zip: "55802".into(), county });
    (answers.help, answers.household_done, answers.income_done, answers.filing) = (Some(true), true, true, Some(Filing::Files));
    answers
}

async fn submitted(db: &TestDb, person: &Person) -> ApplicationId {
    let (side, application) = (Side::Consumer(person.consumer), ApplicationId(id()));
    let saver = Saver { name: person.name.clone(), role: Role::Consumer, kind: None };
    let audit = || audit_of(person.user, Role::Consumer);
    let started = db.store.start_application(side, (application, YEAR), &saver, at(10), &audit()).await.unwrap();
    assert_eq!(started, Some(Started::Now));
    let fill = |draft: &mut Application| {
        *draft = answers(&person.name);
        Ok::<_, ()>(())
    };
    let edited = db.store.edit_application(side, YEAR, &saver, (at(11), &audit()), fill).await.unwrap();
    assert_eq!(edited, Edited::Saved(()));
    let signature = Signature::Consumer { name: person.name.clone() };
    let done = db.submit(side, YEAR, &signature, at(12), &audit()).await.unwrap();
    assert_eq!(done, Submitted::Now(application));
    application
}

fn determined(name: &str) -> Determination {
    determine(answers(name).case(YEAR, Date::new(2026, 11, 20).unwrap()).unwrap(), &PUBLISHED, |_| None)
}

async fn initial(db: &TestDb, application: ApplicationId, determination: &Determination) -> DeterminationId {
    let id = DeterminationId(id());
    let new = NewDetermination { id, application, source: DeterminedBy::BuiltIn, determination, now: at(13) };
    assert_eq!(db.store.record_initial(new, (AuditId(crate::store::support::id()), "test")).await.unwrap(), Recorded::Initial);
    id
}

fn status(kind: Kind, reason: &str) -> LaterStatus {
    LaterStatus { outcomes: vec![(1, kind)], reason: reason.into() }
}

async fn arc(db: &TestDb) -> Audit {
    let (user, _) = db.staff(Role::Arc).await;
    audit_of(user, Role::Arc)
}

#[tokio::test]
async fn staff_and_the_engine_record_after_the_initial_one_which_stays() {
    on_both(async |db| {
        let person = db.consumer("Zoë Nguyễn", "1984-03-07").await;
        let (application, determination) = (submitted(db, &person).await, determined(&person.name));
        let (staff, missing) = (status(Kind::NeedsDecision, "Proof is \"missing\""), status(Kind::MinnesotaCare, "Proof came"));
        let new = |status, now| NewStatus { id: DeterminationId(id()), consumer: person.consumer, application, status, now };
        let audit = arc(db).await;
        let by = |seen| StatusBy::Staff { audit: &audit, seen };

        // Nothing comes before the initial one.
        let early = db.store.record_status(new(&staff, at(13)), by(DeterminationId(id()))).await.unwrap();
        assert_eq!(early, StatusRecorded::NotFound);
        assert_eq!(db.store.record_status(new(&staff, at(13)), StatusBy::Engine(AuditId(id()), "engine")).await.unwrap(), early);
        let first = initial(db, application, &determination).await;
        assert_eq!(db.store.current_status(application).await.unwrap(), None);

        let one = new(&staff, at(14));
        assert_eq!(db.store.record_status(one, by(first)).await.unwrap(), StatusRecorded::Now);
        assert_eq!(db.store.record_status(one, by(first)).await.unwrap(), StatusRecorded::Before);
        let current = StoredStatus { id: one.id, recorded_at: at(14), source: DeterminedBy::Staff, status: staff.clone() };
        assert_eq!(db.store.current_status(application).await.unwrap(), Some(current));

        let two = new(&missing, at(15));
        let engine = || StatusBy::Engine(AuditId(id()), "engine");
        assert_eq!(db.store.record_status(two, engine()).await.unwrap(), StatusRecorded::Now);
        assert_eq!(db.store.record_status(two, engine()).await.unwrap(), StatusRecorded::Before);
        let current = db.store.current_status(application).await.unwrap().unwrap();
        assert_eq!((current.source, current.status), (DeterminedBy::Engine, missing.clone()));
        // What changes nothing is no status: nobody is told of a change.
        assert_eq!(db.store.record_status(new(&missing, at(16)), engine()).await.unwrap(), StatusRecorded::Same);
        // Whoever saw the one before is told.
        let other = AuditId(id());
        let late = Audit { id: other, ..audit.clone() };
        let meanwhile = db.store.record_status(new(&staff, at(16)), StatusBy::Staff { audit: &late, seen: one.id }).await.unwrap();
        assert_eq!(meanwhile, StatusRecorded::Meanwhile);

        let kept = db.store.initial_determination(application).await.unwrap().unwrap();
        assert_eq!((kept.id, kept.determination), (first, determination));
        let notices = db.store.notices(person.consumer).await.unwrap();
        let told: Vec<_> = notices.iter().map(|notice| (notice.kind, notice.by.0, &*notice.about)).collect();
        let expected = [
            (NoticeKind::DeterminedAgain, Doer::Engine, "minnesotacare:1"),
            (NoticeKind::DeterminedAgain, Doer::Staff, "needs_decision:1"),
            (NoticeKind::Determined, Doer::BuiltIn, "medical_assistance:1"),
            (NoticeKind::Submitted, Doer::Consumer, ""),
        ];
        assert_eq!(told, expected);
        assert!(notices.iter().all(|notice| notice.year == Some(YEAR) && notice.by.1.is_empty()));
        for role in ["arc", "consumer"] {
            let rows = format!("SELECT COUNT(*) FROM audit_events WHERE action = 'status_recorded' AND actor_role = '{role}'");
            assert_eq!(db.number(&rows).await, 1, "{role}");
        }
        assert_eq!(db.number("SELECT COUNT(*) FROM determinations WHERE summary = 'needs_decision:1' AND source = 'staff'").await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_status_is_for_the_consumer_whose_application_it_is_and_comes_with_its_audit_row() {
    on_both(async |db| {
        let person = db.consumer("Zoë Nguyễn", "1984-03-07").await;
        let stranger = db.consumer("Bo Dahl", "1984-03-07").await;
        let application = submitted(db, &person).await;
        let first = initial(db, application, &determined(&person.name)).await;
        let (status, audit) = (status(Kind::NeedsDecision, "r"), arc(db).await);
        let of = |consumer| NewStatus { id: DeterminationId(id()), consumer, application, status: &status, now: at(14) };
        let by = StatusBy::Staff { audit: &audit, seen: first };
        assert_eq!(db.store.record_status(of(stranger.consumer), by).await.unwrap(), StatusRecorded::NotFound);

        // An id that the audit log has already can't be written again: nothing else is, either.
        assert_eq!(db.store.record_status(of(person.consumer), by).await.unwrap(), StatusRecorded::Now);
        let latest = db.store.current_status(application).await.unwrap().unwrap();
        let notices = db.store.notices(person.consumer).await.unwrap();
        let again = StatusBy::Staff { audit: &audit, seen: latest.id };
        let other = LaterStatus { outcomes: vec![(1, Kind::MinnesotaCare)], ..status.clone() };
        assert!(db.store.record_status(NewStatus { status: &other, ..of(person.consumer) }, again).await.is_err());
        assert_eq!(db.store.current_status(application).await.unwrap(), Some(latest));
        assert_eq!(db.store.notices(person.consumer).await.unwrap(), notices);
    })
    .await;
}

#[tokio::test]
async fn what_others_did_is_new_to_a_consumer_until_they_read_it() {
    on_both(async |db| {
        let (person, other) = (db.consumer("Zoë Nguyễn", "1984-03-07").await, db.consumer("Al Ek", "1970-01-01").await);
        let application = submitted(db, &person).await;
        let (new, read) =
            (async || db.store.new_notices(person.consumer).await.unwrap(), async || db.store.notices_read(person.consumer).await.unwrap());
        assert_eq!((new().await, read().await), (0, None), "what they did themselves is not new to them");
        initial(db, application, &determined(&person.name)).await;
        assert_eq!((new().await, read().await), (1, None));
        let at_latest = db.store.notices(person.consumer).await.unwrap()[0].at;
        db.store.notices_were_read(person.consumer, at_latest).await.unwrap();
        assert_eq!((new().await, read().await), (0, Some(at_latest)));
        // A slower request takes nothing back.
        db.store.notices_were_read(person.consumer, at(0)).await.unwrap();
        assert_eq!((new().await, read().await), (0, Some(at_latest)));
        assert_eq!((db.store.new_notices(other.consumer).await.unwrap(), db.store.notices_read(other.consumer).await.unwrap()), (0, None));
        let nobody = ConsumerId(id());
        db.store.notices_were_read(nobody, at(1)).await.unwrap();
        assert_eq!((db.store.new_notices(nobody).await.unwrap(), db.store.notices_read(nobody).await.unwrap()), (0, None));
    })
    .await;
}
