//! What the addresses that take and give files have in common. They are no server functions: who may is checked here, from the
//! session alone, and each has its row in `access::ROUTES`.

use super::context::Who;
use super::error_page::Problem;
use super::{AppState, RequestInfo, forms, random};
use crate::api::error::ErrorCode;
use crate::api::forms::{Form, FormState};
use crate::domain::ids::SearchKey;
use crate::domain::next;
use crate::store::StoreError;
use axum::extract::multipart::{Field, MultipartError};
use axum::http::header;
use axum::response::{IntoResponse as _, Redirect, Response};

/// How much of an upload is received at most. What is over a file's limit is read and thrown away: a browser that is still sending
/// would not show the answer.
pub const RECEIVED: usize = 200 * 1024 * 1024;

/// Longer than any choice of ours.
const LONGEST_CHOICE: usize = 64;

/// Whoever asks as this role, or what everybody else is answered. `page` is where they come back to from signing in.
pub fn caller<W: Who>(state: &AppState, info: &RequestInfo, page: &str) -> Result<W, Box<Response>> {
    info.caller().map_err(|error| match error.code {
        ErrorCode::SignedOut => Box::new(Redirect::to(&next::way_in(page, info.cookie_was_bad)).into_response()),
        _ => Box::new(state.pages.page(Problem::NotFound, None)),
    })
}

/// Reads what is left of a field and throws it away.
pub async fn pass_over(field: &mut Field<'_>) {
    while let Ok(Some(_)) = field.chunk().await {}
}

/// A field with one choice of several; nothing where it is longer than any choice of ours.
pub async fn choice(field: &mut Field<'_>) -> Result<String, MultipartError> {
    let mut chosen = Vec::new();
    while let Some(piece) = field.chunk().await? {
        chosen.extend_from_slice(&piece);
        if chosen.len() > LONGEST_CHOICE {
            return Ok(String::new());
        }
    }
    Ok(String::from_utf8_lossy(&chosen).into_owned())
}

/// Leads back to the form, which says what is wrong with one of its fields. Whoever uploads is signed in.
pub async fn show_again(state: &AppState, info: &RequestInfo, form: Form, field: &str, message: &str) -> Response {
    let mut typed = FormState::default();
    typed.wrong(field, message);
    show_form_again(state, info, form, &typed).await
}

/// The same with what else was chosen in it.
pub async fn show_form_again(state: &AppState, info: &RequestInfo, form: Form, typed: &FormState) -> Response {
    match forms::kept_at(state, info, form, typed, form.page()).await {
        Ok((to, _)) => Redirect::to(&to).into_response(),
        Err(error) => state.pages.api_error(&error),
    }
}

/// Keeps the lines of a file with the session of who brought it, until they are imported. Gives the key for the address.
pub async fn keep(state: &AppState, session: [u8; 32], lines: &str) -> Result<SearchKey, StoreError> {
    let now = state.clock.now();
    let key = SearchKey(random::uuid_v7(now));
    state.store.keep_search(key, session, lines, now).await?;
    Ok(key)
}

/// A file to download.
pub fn csv_file(name: &str, file: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    (headers, file).into_response()
}
