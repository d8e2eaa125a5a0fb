//! Providers differ: what is not used may have any shape, and what is wrong with the rest is said by its name and told from an outage.

use super::provider::{CLIENT, Provider, crafted, signed, signing_key};
use super::{come_back, leave, link, seconds, signs_on, with_provider};
use crate::http::support::{Service, run, services_with};
use crate::http::tls::Authority;
use assister_portal::server::login_mn::{Identity, LoginMnError};
use axum::http::StatusCode;
use serde_json::{Value, json};
use std::time::Duration;
use url::Url;

/// The same with other members; `null` leaves one out.
fn but(mut claims: Value, otherwise: &Value) -> Value {
    for (name, other) in otherwise.as_object().unwrap() {
        claims[name] = other.clone();
    }
    claims
}

#[test]
fn what_is_not_used_stops_nobody_whatever_its_shape() {
    run(async {
        let (provider, services) = with_provider().await;
        for service in &services {
            let user = service.consumer("ann@example.org").await;
            link(service, &provider, "ann", user).await;
            let until = seconds(service) + 300;
            for (claims, answer) in [
                (json!({}), json!({ "expires_in": "300" })),
                (json!({}), json!({ "expires_in": null, "token_type": null, "access_token": 7, "refresh_token": {} })),
                (json!({}), json!({ "scope": ["openid", "profile"] })),
                (json!({ "address": "12 Main Street" }), json!({})),
                (json!({ "address": { "formatted": 12 }, "amr": "pwd", "acr": 2, "scope": ["openid"] }), json!({})),
                (json!({ "email_verified": "true", "updated_at": "yesterday", "locale": 5, "phone_number": [], "name": {} }), json!({})),
                (json!({ "iat": "now", "jti": 7, "events": "none", "at_hash": "of another access token", "c_hash": 1 }), json!({})),
                (json!({ "iat": null, "auth_time": null, "sid": null, "azp": null, "nbf": null }), json!({})),
                // Its clock may be ahead of ours.
                (json!({ "nbf": until - 300 + 60 }), json!({})),
                (json!({ "aud": [CLIENT] }), json!({})),
                (json!({ "aud": [CLIENT, "another"], "azp": CLIENT }), json!({})),
                (json!({ "exp": f64::from(i32::try_from(until).unwrap()) + 0.5, "auth_time": 1.5 }), json!({})),
            ] {
                provider.answers(StatusCode::OK, answer.clone());
                let (_, came) = signs_on(service, &provider, |right| provider.sign(&but(right, &claims))).await;
                assert_eq!(came.header("location"), "/account/assister", "{}: {claims} {answer}", service.name);
            }
            provider.answers(StatusCode::OK, json!({}));
        }
    });
}

#[test]
fn a_description_is_read_for_what_is_used_of_it() {
    run(async {
        let (provider, services) = with_provider().await;
        for service in &services {
            let user = service.consumer("ann@example.org").await;
            link(service, &provider, "ann", user).await;
            for about in [
                json!({ "token_endpoint_auth_methods_supported": ["client_secret_post"] }),
                json!({ "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"] }),
                json!({ "token_endpoint_auth_methods_supported": "client_secret_post" }),
                json!({ "authorization_endpoint": "http://localhost:9/authorize?tenant=mn", "end_session_endpoint": 7 }),
                json!({ "response_types_supported": null, "subject_types_supported": null, "id_token_signing_alg_values_supported": "?",
                    "scopes_supported": "openid", "userinfo_endpoint": "nowhere", "claims_parameter_supported": "yes" }),
            ] {
                // What was said before is known for an hour.
                service.wait(Duration::from_secs(60 * 60));
                provider.says(about.clone());
                let (_, came) = signs_on(service, &provider, |right| provider.sign(&right)).await;
                assert_eq!(came.header("location"), "/account/assister", "{}: {about}", service.name);
            }
            for (about, part) in [
                (json!({ "issuer": "https://login.example.org" }), "issuer"),
                (json!({ "authorization_endpoint": "http://login.example.org/authorize" }), "authorization_endpoint"),
                (json!({ "token_endpoint": null }), "token_endpoint"),
                (json!({ "jwks_uri": "nowhere" }), "jwks_uri"),
            ] {
                service.wait(Duration::from_secs(60 * 60));
                provider.says(about);
                let error = service.state.login_mn.as_ref().unwrap().start(false).await.err().expect(part);
                assert!(error.to_string().starts_with(&format!("refused: {part} ")), "{}: {error}", service.name);
            }
            provider.says(json!({}));
        }
    });
}

/// What comes of a code for the token that `make` makes of the right claims, without a browser.
async fn finished(service: &Service, provider: &Provider, make: impl FnOnce(Value) -> String) -> Result<Identity, LoginMnError> {
    let login_mn = service.state.login_mn.as_ref().unwrap();
    let started = login_mn.start(false).await.unwrap();
    let address = Url::parse(&started.address).unwrap();
    let challenge = address.query_pairs().find(|(name, _)| name == "code_challenge").unwrap().1.into_owned();
    let code = provider.code(&challenge, make(provider.claims("ann", &started.nonce, seconds(service))));
    login_mn.finish(code, started.nonce, started.verifier).await
}

#[test]
fn a_provider_that_is_to_ask_anew_is_told_so() {
    run(async {
        let (_provider, services) = with_provider().await;
        let login_mn = services[0].state.login_mn.as_ref().unwrap();
        let asked = ["&prompt=login", "&max_age=0"];
        let (plain, anew) = (login_mn.start(false).await.unwrap().address, login_mn.start(true).await.unwrap().address);
        assert!(asked.iter().all(|part| anew.contains(part) && !plain.contains(part)), "{plain} {anew}");
    });
}

#[test]
fn what_was_wrong_is_said_by_its_name_and_without_anybodys() {
    run(async {
        let (provider, services) = with_provider().await;
        let service = &services[0];
        let now = seconds(service);
        let identity = finished(service, &provider, |right| provider.sign(&but(right, &json!({ "auth_time": now - 5 })))).await.unwrap();
        assert_eq!(identity.asked_at.unwrap().as_micros(), (now - 5) * 1_000_000);
        for (part, claims) in [
            ("iss", json!({ "iss": "https://login.example.org" })),
            ("iss", json!({ "iss": null })),
            ("aud", json!({ "aud": "another" })),
            ("aud", json!({ "aud": null })),
            ("aud", json!({ "aud": ["another"], "azp": CLIENT })),
            ("azp", json!({ "aud": [CLIENT, "another"] })),
            ("azp", json!({ "aud": [CLIENT, "another"], "azp": "another" })),
            ("azp", json!({ "azp": "another" })),
            ("exp", json!({ "exp": null })),
            ("exp", json!({ "exp": now })),
            ("exp", json!({ "exp": "tomorrow" })),
            ("nbf", json!({ "nbf": now + 61 })),
            ("nbf", json!({ "nbf": "today" })),
            ("nonce", json!({ "nonce": "another" })),
            ("nonce", json!({ "nonce": null })),
            ("sub", json!({ "sub": null })),
            ("sub", json!({ "sub": 7 })),
            ("sid", json!({ "sid": 7 })),
            ("auth_time", json!({ "auth_time": "today" })),
        ] {
            let error = finished(service, &provider, |right| provider.sign(&but(right, &claims))).await.unwrap_err();
            assert!(error.to_string().starts_with(&format!("refused: {part} ")), "{claims}: {error}");
            assert!(!error.to_string().contains("ann"), "{error}");
        }
        let garbage = |right: &Value| crafted(&json!({ "alg": "EdDSA", "crit": ["b64"], "b64": false }), right, |_| vec![0; 64]);
        for (part, token) in [
            ("signature", signed(&signing_key(8), "JWT", &json!({}))),
            ("alg", crafted(&json!({ "alg": "none" }), &json!({}), |_| Vec::new())),
            ("typ", signed(&signing_key(7), "logout+jwt", &json!({}))),
            ("crit", garbage(&json!({}))),
            ("token", "nothing".to_owned()),
            ("token", "a.b.c".to_owned()),
        ] {
            let error = finished(service, &provider, |_| token.clone()).await.unwrap_err();
            assert!(error.to_string().starts_with(&format!("refused: {part} ")), "{token}: {error}");
        }
        provider.answers(StatusCode::OK, json!({ "id_token": null }));
        let error = finished(service, &provider, |right| provider.sign(&right)).await.unwrap_err();
        assert!(error.to_string().starts_with("refused: id_token "), "{error}");
        let login_mn = service.state.login_mn.as_ref().unwrap();
        let error = login_mn.finish("used".into(), "n".into(), "v".into()).await.unwrap_err();
        assert_eq!(error.to_string(), "refused: error is invalid_grant");
    });
}

#[test]
fn what_a_short_key_of_rsa_signed_is_not_believed() {
    run(async {
        let (provider, services) = with_provider().await;
        let login_mn = services[0].state.login_mn.as_ref().unwrap();
        // Keys of 1,024 and 2,048 bits, and an empty token that each signed.
        let signed: [Value; 2] = serde_json::from_str(include_str!("rsa.json")).unwrap();
        for (signed, said) in signed.iter().zip(["refused: n is of an RSA key under 2,048 bits", "refused: iss is missing"]) {
            provider.also_signs_with(signed["key"].clone());
            services[0].wait(Duration::from_secs(60 * 60));
            let error = login_mn.signed_out(signed["token"].as_str().unwrap()).await.unwrap_err();
            assert_eq!(error.to_string(), said);
            // Its other keys are as good as before.
            assert!(finished(&services[0], &provider, |right| provider.sign(&right)).await.is_ok());
        }
    });
}

#[test]
fn an_outage_and_a_refusal_are_told_apart() {
    const OUTAGE: &str = "LoginMN can't be reached right now";
    const REFUSED: &str = "LoginMN answered, but we couldn't confirm who you are";
    run(async {
        let (provider, services) = with_provider().await;
        for service in &services {
            let shown = async |status: StatusCode, answer: Value, claims: Value| {
                provider.answers(status, answer);
                let (left, came) = signs_on(service, &provider, |right| provider.sign(&but(right, &claims))).await;
                service.page(came.header("location"), &left.cookie).await.body
            };
            for status in [StatusCode::INTERNAL_SERVER_ERROR, StatusCode::SERVICE_UNAVAILABLE, StatusCode::FOUND] {
                let page = shown(status, json!({}), json!({})).await;
                assert!(page.contains(OUTAGE) && !page.contains(REFUSED), "{status} on {}", service.name);
            }
            for (status, answer, claims) in [
                (StatusCode::OK, json!({}), json!({ "exp": 1 })),
                (StatusCode::OK, json!({ "id_token": null }), json!({})),
                (StatusCode::BAD_REQUEST, json!({ "error": "invalid_client" }), json!({})),
            ] {
                let page = shown(status, answer.clone(), claims.clone()).await;
                assert!(page.contains(REFUSED) && !page.contains(OUTAGE), "{answer} {claims} on {}", service.name);
            }
            provider.answers(StatusCode::OK, json!({}));
            for (error, said) in [("server_error", OUTAGE), ("temporarily_unavailable", OUTAGE), ("invalid_scope", REFUSED)] {
                let left = leave(service, "", "").await;
                let came = service.page(&format!("/login-mn/callback?error={error}&state={}", left.state), &left.cookie).await;
                let page = service.page(came.header("location"), &left.cookie).await;
                assert!(page.body.contains(said), "{error} on {}", service.name);
            }
        }
    });
}

#[test]
fn a_provider_of_a_private_authority_is_believed_where_that_is_named() {
    run(async {
        let (authority, another) = (Authority::new(), Authority::new());
        let provider = Provider::behind(async |port| format!("https://127.0.0.1:{}", authority.before(port).await)).await;
        let secret = ("LOGIN_MN_CLIENT_SECRET", super::SECRET);
        let vars = [("LOGIN_MN_ISSUER", provider.issuer.as_str()), ("LOGIN_MN_CLIENT_ID", CLIENT), secret];
        for unnamed in [None, Some(another.file())] {
            let file = unnamed.as_ref().map(|file| ("LOGIN_MN_CA_FILE", file.to_str().unwrap()));
            for service in services_with(&vars.into_iter().chain(file).collect::<Vec<_>>()).await {
                let answer = service.form("/login-mn/start", "", "").await;
                let page = service.page(answer.header("location"), &answer.cookie().unwrap()).await;
                assert!(page.body.contains("LoginMN can't be reached right now"), "{}", service.name);
            }
        }
        let file = authority.file();
        for service in services_with(&[&vars[..], &[("LOGIN_MN_CA_FILE", file.to_str().unwrap())]].concat()).await {
            let user = service.consumer("ann@example.org").await;
            link(&service, &provider, "ann", user).await;
            let left = leave(&service, "", "next=/account/assister").await;
            let code = provider.code(&left.challenge, provider.sign(&provider.claims("ann", &left.nonce, seconds(&service))));
            assert_eq!(come_back(&service, &left, &code).await.header("location"), "/account/assister", "{}", service.name);
        }
    });
}
