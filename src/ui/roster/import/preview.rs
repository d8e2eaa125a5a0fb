//! `/agency/imports/ID`: what a file will do, how far it is, what it did.

use super::progress::Progress;
use super::roster_name;
use crate::api::forms::FormState;
use crate::api::roster::{CancelImport, ConfirmImport, ImportView, import_preview};
use crate::domain::manage_assister::fill;
use crate::domain::roster::{ImportAction, ImportStatus};
use crate::ui::forms::{FormProblems, FormSignal, PostForm};
use crate::ui::messages;
use crate::ui::page::{PageHeading, page};
use crate::ui::page_of::own;
use crate::ui::parts::{Actions, BackLink, Button, ButtonKind, ButtonLink, Cell, Column, Notice, NoticeKind, Rows, Tab};
use crate::ui::preview::Preview;
use crate::ui::section::query_map;
use leptos::prelude::*;

/// The page of one import.
pub fn preview_page(id: String) -> AnyView {
    let query = query_map();
    let address = move || format!("{id}{}", query.with(leptos_router::params::ParamsMap::to_query_string));
    let load = |address: String| {
        let (id, query) = address.split_once('?').unwrap_or((&address, ""));
        import_preview(id.to_owned(), query.to_owned())
    };
    page(address, load, |data| view! { <PreviewView data /> }.into_any())
}

#[component]
fn PreviewView(data: ImportView) -> impl IntoView {
    let t = messages();
    let id = data.id;
    let ignored = data.ignored.join(", ");
    let (ready, todo) = (data.progress.status == ImportStatus::Ready, data.counts.todo());
    let progress = data.progress;
    let state = match progress.status {
        ImportStatus::Uploading => note(NoticeKind::Info, t.import_uploading_title(), t.import_uploading_text()),
        ImportStatus::Ready if todo > 0 => view! { <p>{t.import_lead_ready()}</p> }.into_any(),
        ImportStatus::Ready => view! { <p>{t.import_lead_nothing()}</p> }.into_any(),
        ImportStatus::Running => view! { <Progress id progress /> }.into_any(),
        ImportStatus::Done => note(NoticeKind::Success, t.import_done_title(), t.import_done_text()),
        ImportStatus::Failed => note(NoticeKind::Warning, t.import_failed_title(), t.import_cancelled_text()),
        ImportStatus::Cancelled => note(NoticeKind::Info, t.import_cancelled_title(), t.import_cancelled_text()),
    };
    let (lines, refused) = (matches!(progress.status, ImportStatus::Ready | ImportStatus::Done), data.counts.refused > 0);
    let errors = (lines && refused).then(|| {
        view! {
            <p>
                <a href=own(&format!("/agency/imports/{id}/errors.csv")) rel="external" download="">{t.import_errors()}</a>
                " " {t.import_errors_hint()}
            </p>
        }
    });
    view! {
        <BackLink href="/agency" label=t.import_back() />
        <PageHeading text=t.import_check_heading() caption=roster_name(data.kind) />
        {state}
        {(!ignored.is_empty() && ready)
            .then(|| {
                view! { <Notice label=t.site_note()><p>{fill(t.import_ignored(), &[("columns", &ignored)])}</p></Notice> }
            })}
        {ready.then(|| view! { <Decide id=id.to_string() todo /> })}
        {errors}
        {lines.then(|| view! { <Lines data /> })}
        {(!ready && progress.status != ImportStatus::Running)
            .then(|| view! { <ButtonLink href="/agency/import" label=t.import_another() kind=ButtonKind::Secondary /> })}
    }
}

fn note(kind: NoticeKind, label: &'static str, text: &'static str) -> AnyView {
    view! { <Notice kind label><p>{text}</p></Notice> }.into_any()
}

/// "Confirm import" and "Cancel".
#[component]
fn Decide(id: String, todo: u32) -> impl IntoView {
    let t = messages();
    let to_confirm = id.clone();
    let confirm = FormSignal::new::<ConfirmImport>(FormState::default());
    let cancel = FormSignal::new::<CancelImport>(FormState::default());
    view! {
        <FormProblems form=confirm />
        <FormProblems form=cancel />
        <Actions>
            {(todo > 0)
                .then(move || {
                    view! {
                        <PostForm form=confirm>
                            <input type="hidden" name="import" value=to_confirm />
                            <Button label=t.import_confirm() busy=confirm.busy() />
                        </PostForm>
                    }
                })}
            <PostForm form=cancel>
                <input type="hidden" name="import" value=id />
                <Button label=t.import_cancel() kind=ButtonKind::Secondary busy=cancel.busy() />
            </PostForm>
        </Actions>
    }
}

/// The lines, by what they do.
#[component]
fn Lines(data: ImportView) -> impl IntoView {
    let t = messages();
    let (address, counts) = (&data.address, data.counts);
    let label = if data.progress.status == ImportStatus::Done { t.import_counts_done() } else { t.import_counts() };
    let tabs = std::iter::once(None)
        .chain(ImportAction::ALL.map(Some))
        .map(|show| Tab {
            href: address.showing(show),
            text: show.map_or(t.import_all(), name).to_owned(),
            count: show.map_or(counts.all(), |action| counts.of(action)).to_string(),
            current: show == address.show,
        })
        .collect::<Vec<_>>();
    let total = address.show.map_or(counts.all(), |action| counts.of(action));
    let page = |after: Option<u32>, before: Option<u32>| {
        if after.or(before).is_some() { address.page(after, before) } else { String::new() }
    };
    let (previous, next) = (page(None, data.previous), page(data.next, None));
    let columns =
        [t.import_column_line(), t.import_column_name(), t.import_column_action(), t.import_column_why()].map(Column::plain).to_vec();
    let rows = data.rows.iter().map(|row| {
        [Cell::text(row.line.to_string()), Cell::text(row.name.as_str()), Cell::text(name(row.action)), Cell::text(row.what.as_str())]
    });
    let rows = (!data.rows.is_empty()).then(|| Rows::new(&columns, rows));
    let none = if total > 0 { t.import_rows_gone() } else { t.import_empty_text() };
    Preview { label, tabs, total: total as usize, columns, rows, none, previous, next }.view()
}

/// What a line does, in a word.
fn name(action: ImportAction) -> &'static str {
    let t = messages();
    match action {
        ImportAction::Add => t.import_added(),
        ImportAction::Change => t.import_changed(),
        ImportAction::Inactivate => t.import_inactivated(),
        ImportAction::Unchanged => t.import_unchanged(),
        ImportAction::Refuse => t.import_refused(),
    }
}
