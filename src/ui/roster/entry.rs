//! `/agency/assisters/ID`

use super::history::ChangeHistory;
use crate::api::forms::FormState;
use crate::api::roster::{EntryPage, LookUpNumber, Lookup, roster_entry};
use crate::domain::ids::AssisterId;
use crate::domain::manage_assister::fill;
use crate::ui::forms::{FormProblems, FormSignal, PostForm, retry};
use crate::ui::messages;
use crate::ui::page::{PageHeading, page};
use crate::ui::parts::{Actions, BackLink, Button, ButtonKind, ButtonLink, Notice, NoticeKind, SummaryList, SummaryRow};
use crate::ui::standing::Tracker;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// Somebody on the roster.
pub fn entry_page(id: String) -> AnyView {
    let retry = retry();
    page(
        move || format!("{id} {}", retry()),
        |address| {
            let (id, retry) = address.split_once(' ').unwrap_or((&address, ""));
            roster_entry(id.to_owned(), retry.to_owned())
        },
        |data| view! { <EntryView data /> }.into_any(),
    )
}

#[component]
fn EntryView(data: EntryPage) -> impl IntoView {
    let t = messages();
    let saved = use_query_map().with_untracked(|query| match query.get_str("saved") {
        Some("added") => Some((NoticeKind::Success, t.agency_done(), t.agency_saved_added())),
        Some("changed") => Some((NoticeKind::Success, t.agency_done(), t.agency_saved_changed())),
        Some("same") => Some((NoticeKind::Info, t.site_note(), t.agency_saved_same())),
        _ => None,
    });
    let facts = data.facts.into_iter().map(|(label, value)| view! { <SummaryRow label>{value}</SummaryRow> }).collect_view();
    view! {
        {saved.map(|(kind, label, text)| view! { <Notice kind label><p>{text}</p></Notice> })}
        <PageHeading text=data.name title=t.agency_roster() />
        <h2>{t.agency_standing_heading()}</h2>
        <Tracker standing=data.standing />
        <h2>{t.agency_entry_heading()}</h2>
        <SummaryList>{facts}</SummaryList>
        <Actions>
            <ButtonLink href=format!("/agency/assisters/{}/edit", data.id) label=t.agency_edit() />
        </Actions>
        <NumberLookup id=data.id lookup=data.lookup />
        <h2>{t.agency_history_heading()}</h2>
        <ChangeHistory history=data.history />
        <BackLink href="/agency" label=t.agency_back() />
    }
}

#[component]
fn NumberLookup(id: AssisterId, lookup: Option<Lookup>) -> impl IntoView {
    let t = messages();
    let form = FormSignal::new::<LookUpNumber>(FormState::default());
    let answer = lookup.map(|lookup| match lookup {
        Lookup::Number(number) => fill(t.agency_lookup_number(), &[("number", &number)]),
        Lookup::NoneYet => t.agency_lookup_none().to_owned(),
    });
    view! {
        <section>
            <h2>{t.agency_lookup_heading()}</h2>
            <p>{t.agency_lookup_text()}</p>
            {answer.map(|answer| view! { <Notice label=t.agency_lookup_title()><p role="status">{answer}</p></Notice> })}
            <FormProblems form />
            <PostForm form>
                <input type="hidden" name="id" value=id.to_string() />
                <Button label=t.agency_lookup_button() kind=ButtonKind::Secondary busy=form.busy() />
            </PostForm>
        </section>
    }
}
