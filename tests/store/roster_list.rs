//! Pages of a roster of ten thousand: every one reached once, every plan by an index, and nobody of another organization.

use crate::store::roster::{Contact, email_asked, entry};
use crate::store::support::{TestDb, at, on_both};
use assister_portal::domain::identity::AssisterKind;
use assister_portal::domain::ids::AssisterId;
use assister_portal::domain::instant::Date;
use assister_portal::domain::manage_assister::ReferenceNumber;
use assister_portal::domain::roster::{AccountState, AssisterSearch, Entry};
use assister_portal::store::{Changed, Cursor, DbKind, ROSTER_PAGE, RosterPage, RosterQuery};
use std::collections::BTreeSet;
use std::time::{Duration, Instant as Stopwatch};

const MANY: u32 = 10_000;

/// Puts so many people on the roster of navigators of the one organization, and nine times as many on those of ten others: one in
/// four of each has an account, and of these every other one's certification is over.
async fn fill(db: &TestDb, karin: &Contact) {
    let (id, six, own, instant) = match db.store.kind() {
        DbKind::Sqlite => ("randomblob(16)", "substr('00000' || i, -6)", format!("x'{}'", karin.organization.0.simple()), ""),
        DbKind::Postgres => ("gen_random_uuid()", "right('00000' || i, 6)", format!("'{}'::uuid", karin.organization.0), "TIMESTAMPTZ "),
    };
    let micros = |seconds: u64| at(seconds).as_micros();
    let moment = |seconds: u64| match db.store.kind() {
        DbKind::Sqlite => micros(seconds).to_string(),
        DbKind::Postgres => format!("({instant}'1970-01-01 00:00:00Z' + INTERVAL '1 microsecond' * {})", micros(seconds)),
    };
    let yes = if db.store.kind() == DbKind::Sqlite { "1" } else { "TRUE" };
    let (now, past, future) = (moment(0), moment(10), moment(90 * 24 * 60 * 60));
    db.sql(&format!(
        "INSERT INTO organizations (id, name, created_at)
         WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10) SELECT {id}, 'Other ' || i, {now} FROM n"
    ))
    .await;
    let people = |organization: &str, from: u32, to: u32| {
        format!(
            "INSERT INTO assisters (id, organization_id, kind, state, reference_number, first_name, last_name, display_name, sort_name,
                 certification_email, assister_code, training_id, public_phone, public_email, city, languages, portal_access, employed,
                 certification, certified_until, certified_end, created_at)
             WITH RECURSIVE n(i) AS (SELECT {from} UNION ALL SELECT i + 1 FROM n WHERE i < {to})
             SELECT {id}, {organization}, 'navigator', CASE WHEN i % 4 = 0 THEN 'active' ELSE 'not_enrolled' END,
                 CASE WHEN i % 4 = 0 THEN i END, 'Ann', CASE WHEN i % 2 = 0 THEN 'Berg' ELSE 'Nord' END || {six},
                 'Ann ' || CASE WHEN i % 2 = 0 THEN 'Berg' ELSE 'Nord' END || {six},
                 CASE WHEN i % 2 = 0 THEN 'berg' ELSE 'nord' END || {six} || ' ann',
                 'p' || i || '@example.test', 'CODE' || {six}, 'MN-' || {six}, '651-555-0100', 'help@example.test', '', '', {yes}, {yes},
                 'certified', '2026-12-31', CASE WHEN i % 8 = 0 THEN {past} ELSE {future} END, {now}
             FROM n"
        )
    };
    db.sql(&people(&own, 1, MANY)).await;
    // Spread over the others, each by its name.
    for other in 1..=10_u32 {
        let (from, to) = (MANY * 2 + (other - 1) * 9_000, MANY * 2 + other * 9_000 - 1);
        db.sql(&people(&format!("(SELECT id FROM organizations WHERE name = 'Other {other}')"), from, to)).await;
    }
    for word in ["'ann'", "lower(last_name)", "'=' || certification_email"] {
        db.sql(&format!(
            "INSERT INTO assister_words (organization_id, kind, word, assister_id) SELECT organization_id, kind, {word}, id FROM assisters"
        ))
        .await;
    }
    // As a database that has been in use for a while.
    db.sql(if db.store.kind() == DbKind::Sqlite { "ANALYZE" } else { "VACUUM ANALYZE" }).await;
}

fn query(karin: &Contact) -> RosterQuery {
    RosterQuery { organization: karin.organization, kind: AssisterKind::Navigator, state: None, search: None, cursor: None, now: at(100) }
}

async fn page(db: &TestDb, query: &RosterQuery) -> RosterPage {
    db.store.roster_page(query).await.unwrap()
}

#[tokio::test]
async fn a_roster_of_ten_thousand_is_paged_filtered_and_searched_by_index() {
    on_both(async |db| {
        let karin = Contact::new(db).await;
        fill(db, &karin).await;
        let all = query(&karin);
        every_page_once(db, &all).await;
        for (state, expected) in [
            (AccountState::NotEnrolled, 7_500),
            (AccountState::Enrolled, 0),
            (AccountState::Active, 1_250),
            (AccountState::Suspended, 1_250),
            (AccountState::Closed, 0),
        ] {
            assert_eq!(page(db, &RosterQuery { state: Some(state), ..all.clone() }).await.total, expected, "{state:?}");
        }
        for (typed, state, expected) in [
            ("ann", None, MANY),
            // A word with digits in it is an identifier, which only fits whole.
            ("berg0099", None, 0),
            ("p42@example.test", None, 1),
            ("p42@example.test ann", Some(AccountState::NotEnrolled), 1),
            ("p42@example.test", Some(AccountState::Active), 0),
            // Somebody else's.
            ("p20001@example.test", None, 0),
        ] {
            let search = Some(AssisterSearch::parse(typed).unwrap());
            let found = page(db, &RosterQuery { search, state, ..all.clone() }).await.total;
            assert_eq!(found, expected, "{typed} {state:?}");
        }
        plans(db, &all).await;
        quick(db, &all).await;
    })
    .await;
}

/// Forward through all pages and back again: everybody once, in order, and the same pages.
async fn every_page_once(db: &TestDb, all: &RosterQuery) {
    let (mut seen, mut firsts, mut cursor) = (BTreeSet::<AssisterId>::new(), Vec::new(), None);
    loop {
        let page = page(db, &RosterQuery { cursor, ..all.clone() }).await;
        assert_eq!((page.total, page.previous), (MANY, cursor.is_some()));
        assert!(page.rows.windows(2).all(|pair| pair[0].name < pair[1].name));
        firsts.push(page.rows[0].id);
        seen.extend(page.rows.iter().map(|row| row.id));
        cursor = page.rows.last().map(|row| Cursor::After(row.id));
        if !page.next {
            break;
        }
    }
    assert_eq!((seen.len(), firsts.len()), (MANY as usize, MANY as usize / ROSTER_PAGE));
    let mut place = firsts.len() - 1;
    while place > 0 {
        let before = page(db, &RosterQuery { cursor: Some(Cursor::Before(firsts[place])), ..all.clone() }).await;
        place -= 1;
        assert_eq!((before.rows[0].id, before.next, before.previous), (firsts[place], true, place > 0));
    }
}

async fn plans(db: &TestDb, all: &RosterQuery) {
    for typed in ["", "ann", "berg", "p42@example.test", "ann p42@example.test"] {
        for state in std::iter::once(None).chain(AccountState::ALL.into_iter().map(Some)) {
            let query = RosterQuery { search: AssisterSearch::parse(typed), state, ..all.clone() };
            for explained in db.store.explain_roster(&query).await.unwrap() {
                let plan = &explained.plan;
                let scans = match db.store.kind() {
                    DbKind::Sqlite => plan.lines().any(|line| line.starts_with("SCAN")),
                    DbKind::Postgres => plan.contains("Seq Scan"),
                };
                let context = format!("{:?} {typed:?} {state:?}\n{}\n{plan}", db.store.kind(), explained.sql);
                assert!(!scans, "{context}");
                // Not by an index of everybody's accounts in one state.
                assert!(!typed.is_empty() || plan.contains("assisters_by_organization"), "{context}");
                let sorts = plan.contains("TEMP B-TREE FOR ORDER") || plan.contains("Sort");
                // Only what a search gathered is put in order afterwards.
                assert!(!typed.is_empty() || !sorts, "{context}");
            }
        }
    }
}

/// No exact measure: a walk through the table for every page would be far beyond it.
async fn quick(db: &TestDb, all: &RosterQuery) {
    let watch = Stopwatch::now();
    for typed in ["", "ann", "p42@example.test"] {
        page(db, &RosterQuery { search: AssisterSearch::parse(typed), state: Some(AccountState::Suspended), ..all.clone() }).await;
    }
    assert!(watch.elapsed() < Duration::from_secs(3), "{:?}", watch.elapsed());
}

#[tokio::test]
async fn a_page_that_is_left_empty_and_a_foreign_cursor_lead_to_the_first() {
    on_both(async |db| {
        let (karin, other) = (Contact::new(db).await, Contact::new(db).await);
        let ann = karin.added(db, entry("Ann", "Berg", "ann@agency.test", "MN-1001")).await;
        let bo = karin.added(db, entry("Bo", "Dahl", "bo@agency.test", "MN-1002")).await;
        let stranger = other.added(db, entry("Zed", "Zorn", "zed@agency.test", "MN-1003")).await;
        let all = query(&karin);
        for cursor in [Cursor::After(bo), Cursor::Before(ann), Cursor::After(stranger), Cursor::Before(stranger)] {
            let page = page(db, &RosterQuery { cursor: Some(cursor), ..all.clone() }).await;
            assert_eq!(page.rows.iter().map(|row| row.id).collect::<Vec<_>>(), [ann, bo], "{cursor:?}");
            assert_eq!((page.total, page.previous, page.next), (2, false, false));
        }
        assert_eq!(page(db, &RosterQuery { kind: AssisterKind::Cac, ..all }).await, RosterPage::default(), "the rosters are separate");
    })
    .await;
}

#[tokio::test]
async fn who_is_renamed_is_found_by_the_new_name_and_not_by_the_old() {
    on_both(async |db| {
        let karin = Contact::new(db).await;
        let ann = Entry { last_name: "Berg".into(), ..entry("Ann", "Berg", "ann@agency.test", "MN-1001") };
        let id = karin.added(db, ann.clone()).await;
        let renamed =
            Entry {
                last_name: "Østergaard".into(), certification_email: "ann.o@agency.test".into(), training_id: "MN-2002".into(), ..ann
            };
        assert_eq!(db.store.change_assister(&karin.changes(id, renamed, at(2)), &karin.by(), &email_asked).await.unwrap(), Changed::Done);
        for (typed, found) in
            [("oster ann", 1), ("ann.o@agency.test", 1), ("mn-2002", 1), ("berg", 0), ("ann@agency.test", 0), ("MN-1001", 0)]
        {
            let search = AssisterSearch::parse(typed);
            assert_eq!(page(db, &RosterQuery { search, ..query(&karin) }).await.total, found, "{typed}");
        }
    })
    .await;
}

#[tokio::test]
async fn the_state_that_is_filtered_by_is_the_state_that_is_shown() {
    on_both(async |db| {
        db.store.load_demo(crate::store::demo::input()).await.unwrap();
        assert_eq!(db.number("SELECT COUNT(*) FROM organizations WHERE has_navigators AND has_cacs").await, 1);
        let navigator = db.store.assister_by_number(ReferenceNumber::from_six(204_816), at(0)).await.unwrap().unwrap();
        let organization = db.organization_of(&navigator).await;
        let (mut seen, mut people, mut gates) = ([0; AccountState::ALL.len()], 0, BTreeSet::new());
        for kind in [AssisterKind::Navigator, AssisterKind::Cac] {
            let all = RosterQuery { organization, kind, state: None, search: None, cursor: None, now: at(0) };
            let today = Date::new(2026, 11, 18).unwrap();
            let everybody = page(db, &all).await;
            people += everybody.total;
            gates.extend(everybody.rows.iter().map(|row| {
                let gates = row.standing.gates(today);
                (gates.approved, gates.certified, gates.trained, gates.mastered)
            }));
            for (place, state) in AccountState::ALL.into_iter().enumerate() {
                let some = page(db, &RosterQuery { state: Some(state), ..all.clone() }).await;
                assert!(some.rows.iter().all(|row| row.standing.account(today) == state), "{state:?}");
                seen[place] += some.total;
            }
        }
        assert_eq!((people, seen.iter().sum()), (30, 30), "everybody is in one state");
        assert!(seen.iter().all(|people| *people > 0), "every state has somebody: {seen:?}");
        assert_eq!(gates.len(), 12, "every way in which the gates can stand: nobody passes the assessment without the course");
    })
    .await;
}
