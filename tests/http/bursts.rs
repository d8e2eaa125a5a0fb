//! Much at once from one address: it is turned away at once and with words, and nobody else waits for it.

use crate::http::support::{Answer, PASSWORD, Service, post, run, services_with};
use assister_portal::api::error::{ApiError, ErrorCode};
use assister_portal::api::wire;
use assister_portal::server::anonymous::{MOST, MOST_SITE, WINDOW};
use assister_portal::server::line::{MOST_EACH, Party};
use assister_portal::server::passwords::HashError;
use axum::body::Body;
use axum::http::{StatusCode, header};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::task::JoinSet;

const HTML: &str = "text/html,*/*";
const DATA: &str = "application/x-postcard";

/// What a browser at this address gets for a form.
async fn from(service: &Service, address: &str, path: &str, fields: &str, accept: &str, cookie: &str) -> Answer {
    let request = post(path, fields).header(header::ACCEPT, accept).header("sec-fetch-site", "same-origin");
    let request = request.header("x-forwarded-for", address).header(header::COOKIE, cookie);
    service.send(request.body(Body::from(fields.to_owned())).unwrap()).await
}

fn error(answer: &Answer) -> ErrorCode {
    wire::from_bytes::<ApiError>(answer.body.as_bytes()).expect(&answer.body).code
}

#[test]
fn a_burst_of_sign_ins_from_one_address_is_turned_away_with_words_and_another_signs_in_meanwhile() {
    run(async {
        for service in services_with(&[("TRUSTED_PROXY", "on")]).await {
            let name = service.name;
            service.consumer("ann@example.org").await;
            let service = Arc::new(service);
            // All who hash have long work, from before anybody else comes until it is seen how many were turned away, however fast they come.
            let (mut held, seen) = (JoinSet::new(), Arc::new(AtomicBool::new(false)));
            for _ in 0..4 * std::thread::available_parallelism().map_or(1, usize::from) {
                let (passwords, seen) = (service.state.passwords.clone(), Arc::clone(&seen));
                held.spawn(async move {
                    while !seen.load(Ordering::Relaxed) {
                        passwords.hash(&"x".repeat(20_000_000)).await.unwrap();
                    }
                });
            }
            let most = 200 - 4 * MOST_EACH;
            let mut burst = JoinSet::new();
            for guess in 0..200 {
                let (service, accept) = (Arc::clone(&service), if guess % 2 == 0 { HTML } else { DATA });
                let fields = format!("email=bo{guess}%40example.org&password=hush-hush-{guess}&next=%2Faccount");
                burst.spawn(async move { (guess, from(&service, "203.0.113.7", "/api/sign-in", &fields, accept, "").await) });
            }
            let fields = format!("email=ann@example.org&password={PASSWORD}");
            let answers = async {
                let (mut answers, mut refused) = (Vec::new(), 0);
                while let Some(answer) = burst.join_next().await {
                    answers.push(answer.unwrap());
                    refused += usize::from(answers.last().is_some_and(|(_, answer)| answer.status == StatusCode::SERVICE_UNAVAILABLE));
                    if refused >= most {
                        seen.store(true, Ordering::Relaxed);
                    }
                }
                seen.store(true, Ordering::Relaxed);
                answers
            };
            let (ann, meanwhile) = tokio::join!(from(&service, "198.51.100.9", "/api/sign-in", &fields, HTML, ""), answers);
            assert_eq!((ann.status, ann.header("location")), (StatusCode::SEE_OTHER, "/account"), "{name}: {}", ann.body);
            let refused: Vec<_> = meanwhile.iter().filter(|(_, answer)| answer.status == StatusCode::SERVICE_UNAVAILABLE).collect();
            // As many as wait, and those who were served meanwhile.
            assert!(refused.len() >= most, "{name}: {}", refused.len());
            for (guess, answer) in &refused {
                assert_eq!(answer.header("retry-after"), "10", "{name}");
                if guess % 2 == 1 {
                    assert_eq!(error(answer), ErrorCode::Busy, "{name}");
                    continue;
                }
                for part in [
                    "Too many people are signing in right now",
                    "<form method=\"post\" action=\"/api/sign-in\">",
                    &format!("name=\"email\" value=\"bo{guess}@example.org\""),
                    "name=\"next\" value=\"/account\"",
                ] {
                    assert!(answer.body.contains(part), "{name}: {part}: {}", answer.body);
                }
                assert!(!answer.body.contains("hush"), "{name}: {}", answer.body);
            }
            // What was not begun is no failed sign-in, and nothing is kept of it.
            let tried = i64::try_from(200 - refused.len()).unwrap();
            assert_eq!(service.count("SELECT COUNT(*) FROM audit_events WHERE action = 'sign_in_refused'").await, tried, "{name}");
            assert!(service.count("SELECT COUNT(*) FROM form_states").await <= tried, "{name}");
            // Of what visitors post not each is a change of the database.
            held.join_all().await;
            let again = from(&service, "203.0.113.7", "/api/sign-in", &fields, HTML, "").await;
            assert_eq!(again.header("location"), "/account", "{name}: once it is over, from there, too");
        }
    });
}

#[test]
fn details_that_were_turned_away_are_there_to_be_sent_again() {
    run(async {
        for service in services_with(&[]).await {
            let name = service.name;
            let user = service.consumer("ann@example.org").await;
            let cookie = Arc::new(service.sign_in("ann@example.org").await);
            let service = Arc::new(service);
            // All who hash have long work of hers, and her part of the line is full of more, until one finds no place.
            let (mut held, long) = (JoinSet::new(), Arc::new("x".repeat(10_000_000)));
            for _ in 0..=MOST_EACH + std::thread::available_parallelism().map_or(1, usize::from) {
                let (passwords, long) = (service.state.passwords.clone(), Arc::clone(&long));
                held.spawn(async move { passwords.hash_for(Party::User(user), &long).await });
            }
            assert!(matches!(held.join_next().await, Some(Ok(Err(HashError::Busy)))), "{name}");
            let mut posts = JoinSet::new();
            for _ in 0..10 {
                let (service, cookie) = (Arc::clone(&service), Arc::clone(&cookie));
                let fields = "name=Ann+O%27Lee&email=ann.lee%40example.org&phone=6515550100&current_password=hush-hush";
                posts.spawn(async move { service.form("/api/change-details", fields, &cookie).await });
            }
            // Those that found a place wait in it.
            let mut answers = Vec::new();
            while answers.last().is_none_or(|answer: &Answer| answer.status != StatusCode::SERVICE_UNAVAILABLE)
                && let Some(answer) = posts.join_next().await
            {
                answers.push(answer.unwrap());
            }
            held.shutdown().await;
            answers.extend(posts.join_all().await);
            let busy: Vec<_> = answers.iter().filter(|answer| answer.status == StatusCode::SERVICE_UNAVAILABLE).collect();
            assert!(!busy.is_empty(), "{name}");
            for answer in busy {
                for part in [
                    "<form method=\"post\" action=\"/api/change-details\">",
                    "name=\"name\" value=\"Ann O'Lee\"",
                    "name=\"email\" value=\"ann.lee@example.org\"",
                    "name=\"phone\" value=\"6515550100\"",
                    "name=\"current_password\" autocomplete",
                    "name=\"page-of\" value=",
                ] {
                    assert!(answer.body.contains(part), "{name}: {part}: {}", answer.body);
                }
                assert!(!answer.body.contains("hush"), "{name}: {}", answer.body);
            }
        }
    });
}

/// As if so many had been posted from everywhere in this window.
async fn posted(service: &Service, many: u32) {
    service.sql(&format!("UPDATE attempts SET count = {many} WHERE bucket LIKE 'posts:%'")).await;
}

#[test]
fn what_visitors_post_from_one_address_has_a_limit_that_says_when_to_come_again() {
    run(async {
        for service in services_with(&[("TRUSTED_PROXY", "on")]).await {
            let name = service.name;
            service.consumer("ann@example.org").await;
            let anns = service.sign_in("ann@example.org").await;
            let wrong = async |address: &str, accept: &str| from(&service, address, "/api/sign-in", "email=&password=", accept, "").await;
            // An office of fifty, each with a few tries.
            for _ in 0..250 {
                assert_eq!(wrong("203.0.113.7", HTML).await.status, StatusCode::SEE_OTHER, "{name}");
            }
            posted(&service, MOST - 15).await;
            let mut refused = 0;
            for _ in 0..40 {
                refused += i32::from(wrong("203.0.113.7", HTML).await.status == StatusCode::TOO_MANY_REQUESTS);
            }
            assert!((10..=39).contains(&refused), "{name}: {refused}");

            let plain = from(&service, "203.0.113.7", "/api/forgot-password", "email=ann@example.org", HTML, "").await;
            assert_eq!(plain.status, StatusCode::TOO_MANY_REQUESTS, "{name}");
            for part in ["Too many requests", "action=\"/api/forgot-password\"", "value=\"ann@example.org\""] {
                assert!(plain.body.contains(part), "{name}: {part}: {}", plain.body);
            }
            let data = wrong("203.0.113.7", DATA).await;
            assert_eq!((data.status, error(&data)), (StatusCode::TOO_MANY_REQUESTS, ErrorCode::TooMany), "{name}");
            let seconds: u64 = data.header("retry-after").parse().unwrap();
            assert!((1..=WINDOW.as_secs()).contains(&seconds), "{name}: {seconds}");
            for path in ["/api/create-account", "/api/request-learning-link", "/api/set-up-account", "/login-mn/start"] {
                let answer = from(&service, "203.0.113.7", path, "", HTML, "").await;
                assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS, "{name}: {path}");
            }
            // Who is signed in is no visitor, pages are not counted, and elsewhere nobody notices.
            let own = from(&service, "203.0.113.7", "/api/sign-out-everywhere", "", HTML, &anns).await;
            assert_ne!(own.status, StatusCode::TOO_MANY_REQUESTS, "{name}");
            assert_eq!(service.page("/sign-in", "").await.status, StatusCode::OK, "{name}");
            assert_eq!(wrong("198.51.100.9", HTML).await.status, StatusCode::SEE_OTHER, "{name}");
            // The log of it is one line a minute, however many there are.
            let traced = "SELECT COUNT(*) FROM audit_events WHERE action = 'posts_refused' AND outcome = 'limited'";
            assert_eq!(service.count(traced).await, 1, "{name}");
            service.wait(Duration::from_secs(60));
            wrong("203.0.113.7", HTML).await;
            assert_eq!(service.count(traced).await, 2, "{name}");
            service.wait(WINDOW);
            assert_eq!(wrong("203.0.113.7", HTML).await.status, StatusCode::SEE_OTHER, "{name}");
        }
    });
}

#[test]
fn who_has_many_ipv6_networks_has_one_limit_for_all_of_them() {
    run(async {
        for service in services_with(&[("TRUSTED_PROXY", "on")]).await {
            let name = service.name;
            let wrong = async |address: &str| from(&service, address, "/api/sign-in", "email=&password=", HTML, "").await.status;
            wrong("2001:db8:7:1::1").await;
            posted(&service, MOST_SITE - 5).await;
            let mut last = StatusCode::SEE_OTHER;
            for network in 2..20 {
                last = wrong(&format!("2001:db8:7:{network:x}::1")).await;
            }
            assert_eq!(last, StatusCode::TOO_MANY_REQUESTS, "{name}");
            assert_eq!(wrong("2001:db8:8::1").await, StatusCode::SEE_OTHER, "{name}: another site");
        }
    });
}
