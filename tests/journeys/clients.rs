//! The assister's side: the lists, the record, the search.

use crate::app::{App, on_both};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_first_opening_moves_a_client_exactly_once() {
    on_both(async |app: App| {
        let navigator = app.demo("navigator@demo.test").await;
        assert_eq!(navigator.counts().await, [23, 41, 64]);
        // The demo data has openings of its own.
        let first = "SELECT COUNT(*) FROM audit_events WHERE action = 'record_first_opened'";
        let again = "SELECT COUNT(*) FROM audit_events WHERE action = 'record_opened'";
        let (first_before, again_before) = (app.one(first).await, app.one(again).await);
        let ann = app.consumer("Ann Lee").await;
        ann.authorizes(&app.number("navigator@demo.test").await).await;
        assert_eq!(navigator.counts().await, [24, 41, 65]);
        // Seeing the name is not opening.
        let new = navigator.clients("/clients?list=new&sort=-authorized").await;
        let (id, name) = &new[0];
        assert_eq!(name, "Ann Lee");
        assert_eq!(navigator.counts().await, [24, 41, 65]);
        for _ in 0..3 {
            let record = navigator.page(&format!("/clients/{id}?list=new&sort=-authorized")).await;
            assert!(record.contains("You are acting for"));
            for born in ["1984-03-07", "March 7, 1984", "3/7/1984", "03/07/1984"] {
                assert!(!record.contains(born), "rule 22 does not name the date of birth");
            }
            assert!(record.contains("/clients?list=new&amp;sort=-authorized"), "the way back is the list as it was left");
            assert!(record.contains("What you can't do here") || record.contains("What you can&#x27;t do here"));
            assert_eq!(navigator.counts().await, [23, 42, 65]);
        }
        assert_eq!(app.one(first).await - first_before, 1);
        assert_eq!(app.one(again).await - again_before, 2);
        assert!(navigator.clients("/clients?list=in-progress&sort=-authorized").await.iter().any(|(other, _)| other == id));

        // Removed: refused on the very next request, and gone from list and counts.
        ann.removes().await;
        assert_eq!(navigator.get(&format!("/clients/{id}")).await.status, 404);
        assert_eq!(navigator.load("/api/client", id).await.status, 404);
        assert_eq!(navigator.counts().await, [23, 41, 64]);

        // Authorized again: New again, under a new address.
        ann.authorizes(&app.number("navigator@demo.test").await).await;
        assert_eq!(navigator.counts().await, [24, 41, 65]);
        assert_eq!(navigator.get(&format!("/clients/{id}")).await.status, 404);
        app.nobody_was_notified().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn pages_follow_each_other_without_loss_or_repeat() {
    on_both(async |app: App| {
        let navigator = app.demo("navigator@demo.test").await;
        for sort in ["name", "-name", "authorized", "-authorized"] {
            let first = navigator.clients(&format!("/clients?sort={sort}")).await;
            assert_eq!(first.len(), 50, "{sort}");
            let last = &first[49].0;
            let second = navigator.clients(&format!("/clients?sort={sort}&after={last}")).await;
            assert_eq!(second.len(), 14, "{sort}");
            let mut all: Vec<_> = first.iter().chain(&second).map(|(id, _)| id.clone()).collect();
            all.sort();
            all.dedup();
            assert_eq!(all.len(), 64, "{sort}");
            let back = navigator.clients(&format!("/clients?sort={sort}&before={}", second[0].0)).await;
            assert_eq!(back, first, "{sort}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_is_searched_for_never_enters_an_address() {
    on_both(async |app: App| {
        let client = app.consumer("Xóchitl Ñúñez-Õsterqvist").await;
        client.authorizes(&app.number("navigator@demo.test").await).await;
        let navigator = app.demo("navigator@demo.test").await;
        for words in ["xochi", "NUÑ xo", "osterq", "3/7/1984 xoch", "1984-03-07 nune"] {
            let found = navigator.post("/api/search-clients", &[("words", words), ("list", "all"), ("sort", "name")]).await;
            let address = found.location().to_owned();
            assert!(address.starts_with("/clients?q="), "{address}");
            assert_eq!(address.len(), "/clients?q=".len() + 36, "an opaque key and nothing else: {address}");
            // Again: back and reload keep the search.
            for _ in 0..2 {
                let rows = navigator.clients(&address).await;
                assert_eq!(rows.len(), 1, "{words}");
                assert_eq!(rows[0].1, "Xóchitl Ñúñez-Õsterqvist");
            }
            let page = navigator.page(&address).await;
            assert!(page.contains("1 client found for"), "{words}");
            // Another session gets nothing by this key.
            let other = app.demo("navigator@demo.test").await;
            assert!(other.page(&address).await.contains("That search is over"));
        }
        // Nobody is called so, and signs that SQL could read stand for themselves.
        for words in ["qqqq", "%", "_", "xoch %", "xoch\\", "1984-03-07 1984-03-08", "?!"] {
            let none = navigator.post("/api/search-clients", &[("words", words)]).await;
            let page = navigator.page(none.location()).await;
            let found = ["xoch %", "xoch\\"].contains(&words);
            assert_eq!(page.contains("No client matches"), !found, "{words}");
            assert!(page.contains(if found { "1 client found for" } else { "0 clients found for" }), "{words}");
        }
        // Nothing typed is no search.
        let all = navigator.post("/api/search-clients", &[("words", "  ")]).await;
        assert_eq!(all.location(), "/clients");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_empty_list_says_what_to_do_with_the_own_number() {
    on_both(async |app: App| {
        let navigator = app.demo("navigator2@demo.test").await;
        let page = navigator.page("/clients").await;
        assert!(page.contains("You have no clients yet"));
        assert!(page.matches(&app.number("navigator2@demo.test").await).count() >= 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_start_page_leads_on_who_is_signed_in() {
    on_both(async |app: App| {
        let visitor = app.visitor().page("/").await;
        assert!(visitor.contains("href=\"/sign-in\"") && visitor.contains("href=\"/create-account\""));
        for (email, label, home) in [
            ("consumer@demo.test", "Go to your account", "/account"),
            ("cac@demo.test", "Go to your clients", "/clients"),
            ("contact@demo.test", "Go to your own page", "/agency"),
        ] {
            let page = app.demo(email).await.page("/").await;
            assert!(page.contains(label) && page.contains(&format!("href=\"{home}\"")), "{email}");
            assert!(!page.contains("href=\"/sign-in") && !page.contains("/create-account"), "{email}");
        }
    })
    .await;
}
