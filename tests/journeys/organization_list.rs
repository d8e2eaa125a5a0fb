//! The organizations in staff's hands: the list, the search, and one organization with its contacts and counts.

use crate::journeys::app::{App, Person, on_both};
use assister_portal::api::resource_center::{AssistersPage, OrganizationView, OrganizationsPage};
use assister_portal::domain::roster::AccountState;

/// The names on a page of the list.
async fn names(staff: &Person, query: &str) -> (Vec<String>, OrganizationsPage) {
    let page: OrganizationsPage = staff.load("/api/organizations", query).await.read();
    (page.rows.iter().map(|row| row.name.clone()).collect(), page)
}

/// The id of the organization with this name.
pub async fn organization_of(staff: &Person, name: &str) -> String {
    let page: OrganizationsPage = staff.load("/api/organizations", "").await.read();
    page.rows.iter().find(|row| row.name == name).unwrap_or_else(|| panic!("{name} is not on the page")).id.to_string()
}

const NORTHERN: &str = "Northern Lights Health Navigators";

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn arc_and_the_resource_manager_see_the_organizations_that_they_look_after() {
    on_both(async |app: App| {
        let (arc, manager) = (app.demo("arc@demo.test").await, app.demo("manager@demo.test").await);
        let (of_arc, page) = names(&arc, "").await;
        assert_eq!(of_arc, [NORTHERN, "Prairie Rose Community Action", "Riverbend Community Clinic"], "brokers' agencies are BSL's");
        assert_eq!(page.total, 3);
        let northern = &page.rows[0];
        assert_eq!((northern.contacts.as_str(), northern.rosters.as_str()), ("Karin Solberg", "Navigators and CACs"));
        assert_eq!(northern.assisters, 30);
        assert_eq!((page.rows[1].contacts.as_str(), page.rows[1].rosters.as_str()), ("None", "Navigators"));
        let (of_manager, page) = names(&manager, "").await;
        assert_eq!((of_manager.len(), page.total), (4, 4));
        assert!(of_manager.contains(&"Loon Lake Benefits Agency".to_owned()));

        let html = arc.page("/resource-center/organizations").await;
        for said in ["Organizations<!></h1>", "3 organizations", NORTHERN, "Karin Solberg", "href=\"/resource-center/organizations\""] {
            assert!(html.contains(said), "{said}: {html}");
        }
        assert!(!html.contains("Add an organization"), "ARC adds none");
        assert!(manager.page("/resource-center/organizations").await.contains("/resource-center/organizations/add"));
        assert!(arc.page("/resource-center").await.contains("href=\"/resource-center/organizations\""), "its tab is on the others' pages");
        assert!(!app.demo("bsl@demo.test").await.page("/resource-center").await.contains("/resource-center/organizations"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nobody_else_finds_organizations_and_arc_not_those_of_brokers() {
    on_both(async |app: App| {
        let manager = app.demo("manager@demo.test").await;
        let northern = organization_of(&manager, NORTHERN).await;
        let brokers = organization_of(&manager, "Loon Lake Benefits Agency").await;
        let one = format!("/resource-center/organizations/{northern}");
        let karin = manager.load("/api/organization", &northern).await.read::<OrganizationView>().contacts[0].user;
        let end = format!("{one}/contacts/{karin}/end");
        for email in
            ["bsl@demo.test", "contact@demo.test", "navigator@demo.test", "cac@demo.test", "broker@demo.test", "consumer@demo.test"]
        {
            let stranger = app.demo(email).await;
            for address in ["/resource-center/organizations", &one, &end] {
                let answer = stranger.get(address).await;
                assert_eq!(answer.status, 404, "{address} for {email}");
                assert!(answer.body.contains("Page not found") && !answer.body.contains("End access"), "{address} for {email}");
            }
            let fields = [("organization", northern.as_str()), ("user", &karin.to_string()), ("reason", "r")];
            assert_eq!(stranger.post("/api/end-contact", &fields).await.status, 404, "{email}");
        }
        let visitor = app.visitor();
        for address in ["/resource-center/organizations", &one, &end] {
            assert_eq!(visitor.get(address).await.location(), format!("/sign-in?next={address}"));
        }
        assert_eq!(app.one("SELECT COUNT(*) FROM users WHERE removed_at IS NOT NULL").await, 0);

        // To ARC a broker's agency is like one that does not exist.
        let arc = app.demo("arc@demo.test").await;
        let mut seen = Vec::new();
        for id in [brokers.as_str(), "01900000-0000-7000-8000-000000000000"] {
            let page = arc.get(&format!("/resource-center/organizations/{id}")).await;
            let data = arc.load("/api/organization", id).await;
            assert_eq!((page.status, data.status), (404, 404), "{id}");
            seen.push(data.body);
        }
        assert_eq!(seen[0], seen[1]);
        assert!(manager.page(&format!("/resource-center/organizations/{brokers}")).await.contains("Loon Lake Benefits Agency"));
        assert_eq!(arc.get("/resource-center/organizations/x").await.status, 404);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_organization_is_found_by_its_name_or_a_contact_and_the_address_says_nothing() {
    on_both(async |app: App| {
        app.execute("UPDATE organizations SET name = 'Centro Guzmán' WHERE name = 'Riverbend Community Clinic'").await;
        let arc = app.demo("arc@demo.test").await;
        for (words, found) in [
            ("rose PRAIRIE", vec!["Prairie Rose Community Action"]),
            ("karin sol", vec![NORTHERN]),
            ("Contact@demo.test", vec![NORTHERN]),
            ("guzmán", vec!["Centro Guzmán"]),
            ("loon lake", vec![]),
            ("prairie karin", vec![]),
            ("consumer@demo.test", vec![]),
            ("%", vec![]),
            ("...", vec![]),
        ] {
            let address = arc.post("/api/search-organizations", &[("words", words)]).await.location().to_owned();
            assert!(address.starts_with("/resource-center/organizations?q=") && !address.contains("karin"), "{address}");
            let (names, page) = names(&arc, address.split_once('?').unwrap().1).await;
            assert_eq!((names, page.total as usize), (found.iter().map(|name| (*name).to_owned()).collect(), found.len()), "{words}");
            let html = arc.page(&address).await;
            assert!(html.contains("Clear the search"), "{words}");
            if found.is_empty() {
                assert!(html.contains("No matching organizations"), "{words}");
            }
            // The key is worth nothing to anybody else.
            let other: OrganizationsPage =
                app.demo("arc@demo.test").await.load("/api/organizations", address.split_once('?').unwrap().1).await.read();
            assert!(other.search_expired && other.words.is_none() && other.total == 3);
        }
        assert_eq!(arc.post("/api/search-organizations", &[("words", " ")]).await.location(), "/resource-center/organizations");
        // Somebody whose access was ended is not found any more.
        app.execute("UPDATE users SET removed_at = created_at WHERE email = 'contact@demo.test'").await;
        let address = arc.post("/api/search-organizations", &[("words", "karin")]).await.location().to_owned();
        assert_eq!(names(&arc, address.split_once('?').unwrap().1).await.1.total, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_organization_shows_its_contacts_and_how_many_assisters_have_which_account() {
    on_both(async |app: App| {
        let (arc, contact) = (app.demo("arc@demo.test").await, app.demo("contact@demo.test").await);
        contact.post("/api/invite-contact", &[("name", "Berit Moen"), ("email", "berit@northernlights.demo.test")]).await;
        let id = organization_of(&arc, NORTHERN).await;
        let view: OrganizationView = arc.load("/api/organization", &id).await.read();
        let contacts: Vec<_> = view.contacts.iter().map(|c| (c.name.as_str(), c.set_up, c.signed_in.as_deref())).collect();
        assert_eq!(contacts, [("Berit Moen", false, None), ("Karin Solberg", true, Some("November 20, 2026"))]);
        assert!(view.ended.is_empty());
        assert_eq!(view.accounts.iter().map(|(_, number)| number).sum::<u32>(), 30);
        let states: Vec<AccountState> = view.accounts.iter().map(|(state, _)| *state).collect();
        assert_eq!(states, AccountState::ALL, "the demo has one of each");

        let html = arc.page(&format!("/resource-center/organizations/{id}")).await;
        for said in [
            NORTHERN,
            "Navigators and CACs",
            "Berit Moen",
            "contact@demo.test",
            "Invited",
            "Not known",
            "November 20, 2026",
            "All assisters",
        ] {
            assert!(html.contains(said), "{said}: {html}");
        }
        // Each number leads to just these assisters.
        for (state, number) in view.accounts {
            let address = format!("?state={}&organization={id}", state.code());
            assert!(html.contains(&format!("/resource-center/assisters{}", address.replace('&', "&amp;"))), "{address}: {html}");
            let page: AssistersPage = arc.load("/api/assisters", &address).await.read();
            assert_eq!(page.total, Some(number), "{address}");
            assert!(page.rows.iter().all(|row| row.organization == NORTHERN));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_list_has_pages_and_each_organization_is_on_one() {
    on_both(async |app: App| {
        let (id, now) = (if app.is_sqlite() { "randomblob(16)" } else { "gen_random_uuid()" }, app.time(app.now()));
        // Two of each name: what breaks ties must not lose one.
        app.execute(&format!(
            "INSERT INTO organizations (id, name, created_at, has_cacs)
             WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 109) SELECT {id}, 'Clinic ' || (i / 2 + 100), {now}, TRUE FROM n"
        ))
        .await;
        let arc = app.demo("arc@demo.test").await;
        let (mut all, mut query, mut pages) = (Vec::new(), String::new(), Vec::new());
        loop {
            let (_, page) = names(&arc, &query).await;
            assert_eq!(page.total, 113);
            all.extend(page.rows.iter().map(|row| (row.name.clone(), row.id)));
            pages.push(page.rows.clone());
            let Some(next) = page.next else { break };
            assert!(arc.page(&format!("/resource-center/organizations{query}")).await.contains(&format!("?after={next}")));
            query = format!("?after={next}");
        }
        assert_eq!((all.len(), pages.len()), (113, 3));
        assert!(all.is_sorted_by_key(|(name, _)| name.clone()), "{all:?}");
        assert_eq!(all.iter().map(|(_, id)| *id).collect::<std::collections::BTreeSet<_>>().len(), 113);
        // And back.
        let (_, last) = names(&arc, &query).await;
        let (_, before) = names(&arc, &format!("?before={}", last.previous.unwrap())).await;
        assert_eq!(before.rows, pages[1]);
        let (_, first) = names(&arc, &format!("?before={}", before.previous.unwrap())).await;
        assert_eq!((&first.rows, first.previous), (&pages[0], None));
    })
    .await;
}
