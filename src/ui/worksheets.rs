//! Worksheets: Agent of Record and payments. One view draws them all; around it stands where who reads it came from.

use super::messages;
use super::page::{PageHeading, page_in_brief};
use super::parts::{Actions, BackLink, Button, ButtonKind, Cell, Choice, Column, EmptyState, Pager, Rows, Select, Table};
use super::resource_center::{CenterTabs, Place};
use super::section::query_map;
use crate::api::error::ApiError;
use crate::api::identity::Me;
use crate::api::worksheets::{Months, Worksheet, agent_of_record, payments};
use crate::domain::access::staff_kinds;
use crate::ui::page_of::own;
use leptos::prelude::*;
use leptos_router::params::ParamsMap;
use std::sync::Arc;

/// What addresses of worksheets say: which page, of which month.
const NAMES: [&str; 4] = ["after", "before", "month", "page"];

/// `/clients/agent-of-record`
pub fn agent_of_record_page() -> AnyView {
    sheet(agent_of_record, |data| {
        let (place, back) = (Place::AgentOfRecord, ("/clients", messages().agent_back()));
        view! { <Sheet place back data /> }.into_any()
    })
}

/// `/agency/payments`
pub fn payments_page() -> AnyView {
    sheet(payments, |data| {
        let (place, back) = (Place::Payments, ("/agency", messages().payments_back()));
        view! { <Sheet place back data /> }.into_any()
    })
}

/// Whether staff of the resource center look at it: it is a page of theirs, too.
fn is_staffs() -> bool {
    use_context::<Me>().and_then(|me| me.person).is_some_and(|person| !staff_kinds(person.role).is_empty())
}

fn sheet<F>(load: fn(String) -> F, view: fn(Worksheet) -> AnyView) -> AnyView
where
    F: Future<Output = Result<Worksheet, ApiError>> + Send + 'static,
{
    let query = query_map();
    let part = |query: &ParamsMap, name: &str| query.get_str(name).map(|value| format!("{name}={value}"));
    let address = move || query.with(|query| NAMES.iter().filter_map(|name| part(query, name)).collect::<Vec<_>>().join("&"));
    // The rows stay as the server wrote them until there are others.
    page_in_brief(address, load, |data| Some(Worksheet { rows: Arc::default(), ..data.clone() }), view)
}

#[component]
fn Sheet(
    /// The tab of the resource center that it is.
    place: Place,
    /// The way back of everybody else: where to, and what it says.
    back: (&'static str, &'static str),
    /// The worksheet.
    data: Worksheet,
) -> impl IntoView {
    let (t, staffs) = (messages(), is_staffs());
    let Worksheet { heading, lead, months, total, columns, rows, empty, previous, next, file } = data;
    let caption = if total.is_empty() { heading.clone() } else { total.clone() };
    let columns: Vec<Column> = columns.into_iter().map(Column::plain).collect();
    let shown = match empty {
        Some((title, text)) => view! { <EmptyState title><p>{text}</p></EmptyState> }.into_any(),
        None => {
            let rows = Rows::new(&columns, rows.iter().map(|row| row.iter().map(Cell::text)));
            view! { <Table caption columns rows /> }.into_any()
        }
    };
    view! {
        {(!staffs).then(|| view! { <BackLink href=back.0 label=back.1 /> })}
        <PageHeading text=heading />
        {staffs.then(|| view! { <CenterTabs current=place /> })}
        {lead.into_iter().map(|text| view! { <p>{text}</p> }).collect_view()}
        {months.map(|months| view! { <Chooser months /> })}
        {(!total.is_empty()).then(|| view! { <p class="total" role="status">{total}</p> })}
        {shown}
        <Pager label=t.worksheet_pages() previous previous_text=t.worksheet_previous() next next_text=t.worksheet_next() />
        // The browser fetches the file by itself.
        <p><a href=own(&file) rel="external" download="">{t.worksheet_download()}</a></p>
    }
}

#[component]
fn Chooser(months: Months) -> impl IntoView {
    let t = messages();
    let choices = months.choices.into_iter().map(|(code, name)| Choice::new(code, name)).collect::<Vec<_>>();
    // The choice goes into the address by the browser itself, with and without JavaScript.
    view! {
        <form method="get" action=months.page>
            <Select name="month" label=t.payments_month() choices value=months.chosen />
            <Actions>
                <Button label=t.worksheet_show() kind=ButtonKind::Secondary />
            </Actions>
        </form>
    }
}
