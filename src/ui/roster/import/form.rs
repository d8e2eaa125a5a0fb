//! `/agency/import`

use super::roster_name;
use crate::api::roster::{ImportFormView, LatestImport, import_page};
use crate::domain::access::{TEMPLATE_ROUTE, UPLOAD_ROUTE};
use crate::domain::roster::ImportStatus;
use crate::ui::forms::{Problems, retry};
use crate::ui::messages;
use crate::ui::page::{PageHeading, page};
use crate::ui::page_of::own;
use crate::ui::parts::{Actions, BackLink, Button, Cell, Choice, Column, Field, InputKind, Radios, Rows, Table};
use leptos::prelude::*;

/// "Import a roster from CSV".
pub fn form_page() -> AnyView {
    page(retry(), import_page, |data| view! { <ImportForm data /> }.into_any())
}

#[component]
fn ImportForm(data: ImportFormView) -> impl IntoView {
    let t = messages();
    let form = data.form;
    let errors: Vec<(String, String)> = form.errors.iter().map(|error| (error.field.clone(), error.message.clone())).collect();
    let (wrong_roster, wrong_file) = (form.error("roster"), form.error("file"));
    let choices = || data.rosters.iter().map(|kind| Choice::new(kind.code(), roster_name(*kind))).collect::<Vec<_>>();
    // The file goes to the server by the browser itself, with and without JavaScript: it is sent piece by piece, and never read here.
    let upload = {
        view! {
            <form method="post" action=own(UPLOAD_ROUTE) enctype="multipart/form-data">
                {(data.rosters.len() > 1)
                    .then(|| view! { <Radios name="roster" legend=t.import_roster() choices=choices() error=wrong_roster /> })}
                <Field name="file" label=t.import_file() hint=t.import_file_hint() kind=InputKind::File error=wrong_file />
                <Actions>
                    <Button label=t.import_upload() />
                </Actions>
            </form>
        }
    };
    view! {
        <BackLink href="/agency" label=t.import_back() />
        <PageHeading text=t.import_heading() />
        <Problems errors />
        <p>{t.import_lead()}</p>
        <ol>
            <li>{t.import_step_template()} " " <a href=TEMPLATE_ROUTE rel="external" download="">{t.import_template()}</a></li>
            <li>{t.import_step_save()}</li>
            <li>{t.import_step_upload()}</li>
        </ol>
        {upload}
        {(!data.latest.is_empty()).then(|| view! { <Latest latest=data.latest /> })}
    }
}

#[component]
fn Latest(latest: Vec<LatestImport>) -> impl IntoView {
    let t = messages();
    let columns =
        [t.import_latest_when(), t.import_latest_who(), t.import_latest_roster(), t.import_latest_rows(), t.import_latest_status()]
            .map(Column::plain)
            .to_vec();
    let rows = latest.iter().map(|import| {
        [
            Cell::link(format!("/agency/imports/{}", import.id), import.when.as_str()),
            Cell::text(import.who.as_str()),
            Cell::text(roster_name(import.kind)),
            Cell::text(import.lines.to_string()),
            Cell::text(status(import.status)),
        ]
    });
    let rows = Rows::new(&columns, rows);
    view! {
        <h2>{t.import_latest()}</h2>
        <Table caption=t.import_latest() columns rows />
    }
}

fn status(status: ImportStatus) -> &'static str {
    let t = messages();
    match status {
        ImportStatus::Uploading => t.import_status_uploading(),
        ImportStatus::Ready => t.import_status_ready(),
        ImportStatus::Running => t.import_status_running(),
        ImportStatus::Done => t.import_status_done(),
        ImportStatus::Failed => t.import_status_failed(),
        ImportStatus::Cancelled => t.import_status_cancelled(),
    }
}
