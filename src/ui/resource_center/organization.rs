//! `/resource-center/organizations/ID`: one organization.

use crate::api::resource_center::{AssistersAddress, EndedContactView, OrganizationView, organization, organization_address};
use crate::domain::ids::OrganizationId;
use crate::domain::roster::AccountState;
use crate::ui::messages;
use crate::ui::page::{PageHeading, page};
use crate::ui::parts::{BackLink, Cell, Column, Notice, NoticeKind, Rows, SummaryList, SummaryRow, Table};
use crate::ui::roster::{contact_cells, contact_columns};
use crate::ui::section::query_map;
use leptos::prelude::*;

/// One organization.
pub fn organization_page(id: String) -> AnyView {
    let query = query_map();
    // Every answer to a form has another address, so that what it changed is loaded.
    let address = move || format!("{id}/{}", query.with(|query| query.get("as").unwrap_or_default()));
    let load = |address: String| organization(address.split('/').next().unwrap_or_default().to_owned());
    page(address, load, |data| view! { <OrganizationPage data /> }.into_any())
}

#[component]
fn OrganizationPage(data: OrganizationView) -> impl IntoView {
    let t = messages();
    // An address can say anything: what it tells of must be so.
    let ended = query_map().with_untracked(|query| match query.get_str("ended") {
        Some("now") if !data.ended.is_empty() => Some((NoticeKind::Success, t.resource_done(), t.resource_contact_ended())),
        Some("before") if !data.ended.is_empty() => Some((NoticeKind::Info, t.site_note(), t.resource_contact_ended_before())),
        _ => None,
    });
    let columns = contact_columns();
    let end = |user| format!("{}/contacts/{user}/end", organization_address(data.id));
    let rows = Rows::new(&columns, data.contacts.iter().map(|contact| contact_cells(contact, end(contact.user), None)));
    let contacts = if data.contacts.is_empty() {
        view! { <p>{t.resource_organization_contacts_none()}</p> }.into_any()
    } else {
        view! { <Table caption=t.resource_organization_contacts() columns rows /> }.into_any()
    };
    view! {
        <BackLink href="/resource-center/organizations" label=t.resource_organization_back() />
        {ended.map(|(kind, label, text)| view! { <Notice kind label><p>{text}</p></Notice> })}
        <PageHeading text=data.name />
        <SummaryList>
            <SummaryRow label=t.resource_organization_rosters()>{data.rosters}</SummaryRow>
        </SummaryList>
        <h2>{t.resource_organization_contacts()}</h2>
        {contacts}
        <h2>{t.resource_organization_assisters()}</h2>
        <Accounts organization=data.id accounts=data.accounts />
        <Ended ended=data.ended />
    }
}

/// How many assisters have an account in which state; each leads to who they are.
#[component]
fn Accounts(organization: OrganizationId, accounts: Vec<(AccountState, u32)>) -> impl IntoView {
    let t = messages();
    if accounts.is_empty() {
        return view! { <p>{t.resource_organization_assisters_none()}</p> }.into_any();
    }
    let href = |state| {
        let address = AssistersAddress { state, organization: Some(organization), ..AssistersAddress::default() };
        format!("/resource-center/assisters{}", address.query())
    };
    let columns = [t.resource_organization_account(), t.resource_organization_assisters()].map(Column::plain).to_vec();
    let all: u32 = accounts.iter().map(|(_, number)| number).sum();
    let states = accounts.into_iter().map(|(state, number)| (Some(state), t.account_state(state), number));
    let lines = states.chain(std::iter::once((None, t.resource_organization_assisters_all(), all)));
    let rows = Rows::new(&columns, lines.map(|(state, name, number)| [Cell::link(href(state), name), Cell::text(number.to_string())]));
    view! { <Table caption=t.resource_organization_assisters() columns rows /> }.into_any()
}

/// Contacts whose access was ended, if there are any.
#[component]
fn Ended(ended: Vec<EndedContactView>) -> impl IntoView {
    let t = messages();
    (!ended.is_empty()).then(|| {
        let columns = [
            t.agency_contacts_name(),
            t.agency_contacts_email(),
            t.resource_organization_ended_when(),
            t.resource_organization_ended_who(),
            t.resource_reason(),
        ];
        let columns = columns.map(Column::plain).to_vec();
        let rows = Rows::new(
            &columns,
            ended.into_iter().map(|contact| [contact.name, contact.email, contact.when, contact.who, contact.reason].map(Cell::text)),
        );
        view! {
            <h2>{t.resource_organization_ended_heading()}</h2>
            <Table caption=t.resource_organization_ended_heading() columns rows />
        }
    })
}
