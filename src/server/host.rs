//! One host a request: with none or two, whoever stands in front of the portal may read another address than the portal does.

use super::AppState;
use super::error_page::Problem;
use axum::extract::{Request, State};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, Version, header};
use axum::middleware::Next;
use axum::response::Response;

/// Refuses every other request.
pub async fn one(State(state): State<AppState>, request: Request, inner: Next) -> Response {
    if is_one(request.version(), request.headers()) { inner.run(request).await } else { state.pages.page(Problem::BadRequest, None) }
}

fn is_one(version: Version, headers: &HeaderMap) -> bool {
    let mut hosts = headers.get_all(header::HOST).iter();
    match (hosts.next(), hosts.next()) {
        (Some(_), Some(_)) => false,
        (Some(host), None) => host.to_str().is_ok_and(|host| !host.contains('@') && host.parse::<Authority>().is_ok()),
        // Older clients have none, and newer ones say it in another place.
        (None, _) => version != Version::HTTP_11,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn a_request_has_one_host() {
        let with = |version, hosts: &[&'static str]| {
            is_one(version, &hosts.iter().map(|host| (header::HOST, HeaderValue::from_static(host))).collect())
        };
        let many: HeaderMap = {
            let mut many = HeaderMap::new();
            many.append(header::HOST, HeaderValue::from_static("a"));
            many.append(header::HOST, HeaderValue::from_static("a"));
            many
        };
        for version in [Version::HTTP_10, Version::HTTP_11, Version::HTTP_2] {
            assert!(!is_one(version, &many), "{version:?}");
            assert_eq!(with(version, &[]), version != Version::HTTP_11, "{version:?}");
        }
        for host in ["127.0.0.1:3000", "portal.example.org", "[::1]:3000"] {
            assert!(with(Version::HTTP_11, &[host]), "{host}");
        }
        for host in ["", "a b", "me@portal.example.org", "a/b"] {
            assert!(!with(Version::HTTP_11, &[host]), "{host}");
        }
    }
}
