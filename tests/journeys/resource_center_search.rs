//! The search over assisters and organizations.

use crate::journeys::app::{Person, on_both};
use crate::journeys::resource_center::ready;
use assister_portal::api::resource_center::AssistersPage;

async fn found(staff: &Person, words: &str, filters: &[(&str, &str)]) -> (AssistersPage, String) {
    let fields: Vec<(&str, &str)> = std::iter::once(("words", words)).chain(filters.iter().copied()).collect();
    let searched = staff.post("/api/search-assisters", &fields).await;
    let (page, query) = searched.location().split_once('?').unwrap_or((searched.location(), ""));
    assert_eq!(page, "/resource-center/assisters");
    (staff.load("/api/assisters", query).await.read(), searched.location().to_owned())
}

fn names(page: &AssistersPage) -> Vec<&str> {
    page.rows.iter().map(|row| row.name.as_str()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_assister_is_found_by_name_number_and_email_and_the_address_says_nothing() {
    on_both(async |app| {
        let manager = app.demo("manager@demo.test").await;
        let number = app.number("navigator@demo.test").await;
        for words in ["halvor", "INGRID halvorson", "navigator@demo.test", number.as_str()] {
            let (page, address) = found(&manager, words, &[]).await;
            assert_eq!(names(&page), ["Ingrid Halvorson"], "{words}");
            assert!(!address.to_lowercase().contains(&words.to_lowercase()), "{address}");
            assert!(manager.page(&address).await.contains("Assisters<!></h1>"));
        }
        let (page, _) = found(&manager, "prairie rose", &[]).await;
        let (id, name) = page.organizations[0].clone();
        assert_eq!(name, "Prairie Rose Community Action");
        let theirs: AssistersPage = manager.load("/api/assisters", format!("?organization={id}")).await.read();
        assert!(names(&theirs).contains(&"Abdi Warsame") && !names(&theirs).contains(&"Ingrid Halvorson"));
        let (nobody, _) = found(&manager, "...", &[]).await;
        assert_eq!((nobody.total, nobody.rows.len()), (Some(0), 0));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn kinds_and_states_filter_and_a_role_sees_only_the_kinds_that_it_looks_after() {
    on_both(async |app| {
        ready(&app, "navigator2@demo.test").await;
        let manager = app.demo("manager@demo.test").await;
        let by = async |staff: &Person, query: &str| staff.load("/api/assisters", query).await.read::<AssistersPage>();
        let brokers = by(&manager, "?kind=broker").await;
        assert!(names(&brokers).contains(&"Tom Lindqvist") && !names(&brokers).contains(&"Mai Yang"));
        assert!(names(&by(&manager, "?state=suspended").await).contains(&"Gunnar Foss"));
        let not_enrolled = by(&manager, "?state=not-enrolled").await;
        assert!(names(&not_enrolled).contains(&"Abdi Warsame") && !names(&not_enrolled).contains(&"Ingrid Halvorson"));
        // What the roster says is a state, too.
        app.execute("UPDATE assisters SET portal_access = FALSE WHERE certification_email = 'cac@demo.test'").await;
        assert!(names(&by(&manager, "?state=suspended&kind=cac").await).contains(&"Mai Yang"));
        assert!(!names(&by(&manager, "?state=active").await).contains(&"Mai Yang"));

        let (arc, bsl) = (app.demo("arc@demo.test").await, app.demo("bsl@demo.test").await);
        for (staff, query) in [(&arc, ""), (&arc, "?kind=broker")] {
            assert!(!names(&by(staff, query).await).contains(&"Tom Lindqvist"), "{query}");
        }
        assert_eq!(names(&found(&arc, "lindqvist", &[]).await.0), Vec::<&str>::new());
        assert_eq!(names(&found(&bsl, "lindqvist", &[]).await.0), ["Tom Lindqvist"]);
        assert!(!names(&by(&bsl, "?kind=navigator").await).contains(&"Ingrid Halvorson"));
    })
    .await;
}
