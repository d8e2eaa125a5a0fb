//! From the cookie to a session: the middleware around pages and functions, and sessions for visitors. At most one look-up a
//! request, none for static files.

use super::access::CHANGE_PASSWORD;
use super::access::factors::RECOVERY;
use super::asker::Asker;
use super::error_page::{Problem, Whose};
use super::local;
use super::page_of;
use super::request::client_address;
use super::sign_in::CLEAR_SITE_DATA;
use super::{AppState, RequestId, RequestInfo, SessionInfo, cookies, fault, hex, plain_forms, random, views};
use crate::api::error::{ApiError, ErrorCode};
use crate::domain::access::staff_kinds;
use crate::domain::identity::{Role, SESSION_ABSOLUTE, SESSION_GRAIN, SESSION_IDLE, SESSION_LEFT};
use crate::domain::instant::Instant;
use crate::domain::next;
use crate::store::{NewSession, StoreError};
use crate::ui::parts::MOST_WAITING;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use std::sync::Arc;
use std::time::Duration;

/// What is open to somebody whose password has expired: they are asked to change it and not locked out (rule 9), and
/// everything else comes after that.
const CHANGING_PASSWORD: [&str; 8] = [
    CHANGE_PASSWORD,
    "/api/change-password-page",
    "/api/change-password",
    // Recovery codes that were just made are shown first.
    RECOVERY,
    "/api/recovery-codes-page",
    "/api/recovery-codes-kept",
    "/api/sign-out",
    "/api/stay-signed-in",
];

/// Puts a [`RequestInfo`] into the request. A cookie that leads nowhere, whatever is wrong with it, is cleared by the answer and is
/// never an error (rule 10). Visitors who ask for a page that needs a principal are led to the sign-in page.
pub async fn attach(State(state): State<AppState>, mut request: Request, inner: Next) -> Response {
    let request_id = request.extensions().get().map_or_else(|| random::reference().into(), |RequestId(id)| Arc::clone(id));
    let address = client_address(&request, state.config.trusted_proxy);
    let found = cookies::find(request.headers(), cookies::name(&state.config));
    let (asker, from_here) = (Asker::of(request.method(), request.headers()), local::is_from_here(&request));
    let outcome = request.extensions().get().cloned().unwrap_or_default();
    let browser = cookies::find(request.headers(), cookies::browser_name(&state.config)).tokens.first().copied();
    let mut info = RequestInfo {
        request_id,
        address,
        browser,
        session: None,
        page_of: None,
        waiting: None,
        asker,
        outcome,
        from_here,
        plain_form: false,
        cookie_was_bad: false,
    };

    let now = state.clock.now();
    for token in &found.tokens {
        match lookup(&state, &info, cookies::hash(token), now).await {
            Ok(None) => {}
            Ok(session) => {
                info.session = session;
                break;
            }
            Err(error) => {
                return plain_forms::refused(&state, plain_forms::is_by_program(&request), &fault::store(&info, &error));
            }
        }
    }
    if let Some(principal) = info.principal().cloned() {
        info.page_of = page_of::name(&state, &principal).await.map(Into::into);
        if is_page(request.method()) && !plain_forms::is_by_program(&request) {
            info.waiting = waiting(&state, principal.role(), now).await;
        }
    }
    info.cookie_was_bad = found.any && info.session.is_none();
    if let Some(whose) = request.extensions().get::<Whose>() {
        whose.say(views::me(&info, state.demo && info.from_here));
    }

    let head = *request.method() == Method::HEAD;
    let path = request.uri().path();
    let mut response = if info.principal().is_none() && next::needs_sign_in(path) && is_page(request.method()) {
        let wanted = request.uri().path_and_query().map_or(path, |path| path.as_str());
        Redirect::to(&next::way_in(wanted, info.cookie_was_bad)).into_response()
    } else if must_change_password(&info) && !CHANGING_PASSWORD.contains(&path) {
        if plain_forms::is_by_program(&request) {
            plain_forms::data(&ApiError::new(ErrorCode::SignedOut))
        } else {
            Redirect::to(CHANGE_PASSWORD).into_response()
        }
    } else {
        match without_effect(&state, &info, &request) {
            Some(answer) => answer,
            None => match page_of::refusal(&state, &info, &mut request).await {
                Some(answer) => answer,
                None => {
                    request.extensions_mut().insert(info.clone());
                    inner.run(request).await
                }
            },
        }
    };
    if let Some(session) =
        info.session.as_ref().filter(|session| head && session.principal.is_some() && response.status() != StatusCode::CONFLICT)
    {
        response.headers_mut().insert(SESSION_LEFT, HeaderValue::from(left(session, now).as_secs()));
    }
    if info.cookie_was_bad && !sets_session(&response, cookies::name(&state.config)) {
        // Whoever it was of: what the browser kept of their pages goes with the cookie.
        let headers = response.headers_mut();
        headers.append(header::SET_COOKIE, cookies::clear(&state.config));
        headers.insert(CLEAR_SITE_DATA, HeaderValue::from_static("\"cache\""));
    }
    response
}

/// How many wait, for a page of staff. The page is there also where it can't be counted.
async fn waiting(state: &AppState, role: Role, now: Instant) -> Option<u32> {
    let kinds = staff_kinds(role);
    if kinds.is_empty() {
        return None;
    }
    state.store.waiting_in_all(kinds, MOST_WAITING + 1, now).await.ok()
}

/// The answer to what nobody went to by themselves, where it would have an effect: none of it, and nothing to see.
fn without_effect(state: &AppState, info: &RequestInfo, request: &Request) -> Option<Response> {
    let may = if is_page(request.method()) { info.asker.may(request.uri().path()) } else { info.asker != Asker::Nobody };
    (!may).then(|| match *request.method() {
        Method::HEAD => StatusCode::OK.into_response(),
        _ => state.pages.page(Problem::LookedAhead, None),
    })
}

/// The session's key, for keeping a refused form; a visitor without one gets an anonymous session and its `Set-Cookie`.
///
/// # Errors
/// When the database fails.
pub async fn ensure_session(state: &AppState, info: &RequestInfo) -> Result<([u8; 32], Option<HeaderValue>), ApiError> {
    if let Some(session) = &info.session {
        return Ok((session.hash, None));
    }
    let token = random::token();
    let token_hash = cookies::hash(&token);
    let session = NewSession { token_hash, user: None, learner: None, now: state.clock.now() };
    state.store.start_session(session, None, None).await.map_err(|error| fault::store(info, &error))?;
    Ok((token_hash, Some(cookies::set(&state.config, &token))))
}

/// What names a session on its owner's page of sessions: a part of the hash, of no use to anybody who would want to be them.
#[must_use]
pub fn key(token_hash: &[u8; 32]) -> String {
    hex(&token_hash[..12])
}

/// Notes that the session is in use now: what "Stay signed in" does.
///
/// # Errors
/// When the database fails.
pub async fn touch(state: &AppState, info: &RequestInfo) -> Result<(), ApiError> {
    if let Some(session) = &info.session {
        state.store.touch_session(session.hash, state.clock.now()).await.map_err(|error| fault::store(info, &error))?;
    }
    Ok(())
}

async fn lookup(state: &AppState, info: &RequestInfo, hash: [u8; 32], now: Instant) -> Result<Option<SessionInfo>, StoreError> {
    let Some(session) = state.store.session(hash, now).await? else { return Ok(None) };
    let mut last_seen_at = session.last_seen_at;
    // A browser that looks ahead is no use of the session.
    if info.asker != Asker::Nobody && now.since(last_seen_at) >= SESSION_GRAIN {
        match state.store.touch_session(hash, now).await {
            Ok(()) => last_seen_at = now,
            // A full disk must not keep people from reading.
            Err(error) => drop(fault::store(info, &error)),
        }
    }
    let principal = session.principal.map(Arc::new);
    Ok(Some(SessionInfo {
        hash,
        principal,
        created_at: session.created_at,
        last_seen_at,
        password_set_at: session.password_set_at,
        change_password_then: session.change_password_then.map(Into::into),
    }))
}

/// How long it still lasts when it is not used.
fn left(session: &SessionInfo, now: Instant) -> Duration {
    let idle = SESSION_IDLE.saturating_sub(now.since(session.last_seen_at));
    idle.min(SESSION_ABSOLUTE.saturating_sub(now.since(session.created_at)))
}

fn must_change_password(info: &RequestInfo) -> bool {
    info.session.as_ref().is_some_and(|session| session.change_password_then.is_some())
}

fn is_page(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD)
}

fn sets_session(response: &Response, name: &str) -> bool {
    response.headers().get_all(header::SET_COOKIE).iter().any(|value| {
        let rest = value.as_bytes().strip_prefix(name.as_bytes());
        rest.is_some_and(|rest| rest.starts_with(b"="))
    })
}
