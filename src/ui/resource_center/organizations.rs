//! `/resource-center/organizations`: "Organizations".

use crate::api::forms::FormState;
use crate::api::identity::Me;
use crate::api::resource_center::{
    OrganizationRowView, OrganizationsAddress, OrganizationsPage, SearchOrganizations, organization_address, organizations,
};
use crate::domain::identity::Role;
use crate::domain::manage_assister::fill;
use crate::ui::forms::{FormProblems, FormSignal, PostForm};
use crate::ui::messages;
use crate::ui::page::{PageHeading, page};
use crate::ui::parts::{Actions, ButtonKind, ButtonLink, Cell, Column, EmptyState, Notice, Pager, Rows, SearchBox, Table};
use crate::ui::section::query_map;
use leptos::prelude::*;

/// "Organizations".
pub fn organizations_page() -> AnyView {
    let query = query_map();
    let address = move || query.with(|query| OrganizationsAddress::parse(&query.to_query_string()).query());
    page(address, organizations, |data| view! { <OrganizationsView data /> }.into_any())
}

fn href(address: &OrganizationsAddress) -> String {
    format!("/resource-center/organizations{}", address.query())
}

#[component]
fn OrganizationsView(data: OrganizationsPage) -> impl IntoView {
    let t = messages();
    let total = match data.total {
        1 => t.resource_organizations_total_one().to_owned(),
        n => fill(t.resource_organizations_total_many(), &[("n", &n.to_string())]),
    };
    let first = OrganizationsAddress { after: None, before: None, ..data.address };
    let page_of = |address: Option<OrganizationsAddress>| address.map(|address| href(&address)).unwrap_or_default();
    let previous = page_of(data.previous.map(|id| OrganizationsAddress { before: Some(id), ..first.clone() }));
    let next = page_of(data.next.map(|id| OrganizationsAddress { after: Some(id), ..first.clone() }));
    let searched = data.words.is_some();
    let clear = if first.q.is_some() { href(&OrganizationsAddress::default()) } else { String::new() };
    let manager = use_context::<Me>().and_then(|me| me.person).is_some_and(|person| person.role == Role::ResourceManager);
    view! {
        <PageHeading text=t.resource_organizations_heading() />
        {manager
            .then(|| {
                view! {
                    <Actions>
                        <ButtonLink
                            href="/resource-center/organizations/add"
                            label=t.resource_organization_add()
                            kind=ButtonKind::Secondary
                        />
                    </Actions>
                }
            })}
        <Search words=data.words.unwrap_or_default() clear />
        {data.search_expired.then(|| view! { <Notice label=t.site_note()><p>{t.clients_search_expired()}</p></Notice> })}
        <p class="total" role="status">{total.clone()}</p>
        {if data.rows.is_empty() {
            view! { <Empty searched /> }.into_any()
        } else {
            view! { <List rows=data.rows caption=total /> }.into_any()
        }}
        <Pager label=t.resource_pages() previous previous_text=t.resource_previous() next next_text=t.resource_next() />
    }
}

#[component]
fn Search(words: String, clear: String) -> impl IntoView {
    let t = messages();
    let form = FormSignal::new::<SearchOrganizations>(FormState::default());
    view! {
        <FormProblems form />
        <PostForm form>
            <SearchBox
                name="words"
                label=t.resource_organizations_search()
                hint=t.resource_organizations_search_hint()
                value=words
                button=t.clients_search_button()
                clear
                clear_text=t.clients_search_clear()
            />
        </PostForm>
    }
}

#[component]
fn Empty(searched: bool) -> impl IntoView {
    let t = messages();
    let (title, text) = if searched {
        (t.resource_organizations_no_match(), t.resource_organizations_no_match_text())
    } else {
        (t.resource_organizations_empty(), t.resource_organizations_empty_text())
    };
    view! { <EmptyState title><p>{text}</p></EmptyState> }
}

#[component]
fn List(rows: Vec<OrganizationRowView>, caption: String) -> impl IntoView {
    let t = messages();
    let columns = [
        t.resource_column_name(),
        t.resource_organization_contacts(),
        t.resource_organization_rosters(),
        t.resource_organization_assisters(),
    ];
    let columns = columns.map(Column::plain).to_vec();
    let rows = Rows::new(
        &columns,
        rows.iter().map(|row| {
            [
                Cell::link(organization_address(row.id), &row.name),
                Cell::text(&row.contacts),
                Cell::text(&row.rosters),
                Cell::text(row.assisters.to_string()),
            ]
        }),
    );
    view! { <Table caption columns rows /> }
}
