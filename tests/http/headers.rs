//! What every answer carries.

use crate::http::support::{Answer, run, services, services_with};
use axum::http::StatusCode;

fn assert_safe(name: &str, answer: &Answer) {
    assert_eq!(answer.header("x-content-type-options"), "nosniff", "{name}");
    assert_eq!(answer.header("referrer-policy"), "same-origin", "{name}");
    assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{name}");
    assert!(answer.header("permissions-policy").contains("geolocation=()"), "{name}");
    assert_eq!(answer.header("cache-control"), "no-store", "{name}");
    assert_eq!(answer.header("x-request-id").len(), 12, "{name}");
    let policy = answer.header("content-security-policy");
    for part in ["default-src 'none'", "object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'"] {
        assert!(policy.contains(part), "{name}: {policy}");
    }
    assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'") && !policy.contains('*'), "{name}: {policy}");
}

#[test]
fn every_answer_is_safe() {
    run(async {
        for service in services().await {
            for path in
                ["/", "/sign-in", "/create-account", "/account", "/nowhere", "/healthz", "/readyz", "/pkg/nothing.js", "/api/nothing"]
            {
                let answer = service.page(path, "").await;
                assert_safe(&format!("{} {path}", service.name), &answer);
                assert_eq!(answer.header("strict-transport-security"), "", "{path}");
            }
            assert_safe("refused", &service.form("/api/parts-page", "", "session=x").await);
            // What is about somebody, above all.
            service.consumer("ann@example.org").await;
            let cookie = service.sign_in("ann@example.org").await;
            for path in ["/account", "/account/assister", "/account/assister/add", "/account/assister/receipts/x", "/sessions", "/clients"]
            {
                assert_safe(&format!("{} {path}, signed in", service.name), &service.page(path, &cookie).await);
            }
            // Two empty words are what "Assister Details" takes.
            for (function, words) in
                [("/api/account", ""), ("/api/assister-details", "\0\0"), ("/api/notices", ""), ("/api/sessions-page", "")]
            {
                let answer = service.call(function, words, &cookie).await;
                assert_eq!((answer.status, answer.header("cache-control")), (StatusCode::OK, "no-store"), "{} {function}", service.name);
            }
        }
        for service in services_with(&[("PUBLIC_URL", "https://portal.example.org")]).await {
            assert!(service.page("/", "").await.header("strict-transport-security").starts_with("max-age=63072000"));
        }
    });
}

#[test]
fn texts_say_how_they_are_encoded() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("pkg")).unwrap();
        for file in ["pkg/portal.0123456789abcdef.js", "pkg/portal.css", "pkg/portal.wasm", "favicon.svg", "notes.txt", "photo.png"] {
            std::fs::write(folder.path().join(file), "é").unwrap();
        }
        for service in services_with(&[("SITE_ROOT", folder.path().to_str().unwrap())]).await {
            for (path, kind) in [
                ("/pkg/portal.0123456789abcdef.js", "text/javascript; charset=utf-8"),
                ("/pkg/portal.css", "text/css; charset=utf-8"),
                ("/pkg/portal.wasm", "application/wasm"),
                ("/favicon.svg", "image/svg+xml; charset=utf-8"),
                ("/notes.txt", "text/plain; charset=utf-8"),
                ("/photo.png", "image/png"),
                ("/", "text/html; charset=utf-8"),
                ("/nowhere", "text/html; charset=utf-8"),
            ] {
                assert_eq!(service.page(path, "").await.header("content-type"), kind, "{} {path}", service.name);
            }
        }
    });
}

#[test]
fn pages_are_compressed_for_browsers_that_take_it() {
    run(async {
        for service in services().await {
            for (taken, given) in [("gzip, br", "br"), ("gzip, deflate", "gzip")] {
                let request = axum::http::Request::get("/sign-in").header("accept", "text/html").header("accept-encoding", taken);
                let small = service.send(request.body(axum::body::Body::empty()).unwrap()).await;
                assert_eq!((small.status, small.header("content-encoding")), (StatusCode::OK, given), "{}", service.name);
                assert!(small.header("vary").contains("accept-encoding"), "{:?}", small.headers);
            }
            let whole = service.page("/sign-in", "").await;
            assert_eq!(whole.header("content-encoding"), "", "who does not ask gets it as it is");
        }
    });
}

#[test]
fn every_script_carries_the_nonce_of_its_answer() {
    run(async {
        for service in services().await {
            let mut nonces = Vec::new();
            for path in ["/sign-in", "/sign-in", "/learning", "/nowhere"] {
                let page = service.page(path, "").await;
                assert!(page.body.contains("<html"), "{path}: {} {}", page.status, page.body);
                let policy = page.header("content-security-policy").to_owned();
                let nonce = policy.split("script-src 'self' 'nonce-").nth(1).expect(&policy).split('\'').next().unwrap().to_owned();
                assert!(policy.contains("'wasm-unsafe-eval'"), "{policy}");
                assert!(nonce.len() >= 16, "{nonce}");
                let scripts: Vec<_> = page.body.match_indices("<script").collect();
                assert!(!scripts.is_empty(), "{path} has scripts");
                for (at, _) in scripts {
                    let tag = page.body[at..].split('>').next().unwrap();
                    assert!(tag.contains(&format!("nonce=\"{nonce}\"")), "{} {path}: {tag}", service.name);
                }
                assert!(
                    !page.body.contains(" style=\"") && !page.body.contains(" onclick="),
                    "{path}: inline styles and handlers would be refused"
                );
                nonces.push(nonce);
            }
            nonces.sort();
            nonces.dedup();
            assert_eq!(nonces.len(), 4, "a nonce is used once");
        }
    });
}

#[test]
fn unknown_addresses_get_a_page_that_says_so() {
    run(async {
        for service in services().await {
            for path in ["/nowhere", "/pkg-not", "/a/b/c", "/..%2f..%2fCargo.toml", "/favicon-that-is-not.ico"] {
                let page = service.page(path, "").await;
                assert_eq!(page.status, StatusCode::NOT_FOUND, "{} {path}", service.name);
                assert!(page.body.ends_with("</html>"), "{path}: {}", page.body);
            }
            assert_eq!(service.page("/pkg/../../Cargo.toml", "").await.status, StatusCode::NOT_FOUND);
            assert_eq!(service.form("/nowhere", "", "").await.status, StatusCode::NOT_FOUND);
        }
    });
}
