//! Pages under load: every one is whole, and nothing of it goes on when it is over. Rendering has been seen to hang on few cores; a page
//! that hangs ends at the deadline as a 503.

use crate::http::support::{run, services};
use axum::http::StatusCode;
use std::panic;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How often a task asked for what went with its page, which it does not survive. Its panic is in no answer.
static TOO_LATE: AtomicUsize = AtomicUsize::new(0);

/// Counts from now on, in this program.
fn count_what_comes_too_late() {
    let others = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        if panic.payload_as_str().is_some_and(|said| said.contains("already been disposed")) {
            TOO_LATE.fetch_add(1, Ordering::Relaxed);
        }
        others(panic);
    }));
}

#[test]
fn three_thousand_pages_twenty_at_a_time_are_all_whole() {
    count_what_comes_too_late();
    run(async {
        for service in services().await {
            service.consumer("ann@example.org").await;
            let cookie = service.sign_in("ann@example.org").await;
            let service = Arc::new(service);
            let mut tasks = tokio::task::JoinSet::new();
            for worker in 0..20 {
                let (service, cookie) = (service.clone(), cookie.clone());
                tasks.spawn(async move {
                    for turn in 0..150 {
                        let (path, cookie) = match (worker + turn) % 3 {
                            0 => ("/sign-in", ""),
                            1 => ("/account", cookie.as_str()),
                            _ => ("/account/assister", cookie.as_str()),
                        };
                        let page = service.page(path, cookie).await;
                        assert_eq!(page.status, StatusCode::OK, "{} {path}: {}", service.name, page.body);
                        assert!(page.body.ends_with("</html>"), "{} {path}: {}", service.name, page.body);
                    }
                });
            }
            while let Some(ended) = tasks.join_next().await {
                ended.unwrap();
            }
        }
        assert_eq!(TOO_LATE.load(Ordering::Relaxed), 0, "tasks that outlived their pages");
    });
}
