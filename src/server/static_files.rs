//! Files: the browser's part under `/pkg`, and what else the site's folder holds (icon, fonts). Compressed beforehand by the build.

use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use tower_http::services::ServeDir;

/// Serves a folder: no listings, no index pages; `.br` files in place of their originals where the browser takes them.
pub fn folder(path: &str) -> ServeDir {
    ServeDir::new(path).append_index_html_on_directories(false).precompressed_br()
}

/// How long browsers keep the files of `/pkg`: for good when the name says which build it is of, else they ask each time.
pub async fn keep_build_files(request: Request, inner: Next) -> Response {
    let forever = is_hashed(request.uri().path());
    let kept = if forever { "max-age=31536000, immutable" } else { "no-cache" };
    keep(inner.run(request).await, kept)
}

/// Other public files are kept for a day. Pages, which come from the same place for unknown addresses, are not kept.
pub fn keep_public_file(response: Response) -> Response {
    keep(response, "public, max-age=86400")
}

fn keep(mut response: Response, how: &'static str) -> Response {
    if matches!(response.status(), StatusCode::OK | StatusCode::NOT_MODIFIED | StatusCode::PARTIAL_CONTENT) {
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(how));
        if let Some(text) = headers.get(header::CONTENT_TYPE).and_then(with_charset) {
            headers.insert(header::CONTENT_TYPE, text);
        }
    }
    response
}

/// The type of a text with the encoding that all of ours have; nothing for what is no text or names its encoding.
fn with_charset(kind: &HeaderValue) -> Option<HeaderValue> {
    let kind = kind.to_str().ok().filter(|kind| !kind.contains(';'))?;
    let text = kind.starts_with("text/") || kind.ends_with("/javascript") || kind.ends_with("+xml") || kind.ends_with("/xml");
    text.then(|| HeaderValue::try_from(format!("{kind}; charset=utf-8")).ok()).flatten()
}

/// `NAME.HASH.EXT`, with a hash of at least eight letters and digits.
fn is_hashed(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let mut parts = name.rsplit('.');
    let (_extension, hash, name) = (parts.next(), parts.next(), parts.next());
    let hash = hash.unwrap_or_default();
    let letters = hash.bytes().filter(u8::is_ascii_alphanumeric).count();
    // The splitter's placeholder is all underscores and the same in every build.
    name.is_some() && letters >= 8 && hash.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_that_change_with_their_content_are_kept_for_good() {
        for hashed in ["/pkg/portal.Yk3x_9-aTq0vLw.js", "/pkg/portal.0123456789abcdef.css", "/chunk_3.AbCdEfGh12.wasm"] {
            assert!(is_hashed(hashed), "{hashed}");
        }
        for plain in ["/pkg/portal.js", "/pkg/portal_bg.wasm", "/pkg/__wasm_split.______________________.js", "/favicon.ico", "/pkg/"] {
            assert!(!is_hashed(plain), "{plain}");
        }
    }
}
