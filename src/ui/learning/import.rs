//! `/resource-center/training-import`

use crate::api::forms::FormState;
use crate::api::learning::{ImportTrainings, PreviewLine, PreviewTrainingImport, TrainingImportPage, training_import_page as load};
use crate::domain::learning::{Effect, LineProblem};
use crate::domain::manage_assister::fill;
use crate::ui::forms::{FormProblems, FormSignal, PostForm};
use crate::ui::messages;
use crate::ui::page::{PageHeading, page};
use crate::ui::parts::{Actions, BackLink, Button, Cell, Column, Notice, NoticeKind, Rows, Table, TextArea};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// Paste, look, import.
pub fn training_import_page() -> AnyView {
    let query = use_query_map();
    let key = move || {
        query.with(|query| {
            let get = |name| query.get(name).unwrap_or_default();
            // After the import the same lines are looked at anew.
            if get("imported").is_empty() { get("file") + &get("retry") } else { get("file") + ".imported" }
        })
    };
    page(key, load, |data| match data {
        TrainingImportPage::Paste { form } => view! { <Paste form /> }.into_any(),
        TrainingImportPage::Preview { file, changing, lines } => view! { <Preview file changing lines /> }.into_any(),
    })
}

#[component]
fn Paste(form: FormState) -> impl IntoView {
    let t = messages();
    let form = FormSignal::new::<PreviewTrainingImport>(form);
    view! {
        <BackLink href="/resource-center" label=t.learning_import_back() />
        <FormProblems form />
        <PageHeading text=t.learning_import_heading() />
        <p class="lead">{t.learning_import_lead()}</p>
        <PostForm form>
            <TextArea
                name="lines"
                label=t.learning_import_lines()
                hint=t.learning_import_hint()
                rows=12
                value=form.value("lines")
                error=form.error("lines")
            />
            <Button label=t.learning_import_preview() busy=form.busy() />
        </PostForm>
    }
}

#[component]
fn Preview(file: String, changing: u32, lines: Vec<PreviewLine>) -> impl IntoView {
    let t = messages();
    let form = FormSignal::new::<ImportTrainings>(FormState::default());
    let imported = use_query_map().with_untracked(|query| query.get("imported").is_some());
    let columns = vec![
        Column::plain(t.learning_import_column_line()),
        Column::plain(t.learning_training_id()),
        Column::plain(t.learning_import_column_name()),
        Column::plain(t.learning_import_column_outcome()),
    ];
    let rows = lines
        .iter()
        .map(|line| [Cell::text(&line.number), Cell::text(&line.training_id), Cell::text(&line.name), Cell::text(outcome(line.outcome))]);
    let rows = Rows::new(&columns, rows);
    let summary = fill(t.learning_import_summary(), &[("n", &lines.len().to_string()), ("changing", &changing.to_string())]);
    let import = (changing > 0).then(|| {
        view! {
            <PostForm form>
                <input type="hidden" name="file" value=file />
                <Actions>
                    <Button label=t.learning_import_button() busy=form.busy() />
                    <a href=crate::api::learning::IMPORT>{t.site_cancel()}</a>
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
        <FormProblems form />
        <PageHeading text=t.learning_import_heading() />
        <p class="lead">{summary}</p>
        <Table caption=t.learning_import_lines() columns rows />
        {import}
        <p><a href=crate::api::learning::IMPORT>{t.learning_import_again()}</a></p>
    }
}

fn outcome(outcome: Result<Effect, LineProblem>) -> &'static str {
    let t = messages();
    match outcome {
        Ok(Effect::Both) => t.learning_import_both(),
        Ok(Effect::Training) => t.learning_import_training(),
        Ok(Effect::Assessment) => t.learning_import_assessment(),
        Ok(Effect::Nothing) => t.learning_import_nothing(),
        Err(LineProblem::NoId) => t.learning_import_no_id(),
        Err(LineProblem::UnknownId) => t.learning_import_unknown(),
        Err(LineProblem::Twice) => t.learning_import_twice(),
        Err(LineProblem::Date) => t.learning_import_date(),
        Err(LineProblem::Future) => t.learning_import_future(),
        Err(LineProblem::Score) => t.learning_import_score(),
    }
}
