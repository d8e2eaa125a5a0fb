//! The provider's own notice that somebody signed out there.

use super::provider::{CLIENT, crafted, signed, signing_key};
use super::{link, notice, seconds, signs_on, with_provider};
use crate::http::support::{Service, run};
use axum::http::StatusCode;
use serde_json::{Value, json};
use std::time::Duration;

#[test]
fn a_notice_of_the_provider_ends_the_session_behind_it() {
    run(async {
        let (provider, services) = with_provider().await;
        for service in &services {
            let user = service.consumer("ann@example.org").await;
            link(service, &provider, "ann", user).await;
            let signed_on = signs_on(service, &provider, |claims| provider.sign(&claims)).await.1.cookie().unwrap();
            let with_password = service.sign_in("ann@example.org").await;
            let event = json!({ "http://schemas.openid.net/event/backchannel-logout": {} });
            let now = seconds(service);
            let right = json!({ "iss": provider.issuer, "aud": CLIENT, "sub": "ann", "sid": "at-ann",
                "iat": now, "exp": now + 60, "events": event });
            let but = |name: &str, value: Value| {
                let mut claims = right.clone();
                claims[name] = value;
                claims
            };
            let ended = async || service.page("/account", &signed_on).await.status != StatusCode::OK;
            for (what, token) in [
                ("an ID token", provider.sign(&provider.claims("ann", "n", now))),
                ("a nonce", provider.sign_notice(&but("nonce", json!("n")))),
                ("another audience", provider.sign_notice(&but("aud", json!("another")))),
                ("another issuer", provider.sign_notice(&but("iss", json!("https://login.example.org")))),
                ("expired", provider.sign_notice(&but("exp", json!(now - 1)))),
                ("another key", signed(&signing_key(8), "logout+jwt", &right)),
                ("unsigned", crafted(&json!({ "alg": "none" }), &right, |_| Vec::new())),
            ] {
                assert_eq!(notice(service, &token).await, StatusCode::BAD_REQUEST, "{what} on {}", service.name);
                assert!(!ended().await, "{what} on {}", service.name);
            }
            assert_eq!(notice(service, &provider.sign_notice(&but("sid", json!("at-another")))).await, StatusCode::OK);
            assert!(!ended().await, "another session there");
            assert_eq!(notice(service, &provider.sign_notice(&right)).await, StatusCode::OK);
            assert!(ended().await, "{}", service.name);
            assert_eq!(service.page("/account", &with_password).await.status, StatusCode::OK, "it is not behind this one");
        }
    });
}

/// A right notice about somebody, as the provider signs now.
fn about(service: &Service, provider: &super::provider::Provider, subject: &str) -> String {
    let (at, event) = (seconds(service), json!({ "http://schemas.openid.net/event/backchannel-logout": {} }));
    provider.sign_notice(&json!({ "iss": provider.issuer, "aud": CLIENT, "sub": subject, "iat": at, "exp": at + 60, "events": event }))
}

#[test]
fn keys_that_the_provider_changed_are_asked_for_and_at_most_once_a_minute() {
    run(async {
        let (provider, services) = with_provider().await;
        for (seed, service) in (20..).step_by(4).zip(&services) {
            let user = service.consumer("ann@example.org").await;
            link(service, &provider, "ann", user).await;
            let cookie = signs_on(service, &provider, |claims| provider.sign(&claims)).await.1.cookie().unwrap();
            provider.rotate(seed);
            assert_eq!(notice(service, &about(service, &provider, "ann")).await, StatusCode::OK, "{}", service.name);
            assert_ne!(service.page("/account", &cookie).await.status, StatusCode::OK, "{}", service.name);
            let before = provider.asked();
            let at = seconds(service);
            let claims = json!({ "iss": provider.issuer, "aud": CLIENT, "sub": "ann", "iat": at, "exp": at + 300 });
            let forged = signed(&signing_key(99), "logout+jwt", &claims);
            for _ in 0..5 {
                assert_eq!(notice(service, &forged).await, StatusCode::BAD_REQUEST);
            }
            assert_eq!(provider.asked(), before, "a minute has not passed");
            service.wait(Duration::from_secs(61));
            for _ in 0..5 {
                assert_eq!(notice(service, &forged).await, StatusCode::BAD_REQUEST);
            }
            assert_eq!(provider.asked(), before + 1, "{}", service.name);
            // The same for ID tokens.
            service.wait(Duration::from_secs(61));
            provider.rotate(seed + 1);
            let (_, answer) = signs_on(service, &provider, |claims| provider.sign(&claims)).await;
            assert_eq!(answer.header("location"), "/account/assister", "{}", service.name);
            assert_eq!(provider.asked(), before + 2);
        }
    });
}
