//! The clients of one page, as a table with sortable columns.

use crate::api::clients::{ClientRowView, ListAddress};
use crate::domain::clients::Sort;
use crate::ui::messages;
use crate::ui::parts::{Cell, Column, Order, Rows, Sort as ColumnSort, Table};
use leptos::prelude::*;

/// The table of clients.
#[component]
pub fn ClientTable(rows: Vec<ClientRowView>, address: ListAddress, caption: String) -> impl IntoView {
    let t = messages();
    let column = |text: &str, up: Sort, down: Sort| {
        let (order, other) = match address.sort {
            sort if sort == up => (Some(Order::Ascending), down),
            sort if sort == down => (Some(Order::Descending), up),
            _ => (None, up),
        };
        let href = format!("/clients{}", address.with(address.list, other).query());
        Column { text: text.to_owned(), sort: Some(ColumnSort { href, order }) }
    };
    let columns = vec![
        column(t.clients_column_name(), Sort::Name, Sort::NameDescending),
        column(t.clients_column_authorized(), Sort::Authorized, Sort::AuthorizedDescending),
        Column::plain(t.clients_column_application()),
        Column::plain(t.clients_column_determination()),
        Column::plain(t.clients_column_plan()),
    ];
    let query = address.query();
    let rows = Rows::new(
        &columns,
        rows.iter().map(|row| {
            [
                Cell::link(format!("/clients/{}{query}", row.id), &row.name),
                Cell::text(&row.authorized),
                Cell::text(&row.applied.application),
                Cell::text(&row.applied.determination),
                Cell::text(&row.applied.plan),
            ]
        }),
    );
    view! { <Table caption columns rows /> }
}
