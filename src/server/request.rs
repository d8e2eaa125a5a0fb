//! Around everything: names the request, writes its one log line, keeps its deadline, and turns a panic into a page.

use super::clock::Stopwatch;
use super::error_page::{Problem, Whose, dressed};
use super::trace::Outcome;
use super::{AppState, RequestId, imports, random};
use crate::domain::access::UPLOAD_ROUTE;
use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use std::any::Any;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;
use tracing::Instrument as _;

/// The longest that anything may take but an upload.
const DEADLINE: Duration = Duration::from_secs(30);

/// Marks the answer of a handler that panicked; the page is made where the request's name is known.
#[derive(Clone, Copy, Debug)]
pub struct Panicked;

/// Names, measures and logs a request. The log line has the route's pattern and never the address itself: that holds ids.
pub async fn observe(State(state): State<AppState>, mut request: Request, inner: Next) -> Response {
    let watch = Stopwatch::start();
    let id = RequestId(random::reference().into());
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map_or_else(|| "unmatched".to_owned(), |path| path.as_str().to_owned());
    request.extensions_mut().insert(id.clone());
    let outcome = Outcome::default();
    request.extensions_mut().insert(outcome.clone());
    let whose = Whose::default();
    request.extensions_mut().insert(whose.clone());

    let deadline = if request.uri().path() == UPLOAD_ROUTE { imports::UPLOAD_DEADLINE } else { DEADLINE };
    let span = tracing::info_span!("request", id = %id.0, %method, route);
    let answer = tokio::time::timeout(deadline, inner.run(request)).instrument(span.clone()).await;
    let mut response = match answer {
        Ok(response) if response.extensions().get::<Panicked>().is_some() => {
            dressed(&state.pages, state.pages.page(Problem::Internal, Some(&id.0)), &whose)
        }
        Ok(response) => response,
        Err(_) => dressed(&state.pages, state.pages.page(Problem::Unavailable, Some(&id.0)), &whose),
    };
    if let Ok(value) = HeaderValue::from_str(&id.0) {
        response.headers_mut().insert(HeaderName::from_static("x-request-id"), value);
    }
    let status = response.status().as_u16();
    let ms = watch.elapsed().as_millis();
    tracing::info!(target: "requests", request = %id.0, %method, route, status, ms, outcome = outcome.said());
    response
}

/// What the panic catcher answers; its message goes to the log in the request's span.
pub fn panicked(panic: Box<dyn Any + Send + 'static>) -> Response {
    let message = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    tracing::error!(message = message.unwrap_or("no message"), "a handler panicked");
    let mut response = Response::default();
    response.extensions_mut().insert(Panicked);
    response
}

/// Where the request came from. Behind a trusted proxy that is the last address it noted: earlier ones are the client's own claim.
pub fn client_address(request: &Request, trusted_proxy: bool) -> IpAddr {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |peer| peer.0.ip());
    if !trusted_proxy {
        return peer;
    }
    let noted = request.headers().get_all("x-forwarded-for").iter().next_back();
    let last = noted.and_then(|value| value.to_str().ok()?.rsplit(',').next()?.trim().parse().ok());
    last.unwrap_or(peer)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::{Clock, Config, Passwords};
    use crate::store::Store;
    use axum::Router;
    use axum::body::{Body, to_bytes};
    use axum::middleware::from_fn_with_state;
    use axum::routing::get;
    use std::sync::Arc;
    use tower::ServiceExt as _;
    use tower_http::catch_panic::CatchPanicLayer;

    fn request(forwarded: &[&str]) -> Request {
        let mut builder = Request::builder().extension(ConnectInfo(SocketAddr::from(([192, 0, 2, 1], 5))));
        for value in forwarded {
            builder = builder.header("x-forwarded-for", *value);
        }
        builder.body(Body::empty()).unwrap()
    }

    #[test]
    fn a_client_can_not_choose_its_address() {
        assert_eq!(client_address(&request(&["203.0.113.9"]), false).to_string(), "192.0.2.1");
        assert_eq!(client_address(&request(&["203.0.113.9, 198.51.100.4"]), true).to_string(), "198.51.100.4");
        assert_eq!(client_address(&request(&["203.0.113.9", "198.51.100.4"]), true).to_string(), "198.51.100.4");
        assert_eq!(client_address(&request(&["unknown"]), true).to_string(), "192.0.2.1");
        assert_eq!(client_address(&request(&[]), true).to_string(), "192.0.2.1");
    }

    async fn state() -> AppState {
        let file = std::env::temp_dir().join(format!("portal-request-{}.db", random::reference()));
        let store = Store::open(&format!("sqlite:{}", file.display())).await.unwrap();
        let config = Config::from_vars(|_| None).unwrap();
        AppState::new(store, Clock::system(), Arc::new(config), Passwords::cheap().unwrap(), false)
    }

    #[tokio::test]
    async fn a_panic_becomes_a_page_with_a_reference() {
        let state = state().await;
        let router = Router::new()
            .route(
                "/panics",
                get(|| async {
                    if std::hint::black_box(true) {
                        panic!("on purpose")
                    }
                }),
            )
            .layer(CatchPanicLayer::custom(panicked))
            .layer(from_fn_with_state(state, observe));
        let response = router.oneshot(Request::get("/panics").body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(response.status(), 500);
        let reference = response.headers()["x-request-id"].to_str().unwrap().to_owned();
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        let body = String::from_utf8(body.to_vec()).unwrap();
        assert!(body.contains(&reference) && !body.contains("on purpose"), "{body}");
    }
}
