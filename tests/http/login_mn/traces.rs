//! A sign-on that comes to nothing leaves a trace, as a refused password does.

use super::provider::Provider;
use super::{come_back, leave, link, seconds, signs_on, with_provider};
use crate::http::support::{Service, run};
use serde_json::json;

async fn rows(service: &Service, what: &str) -> i64 {
    let every = "SELECT COUNT(*) FROM audit_events WHERE action = 'sign_on_refused' AND address_hash IS NOT NULL AND";
    service.count(&format!("{every} {what}")).await
}

/// Comes back with a token in which one claim is another one.
async fn claims(service: &Service, provider: &Provider, name: &str, other: serde_json::Value) {
    signs_on(service, provider, |mut right| {
        right[name] = other;
        provider.sign(&right)
    })
    .await;
}

#[test]
fn each_refused_sign_on_is_one_row_with_the_claim_that_was_wrong() {
    run(async {
        let (provider, services) = with_provider().await;
        for service in &services {
            let name = service.name;
            let user = service.consumer("ann@example.org").await;
            link(service, &provider, "ann", user).await;
            claims(service, &provider, "nonce", json!("another")).await;
            claims(service, &provider, "exp", json!(seconds(service) - 3600)).await;
            claims(service, &provider, "exp", json!(seconds(service) - 3600)).await;
            for (reason, many) in [("nonce", 1), ("exp", 2)] {
                assert_eq!(rows(service, &format!("outcome = 'wrong' AND reason = '{reason}'")).await, many, "{name}: {reason}");
            }
            // Somebody whom the provider knows and nobody here.
            for _ in 0..2 {
                claims(service, &provider, "sub", json!("mallory")).await;
            }
            assert_eq!(rows(service, "outcome = 'wrong' AND reason = 'sub' AND subject_user_id IS NULL").await, 2, "{name}");
            let distinct = "SELECT COUNT(DISTINCT tried_hash) FROM audit_events WHERE action = 'sign_on_refused' AND reason = 'sub'";
            assert_eq!(service.count(distinct).await, 1, "{name}: the same one is recognized");
            // Somebody whose account is closed to them.
            service.sql("UPDATE users SET removed_at = created_at WHERE email = 'ann@example.org'").await;
            let removed = service.count("SELECT COUNT(*) FROM users WHERE removed_at IS NOT NULL").await;
            let (_, came) = signs_on(service, &provider, |right| provider.sign(&right)).await;
            assert!(removed == 1 && came.header("location").starts_with("/sign-in"), "{name}");
            assert_eq!(rows(service, "outcome = 'wrong' AND reason = 'sub' AND subject_user_id IS NOT NULL").await, 1, "{name}");
            // A way back that leads nowhere can be written by anybody, each time another one: one row a minute.
            let mut left = leave(service, "", "").await;
            for forged in ["forged", "another", "a-third"] {
                forged.clone_into(&mut left.state);
                assert_eq!(come_back(service, &left, "code").await.header("location"), "/sign-in?why=again", "{name}");
            }
            assert_eq!(rows(service, "outcome = 'limited' AND reason = 'state'").await, 1, "{name}");
            // A "no" of the person there is none.
            let before = rows(service, "1 = 1").await;
            let left = leave(service, "", "").await;
            service.page(&format!("/login-mn/callback?error=access_denied&state={}", left.state), &left.cookie).await;
            assert_eq!(rows(service, "1 = 1").await, before, "{name}");
        }
    });
}
