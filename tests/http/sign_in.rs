//! Signing in and out, as far as HTTP shows it.

use crate::support::{PASSWORD, Service, run, services};
use axum::http::StatusCode;
use std::time::Duration;

async fn try_password(service: &Service, email: &str, password: &str) -> String {
    let answer = service.form("/api/sign-in", &format!("email={email}&password={password}"), "").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}: {}", service.name, answer.body);
    answer.header("location").split(['?', '&']).next().unwrap().to_owned()
}

#[test]
fn records_that_exist_and_that_do_not_look_the_same_to_a_visitor() {
    run(async {
        for service in services().await {
            let mut answers = Vec::new();
            for path in ["/clients/0190b0a0-0000-7000-8000-000000000000", "/clients/0190b0a0-0000-7000-8000-000000000001", "/clients/x"] {
                let answer = service.page(path, "").await;
                assert_eq!(answer.status, StatusCode::SEE_OTHER, "{} {path}", service.name);
                assert_eq!(answer.header("location"), format!("/sign-in?next={path}"));
                let mut headers = answer.headers.clone();
                for varying in ["x-request-id", "location"] {
                    headers.remove(varying);
                }
                answers.push((headers, answer.body));
            }
            assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{}: {answers:?}", service.name);
        }
    });
}

#[test]
fn people_get_where_they_wanted_to_go_and_nowhere_else() {
    run(async {
        for service in services().await {
            service.consumer("ann@example.org").await;
            for (next, goes) in [
                ("/account/assister", "/account/assister"),
                ("/account?x=1", "/account?x=1"),
                ("", "/account"),
                ("//evil.test", "/account"),
                ("https://evil.test/", "/account"),
                ("/\\evil.test", "/account"),
            ] {
                let fields = format!("email=ann@example.org&password={PASSWORD}&next={}", next.replace('?', "%3F").replace('=', "%3D"));
                let answer = service.form("/api/sign-in", &fields, "").await;
                assert_eq!(answer.header("location"), goes, "{} {next}", service.name);
            }
        }
    });
}

#[test]
fn signing_in_makes_a_new_session_and_ends_the_old() {
    run(async {
        for service in services().await {
            service.consumer("ann@example.org").await;
            let first = service.sign_in("ann@example.org").await;
            let answer = service.form("/api/sign-in", &format!("email=ann@example.org&password={PASSWORD}"), &first).await;
            let second = answer.cookie().expect("a new cookie");
            assert_ne!(first, second);
            assert_eq!(service.page("/account", &first).await.status, StatusCode::SEE_OTHER, "{}: the old one is over", service.name);
            assert_eq!(service.page("/account", &second).await.status, StatusCode::OK, "{}", service.name);
        }
    });
}

#[test]
fn after_signing_out_nothing_is_left() {
    run(async {
        for service in services().await {
            service.consumer("ann@example.org").await;
            let cookie = service.sign_in("ann@example.org").await;
            let out = service.form("/api/sign-out", "", &cookie).await;
            assert_eq!((out.status, out.header("location")), (StatusCode::SEE_OTHER, "/sign-in"), "{}", service.name);
            assert_eq!(out.header("clear-site-data"), "\"cache\", \"storage\"");
            assert!(out.clears_cookie(), "{:?}", out.set_cookies());
            assert_eq!(service.page("/account", &cookie).await.status, StatusCode::SEE_OTHER, "{}", service.name);
            let again = service.form("/api/sign-out", "", &cookie).await;
            assert_eq!(again.status, StatusCode::SEE_OTHER, "signing out twice is harmless");
        }
    });
}

#[test]
fn an_account_is_closed_for_a_while_after_twenty_failures() {
    run(async {
        for service in services().await {
            service.consumer("ann@example.org").await;
            service.consumer("bob@example.org").await;
            for _ in 0..20 {
                assert_eq!(try_password(&service, "ann@example.org", "wrong").await, "/sign-in");
            }
            assert_eq!(try_password(&service, "%20ANN@example.org", PASSWORD).await, "/sign-in", "{}: in any spelling", service.name);
            assert_eq!(try_password(&service, "bob@example.org", PASSWORD).await, "/account", "{}: others are not", service.name);
            service.wait(Duration::from_secs(15 * 60));
            assert_eq!(try_password(&service, "ann@example.org", PASSWORD).await, "/account", "{}", service.name);
        }
    });
}

#[test]
fn an_unknown_user_and_a_wrong_password_get_the_same_answer() {
    run(async {
        for service in services().await {
            service.consumer("ann@example.org").await;
            let call = |email: &'static str| service.call("/api/sign-in", email, "");
            let wrong = call("email=ann@example.org&password=wrong").await;
            let unknown = call("email=eve@example.org&password=wrong").await;
            assert_eq!(wrong.status, unknown.status, "{}", service.name);
            assert_eq!(wrong.body.replace("ann@", "eve@"), unknown.body, "{}", service.name);
            assert_eq!(wrong.headers.len(), unknown.headers.len());
        }
    });
}
