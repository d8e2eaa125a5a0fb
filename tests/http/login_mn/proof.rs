//! "Check it's you" at LoginMN: the provider asks anew, and an answer from before is none.

use super::provider::Provider;
use super::{come_back, leave_for, link, onward, seconds, with_provider};
use crate::http::support::{Answer, Service, run};
use serde_json::{Value, json};
use std::time::Duration;
use url::Url;

/// Leaves to prove that it is them, and comes back with what the provider says of when it asked.
async fn proves(service: &Service, provider: &Provider, cookie: &str, subject: &str, asked_at: Value) -> Answer {
    let (left, url) = leave_for(service, cookie, "purpose=prove").await;
    let value = |url: &Url, name: &str| url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
    assert_eq!((value(&url, "prompt").as_deref(), value(&url, "max_age").as_deref()), (Some("login"), Some("0")), "{url}");
    let mut claims = provider.claims(subject, &left.nonce, seconds(service));
    claims["auth_time"] = asked_at;
    come_back(service, &left, &provider.code(&left.challenge, provider.sign(&claims))).await
}

#[test]
fn who_is_asked_anew_by_login_mn_proves_that_it_is_them() {
    run(async {
        let (provider, services) = with_provider().await;
        for service in &services {
            let (ann, bo) = (service.consumer("ann@example.org").await, service.consumer("bo@example.org").await);
            link(service, &provider, "ann", ann).await;
            link(service, &provider, "bo", bo).await;
            let cookie = service.sign_in("ann@example.org").await;
            // For ten minutes after signing in she need not prove anything; then she is asked.
            service.wait(Duration::from_secs(11 * 60));
            let linking = async || service.form("/login-mn/start", "purpose=link", &cookie).await;
            assert_eq!(linking().await.header("location"), "/security/confirm", "{}", service.name);
            let page = service.page("/security/confirm", &cookie).await.body;
            assert!(page.contains("value=\"prove\"") && page.contains("Continue with LoginMN"), "{}: {page}", service.name);

            let now = seconds(service);
            for (subject, asked_at, said) in [
                ("ann", Value::Null, "did not ask who you are"),
                ("ann", json!(now - 11 * 60), "did not ask who you are"),
                ("bo", json!(now), "not the one that is linked"),
                ("nobody", json!(now), "not the one that is linked"),
            ] {
                let answer = proves(service, &provider, &cookie, subject, asked_at).await;
                let to = answer.header("location");
                assert!(to.starts_with("/security/confirm?retry="), "{} {said}: {to}", service.name);
                assert!(service.page(to, &cookie).await.body.contains(said), "{} {said}", service.name);
                assert_eq!(linking().await.header("location"), "/security/confirm", "{} {said}", service.name);
            }
            let answer = proves(service, &provider, &cookie, "ann", json!(now)).await;
            assert_eq!(answer.header("location"), "/security", "{}", service.name);
            // From now on under a new token: the one before opens nothing.
            assert_eq!(linking().await.header("location"), "/sign-in?next=/security", "{}", service.name);
            let cookie = answer.cookie().unwrap();
            let linking = async || service.form("/login-mn/start", "purpose=link", &cookie).await;
            assert!(onward(&linking().await).as_str().starts_with(&provider.issuer), "{}", service.name);

            let visitor = service.form("/login-mn/start", "purpose=prove", "").await;
            assert_eq!(visitor.header("location"), "/sign-in?next=/security");
        }
    });
}
