//! `/resource-center/assisters/ID`: the tracker of one assister, and what staff can do.

use super::assister_account::{Account, Certification, Enrollment};
use crate::api::resource_center::{AssisterPage, assister};
use crate::domain::roster::AccountState;
use crate::ui::messages;
use crate::ui::page::{PageHeading, page};
use crate::ui::parts::{BackLink, Notice, NoticeKind, SummaryList, SummaryRow};
use crate::ui::roster::ChangeHistory;
use crate::ui::section::query_map;
use crate::ui::standing::Tracker;
use leptos::prelude::*;

/// One assister.
pub fn assister_page(id: String) -> AnyView {
    let query = query_map();
    // Every answer to a form has another address, so that what it changed is loaded.
    let address = move || {
        query.with(|query| [id.as_str(), query.get_str("retry").unwrap_or_default(), query.get_str("as").unwrap_or_default()].join("/"))
    };
    let load = |address: String| {
        let mut parts = address.split('/').map(str::to_owned);
        assister(parts.next().unwrap_or_default(), parts.next().unwrap_or_default())
    };
    page(address, load, |data| view! { <AssisterView data /> }.into_any())
}

#[component]
fn AssisterView(data: AssisterPage) -> impl IntoView {
    let t = messages();
    let done = query_map().with_untracked(|query| done(query.get_str("done"), &data));
    let caption = format!("{}, {}", t.kind(data.standing.kind), data.organization);
    let standing = data.standing.clone();
    view! {
        <BackLink href="/resource-center" label=t.resource_back_to_queue() />
        {done
            .map(|(kind, text)| {
                let label = if kind == NoticeKind::Success { t.resource_done() } else { t.site_note() };
                view! { <Notice kind label><p>{text}</p></Notice> }
            })}
        <Enrollment data=data.clone() caption />
        <h2>{t.resource_tracker_heading()}</h2>
        <Tracker standing />
        <Account data=data.clone() />
        <Certification id=data.id form=data.certification.clone() />
        <Facts data=data.clone() />
        <h2>{t.agency_history_heading()}</h2>
        <ChangeHistory history=data.history />
    }
}

/// The heading. A name is personal: the browser's title has another.
#[component]
pub fn NameHeading(name: String, caption: String) -> impl IntoView {
    view! { <PageHeading text=name caption title=messages().resource_assister_title() /> }
}

/// What was done, as far as the account bears it out: an address can say anything.
fn done(code: Option<&str>, data: &AssisterPage) -> Option<(NoticeKind, &'static str)> {
    let t = messages();
    let account = data.standing.account;
    let (holds, text) = match code? {
        "added" => (account == AccountState::NotEnrolled, t.resource_done_added()),
        "enrolled" => (data.enrolled.is_some(), t.resource_done_enrolled()),
        "sent" => (account == AccountState::Enrolled, t.resource_done_sent()),
        "confirmed" => (data.confirmed.is_some(), t.resource_done_confirmed()),
        "email" => (data.email_waits.is_none(), t.resource_email_done()),
        "email-kept" => (data.email_waits.is_none(), t.resource_email_kept()),
        "certification" => (true, t.resource_done_certification()),
        "suspend" => (account == AccountState::Suspended, t.resource_done_suspended()),
        "reinstate" => (data.reason.is_none(), t.resource_done_reinstated()),
        "close" => (account == AccountState::Closed, t.resource_done_closed()),
        "before" => return Some((NoticeKind::Info, t.resource_done_before())),
        "refused" => return Some((NoticeKind::Warning, t.resource_done_refused())),
        _ => return None,
    };
    holds.then_some((NoticeKind::Success, text))
}

#[component]
fn Facts(data: AssisterPage) -> impl IntoView {
    let t = messages();
    let rows = [
        (t.resource_column_organization(), Some(data.organization)),
        (t.resource_field_certification_email(), Some(data.certification_email)),
        (t.resource_fact_code(), Some(data.code)),
        (t.resource_field_training_id(), Some(data.training_id)),
        (t.resource_field_npn(), data.npn),
        (t.resource_field_license(), data.license),
        (t.resource_field_phone(), Some(data.phone)),
        (t.resource_field_email(), Some(data.email)),
        (t.resource_field_city(), Some(data.city)),
        (t.resource_field_languages(), Some(data.languages)),
    ];
    let rows = rows
        .into_iter()
        .filter_map(|(label, value)| Some((label, value.filter(|value| !value.is_empty())?)))
        .map(|(label, value)| view! { <SummaryRow label>{value}</SummaryRow> })
        .collect_view();
    view! {
        <h2>{t.resource_facts_heading()}</h2>
        <SummaryList>{rows}</SummaryList>
    }
}
