//! What the addresses that take and give files have in common. They are no server functions: who may is checked here, from the
//! session alone, and each has its row in `access::ROUTES`.

use super::context::Who;
use super::error_page::Problem;
use super::{AppState, RequestInfo, forms};
use crate::api::error::ErrorCode;
use crate::api::forms::{Form, FormState};
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

/// Leads back to the form, which says what is wrong with one of its fields. Whoever uploads is signed in.
pub async fn show_again(state: &AppState, info: &RequestInfo, form: Form, field: &str, message: &str) -> Response {
    let mut typed = FormState::default();
    typed.wrong(field, message);
    match forms::kept_at(state, info, form, &typed, form.page()).await {
        Ok((to, _)) => Redirect::to(&to).into_response(),
        Err(error) => state.pages.api_error(&error),
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
