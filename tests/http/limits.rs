//! Limits on guessing: who guesses is stopped, and nobody is locked out by what others do.

use crate::http::support::{Answer, PASSWORD, Service, post, run, services_with};
use assister_portal::server::access::new_password::FORGOT_TAKES;
use assister_portal::server::clock::Stopwatch;
use assister_portal::server::limits::{self, Limit};
use axum::body::Body;
use axum::http::{StatusCode, header};
use std::time::Duration;

const QUARTER: Duration = Duration::from_secs(15 * 60);

async fn behind_a_proxy() -> Vec<Service> {
    services_with(&[("TRUSTED_PROXY", "on")]).await
}

/// A form that a browser at this address posts, with what cookies it has.
async fn from(service: &Service, address: &str, path: &str, fields: &str, cookie: &str) -> Answer {
    let request = post(path, fields).header(header::ACCEPT, "text/html,*/*").header("sec-fetch-site", "same-origin");
    let request = request.header("x-forwarded-for", address).header(header::COOKIE, cookie);
    let answer = service.send(request.body(Body::from(fields.to_owned())).unwrap()).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}: {}", service.name, answer.body);
    answer
}

/// Where a password leads.
async fn tries(service: &Service, address: &str, email: &str, password: &str, cookie: &str) -> String {
    let answer = from(service, address, "/api/sign-in", &format!("email={email}&password={password}"), cookie).await;
    answer.header("location").split(['?', '&']).next().unwrap().to_owned()
}

/// The cookie by which a browser is known again, after it signed in.
async fn known_browser(service: &Service, address: &str, email: &str) -> String {
    let answer = from(service, address, "/api/sign-in", &format!("email={email}&password={PASSWORD}"), "").await;
    let set = answer.set_cookies().into_iter().find(|set| set.starts_with("browser=")).expect("a browser's name");
    set.split(';').next().unwrap().to_owned()
}

#[test]
fn twenty_failures_from_one_address_lock_nobody_out_but_who_tries_there() {
    run(async {
        for service in behind_a_proxy().await {
            for email in ["ann@example.org", "bob@example.org"] {
                service.consumer(email).await;
            }
            let (anns, bobs) = (
                known_browser(&service, "203.0.113.7", "ann@example.org").await,
                known_browser(&service, "203.0.113.7", "bob@example.org").await,
            );
            for _ in 0..20 {
                assert_eq!(tries(&service, "203.0.113.7", "ann@example.org", "wrong", "").await, "/sign-in");
            }
            let right =
                async |address: &'static str, email: &'static str, cookie: &str| tries(&service, address, email, PASSWORD, cookie).await;
            assert_eq!(right("203.0.113.7", "%20ANN@example.org", "").await, "/sign-in", "{}: in any spelling", service.name);
            assert_eq!(right("203.0.113.7", "ann@example.org", &bobs).await, "/sign-in", "{}: another's browser", service.name);
            assert_eq!(right("203.0.113.7", "ann@example.org", &anns).await, "/account", "{}: her own browser", service.name);
            assert_eq!(right("198.51.100.9", "ann@example.org", "").await, "/account", "{}: elsewhere", service.name);
            assert_eq!(right("203.0.113.7", "bob@example.org", "").await, "/account", "{}: others are not", service.name);
            // A browser has an allowance, and no more.
            for _ in 0..20 {
                assert_eq!(tries(&service, "203.0.113.7", "ann@example.org", "wrong", &anns).await, "/sign-in");
            }
            assert_eq!(right("203.0.113.7", "ann@example.org", &anns).await, "/sign-in", "{}", service.name);
            service.wait(QUARTER);
            assert_eq!(right("203.0.113.7", "ann@example.org", "").await, "/account", "{}", service.name);
        }
    });
}

#[test]
fn a_hundred_failures_from_one_address_with_other_names_lock_nobody_out() {
    run(async {
        for service in behind_a_proxy().await {
            service.consumer("ann@example.org").await;
            for guess in 0..100 {
                assert_eq!(tries(&service, "203.0.113.7", &format!("eve{guess}@example.org"), "wrong", "").await, "/sign-in");
            }
            assert_eq!(tries(&service, "203.0.113.7", "ann@example.org", PASSWORD, "").await, "/account", "{}", service.name);
        }
    });
}

#[test]
fn guessing_from_everywhere_slows_strangers_down_and_refuses_no_right_password() {
    run(async {
        for service in behind_a_proxy().await {
            service.consumer("ann@example.org").await;
            let (store, now) = (&service.state.store, service.state.clock.now());
            for email in ["ann@example.org", "nobody@example.org"] {
                assert!(limits::pause(store, email, now).await.unwrap().is_zero());
                for _ in 0..25 {
                    limits::count(store, Limit::SignInAnywhere { email }, now).await.unwrap();
                }
                assert_eq!(limits::pause(store, email, now).await.unwrap(), Duration::from_secs(1), "{}", service.name);
            }
            let watch = Stopwatch::start();
            assert_eq!(tries(&service, "198.51.100.9", "ann@example.org", PASSWORD, "").await, "/account", "{}", service.name);
            assert!(watch.elapsed() >= Duration::from_secs(1), "{}: {:?}", service.name, watch.elapsed());
            for _ in 0..500 {
                limits::count(store, Limit::SignInAnywhere { email: "ann@example.org" }, now).await.unwrap();
            }
            assert_eq!(limits::pause(store, "ann@example.org", now).await.unwrap(), Duration::from_secs(5), "and no longer");
            // A failure of a stranger counts there, one in a browser of her own does not.
            service.wait(QUARTER);
            let anns = known_browser(&service, "203.0.113.7", "ann@example.org").await;
            let counted = "SELECT CAST(COALESCE(SUM(count), 0) AS BIGINT) FROM attempts WHERE bucket LIKE 'sign-in-account:%'";
            let before = service.count(counted).await;
            tries(&service, "203.0.113.7", "ann@example.org", "wrong", &anns).await;
            assert_eq!(service.count(counted).await, before);
            tries(&service, "203.0.113.7", "ann@example.org", "wrong", "").await;
            assert_eq!(service.count(counted).await, before + 1);
        }
    });
}

#[test]
fn strangers_requests_do_not_keep_a_reset_link_from_its_owner() {
    run(async {
        for service in behind_a_proxy().await {
            service.consumer("ann@example.org").await;
            let anns = known_browser(&service, "203.0.113.7", "ann@example.org").await;
            let asks = async |address: &'static str, cookie: &str| {
                let answer = from(&service, address, "/api/forgot-password", "email=ann@example.org", cookie).await;
                answer.header("location").split('=').next().unwrap().to_owned()
            };
            let mails = async || service.count("SELECT COUNT(*) FROM outbox WHERE kind = 'password_reset'").await;
            for _ in 0..5 {
                assert_eq!(asks("198.51.100.9", "").await, "/password/forgot?sent");
            }
            assert_eq!(asks("198.51.100.9", "").await, "/password/forgot?retry", "{}: the stranger asks too often", service.name);
            assert_eq!(asks("203.0.113.7", "").await, "/password/forgot?sent", "{}: the owner does not", service.name);
            assert_eq!(mails().await, 6, "{}", service.name);

            // From many addresses at once: no more than twenty in an hour…
            let (store, now) = (&service.state.store, service.state.clock.now());
            for _ in 0..20 {
                limits::count(store, Limit::ResetMail { email: "ann@example.org" }, now).await.unwrap();
            }
            // … and then one in ten minutes, which opens for twenty: everybody is told that it is on its way, and it is.
            for (address, sent) in [("192.0.2.1", 7), ("192.0.2.2", 7), ("192.0.2.3", 7)] {
                assert_eq!(asks(address, "").await, "/password/forgot?sent");
                assert_eq!(mails().await, sent, "{}", service.name);
            }
            assert_eq!(asks("192.0.2.4", &anns).await, "/password/forgot?sent");
            assert_eq!(mails().await, 8, "{}: in a browser of her own she is not among them", service.name);
            service.wait(Duration::from_secs(10 * 60));
            asks("192.0.2.5", "").await;
            assert_eq!(mails().await, 9, "{}", service.name);
            // What is not sent takes as long as what is.
            let watch = Stopwatch::start();
            asks("192.0.2.6", "").await;
            assert!(watch.elapsed() >= FORGOT_TAKES && mails().await == 9);
        }
    });
}
