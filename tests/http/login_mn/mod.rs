//! LoginMN: what is believed of a provider and what is not. (In the browser, against a certified provider: end2end.)

mod differences;
mod notice;
mod only_way;
mod onward;
mod proof;
mod provider;
mod set_up;
mod sign_on;
mod traces;
mod unlink;

use crate::http::support::{Answer, Service, services_with};
use assister_portal::domain::audit::Actor;
use assister_portal::domain::identity::Role;
use assister_portal::domain::ids::{AuditId, UserId};
use assister_portal::messages::Language;
use assister_portal::server::mail::{Letter, compose};
use assister_portal::server::random;
use assister_portal::store::{Audit, Linked, NewSession};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use provider::{CLIENT, Provider, SECRET};
use serde_json::Value;
use url::Url;

/// A browser that left for the provider.
struct Left {
    cookie: String,
    state: String,
    nonce: String,
    challenge: String,
}

async fn with_provider() -> (Provider, Vec<Service>) {
    with_provider_and(&[]).await
}

/// The same with more variables.
async fn with_provider_and(more: &[(&str, &str)]) -> (Provider, Vec<Service>) {
    let provider = Provider::start().await;
    let vars = [("LOGIN_MN_ISSUER", provider.issuer.as_str()), ("LOGIN_MN_CLIENT_ID", CLIENT), ("LOGIN_MN_CLIENT_SECRET", SECRET)];
    let services = services_with(&[&vars, more].concat()).await;
    (provider, services)
}

async fn leave(service: &Service, cookie: &str, fields: &str) -> Left {
    leave_for(service, cookie, fields).await.0
}

/// The same with the address that the browser goes to.
async fn leave_for(service: &Service, cookie: &str, fields: &str) -> (Left, Url) {
    let answer = service.form("/login-mn/start", fields, cookie).await;
    let url = onward(&answer);
    let value = |name: &str| url.query_pairs().find(|(key, _)| key == name).unwrap_or_else(|| panic!("no {name} in {url}")).1.into_owned();
    assert_eq!((url.path(), value("response_type").as_str(), value("client_id").as_str()), ("/authorize", "code", CLIENT));
    assert_eq!((value("code_challenge_method").as_str(), value("scope").as_str()), ("S256", "openid"));
    assert_eq!(value("redirect_uri"), "http://127.0.0.1:3000/login-mn/callback");
    let cookie = answer.cookie().unwrap_or_else(|| cookie.to_owned());
    let left = Left { cookie, state: value("state"), nonce: value("nonce"), challenge: value("code_challenge") };
    (left, url)
}

/// Where a page of ours sends a browser on by itself. It is no redirect, which the form's page would have to allow.
fn onward(answer: &Answer) -> Url {
    assert_eq!((answer.status, answer.header("location")), (StatusCode::OK, ""), "{}", answer.body);
    let by_itself = answer.body.split("http-equiv=\"refresh\" content=\"0; url=").nth(1).expect(&answer.body).split('"').next().unwrap();
    assert!(answer.body.contains(&format!("<a href=\"{by_itself}\">")), "the link leads there, too: {}", answer.body);
    Url::parse(&by_itself.replace("&amp;", "&")).unwrap()
}

async fn come_back(service: &Service, left: &Left, code: &str) -> Answer {
    service.page(&format!("/login-mn/callback?code={code}&state={}", left.state), &left.cookie).await
}

fn seconds(service: &Service) -> i64 {
    service.state.clock.now().as_micros() / 1_000_000
}

async fn link(service: &Service, provider: &Provider, subject: &str, user: UserId) {
    let now = service.state.clock.now();
    let audit = Audit { id: AuditId(random::uuid_v7(now)), actor: Actor { user, role: Role::Consumer }, request: "t".into() };
    let letter = compose(&service.state, Language::default().messages(), "a@demo.test", Letter::SignInChanged { when: "today" }, now);
    let session = NewSession { token_hash: random::token(), user: Some(user), learner: None, now };
    service.state.store.start_session(session, None, None).await.unwrap();
    let identity = (provider.issuer.as_str(), subject);
    let linked = service.state.store.link_identity(identity, user, session.token_hash, &letter, &audit).await.unwrap();
    assert_eq!(linked, Linked::Done, "{}", service.name);
}

/// Comes back with the token that `make` makes of the right claims.
async fn signs_on(service: &Service, provider: &Provider, make: impl FnOnce(Value) -> String) -> (Left, Answer) {
    let left = leave(service, "", "next=/account/assister").await;
    let token = make(provider.claims("ann", &left.nonce, seconds(service)));
    let code = provider.code(&left.challenge, token);
    let answer = come_back(service, &left, &code).await;
    (left, answer)
}

/// The provider's own request: no browser, no cookie.
async fn notice(service: &Service, token: &str) -> Answer {
    let body = format!("logout_token={token}");
    let request = Request::post("/login-mn/signed-out")
        .header(header::HOST, "127.0.0.1:3000")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(body));
    service.send(request.unwrap()).await
}
