//! Frames: what a page is put into is what leptos would have drawn around it, and nobody else's.

use super::app::{Answer, App, Person, hidden, on_both};
use assister_portal::server::Filled;
use std::collections::BTreeSet;

/// Everybody whose pages the server draws, and the addresses of these.
const PAGES: [(&str, &[&str]); 6] = [
    ("navigator@demo.test", &["/clients", "/clients?list=new&sort=-name", "/clients?list=in-progress&x=1", "/learning"]),
    ("broker@demo.test", &["/clients"]),
    ("consumer3@demo.test", &["/account", "/account/assister", "/account/assister?removed=not", "/account/notices"]),
    ("contact@demo.test", &["/agency", "/agency?roster=cac"]),
    ("arc@demo.test", &["/resource-center", "/resource-center?queue=to-confirm"]),
    ("manager@demo.test", &["/resource-center"]),
];

fn was_filled(answer: &Answer) -> bool {
    answer.extensions.get::<Filled>().is_some()
}

/// A page without what is another one in each answer.
fn same_for_all(answer: &Answer) -> String {
    let nonce = answer.body.split_once("nonce=\"").unwrap().1.split('"').next().unwrap();
    assert!(answer.headers["content-security-policy"].to_str().unwrap().contains(&format!("'nonce-{nonce}'")));
    answer.body.replace(nonce, "NONCE")
}

async fn twice(person: &Person, path: &str) -> [Answer; 2] {
    [person.get(path).await, person.get(path).await]
}

#[tokio::test]
async fn a_page_in_a_frame_is_the_page() {
    on_both(async |app: App| {
        for (who, paths) in PAGES {
            for path in paths {
                // A server of its own: nothing is drawn there yet.
                let fresh = app.again();
                let [drawn, filled] = twice(&fresh.demo(who).await, path).await;
                assert_eq!((drawn.status, was_filled(&drawn)), (200, false), "{who} {path}");
                assert_eq!((filled.status, was_filled(&filled)), (200, true), "{who} {path}");
                assert_eq!(same_for_all(&filled), same_for_all(&drawn), "{who} {path}");
                let names = |answer: &Answer| answer.headers.keys().map(ToString::to_string).collect::<BTreeSet<_>>();
                assert_eq!(names(&filled), names(&drawn), "{who} {path}");
                assert_ne!(filled.headers["content-security-policy"], drawn.headers["content-security-policy"], "{who} {path}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn nobody_is_in_the_frame_of_another() {
    on_both(async |app: App| {
        let names = ["Ann \"<b>\" O'Berg & Sons", "Bo Nguyễn"];
        let [ann, bo] = [app.consumer(names[0]).await, app.consumer(names[1]).await];
        let [drawn, filled] = twice(&ann, "/account").await;
        assert_eq!(same_for_all(&filled), same_for_all(&drawn));
        assert!(
            filled.body.contains("Ann \"&lt;b&gt;\" O'Berg &amp; Sons")
                || filled.body.contains("Ann &quot;&lt;b&gt;&quot; O'Berg &amp; Sons")
        );
        let other = bo.get("/account").await;
        assert!(was_filled(&other));
        assert!(other.body.contains("Bo Nguyễn") && !other.body.contains("Berg"));
        assert_ne!(hidden(&other.body, "page-of"), hidden(&filled.body, "page-of"));
        // Each time with another nonce.
        assert_ne!(other.headers["content-security-policy"], filled.headers["content-security-policy"]);
    })
    .await;
}

#[tokio::test]
async fn what_is_no_page_of_the_person_is_in_no_frame() {
    on_both(async |app: App| {
        let navigator = app.demo("navigator@demo.test").await;
        for path in ["/account", "/agency", "/resource-center"] {
            for answer in twice(&navigator, path).await {
                assert_eq!((answer.status, was_filled(&answer)), (404, false), "{path}");
            }
        }
        for answer in twice(&app.visitor(), "/clients").await {
            assert_eq!((answer.status, was_filled(&answer)), (303, false));
        }
    })
    .await;
}
