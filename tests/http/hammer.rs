//! Pages under load: every one is whole. Rendering has been seen to hang on few cores; a page that hangs ends at the deadline as a 503.

use crate::http::support::{run, services};
use axum::http::StatusCode;
use std::sync::Arc;

#[test]
fn a_thousand_pages_twenty_at_a_time_are_all_whole() {
    run(async {
        for service in services().await {
            service.consumer("ann@example.org").await;
            let cookie = service.sign_in("ann@example.org").await;
            let service = Arc::new(service);
            let mut tasks = tokio::task::JoinSet::new();
            for worker in 0..20 {
                let (service, cookie) = (service.clone(), cookie.clone());
                tasks.spawn(async move {
                    for turn in 0..50 {
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
    });
}
