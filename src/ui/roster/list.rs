//! `/agency`

use super::list_table::RosterTable;
use crate::api::drawn::Drawn;
use crate::api::forms::FormState;
use crate::api::roster::{LoadRoster, RosterAddress, RosterPage, SearchRoster};
use crate::api::worksheets::PAYMENTS;
use crate::domain::identity::AssisterKind;
use crate::domain::manage_assister::fill;
use crate::domain::roster::AccountState;
use crate::messages::Messages;
use crate::ui::drawn::drawn_page;
use crate::ui::forms::{FormProblems, FormSignal, PostForm};
use crate::ui::messages;
use crate::ui::parts::{Actions, ButtonKind, ButtonLink, EmptyState, Heading, Notice, Pager, SearchBox, Tab, Tabs};
use crate::ui::password_reminder::PasswordReminder;
use crate::ui::section::query_map;
use leptos::prelude::*;
use leptos_router::params::ParamsMap;

/// "Your organization": the roster.
#[component]
pub fn Roster() -> impl IntoView {
    let query = query_map();
    drawn_page(move || query.with(address).query(), |query| LoadRoster { query })
}

/// Draws it.
#[must_use]
pub fn draw_roster(data: RosterPage) -> Drawn {
    Drawn { title: messages().agency_heading().to_owned(), html: view! { <RosterView data /> }.to_html() }
}

/// What the address says about the roster.
fn address(query: &ParamsMap) -> RosterAddress {
    RosterAddress {
        roster: query.get_str("roster").and_then(AssisterKind::from_code),
        state: query.get_str("state").and_then(AccountState::from_code),
        q: query.get("q"),
        after: query.get("after"),
        before: query.get("before"),
    }
}

fn href(address: &RosterAddress) -> String {
    format!("/agency{}", address.query())
}

/// What a roster is called.
pub const fn roster_name(t: Messages, kind: AssisterKind) -> &'static str {
    match kind {
        AssisterKind::Cac => t.agency_roster_cac(),
        AssisterKind::Navigator | AssisterKind::Broker => t.agency_roster_navigator(),
    }
}

#[component]
fn RosterView(data: RosterPage) -> impl IntoView {
    let t = messages();
    let address = data.address.clone();
    let total = total(&data);
    let clear = if address.q.is_some() { href(&RosterAddress { q: None, ..address.with(address.state) }) } else { String::new() };
    let page_of = |after: Option<String>, before: Option<String>| {
        if after.is_some() || before.is_some() {
            href(&RosterAddress { after, before, ..address.with(address.state) })
        } else {
            String::new()
        }
    };
    let previous = page_of(None, data.previous.map(|id| id.to_string()));
    let next = page_of(data.next.map(|id| id.to_string()), None);
    let words = data.words.clone().unwrap_or_default();
    let navigators = data.rosters.contains(&AssisterKind::Navigator);
    view! {
        <Heading text=t.agency_heading() caption=data.organization.clone() />
        {data.password_expires.clone().map(|date| view! { <PasswordReminder date /> })}
        <Actions>
            <ButtonLink href="/agency/add" label=t.agency_add() />
            <ButtonLink href="/agency/import" label=t.import_link() kind=ButtonKind::Secondary />
            <ButtonLink href="/agency/contacts" label=t.agency_contacts_link() kind=ButtonKind::Secondary />
            {navigators
                .then(|| view! { <ButtonLink href=PAYMENTS label=t.payments_heading() kind=ButtonKind::Secondary /> })}
        </Actions>
        {(data.rosters.len() > 1).then(|| view! { <Tabs label=t.agency_rosters() tabs=rosters(&data) /> })}
        <Search address=address.clone() words clear />
        <Tabs label=t.agency_states() tabs=states(&address) />
        {data.search_expired.then(|| view! { <Notice label=t.site_note()><p>{t.agency_search_expired()}</p></Notice> })}
        <p class="total" role="status">{total.clone()}</p>
        {if data.total == 0 {
            view! { <Nobody searched=data.words.is_some() state=address.state /> }.into_any()
        } else {
            view! { <RosterTable rows=data.rows caption=total /> }.into_any()
        }}
        <Pager label=t.agency_pages() previous previous_text=t.agency_previous() next next_text=t.agency_next() />
    }
}

fn rosters(data: &RosterPage) -> Vec<Tab> {
    let t = messages();
    let tab = |kind: &AssisterKind| Tab {
        href: href(&RosterAddress { roster: Some(*kind), ..data.address.with(data.address.state) }),
        text: roster_name(t, *kind).to_owned(),
        count: String::new(),
        current: *kind == data.roster,
    };
    data.rosters.iter().map(tab).collect()
}

fn states(address: &RosterAddress) -> Vec<Tab> {
    let t = messages();
    let tab = |state: Option<AccountState>| Tab {
        href: href(&address.with(state)),
        text: state.map_or(t.agency_state_all(), |state| t.account_state(state)).to_owned(),
        count: String::new(),
        current: state == address.state,
    };
    std::iter::once(None).chain(AccountState::ALL.into_iter().map(Some)).map(tab).collect()
}

fn total(data: &RosterPage) -> String {
    let t = messages();
    let n = data.total.to_string();
    match &data.words {
        Some(words) => fill(if data.total == 1 { t.agency_found_one() } else { t.agency_found_many() }, &[("n", &n), ("words", words)]),
        None => fill(if data.total == 1 { t.agency_total_one() } else { t.agency_total_many() }, &[("n", &n)]),
    }
}

#[component]
fn Search(address: RosterAddress, words: String, clear: String) -> impl IntoView {
    let t = messages();
    let form = FormSignal::new::<SearchRoster>(FormState::default());
    view! {
        <FormProblems form />
        <PostForm form>
            <input type="hidden" name="roster" value=address.roster.map(AssisterKind::code) />
            <input type="hidden" name="state" value=address.state.map(AccountState::code) />
            <SearchBox
                name="words"
                label=t.agency_search()
                hint=t.agency_search_hint()
                value=words
                button=t.agency_search_button()
                clear
                clear_text=t.agency_search_clear()
            />
        </PostForm>
    }
}

#[component]
fn Nobody(searched: bool, state: Option<AccountState>) -> impl IntoView {
    let t = messages();
    let (title, text) = match (searched, state) {
        (true, _) => (t.agency_no_result(), t.agency_no_result_text()),
        (false, Some(_)) => (t.agency_no_state(), t.agency_no_state_text()),
        (false, None) => (t.agency_empty(), t.agency_empty_text()),
    };
    view! { <EmptyState title><p>{text}</p></EmptyState> }
}
