//! `/resource-center/assisters`: "Assisters".

use super::tabs::{CenterTabs, Place};
use crate::api::forms::FormState;
use crate::api::resource_center::{AssistersAddress, AssistersPage, FoundAssisterView, SearchAssisters, assister_page_address, assisters};
use crate::domain::identity::{AssisterKind, Role};
use crate::domain::ids::OrganizationId;
use crate::domain::manage_assister::fill;
use crate::domain::roster::AccountState;
use crate::ui::forms::{FormProblems, FormSignal, PostForm};
use crate::ui::messages;
use crate::ui::page::{PageHeading, page};
use crate::ui::parts::{Cell, Column, EmptyState, Notice, Pager, Rows, SearchBox, Tab, Table, Tabs};
use crate::ui::section::query_map;
use leptos::prelude::*;

/// "Assisters".
pub fn assisters_page() -> AnyView {
    let query = query_map();
    let address = move || query.with(|query| AssistersAddress::parse(&query.to_query_string()).query());
    page(address, assisters, |data| view! { <AssistersView data /> }.into_any())
}

fn href(address: &AssistersAddress) -> String {
    format!("/resource-center/assisters{}", address.query())
}

#[component]
fn AssistersView(data: AssistersPage) -> impl IntoView {
    let t = messages();
    let total = match data.total {
        Some(1) => t.resource_found_one().to_owned(),
        Some(n) => fill(t.resource_found_many(), &[("n", &n.to_string())]),
        None => t.resource_found_more().to_owned(),
    };
    let first = data.address.first();
    let page_of = |address: Option<AssistersAddress>| address.map(|address| href(&address)).unwrap_or_default();
    let previous = page_of(data.previous.map(|id| AssistersAddress { before: Some(id), ..first.clone() }));
    let next = page_of(data.next.map(|id| AssistersAddress { after: Some(id), ..first.clone() }));
    let clear = if first.q.is_some() { href(&AssistersAddress { q: None, ..first.clone() }) } else { String::new() };
    let everywhere = href(&AssistersAddress { organization: None, ..first.clone() });
    let organization = data.organization.map(|name| {
        view! { <p>{fill(t.resource_of_organization(), &[("name", &name)])} " " <a href=everywhere>{t.resource_every_organization()}</a></p> }
    });
    view! {
        <PageHeading text=t.resource_assisters_heading() />
        <CenterTabs current=Place::Assisters />
        <Search address=first.clone() words=data.words.unwrap_or_default() clear />
        {(data.kinds.len() > 1).then(|| view! { <Tabs label=t.resource_kinds() tabs=kinds(&data.kinds, &first) /> })}
        <Tabs label=t.resource_states() tabs=states(&first) />
        {data.search_expired.then(|| view! { <Notice label=t.site_note()><p>{t.clients_search_expired()}</p></Notice> })}
        <Organizations found=data.organizations />
        {organization}
        <p class="total" role="status">{total.clone()}</p>
        {if data.rows.is_empty() {
            view! { <EmptyState title=t.resource_found_none()><p>{t.resource_found_none_text()}</p></EmptyState> }.into_any()
        } else {
            view! { <Found rows=data.rows caption=total /> }.into_any()
        }}
        <Pager label=t.resource_pages() previous previous_text=t.resource_previous() next next_text=t.resource_next() />
    }
}

fn kinds(kinds: &[AssisterKind], address: &AssistersAddress) -> Vec<Tab> {
    let t = messages();
    let tab = |kind: Option<AssisterKind>| Tab {
        href: href(&AssistersAddress { kind, ..address.clone() }),
        text: kind.map_or(t.resource_all_kinds(), |kind| t.kind(kind)).to_owned(),
        count: String::new(),
        current: kind == address.kind,
    };
    std::iter::once(None).chain(kinds.iter().copied().map(Some)).map(tab).collect()
}

fn states(address: &AssistersAddress) -> Vec<Tab> {
    let t = messages();
    let tab = |state: Option<AccountState>| Tab {
        href: href(&AssistersAddress { state, ..address.clone() }),
        text: state.map_or(t.resource_all_states(), |state| t.account_state(state)).to_owned(),
        count: String::new(),
        current: state == address.state,
    };
    std::iter::once(None).chain(AccountState::ALL.into_iter().map(Some)).map(tab).collect()
}

#[component]
fn Search(address: AssistersAddress, words: String, clear: String) -> impl IntoView {
    let t = messages();
    let form = FormSignal::new::<SearchAssisters>(FormState::default());
    view! {
        <FormProblems form />
        <PostForm form>
            <input type="hidden" name="kind" value=address.kind.map(AssisterKind::code) />
            <input type="hidden" name="state" value=address.state.map(AccountState::code) />
            <SearchBox
                name="words"
                label=t.resource_search()
                hint=t.resource_search_hint()
                value=words
                button=t.clients_search_button()
                clear
                clear_text=t.clients_search_clear()
            />
        </PostForm>
    }
}

#[component]
fn Organizations(found: Vec<(OrganizationId, String)>) -> impl IntoView {
    let t = messages();
    (!found.is_empty()).then(|| {
        let links = found.into_iter().map(|(id, name)| {
            let address = AssistersAddress { organization: Some(id), ..AssistersAddress::default() };
            view! { <li><a href=href(&address)>{name}</a></li> }
        });
        view! {
            <h2>{t.resource_organizations()}</h2>
            <ul>{links.collect_view()}</ul>
        }
    })
}

#[component]
fn Found(rows: Vec<FoundAssisterView>, caption: String) -> impl IntoView {
    let t = messages();
    let columns = [
        t.resource_column_name(),
        t.resource_column_kind(),
        t.resource_column_organization(),
        t.details_number(),
        t.resource_account_heading(),
    ];
    let columns = columns.map(Column::plain).to_vec();
    let rows = Rows::new(
        &columns,
        rows.iter().map(|row| {
            [
                Cell::link(assister_page_address(row.id), &row.name),
                Cell::text(t.role(Role::Assister, Some(row.kind))),
                Cell::text(&row.organization),
                Cell::text(row.number.as_deref().unwrap_or(t.clients_none_yet())),
                Cell::text(t.account_state(row.account)),
            ]
        }),
    );
    view! { <Table caption columns rows /> }
}
