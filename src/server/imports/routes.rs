//! The addresses that take and give files. They are no server functions, so each has its row in `access::ROUTES`, and a test calls
//! each as everybody who may not.

use super::intake::{Intake, Refusal};
use super::words;
use crate::api::forms::Form;
use crate::domain::access::{ERRORS_ROUTE, TEMPLATE_ROUTE, UPLOAD_ROUTE};
use crate::domain::identity::AssisterKind;
use crate::domain::ids::ImportId;
use crate::domain::roster::{Column, ImportAction};
use crate::messages::Language;
use crate::server::context::AgencySelf;
use crate::server::csv::{BOM, FileProblem, check_name, write_row};
use crate::server::error_page::Problem;
use crate::server::roster::kept_rosters;
use crate::server::{AppState, RequestInfo, fault, random, uploads};
use crate::store::{NewImport, RowsFrom, StoreError};
use axum::Router;
use axum::extract::multipart::{Field, MultipartError, MultipartRejection};
use axum::extract::{DefaultBodyLimit, Extension, Multipart, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use std::time::Duration;

/// The largest file.
pub const UPLOAD_LIMIT: u64 = 50 * 1024 * 1024;

/// How long an upload may take.
pub const UPLOAD_DEADLINE: Duration = Duration::from_secs(10 * 60);

/// Rows that are written to a file of errors together.
const ROWS: u32 = 500;

/// The routes.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route(UPLOAD_ROUTE, post(upload).layer(DefaultBodyLimit::max(uploads::RECEIVED)))
        .route(TEMPLATE_ROUTE, get(template))
        .route(ERRORS_ROUTE, get(errors))
}

/// "Import a roster from CSV": the form.
async fn upload(
    State(state): State<AppState>,
    Extension(info): Extension<RequestInfo>,
    form: Result<Multipart, MultipartRejection>,
) -> Response {
    let who = match uploads::caller::<AgencySelf>(&state, &info, Form::Import.page()) {
        Ok(who) => who,
        Err(refused) => return *refused,
    };
    let Ok(form) = form else { return state.pages.page(Problem::BadRequest, None) };
    // In a task of its own: when the browser goes away in the middle, what was staged is still taken back.
    let receiving = tokio::spawn({
        let state = state.clone();
        async move { receive(&state, &who, form).await }
    });
    match receiving.await {
        Ok(Ok(import)) => Redirect::to(&format!("/agency/imports/{import}")).into_response(),
        Ok(Err(refusal)) => refused(&state, &info, &refusal).await,
        Err(_) => state.pages.page(Problem::Internal, Some(&info.request_id)),
    }
}

/// Takes the form in: which roster, then the file.
async fn receive(state: &AppState, who: &AgencySelf, mut form: Multipart) -> Result<ImportId, Refusal> {
    let rosters = state.store.organization(who.organization).await?.map(|organization| kept_rosters(&organization)).unwrap_or_default();
    let mut kind = match rosters.as_slice() {
        [only] => Some(*only),
        _ => None,
    };
    while let Some(mut field) = form.next_field().await.map_err(cut_off)? {
        match field.name() {
            Some("roster") => {
                let chosen = uploads::choice(&mut field).await.map_err(cut_off)?;
                kind = AssisterKind::from_code(&chosen).filter(|kind| rosters.contains(kind));
            }
            Some("file") => {
                let now = state.clock.now();
                let kind = named(&field).and(kind.ok_or(Refusal::NoRoster));
                let import = ImportId(random::uuid_v7(now));
                let taken = match kind {
                    Ok(kind) => {
                        let (organization, user, user_name) = (who.organization, who.user, who.name.clone());
                        let new = NewImport { id: import, organization, kind, user, user_name, now };
                        state.store.begin_import(&new).await?;
                        take(state, &new, &mut field).await
                    }
                    Err(refusal) => Err(refusal),
                };
                return match taken {
                    Ok(ignored) => {
                        drop(field);
                        whole(state, form, import, &ignored).await
                    }
                    Err(refusal) => {
                        uploads::pass_over(&mut field).await;
                        state.store.fail_import(import).await?;
                        Err(refusal)
                    }
                };
            }
            _ => uploads::pass_over(&mut field).await,
        }
    }
    Err(Refusal::NoFile)
}

/// The form must have its end: what the connection cut off can look like a whole file.
async fn whole(state: &AppState, mut form: Multipart, import: ImportId, ignored: &[String]) -> Result<ImportId, Refusal> {
    loop {
        match form.next_field().await {
            Ok(Some(mut field)) => uploads::pass_over(&mut field).await,
            Ok(None) => {
                state.store.seal_import(import, ignored).await?;
                return Ok(import);
            }
            Err(error) => {
                state.store.fail_import(import).await?;
                return Err(cut_off(error));
            }
        }
    }
}

/// Whether the file is called like one of rows.
fn named(field: &Field<'_>) -> Result<(), Refusal> {
    if check_name(field.file_name())? { Ok(()) } else { Err(Refusal::NoFile) }
}

async fn take(state: &AppState, new: &NewImport, field: &mut Field<'_>) -> Result<Vec<String>, Refusal> {
    let mut intake = Intake::new(&state.store, new, UPLOAD_LIMIT);
    while let Some(piece) = field.chunk().await.map_err(cut_off)? {
        intake.feed(&piece).await?;
    }
    intake.finish().await
}

fn cut_off(error: MultipartError) -> Refusal {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE { Refusal::File(FileProblem::TooLarge) } else { Refusal::CutOff }
}

/// Leads back to the form, which says why.
async fn refused(state: &AppState, info: &RequestInfo, refusal: &Refusal) -> Response {
    if let Refusal::Store(error) = refusal {
        return state.pages.api_error(&fault::store(info, error));
    }
    let field = if matches!(refusal, Refusal::NoRoster) { "roster" } else { "file" };
    let message = words::refusal(refusal, Language::default().messages()).unwrap_or_default();
    uploads::show_again(state, info, Form::Import, field, &message).await
}

/// The template: the headings and nothing else, so that no example is ever imported.
async fn template(State(state): State<AppState>, Extension(info): Extension<RequestInfo>) -> Response {
    if let Err(refused) = uploads::caller::<AgencySelf>(&state, &info, Form::Import.page()) {
        return *refused;
    }
    let mut file = BOM.to_vec();
    write_row(&mut file, Column::ALL.map(Column::heading));
    uploads::csv_file("roster-template.csv", file)
}

/// The refused rows of an import as a file: line, why, and what was typed.
async fn errors(State(state): State<AppState>, Extension(info): Extension<RequestInfo>, Path(id): Path<String>) -> Response {
    let who = match uploads::caller::<AgencySelf>(&state, &info, Form::Import.page()) {
        Ok(who) => who,
        Err(refused) => return *refused,
    };
    let Ok(id) = id.parse::<ImportId>() else { return state.pages.page(Problem::NotFound, None) };
    match error_file(&state, &who, id).await {
        Ok(Some(file)) => uploads::csv_file("import-errors.csv", file),
        Ok(None) => state.pages.page(Problem::NotFound, None),
        Err(error) => state.pages.api_error(&fault::store(&info, &error)),
    }
}

async fn error_file(state: &AppState, who: &AgencySelf, id: ImportId) -> Result<Option<Vec<u8>>, StoreError> {
    if state.store.import(who.organization, id).await?.is_none() {
        return Ok(None);
    }
    let t = Language::default().messages();
    let mut file = BOM.to_vec();
    let headings = [t.import_column_line(), t.import_column_why()];
    write_row(&mut file, headings.into_iter().chain(Column::ALL.map(Column::heading)));
    let mut after = 0;
    loop {
        let rows = state.store.import_rows(id, Some(ImportAction::Refuse), RowsFrom::After(after), ROWS).await?;
        let Some(last) = rows.last() else { return Ok(Some(file)) };
        after = last.line;
        for row in &rows {
            let (line, why) = (row.line.to_string(), words::what_happens(&row.detail, t));
            write_row(&mut file, [line.as_str(), why.as_str()].into_iter().chain(Column::ALL.map(|column| row.cells.get(column))));
        }
    }
}
