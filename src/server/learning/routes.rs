//! The addresses that take and give files of trainings.

use super::import::{COLUMNS, FileLine, Kept, NotTheColumns, Planned, Refusal, Trainings, plan};
use crate::api::error::{ApiError, ErrorCode};
use crate::api::forms::Form;
use crate::api::learning::IMPORT;
use crate::domain::access::{TRAININGS_REFUSED_ROUTE, TRAININGS_ROUTE, TRAININGS_TEMPLATE_ROUTE};
use crate::domain::ids::SearchKey;
use crate::messages::{Language, Messages};
use crate::server::context::StaffSelf;
use crate::server::csv::{BOM, FileProblem, Intake, write_row};
use crate::server::error_page::Problem;
use crate::server::{AppState, RequestInfo, dates, fault, uploads};
use crate::store::StoreError;
use axum::Router;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{DefaultBodyLimit, Extension, Multipart, Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::{get, post};

/// The routes.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route(TRAININGS_ROUTE, post(upload).layer(DefaultBodyLimit::max(uploads::RECEIVED)))
        .route(TRAININGS_TEMPLATE_ROUTE, get(template))
        .route(TRAININGS_REFUSED_ROUTE, get(refused_lines))
}

/// "Upload and check": keeps the file's lines with the session and leads to what they do. Nothing is changed yet.
async fn upload(
    State(state): State<AppState>,
    Extension(info): Extension<RequestInfo>,
    form: Result<Multipart, MultipartRejection>,
) -> Response {
    if let Err(refused) = uploads::caller::<StaffSelf>(&state, &info, IMPORT) {
        return *refused;
    }
    let (Ok(form), Some(session)) = (form, &info.session) else { return state.pages.page(Problem::BadRequest, None) };
    match receive(form).await {
        Err(refusal) => {
            uploads::show_again(&state, &info, Form::TrainingImport, "file", why(&refusal, Language::default().messages())).await
        }
        Ok(lines) => match keep(&state, session.hash, &Kept { lines, done: None }).await {
            Ok(key) => Redirect::to(&format!("{IMPORT}?file={key}")).into_response(),
            Err(error) => state.pages.api_error(&fault::store(&info, &error)),
        },
    }
}

async fn receive(mut form: Multipart) -> Result<Vec<FileLine>, Refusal> {
    let mut lines = Err(Refusal::NoFile);
    // To the end of the form: what the connection cut off can look like a whole file.
    while let Some(mut field) = form.next_field().await? {
        if field.name() == Some("file") {
            lines = Intake::<Trainings>::new().receive(&mut field).await;
        }
        uploads::pass_over(&mut field).await;
    }
    lines
}

async fn keep(state: &AppState, session: [u8; 32], kept: &Kept) -> Result<SearchKey, StoreError> {
    let kept = kept.write().map_err(|_| StoreError::Other("lines that can't be written".to_owned()))?;
    uploads::keep(state, session, &kept).await
}

fn why(refusal: &Refusal, t: Messages) -> &'static str {
    match refusal {
        Refusal::NoFile => t.import_no_file(),
        Refusal::File(FileProblem::Name) => t.import_wrong_name(),
        Refusal::File(FileProblem::Workbook) => t.import_workbook(),
        Refusal::File(FileProblem::NotText) => t.import_not_text(),
        Refusal::File(FileProblem::TooLarge) => t.learning_import_too_large(),
        Refusal::Head(NotTheColumns) => t.learning_import_columns_wrong(),
        Refusal::NoLines => t.import_no_rows(),
        Refusal::TooManyLines => t.learning_import_too_many_lines(),
        Refusal::CutOff => t.import_cut_off(),
    }
}

/// The template: the headings and nothing else, so that no example is ever imported.
async fn template(State(state): State<AppState>, Extension(info): Extension<RequestInfo>) -> Response {
    if let Err(refused) = uploads::caller::<StaffSelf>(&state, &info, IMPORT) {
        return *refused;
    }
    let mut file = BOM.to_vec();
    write_row(&mut file, COLUMNS);
    uploads::csv_file("training-template.csv", file)
}

/// The lines of a file that are refused, as a file: line, why, and what was written.
async fn refused_lines(State(state): State<AppState>, Extension(info): Extension<RequestInfo>, Path(id): Path<String>) -> Response {
    let who = match uploads::caller::<StaffSelf>(&state, &info, IMPORT) {
        Ok(who) => who,
        Err(refused) => return *refused,
    };
    match refused_file(&state, &info, &who, &id).await {
        Ok(Some(file)) => uploads::csv_file("training-refused.csv", file),
        Ok(None) => state.pages.page(Problem::NotFound, None),
        Err(error) => state.pages.api_error(&error),
    }
}

async fn refused_file(state: &AppState, info: &RequestInfo, who: &StaffSelf, id: &str) -> Result<Option<Vec<u8>>, ApiError> {
    let (Ok(key), Some(session)) = (id.parse::<SearchKey>(), &info.session) else { return Ok(None) };
    let failed = |error| fault::store(info, &error);
    let Some(kept) = Kept::read(state.store.search(key, session.hash).await.map_err(failed)?) else { return Ok(None) };
    let shown = match kept.done {
        Some(done) => done,
        None => {
            let today = dates::today(state.clock.now()).ok_or(ApiError::new(ErrorCode::Internal))?;
            let planned = plan(&state.store, kept.lines.clone(), who.kinds(), today).await.map_err(failed)?;
            planned.into_iter().map(Planned::shown).collect()
        }
    };
    let t = Language::default().messages();
    let mut file = BOM.to_vec();
    write_row(&mut file, [t.import_column_line(), t.import_column_why()].into_iter().chain(COLUMNS));
    for (line, shown) in kept.lines.iter().zip(&shown).filter(|(_, shown)| shown.outcome.is_err()) {
        let why = [shown.number.as_str(), shown.said(t)];
        write_row(&mut file, why.into_iter().chain(line.cells.iter().map(String::as_str)));
    }
    Ok(Some(file))
}
