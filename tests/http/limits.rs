//! Limits on guessing: who guesses is stopped, and nobody is locked out by what others do.

use crate::http::support::{Answer, PASSWORD, Service, post, run, services_with};
use assister_portal::server::access::new_password::FORGOT_TAKES;
use assister_portal::server::clock::Stopwatch;
use assister_portal::server::limits::{self, Limit, Mailing};
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

/// The link of the last letter that finishes signing in; empty when there is none.
async fn link(service: &Service) -> String {
    let text = service.text("SELECT body FROM outbox WHERE kind = 'sign_in_link' ORDER BY id DESC LIMIT 1").await;
    text.split_whitespace().find_map(|word| word.split_once("/sign-in/finish/")).map(|(_, token)| token.to_owned()).unwrap_or_default()
}

#[test]
fn after_a_hundred_failures_from_everywhere_only_a_mail_tells_strangers_whether_a_password_was_right() {
    run(async {
        for service in behind_a_proxy().await {
            let name = service.name;
            service.consumer("ann@example.org").await;
            let anns = known_browser(&service, "203.0.113.7", "ann@example.org").await;
            let (store, now) = (&service.state.store, service.state.clock.now());
            let from_afar = "192.0.2.200".parse().unwrap();
            for email in ["ann@example.org", "nobody@example.org"] {
                for _ in 0..99 {
                    limits::count(store, Limit::SignInUnproved { email, address: from_afar }, now).await.unwrap();
                }
            }
            let mails = async || service.count("SELECT COUNT(*) FROM outbox WHERE kind = 'sign_in_link'").await;
            assert_eq!(tries(&service, "198.51.100.9", "ann@example.org", PASSWORD, "").await, "/account", "{name}: not yet");
            for email in ["ann@example.org", "nobody@example.org"] {
                for guess in ["wrong", "wrong-again"] {
                    assert_eq!(tries(&service, "198.51.100.9", email, guess, "").await, "/sign-in/sent", "{name}: {email}");
                }
            }
            assert_eq!(mails().await, 0, "{name}: nothing is sent for a wrong one");
            // The right one has the same answer, and signs nobody in.
            let fields = format!("email=ann@example.org&password={PASSWORD}");
            let right = from(&service, "198.51.100.9", "/api/sign-in", &fields, "").await;
            assert_eq!((right.header("location"), right.cookie()), ("/sign-in/sent", None), "{name}");
            assert_eq!(mails().await, 1, "{name}");
            tries(&service, "198.51.100.7", "ann@example.org", PASSWORD, "").await;
            assert_eq!(mails().await, 1, "{name}: one in five minutes");
            assert_eq!(tries(&service, "198.51.100.9", "ann@example.org", PASSWORD, &anns).await, "/account", "{name}: her own browser");
            assert_eq!(service.page("/sign-in/sent", "").await.status, StatusCode::OK, "{name}");

            // Looking at the link uses nothing up; the button does.
            let first = link(&service).await;
            for _ in 0..2 {
                let page = service.page(&format!("/sign-in/finish/{first}"), "").await.body;
                assert!(page.contains("Finish signing in") && page.contains("/api/finish-sign-in"), "{name}: {page}");
            }
            let finished = from(&service, "198.51.100.9", "/api/finish-sign-in", &format!("token={first}"), "").await;
            assert_eq!(finished.header("location"), "/account", "{name}");
            assert_eq!(service.page("/account", &finished.cookie().unwrap()).await.status, StatusCode::OK, "{name}");
            let used = from(&service, "198.51.100.9", "/api/finish-sign-in", &format!("token={first}"), "").await;
            assert_eq!((used.header("location"), used.cookie()), ("/sign-in/finish/0", None), "{name}: once");
            // The browser in which she finished is known from now on.
            let set = finished.set_cookies().into_iter().find(|set| set.starts_with("browser=")).unwrap().to_owned();
            let known = set.split(';').next().unwrap();
            assert_eq!(tries(&service, "198.51.100.9", "ann@example.org", PASSWORD, known).await, "/account", "{name}");

            // Too old, and dead once the password is another one.
            service.wait(Duration::from_secs(5 * 60));
            tries(&service, "198.51.100.9", "ann@example.org", PASSWORD, "").await;
            let (second, own) = (link(&service).await, finished.cookie().unwrap());
            assert!(second != first && !second.is_empty(), "{name}");
            let new = "heron kettle 77 umbrella swamp";
            let change = format!("current_password={PASSWORD}&password={new}&password_again={new}");
            assert_eq!(
                from(&service, "198.51.100.9", "/api/change-password", &change, &own).await.header("location"),
                "/security?changed=1",
                "{name}"
            );
            let dead = from(&service, "198.51.100.9", "/api/finish-sign-in", &format!("token={second}"), "").await;
            assert_eq!(dead.header("location"), "/sign-in/finish/0", "{name}");
            service.wait(Duration::from_secs(5 * 60));
            tries(&service, "198.51.100.9", "ann@example.org", new, "").await;
            let third = link(&service).await;
            service.wait(Duration::from_secs(20 * 60));
            let page = service.page(&format!("/sign-in/finish/{third}"), "").await.body;
            assert!(third != second && page.contains("This link does not open any more"), "{name}: {page}");
            // The next day it begins anew.
            service.wait(Duration::from_secs(24 * 60 * 60));
            assert_eq!(tries(&service, "198.51.100.9", "ann@example.org", new, "").await, "/account", "{name}");
            let traced = "SELECT COUNT(*) FROM audit_events WHERE action = 'sign_in_refused' AND outcome =";
            assert_eq!(service.count(&format!("{traced} 'wrong'")).await, 4, "{name}: each failure is written down");
            assert_eq!(service.count(&format!("{traced} 'asked'")).await, 4, "{name}");
        }
    });
}

#[test]
fn one_address_that_tries_many_accounts_must_prove_the_right_ones_by_mail_and_locks_nobody_out() {
    run(async {
        for service in behind_a_proxy().await {
            let name = service.name;
            service.consumer("ann@example.org").await;
            let anns = known_browser(&service, "203.0.113.7", "ann@example.org").await;
            let (store, now) = (&service.state.store, service.state.clock.now());
            for (address, failures) in [("203.0.113.7", 200), ("2001:db8:7:1::1", 800)] {
                for guess in 0..failures {
                    let limit = Limit::SignInUnproved { email: &format!("eve{guess}@example.org"), address: address.parse().unwrap() };
                    limits::count(store, limit, now).await.unwrap();
                }
            }
            // The second of them from another network of the same site.
            for address in ["203.0.113.7", "2001:db8:7:2::1"] {
                assert_eq!(tries(&service, address, "ann@example.org", PASSWORD, "").await, "/sign-in/sent", "{name}: {address}");
                assert_eq!(tries(&service, address, "ann@example.org", PASSWORD, &anns).await, "/account", "{name}: {address}");
            }
            assert_eq!(service.count("SELECT COUNT(*) FROM outbox WHERE kind = 'sign_in_link'").await, 1, "{name}");
            for elsewhere in ["203.0.113.8", "2001:db8:8::1"] {
                assert_eq!(tries(&service, elsewhere, "ann@example.org", PASSWORD, "").await, "/account", "{name}: {elsewhere}");
            }
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
                limits::count(store, Limit::Mail { what: Mailing::Reset, email: "ann@example.org" }, now).await.unwrap();
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
