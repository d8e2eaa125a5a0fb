//! For whoever runs the service.

use crate::http::support::{run, services};
use assister_portal::api::error::{ApiError, ErrorCode};
use assister_portal::api::wire;
use axum::http::StatusCode;

#[test]
fn a_stopping_server_is_alive_but_not_ready() {
    run(async {
        for service in services().await {
            assert_eq!(service.page("/healthz", "").await.status, StatusCode::OK);
            assert_eq!(service.page("/readyz", "").await.status, StatusCode::OK, "{}", service.name);
            service.state.draining.begin();
            assert_eq!(service.page("/healthz", "").await.status, StatusCode::OK);
            assert_eq!(service.page("/readyz", "").await.status, StatusCode::SERVICE_UNAVAILABLE, "{}", service.name);
            assert_eq!(service.page("/sign-in", "").await.status, StatusCode::OK, "what still comes in is answered");
        }
    });
}

#[test]
fn without_a_database_people_get_a_page_that_says_so() {
    run(async {
        for service in services().await {
            service.consumer("ann@example.org").await;
            let cookie = service.sign_in("ann@example.org").await;
            service.state.store.close().await;
            assert_eq!(service.page("/healthz", "").await.status, StatusCode::OK);
            assert_eq!(service.page("/readyz", "").await.status, StatusCode::SERVICE_UNAVAILABLE, "{}", service.name);

            let page = service.page("/account", &cookie).await;
            assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE, "{}", service.name);
            assert!(page.body.contains("Something is not working right now"), "{}", page.body);
            assert_eq!(page.header("retry-after"), "30");
            assert!(page.set_cookies().is_empty(), "a session that could not be looked up is kept");

            let form = service.form("/api/sign-in", "email=ann@example.org&password=x", "").await;
            assert_eq!(form.status, StatusCode::SERVICE_UNAVAILABLE, "{}", service.name);
            let call = service.call("/api/sign-in", "email=ann@example.org&password=x", &cookie).await;
            assert_eq!(call.status, StatusCode::SERVICE_UNAVAILABLE, "{}", service.name);
            let error: ApiError = wire::from_bytes(call.body.as_bytes()).unwrap();
            assert_eq!(error.code, ErrorCode::Unavailable, "{}", call.body);
        }
    });
}
