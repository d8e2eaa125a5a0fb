//! Two people at one computer: the page of the one, still open, acts for nobody who signed in since.

use crate::journeys::app::{Answer, App, Person, hidden, on_both};
use assister_portal::domain::access::{Action, FUNCTIONS, ROUTES};
use std::collections::{BTreeMap, BTreeSet};

/// What says whose page it is, on a page that this person has.
async fn owner(person: &Person, page: &str) -> String {
    hidden(&person.page(page).await, "page-of")
}

fn refused(answer: &Answer, what: &str) {
    assert_eq!(answer.status, 409, "{what}: {}", answer.body);
    let page = answer.body.contains("signed in as somebody else in this browser");
    assert!(page && answer.location().is_empty(), "{what}: {}", answer.body);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_function_and_file_refuses_the_page_of_somebody_else() {
    on_both(async |app: App| {
        let (ann, ben) = (app.consumer("Ann Quimby").await, app.consumer("Ben Ode").await);
        let anns = owner(&ann, "/account").await;
        assert_eq!(anns.len(), 24);
        for (path, _) in FUNCTIONS {
            refused(&ben.post(path, &[("page-of", &anns), ("name", "typed by Ann")]).await, path);
            for answer in [
                ben.call(path, &[("name", "typed by Ann"), ("page-of", &anns)]).await,
                ben.load_with(path, (), &[("page-of", &anns)]).await,
            ] {
                assert_eq!(answer.status, 409, "{path}");
                assert!(!answer.body.contains("typed by Ann"), "{path}");
            }
        }
        for (method, path, action) in ROUTES {
            if *action == Action::Visit && *method == "GET" {
                continue;
            }
            let path = format!("{}?page-of={anns}", path.replace("{id}", "01900000-0000-7000-8000-000000000000"));
            let answer = if *method == "POST" { ben.upload(&path, &[], b"a,b").await } else { ben.get(&path).await };
            refused(&answer, &path);
        }
        // Who is not signed in is told that, not whose page it is.
        let nobody = app.visitor().post("/api/mark-notices-read", &[("page-of", &anns)]).await;
        assert!(nobody.location().starts_with("/sign-in"), "{nobody:?}");
        refused(&ben.get("/somebody-else").await, "where the running page is led");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_one_types_is_not_saved_for_the_other_and_their_own_page_goes_on() {
    on_both(async |app: App| {
        let (ann, ben) = (app.consumer("Ann Quimby").await, app.consumer("Ben Ode").await);
        for person in [&ann, &ben] {
            assert_eq!(person.post("/api/start-application", &[]).await.status, 303);
        }
        let page = "/account/application/help";
        let [anns, bens] = [ann.page(page).await, ben.page(page).await];
        assert_ne!(hidden(&anns, "page-of"), hidden(&bens, "page-of"));
        // The form of this page, filled in.
        let sends = async |person: &Person, page: &str| {
            let (owner, seen) = (hidden(page, "page-of"), hidden(page, "seen"));
            person.post("/api/save-application", &[("page-of", &owner), ("seen", &seen), ("page", "help"), ("help", "yes")]).await
        };
        let answers = async |name: &str| {
            let sql = "SELECT answers FROM applications a JOIN consumers c ON c.id = a.consumer_id JOIN users u ON u.id = c.user_id";
            app.text(&format!("{sql} WHERE u.display_name = '{name}'")).await
        };
        let before = answers("Ben Ode").await;
        let answer = sends(&ben, &anns).await;
        refused(&answer, "Ann's page, sent by Ben's browser");
        assert!(!answer.body.contains("Ben Ode") && !answer.body.contains("Ann Quimby"));
        assert_eq!(answers("Ben Ode").await, before);
        // The next thing that either does works.
        for (person, page) in [(&ben, &bens), (&ann, &anns)] {
            let before = answers(&person.name).await;
            let answer = sends(person, page).await;
            assert_eq!(answer.status, 303, "{}", answer.body);
            assert_ne!(answers(&person.name).await, before);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_page_outlives_the_session_in_which_it_was_made() {
    on_both(async |app: App| {
        let (before, after) = (app.demo("consumer@demo.test").await, app.demo("consumer@demo.test").await);
        let old = owner(&before, "/account").await;
        assert_eq!(after.post("/api/sign-out", &[("page-of", &old)]).await.status, 303);
        let [one, other] = [before, app.demo("consumer2@demo.test").await];
        assert_ne!(owner(&one, "/account").await, owner(&other, "/account").await);
        assert!(!app.visitor().page("/sign-in").await.contains("page-of"), "nobody's page says nothing");
    })
    .await;
}

/// An address with what it is about left out: pages of one kind are alike.
fn kind(address: &str) -> String {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let part = |part: &str| if part.len() == 36 || part.chars().all(|c| c.is_ascii_digit()) { "0".to_owned() } else { part.to_owned() };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_form_of_every_page_that_links_lead_to_says_whose_it_is() {
    on_both(async |app: App| {
        for (email, start, least) in [
            ("consumer@demo.test", "/account", 10),
            ("consumer3@demo.test", "/account", 15),
            ("navigator@demo.test", "/clients", 8),
            ("broker@demo.test", "/clients", 7),
            ("contact@demo.test", "/agency", 9),
            ("manager@demo.test", "/resource-center", 18),
        ] {
            let person = app.demo(email).await;
            let owner = owner(&person, start).await;
            let mut waiting = vec![start.to_owned()];
            let mut seen = BTreeMap::new();
            while let Some(address) = waiting.pop() {
                if seen.contains_key(&kind(&address)) {
                    continue;
                }
                let answer = person.get(&address).await;
                seen.insert(kind(&address), answer.status);
                for form in answer.body.split("<form ").skip(1).map(|form| form.split("</form>").next().unwrap_or_default()) {
                    if form.starts_with("method=\"post\"") {
                        let says = [format!("name=\"page-of\" value=\"{owner}\""), format!("page-of={owner}\"")];
                        assert!(says.iter().any(|says| form.contains(says)), "{email}, {address}: {form}");
                    }
                }
                let links: BTreeSet<&str> =
                    answer.body.split("<a ").filter_map(|link| link.split("href=\"").nth(1)?.split('"').next()).collect();
                for link in links {
                    if link.contains(".csv") {
                        assert!(link.contains("template") || link.ends_with(&format!("page-of={owner}")), "{email}, {address}: {link}");
                    } else if link.starts_with('/') && !link.starts_with("/pkg") {
                        waiting.push(link.replace("&amp;", "&"));
                    }
                }
            }
            assert!(seen.len() >= least, "{email}: {seen:?}");
        }
    })
    .await;
}
