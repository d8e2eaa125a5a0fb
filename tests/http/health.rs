//! For whoever runs the service.

use crate::http::support::{Service, run, services};
use assister_portal::api::error::{ApiError, ErrorCode};
use assister_portal::api::wire;
use axum::http::StatusCode;
use sqlx::Connection as _;
use std::time::Duration;

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

/// What `/readyz` says while it is not ready.
async fn why_not(service: &Service) -> String {
    let answer = service.page("/readyz", "").await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{}: {}", service.name, answer.body);
    assert!(!answer.body.contains("://") && !answer.body.contains("t_"), "nothing of the address: {}", answer.body);
    answer.body
}

#[test]
fn a_lock_that_somebody_else_holds_is_told_and_over_when_it_is_released() {
    run(async {
        for service in services().await {
            let url = &service.state.config.database_url;
            let why = if service.name == "SQLite" {
                let mut other = sqlx::SqliteConnection::connect(url).await.unwrap();
                sqlx::raw_sql("BEGIN IMMEDIATE").execute(&mut other).await.unwrap();
                why_not(&service).await
            } else {
                let mut other = sqlx::PgConnection::connect(url).await.unwrap();
                sqlx::raw_sql("BEGIN; LOCK TABLE installation IN EXCLUSIVE MODE").execute(&mut other).await.unwrap();
                why_not(&service).await
            };
            assert!(why.contains("holds a lock of the database"), "{}: {why}", service.name);
            // The one who held it is gone.
            let waited = async { while service.page("/readyz", "").await.status != StatusCode::OK {} };
            assert!(tokio::time::timeout(Duration::from_secs(60), waited).await.is_ok(), "{}", service.name);
        }
    });
}

#[test]
fn a_database_without_the_migrations_of_this_program_is_not_ready() {
    run(async {
        for service in services().await {
            assert_eq!(service.page("/readyz", "").await.status, StatusCode::OK, "{}", service.name);
            let last = service.count("SELECT CAST(MAX(version) AS BIGINT) FROM _sqlx_migrations").await;
            service.sql(&format!("DELETE FROM _sqlx_migrations WHERE version = {last}")).await;
            let why = why_not(&service).await;
            assert!(why.contains(&format!("the first is number {last}")) && why.contains("migrate"), "{why}");
        }
    });
}

#[test]
fn a_standby_is_not_ready_but_can_be_read() {
    run(async {
        for service in services().await.into_iter().filter(|service| service.name == "Postgres") {
            service.consumer("ann@example.org").await;
            let cookie = service.sign_in("ann@example.org").await;
            assert_eq!(service.page("/readyz", "").await.status, StatusCode::OK);
            let (_, name) = service.state.config.database_url.rsplit_once('/').unwrap();
            service
                .sql(&format!(
                    "ALTER DATABASE {name} SET default_transaction_read_only = on;
                     SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}' AND pid <> pg_backend_pid()"
                ))
                .await;
            // A change that is refused is noticed at once, however lately another one was written.
            let refused = service.form("/api/sign-in", "email=ann@example.org&password=x", "").await;
            assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE);
            let why = why_not(&service).await;
            assert!(why.contains("nothing can be written: the database can be read only"), "{why}");
            assert_eq!(service.page("/account", &cookie).await.status, StatusCode::OK);
        }
    });
}
