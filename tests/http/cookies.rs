//! Rule 10: a stale, foreign or broken cookie leads to a working sign-in page. Nobody has to clear anything.

use crate::http::support::{PASSWORD, run, services, services_with};
use axum::body::Body;
use axum::http::{HeaderValue, Request, StatusCode, header};
use std::time::Duration;

/// Some are made of a real one.
fn broken(real: &str) -> Vec<Vec<u8>> {
    let hex = "ab".repeat(32);
    let changed = if real.starts_with('a') { "b" } else { "a" };
    let mut all: Vec<Vec<u8>> = [
        "session=".to_owned(),
        "session".to_owned(),
        "session=null".to_owned(),
        format!("session={hex}"),
        format!("session={}", hex.to_uppercase()),
        format!("session=\"{hex}\""),
        format!("session={hex}ff"),
        format!("session={}", &hex[2..]),
        format!("session={hex}; session={}", "cd".repeat(32)),
        "session=a; session=b; session=c; session=d; session=e; session=f".to_owned(),
        format!("theme=dark;; ;=; session={hex};"),
        "session=%00%0d%0a; Path=/; Domain=evil.test".to_owned(),
        "session={\"user\":1,\"role\":\"admin\"}".to_owned(),
        "session='; DROP TABLE sessions; --".to_owned(),
        "session=\t\t".to_owned(),
        format!("session={}", "x".repeat(100_000)),
        "session=1; ".repeat(5_000),
        format!("session={changed}{}", &real[1..]),
        format!("session={}", &real[..61]),
        format!("session={real}{}", "a".repeat(3_500)),
        format!("session=\"{real}\""),
        "session=%00%ff%zz%".to_owned(),
        "session=eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9.".to_owned(),
        // Three of other paths, of the right form.
        format!("session={0}1; session={0}2; session={0}3", &hex[1..]),
    ]
    .into_iter()
    .map(String::into_bytes)
    .collect();
    all.push(b"session=\xff\xfe\x80".to_vec());
    all.push([b"session=".as_slice(), &[0xc3; 64]].concat());
    all
}

#[test]
fn every_broken_cookie_leads_to_a_working_sign_in_page() {
    run(async {
        for service in services().await {
            service.consumer("ann@example.org").await;
            let real = service.sign_in("ann@example.org").await;
            for cookie in broken(real.split_once('=').unwrap().1) {
                let shown = String::from_utf8_lossy(&cookie[..cookie.len().min(80)]).into_owned();
                let with =
                    |request: axum::http::request::Builder| request.header(header::COOKIE, HeaderValue::from_bytes(&cookie).unwrap());
                let page = service.send(with(Request::get("/sign-in")).body(Body::empty()).unwrap()).await;
                assert_eq!(page.status, StatusCode::OK, "{} {shown}", service.name);
                assert!(page.body.contains("Sign in"), "{} {shown}", service.name);
                assert!(page.clears_cookie(), "{} {shown}: {:?}", service.name, page.set_cookies());
                // Not the storage: what is left there is of who comes next, too.
                assert_eq!(page.header("clear-site-data"), "\"cache\"", "{} {shown}", service.name);

                let protected = service.send(with(Request::get("/account")).body(Body::empty()).unwrap()).await;
                assert_eq!(protected.status, StatusCode::SEE_OTHER, "{} {shown}", service.name);
                assert_eq!(protected.header("location"), "/sign-in?why=ended&next=/account");
                assert!(protected.clears_cookie(), "{} {shown}", service.name);

                // Signing in works with the broken cookie still there.
                let fields = format!("email=ann@example.org&password={PASSWORD}");
                let request = crate::http::support::post("/api/sign-in", &fields).header(header::ACCEPT, "text/html");
                let signed_in = service.send(with(request).body(Body::from(fields)).unwrap()).await;
                assert_eq!(signed_in.header("location"), "/account", "{} {shown}", service.name);
                let good = signed_in.cookie().expect("a session");
                assert_eq!(service.page("/account", &good).await.status, StatusCode::OK);

                // And the new one is found among what is left of the old.
                let mut both = cookie.clone();
                both.extend_from_slice(b"; ");
                both.extend_from_slice(good.as_bytes());
                let request = Request::get("/account").header(header::COOKIE, HeaderValue::from_bytes(&both).unwrap());
                let found = service.send(request.body(Body::empty()).unwrap()).await;
                assert_eq!(found.status, StatusCode::OK, "{} {shown}", service.name);
            }
        }
    });
}

#[test]
fn cookies_of_other_programs_on_the_same_host_are_left_alone() {
    run(async {
        for service in services().await {
            service.consumer("ann@example.org").await;
            for foreign in ["JSESSIONID=0123456789ABCDEF", "lang=\"de\"; __utma=1.2.3=4|5", "xsession=1; SESSION=1; __Host-session=1"] {
                let page = service.page("/sign-in", foreign).await;
                assert_eq!((page.status, page.set_cookies()), (StatusCode::OK, Vec::new()), "{} {foreign}", service.name);
                assert!(!page.body.contains("Sign in to continue"), "{} {foreign}: nobody was signed out", service.name);
                let protected = service.page("/account/assister", foreign).await;
                assert_eq!(protected.header("location"), "/sign-in?next=/account/assister", "{} {foreign}", service.name);
                let fields = format!("email=ann@example.org&password={PASSWORD}&next=/account/assister");
                let signed_in = service.form("/api/sign-in", &fields, foreign).await;
                assert_eq!(signed_in.header("location"), "/account/assister", "{} {foreign}", service.name);
                let both = format!("{foreign}; {}", signed_in.cookie().expect("a session"));
                assert_eq!(service.page("/account/assister", &both).await.status, StatusCode::OK, "{} {foreign}", service.name);
            }
        }
    });
}

#[test]
fn sessions_end_when_idle_and_when_old() {
    run(async {
        for service in services().await {
            service.consumer("ann@example.org").await;
            let cookie = service.sign_in("ann@example.org").await;
            for _ in 0..50 {
                service.wait(Duration::from_secs(14 * 60));
                let page = service.page("/account", &cookie).await;
                assert_eq!(page.status, StatusCode::OK, "{}: in use, and so not idle", service.name);
            }
            service.wait(Duration::from_secs(30 * 60));
            let idle = service.page("/account", &cookie).await;
            assert_eq!(
                (idle.status, idle.header("location")),
                (StatusCode::SEE_OTHER, "/sign-in?why=ended&next=/account"),
                "{}",
                service.name
            );
            assert!(idle.clears_cookie());

            let cookie = service.sign_in("ann@example.org").await;
            for _ in 0..72 {
                service.wait(Duration::from_secs(10 * 60));
                service.page("/account", &cookie).await;
            }
            service.wait(Duration::from_secs(60));
            assert_eq!(service.page("/account", &cookie).await.status, StatusCode::SEE_OTHER, "{}: twelve hours are enough", service.name);
        }
    });
}

#[test]
fn cookies_are_closed_to_scripts_and_other_sites() {
    run(async {
        for service in services().await {
            service.consumer("ann@example.org").await;
            let answer = service.form("/api/sign-in", &format!("email=ann@example.org&password={PASSWORD}"), "").await;
            let set = answer.set_cookies();
            assert_eq!(set.len(), 2);
            assert!(set[0].starts_with("session=") && set[0].ends_with("; Path=/; HttpOnly; SameSite=Lax"), "{}", set[0]);
            // By which the browser is known again: it opens nothing.
            assert!(set[1].starts_with("browser=") && set[1].contains("; Path=/; HttpOnly; SameSite=Lax; Max-Age="), "{}", set[1]);
            assert_eq!(service.page("/account", set[1].split(';').next().unwrap()).await.status, StatusCode::SEE_OTHER);
        }
        for service in services_with(&[("PUBLIC_URL", "https://portal.example.org")]).await {
            service.consumer("ann@example.org").await;
            let answer = service.form("/api/sign-in", &format!("email=ann@example.org&password={PASSWORD}"), "").await;
            let set = answer.set_cookies();
            assert!(set[0].starts_with("__Host-session=") && set[0].ends_with("; Path=/; HttpOnly; SameSite=Lax; Secure"), "{}", set[0]);
            let closed = "; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=";
            assert!(set[1].starts_with("__Host-browser=") && set[1].contains(closed), "{}", set[1]);
            // Without its prefix the same token is nobody's.
            let bare = answer.cookie().unwrap().replace("__Host-", "");
            assert_eq!(service.page("/account", &bare).await.status, StatusCode::SEE_OTHER);
        }
    });
}
