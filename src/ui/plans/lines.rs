//! The lines of a file: what they will do, and what became of them.

use crate::api::forms::FormState;
use crate::api::plans::{CatalogLines, ImportPlans, PLANS};
use crate::domain::access::PLANS_REFUSED_ROUTE;
use crate::domain::manage_assister::fill;
use crate::ui::forms::{FormProblems, FormSignal, PostForm};
use crate::ui::messages;
use crate::ui::page::PageHeading;
use crate::ui::parts::{Actions, BackLink, Button, Cell, Column, Notice, NoticeKind, Rows, Table};
use leptos::prelude::*;

/// Look, then "Import plans".
#[component]
pub fn Lines(data: CatalogLines) -> impl IntoView {
    let t = messages();
    let form = FormSignal::new::<ImportPlans>(FormState::default());
    let imported = data.imported;
    let columns = [
        t.plans_column_line(),
        t.plans_column_id(),
        t.plans_column_plan(),
        t.plans_column_area(),
        if imported { t.plans_column_result() } else { t.plans_column_outcome() },
    ];
    let columns = columns.map(Column::plain).to_vec();
    let good = if imported { t.plans_imported() } else { t.plans_new() };
    let rows = data.lines.iter().map(|line| {
        let [id, name, area] = &line.said;
        let outcome = if line.refused.is_empty() { good } else { line.refused.as_str() };
        [line.number.to_string().into(), id.into(), name.into(), area.into(), outcome.into()].map(Cell::Text)
    });
    let rows = Rows::new(&columns, rows);
    let (all, refused) = (data.lines.len(), data.refused);
    let plans = all - usize::try_from(refused).unwrap_or(all);
    let year = data.year.to_string();
    let values =
        [("year", &*year), ("name", &data.name), ("n", &all.to_string()), ("plans", &plans.to_string()), ("refused", &refused.to_string())];
    let summary = fill(if imported { t.plans_result_summary() } else { t.plans_summary() }, &values);
    let note = if imported {
        let text = fill(t.plans_done(), &[("year", &year)]);
        Some(view! { <Notice kind=NoticeKind::Success label=t.plans_done_title()><p>{text}</p></Notice> }.into_any())
    } else if plans == 0 {
        Some(view! { <Notice kind=NoticeKind::Warning label=t.site_note()><p>{t.plans_nothing()}</p></Notice> }.into_any())
    } else {
        data.replaces.map(|other| {
            let values = [("year", &*year), ("name", &other.name), ("n", &other.plans.to_string())];
            let text = fill(t.plans_replaces(), &values);
            view! { <Notice label=t.site_note()><p>{text}</p></Notice> }.into_any()
        })
    };
    let download = (refused > 0).then(|| {
        let href = PLANS_REFUSED_ROUTE.replace("{id}", &data.file);
        view! {
            <p>
                <a href=href rel="external" download="">
                    {t.plans_refused_download()}
                </a>
            </p>
        }
    });
    let import = (plans > 0 && !imported).then(|| {
        view! {
            <PostForm form>
                <input type="hidden" name="file" value=data.file />
                <Actions>
                    <Button label=t.plans_import_button() busy=form.busy() />
                    <a href=PLANS>{t.site_cancel()}</a>
                </Actions>
            </PostForm>
        }
    });
    view! {
        <BackLink href=PLANS label=t.plans_back() />
        <FormProblems form />
        <PageHeading text=t.plans_check_heading() />
        {note}
        <p class="lead">{summary}</p>
        {download}
        <Table caption=t.plans_lines() columns rows />
        {import}
        <p><a href=PLANS>{t.plans_again()}</a></p>
    }
}
