//! Without a provider, with one that does not answer, and where LoginMN is the only way in.

use super::provider::CLIENT;
use super::{link, notice, signs_on, with_provider_and};
use crate::http::support::{PASSWORD, Service, run, services_with};
use assister_portal::server::links;
use axum::http::StatusCode;

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
            assert_eq!(notice(&service, "x").await.status, StatusCode::NOT_FOUND);
        }
    });
}

/// A link to choose a new password, from before there was only LoginMN.
async fn reset_link(service: &Service) -> &'static str {
    let hash = service.bytes(&links::hash("before"));
    let later = if service.name == "SQLite" { "created_at + 1200000000" } else { "created_at + INTERVAL '20 minutes'" };
    let columns = "token_hash, purpose, user_id, created_at, expires_at";
    let row = format!("{hash}, 'password_reset', id, created_at, {later}");
    service.sql(&format!("INSERT INTO one_time_links ({columns}) SELECT {row} FROM users")).await;
    "before"
}

#[test]
fn where_login_mn_is_the_only_way_in_no_password_is_forgotten_or_chosen() {
    run(async {
        let (_provider, services) = with_provider_and(&[("PASSWORD_SIGN_IN", "off")]).await;
        for service in &services {
            service.consumer("ann@example.org").await;
            let said = "everybody signs in with LoginMN";
            let page = service.page("/password/forgot", "").await;
            assert!(page.body.contains(said) && !page.body.contains("name=\"email\""), "{}", service.name);
            assert_eq!(service.form("/api/forgot-password", "email=ann@example.org", "").await.header("location"), "/password/forgot");
            assert_eq!(service.count("SELECT COUNT(*) FROM outbox").await, 0, "no mail on {}", service.name);
            assert_eq!(service.count("SELECT COUNT(*) FROM one_time_links").await, 0);

            // A link that was sent before.
            let token = reset_link(service).await;
            let path = format!("/password/reset/{token}");
            let page = service.page(&path, "").await;
            assert!(page.body.contains(said) && !page.body.contains("name=\"password\""), "{}", service.name);
            let fields = format!("token={token}&password={PASSWORD}&password_again={PASSWORD}");
            assert_eq!(service.form("/api/reset-password", &fields, "").await.header("location"), path);
            assert_eq!(service.count("SELECT COUNT(*) FROM one_time_links WHERE used_at IS NOT NULL").await, 0, "{}", service.name);
        }
    });
}

#[test]
fn where_login_mn_is_the_only_way_in_an_account_is_set_up_with_it_alone() {
    run(async {
        let (_provider, services) = with_provider_and(&[("PASSWORD_SIGN_IN", "off")]).await;
        for service in &services {
            let token = super::set_up::invited(service).await;
            let page = service.page(&format!("/set-up/{token}"), "").await;
            assert!(page.body.contains("Set up with LoginMN") && !page.body.contains("name=\"password\""), "{}", service.name);
            let fields = format!("token={token}&password={PASSWORD}&password_again={PASSWORD}");
            assert_eq!(service.form("/api/set-up-account", &fields, "").await.header("location"), format!("/set-up/{token}"));
            assert_eq!(service.count("SELECT COUNT(*) FROM users WHERE password_hash IS NOT NULL").await, 0, "{}", service.name);
        }
    });
}

#[test]
fn where_login_mn_is_the_only_way_in_no_password_proves_who_somebody_is() {
    run(async {
        let (provider, services) = with_provider_and(&[("PASSWORD_SIGN_IN", "off")]).await;
        for service in &services {
            let user = service.consumer("ann@example.org").await;
            link(service, &provider, "ann", user).await;
            let (_, answer) = signs_on(service, &provider, |claims| provider.sign(&claims)).await;
            let cookie = answer.cookie().unwrap();
            let page = service.page("/security/confirm", &cookie).await;
            assert!(page.body.contains("sign in with LoginMN once more") && !page.body.contains("current_password"), "{}", service.name);
            // Whoever the provider let in without asking proves nothing by that, however short ago it was.
            let linking = service.form("/login-mn/start", "purpose=link", &cookie).await;
            assert_eq!(linking.header("location"), "/security/confirm", "{}", service.name);
            let tried = service.form("/api/prove", &format!("current_password={PASSWORD}"), &cookie).await;
            assert_eq!(tried.status, StatusCode::NOT_FOUND, "{}", service.name);
            assert_eq!(service.count("SELECT COUNT(*) FROM sessions WHERE proved_at IS NOT NULL").await, 0);
        }
    });
}
