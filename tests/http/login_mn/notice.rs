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
            for (what, name, token) in [
                ("an ID token", "events", provider.sign(&provider.claims("ann", "n", now))),
                ("a nonce", "nonce", provider.sign_notice(&but("nonce", json!("n")))),
                ("another audience", "aud", provider.sign_notice(&but("aud", json!("another")))),
                ("another issuer", "iss", provider.sign_notice(&but("iss", json!("https://login.example.org")))),
                ("expired", "exp", provider.sign_notice(&but("exp", json!(now - 1)))),
                ("no end", "exp", provider.sign_notice(&but("exp", Value::Null))),
                (
                    "nobody",
                    "sub",
                    provider.sign_notice(&json!({ "iss": provider.issuer, "aud": CLIENT, "exp": now + 60, "events": event })),
                ),
                ("another event", "events", provider.sign_notice(&but("events", json!({ "http://schemas.openid.net/event/other": {} })))),
                ("an access token", "typ", signed(&signing_key(7), "at+jwt", &right)),
                ("another key", "signature", signed(&signing_key(8), "logout+jwt", &right)),
                ("unsigned", "alg", crafted(&json!({ "alg": "none" }), &right, |_| Vec::new())),
            ] {
                let told = notice(service, &token).await;
                assert_eq!(told.status, StatusCode::BAD_REQUEST, "{what} on {}", service.name);
                let reason = format!("refused: {name} ");
                assert!(told.body.contains(&reason) && told.body.contains("invalid_request"), "{what} on {}: {}", service.name, told.body);
                assert_eq!(told.header("cache-control"), "no-store");
                assert!(!ended().await, "{what} on {}", service.name);
            }
            assert_eq!(notice(service, &provider.sign_notice(&but("sid", json!("at-another")))).await.status, StatusCode::OK);
            assert!(!ended().await, "another session there");
            assert_eq!(notice(service, &provider.sign_notice(&right)).await.status, StatusCode::OK);
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
            assert_eq!(notice(service, &about(service, &provider, "ann")).await.status, StatusCode::OK, "{}", service.name);
            assert_ne!(service.page("/account", &cookie).await.status, StatusCode::OK, "{}", service.name);
            let before = provider.asked();
            let at = seconds(service);
            let claims = json!({ "iss": provider.issuer, "aud": CLIENT, "sub": "ann", "iat": at, "exp": at + 300 });
            let forged = signed(&signing_key(99), "logout+jwt", &claims);
            for _ in 0..5 {
                assert_eq!(notice(service, &forged).await.status, StatusCode::BAD_REQUEST);
            }
            assert_eq!(provider.asked(), before, "a minute has not passed");
            service.wait(Duration::from_secs(61));
            for _ in 0..5 {
                assert_eq!(notice(service, &forged).await.status, StatusCode::BAD_REQUEST);
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

#[test]
fn a_notice_that_names_only_the_session_ends_that_one() {
    run(async {
        let (provider, services) = with_provider().await;
        for service in &services {
            let mut cookies = Vec::new();
            for name in ["ann", "bo"] {
                let user = service.consumer(&format!("{name}@example.org")).await;
                link(service, &provider, name, user).await;
                let (_, answer) = signs_on(service, &provider, |mut claims| {
                    (claims["sub"], claims["sid"]) = (json!(name), json!(format!("at-{name}")));
                    provider.sign(&claims)
                })
                .await;
                cookies.push(answer.cookie().unwrap());
            }
            let (at, event) = (seconds(service), json!({ "http://schemas.openid.net/event/backchannel-logout": {} }));
            let only = json!({ "iss": provider.issuer, "aud": CLIENT, "sid": "at-ann", "iat": at, "exp": at + 60, "events": event });
            assert_eq!(notice(service, &provider.sign_notice(&only)).await.status, StatusCode::OK, "{}", service.name);
            assert_ne!(service.page("/account", &cookies[0]).await.status, StatusCode::OK, "{}", service.name);
            assert_eq!(service.page("/account", &cookies[1]).await.status, StatusCode::OK, "{}", service.name);
        }
    });
}
