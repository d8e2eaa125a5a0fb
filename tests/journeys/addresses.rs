//! Every page shows what its own address asks for, however much of it is escaped: browsers, proxies and the router escape more than they must.

use crate::journeys::app::{App, Person, on_both};
use assister_portal::api::resource_center::AssistersPage;

/// What a page shows between its header and its footer.
async fn main_of(person: &Person, address: &str) -> String {
    let page = person.page(address).await;
    let (_, main) = page.split_once("<main").unwrap();
    main.split("</main>").next().unwrap().to_owned()
}

/// Addresses that say what of a page is wanted, each with who goes there.
async fn addresses(app: &App) -> Vec<(Person, String)> {
    let mut all = Vec::new();
    let manager = app.demo("manager@demo.test").await;
    let search = async |words: &str| manager.post("/api/search-assisters", &[("words", words)]).await.location().to_owned();
    let first: AssistersPage = manager.load("/api/assisters", "").await.read();
    let found: AssistersPage = manager.load("/api/assisters", search("prairie rose").await.split_once('?').unwrap().1).await.read();
    all.push((manager.clone(), search("halvorson").await));
    for query in
        [format!("organization={}", found.organizations[0].0), format!("after={}", first.rows[0].id), "state=not-enrolled".to_owned()]
    {
        all.push((manager.clone(), format!("/resource-center/assisters?{query}")));
    }
    all.push((manager.clone(), manager.post("/api/search-organizations", &[("words", "prairie rose")]).await.location().to_owned()));
    all.push((manager, "/resource-center?queue=confirm".to_owned()));

    let navigator = app.demo("navigator@demo.test").await;
    let first = navigator.clients("/clients").await;
    for query in ["list=in-progress".to_owned(), "sort=-name".to_owned(), format!("after={}", first.last().unwrap().0)] {
        all.push((navigator.clone(), format!("/clients?{query}")));
    }
    all.push((navigator.clone(), navigator.post("/api/search-clients", &[("words", "nguyen")]).await.location().to_owned()));

    let contact = app.demo("contact@demo.test").await;
    all.push((contact.clone(), contact.post("/api/search-roster", &[("words", "halvorson")]).await.location().to_owned()));
    for query in ["roster=cac", "state=not-enrolled"] {
        all.push((contact.clone(), format!("/agency?{query}")));
    }
    all
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_page_shows_what_its_address_asks_for_however_it_is_escaped() {
    on_both(async |app| {
        for (who, address) in addresses(&app).await {
            let (path, query) = address.split_once('?').unwrap_or_else(|| panic!("{address} asks for nothing"));
            let asked = main_of(&who, &address).await;
            assert_ne!(asked, main_of(&who, path).await, "{address} shows what {path} does");
            let escape = |value: &str| value.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
            let parts = query.split('&').map(|part| part.split_once('=').map(|(name, value)| format!("{name}={}", escape(value))).unwrap());
            let escaped = format!("{path}?{}", parts.collect::<Vec<_>>().join("&"));
            assert_eq!(asked, main_of(&who, &escaped).await, "{escaped}");
        }
    })
    .await;
}
