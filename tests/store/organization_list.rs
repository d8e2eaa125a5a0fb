//! The organizations that staff look after: whose they are, and in which order.

use crate::store::support::{TestDb, at, on_both};
use assister_portal::domain::access::staff_kinds;
use assister_portal::domain::identity::{AssisterKind, AssisterState, Role};
use assister_portal::domain::organizations::OrganizationSearch;
use assister_portal::domain::roster::AccountState;
use assister_portal::store::{Cursor, OrganizationQuery, Rosters};

async fn names(db: &TestDb, role: Role, words: &str) -> Vec<String> {
    let search = OrganizationSearch::parse(words);
    let query = OrganizationQuery { kinds: staff_kinds(role), search: search.as_ref(), cursor: None };
    let page = db.store.organizations(&query).await.unwrap();
    assert_eq!(page.total as usize, page.rows.len());
    page.rows.into_iter().map(|row| row.name).collect()
}

#[tokio::test]
async fn each_role_sees_its_own_organizations_and_counts_its_own_assisters() {
    on_both(async |db| {
        let ann = db.navigator("Ann Berg", 1).await;
        db.assister("Bo Dahl", AssisterKind::Broker, AssisterState::Active, 2).await;
        let (karin, agency) = db.staff(Role::AgencyContact).await;
        db.sql("UPDATE organizations SET has_navigators = TRUE WHERE name = 'Ann Berg House'").await;
        // One that keeps no roster yet is ARC's by its contact. A broker who works where navigators do, too, is BSL's.
        assert_eq!(names(db, Role::Arc, "").await, ["Agency", "Ann Berg House"]);
        assert_eq!(names(db, Role::ResourceManager, "").await, ["Agency", "Ann Berg House", "Bo Dahl House"]);
        assert_eq!(names(db, Role::Bsl, "").await, Vec::<String>::new());
        assert_eq!(names(db, Role::Consumer, "").await, Vec::<String>::new());
        assert_eq!(names(db, Role::Arc, "berg HOUSE").await, ["Ann Berg House"]);
        assert_eq!(names(db, Role::Arc, "bo dahl").await, Vec::<String>::new());
        assert_eq!(names(db, Role::Arc, &format!("{karin}@staff.test")).await, ["Agency"]);

        let house = db.organization_of(&ann).await;
        db.sql("UPDATE assisters SET organization_id = (SELECT id FROM organizations WHERE name = 'Ann Berg House')").await;
        for (role, number, accounts) in
            [(Role::Arc, 1, vec![(AccountState::Active, 1)]), (Role::ResourceManager, 2, vec![(AccountState::Active, 2)])]
        {
            let kinds = staff_kinds(role);
            let page = db.store.organizations(&OrganizationQuery { kinds, search: None, cursor: None }).await.unwrap();
            let row = page.rows.iter().find(|row| row.id == house).unwrap();
            assert_eq!((row.assisters, row.rosters), (number, Rosters { navigators: true, cacs: false }));
            assert_eq!(db.store.organization_accounts(house, kinds, at(1)).await.unwrap(), accounts);
        }
        // A certification that is over suspends by itself.
        db.sql("UPDATE assisters SET portal_access = FALSE WHERE display_name = 'Ann Berg'").await;
        let accounts = db.store.organization_accounts(house, staff_kinds(Role::ResourceManager), at(1)).await.unwrap();
        assert_eq!(accounts, [(AccountState::Active, 1), (AccountState::Suspended, 1)]);

        let (agency, arc) = (agency.unwrap(), staff_kinds(Role::Arc));
        assert_eq!(db.store.organization_for_staff(agency, arc).await.unwrap().unwrap().0, "Agency");
        assert_eq!(db.store.organization_for_staff(agency, staff_kinds(Role::Bsl)).await.unwrap(), None);
        db.sql("UPDATE organizations SET has_navigators = FALSE").await;
        assert_eq!(db.store.organization_for_staff(house, arc).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_page_begins_where_the_one_before_ended_also_where_that_place_is_gone() {
    on_both(async |db| {
        for n in 0..60 {
            db.navigator(&format!("Ann {n:02}"), n).await;
        }
        db.sql("UPDATE organizations SET has_cacs = TRUE").await;
        let kinds = staff_kinds(Role::Arc);
        let page = async |cursor| db.store.organizations(&OrganizationQuery { kinds, search: None, cursor }).await.unwrap();
        let first = page(None).await;
        assert_eq!((first.rows.len(), first.total, first.previous, first.next), (50, 60, false, true));
        let edge = first.rows.last().unwrap().id;
        let second = page(Some(Cursor::After(edge))).await;
        assert_eq!((second.rows.len(), second.previous, second.next), (10, true, false));
        assert_eq!(page(Some(Cursor::Before(second.rows[0].id))).await, first);
        // The last of the first page has left the list.
        db.sql("UPDATE organizations SET has_cacs = FALSE WHERE name = 'Ann 49 House'").await;
        let after = page(Some(Cursor::After(edge))).await;
        assert_eq!((after.rows, after.total), (second.rows, 59));
    })
    .await;
}
