//! Getting around: the bar of each role, the menu behind one's name, the footer with its pages of texts, and what tabs are called.

use crate::journeys::app::{App, Person, hidden, on_both, on_both_with};
use crate::journeys::applications::{Desk, client_of};

/// The links of the menu behind one's name.
const OWN: [&str; 3] = ["Your details", "Sign-in and security", "Where you're signed in"];
/// The links of the footer.
const FOOTER: [&str; 4] = ["Contact and hours", "Privacy", "Accessibility statement", "What this portal can’t do"];
/// Their addresses.
const TEXTS: [&str; 4] = ["/help", "/privacy", "/accessibility", "/limits"];

/// A link: what it says, where it leads, and how it is marked.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Link {
    text: String,
    href: String,
    current: String,
}

/// The links of the first element of this class.
fn links(html: &str, class: &str) -> Vec<Link> {
    let start = format!("class=\"{class}\"");
    let Some((_, list)) = html.split_once(&start) else { return Vec::new() };
    let list = list.split("</ul>").next().unwrap();
    let of = |link: &str| {
        let part = |name: &str| link.split(&format!("{name}=\"")).nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
        let said = link.split_once('>').unwrap().1.split("</a>").next().unwrap();
        Link { text: text(said), href: part("href").replace("&amp;", "&"), current: part("aria-current").to_owned() }
    };
    list.split("<a ").skip(1).map(of).collect()
}

fn wide(html: &str) -> Vec<Link> {
    links(html, "bar__list bar__list--wide")
}

fn texts(links: &[Link]) -> Vec<&str> {
    links.iter().map(|link| link.text.as_str()).collect()
}

/// The links that are marked as those of the page.
fn current(html: &str) -> Vec<String> {
    wide(html).into_iter().filter(|link| !link.current.is_empty()).map(|link| link.text).collect()
}

/// Follows a link to the page it opens.
async fn opened(person: &Person, href: &str) -> String {
    let mut address = href.to_owned();
    for _ in 0..4 {
        let answer = person.get(&address).await;
        if answer.status == 200 {
            return answer.body;
        }
        assert!([302, 303].contains(&answer.status), "{href}: {address}: {}", answer.body);
        answer.location().clone_into(&mut address);
    }
    panic!("{href} leads round and round");
}

/// What markup says.
fn text(html: &str) -> String {
    let parts = html.split('<').enumerate();
    let said = parts.map(|(place, part)| if place == 0 { part } else { part.split_once('>').map_or("", |(_, text)| text) });
    let said = said.collect::<Vec<_>>().concat().replace("&#x27;", "'").replace("&amp;", "&");
    said.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What `<main>` says.
fn main_of(html: &str) -> &str {
    html.split("<main").nth(1).and_then(|rest| rest.split("</main>").next()).unwrap_or_default()
}

fn title(html: &str) -> String {
    text(html.split("<title>").nth(1).and_then(|rest| rest.split("</title>").next()).unwrap_or_default())
}

/// Everybody who has a bar, with a page to begin at and what it says.
async fn everybody(app: &App) -> Vec<(Person, &'static str, Vec<&'static str>)> {
    let learner = app.learner(app.trainee("Lena Ray", "MN-LEARN-1", "lena@demo.test").await).await;
    let mut all = vec![(learner, "/learning", vec!["Learning Center", "Help"])];
    for (email, start, bar) in [
        ("consumer@demo.test", "/account", vec!["Home", "My assister", "Application", "Notices"]),
        ("navigator@demo.test", "/clients", vec!["Clients", "My card", "Help"]),
        ("cac@demo.test", "/clients", vec!["Clients", "My card", "Help"]),
        ("broker@demo.test", "/clients", vec!["Clients", "Agent of Record", "My card", "Help"]),
        ("contact@demo.test", "/agency", vec!["Roster", "Import", "Contacts", "Payments"]),
        ("arc@demo.test", "/resource-center", vec!["Queues", "People", "Consumers", "Organizations", "Mail", "Worksheets"]),
        ("bsl@demo.test", "/resource-center", vec!["Queues", "People", "Consumers", "Mail", "Worksheets"]),
        ("manager@demo.test", "/resource-center", vec!["Queues", "People", "Consumers", "Organizations", "Plans", "Mail", "Worksheets"]),
    ] {
        all.push((app.demo(email).await, start, bar));
    }
    all
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_link_of_every_bar_opens_a_page_that_marks_it() {
    on_both(async |app: App| {
        for (person, start, bar) in everybody(&app).await {
            let page = person.page(start).await;
            assert_eq!(texts(&wide(&page)), bar, "{}", person.name);
            assert_eq!(current(&page), [bar[0]], "{}", person.name);
            for link in wide(&page) {
                let there = opened(&person, &link.href).await;
                assert_eq!(current(&there), [link.text.as_str()], "{} at {}", person.name, link.href);
                let same = |html: &str, class: &str| links(html, class).into_iter().map(|link| (link.text, link.href)).collect::<Vec<_>>();
                for class in ["bar__list bar__list--wide", "bar__list bar__list--narrow", "menu__list", "footer__links"] {
                    assert_eq!(same(&there, class), same(&page, class), "{} at {}", person.name, link.href);
                }
                // Where there is no room the same is behind a disclosure.
                assert_eq!(wide(&there), links(&there, "bar__list bar__list--narrow"), "{}", link.href);
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_link_of_the_menu_and_the_footer_opens_a_page() {
    on_both(async |app: App| {
        for (person, start, _) in everybody(&app).await {
            let page = person.page(start).await;
            let (menu, footer) = (links(&page, "menu__list"), links(&page, "footer__links"));
            let has_account = start != "/learning";
            assert_eq!(texts(&menu), if has_account { &OWN[..] } else { &OWN[2..] }, "{}", person.name);
            assert!(page.contains("class=\"menu__button\">Sign out</button>"), "{}", person.name);
            assert_eq!(texts(&footer)[..4], FOOTER, "{}", person.name);
            for link in menu.into_iter().chain(footer) {
                let there = opened(&person, &link.href).await;
                let marked: Vec<_> =
                    links(&there, "menu__list").into_iter().filter(|link| link.current == "page").map(|link| link.text).collect();
                assert_eq!(
                    marked,
                    if OWN.contains(&link.text.as_str()) { vec![link.text] } else { vec![] },
                    "{} at {}",
                    person.name,
                    link.href
                );
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn pages_under_a_link_mark_it_too() {
    on_both(async |app: App| {
        for (email, address, marked) in [
            ("consumer@demo.test", "/account/assister/add", "My assister"),
            ("contact@demo.test", "/agency/add", "Roster"),
            ("arc@demo.test", "/resource-center?queue=confirm", "Queues"),
            ("manager@demo.test", "/resource-center/staff/add", "People"),
            ("manager@demo.test", "/resource-center/training-import", "People"),
            ("manager@demo.test", "/agency/payments", "Worksheets"),
            ("manager@demo.test", "/clients/agent-of-record", "Worksheets"),
            ("navigator@demo.test", "/limits", "Help"),
        ] {
            assert_eq!(current(&app.demo(email).await.page(address).await), [marked], "{email} at {address}");
        }
        for (email, elsewhere) in [("manager@demo.test", "/privacy"), ("consumer@demo.test", "/security")] {
            assert!(current(&app.demo(email).await.page(elsewhere).await).is_empty(), "{elsewhere}");
        }
        let (_, navigator, id) = client_of(&app, "Ann Lee").await;
        for address in [format!("/clients/{id}"), format!("/clients/{id}/application/help")] {
            assert_eq!(current(&opened(&navigator, &address).await), ["Clients"], "{address}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn pages_that_the_server_writes_by_itself_have_the_bar_of_who_asks() {
    on_both(async |app: App| {
        let (name, ann) = (app.account_name("contact@demo.test").await, app.demo("contact@demo.test").await);
        let missing = ann.get("/no/such/page").await;
        let not_gotten = ann.ask("POST", "/no/such/page", &[]).await;
        let wrong_way = ann.ask("POST", "/agency", &[]).await;
        let bad_form = ann.ask("POST", "/agency/import/upload", &[("content-type", "text/plain")]).await;
        for (answer, status) in [(missing, 404), (not_gotten, 404), (wrong_way, 405), (bad_form, 400)] {
            assert_eq!(answer.status, status, "{}", answer.body);
            assert_eq!(texts(&wide(&answer.body)), ["Roster", "Import", "Contacts", "Payments"], "{}", answer.body);
            assert!(answer.body.contains(&name) && current(&answer.body).is_empty(), "{}", answer.body);
            assert_eq!(texts(&links(&answer.body, "footer__links"))[..4], FOOTER);
        }
        // Who comes from somebody else's page, or looks ahead, is not told whose browser this is.
        let elses = ann.post("/api/sign-out", &[("page-of", "another")]).await;
        let ahead = app.demo("navigator@demo.test").await.ask("GET", "/clients/card", &[("sec-purpose", "prefetch")]).await;
        for (answer, status) in [(elses, 409), (ahead, 403), (ann.get("/somebody-else").await, 409)] {
            assert_eq!(answer.status, status, "{}", answer.body);
            assert!(
                wide(&answer.body).is_empty() && !answer.body.contains(&name) && !answer.body.contains("menu__name"),
                "{}",
                answer.body
            );
            assert!(answer.body.contains("footer__links"));
        }
        // Visitors have the way in.
        for address in ["/", "/no/such/page", "/help", "/privacy"] {
            let answer = app.visitor().get(address).await;
            let header = answer.body.split("<main").next().unwrap();
            assert!(header.contains("<a href=\"/sign-in\">Sign in</a>") && !header.contains("class=\"bar\""), "{address}: {header}");
        }
    })
    .await;
}

/// The number in the bar; nothing where it is hidden.
fn waiting(html: &str) -> Option<u32> {
    let (_, count) = html.split_once("id=\"waiting-wide\"")?;
    let (tag, rest) = count.split_once('>').unwrap();
    let number = rest.split_once('>').unwrap().1.split('<').next().unwrap();
    (!tag.contains("hidden")).then(|| number.parse().unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_bar_says_how_many_wait_in_the_queues_of_who_asks() {
    on_both(async |app: App| {
        let counts = |html: &str| -> Vec<u32> {
            let numbers = html.split("tabs__count\">").skip(1).map(|rest| rest.split('<').next().unwrap().parse().unwrap());
            numbers.collect()
        };
        for email in ["arc@demo.test", "bsl@demo.test", "manager@demo.test"] {
            let staff = app.demo(email).await;
            let queues = staff.page("/resource-center").await;
            let [ready, confirm] = counts(&queues)[..] else { panic!("{queues}") };
            let sum = Some(ready + confirm).filter(|sum| *sum > 0);
            for address in ["/resource-center", "/resource-center/mail", "/security", "/privacy", "/no/such/page"] {
                assert_eq!(waiting(&staff.get(address).await.body), sum, "{email} at {address}");
            }
            assert!(queues.contains("aria-describedby=\"waiting-wide\""), "{email}");
        }
        assert_eq!(waiting(&app.demo("contact@demo.test").await.page("/agency").await), None);
        // Nobody waits any more.
        app.execute("UPDATE assisters SET employed = FALSE").await;
        assert_eq!(waiting(&app.demo("manager@demo.test").await.page("/security").await), None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_refusal_is_the_first_thing_that_the_title_says() {
    on_both(async |app: App| {
        let (ann, visitor) = (app.consumer("Ann Lee").await, app.visitor());
        assert_eq!(title(&visitor.page("/create-account").await), "Create an account – Assister Portal");
        let mut refused = app.visitor();
        let answer = refused.post("/api/create-account", &[("name", "")]).await;
        refused.keep_cookies(&answer);
        assert_eq!(title(&refused.page(answer.location()).await), "Error: Create an account – Assister Portal");
        // A page that the server draws.
        assert_eq!(ann.post("/api/start-application", &[]).await.status, 303);
        let asked = ann.page("/account/application/help").await;
        let seen = hidden(&asked, "seen");
        let answer = ann.post("/api/save-application", &[("page", "help"), ("seen", &seen)]).await;
        let page = ann.page(answer.location()).await;
        assert_eq!(title(&page), format!("Error: {}", title(&asked)), "{}", answer.location());
        // A file.
        let contact = app.demo("contact@demo.test").await;
        let before = title(&contact.page("/agency/import").await);
        let answer = contact.upload("/agency/import/upload", &[], b"").await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        assert_eq!(title(&contact.page(answer.location()).await), format!("Error: {before}"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_record_is_called_by_its_clients_initials_and_never_by_their_name() {
    on_both(async |app: App| {
        let (_, navigator, id) = client_of(&app, "Zoë van Nguyễn").await;
        let record = format!("/clients/{id}");
        assert_eq!(title(&navigator.page(&record).await), "ZN: Client record – Assister Portal");
        let acting = Desk::client(&navigator, &id);
        acting.start().await;
        for page in ["help", "household"] {
            let html = opened(&navigator, &format!("{record}/application/{page}")).await;
            let title = title(&html);
            assert!(title.starts_with("ZN: ") && !title.contains("Nguy"), "{title}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn assisters_see_the_card_that_consumers_see() {
    on_both(async |app: App| {
        let ann = app.consumer("Ann Lee").await;
        for (email, wrong) in [("navigator@demo.test", "agency contact"), ("broker@demo.test", "Ask the Broker Service Line")] {
            let (assister, number) = (app.demo(email).await, app.number(email).await);
            let found = ann.post("/api/find-assister", &[("number", &number)]).await;
            let seen = ann.page(found.location()).await;
            let facts: Vec<_> = seen.split("<dd").skip(1).map(|fact| text(&format!("<{}", fact.split("</dd>").next().unwrap()))).collect();
            let page = assister.page("/clients/card").await;
            let card = text(main_of(&page));
            assert!(facts.len() >= 6 && facts.iter().all(|fact| card.contains(fact)), "{email}: {facts:?}: {card}");
            assert!(card.contains(&number) && card.contains("Certified through") && card.contains(wrong), "{email}: {card}");
        }
        for email in ["consumer@demo.test", "contact@demo.test", "arc@demo.test"] {
            assert_eq!(app.demo(email).await.get("/clients/card").await.status, 404, "{email}");
        }
        assert_eq!(app.visitor().get("/clients/card").await.location(), "/sign-in?next=/clients/card");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn everybody_with_an_account_reads_their_details_and_who_corrects_them() {
    on_both(async |app: App| {
        for (email, role, who) in [
            ("navigator@demo.test", "Navigator", "agency contact"),
            ("broker@demo.test", "Broker", "Broker Service Line"),
            ("contact@demo.test", "Agency contact", "Assister Resource Center"),
            ("arc@demo.test", "Assister Resource Center", "resource manager"),
        ] {
            let page = app.demo(email).await.page("/security/details").await;
            let main = text(main_of(&page));
            for said in ["Your details", &app.account_name(email).await, email, role, who] {
                assert!(main.contains(said), "{email}: {said}: {main}");
            }
            assert!(!page.contains("name=\"current_password\""), "{email}");
        }
        assert!(app.demo("consumer@demo.test").await.page("/security/details").await.contains("name=\"current_password\""));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn pages_of_texts_say_whom_to_call_and_when_as_far_as_that_is_known() {
    let hours = [("CENTER_HOURS", "Monday to Friday, 8 a.m. to 4 p.m."), ("ASSISTER_HOURS", "Weekdays <9 to 5>")];
    on_both_with(&hours, async |app: App| {
        let visitor = app.visitor();
        for address in TEXTS {
            let page = visitor.page(address).await;
            assert!(page.contains("<h1>") && page.contains("href=\"tel:+18553667873\""), "{address}: {page}");
            assert!(!page.contains('{') && !page.contains("<script"), "{address}: {page}");
        }
        let help = visitor.page("/help").await;
        assert!(help.contains("Hours: Monday to Friday, 8 a.m. to 4 p.m.") && help.contains("Hours: Weekdays &lt;9 to 5&gt;."), "{help}");
        assert!(help.contains("href=\"tel:+18335417698\"") && help.contains("href=\"/limits\""), "{help}");
        // The footer says it, too: to everybody what is for them.
        for (email, said) in [("consumer@demo.test", "Monday to Friday"), ("cac@demo.test", "Weekdays"), ("broker@demo.test", "Weekdays")] {
            let page = app.demo(email).await.page("/sessions").await;
            assert!(text(page.split("<footer").nth(1).unwrap()).contains(said), "{email}");
        }
        assert!(app.without_demo().visitor().page("/help").await.contains("Hours are at"), "what nobody set is not made up");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_cant_be_done_stands_once_for_all_and_beside_what_it_limits() {
    on_both(async |app: App| {
        let limits = app.visitor().page("/limits").await;
        assert_eq!(limits.matches("<h2>").count(), 6, "{limits}");
        for (email, call) in [("navigator@demo.test", "tel:+18335417698"), ("broker@demo.test", "https://www.mnsure.org/")] {
            app.consumer("Ann Lee").await.authorizes(&app.number(email).await).await;
            let assister = app.demo(email).await;
            let (id, _) = assister.clients("/clients?list=new&sort=-authorized").await[0].clone();
            let record = assister.page(&format!("/clients/{id}")).await;
            let main = main_of(&record);
            assert!(main.matches(&format!("href=\"{call}\"")).count() >= 3, "{email}: {main}");
            assert!(main.contains("href=\"/limits\""), "{email}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_has_no_number_is_led_to_one() {
    on_both(async |app: App| {
        let start = app.visitor().page("/").await;
        let section = start.split("You don’t have a reference number?").nth(1).unwrap().split("</section>").next().unwrap();
        assert_eq!(section.matches("<li>").count(), 3, "{section}");
        for part in ["certified helper", "href=\"https://www.mnsure.org/\"", "href=\"tel:+18553667873\""] {
            assert!(section.contains(part), "{part}: {section}");
        }
        assert!(!app.demo("consumer@demo.test").await.page("/").await.contains("You don’t have a reference number?"));
    })
    .await;
}
