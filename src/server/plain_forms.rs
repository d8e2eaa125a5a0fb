//! Server functions as HTTP: forms that a browser posts by itself are answered by a redirect or a page; the application's own calls by
//! data with the right status.
//!
//! Leptos would put an error into the address of the page before, where it leaks and can be forged. It does that when it sees that
//! HTML is accepted; so it never sees that.

use super::again::Sent;
use super::error_page::Problem;
use super::login_mn::{Onward, is_elsewhere, onward};
use super::{AppState, RequestInfo, anonymous};
use crate::api::error::{ApiError, ErrorCode};
use crate::api::wire;
use crate::domain::next;
use axum::body::{Body, Bytes, HttpBody as _, to_bytes};
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use leptos::server_fn::ContentType as _;
use leptos::server_fn::codec::PostcardEncoding;
use leptos::server_fn::error::{FromServerFnError as _, SERVER_FN_ERROR_HEADER};
use leptos::server_fn::redirect::REDIRECT_HEADER;
use std::future::poll_fn;
use std::pin::Pin;

/// The most bytes that a form may send.
pub const BODY_LIMIT: usize = 64 * 1024;

/// How much more of one is read before it is answered.
const PASSED_OVER: usize = 16 * 1024 * 1024;

/// An error is a few dozen bytes.
const LONGEST_ERROR: usize = 4096;

/// Whether a request is the running program's, which reads data. All else is a browser's own: a page, a file, a form that it posts by
/// itself, and is answered with pages.
#[must_use]
pub fn is_by_program(request: &Request) -> bool {
    let accepts = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok());
    let plain_form = *request.method() == Method::POST && accepts.is_some_and(|accepts| accepts.contains("text/html"));
    is_function(request) && !plain_form
}

fn is_function(request: &Request) -> bool {
    request.uri().path().starts_with("/api/")
}

/// The answer to what is not done.
#[must_use]
pub fn refused(state: &AppState, by_program: bool, error: &ApiError) -> Response {
    if by_program { data(error) } else { state.pages.api_error(error) }
}

/// The answer to what was not [`received`], with a link back to the form where it is known.
#[must_use]
pub fn unread(state: &AppState, by_program: bool, problem: Problem, form: Option<&str>) -> Response {
    match (by_program, problem) {
        (true, Problem::TooLarge) => data(&ApiError::new(ErrorCode::TooLarge)),
        (true, _) => data(&ApiError::new(ErrorCode::BadRequest)),
        (false, Problem::TooLarge) => state.pages.too_large(form),
        (false, problem) => state.pages.page(problem, None),
    }
}

/// Around all server functions.
pub async fn answer(State(state): State<AppState>, mut request: Request, inner: Next) -> Response {
    let by_program = is_by_program(&request);
    let turned_away = turned_away(&state, counted(&request)).await;
    if !is_function(&request) && turned_away.is_none() {
        return inner.run(request).await;
    }
    let page = referring_page(request.headers());
    let ended = request.extensions().get::<RequestInfo>().is_some_and(|info| info.cookie_was_bad);
    if !by_program {
        request.headers_mut().remove(header::ACCEPT);
        if let Some(info) = request.extensions_mut().get_mut::<RequestInfo>() {
            info.plain_form = true;
        }
    }
    let (parts, body) = match received(request).await {
        Ok(received) => received,
        Err(problem) => return unread(&state, by_program, problem, page.as_deref()),
    };
    let sent = Sent::new(&parts, &body);
    let response = match turned_away {
        Some(answer) => answer,
        None => inner.run(Request::from_parts(parts, Body::from(body))).await,
    };
    let (mut response, error) = with_error(response).await;
    if by_program {
        return response;
    }
    let kept = std::mem::take(response.headers_mut());
    let location = kept.get(header::LOCATION).and_then(|value| value.to_str().ok());
    let mut answer = match (location, &error) {
        // Only signing out leads away.
        (Some(location), _) if is_elsewhere(location) => onward(&state.pages, Onward::SignOut, location),
        (Some(location), _) => Redirect::to(location).into_response(),
        (None, Some(error)) if error.code == ErrorCode::SignedOut => {
            Redirect::to(&next::way_in(page.as_deref().unwrap_or("/"), ended)).into_response()
        }
        (None, Some(error)) => match error.code {
            ErrorCode::Busy | ErrorCode::TooMany => state.pages.again(Problem::of(error.code), &sent),
            _ => state.pages.api_error(error),
        },
        (None, None) => match response.status() {
            status if status.is_success() => Redirect::to(page.as_deref().unwrap_or("/")).into_response(),
            StatusCode::NOT_FOUND => state.pages.page(Problem::NotFound, None),
            StatusCode::METHOD_NOT_ALLOWED => state.pages.page(Problem::WrongMethod, None),
            _ => state.pages.page(Problem::BadRequest, None),
        },
    };
    if let Some(seconds) = kept.get(header::RETRY_AFTER) {
        answer.headers_mut().insert(header::RETRY_AFTER, seconds.clone());
    }
    for name in [header::SET_COOKIE, header::HeaderName::from_static("clear-site-data")] {
        for value in kept.get_all(&name) {
            answer.headers_mut().append(&name, value.clone());
        }
    }
    answer
}

/// A request and all of its form, when that is no more than a form may hold. What is over is read and thrown away, up to a point: a
/// browser that is still sending would not show the answer.
///
/// # Errors
/// Too large, or cut off.
pub async fn received(request: Request) -> Result<(Parts, Bytes), Problem> {
    let (parts, mut body) = request.into_parts();
    let (mut form, mut over) = (Vec::new(), 0);
    while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        let Ok(piece) = frame.map_err(|_| Problem::BadRequest)?.into_data() else { continue };
        if over == 0 && form.len() + piece.len() <= BODY_LIMIT {
            // What is whole, as all is that was received before, is not copied.
            if form.is_empty() && body.is_end_stream() {
                return Ok((parts, piece));
            }
            form.extend_from_slice(&piece);
        } else {
            over += piece.len();
            if over > PASSED_OVER {
                break;
            }
        }
    }
    if over > 0 { Err(Problem::TooLarge) } else { Ok((parts, form.into())) }
}

/// The visitor's request, when it is one that counts.
fn counted(request: &Request) -> Option<RequestInfo> {
    let visitor = request.extensions().get::<RequestInfo>().filter(|info| info.principal().is_none());
    visitor.filter(|_| anonymous::counts(request.method(), request.uri().path())).cloned()
}

/// The answer to a visitor from whose address too much came in a short time.
async fn turned_away(state: &AppState, visitor: Option<RequestInfo>) -> Option<Response> {
    match anonymous::too_many(state, &visitor?).await {
        Ok(None) => None,
        Ok(Some(seconds)) => Some(failed(&ApiError::new(ErrorCode::TooMany), Some(seconds))),
        Err(error) => Some(failed(&error, None)),
    }
}

/// An error as a server function answers with it.
fn failed(error: &ApiError, retry_after: Option<u64>) -> Response {
    let mut response = data(error);
    response.headers_mut().insert(SERVER_FN_ERROR_HEADER, HeaderValue::from_static("visitor"));
    if let Some(seconds) = retry_after {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// The error of a server function as data, for the application's own calls.
#[must_use]
pub fn data(error: &ApiError) -> Response {
    let status = StatusCode::from_u16(error.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, [(header::CONTENT_TYPE, PostcardEncoding::CONTENT_TYPE)], error.ser()).into_response();
    if let Some(seconds) = error.code.retry_after() {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// Reads the error that a server function ended with, and gives the answer its status: leptos answers 500 to all.
async fn with_error(response: Response) -> (Response, Option<ApiError>) {
    if !response.headers().contains_key(SERVER_FN_ERROR_HEADER) {
        return (response, None);
    }
    let (mut parts, body) = response.into_parts();
    let body = to_bytes(body, LONGEST_ERROR).await.unwrap_or_default();
    let error = wire::from_bytes::<ApiError>(&body).ok();
    if let Some(status) = error.as_ref().and_then(|error| StatusCode::from_u16(error.code.status()).ok()) {
        // A redirect of ours stays one: the hydrated page follows it by its own header.
        if !parts.headers.contains_key(REDIRECT_HEADER) {
            parts.status = status;
        }
    }
    if let Some(seconds) = error.as_ref().and_then(|error| error.code.retry_after()) {
        parts.headers.entry(header::RETRY_AFTER).or_insert(HeaderValue::from(seconds));
    }
    (Response::from_parts(parts, Body::from(body)), error)
}

/// The path and query of the page that holds the form: ours, since requests from other origins were refused before.
#[must_use]
pub fn referring_page(headers: &HeaderMap) -> Option<String> {
    let referer = headers.get(header::REFERER)?.to_str().ok()?.parse::<Uri>().ok()?;
    let page = referer.path_and_query()?.as_str();
    let own = page.starts_with('/') && !page.starts_with("//") && !page.starts_with("/\\") && !page.starts_with("/api/");
    own.then(|| page.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_was_received_is_not_copied_when_it_is_received_again() {
        let form = Bytes::from(vec![b'x'; BODY_LIMIT]);
        let (parts, first) = received(Request::new(Body::from(form.clone()))).await.unwrap();
        let (_, again) = received(Request::from_parts(parts, Body::from(first))).await.unwrap();
        assert_eq!((again.as_ptr(), again.len()), (form.as_ptr(), BODY_LIMIT));
        let longer = Request::new(Body::from(vec![b'x'; BODY_LIMIT + 1]));
        assert_eq!(received(longer).await.err(), Some(Problem::TooLarge));
    }
}
