//! Tables that become a stack of cards where the window is narrow.
//!
//! Rows are plain markup, because a list page draws hundreds of cells. The first cell is the row's name; every other cell repeats its column's
//! name, which the narrow form shows: `<tr><th scope="row"><a href=..>name</a></th><td data-label="Authorized on">date</td></tr>`.

use leptos::prelude::*;

/// The order in which a column is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The smallest first.
    Ascending,
    /// The largest first.
    Descending,
}

/// How a column can be sorted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sort {
    /// The address of the list sorted by this column, or the other way round.
    pub href: String,
    /// The order now, if the list is sorted by this column.
    pub order: Option<Order>,
}

/// A column's head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The column's name.
    pub text: String,
    /// How it can be sorted, if it can.
    pub sort: Option<Sort>,
}

impl Column {
    /// A column that can't be sorted.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), sort: None }
    }

    /// A column that can be sorted.
    #[must_use]
    pub fn sorted(text: impl Into<String>, href: impl Into<String>, order: Option<Order>) -> Self {
        Self { text: text.into(), sort: Some(Sort { href: href.into(), order }) }
    }
}

/// Caption, head and body.
#[component]
pub fn Table(
    /// What the table holds, for screen readers.
    #[prop(into)]
    caption: String,
    /// The columns.
    columns: Vec<Column>,
    /// The rows (`<tr>`).
    children: Children,
) -> AnyView {
    view! {
        <table class="table">
            <caption class="visually-hidden">{caption}</caption>
            <thead>
                <tr>{columns.into_iter().map(head).collect_view()}</tr>
            </thead>
            <tbody>{children()}</tbody>
        </table>
    }
    .into_any()
}

fn head(column: Column) -> AnyView {
    let Some(Sort { href, order }) = column.sort else {
        return view! { <th scope="col">{column.text}</th> }.into_any();
    };
    let order = order.map(|order| match order {
        Order::Ascending => "ascending",
        Order::Descending => "descending",
    });
    view! {
        <th scope="col" aria-sort=order>
            <a class="table__sort" href=href>{column.text}</a>
        </th>
    }
    .into_any()
}
