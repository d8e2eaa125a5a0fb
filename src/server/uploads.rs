//! What the addresses that take and give files have in common. They are no server functions: who may is checked here, from the
//! session alone, and each has its row in `access::ROUTES`.

use super::context::Who;
use super::error_page::Problem;
use super::{AppState, RequestInfo, fault, random};
use crate::api::error::ErrorCode;
use crate::api::forms::{Form, FormState};
use crate::domain::ids::FormKey;
use crate::domain::next;
use axum::extract::multipart::Field;
use axum::http::header;
use axum::response::{IntoResponse as _, Redirect, Response};

/// How much of an upload is received at most. What is over a file's limit is read and thrown away: a browser that is still sending
/// would not show the answer.
pub const RECEIVED: usize = 200 * 1024 * 1024;

/// Whoever asks as this role, or what everybody else is answered. `page` is where they come back to from signing in.
pub fn caller<W: Who>(state: &AppState, info: &RequestInfo, page: &str) -> Result<W, Box<Response>> {
    W::from_session(info.principal().map(AsRef::as_ref)).map_err(|error| match error.code {
        ErrorCode::SignedOut => Box::new(Redirect::to(&next::sign_in(page)).into_response()),
        _ => Box::new(state.pages.page(Problem::NotFound, None)),
    })
}

/// Reads what is left of a field and throws it away.
pub async fn pass_over(field: &mut Field<'_>) {
    while let Ok(Some(_)) = field.chunk().await {}
}

/// Leads back to the form, which says what is wrong with one of its fields.
pub async fn show_again(state: &AppState, info: &RequestInfo, form: Form, field: &str, message: &str) -> Response {
    let Some(session) = &info.session else { return state.pages.page(Problem::BadRequest, None) };
    let mut typed = FormState::default();
    typed.wrong(field, message);
    let now = state.clock.now();
    let key = FormKey(random::uuid_v7(now));
    let Ok(body) = serde_json::to_string(&typed) else { return state.pages.page(Problem::Internal, Some(&info.request_id)) };
    match state.store.keep_form(key, session.hash, form.name(), &body, now).await {
        Ok(()) => Redirect::to(&format!("{}?retry={key}", form.page())).into_response(),
        Err(error) => state.pages.api_error(&fault::store(info, &error)),
    }
}

/// A file to download.
pub fn csv_file(name: &str, file: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    (headers, file).into_response()
}
