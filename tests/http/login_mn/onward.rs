//! The way to the provider, wherever that has its pages: no policy of ours is in it.

use super::{leave, link, onward, seconds, signs_on, with_provider};
use crate::http::support::{Answer, run};
use axum::http::StatusCode;
use serde_json::json;

/// Forms may be posted here and nowhere else, whoever the provider is.
fn assert_own_forms(what: &str, answer: &Answer) {
    let policy = answer.header("content-security-policy");
    let forms: Vec<_> = policy.split(';').map(str::trim).filter(|part| part.starts_with("form-action")).collect();
    assert_eq!(forms, ["form-action 'self'"], "{what}: {policy}");
}

#[test]
fn a_provider_on_other_origins_is_reached_by_a_page_of_ours_that_needs_no_permission() {
    run(async {
        let (provider, services) = with_provider().await;
        provider
            .says(json!({ "authorization_endpoint": "http://localhost:9/authorize", "end_session_endpoint": "http://localhost:9/end" }));
        for service in &services {
            let user = service.consumer("ann@example.org").await;
            let signed_in = service.sign_in("ann@example.org").await;
            assert_own_forms("the page with the button", &service.page("/sign-in", "").await);
            assert_own_forms("the page where one links", &service.page("/security", &signed_in).await);
            for (fields, cookie) in [("next=/account/assister", ""), ("purpose=link", signed_in.as_str())] {
                let answer = service.form("/login-mn/start", fields, cookie).await;
                assert_eq!(onward(&answer).origin().ascii_serialization(), "http://localhost:9", "{}", service.name);
                assert_own_forms(fields, &answer);
                assert_eq!((answer.header("cache-control"), answer.header("referrer-policy")), ("no-store", "same-origin"));
            }

            link(service, &provider, "ann", user).await;
            let cookie = signs_on(service, &provider, |claims| provider.sign(&claims)).await.1.cookie().unwrap();
            assert_own_forms("the page with the other button", &service.page("/account", &cookie).await);
            let out = service.form("/api/sign-out", "", &cookie).await;
            assert!(onward(&out).as_str().starts_with("http://localhost:9/end?id_token_hint="), "{}", out.body);
            assert_own_forms("signing out", &out);
            assert!(out.clears_cookie() && out.header("clear-site-data").contains("storage"), "{}", service.name);
        }
    });
}

#[test]
fn the_way_there_begins_with_a_form_of_ours_only() {
    run(async {
        let (provider, services) = with_provider().await;
        for service in &services {
            let followed = service.page("/login-mn/start?next=/account", "").await;
            assert_eq!(
                (followed.status, followed.cookie()),
                (StatusCode::METHOD_NOT_ALLOWED, None),
                "a link does nothing on {}",
                service.name
            );
            let request = crate::http::support::post("/login-mn/start", "").header("sec-fetch-site", "cross-site");
            let foreign = service.send(request.body(axum::body::Body::empty()).unwrap()).await;
            assert_eq!((foreign.status, foreign.cookie()), (StatusCode::FORBIDDEN, None), "{}", service.name);
            assert_eq!(service.count("SELECT COUNT(*) FROM login_mn_flows").await, 0, "{}", service.name);
            // A provider whose answer is late or lost is gone to again: each time is another way.
            let (one, other) = (leave(service, "", "").await, leave(service, "", "").await);
            assert!(one.state != other.state && one.nonce != other.nonce && one.challenge != other.challenge);
            let code = provider.code(&one.challenge, provider.sign(&provider.claims("ann", &other.nonce, seconds(service))));
            let mixed = super::come_back(service, &one, &code).await;
            assert!(mixed.header("location").starts_with("/sign-in?retry="), "{}", service.name);
        }
    });
}
