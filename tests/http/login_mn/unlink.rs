//! Linking and unlinking, and what of an identity outlasts what.

use super::provider::{CLIENT, Provider};
use super::{come_back, leave, link, notice, seconds, signs_on, with_provider, with_provider_and};
use crate::http::support::{Answer, PASSWORD, Service, run};
use axum::http::StatusCode;
use serde_json::json;
use std::time::Duration;

const ANN: &str = "ann@example.org";
const NEW: &str = "sturgeon lantern 42 quilt";

async fn ann_signs_on(service: &Service, provider: &Provider) -> Answer {
    signs_on(service, provider, |claims| provider.sign(&claims)).await.1
}

async fn is_linked(service: &Service) -> bool {
    service.count("SELECT COUNT(*) FROM identities").await == 1
}

#[test]
fn its_owner_unlinks_an_identity_with_proof_and_is_signed_out_everywhere_else() {
    run(async {
        let (provider, services) = with_provider().await;
        for service in &services {
            let user = service.consumer(ANN).await;
            link(service, &provider, "ann", user).await;
            let there = ann_signs_on(service, &provider).await.cookie().unwrap();
            let here = service.sign_in(ANN).await;
            assert!(service.page("/security", &here).await.body.contains("action=\"/api/unlink-login-mn\""), "{}", service.name);
            service.wait(Duration::from_secs(11 * 60));
            let unlinking = async || service.form("/api/unlink-login-mn", "", &here).await.header("location").to_owned();
            assert_eq!(unlinking().await, "/security/confirm", "{}", service.name);
            assert!(is_linked(service).await);
            let proved = service.form("/api/prove", &format!("current_password={PASSWORD}"), &here).await;
            assert_eq!(proved.header("location"), "/security");
            let here = proved.cookie().unwrap();
            let unlinking = async || service.form("/api/unlink-login-mn", "", &here).await.header("location").to_owned();
            assert_eq!(unlinking().await, "/security?login-mn=unlinked", "{}", service.name);
            let page = service.page("/security?login-mn=unlinked", &here).await.body;
            assert!(page.contains("LoginMN no longer opens your account") && page.contains("value=\"link\""), "{page}");
            assert_ne!(service.page("/account", &there).await.status, StatusCode::OK, "{}", service.name);
            assert!(ann_signs_on(service, &provider).await.header("location").starts_with("/sign-in?retry="), "{}", service.name);
            // Again, as a second click does: nothing more happens.
            assert_eq!(unlinking().await, "/security?login-mn=unlinked");
            let told = format!("SELECT COUNT(*) FROM outbox WHERE kind = 'sign_in_changed' AND recipient = '{ANN}'");
            assert_eq!(service.count(&told).await, 1, "{}", service.name);
            let noted = "SELECT COUNT(*) FROM audit_events WHERE action = 'identity_unlinked' AND subject_user_id = actor_user_id";
            assert_eq!(service.count(noted).await, 1, "{}", service.name);
            assert!(service.form("/api/unlink-login-mn", "", "").await.header("location").starts_with("/sign-in"));
        }
    });
}

#[test]
fn the_last_way_into_an_account_is_not_unlinked() {
    run(async {
        for vars in [&[][..], &[("PASSWORD_SIGN_IN", "off")]] {
            let (provider, services) = with_provider_and(vars).await;
            for service in &services {
                let user = service.consumer(ANN).await;
                link(service, &provider, "ann", user).await;
                if vars.is_empty() {
                    service.sql("UPDATE users SET password_hash = NULL").await;
                }
                let cookie = ann_signs_on(service, &provider).await.cookie().unwrap();
                service.sql("UPDATE sessions SET proved_at = last_seen_at").await;
                let page = service.page("/security", &cookie).await.body;
                assert!(page.contains("the only way into your account") && !page.contains("unlink-login-mn"), "{page}");
                assert_eq!(service.form("/api/unlink-login-mn", "", &cookie).await.header("location"), "/security", "{}", service.name);
                assert!(is_linked(service).await, "{}", service.name);
                assert_eq!(service.count("SELECT COUNT(*) FROM audit_events WHERE action = 'identity_unlinked'").await, 0);
            }
        }
    });
}

#[test]
fn an_identity_is_linked_only_while_its_owner_is_signed_in_and_ends_their_other_sessions() {
    run(async {
        let (provider, services) = with_provider().await;
        for service in &services {
            service.consumer(ANN).await;
            let comes_back = async |meanwhile: &str| {
                let cookie = service.sign_in(ANN).await;
                let elsewhere = service.sign_in(ANN).await;
                let left = leave(service, &cookie, "purpose=link").await;
                let code = provider.code(&left.challenge, provider.sign(&provider.claims("ann", &left.nonce, seconds(service))));
                if !meanwhile.is_empty() {
                    service.sql(meanwhile).await;
                }
                let to = come_back(service, &left, &code).await.header("location").to_owned();
                (to, service.page("/account", &elsewhere).await.status)
            };
            assert_eq!(comes_back("UPDATE users SET removed_at = created_at").await.0, "/sign-in?why=again", "{}", service.name);
            assert!(!is_linked(service).await, "{}", service.name);
            service.sql("UPDATE users SET removed_at = NULL").await;
            let (to, elsewhere) = comes_back("").await;
            assert_eq!(to, "/security?login-mn=linked", "{}", service.name);
            assert!(is_linked(service).await && elsewhere != StatusCode::OK, "{}: {elsewhere}", service.name);
        }
    });
}

#[test]
fn a_change_of_password_leaves_the_session_to_the_provider_that_it_came_from() {
    run(async {
        let (provider, services) = with_provider().await;
        for service in &services {
            let user = service.consumer(ANN).await;
            link(service, &provider, "ann", user).await;
            let cookie = ann_signs_on(service, &provider).await.cookie().unwrap();
            let fields = format!("current_password={PASSWORD}&password={NEW}&password_again={NEW}");
            let changed = service.form("/api/change-password", &fields, &cookie).await;
            assert_eq!(changed.header("location"), "/security?changed=1", "{}", service.name);
            let cookie = changed.cookie().unwrap();
            assert_eq!(service.page("/account", &cookie).await.status, StatusCode::OK);
            // They gave their password a moment ago.
            assert_eq!(service.form("/login-mn/start", "purpose=link", &cookie).await.status, StatusCode::OK, "{}", service.name);
            let (at, event) = (seconds(service), json!({ "http://schemas.openid.net/event/backchannel-logout": {} }));
            let out =
                json!({ "iss": provider.issuer, "aud": CLIENT, "sub": "ann", "sid": "at-ann", "iat": at, "exp": at + 60, "events": event });
            assert_eq!(notice(service, &provider.sign_notice(&out)).await.status, StatusCode::OK);
            assert_ne!(service.page("/account", &cookie).await.status, StatusCode::OK, "{}", service.name);
        }
    });
}

#[test]
fn who_signs_on_with_login_mn_does_not_show_that_they_chose_the_password() {
    run(async {
        let (provider, services) = with_provider().await;
        for service in &services {
            let user = service.consumer(ANN).await;
            link(service, &provider, "ann", user).await;
            service.sql("UPDATE users SET reset_by_mail_at = created_at").await;
            let reset = async || service.count("SELECT COUNT(*) FROM users WHERE reset_by_mail_at IS NOT NULL").await;
            assert!(ann_signs_on(service, &provider).await.cookie().is_some());
            assert_eq!(reset().await, 1, "{}", service.name);
            service.sign_in(ANN).await;
            assert_eq!(reset().await, 0, "{}", service.name);
        }
    });
}

#[test]
fn who_signs_on_with_login_mn_has_not_confirmed_their_email_by_it() {
    run(async {
        let (provider, services) = with_provider().await;
        for service in &services {
            let user = service.consumer(ANN).await;
            service.sql("UPDATE consumers SET email_confirmed_at = NULL").await;
            link(service, &provider, "ann", user).await;
            let cookie = ann_signs_on(service, &provider).await.cookie().unwrap();
            assert_eq!(service.count("SELECT COUNT(*) FROM consumers WHERE email_confirmed_at IS NOT NULL").await, 0, "{}", service.name);
            let page = service.page("/security/email", &cookie).await.body;
            assert!(page.contains("action=\"/api/send-email-link\""), "{}: {page}", service.name);
        }
    });
}

#[test]
fn a_browser_that_came_by_login_mn_is_known_again() {
    run(async {
        let (provider, services) = with_provider().await;
        for service in &services {
            let user = service.consumer(ANN).await;
            link(service, &provider, "ann", user).await;
            let named = |answer: &Answer| {
                let set = answer.set_cookies().into_iter().find(|set| set.starts_with("browser="));
                set.map(|set| set.split(';').next().unwrap().to_owned())
            };
            let browser = named(&ann_signs_on(service, &provider).await).expect("a name");
            let left = leave(service, "", "").await;
            let code = provider.code(&left.challenge, provider.sign(&provider.claims("ann", &left.nonce, seconds(service))));
            let path = format!("/login-mn/callback?code={code}&state={}", left.state);
            let again = service.page(&path, &format!("{}; {browser}", left.cookie)).await;
            assert!(again.cookie().is_some() && named(&again).is_none(), "{}: {:?}", service.name, again.set_cookies());
            assert_eq!(service.count("SELECT COUNT(*) FROM known_browsers").await, 1, "{}", service.name);
        }
    });
}

#[test]
fn what_fails_on_the_way_back_is_reported_under_the_name_of_the_request() {
    run(async {
        let (provider, services) = with_provider().await;
        for service in &services {
            let user = service.consumer(ANN).await;
            link(service, &provider, "ann", user).await;
            service.sql("ALTER TABLE known_browsers RENAME TO gone").await;
            let answer = ann_signs_on(service, &provider).await;
            assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR, "{}", service.name);
            // What is not logged has no reference.
            assert!(answer.body.contains(answer.header("x-request-id")), "{}: {}", service.name, answer.body);
        }
    });
}
