//! The program in the browser and the page without it: which pages ask for it, how many nodes they consist of, which build answers, and
//! that its end in a browser is told.

use crate::http::support::{post, run, services};
use axum::body::Body;
use axum::http::StatusCode;

/// The value of an attribute of the script that starts the program.
fn said<'a>(page: &'a str, name: &str) -> Option<&'a str> {
    let script = page.split("<script").find(|script| script.contains("data-program"))?;
    script.split_once(&format!("{name}=\""))?.1.split_once('"').map(|(value, _)| value)
}

#[test]
fn what_visitors_see_first_needs_no_program_and_no_second_answer() {
    run(async {
        for service in &services().await {
            for path in ["/", "/create-account", "/password/forgot"] {
                let page = service.page(path, "").await;
                assert_eq!(page.status, StatusCode::OK, "{path}");
                assert!(!page.body.contains("<script") && !page.body.contains("preload"), "{path}: {}", page.body);
            }
            // Passkeys need it, when the page stands.
            let page = service.page("/sign-in", "").await.body;
            assert!(page.contains("data-later") && !page.contains("preload"), "{page}");
            service.consumer("ann@example.org").await;
            let cookie = service.sign_in("ann@example.org").await;
            let page = service.page("/account", &cookie).await.body;
            assert!(!page.contains("data-later") && !page.contains("preload"), "{page}");
        }
    });
}

#[test]
fn a_page_says_of_how_many_nodes_it_consists_and_answers_say_which_build_they_are_of() {
    run(async {
        for service in &services().await {
            service.consumer("ann@example.org").await;
            let cookie = service.sign_in("ann@example.org").await;
            let page = service.page("/account", &cookie).await.body;
            assert!(said(&page, "data-nodes").unwrap().parse::<usize>().unwrap() > 20, "{page}");
            let answer = service.call("/api/stay-signed-in", "", &cookie).await;
            assert_eq!(Some(answer.header("build")), said(&page, "data-program"));
        }
    });
}

#[test]
fn the_programs_end_in_a_browser_is_heard_of_for_known_reasons_only() {
    run(async {
        for service in &services().await {
            for (why, status) in [("start", 204), ("changed", 204), ("panic", 204), ("ann@example.org", 404)] {
                let request = post(&format!("/program-ended/{why}"), "").body(Body::empty()).unwrap();
                assert_eq!(service.send(request).await.status.as_u16(), status, "{why}");
            }
        }
    });
}
