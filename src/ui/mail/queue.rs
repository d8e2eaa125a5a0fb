//! `/resource-center/mail`: how old the queue is, and what failed.

use crate::api::mail::{MailQueue, mail_queue};
use crate::ui::messages;
use crate::ui::page::{PageHeading, page};
use crate::ui::parts::{BackLink, Cell, Column, EmptyState, Rows, SummaryList, SummaryRow, Table};
use leptos::prelude::*;

/// "Mail"
pub fn mail_queue_page() -> AnyView {
    page(String::new, |_| mail_queue(), |queue| view! { <Queue queue /> }.into_any())
}

#[component]
fn Queue(queue: MailQueue) -> impl IntoView {
    let t = messages();
    let oldest = (!queue.oldest.is_empty()).then(|| view! { <SummaryRow label=t.outbox_queue_oldest()>{queue.oldest}</SummaryRow> });
    let columns = vec![
        Column::plain(t.outbox_column_kind()),
        Column::plain(t.outbox_column_to()),
        Column::plain(t.outbox_column_tries()),
        Column::plain(t.outbox_column_story()),
    ];
    let rows = queue.failed.iter().map(|row| {
        let tries = row.tries.to_string();
        [Cell::text(&row.kind), Cell::text(&row.to), Cell::text(tries), Cell::text(&row.story)]
    });
    let failures = if queue.failed.is_empty() {
        view! { <EmptyState title=t.outbox_queue_none()><p>{t.outbox_queue_none_text()}</p></EmptyState> }.into_any()
    } else {
        let rows = Rows::new(&columns, rows);
        view! {
            <h2>{t.outbox_queue_failures()}</h2>
            <Table caption=t.outbox_queue_caption() columns rows />
        }
        .into_any()
    };
    view! {
        <BackLink href="/resource-center" label=t.outbox_queue_back() />
        <PageHeading text=t.outbox_queue_heading() />
        <p class="lead">{t.outbox_queue_lead()}</p>
        <SummaryList>
            <SummaryRow label=t.outbox_queue_waiting()>{queue.waiting}</SummaryRow>
            {oldest}
            <SummaryRow label=t.outbox_queue_gave_up()>{queue.gave_up}</SummaryRow>
        </SummaryList>
        {failures}
    }
}
