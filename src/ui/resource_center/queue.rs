//! `/resource-center`: "Ready to enroll" and "To confirm".

use super::tabs::{CenterTabs, Place};
use crate::api::drawn::Drawn;
use crate::api::resource_center::{LoadQueue, QueueAddress, QueuePage, WaitingView, assister_page_address};
use crate::domain::identity::Role;
use crate::domain::manage_assister::fill;
use crate::domain::resource_center::Queue;
use crate::ui::drawn::drawn_page;
use crate::ui::messages;
use crate::ui::parts::{Actions, ButtonKind, ButtonLink, Cell, Column, EmptyState, Heading, Pager, Rows, Table};
use crate::ui::password_reminder::PasswordReminder;
use crate::ui::section::query_map;
use leptos::prelude::*;

/// The queues.
#[component]
pub fn Queues() -> impl IntoView {
    let query = query_map();
    let address = move || {
        query.with(|query| {
            let id = |name: &str| query.get_str(name).and_then(|id| id.parse().ok());
            QueueAddress { queue: Queue::from_code(query.get_str("queue")), after: id("after"), before: id("before") }.query()
        })
    };
    drawn_page(address, |query| LoadQueue { query })
}

/// Draws them. The bar says how many wait, as it did when the whole page came.
#[must_use]
pub fn draw_queue(data: QueuePage) -> Drawn {
    let (title, waiting) = (heading(data.role).to_owned(), data.ready.saturating_add(data.to_confirm));
    Drawn { title, html: view! { <QueueView data /> <span data-waiting=waiting hidden></span> }.to_html() }
}

fn heading(role: Role) -> &'static str {
    let t = messages();
    match role {
        Role::Bsl => t.home_bsl_heading(),
        Role::ResourceManager => t.home_manager_heading(),
        _ => t.home_arc_heading(),
    }
}

#[component]
fn QueueView(data: QueuePage) -> impl IntoView {
    let t = messages();
    let queue = data.address.queue;
    let (lead, total) = match queue {
        Queue::Ready => (t.resource_ready_lead(), data.ready),
        Queue::ToConfirm => (t.resource_confirm_lead(), data.to_confirm),
    };
    let total_text = if total == 1 { t.resource_total_one() } else { t.resource_total_many() };
    let total_text = fill(total_text, &[("n", &total.to_string())]);
    let page_of = |address: Option<QueueAddress>| address.map(|address| format!("/resource-center{}", address.query())).unwrap_or_default();
    let previous = page_of(data.previous.map(|id| QueueAddress { queue, after: None, before: Some(id) }));
    let next = page_of(data.next.map(|id| QueueAddress { queue, after: Some(id), before: None }));
    view! {
        <Heading text=heading(data.role) />
        {data.password_expires.map(|date| view! { <PasswordReminder date /> })}
        <CenterTabs current=Place::Queue(queue) counts=(data.ready, data.to_confirm) />
        <p class="lead">{lead}</p>
        <p class="total" role="status">{total_text.clone()}</p>
        {if data.rows.is_empty() {
            view! { <Nobody queue /> }.into_any()
        } else {
            view! { <Waiting queue rows=data.rows caption=total_text /> }.into_any()
        }}
        {matches!(data.role, Role::Bsl | Role::ResourceManager)
            .then(|| {
                view! {
                    <Actions>
                        <ButtonLink href="/resource-center/brokers/add" label=t.resource_broker_add() kind=ButtonKind::Secondary />
                    </Actions>
                }
            })}
        <Pager label=t.resource_pages() previous previous_text=t.resource_previous() next next_text=t.resource_next() />
    }
}

#[component]
fn Nobody(queue: Queue) -> impl IntoView {
    let t = messages();
    let (title, text) = match queue {
        Queue::Ready => (t.resource_ready_empty(), t.resource_ready_empty_text()),
        Queue::ToConfirm => (t.resource_confirm_empty(), t.resource_confirm_empty_text()),
    };
    view! { <EmptyState title><p>{text}</p></EmptyState> }
}

#[component]
fn Waiting(queue: Queue, rows: Vec<WaitingView>, caption: String) -> impl IntoView {
    let t = messages();
    let since = match queue {
        Queue::Ready => t.resource_column_learned(),
        Queue::ToConfirm => t.resource_column_to_confirm(),
    };
    let columns = [t.resource_column_name(), t.resource_column_kind(), t.resource_column_organization(), since].map(Column::plain).to_vec();
    let rows = Rows::new(
        &columns,
        rows.iter().map(|row| {
            [
                Cell::link(assister_page_address(row.id), &row.name),
                Cell::text(t.role(Role::Assister, Some(row.kind))),
                Cell::text(&row.organization),
                Cell::text(&row.since),
            ]
        }),
    );
    view! { <Table caption columns rows /> }
}
