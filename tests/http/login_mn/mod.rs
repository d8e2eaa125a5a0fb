//! LoginMN: what is believed of a provider and what is not. (In the browser, against a certified provider: end2end.)

mod provider;

use crate::support::{Answer, PASSWORD, Service, run, services_with};
use assister_portal::domain::audit::Actor;
use assister_portal::domain::identity::Role;
use assister_portal::domain::ids::{AuditId, UserId};
use assister_portal::server::links::FreshLink;
use assister_portal::server::random;
use assister_portal::store::{Audit, Bootstrapped, NewStaff};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use provider::{CLIENT, Provider, SECRET, crafted, signed, signing_key};
use serde_json::{Value, json};
use std::time::Duration;
use url::Url;

/// A browser that left for the provider.
struct Left {
    cookie: String,
    state: String,
    nonce: String,
    challenge: String,
}

async fn with_provider() -> (Provider, Vec<Service>) {
    let provider = Provider::start().await;
    let vars = [("LOGIN_MN_ISSUER", provider.issuer.as_str()), ("LOGIN_MN_CLIENT_ID", CLIENT), ("LOGIN_MN_CLIENT_SECRET", SECRET)];
    let services = services_with(&vars).await;
    (provider, services)
}

async fn leave(service: &Service, cookie: &str, fields: &str) -> Left {
    let answer = service.form("/login-mn/start", fields, cookie).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}: {}", service.name, answer.body);
    let url = Url::parse(answer.header("location")).unwrap();
    let value = |name: &str| url.query_pairs().find(|(key, _)| key == name).unwrap_or_else(|| panic!("no {name} in {url}")).1.into_owned();
    assert_eq!((url.path(), value("response_type").as_str(), value("client_id").as_str()), ("/authorize", "code", CLIENT));
    assert_eq!((value("code_challenge_method").as_str(), value("scope").as_str()), ("S256", "openid"));
    assert_eq!(value("redirect_uri"), "http://127.0.0.1:3000/login-mn/callback");
    let cookie = answer.cookie().unwrap_or_else(|| cookie.to_owned());
    Left { cookie, state: value("state"), nonce: value("nonce"), challenge: value("code_challenge") }
}

async fn come_back(service: &Service, left: &Left, code: &str) -> Answer {
    service.page(&format!("/login-mn/callback?code={code}&state={}", left.state), &left.cookie).await
}

fn seconds(service: &Service) -> i64 {
    service.state.clock.now().as_micros() / 1_000_000
}

async fn link(service: &Service, provider: &Provider, subject: &str, user: UserId) {
    let audit =
        Audit { id: AuditId(random::uuid_v7(service.state.clock.now())), actor: Actor { user, role: Role::Consumer }, request: "t".into() };
    let linked = service.state.store.link_identity(&provider.issuer, subject, user, audit, service.state.clock.now()).await.unwrap();
    assert!(linked, "{}", service.name);
}

/// Comes back with the token that `make` makes of the right claims.
async fn signs_on(service: &Service, provider: &Provider, make: impl FnOnce(Value) -> String) -> (Left, Answer) {
    let left = leave(service, "", "next=/account/assister").await;
    let token = make(provider.claims("ann", &left.nonce, seconds(service)));
    let code = provider.code(&left.challenge, token);
    let answer = come_back(service, &left, &code).await;
    (left, answer)
}

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
            assert_eq!(service.page("/account/assister", &cookie).await.status, StatusCode::OK);
            // The same way back a second time leads to the sign-in page and signs nobody in.
            let again = come_back(service, &left, "code-0").await;
            assert_eq!(again.header("location"), "/sign-in");
            assert!(again.cookie().is_none());
            // Signing out goes on to the provider's own page for it.
            let out = service.form("/api/sign-out", "", &cookie).await;
            let to = out.header("location");
            assert!(to.starts_with(&format!("{}/end?id_token_hint=", provider.issuer)), "{to}");
            assert!(to.contains("post_logout_redirect_uri=http%3A%2F%2F127.0.0.1%3A3000%2Fsign-in"), "{to}");
            assert_eq!(service.page("/account", &cookie).await.header("location"), "/sign-in?next=/account");
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
                ("another's access token", Box::new(|claims| provider.sign(&with(claims, "at_hash", json!("AAAAAAAAAAAAAAAAAAAAAA"))))),
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
                assert_eq!((elsewhere.header("location"), elsewhere.cookie()), ("/sign-in", None), "{}", service.name);
            }
            let refused = service.page(&format!("/login-mn/callback?error=access_denied&state={}", left.state), &left.cookie).await;
            assert_eq!(refused.header("location"), "/sign-in", "a no at the provider");
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
            assert!(visitor.status.is_client_error() || visitor.header("location").starts_with("/sign-in"), "{}", visitor.status);
        }
    });
}

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
            let right = json!({ "iss": provider.issuer, "aud": CLIENT, "sub": "ann", "sid": "at-ann", "iat": now, "exp": now + 60, "events": event });
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

#[test]
fn a_provider_that_does_not_answer_is_said_so_and_without_one_there_is_nothing() {
    run(async {
        let vars = [("LOGIN_MN_ISSUER", "http://127.0.0.1:9"), ("LOGIN_MN_CLIENT_ID", CLIENT), ("PASSWORD_SIGN_IN", "off")];
        for service in services_with(&vars).await {
            let answer = service.form("/login-mn/start", "", "").await;
            let page = service.page(answer.header("location"), &answer.cookie().unwrap()).await;
            assert!(page.body.contains("LoginMN can't be reached right now"), "{}", service.name);
            assert!(page.body.contains("Sign in with LoginMN") && !page.body.contains("name=\"password\""), "no password is asked for");
            let by_password = service.form("/api/sign-in", "email=ann@example.org&password=x", "").await;
            assert_eq!(by_password.status, StatusCode::NOT_FOUND);
        }
        for service in services_with(&[]).await {
            assert!(!service.page("/sign-in", "").await.body.contains("LoginMN"));
            assert_eq!(service.form("/login-mn/start", "", "").await.status, StatusCode::NOT_FOUND);
            assert_eq!(service.page("/login-mn/callback?code=1&state=2", "").await.status, StatusCode::NOT_FOUND);
            assert_eq!(notice(&service, "x").await, StatusCode::NOT_FOUND);
        }
    });
}

/// The provider's own request: no browser, no cookie.
async fn notice(service: &Service, token: &str) -> StatusCode {
    let body = format!("logout_token={token}");
    let request = Request::post("/login-mn/signed-out")
        .header(header::HOST, "127.0.0.1:3000")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(body));
    service.send(request.unwrap()).await.status
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
            assert_eq!(come_back(service, &left, &code).await.header("location"), "/sign-in");
        }
    });
}

#[test]
fn an_account_is_set_up_with_login_mn_and_opens_with_it_and_a_second_step() {
    run(async {
        let (provider, services) = with_provider().await;
        for service in &services {
            let store = &service.state.store;
            let now = service.state.clock.now();
            let link = FreshLink::to(&service.state.config, "/set-up");
            let token = link.address.rsplit('/').next().unwrap();
            let user = UserId(random::uuid_v7(now));
            let new = NewStaff {
                user,
                name: "Hodan Ali".into(),
                email: "hodan@example.org".into(),
                role: Role::ResourceManager,
                token_hash: link.token_hash,
                expires_at: now + Duration::from_secs(60),
                now,
            };
            let audit =
                Audit { id: AuditId(random::uuid_v7(now)), actor: Actor { user, role: Role::ResourceManager }, request: "t".into() };
            let ways = service.state.config.sign_in_ways();
            assert_eq!(store.bootstrap_manager(&new, ways, &audit).await.unwrap(), Bootstrapped::Made);
            assert!(service.page(&format!("/set-up/{token}"), "").await.body.contains("Set up with LoginMN"));

            let left = leave(service, "", &format!("purpose=set-up&token={token}")).await;
            let code = provider.code(&left.challenge, provider.sign(&provider.claims("hodan", &left.nonce, seconds(service))));
            let answer = come_back(service, &left, &code).await;
            assert_eq!(answer.header("location"), "/sign-in/choose-factor", "{}", service.name);
            // The link is used, and the account has no password to be tried out.
            let gone = service.form("/login-mn/start", &format!("purpose=set-up&token={token}"), "").await;
            assert_eq!(gone.header("location"), format!("/set-up/{token}"));
            let by_password = service.form("/api/sign-in", &format!("email=hodan@example.org&password={PASSWORD}"), "").await;
            assert!(by_password.header("location").starts_with("/sign-in?retry="));

            let (_, answer) = signs_on(service, &provider, |mut claims| {
                claims["sub"] = json!("hodan");
                provider.sign(&claims)
            })
            .await;
            let waiting = answer.cookie().unwrap();
            assert_eq!(answer.header("location"), "/sign-in/choose-factor");
            assert_ne!(service.page("/resource-center", &waiting).await.status, StatusCode::OK, "not before the second step");
            // A notice of the provider also ends what waits for the second step.
            let event = json!({ "http://schemas.openid.net/event/backchannel-logout": {} });
            let at = seconds(service);
            let claims = json!({ "iss": provider.issuer, "aud": CLIENT, "sub": "hodan", "iat": at, "exp": at + 60, "events": event });
            assert_eq!(notice(service, &provider.sign_notice(&claims)).await, StatusCode::OK);
            assert_eq!(service.page("/sign-in/choose-factor", &waiting).await.header("location"), "/sign-in");
        }
    });
}
