//! The demo data is exactly what its description says.

use crate::store::support::{TestDb, at, audit_of, on_both, taker};
use assister_portal::domain::applications::{DeterminedBy, Kind, NoticeKind, Outcomes, Stop, missing, summary};
use assister_portal::domain::clients::{Counts, List};
use assister_portal::domain::county::County;
use assister_portal::domain::identity::Role;
use assister_portal::domain::instant::Date;
use assister_portal::domain::manage_assister::ReferenceNumber;
use assister_portal::domain::money::Cents;
use assister_portal::domain::plans::{MetalLevel, Plan, benchmark};
use assister_portal::store::demo::{ACCOUNTS, BUSY, BusyLoad, DemoInput, DemoLoad};
use assister_portal::store::{AgreedText, AssisterCard, ListQuery, Side};
use std::collections::BTreeSet;

fn agreed(card: &AssisterCard) -> AgreedText {
    AgreedText {
        version: "v".into(),
        language: "en".into(),
        text: format!("I agree to {}", card.name),
        sha256: [card.number.as_u32() as u8; 32],
    }
}

pub fn input() -> DemoInput<'static> {
    DemoInput {
        now: at(0),
        day: |_| Date { year: 2026, month: 11, day: 18 },
        certified: (Date::new(2027, 10, 31).unwrap(), at(300 * 24 * 60 * 60)),
        password_hash: "hash",
        agreed: &agreed,
    }
}

async fn roles(db: &TestDb) -> Vec<(Role, bool)> {
    let mut roles = Vec::new();
    for account in ACCOUNTS {
        let found = db.store.credentials(account.email, at(0)).await.unwrap().unwrap();
        assert_eq!(found.password_hash.as_deref(), Some("hash"));
        roles.push((found.role, found.open));
    }
    roles
}

#[tokio::test]
async fn the_demo_has_its_accounts_and_exactly_its_clients() {
    on_both(async |db| {
        assert!(db.store.is_empty().await.unwrap() && !db.store.has_demo().await.unwrap());
        assert_eq!(db.store.load_demo(input()).await.unwrap(), DemoLoad::Loaded);
        assert_eq!(db.store.load_demo(input()).await.unwrap(), DemoLoad::AlreadyThere);
        assert!(!db.store.is_empty().await.unwrap() && db.store.has_demo().await.unwrap());
        assert_eq!(
            roles(db).await,
            [
                (Role::Consumer, true),
                (Role::Consumer, true),
                (Role::Consumer, true),
                (Role::Assister, true),
                (Role::Assister, true),
                (Role::Assister, true),
                (Role::Assister, true),
                (Role::Assister, false),
                (Role::AgencyContact, true),
                (Role::Arc, true),
                (Role::Bsl, true),
                (Role::ResourceManager, true),
            ]
        );
        let navigator = db.store.assister_by_number(ReferenceNumber::from_six(204_816), at(0)).await.unwrap().unwrap();
        assert_eq!(navigator.organization, "Northern Lights Health Navigators");
        let organization_of = async |email: &str, through: &str| {
            db.number(&format!(
                "SELECT COUNT(*) FROM users u LEFT JOIN assisters a ON a.user_id = u.id JOIN organizations o ON o.id = {through}.organization_id
                 WHERE u.email = '{email}' AND o.name = 'Northern Lights Health Navigators'"
            ))
            .await
        };
        assert_eq!(organization_of("contact@demo.test", "u").await, 1, "the agency contact of the navigator's organization");
        assert_eq!(organization_of("navigator2@demo.test", "a").await, 0, "another organization");
        assert_eq!(db.store.assister_by_number(ReferenceNumber::from_six(672_045), at(0)).await.unwrap(), None, "suspended");
        assert_eq!(db.store.client_counts(navigator.id).await.unwrap(), Counts { new: 23, in_progress: 41 });
        let mut names = Vec::new();
        for (list, name) in [(List::New, "Daniel Thao"), (List::InProgress, "Zoë Nguyễn")] {
            let page = db.store.client_page(navigator.id, ListQuery { list, ..ListQuery::default() }).await.unwrap();
            assert!(page.rows.iter().any(|row| row.name == name), "{name}");
            names.extend(page.rows.into_iter().map(|row| row.name));
        }
        assert_eq!(names.len(), 64);
        assert_eq!(db.number("SELECT COUNT(*) FROM associations").await, 64);
        assert_eq!(db.number("SELECT COUNT(*) FROM associations WHERE first_opened_at < started_at").await, 0);
        db.assert_consistent().await;
    })
    .await;
}

#[tokio::test]
async fn the_sample_plans_are_sold_everywhere_at_believable_prices() {
    on_both(async |db| {
        assert_eq!(db.store.load_demo(input()).await.unwrap(), DemoLoad::Loaded);
        let catalog = db.store.current_catalog(2027).await.unwrap().unwrap();
        assert_eq!(
            (catalog.name.as_str(), catalog.is_sample, catalog.imported_by.as_str()),
            ("Sample plans (not real)", true, "Hodan Ali")
        );
        assert!(catalog.imported_at < at(0) && catalog.plans == 32);
        let (mut codes, mut issuers) = (BTreeSet::new(), BTreeSet::new());
        for county in County::all() {
            let found = db.store.plans_in(2027, county).await.unwrap();
            let plans: Vec<_> = found.into_iter().map(|plan| plan.plan).collect();
            let levels: BTreeSet<_> = plans.iter().map(|plan| plan.metal).collect();
            assert_eq!(levels.len(), MetalLevel::ALL.len(), "{}", county.name());
            let silver = |plan: &&Plan| plan.metal == MetalLevel::Silver;
            for plan in plans.iter().filter(silver) {
                assert!((Cents::dollars(330)..=Cents::dollars(480)).contains(&plan.premiums.at(40)), "{plan:?}");
            }
            let lowest = plans.iter().filter(silver).map(|plan| plan.premiums.at(40)).min().unwrap();
            assert!(benchmark(&plans, county, &[40]).unwrap() > lowest, "{}", county.name());
            for plan in plans {
                let at = |age| plan.premiums.at(age).0;
                assert!((21..64).all(|age| at(age) <= at(age + 1)) && at(14) < at(21) && at(64) <= at(21) * 3 + 2, "{plan:?}");
                codes.insert(plan.code);
                issuers.insert(plan.issuer);
            }
        }
        assert_eq!((codes.len(), issuers.len()), (32, 4));
        let audited = "SELECT COUNT(*) FROM audit_events WHERE action = 'catalog_imported'";
        assert_eq!(db.number(audited).await, 1);
    })
    .await;
}

#[tokio::test]
async fn plans_and_applications_are_of_the_year_for_which_people_apply_when_it_is_loaded() {
    on_both(async |db| {
        let spring = DemoInput { day: |_| Date { year: 2028, month: 3, day: 2 }, ..input() };
        assert_eq!(db.store.load_demo(spring).await.unwrap(), DemoLoad::Loaded);
        assert!(db.store.current_catalog(2028).await.unwrap().is_some() && db.store.current_catalog(2027).await.unwrap().is_none());
        assert_eq!(db.number("SELECT COUNT(*) FROM applications WHERE coverage_year <> 2028").await, 0);
    })
    .await;
}

#[tokio::test]
async fn the_navigators_clients_have_applications_in_every_state() {
    on_both(async |db| {
        assert_eq!(db.store.load_demo(input()).await.unwrap(), DemoLoad::Loaded);
        let navigator = db.store.assister_by_number(ReferenceNumber::from_six(204_816), at(0)).await.unwrap().unwrap();
        // What the navigator sees of them: drafts at several pages, pending, and every kind of result.
        let (mut pages, mut kinds, mut pending, mut enrolled) = (Vec::new(), BTreeSet::new(), 0, 0);
        // Those that are not completed here (rule 26), and those of whom staff recorded a status afterwards.
        let (mut elsewhere, mut later) = (0, 0);
        let of = "applications p JOIN associations s ON s.consumer_id = p.consumer_id";
        for list in [List::New, List::InProgress] {
            let page = db.store.client_page(navigator.id, ListQuery { list, ..ListQuery::default() }).await.unwrap();
            for row in page.rows {
                let side = Side::Assister { assister: navigator.id, association: row.association };
                let file = db.store.application_file(side, 2027).await.unwrap().unwrap();
                let Some(application) = file.application else { continue };
                let (started, opened) = file.association.unwrap();
                assert!(application.saved_at > started && application.saved_at < at(0), "{}", file.name);
                if application.saver.role == Role::Assister {
                    assert!(opened.unwrap() < application.saved_at && application.saver.name == navigator.name);
                }
                let Some((submitted, _)) = application.submitted else {
                    match application.answers.next() {
                        Stop::Page(page) => pages.push(page.address()),
                        Stop::NotHere => elsewhere += 1,
                    }
                    continue;
                };
                assert!(missing(&application.answers).is_empty() && submitted > application.saved_at && submitted < at(0));
                match db.store.initial_determination(application.id).await.unwrap() {
                    None => pending += 1,
                    Some(initial) => {
                        let case = application.answers.case(2027, Date { year: 2026, month: 11, day: 18 }).unwrap();
                        assert_eq!(initial.determination.case, case);
                        kinds.extend(initial.determination.outcomes.iter().map(|(_, outcome)| Kind::of(*outcome).code()));
                        let told: Vec<_> = db.store.notices(file.consumer).await.unwrap().into_iter().map(|told| told.kind).collect();
                        assert_eq!(told[told.len() - 3..], [NoticeKind::Determined, NoticeKind::Submitted, NoticeKind::AssisterAdded]);
                        if let Some(enrollment) = db.store.enrollment(application.id).await.unwrap() {
                            assert_eq!(told[0], NoticeKind::Enrolled);
                            assert!(row.applied[0].enrolled && enrollment.credit > Cents(0));
                            enrolled += 1;
                        }
                        if let Some(current) = db.store.current_status(application.id).await.unwrap() {
                            assert_eq!((told[0], current.source), (NoticeKind::DeterminedAgain, DeterminedBy::Staff));
                            assert!(initial.recorded_at < current.recorded_at && current.recorded_at < at(0));
                            let shown = row.applied[0].outcomes.clone().unwrap();
                            assert_eq!(shown, Outcomes::read(&summary(&initial.determination)));
                            assert_ne!(shown, Outcomes::read(&current.status.summary()));
                            later += 1;
                        }
                    }
                }
            }
        }
        pages.sort();
        pages.dedup();
        assert!(pages.len() >= 7, "{pages:?}");
        assert_eq!((kinds.len(), pending, enrolled, elsewhere, later), (Kind::ALL.len(), 2, 1, 1, 1));
        assert_eq!(db.number(&format!("SELECT COUNT(*) FROM {of}")).await, 19);
        // Nothing is due at once: who looks at the demo sees it.
        assert_eq!(db.store.claim_case(None, at(60), at(120), taker()).await.unwrap(), None);
        assert_every_change_is_audited(db).await;
        db.assert_consistent().await;
    })
    .await;
}

/// Every change of an application has its audit row, and those of which people are told their notice.
async fn assert_every_change_is_audited(db: &TestDb) {
    for (action, table, notice) in [
        ("application_started", "applications", None),
        ("application_submitted", "applications WHERE submitted_at IS NOT NULL", Some("submitted")),
        ("application_determined", "determinations WHERE is_initial", Some("determined")),
        ("status_recorded", "determinations WHERE NOT is_initial", Some("determined_again")),
        ("enrolled", "enrollments", Some("enrolled")),
    ] {
        let changes = db.number(&format!("SELECT COUNT(*) FROM {table}")).await;
        let rows = db.number(&format!("SELECT COUNT(*) FROM audit_events WHERE action = '{action}'")).await;
        assert_eq!(rows, changes, "{action}");
        if let Some(kind) = notice {
            let told = format!(
                "SELECT COUNT(*) FROM notices n JOIN audit_events e ON e.id = n.id WHERE n.kind = '{kind}' AND e.action = '{action}'"
            );
            assert_eq!(db.number(&told).await, changes, "{kind}");
        }
    }
    let by_staff = "SELECT COUNT(*) FROM audit_events WHERE action = 'status_recorded' AND actor_role <> 'arc'";
    assert_eq!(db.number(by_staff).await, 0);
}

#[tokio::test]
async fn the_busy_navigators_clients_have_applications_in_every_state() {
    on_both(async |db| {
        db.store.load_demo(input()).await.unwrap();
        let others = db.number("SELECT COUNT(*) FROM applications").await;
        // In two calls: the second one goes on where the first one stopped.
        for clients in [300, 500] {
            db.store.load_busy(input(), clients).await.unwrap();
        }
        assert_eq!(db.number("SELECT COUNT(*) FROM applications").await - others, 370);
        for (what, least) in [
            ("applications WHERE submitted_at IS NULL", 150),
            ("determinations WHERE is_initial", 140),
            ("pending_determinations", 30),
            ("enrollments", 10),
            ("determinations WHERE NOT is_initial", 10),
        ] {
            let found = db.number(&format!("SELECT COUNT(*) FROM {what}")).await;
            assert!(found >= least, "{what}: {found}");
        }
        let busy = db.store.assister_by_number(ReferenceNumber::from_six(781_230), at(0)).await.unwrap().unwrap();
        let page = db.store.client_page(busy.id, ListQuery::default()).await.unwrap();
        let applied: Vec<_> = page.rows.iter().flat_map(|row| &row.applied).collect();
        assert!(applied.iter().any(|applied| applied.enrolled) && applied.iter().any(|applied| applied.submitted_at.is_none()));
        assert_every_change_is_audited(db).await;
        db.assert_consistent().await;
    })
    .await;
}

#[tokio::test]
async fn the_busy_navigator_gets_as_many_clients_as_asked_for_and_never_loses_any() {
    on_both(async |db| {
        let number = ReferenceNumber::from_six(781_230);
        for (clients, now, added) in [(700, 700, 700), (700, 700, 0), (1_000, 1_000, 300), (10, 1_000, 0)] {
            assert_eq!(db.store.load_busy(input(), clients).await.unwrap(), BusyLoad::Loaded { clients: now, added, number });
        }
        assert_eq!(db.store.credentials(BUSY.email, at(0)).await.unwrap().unwrap().role, Role::Assister);
        assert_eq!(db.store.load_demo(input()).await.unwrap(), DemoLoad::Loaded);
        db.assert_consistent().await;
    })
    .await;
}

#[tokio::test]
async fn demo_data_is_not_loaded_beside_real_people() {
    on_both(async |db| {
        let person = db.consumer("Real Person", "1984-03-07").await;
        assert_eq!(db.store.load_demo(input()).await.unwrap(), DemoLoad::NotEmpty);
        assert_eq!(db.store.load_busy(input(), 5).await.unwrap(), BusyLoad::NotEmpty);
        assert!(!db.store.has_demo().await.unwrap());
        assert_eq!(db.number("SELECT COUNT(*) FROM users").await, 1);
        db.store.end_session([0; 32], at(1), Some(audit_of(person.user, Role::Consumer))).await.unwrap();
    })
    .await;
}
