//! Forms that a browser posts by itself, the application's own calls, and those that come from elsewhere.

use crate::http::support::{PASSWORD, post, run, services, services_like};
use assister_portal::api::error::{ApiError, ErrorCode};
use assister_portal::api::wire;
use axum::body::Body;
use axum::http::{StatusCode, header};

#[test]
fn forms_of_other_sites_are_refused() {
    run(async {
        for service in services().await {
            service.consumer("ann@example.org").await;
            let fields = format!("email=ann@example.org&password={PASSWORD}");
            let send = |headers: &[(&str, &str)]| {
                let mut request = post("/api/sign-in", &fields).header(header::ACCEPT, "text/html");
                for (name, value) in headers {
                    request = request.header(*name, *value);
                }
                service.send(request.body(Body::from(fields.clone())).unwrap())
            };
            for foreign in [
                &[("sec-fetch-site", "cross-site"), ("origin", "https://evil.test")][..],
                &[("sec-fetch-site", "same-site"), ("origin", "https://other.example.org")],
                &[("origin", "https://evil.test")],
                &[("origin", "null")],
                &[("origin", "http://127.0.0.1:3001")],
            ] {
                let answer = send(foreign).await;
                assert_eq!(answer.status, StatusCode::FORBIDDEN, "{} {foreign:?}", service.name);
                assert!(answer.set_cookies().is_empty() && answer.body.contains("did not come from this site"), "{foreign:?}");
            }
            for own in [
                &[("sec-fetch-site", "same-origin"), ("origin", "http://127.0.0.1:3000")][..],
                &[("sec-fetch-site", "none")],
                &[("origin", "http://127.0.0.1:3000")],
                &[],
            ] {
                let answer = send(own).await;
                assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/account"), "{} {own:?}", service.name);
            }
        }
    });
}

#[test]
fn a_plain_form_is_answered_by_a_redirect_and_a_call_by_data() {
    run(async {
        for service in services().await {
            service.consumer("ann@example.org").await;
            let fields = "email=ann@example.org&password=wrong";
            let plain = service.form("/api/sign-in", fields, "").await;
            assert_eq!(plain.status, StatusCode::SEE_OTHER, "{}", service.name);
            assert!(plain.header("location").starts_with("/sign-in"), "{}", plain.header("location"));
            assert!(
                !plain.header("location").contains("wrong") && !plain.header("location").contains("__err"),
                "nothing typed in the address"
            );
            assert_eq!(plain.header("serverfnredirect"), "");

            let call = service.call("/api/sign-in", fields, "").await;
            assert_eq!(call.status, StatusCode::OK, "{}", service.name);
            assert_eq!(call.header("content-type"), "application/x-postcard");
        }
    });
}

#[test]
fn errors_of_functions_have_their_status() {
    run(async {
        for service in services().await {
            let call = service.call("/api/account", "", "").await;
            assert_eq!(call.status, StatusCode::UNAUTHORIZED, "{}", service.name);
            assert_eq!(wire::from_bytes(call.body.as_bytes()), Ok(ApiError::new(ErrorCode::SignedOut)), "{}", call.body);

            let request = post("/api/account", "")
                .header(header::ACCEPT, "text/html")
                .header("sec-fetch-site", "same-origin")
                .header(header::REFERER, "http://127.0.0.1:3000/account?x=1");
            let form = service.send(request.body(Body::empty()).unwrap()).await;
            assert_eq!(
                (form.status, form.header("location")),
                (StatusCode::SEE_OTHER, "/sign-in?next=/account%3Fx%3D1"),
                "{}",
                service.name
            );

            service.consumer("ann@example.org").await;
            let cookie = service.sign_in("ann@example.org").await;
            let id = String::from_utf8(wire::to_bytes(&"0190b0a0-0000-7000-8000-000000000000").unwrap()).unwrap();
            let foreign = service.call("/api/client", &id, &cookie).await;
            assert_eq!(foreign.status, StatusCode::NOT_FOUND, "{}: {}", service.name, foreign.body);
            let foreign = service.form("/api/client", &id, &cookie).await;
            assert_eq!(foreign.status, StatusCode::NOT_FOUND, "{}", service.name);
            assert!(foreign.body.contains("Page not found"), "{}", foreign.body);
        }
    });
}

#[test]
fn a_form_that_is_too_large_is_not_read() {
    run(async {
        for service in services().await {
            let fields = format!("email=ann@example.org&password={}", "x".repeat(70_000));
            let plain = service.form("/api/sign-in", &fields, "").await;
            assert_eq!(plain.status, StatusCode::PAYLOAD_TOO_LARGE, "{}", service.name);
            assert!(plain.body.contains("<h1>That was too much to send</h1>") && plain.body.contains("href=\"/\""), "{}", plain.body);
            let call = service.call("/api/sign-in", &fields, "").await;
            assert_eq!(call.status, StatusCode::PAYLOAD_TOO_LARGE, "{}", service.name);
            assert_eq!(wire::from_bytes::<ApiError>(call.body.as_bytes()).unwrap(), ApiError::new(ErrorCode::TooLarge));

            // From a page of ours, with a link back; its length may be unknown before.
            for length in [true, false] {
                let mut request =
                    post("/api/sign-in", &fields).header(header::ACCEPT, "text/html,*/*").header("sec-fetch-site", "same-origin");
                request = request.header(header::REFERER, "http://127.0.0.1:3000/sign-in?a=%22&next=/account");
                if !length {
                    request.headers_mut().unwrap().remove(header::CONTENT_LENGTH);
                }
                let answer = service.send(request.body(Body::from(fields.clone())).unwrap()).await;
                assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE, "{}", service.name);
                assert!(answer.body.contains("<a href=\"/sign-in?a=%22&amp;next=/account\">Back to the form</a>"), "{}", answer.body);
            }
            // As much as a form may hold is looked at.
            let fields = format!("email=ann@example.org&password={}", "x".repeat(60_000));
            assert_eq!(service.form("/api/sign-in", &fields, "").await.status, StatusCode::SEE_OTHER, "{}", service.name);
        }
    });
}

#[test]
fn functions_are_not_pages() {
    run(async {
        for service in services().await {
            assert_eq!(service.page("/api/sign-out", "").await.status, StatusCode::METHOD_NOT_ALLOWED, "{}", service.name);
            assert_eq!(service.form("/api/nothing", "", "").await.status, StatusCode::NOT_FOUND, "{}", service.name);
        }
    });
}

#[test]
fn the_design_parts_are_for_developers_and_demonstrations() {
    run(async {
        for (development, status) in [(true, StatusCode::OK), (false, StatusCode::NOT_FOUND)] {
            for service in services_like(&[], |config| config.development = development).await {
                assert_eq!(service.page("/parts", "").await.status, status, "{}", service.name);
            }
        }
    });
}
