//! Setting an account up with LoginMN.

use super::provider::{CLIENT, Provider};
use super::{come_back, leave, notice, onward, seconds, signs_on, with_provider, with_provider_and};
use crate::http::support::{Answer, PASSWORD, Service, run};
use assister_portal::domain::audit::Actor;
use assister_portal::domain::identity::Role;
use assister_portal::domain::ids::{AuditId, UserId};
use assister_portal::domain::signed_in_with::FirstStep;
use assister_portal::server::links::{self, FreshLink};
use assister_portal::server::{cookies, random};
use assister_portal::store::{Audit, Bootstrapped, NewStaff};
use axum::http::{StatusCode, header};
use serde_json::json;
use std::time::Duration;

/// Somebody who is invited to be the resource manager: the token of their link.
pub(super) async fn invited(service: &Service) -> String {
    let now = service.state.clock.now();
    let link = FreshLink::to(&service.state.config, "/set-up");
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
    let audit = Audit { id: AuditId(random::uuid_v7(now)), actor: Actor { user, role: Role::ResourceManager }, request: "t".into() };
    let ways = service.state.config.sign_in_ways();
    assert_eq!(service.state.store.bootstrap_manager(&new, ways, &audit).await.unwrap(), Bootstrapped::Made);
    link.address.rsplit('/').next().unwrap().to_owned()
}

/// Sets up with LoginMN as this subject.
async fn sets_up(service: &Service, provider: &Provider, token: &str, subject: &str) -> Answer {
    let left = leave(service, "", &format!("purpose=set-up&token={token}")).await;
    let code = provider.code(&left.challenge, provider.sign(&provider.claims(subject, &left.nonce, seconds(service))));
    come_back(service, &left, &code).await
}

#[test]
fn an_account_is_set_up_with_login_mn_and_opens_with_it_and_a_second_step() {
    run(async {
        let (provider, services) = with_provider().await;
        for service in &services {
            let token = &invited(service).await;
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
            // What they did first is known until then, for the audit log.
            let headers = [(header::COOKIE, waiting.parse().unwrap())].into_iter().collect();
            let session = cookies::hash(&cookies::find(&headers, "session").tokens[0]);
            let step = service.state.store.sign_in_step(session, service.state.clock.now()).await.unwrap().unwrap();
            assert_eq!(step.first, FirstStep::LoginMn, "{}", service.name);
            assert_ne!(service.page("/resource-center", &waiting).await.status, StatusCode::OK, "not before the second step");
            // A notice of the provider also ends what waits for the second step.
            let event = json!({ "http://schemas.openid.net/event/backchannel-logout": {} });
            let at = seconds(service);
            let claims = json!({ "iss": provider.issuer, "aud": CLIENT, "sub": "hodan", "iat": at, "exp": at + 60, "events": event });
            assert_eq!(notice(service, &provider.sign_notice(&claims)).await.status, StatusCode::OK);
            assert_eq!(service.page("/sign-in/choose-factor", &waiting).await.header("location"), "/sign-in?why=again");
        }
    });
}

#[test]
fn the_session_in_which_an_account_is_set_up_has_that_of_login_mn_behind_it() {
    run(async {
        let (provider, services) = with_provider_and(&[("SECOND_FACTOR", "off")]).await;
        for service in &services {
            let answer = sets_up(service, &provider, &invited(service).await, "hodan").await;
            assert_eq!(answer.header("location"), "/resource-center", "{}", service.name);
            let cookie = answer.cookie().unwrap();
            assert_eq!(service.page("/resource-center", &cookie).await.status, StatusCode::OK);
            // Signing out there ends it here.
            let event = json!({ "http://schemas.openid.net/event/backchannel-logout": {} });
            let at = seconds(service);
            let claims = json!({ "iss": provider.issuer, "aud": CLIENT, "sub": "hodan", "iat": at, "exp": at + 60, "events": event });
            assert_eq!(notice(service, &provider.sign_notice(&claims)).await.status, StatusCode::OK);
            assert_ne!(service.page("/resource-center", &cookie).await.status, StatusCode::OK, "{}", service.name);
        }
    });
}

#[test]
fn signing_out_after_setting_up_goes_on_to_the_providers_own_page() {
    run(async {
        let (provider, services) = with_provider_and(&[("SECOND_FACTOR", "off")]).await;
        for service in &services {
            let cookie = sets_up(service, &provider, &invited(service).await, "hodan").await.cookie().unwrap();
            let out = service.form("/api/sign-out", "", &cookie).await;
            assert!(onward(&out).as_str().starts_with(&format!("{}/end?", provider.issuer)), "{}", out.body);
        }
    });
}

/// Gives the link a registration number.
async fn with_number(service: &Service, token: &str, number: &str) {
    let (link, secret) = (service.bytes(&links::hash(token)), service.bytes(&links::registration_hash(number)));
    service.sql(&format!("UPDATE one_time_links SET secret_hash = {secret} WHERE token_hash = {link}")).await;
}

#[test]
fn wrong_registration_numbers_are_limited_alike_on_every_way_in_and_when_many_come_at_once() {
    run(async {
        let (_provider, services) = with_provider().await;
        for service in &services {
            let token = &invited(service).await;
            with_number(service, token, "7KQ2-M9XD").await;
            let by_login_mn = async |number: &str| {
                service.form("/login-mn/start", &format!("purpose=set-up&token={token}&registration_number={number}"), "").await
            };
            let by_password = async |number: &str| {
                let fields = format!("token={token}&registration_number={number}&password={PASSWORD}&password_again=another");
                service.form("/api/set-up-account", &fields, "").await
            };
            let said = async |answer: Answer| {
                let cookie = answer.cookie().unwrap();
                service.page(answer.header("location"), &cookie).await.body
            };
            // An empty field is no try.
            for _ in 0..12 {
                assert!(said(by_login_mn("").await).await.contains("Enter the registration number"), "{}", service.name);
                assert!(said(by_password("+").await).await.contains("Enter the registration number"), "{}", service.name);
            }
            for _ in 0..3 {
                assert!(said(by_password("WRONG").await).await.contains("This is not the registration number"));
            }
            let wrong = || by_login_mn("WRONG");
            let answers: [Answer; 10] =
                tokio::join!(wrong(), wrong(), wrong(), wrong(), wrong(), wrong(), wrong(), wrong(), wrong(), wrong()).into();
            let mut told = 0;
            for answer in answers {
                told += usize::from(said(answer).await.contains("This is not the registration number"));
            }
            assert_eq!(told, 7, "of ten at once after three: {}", service.name);
            // The right one comes too late, on both ways.
            assert!(said(by_login_mn("7KQ2-M9XD").await).await.contains("too many"), "{}", service.name);
            assert!(said(by_password("7KQ2-M9XD").await).await.contains("too many"), "{}", service.name);
        }
    });
}
