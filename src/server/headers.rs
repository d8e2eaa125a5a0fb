//! The headers that every answer has. A page's Content-Security-Policy names its own nonce and is set where the page is rendered.

use super::{AppState, Config};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

/// For answers that run no script: error pages, redirects, data, files.
const WITHOUT_SCRIPTS: &str = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; form-action 'self'; \
                               base-uri 'none'; object-src 'none'; frame-ancestors 'none'";

/// For every answer.
const ALWAYS: [(HeaderName, &str); 2] =
    [(header::X_CONTENT_TYPE_OPTIONS, "nosniff"), (HeaderName::from_static("cross-origin-resource-policy"), "same-origin")];

/// For every answer that a browser could show as a document.
const DOCUMENTS: [(HeaderName, &str); 4] = [
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (header::CONTENT_SECURITY_POLICY, WITHOUT_SCRIPTS),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    ),
];

/// A name that changes with the content says all of this, and nobody reports that a style sheet went wrong.
const OF_NO_USE_TO_BUILD_FILES: [HeaderName; 4] =
    [header::LAST_MODIFIED, header::ETAG, header::ACCEPT_RANGES, HeaderName::from_static("x-request-id")];

/// Adds what an answer does not have yet. Nothing is stored by browsers or proxies unless its handler said so.
pub async fn secure(State(state): State<AppState>, request: Request, inner: Next) -> Response {
    let mut response = inner.run(request).await;
    let headers = response.headers_mut();
    let build_file = is_build_file(headers);
    if build_file {
        OF_NO_USE_TO_BUILD_FILES.iter().for_each(|name| drop(headers.remove(name)));
    }
    let fixed = if build_file { &[][..] } else { &DOCUMENTS };
    for (name, value) in ALWAYS.iter().chain(fixed) {
        set_default(headers, name.clone(), value);
    }
    set_default(headers, header::CACHE_CONTROL, "no-store");
    if state.config.public_url.https {
        set_default(headers, header::STRICT_TRANSPORT_SECURITY, "max-age=63072000; includeSubDomains");
    }
    response
}

/// Programs and style sheets of the build, a score to a page: what only a document obeys would be a tenth of their bytes.
fn is_build_file(headers: &HeaderMap) -> bool {
    headers.get(header::CACHE_CONTROL).is_some_and(|kept| kept.as_bytes().ends_with(b"immutable"))
}

/// The policy of a page that leptos rendered with this nonce.
#[must_use]
pub fn page_policy(config: &Config, nonce: &str) -> Option<HeaderValue> {
    // The reload socket of `cargo leptos watch` listens on another port.
    let reload = if config.watch { " ws://127.0.0.1:* ws://localhost:*" } else { "" };
    let policy = format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self' 'nonce-{nonce}'; \
         img-src 'self' data:; font-src 'self'; connect-src 'self'{reload}; manifest-src 'self'; form-action 'self'; \
         base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
    );
    HeaderValue::try_from(policy).ok()
}

fn set_default(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers.entry(name).or_insert(HeaderValue::from_static(value));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_kept_for_good_goes_without_what_documents_obey() {
        let kept = |how: &'static str| is_build_file(&HeaderMap::from_iter([(header::CACHE_CONTROL, HeaderValue::from_static(how))]));
        assert!(kept("max-age=31536000, immutable"));
        assert!(!kept("no-store") && !kept("no-cache") && !kept("public, max-age=86400"));
        assert!(!is_build_file(&HeaderMap::new()));
    }
}
