//! The addresses that take and give files of plans.

use super::import::{Catalog, Kept, Refusal, name_of, years};
use super::words;
use crate::api::error::{ApiError, ErrorCode};
use crate::api::forms::{Form, FormState};
use crate::api::plans::PLANS;
use crate::domain::access::{PLANS_REFUSED_ROUTE, PLANS_ROUTE, PLANS_TEMPLATE_ROUTE};
use crate::domain::ids::SearchKey;
use crate::domain::plans::import::{Column, FileLine, read};
use crate::messages::Language;
use crate::server::context::ManagerSelf;
use crate::server::csv::{BOM, Intake, write_row};
use crate::server::error_page::Problem;
use crate::server::{AppState, RequestInfo, dates, fault, uploads};
use crate::store::StoreError;
use axum::Router;
use axum::extract::multipart::{Field, MultipartRejection};
use axum::extract::{DefaultBodyLimit, Extension, Multipart, Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::{get, post};

/// The routes.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route(PLANS_ROUTE, post(upload).layer(DefaultBodyLimit::max(uploads::RECEIVED)))
        .route(PLANS_TEMPLATE_ROUTE, get(template))
        .route(PLANS_REFUSED_ROUTE, get(refused_lines))
}

/// "Upload and check": keeps the file's lines with the session and leads to what they do. Nothing is changed yet.
async fn upload(
    State(state): State<AppState>,
    Extension(info): Extension<RequestInfo>,
    form: Result<Multipart, MultipartRejection>,
) -> Response {
    if let Err(refused) = uploads::caller::<ManagerSelf>(&state, &info, PLANS) {
        return *refused;
    }
    let (Ok(form), Some(session)) = (form, &info.session) else { return state.pages.page(Problem::BadRequest, None) };
    let posted = receive(form).await;
    let year = dates::today(state.clock.now()).and_then(|today| years(today).into_iter().find(|year| year.to_string() == posted.year));
    match (year, posted.file) {
        (Some(year), Ok((name, lines))) => match keep(&state, session.hash, Kept { year, name, lines, done: false }).await {
            Ok(key) => Redirect::to(&format!("{PLANS}?file={key}")).into_response(),
            Err(error) => state.pages.api_error(&fault::store(&info, &error)),
        },
        (year, file) => {
            let t = Language::default().messages();
            let mut typed = FormState::default().keep("year", &posted.year);
            if year.is_none() {
                typed.wrong("year", t.plans_no_year());
            }
            if let Err(refusal) = file {
                typed.wrong("file", words::refusal(&refusal, t));
            }
            uploads::show_form_again(&state, &info, Form::PlanImport, &typed).await
        }
    }
}

/// What the form says: the year as it was chosen, and the file's name and lines.
struct Posted {
    year: String,
    file: Result<(String, Vec<FileLine>), Refusal>,
}

async fn receive(mut form: Multipart) -> Posted {
    let mut posted = Posted { year: String::new(), file: Err(Refusal::NoFile) };
    // To the end of the form: what the connection cut off can look like a whole file.
    loop {
        match form.next_field().await {
            Ok(None) => return posted,
            Ok(Some(mut field)) => {
                match field.name() {
                    Some("year") => posted.year = uploads::choice(&mut field).await.unwrap_or_default(),
                    Some("file") => posted.file = take(&mut field).await,
                    _ => {}
                }
                uploads::pass_over(&mut field).await;
            }
            Err(error) => return Posted { file: Err(error.into()), ..posted },
        }
    }
}

async fn take(field: &mut Field<'_>) -> Result<(String, Vec<FileLine>), Refusal> {
    let name = name_of(field.file_name().unwrap_or_default());
    Ok((name, Intake::<Catalog>::new().receive(field).await?))
}

async fn keep(state: &AppState, session: [u8; 32], kept: Kept) -> Result<SearchKey, StoreError> {
    let kept = kept.write().map_err(|_| StoreError::Other("lines that can't be written".to_owned()))?;
    uploads::keep(state, session, &kept).await
}

/// The template: the headings and nothing else, so that no example is ever imported.
async fn template(State(state): State<AppState>, Extension(info): Extension<RequestInfo>) -> Response {
    if let Err(refused) = uploads::caller::<ManagerSelf>(&state, &info, PLANS) {
        return *refused;
    }
    let mut file = BOM.to_vec();
    let headings: Vec<_> = Column::all().map(Column::heading).collect();
    write_row(&mut file, headings.iter().map(AsRef::as_ref));
    uploads::csv_file("plans-template.csv", file)
}

/// The lines of a file that are refused, as a file: line, why, and what was written.
async fn refused_lines(State(state): State<AppState>, Extension(info): Extension<RequestInfo>, Path(id): Path<String>) -> Response {
    if let Err(refused) = uploads::caller::<ManagerSelf>(&state, &info, PLANS) {
        return *refused;
    }
    match refused_file(&state, &info, &id).await {
        Ok(Some(file)) => uploads::csv_file("plans-refused.csv", file),
        Ok(None) => state.pages.page(Problem::NotFound, None),
        Err(error) => state.pages.api_error(&error),
    }
}

async fn refused_file(state: &AppState, info: &RequestInfo, id: &str) -> Result<Option<Vec<u8>>, ApiError> {
    let session = info.session.as_ref().ok_or(ApiError::new(ErrorCode::SignedOut))?;
    let Ok(key) = id.parse::<SearchKey>() else { return Ok(None) };
    let kept = state.store.search(key, session.hash).await.map_err(|error| fault::store(info, &error))?;
    let Some(kept) = Kept::read(kept) else { return Ok(None) };
    let t = Language::default().messages();
    let mut file = BOM.to_vec();
    let headings: Vec<_> = Column::all().map(Column::heading).collect();
    write_row(&mut file, [t.plans_column_line(), t.import_column_why()].into_iter().chain(headings.iter().map(AsRef::as_ref)));
    for (line, read) in kept.lines.iter().zip(read(&kept.lines)) {
        if let Err(problems) = read {
            let why = [line.number.to_string(), words::refused(&problems, t)];
            write_row(&mut file, why.iter().chain(&line.cells).map(String::as_str));
        }
    }
    Ok(Some(file))
}
