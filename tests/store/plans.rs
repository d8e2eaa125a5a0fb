//! Catalogs of plans: one is current in a year, all are kept, and a county's plans are found by an index.

use crate::store::support::{TestDb, at, fresh, id, on_both};
use assister_portal::domain::audit::Actor;
use assister_portal::domain::county::County;
use assister_portal::domain::identity::Role;
use assister_portal::domain::ids::CatalogId;
use assister_portal::domain::money::Cents;
use assister_portal::domain::plans::{AGES, Area, MetalLevel, Plan, Premiums, benchmark};
use assister_portal::store::{By, Catalog, CatalogPlan, DbKind, NewCatalog, StoreError};

fn county(name: &str) -> County {
    County::from_name(name).unwrap()
}

/// A silver plan that costs so many cents for each year of age.
pub fn plan(code: &str, area: Area, cents: i64) -> Plan {
    Plan {
        code: code.into(),
        name: format!("Plan {code}"),
        issuer: "Loon Lake\0 \"Health\"".into(),
        metal: MetalLevel::Silver,
        network: "Zoë's".into(),
        area,
        premiums: Premiums::of(AGES.map(|age| Cents(i64::from(age) * cents)).collect()).unwrap(),
        deductible: Cents(0),
        out_of_pocket_limit: Cents::MOST,
    }
}

pub fn new(coverage_year: u16, name: &str) -> NewCatalog {
    NewCatalog { id: CatalogId(id()), coverage_year, name: name.into(), is_sample: false }
}

pub async fn manager(db: &TestDb) -> By<'static> {
    let (user, _) = db.staff(Role::ResourceManager).await;
    By { actor: Actor { user, role: Role::ResourceManager }, request: "test", name: "Hodan Ali", fresh }
}

fn codes(plans: &[CatalogPlan]) -> Vec<&str> {
    plans.iter().map(|plan| plan.plan.code.as_str()).collect()
}

const AUDITED: &str = "SELECT COUNT(*) FROM audit_events WHERE action = 'catalog_imported' AND actor_role = 'resource_manager'";

#[tokio::test]
async fn the_latest_catalog_of_a_year_is_current_and_the_others_are_kept() {
    on_both(async |db| {
        let by = manager(db).await;
        assert_eq!(db.store.catalogs().await.unwrap(), []);
        assert_eq!(db.store.current_catalog(2027).await.unwrap(), None);
        assert_eq!(db.store.plans_in(2027, county("Hennepin")).await.unwrap(), []);
        let (first, second, other) = (new(2027, "first.csv"), new(2027, "second.csv"), new(2026, "other.csv"));
        let one = [plan("A", Area::Rating(8), 100)];
        for (seconds, catalog, plans) in [(1, &first, &one[..]), (2, &other, &one), (3, &second, &[plan("B", Area::Rating(8), 100)])] {
            assert!(db.store.import_catalog(catalog, plans, &by, at(seconds)).await.unwrap());
        }
        let current = db.store.current_catalog(2027).await.unwrap().unwrap();
        let expected = Catalog {
            id: second.id,
            coverage_year: 2027,
            name: "second.csv".into(),
            is_sample: false,
            plans: 1,
            imported_at: at(3),
            imported_by: "Hodan Ali".into(),
            is_current: true,
        };
        assert_eq!(current, expected);
        let all = db.store.catalogs().await.unwrap();
        let seen: Vec<_> = all.iter().map(|catalog| (catalog.coverage_year, catalog.id, catalog.is_current)).collect();
        assert_eq!(seen, [(2027, second.id, true), (2027, first.id, false), (2026, other.id, true)]);
        assert_eq!(codes(&db.store.plans_in(2027, county("Hennepin")).await.unwrap()), ["B"]);
        assert_eq!(codes(&db.store.plans_in(2026, county("Hennepin")).await.unwrap()), ["A"]);
        assert_eq!(db.number(AUDITED).await, 3);
        let before = async |catalog: &NewCatalog| db.store.catalog_before(catalog.id).await.unwrap().map(|before| before.id);
        assert_eq!((before(&second).await, before(&first).await, before(&other).await), (Some(first.id), None, None));
        let kept: Vec<_> = db.store.plans_of(first.id).await.unwrap().into_iter().map(|plan| (plan.code, plan.premiums)).collect();
        assert_eq!(kept, one.clone().map(|plan| (plan.code, plan.premiums)));
        assert_eq!(db.store.plans_of(CatalogId(id())).await.unwrap(), []);

        // The first one again, as a form that is sent twice does it: it does not come back.
        assert!(!db.store.import_catalog(&first, &one, &by, at(4)).await.unwrap());
        assert_eq!(db.store.current_catalog(2027).await.unwrap().unwrap().id, second.id);
        assert_eq!((db.number(AUDITED).await, db.number("SELECT COUNT(*) FROM plans").await), (3, 3));
    })
    .await;
}

#[tokio::test]
async fn a_county_has_its_own_plans_and_those_of_its_rating_area() {
    on_both(async |db| {
        let by = manager(db).await;
        let mut plans = vec![
            plan("MN-3", Area::Rating(8), 30),
            plan("MN-1", Area::County(county("Hennepin")), 10),
            plan("MN-2", Area::Rating(8), 20),
            plan("MN-2", Area::Rating(1), 25),
            plan("MN-4", Area::County(county("Ramsey")), 40),
        ];
        plans[0].metal = MetalLevel::Gold;
        db.store.import_catalog(&new(2027, "plans.csv"), &plans, &by, at(1)).await.unwrap();
        assert_eq!(db.store.current_catalog(2027).await.unwrap().unwrap().plans, 4, "one of the five is sold in two areas");
        for (name, expected) in
            [("Hennepin", &["MN-1", "MN-2", "MN-3"][..]), ("Ramsey", &["MN-2", "MN-3", "MN-4"]), ("Olmsted", &["MN-2"]), ("Cook", &[])]
        {
            assert_eq!(codes(&db.store.plans_in(2027, county(name)).await.unwrap()), expected, "{name}");
        }
        let found = db.store.plans_in(2027, county("Hennepin")).await.unwrap();
        // What a database can't keep is replaced; all else comes back as it was.
        plans[0].issuer = "Loon Lake\u{FFFD} \"Health\"".into();
        assert_eq!(found[2].plan, plans[0]);
        assert_eq!(benchmark(found.iter().map(|plan| &plan.plan), county("Hennepin"), &[40]), Some(Cents(800)));
    })
    .await;
}

#[tokio::test]
async fn a_catalog_comes_whole_or_not_at_all_and_does_not_change() {
    on_both(async |db| {
        let by = manager(db).await;
        let same = [plan("A", Area::Rating(8), 100), plan("A", Area::Rating(8), 100)];
        let refused = db.store.import_catalog(&new(2027, "twice.csv"), &same, &by, at(1)).await.unwrap_err();
        assert!(matches!(refused, StoreError::Other(_)), "{refused:?}");
        assert!(db.store.import_catalog(&new(2027, "empty.csv"), &[], &by, at(1)).await.is_err());
        let counts =
            ["SELECT COUNT(*) FROM plan_catalogs", "SELECT COUNT(*) FROM plans", "SELECT COUNT(*) FROM current_plan_catalogs", AUDITED];
        for sql in counts {
            assert_eq!(db.number(sql).await, 0, "{sql}");
        }
        db.store.import_catalog(&new(2027, "plans.csv"), &same[..1], &by, at(1)).await.unwrap();
        for (sql, reason) in [
            ("UPDATE plan_catalogs SET coverage_year = 2028", "does not change"),
            ("DELETE FROM plan_catalogs", "are kept"),
            ("UPDATE plans SET deductible = 1", "does not change"),
            ("DELETE FROM plans", "are kept"),
        ] {
            let refused = db.try_sql(sql).await.unwrap_err();
            assert!(refused.contains(reason), "{sql}: {refused}");
        }
        // A catalog is current in its own year only.
        assert!(db.try_sql("UPDATE current_plan_catalogs SET coverage_year = 2028").await.is_err());
    })
    .await;
}

#[tokio::test]
async fn of_two_catalogs_at_once_one_is_current_and_both_are_there() {
    on_both(async |db| {
        let by = manager(db).await;
        let plans = [plan("A", Area::Rating(8), 100)];
        let catalogs = [new(2027, "one.csv"), new(2027, "two.csv"), new(2027, "one again.csv")];
        let again = NewCatalog { id: catalogs[0].id, ..catalogs[2].clone() };
        let import = |catalog| db.store.import_catalog(catalog, &plans, &by, at(1));
        let (one, two, three) = tokio::join!(import(&catalogs[0]), import(&catalogs[1]), import(&again));
        assert!(two.unwrap());
        assert_ne!(one.unwrap(), three.unwrap(), "under one id it happens once");
        let all = db.store.catalogs().await.unwrap();
        assert_eq!((all.len(), all.iter().filter(|catalog| catalog.is_current).count()), (2, 1));
        assert_eq!(db.number(AUDITED).await, 2);
    })
    .await;
}

#[tokio::test]
async fn one_catalog_sent_many_times_at_once_is_there_once_and_nobody_is_refused() {
    on_both(async |db| {
        let by = manager(db).await;
        let plans = [plan("A", Area::Rating(8), 100)];
        // Postgres meets itself at one of several unique indexes, which one is a matter of luck: hence so often.
        for round in 1..=60 {
            let catalog = new(2027, "plans.csv");
            let import = || db.store.import_catalog(&catalog, &plans, &by, at(round));
            let (a, b, c, d) = tokio::join!(import(), import(), import(), import());
            let written: Vec<bool> = [a, b, c, d].into_iter().map(Result::unwrap).collect();
            assert_eq!(written.iter().filter(|written| **written).count(), 1, "round {round}");
        }
        assert_eq!(db.number(AUDITED).await, 60);
    })
    .await;
}

#[tokio::test]
async fn the_plans_of_a_county_are_found_by_an_index() {
    on_both(async |db| {
        let by = manager(db).await;
        // As many as make walking the table the wrong choice: every year a catalog of every county.
        for year in 2020..2030 {
            let plans: Vec<Plan> =
                County::all().flat_map(|county| ["A", "B", "C"].map(|code| plan(code, Area::County(county), 100))).collect();
            db.store.import_catalog(&new(year, "plans.csv"), &plans, &by, at(1)).await.unwrap();
        }
        if db.store.kind() == DbKind::Postgres {
            db.sql("ANALYZE").await;
        }
        let explained = db.store.explain_plans_in(2027, county("Hennepin")).await.unwrap();
        let scans = match db.store.kind() {
            DbKind::Sqlite => explained.plan.lines().any(|line| line.trim_start().starts_with("SCAN")),
            // The years are so few that an index would be the longer way.
            DbKind::Postgres => explained.plan.contains("Seq Scan on plans"),
        };
        assert!(!scans, "{}", explained.plan);
        assert_eq!(db.store.plans_in(2027, county("Hennepin")).await.unwrap().len(), 3);
    })
    .await;
}
