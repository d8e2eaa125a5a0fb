//! Enrollments: confirmed once, at the price and from the catalog that was shown; replaced before the first day, kept after it.

use super::plans::{manager, new, plan};
use crate::store::support::{Person, TestDb, at, audit_of, id, on_both};
use assister_portal::domain::applications::{Address, Application, DeterminedBy, Kind, LaterStatus, Signature};
use assister_portal::domain::county::County;
use assister_portal::domain::eligibility::{Filing, Offer, PUBLISHED, Status, determine};
use assister_portal::domain::identity::Role;
use assister_portal::domain::ids::{ApplicationId, AuditId, DeterminationId, EnrollmentId, PlanId};
use assister_portal::domain::instant::Date;
use assister_portal::domain::money::Cents;
use assister_portal::domain::plans::{Area, Plan};
use assister_portal::domain::shopping::Price;
use assister_portal::store::{
    Audit, Confirm, ConfirmedPlan, EnrolledInPlan, NewDetermination, NewStatus, Saver, Side, StatusBy, StoreError, Submitted,
};

const YEAR: u16 = 2027;

fn hennepin() -> County {
    County::from_name("Hennepin").unwrap()
}

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

/// A person of 42 with a yearly income, submitted and determined with a benchmark of 100 dollars.
pub async fn determined(db: &TestDb, person: &Person, income: i64) -> ApplicationId {
    determined_in(db, YEAR, person, income).await
}

/// The same for another coverage year.
pub async fn determined_in(db: &TestDb, year: u16, person: &Person, income: i64) -> ApplicationId {
    let side = Side::Consumer(person.consumer);
    let by = Saver { name: person.name.clone(), role: Role::Consumer, kind: None };
    let audit = || audit_of(person.user, Role::Consumer);
    let application = ApplicationId(id());
    db.store.start_application(side, (application, year), &by, at(1), &audit()).await.unwrap().unwrap();
    let fill = |answers: &mut Application| {
        answers.help = Some(true);
        let member = &mut answers.members[0];
        (member.applies, member.coverage, member.status) = (Some(true), Some((false, Offer::None)), Some(Status::Citizen));
        let county = hennepin();
        answers.address = Some(Address { street: "1 Lake St".into(), city: "Edina".into(), zip: "55401".into(), county });
        (answers.household_done, answers.income_done, answers.filing) = (true, true, Some(Filing::Files));
        Ok::<(), ()>(())
    };
    db.store.edit_application(side, year, &by, (at(2), &audit()), fill).await.unwrap();
    let signature = Signature::Consumer { name: person.name.clone() };
    let submitted = db.submit(side, year, &signature, at(3), &audit()).await.unwrap();
    assert_eq!(submitted, Submitted::Now(application));
    let answers = db.store.application_file(side, year).await.unwrap().unwrap().application.unwrap().answers;
    let mut case = answers.case(year, day("2026-11-18")).unwrap();
    case.income = Cents::dollars(income);
    let determination = determine(case, &PUBLISHED, |_| Some(Cents::dollars(1_000)));
    let new = NewDetermination {
        id: DeterminationId(id()),
        application,
        source: DeterminedBy::BuiltIn,
        determination: &determination,
        now: at(4),
    };
    db.store.record_initial(new, (AuditId(id()), "test")).await.unwrap();
    application
}

/// What a page shows of a plan.
pub async fn shown(db: &TestDb, code: &str) -> ConfirmedPlan {
    shown_in(db, YEAR, code).await
}

/// The same for another coverage year.
pub async fn shown_in(db: &TestDb, year: u16, code: &str) -> ConfirmedPlan {
    let sold = db.store.plans_in(year, hennepin()).await.unwrap();
    let sold = sold.iter().find(|sold| sold.plan.code == code).unwrap();
    // Above the limit of the tax credit there is none.
    ConfirmedPlan {
        plan: sold.id,
        price: Price { premium: sold.plan.premium(&[42]), credit: Cents(0) },
        effective_on: day("2027-01-01"),
        replaces: None,
    }
}

async fn confirm_for(
    db: &TestDb,
    side: Side,
    (confirmed, who): (ConfirmedPlan, &[u16]),
    today: &str,
    audit: &Audit,
) -> Result<EnrolledInPlan, StoreError> {
    let confirm = Confirm { id: EnrollmentId(id()), coverage_year: YEAR, confirmed, who, now: at(9), today: day(today), audit };
    db.store.confirm_enrollment(side, confirm).await
}

async fn confirm_on(db: &TestDb, side: Side, confirmed: ConfirmedPlan, today: &str, audit: &Audit) -> Result<EnrolledInPlan, StoreError> {
    confirm_for(db, side, (confirmed, &[1]), today, audit).await
}

/// The consumer confirms, in November.
pub async fn confirms(db: &TestDb, person: &Person, confirmed: ConfirmedPlan) -> Result<EnrolledInPlan, StoreError> {
    confirm_on(db, Side::Consumer(person.consumer), confirmed, "2026-11-20", &audit_of(person.user, Role::Consumer)).await
}

/// Two plans of the county, and one of another.
pub async fn catalog(db: &TestDb, cents: i64) {
    catalog_in(db, YEAR, cents).await;
}

/// The same for another coverage year.
pub async fn catalog_in(db: &TestDb, year: u16, cents: i64) {
    let by = manager(db).await;
    let plans: Vec<Plan> =
        vec![plan("A", Area::Rating(8), cents), plan("B", Area::County(hennepin()), cents), plan("C", Area::Rating(1), cents)];
    assert!(db.store.import_catalog(&new(year, "plans.csv"), &plans, &by, at(5)).await.unwrap());
}

const AUDITED: &str = "SELECT COUNT(*) FROM audit_events WHERE action = 'enrolled'";
const NOTICES: &str = "SELECT COUNT(*) FROM notices WHERE kind = 'enrolled'";
const ALL: &str = "SELECT COUNT(*) FROM enrollments";

#[tokio::test]
async fn an_enrollment_is_confirmed_once_and_kept_as_it_was() {
    on_both(async |db| {
        let person = db.consumer("Zoë Nguyễn", "1984-03-07").await;
        catalog(db, 100).await;
        let application = determined(db, &person, 90_000).await;
        assert_eq!(db.store.enrollment(application).await.unwrap(), None);
        let a = shown(db, "A").await;
        assert_eq!(confirms(db, &person, a).await.unwrap(), EnrolledInPlan::Now);
        assert_eq!(confirms(db, &person, a).await.unwrap(), EnrolledInPlan::Before);
        for sql in [ALL, AUDITED, NOTICES] {
            assert_eq!(db.number(sql).await, 1, "{sql}");
        }
        let kept = db.store.enrollment(application).await.unwrap().unwrap();
        assert_eq!((kept.plan, kept.members.as_slice(), kept.premium, kept.credit), (a.plan, &[1][..], Cents(4_200), Cents(0)));
        assert_eq!((kept.effective_on, kept.confirmed_at, kept.confirmed_by), (day("2027-01-01"), at(9), Role::Consumer));

        // Another catalog, with other prices: what was confirmed stays.
        catalog(db, 200).await;
        assert_eq!(db.store.enrollment(application).await.unwrap(), Some(kept.clone()));
        let plan = db.store.plan(kept.plan).await.unwrap().unwrap().plan;
        assert_eq!((plan.code.as_str(), plan.premium(&[42])), ("A", Cents(4_200)));
        assert_eq!(db.store.plan(PlanId(id())).await.unwrap(), None);
        assert!(db.try_sql("DELETE FROM enrollments").await.unwrap_err().contains("are kept"));
    })
    .await;
}

#[tokio::test]
async fn what_changed_meanwhile_is_not_confirmed() {
    on_both(async |db| {
        let person = db.consumer("Zoë Nguyễn", "1984-03-07").await;
        catalog(db, 100).await;
        determined(db, &person, 90_000).await;
        let (a, b) = (shown(db, "A").await, shown(db, "B").await);
        let other_county = {
            let olmsted = db.store.plans_in(YEAR, County::from_name("Olmsted").unwrap()).await.unwrap();
            ConfirmedPlan { plan: olmsted[0].id, ..a }
        };
        assert_eq!(confirms(db, &person, other_county).await.unwrap(), EnrolledInPlan::NotSold);
        assert_eq!(confirms(db, &person, ConfirmedPlan { plan: PlanId(id()), ..a }).await.unwrap(), EnrolledInPlan::NotSold);
        for price in [
            Price { premium: Cents(1), credit: Cents(0) },
            Price { credit: Cents(1), ..a.price },
            Price { premium: Cents(-5), credit: Cents(-5) },
        ] {
            assert_eq!(confirms(db, &person, ConfirmedPlan { price, ..a }).await.unwrap(), EnrolledInPlan::OtherPrice);
        }
        let (own, audit) = (Side::Consumer(person.consumer), audit_of(person.user, Role::Consumer));
        for who in [&[][..], &[2], &[1, 2]] {
            assert_eq!(confirm_for(db, own, (a, who), "2026-11-20", &audit).await.unwrap(), EnrolledInPlan::OtherPeople, "{who:?}");
        }
        let unknown = ConfirmedPlan { replaces: Some(EnrollmentId(id())), ..a };
        assert_eq!(confirms(db, &person, unknown).await.unwrap(), EnrolledInPlan::Meanwhile);
        // The month ended while the page was open.
        assert_eq!(confirm_on(db, own, a, "2027-01-02", &audit).await.unwrap(), EnrolledInPlan::OtherDay);
        catalog(db, 100).await;
        assert_eq!(confirms(db, &person, b).await.unwrap(), EnrolledInPlan::NotSold, "of the catalog before");
        assert_eq!((db.number(ALL).await, db.number(AUDITED).await, db.number(NOTICES).await), (0, 0, 0));

        // Nobody qualifies for a plan, or nothing was determined.
        let poor = db.consumer("Ann Berg", "1984-03-07").await;
        determined(db, &poor, 10_000).await;
        let a = shown(db, "A").await;
        assert_eq!(confirms(db, &poor, a).await.unwrap(), EnrolledInPlan::Nobody);
        let nothing = db.consumer("Bo Dahl", "1984-03-07").await;
        assert_eq!(confirms(db, &nothing, a).await.unwrap(), EnrolledInPlan::Nobody);
    })
    .await;
}

#[tokio::test]
async fn before_the_first_day_another_one_takes_its_place_and_after_it_none() {
    on_both(async |db| {
        let person = db.consumer("Zoë Nguyễn", "1984-03-07").await;
        catalog(db, 100).await;
        let application = determined(db, &person, 90_000).await;
        let (a, b) = (shown(db, "A").await, shown(db, "B").await);
        confirms(db, &person, a).await.unwrap();
        // A page that did not know of it changes nothing.
        assert_eq!(confirms(db, &person, b).await.unwrap(), EnrolledInPlan::Meanwhile);
        let first = db.store.enrollment(application).await.unwrap().unwrap();
        let b = ConfirmedPlan { replaces: Some(first.id), ..b };
        let (own, audit) = (Side::Consumer(person.consumer), audit_of(person.user, Role::Consumer));
        assert_eq!(confirm_on(db, own, b, "2027-01-01", &audit).await.unwrap(), EnrolledInPlan::Begun);
        assert_eq!(confirm_on(db, own, b, "2026-12-31", &audit).await.unwrap(), EnrolledInPlan::Now);
        let second = db.store.enrollment(application).await.unwrap().unwrap();
        assert_eq!((second.plan, second.effective_on), (b.plan, day("2027-01-01")));
        assert_eq!(db.number("SELECT COUNT(*) FROM enrollments WHERE replaced_at IS NOT NULL").await, 1);
        assert_eq!((db.number(ALL).await, db.number(AUDITED).await, db.number(NOTICES).await), (2, 2, 2));
        for which in ["NOT NULL", "NULL"] {
            for change in ["premium = 1", "credit = 1", "effective_on = '2027-03-01'", "members = '2'", "confirmed_role = 'assister'"] {
                let refused = db.try_sql(&format!("UPDATE enrollments SET {change} WHERE replaced_at IS {which}")).await.unwrap_err();
                assert!(refused.contains("enrollment does not change"), "{change} {which}: {refused}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn of_two_at_once_one_is_confirmed() {
    on_both(async |db| {
        let person = db.consumer("Zoë Nguyễn", "1984-03-07").await;
        catalog(db, 100).await;
        determined(db, &person, 90_000).await;
        let (a, b) = (shown(db, "A").await, shown(db, "B").await);
        let (one, again, other) = tokio::join!(confirms(db, &person, a), confirms(db, &person, a), confirms(db, &person, b));
        let done = [one.unwrap(), again.unwrap(), other.unwrap()];
        assert_eq!(done.iter().filter(|done| **done == EnrolledInPlan::Now).count(), 1, "{done:?}");
        assert_eq!(done.iter().filter(|done| **done == EnrolledInPlan::NotSold).count(), 0, "{done:?}");
        assert_eq!((db.number(ALL).await, db.number(AUDITED).await, db.number(NOTICES).await), (1, 1, 1));
    })
    .await;
}

#[tokio::test]
async fn an_assister_confirms_while_the_association_is_in_force() {
    on_both(async |db| {
        let ann = db.navigator("Ann Berg", 1).await;
        let person = db.consumer("Zoë Nguyễn", "1984-03-07").await;
        let association = db.authorize(&person, &ann, at(1)).await;
        catalog(db, 100).await;
        determined(db, &person, 90_000).await;
        let a = shown(db, "A").await;
        let audit = audit_of(db.user_of(&ann).await, Role::Assister);
        let applied =
            || async { db.store.client_page(ann.id, Default::default()).await.unwrap().rows.remove(0).applied.remove(0).enrolled };
        let side = Side::Assister { assister: ann.id, association };
        assert!(!applied().await);
        assert_eq!(confirm_on(db, side, a, "2026-11-20", &audit).await.unwrap(), EnrolledInPlan::Now);
        assert!(applied().await, "the list says so");
        assert_eq!(db.number("SELECT COUNT(*) FROM audit_events WHERE action = 'enrolled' AND association_id IS NOT NULL").await, 1);
        assert_eq!(db.number("SELECT COUNT(*) FROM enrollments WHERE confirmed_role = 'assister'").await, 1);
        let own = audit_of(person.user, Role::Consumer);
        db.store.remove_assister(person.consumer, association, at(10), own).await.unwrap();
        let audit = audit_of(audit.actor.user, Role::Assister);
        assert_eq!(confirm_on(db, side, a, "2026-11-20", &audit).await.unwrap(), EnrolledInPlan::NotFound);
        db.assert_consistent().await;
    })
    .await;
}

#[tokio::test]
async fn the_consumer_enrolls_by_the_current_status_and_an_assister_by_the_initial_one() {
    on_both(async |db| {
        let ann = db.navigator("Ann Berg", 1).await;
        let person = db.consumer("Zoë Nguyễn", "1984-03-07").await;
        let association = db.authorize(&person, &ann, at(1)).await;
        catalog(db, 100).await;
        let application = determined(db, &person, 10_000).await;
        let (a, b) = (shown(db, "A").await, shown(db, "B").await);
        let assister = Side::Assister { assister: ann.id, association };
        let by_assister = audit_of(db.user_of(&ann).await, Role::Assister);
        let record = async |kind, now| {
            let status = LaterStatus { outcomes: vec![(1, kind)], reason: "r".into() };
            let new = NewStatus { id: DeterminationId(id()), consumer: person.consumer, application, status: &status, now };
            db.store.record_status(new, StatusBy::Engine(AuditId(id()), "engine")).await.unwrap();
        };
        assert_eq!(confirms(db, &person, a).await.unwrap(), EnrolledInPlan::Nobody);
        record(Kind::WithoutCredit, at(6)).await;
        assert_eq!(confirm_on(db, assister, a, "2026-11-20", &by_assister).await.unwrap(), EnrolledInPlan::Nobody);
        assert_eq!(confirms(db, &person, a).await.unwrap(), EnrolledInPlan::Now);
        // Nobody any more: what was confirmed stays, and nothing is confirmed in its place.
        record(Kind::MedicalAssistance, at(7)).await;
        let first = db.store.enrollment(application).await.unwrap().unwrap();
        let other = ConfirmedPlan { replaces: Some(first.id), ..b };
        assert_eq!(confirms(db, &person, other).await.unwrap(), EnrolledInPlan::Nobody);
        assert_eq!(db.store.enrollment(application).await.unwrap(), Some(first));
    })
    .await;
}

#[tokio::test]
async fn what_a_consumer_confirmed_an_assister_confirms_anew_without_being_told_what_it_was() {
    on_both(async |db| {
        let ann = db.navigator("Ann Berg", 1).await;
        let person = db.consumer("Zoë Nguyễn", "1984-03-07").await;
        let association = db.authorize(&person, &ann, at(1)).await;
        catalog(db, 100).await;
        let application = determined(db, &person, 90_000).await;
        let a = shown(db, "A").await;
        confirms(db, &person, a).await.unwrap();
        let theirs = db.store.enrollment(application).await.unwrap().unwrap();
        assert!(!theirs.open_to_assisters());
        let (side, user) = (Side::Assister { assister: ann.id, association }, db.user_of(&ann).await);
        let again = ConfirmedPlan { replaces: Some(theirs.id), ..a };
        let confirm = async || confirm_on(db, side, again, "2026-11-20", &audit_of(user, Role::Assister)).await.unwrap();
        // The very same plan: "before" would tell which one it was.
        assert_eq!((confirm().await, confirm().await), (EnrolledInPlan::Now, EnrolledInPlan::Before));
        assert!(db.store.enrollment(application).await.unwrap().unwrap().open_to_assisters());
        assert_eq!(db.number(ALL).await, 2);
    })
    .await;
}
