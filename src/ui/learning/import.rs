//! `/resource-center/training-import`

use crate::api::forms::FormState;
use crate::api::learning::{IMPORT, ImportTrainings, PreviewLine, TrainingImportPage, training_import_page as load};
use crate::domain::access::{TRAININGS_REFUSED_ROUTE, TRAININGS_ROUTE, TRAININGS_TEMPLATE_ROUTE};
use crate::domain::learning::Effect;
use crate::domain::manage_assister::fill;
use crate::ui::forms::{FormProblems, FormSignal, PostForm, Problems};
use crate::ui::messages;
use crate::ui::page::{PageHeading, page};
use crate::ui::page_of::own;
use crate::ui::parts::{Actions, BackLink, Button, Cell, Column, Field, InputKind, Notice, NoticeKind, Rows, Table};
use crate::ui::resource_center::{CenterTabs, Place};
use crate::ui::section::query_map;
use leptos::prelude::*;

/// Upload, look, import.
pub fn training_import_page() -> AnyView {
    let query = query_map();
    let key = move || {
        query.with(|query| {
            let get = |name| query.get(name).unwrap_or_default();
            // After the import the same lines are looked at anew.
            if get("imported").is_empty() { get("file") + &get("retry") } else { get("file") + ".imported" }
        })
    };
    page(key, load, |data| match data {
        TrainingImportPage::Upload { form } => view! { <Upload form /> }.into_any(),
        TrainingImportPage::Lines { file, imported, changing, refused, lines } => {
            view! { <Lines file imported changing refused lines /> }.into_any()
        }
    })
}

#[component]
fn Upload(form: FormState) -> impl IntoView {
    let t = messages();
    let errors: Vec<(String, String)> = form.errors.iter().map(|error| (error.field.clone(), error.message.clone())).collect();
    view! {
        <BackLink href="/resource-center" label=t.learning_import_back() />
        <PageHeading text=t.learning_import_heading() />
        <Problems errors />
        <CenterTabs current=Place::TrainingImport />
        <p class="lead">{t.learning_import_lead()}</p>
        <ol>
            <li>
                {t.learning_import_step_template()} " "
                <a href=TRAININGS_TEMPLATE_ROUTE rel="external" download="">
                    {t.learning_import_template()}
                </a>
            </li>
            <li>{t.learning_import_step_save()}</li>
            <li>{t.learning_import_step_upload()}</li>
        </ol>
        // The file goes to the server by the browser itself, with and without JavaScript.
        <form method="post" action=own(TRAININGS_ROUTE) enctype="multipart/form-data">
            <Field name="file" label=t.import_file() hint=t.import_file_hint() kind=InputKind::File error=form.error("file") />
            <Actions>
                <Button label=t.learning_import_upload() />
            </Actions>
        </form>
    }
}

#[component]
fn Lines(file: String, imported: bool, changing: u32, refused: u32, lines: Vec<PreviewLine>) -> impl IntoView {
    let t = messages();
    let form = FormSignal::new::<ImportTrainings>(FormState::default());
    let columns = vec![
        Column::plain(t.learning_import_column_line()),
        Column::plain(t.learning_training_id()),
        Column::plain(t.learning_import_column_name()),
        Column::plain(if imported { t.learning_import_column_result() } else { t.learning_import_column_outcome() }),
    ];
    let said = |line: &PreviewLine| {
        let what = line.said(t);
        let recorded = imported && line.outcome.is_ok_and(|effect| effect != Effect::Nothing);
        if recorded { fill(t.learning_import_recorded(), &[("what", what)]) } else { what.to_owned() }
    };
    let rows = lines.iter().map(|line| {
        [Cell::text(line.number.as_str()), Cell::text(line.training_id.as_str()), Cell::text(line.name.as_str()), Cell::text(said(line))]
    });
    let rows = Rows::new(&columns, rows);
    let summary = if imported { t.learning_import_result_summary() } else { t.learning_import_summary() };
    let (all, changes, refusals) = (lines.len().to_string(), changing.to_string(), refused.to_string());
    let summary = fill(summary, &[("n", &all), ("changing", &changes), ("refused", &refusals)]);
    let download = (refused > 0).then(|| {
        let href = own(&TRAININGS_REFUSED_ROUTE.replace("{id}", &file));
        view! {
            <p>
                <a href=href rel="external" download="">
                    {t.learning_import_refused_download()}
                </a>
            </p>
        }
    });
    let import = (changing > 0 && !imported).then(|| {
        view! {
            <PostForm form>
                <input type="hidden" name="file" value=file />
                <Actions>
                    <Button label=t.learning_import_button() busy=form.busy() />
                    <a href=IMPORT>{t.site_cancel()}</a>
                </Actions>
            </PostForm>
        }
    });
    view! {
        <BackLink href="/resource-center" label=t.learning_import_back() />
        {imported
            .then(|| {
                view! { <Notice kind=NoticeKind::Success label=t.learning_import_done_title()><p>{t.learning_import_done()}</p></Notice> }
            })}
        <PageHeading text=t.learning_import_heading() />
        <FormProblems form />
        <p class="lead">{summary}</p>
        {download}
        <Table caption=t.learning_import_lines() columns rows />
        {import}
        <p><a href=IMPORT>{t.learning_import_again()}</a></p>
    }
}
