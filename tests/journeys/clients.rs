//! The assister's side: the lists, the record, the search.

use crate::journeys::app::{App, on_both};
use crate::journeys::applications::client_of;
use crate::journeys::received::text;
use assister_portal::store::demo::PASSWORD;

/// A record that nobody has.
const NOBODYS: &str = "01900000-0000-7000-8000-000000000000";

/// What a piece of a page says, without its markup.
fn said(html: &str) -> String {
    let parts = html.split('<').enumerate();
    let texts = parts.map(|(place, part)| if place == 0 { part } else { part.split_once('>').map_or("", |(_, text)| text) });
    texts.collect::<String>().replace("&#x27;", "'").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What the columns are called, each with the order in which the list is sorted by it.
fn columns(page: &str) -> Vec<(String, Option<&'static str>)> {
    let heads = page.split("<th scope=\"col\"").skip(1).map(|head| head.split("</th>").next().unwrap());
    let order = |head: &str| ["ascending", "descending"].into_iter().find(|order| head.contains(&format!("aria-sort=\"{order}\"")));
    heads.map(|head| (said(&format!("<th{head}")), order(head))).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn each_list_has_as_many_as_its_tab_says_and_says_how_far_each_client_is() {
    on_both(async |app: App| {
        let navigator = app.demo("navigator@demo.test").await;
        for (list, total, shown) in [("new", 23, 23), ("in-progress", 41, 41), ("all", 64, 50)] {
            let address = format!("/clients?list={list}");
            assert_eq!(navigator.clients(&address).await.len(), shown, "{list}");
            let page = navigator.page(&address).await;
            assert!(page.contains(&format!("{total} clients")), "{page}");
            let (tabs, _) = page.split_once("class=\"tabs\"").unwrap().1.split_once("</nav>").unwrap();
            let tabs: Vec<_> = tabs.split("<li>").skip(1).map(|tab| (said(tab), tab.contains("aria-current=\"page\""))).collect();
            let expected = [("New 23", "new"), ("In Progress 41", "in-progress"), ("All 64", "all")];
            assert_eq!(tabs, expected.map(|(tab, its)| (tab.to_owned(), its == list)));
        }
        let (_, _, id) = client_of(&app, "Ann Lee").await;
        let page = navigator.page("/clients?list=new&sort=-authorized").await;
        let names: Vec<String> = columns(&page).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["Name", "Authorized on", "Application", "Initial determination", "Health plan"]);
        let (_, row) = page.split_once(&format!("/clients/{id}?")).unwrap();
        let cells: Vec<String> = row.split("</tr>").next().unwrap().split("<td").skip(1).map(|cell| said(&format!("<td{cell}"))).collect();
        assert_eq!(cells, ["November 20, 2026", "Not started", "—", "—"]);
    })
    .await;
}

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
        let mut orders = Vec::new();
        for (sort, column, order) in [
            ("name", "Name", "ascending"),
            ("-name", "Name", "descending"),
            ("authorized", "Authorized on", "ascending"),
            ("-authorized", "Authorized on", "descending"),
        ] {
            let sorted: Vec<_> =
                columns(&navigator.page(&format!("/clients?sort={sort}")).await).into_iter().filter(|(_, order)| order.is_some()).collect();
            assert_eq!(sorted, [(column.to_owned(), Some(order))]);
            let first = navigator.clients(&format!("/clients?sort={sort}")).await;
            assert_eq!(first.len(), 50, "{sort}");
            let last = &first[49].0;
            let second = navigator.clients(&format!("/clients?sort={sort}&after={last}")).await;
            assert_eq!(second.len(), 14, "{sort}");
            let mut all: Vec<_> = first.iter().chain(&second).map(|(id, _)| id.clone()).collect();
            orders.push(all.clone());
            all.sort();
            all.dedup();
            assert_eq!(all.len(), 64, "{sort}");
            let back = navigator.clients(&format!("/clients?sort={sort}&before={}", second[0].0)).await;
            assert_eq!(back, first, "{sort}");
        }
        for pair in orders.chunks(2) {
            assert!(pair[0].iter().rev().eq(&pair[1]), "one way is the other backward");
        }
        assert_ne!(orders[0], orders[2]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_address_with_values_that_nobody_offers_shows_a_list_all_the_same() {
    on_both(async |app: App| {
        let navigator = app.demo("navigator@demo.test").await;
        for query in [
            "list=completed",
            "sort=email",
            "after=x",
            "q=%00",
            "list=new&list=all",
            "list=%ff",
            &format!("after={NOBODYS}"),
            &format!("q={NOBODYS}"),
            &format!("before={NOBODYS}&after={NOBODYS}"),
        ] {
            assert!(!navigator.clients(&format!("/clients?{query}")).await.is_empty(), "{query}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_search_stays_in_its_list_and_order_and_the_way_back_from_a_record_keeps_all_three() {
    on_both(async |app: App| {
        let (_, navigator, id) = client_of(&app, "Xóchitl Lee").await;
        let fields = [("words", "xoch"), ("list", "new"), ("sort", "-authorized")];
        let found = navigator.post("/api/search-clients", &fields).await;
        let address = found.location();
        assert!(address.starts_with("/clients?list=new&sort=-authorized&q="), "{address}");
        let (_, query) = address.split_once('?').unwrap();
        let escaped = query.replace('&', "&amp;");
        let page = navigator.page(address).await;
        assert!(page.contains("href=\"/clients?list=new&amp;sort=-authorized\""), "the search is cleared, list and order stay: {page}");
        assert!(page.contains(&format!("href=\"/clients/{id}?{escaped}\"")), "{page}");
        let record = navigator.page(&format!("/clients/{id}?{query}")).await;
        assert!(record.contains(&format!("href=\"/clients?{escaped}\"")), "{record}");
        // Opened: no longer in New, and found in the other lists by the same key.
        assert!(navigator.page(address).await.contains("0 clients found for"));
        assert_eq!(navigator.clients(&address.replace("list=new", "list=in-progress")).await, [(id, "Xóchitl Lee".to_owned())]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_is_searched_for_never_enters_an_address() {
    on_both(async |app: App| {
        let client = app.consumer("Xóchitl Ñúñez-Õsterqvist").await;
        client.authorizes(&app.number("navigator@demo.test").await).await;
        let navigator = app.demo("navigator@demo.test").await;
        for words in ["xochi", "NUÑ xo", "osterq", "3/7/1984 xoch", "1984-03-07 nune", "Õsterqvist,  XÓCHITL"] {
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
            let shown = format!("value=\"{}\"", words.replace("  ", " "));
            assert!(page.contains("1 client found for") && page.contains(&shown), "{words}");
            // Another session gets nothing by this key.
            let other = app.demo("navigator@demo.test").await;
            assert!(other.page(&address).await.contains("That search is over"));
        }
        // Nobody is called so, neither in the middle of a name nor with another word, and signs that SQL could read stand for themselves.
        for words in ["qqqq", "ochitl", "xoch xavier", "xoch 3/8/1984", "%", "_", "xoch %", "xoch\\", "1984-03-07 1984-03-08", "?!", ",."] {
            let none = navigator.post("/api/search-clients", &[("words", words)]).await;
            let page = navigator.page(none.location()).await;
            let found = ["xoch %", "xoch\\"].contains(&words);
            assert_eq!(page.contains("No client matches"), !found, "{words}");
            assert_eq!(page.contains("Check the spelling, type fewer letters, or look in another list."), !found, "{words}");
            assert!(page.contains(">Clear the search<") && page.contains(&format!("value=\"{words}\"")), "{words}");
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
        let number = app.number("navigator2@demo.test").await;
        for (list, title, what) in [
            ("all", "You have no clients yet", "A person becomes your client when they authorize you."),
            ("new", "Nobody is waiting for you", "People appear here when they authorize you"),
            ("in-progress", "No clients in progress", "A client moves here when you open their record for the first time."),
        ] {
            let page = navigator.page(&format!("/clients?list={list}")).await;
            assert!(page.contains(title) && page.contains(what), "{list}: {page}");
            assert!(page.matches(&number).count() >= 2, "in the header, and where it is needed: {list}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_record_shows_what_may_be_seen_and_says_what_an_assister_of_this_kind_can_not_do() {
    on_both(async |app: App| {
        let (arc, bsl) = ("Assister Resource Center at 833-541-7698", "Broker Service Line (mnsure.org)");
        let (other, broker) = ("The consumer can, in their own account.", "Contact the Broker Service Line to process a disassociation.");
        for (email, contact, end, not) in
            [("navigator@demo.test", arc, other, broker), ("cac@demo.test", arc, other, broker), ("broker@demo.test", bsl, broker, other)]
        {
            app.consumer("Ann Lee").await.authorizes(&app.number(email).await).await;
            let assister = app.demo(email).await;
            let (id, _) = assister.clients("/clients?list=new&sort=-authorized").await[0].clone();
            let page = assister.page(&format!("/clients/{id}")).await;
            let (main, _) = page.split_once("<main").unwrap().1.split_once("</main>").unwrap();
            assert!(!main.contains("<button"), "nothing is ended here: {main}");
            assert!(!page.contains("@example.test"), "rule 22 does not name the email: {page}");
            let read = said(main);
            for told in [
                "You are acting for Ann Lee",
                "November 20, 2026",
                "Not started",
                "What you can't do here",
                "Applications without financial assistance can't be completed here.",
                &format!("you can't correct it, report a change or report a life event here. Contact the {contact}."),
                &format!("If an application was updated since, contact the {contact}."),
                &format!("The consumer reads them in their own account, or you contact the {contact}."),
                "Never sign in to a consumer's account.",
                end,
            ] {
                assert!(read.contains(told), "{email}: {told}: {read}");
            }
            assert!(!read.contains(not), "{email}: {read}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_record_is_found_by_nobody_else_and_under_no_other_address() {
    on_both(async |app: App| {
        let (ann, navigator, id) = client_of(&app, "Ann Lee").await;
        let record = format!("/clients/{id}");
        assert_eq!(ann.get(&record).await.status, 404, "nor by the client");
        for path in ["/clients/none", "/clients/%00", &format!("/clients/{NOBODYS}"), &format!("{record}0")] {
            let answer = navigator.get(path).await;
            assert!(answer.status == 404 && answer.body.contains("Page not found"), "{path}: {}", answer.status);
        }
        // A visitor is led to a page that says nothing of it, and from there to the record.
        let visitor = app.visitor();
        let mut seen = Vec::new();
        for id in [id.as_str(), NOBODYS] {
            let led = visitor.get(&format!("/clients/{id}")).await;
            seen.push(text(&visitor.get(led.location()).await.bytes()).replace(id, "ID"));
        }
        assert_eq!(seen[0], seen[1]);
        assert!(seen[0].contains("Sign in") && !seen[0].contains("Ann Lee"), "{}", seen[0]);
        let fields = [("email", "navigator@demo.test"), ("password", PASSWORD), ("next", &record)];
        assert_eq!(visitor.post("/api/sign-in", &fields).await.location(), record);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_consumer_who_changes_their_assister_takes_the_record_along_at_once() {
    on_both(async |app: App| {
        let (ann, navigator, id) = client_of(&app, "Ann Lee").await;
        let record = format!("/clients/{id}");
        navigator.page(&record).await;
        ann.authorizes(&app.number("broker@demo.test").await).await;
        let refused = navigator.get(&record).await;
        assert!(refused.status == 404 && !refused.body.contains("Ann Lee"), "{}", refused.status);
        assert_eq!(navigator.load("/api/client", &id).await.status, 404);
        assert_eq!(navigator.counts().await, [23, 41, 64]);
        let broker = app.demo("broker@demo.test").await;
        let theirs = broker.clients("/clients?list=new").await;
        assert!(theirs.len() == 1 && theirs[0].1 == "Ann Lee" && theirs[0].0 != id, "{theirs:?}");
        // Back again: under New, and the address from before stays dead.
        ann.authorizes(&app.number("navigator@demo.test").await).await;
        assert_eq!((navigator.counts().await, broker.counts().await), ([24, 41, 65], [0, 0, 0]));
        assert_eq!(navigator.get(&record).await.status, 404);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_assister_has_none_of_the_pages_on_which_a_consumer_authorizes() {
    on_both(async |app: App| {
        let assister = app.demo("navigator2@demo.test").await;
        for path in ["", "/assister", "/assister/add", "/assister/add/check", "/assister/add/agree", "/assister/remove"] {
            let answer = assister.get(&format!("/account{path}")).await;
            assert!(answer.status == 404 && answer.body.contains("Page not found"), "{path}: {}", answer.status);
        }
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
            assert!(!page.contains("href=\"/sign-in\"") && !page.contains("/create-account"), "{email}");
        }
    })
    .await;
}
