//! The lines of a file: what they will do, and what became of them.

use crate::api::forms::FormState;
use crate::api::plans::{CatalogLines, ImportPlans, PLANS};
use crate::domain::access::PLANS_REFUSED_ROUTE;
use crate::domain::manage_assister::fill;
use crate::domain::plans::import::LineAction;
use crate::ui::forms::{FormProblems, FormSignal, PostForm};
use crate::ui::messages;
use crate::ui::page::PageHeading;
use crate::ui::page_of::own;
use crate::ui::parts::{Actions, BackLink, Button, Cell, Column, Notice, NoticeKind, Rows, Tab};
use crate::ui::preview::Preview;
use leptos::prelude::*;

/// Look, then "Import plans".
#[component]
pub fn Lines(data: CatalogLines) -> impl IntoView {
    let t = messages();
    let form = FormSignal::new::<ImportPlans>(FormState::default());
    let imported = data.imported;
    let (all, refused) = (data.count(None), data.count(Some(LineAction::Refuse)));
    let plans = all - refused;
    let lines = preview(&data);
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
        data.replaces.as_ref().map(|other| {
            let values = [("year", &*year), ("name", &other.name), ("n", &other.plans.to_string())];
            let text = fill(t.plans_replaces(), &values);
            view! { <Notice label=t.site_note()><p>{text}</p></Notice> }.into_any()
        })
    };
    let download = (refused > 0).then(|| {
        let href = own(&PLANS_REFUSED_ROUTE.replace("{id}", &data.address.file));
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
                <input type="hidden" name="file" value=data.address.file />
                <Actions>
                    <Button label=t.plans_import_button() busy=form.busy() />
                    <a href=PLANS>{t.site_cancel()}</a>
                </Actions>
            </PostForm>
        }
    });
    view! {
        <BackLink href=PLANS label=t.plans_back() />
        <PageHeading text=t.plans_check_heading() />
        <FormProblems form />
        {note}
        <p class="lead">{summary}</p>
        {import}
        {download}
        {lines}
        <p><a href=PLANS>{t.plans_again()}</a></p>
    }
}

/// The lines, by what they do.
fn preview(data: &CatalogLines) -> AnyView {
    let t = messages();
    let address = &data.address;
    let tabs = std::iter::once(None)
        .chain(LineAction::ALL.map(Some))
        .map(|show| Tab {
            href: address.showing(show),
            text: show.map_or(t.import_all(), name).to_owned(),
            count: data.count(show).to_string(),
            current: show == address.show,
        })
        .collect();
    let columns = [
        t.plans_column_line(),
        t.plans_column_id(),
        t.plans_column_plan(),
        t.plans_column_area(),
        t.import_column_action(),
        t.import_column_why(),
    ];
    let columns = columns.map(Column::plain).to_vec();
    let rows = data.lines.iter().map(|line| {
        let [id, plan, area] = &line.said;
        let number = line.number.map_or_else(|| "–".to_owned(), |number| number.to_string());
        [number, id.clone(), plan.clone(), area.clone(), name(line.action).to_owned(), line.what.clone()].map(Cell::text)
    });
    let rows = (!data.lines.is_empty()).then(|| Rows::new(&columns, rows));
    let previous = address.page.checked_sub(1).map(|page| address.page(page)).unwrap_or_default();
    let next = if data.more { address.page(address.page + 1) } else { String::new() };
    let label = if data.imported { t.import_counts_done() } else { t.import_counts() };
    Preview { label, tabs, total: data.count(address.show), columns, rows, none: t.import_empty_text(), previous, next }.view()
}

/// What becomes of a plan, in a word.
fn name(action: LineAction) -> &'static str {
    let t = messages();
    match action {
        LineAction::Add => t.import_added(),
        LineAction::Change => t.import_changed(),
        LineAction::Unchanged => t.import_unchanged(),
        LineAction::LeaveOut => t.plans_left_out(),
        LineAction::Refuse => t.import_refused(),
    }
}
