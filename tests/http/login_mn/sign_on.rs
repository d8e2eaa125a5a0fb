//! Signing on, and linking an identity to one's own account.

use super::provider::{SECRET, crafted, signed, signing_key};
use super::{come_back, leave, link, onward, seconds, signs_on, with_provider};
use crate::http::support::run;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use serde_json::{Value, json};
use std::time::Duration;

#[test]
fn a_linked_identity_signs_on_and_goes_on_to_where_they_were_going() {
    run(async {
        let (provider, services) = with_provider().await;
        for service in &services {
            let user = service.consumer("ann@example.org").await;
            link(service, &provider, "ann", user).await;
            let (left, answer) = signs_on(service, &provider, |claims| provider.sign(&claims)).await;
            assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/account/assister"), "{}", service.name);
            let cookie = answer.cookie().unwrap();
            assert_ne!(cookie, left.cookie, "a new session");
            let with = "SELECT COUNT(*) FROM audit_events WHERE action = 'signed_in' AND outcome = 'login_mn'";
            assert_eq!(service.count(with).await, 1, "{}", service.name);
            assert_eq!(service.page("/account/assister", &cookie).await.status, StatusCode::OK);
            // The same way back a second time leads to the sign-in page and signs nobody in.
            let again = come_back(service, &left, "code-0").await;
            assert_eq!(again.header("location"), "/sign-in?why=again");
            assert!(again.cookie().is_none());
            // Signing out goes on to the provider's own page for it.
            let out = service.form("/api/sign-out", "", &cookie).await;
            let to = onward(&out);
            let to = to.as_str();
            assert!(to.starts_with(&format!("{}/end?id_token_hint=", provider.issuer)), "{to}");
            assert!(to.contains("post_logout_redirect_uri=http%3A%2F%2F127.0.0.1%3A3000%2Fsign-in&state=signed-out"), "{to}");
            assert_eq!(service.page("/account", &cookie).await.header("location"), "/sign-in?why=ended&next=/account");
        }
    });
}

#[test]
fn only_the_person_comes_back_and_not_a_browser_that_looks_ahead() {
    run(async {
        let (provider, services) = with_provider().await;
        for service in &services {
            let user = service.consumer("ann@example.org").await;
            link(service, &provider, "ann", user).await;
            let left = leave(service, "", "next=/account/assister").await;
            let code = provider.code(&left.challenge, provider.sign(&provider.claims("ann", &left.nonce, seconds(service))));
            let path = format!("/login-mn/callback?code={code}&state={}", left.state);
            for (method, name, value) in [
                ("HEAD", "accept", "text/html"),
                ("GET", "sec-purpose", "prefetch;prerender"),
                ("GET", "purpose", "prefetch"),
                ("GET", "x-moz", "prefetch"),
                ("GET", "sec-fetch-dest", "image"),
                ("GET", "sec-fetch-dest", "empty"),
                ("GET", "range", "bytes=0-0"),
            ] {
                let request = Request::builder().method(method).uri(&path).header(header::COOKIE, &left.cookie).header(name, value);
                let answer = service.send(request.body(Body::empty()).unwrap()).await;
                assert!(answer.cookie().is_none() && answer.header("location").is_empty(), "{} {method} {name}: {value}", service.name);
            }
            // It was not used up.
            let came = come_back(service, &left, &code).await;
            assert_eq!((came.status, came.header("location")), (StatusCode::SEE_OTHER, "/account/assister"), "{}", service.name);
        }
    });
}

#[test]
fn no_token_that_is_not_the_providers_for_us_now_signs_anybody_on() {
    run(async {
        let (provider, services) = with_provider().await;
        for service in &services {
            let user = service.consumer("ann@example.org").await;
            link(service, &provider, "ann", user).await;
            let with = |mut claims: Value, name: &str, value: Value| {
                claims[name] = value;
                claims
            };
            let soon = seconds(service);
            let hmac = |body: &str| openid_hmac(SECRET, body);
            type Make<'a> = Box<dyn FnOnce(Value) -> String + Send + 'a>;
            let tampered: Vec<(&str, Make<'_>)> = vec![
                ("audience", Box::new(|claims| provider.sign(&with(claims, "aud", json!("another"))))),
                ("issuer", Box::new(|claims| provider.sign(&with(claims, "iss", json!("https://login.example.org"))))),
                ("nonce", Box::new(|claims| provider.sign(&with(claims, "nonce", json!("another"))))),
                ("no nonce", Box::new(|claims| provider.sign(&with(claims, "nonce", Value::Null)))),
                ("expired", Box::new(|claims| provider.sign(&with(claims, "exp", json!(soon - 1))))),
                ("alg none", Box::new(|claims| crafted(&json!({ "alg": "none", "typ": "JWT" }), &claims, |_| Vec::new()))),
                ("our secret", Box::new(|claims| crafted(&json!({ "alg": "HS256", "typ": "JWT" }), &claims, hmac))),
                ("another key", Box::new(|claims| signed(&signing_key(8), "JWT", &claims))),
                ("no token", Box::new(|_| "nothing".to_owned())),
            ];
            for (what, make) in tampered {
                let (_, answer) = signs_on(service, &provider, make).await;
                let to = answer.header("location").to_owned();
                assert!(to.starts_with("/sign-in?retry="), "{what} on {}: {to}", service.name);
                assert!(answer.cookie().is_none(), "{what} on {}", service.name);
            }
        }
    });
}

#[test]
fn who_is_not_linked_is_not_found_by_their_email() {
    run(async {
        let (provider, services) = with_provider().await;
        for service in &services {
            service.consumer("ann@example.org").await;
            let (left, answer) = signs_on(service, &provider, |mut claims| {
                claims["email"] = json!("ann@example.org");
                claims["email_verified"] = json!(true);
                provider.sign(&claims)
            })
            .await;
            let page = service.page(answer.header("location"), &left.cookie).await;
            assert!(page.body.contains("not linked to an account here"), "{}", service.name);
        }
    });
}

#[test]
fn an_account_that_is_shut_is_not_signed_on_to() {
    run(async {
        let (provider, services) = with_provider().await;
        for service in &services {
            let user = service.consumer("ann@example.org").await;
            link(service, &provider, "ann", user).await;
            service.sql("UPDATE users SET removed_at = created_at").await;
            let (left, answer) = signs_on(service, &provider, |claims| provider.sign(&claims)).await;
            let page = service.page(answer.header("location"), &left.cookie).await;
            assert!(page.body.contains("not linked to an account here"), "{}: {}", service.name, answer.header("location"));
            assert_eq!(service.count("SELECT COUNT(*) FROM sessions WHERE user_id IS NOT NULL AND login_mn_subject IS NOT NULL").await, 0);
        }
    });
}

#[test]
fn a_way_back_works_for_the_browser_that_left_and_for_half_an_hour() {
    run(async {
        let (provider, services) = with_provider().await;
        for service in &services {
            let user = service.consumer("ann@example.org").await;
            link(service, &provider, "ann", user).await;
            let left = leave(service, "", "").await;
            let code = provider.code(&left.challenge, provider.sign(&provider.claims("ann", &left.nonce, seconds(service))));
            let stranger = leave(service, "", "").await;
            for cookie in ["", stranger.cookie.as_str()] {
                let elsewhere = service.page(&format!("/login-mn/callback?code={code}&state={}", left.state), cookie).await;
                assert_eq!((elsewhere.header("location"), elsewhere.cookie()), ("/sign-in?why=again", None), "{}", service.name);
            }
            let refused = service.page(&format!("/login-mn/callback?error=access_denied&state={}", left.state), &left.cookie).await;
            assert_eq!(refused.header("location"), "/sign-in?why=again", "a no at the provider");
        }
    });
}

#[test]
fn a_way_that_was_begun_is_forgotten() {
    run(async {
        let (provider, services) = with_provider().await;
        for service in &services {
            let left = leave(service, "", "").await;
            // Its session is used meanwhile, so that it is the way itself that is over.
            for _ in 0..3 {
                service.wait(Duration::from_secs(11 * 60));
                assert_eq!(service.page("/sign-in", &left.cookie).await.status, StatusCode::OK);
            }
            let code = provider.code(&left.challenge, provider.sign(&provider.claims("ann", &left.nonce, seconds(service))));
            assert_eq!(come_back(service, &left, &code).await.header("location"), "/sign-in?why=again");
        }
    });
}

#[test]
fn an_identity_is_linked_by_its_owner_to_one_account() {
    run(async {
        let (provider, services) = with_provider().await;
        for service in &services {
            service.consumer("ann@example.org").await;
            service.consumer("bo@example.org").await;
            let link_as = async |email: &str| {
                let left = leave(service, &service.sign_in(email).await, "purpose=link").await;
                let code = provider.code(&left.challenge, provider.sign(&provider.claims("ann", &left.nonce, seconds(service))));
                come_back(service, &left, &code).await.header("location").to_owned()
            };
            assert_eq!(link_as("ann@example.org").await, "/security?login-mn=linked");
            assert_eq!(link_as("ann@example.org").await, "/security?login-mn=linked", "again");
            assert_eq!(link_as("bo@example.org").await, "/security?login-mn=taken");
            let (_, answer) = signs_on(service, &provider, |claims| provider.sign(&claims)).await;
            assert_eq!(answer.header("location"), "/account/assister");
            let visitor = service.form("/login-mn/start", "purpose=link", "").await;
            assert_eq!(visitor.header("location"), "/sign-in?next=/security");
        }
    });
}

/// What a token would be signed with by somebody who knows the client's secret: HMAC with SHA-256, by its definition.
fn openid_hmac(secret: &str, body: &str) -> Vec<u8> {
    use sha2::{Digest as _, Sha256};
    let mut key = [0_u8; 64];
    key[..secret.len()].copy_from_slice(secret.as_bytes());
    let pad = |with: u8| key.map(|byte| byte ^ with);
    let inner = Sha256::new().chain_update(pad(0x36)).chain_update(body).finalize();
    Sha256::new().chain_update(pad(0x5c)).chain_update(inner).finalize().to_vec()
}
