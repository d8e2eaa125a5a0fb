//! A page acts for the person it was made for. What it sends says whose page it is; when somebody else has signed in since, nothing of
//! it is done, nothing of theirs is shown to it, and what was typed is shown to nobody.
//!
//! A form says it in a hidden field, the running program in a header, a file's link and a form with a file in the address. What says
//! nothing is held by the session alone: it is no page of ours.

use super::error_page::Problem;
use super::trace::named;
use super::{AppState, RequestInfo, hex, plain_forms};
use crate::api::error::{ApiError, ErrorCode};
use crate::api::page_of::PAGE_OF;
use crate::domain::identity::Principal;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, header};
use axum::response::Response;
use url::form_urlencoded;

/// Of what names a person, this much: enough to tell people apart, and of no other use.
const LENGTH: usize = 12;

/// What says that a page is this person's: the same in all of their sessions, so that a page outlives the end of one, and nothing that
/// anybody could make without the portal's key. None while the database can't give one: reading goes on.
pub async fn name(state: &AppState, principal: &Principal) -> Option<String> {
    let whole = named(state, "page", &principal.user.to_string()).await?;
    Some(hex(&whole[..LENGTH]))
}

/// The answer to what comes from somebody else's page. Takes the hidden field out of the form, which is none of the function's.
pub async fn refusal(state: &AppState, info: &RequestInfo, request: &mut Request) -> Option<Response> {
    let owner = info.page_of.as_deref()?;
    let by_program = plain_forms::is_by_program(request);
    let mut in_form = None;
    if is_form(request.headers()) {
        let page = plain_forms::referring_page(request.headers());
        match plain_forms::received(std::mem::take(request)).await {
            Ok((mut parts, body)) => {
                let (said, rest) = taken_out(&body);
                in_form = said;
                parts.headers.remove(header::CONTENT_LENGTH);
                *request = Request::from_parts(parts, Body::from(rest));
            }
            Err(problem) => return Some(plain_forms::unread(state, by_program, problem, page.as_deref())),
        }
    }
    let said = [in_form, in_header(request.headers()), in_address(request.uri().query())];
    if said.iter().flatten().all(|said| said == owner) {
        return None;
    }
    info.outcome.say("somebody_elses_page");
    Some(plain_forms::refused(state, by_program, &ApiError::new(ErrorCode::SomebodyElse)))
}

/// What the running program is led to.
pub async fn page(State(state): State<AppState>) -> Response {
    state.pages.page(Problem::SomebodyElse, None)
}

fn is_form(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"))
}

/// The first value of the field, and the body without any of it.
fn taken_out(body: &Bytes) -> (Option<String>, Bytes) {
    let mut said = None;
    let mut rest = Vec::with_capacity(body.len());
    for pair in body.split(|byte| *byte == b'&') {
        match form_urlencoded::parse(pair).next() {
            Some((name, value)) if name == PAGE_OF => said = said.or_else(|| Some(value.into_owned())),
            _ => {
                if !rest.is_empty() {
                    rest.push(b'&');
                }
                rest.extend_from_slice(pair);
            }
        }
    }
    (said, rest.into())
}

fn in_header(headers: &HeaderMap) -> Option<String> {
    headers.get(PAGE_OF).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
}

fn in_address(query: Option<&str>) -> Option<String> {
    let mut pairs = form_urlencoded::parse(query?.as_bytes());
    pairs.find_map(|(name, value)| (name == PAGE_OF).then(|| value.into_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_field_is_read_wherever_it_stands_and_the_rest_is_as_it_was() {
        for (body, said, rest) in [
            ("page-of=ab12&name=Ann+Lee&note=a%26b", Some("ab12"), "name=Ann+Lee&note=a%26b"),
            ("name=Ann&page-of=ab12", Some("ab12"), "name=Ann"),
            ("page-of=one&x=1&page-of=two", Some("one"), "x=1"),
            ("page%2Dof=a&x=1", Some("a"), "x=1"),
            ("page-of=", Some(""), ""),
            ("page-offer=1&my-page-of=2", None, "page-offer=1&my-page-of=2"),
            ("", None, ""),
        ] {
            let (found, left) = taken_out(&Bytes::from(body));
            assert_eq!((found.as_deref(), left.as_ref()), (said, rest.as_bytes()), "{body}");
        }
        assert_eq!(in_address(Some("month=2026-11&page-of=ab12")).as_deref(), Some("ab12"));
        assert_eq!(in_address(Some("month=2026-11")), None);
    }
}
