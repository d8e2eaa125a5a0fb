//! Tables that become a stack of cards where the window is narrow.
//!
//! The first cell of a row is its name; every other cell repeats its column's name, which the narrow form shows. Rows are written as one
//! piece of markup, from plain text: a list page has hundreds of cells, and as elements of their own they took four fifths of its time.

use std::borrow::Cow;

use leptos::prelude::*;

use super::escape;

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

/// What a cell holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Words.
    Text(Cow<'static, str>),
    /// Words that lead somewhere.
    Link {
        /// Where.
        href: String,
        /// The words.
        text: Cow<'static, str>,
    },
}

impl Cell {
    /// Words.
    #[must_use]
    pub fn text(text: impl Into<Cow<'static, str>>) -> Self {
        Self::Text(text.into())
    }

    /// Words that lead somewhere.
    #[must_use]
    pub fn link(href: impl Into<String>, text: impl Into<Cow<'static, str>>) -> Self {
        Self::Link { href: href.into(), text: text.into() }
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
    /// The rows, each with a cell for every column.
    rows: Vec<Vec<Cell>>,
) -> AnyView {
    let body = body(&columns, &rows);
    view! {
        <table class="table">
            <caption class="visually-hidden">{caption}</caption>
            <thead>
                <tr>{columns.into_iter().map(head).collect_view()}</tr>
            </thead>
            <tbody inner_html=body></tbody>
        </table>
    }
    .into_any()
}

/// The rows as markup. Whatever a cell or a column says stays text.
fn body(columns: &[Column], rows: &[Vec<Cell>]) -> String {
    let mut html = String::with_capacity(rows.len() * columns.len() * 80);
    for row in rows {
        html.push_str("<tr>");
        for (place, (column, cell)) in columns.iter().zip(row).enumerate() {
            html.push_str(if place == 0 { "<th scope=\"row\" data-label=\"" } else { "<td data-label=\"" });
            escape(&column.text, &mut html);
            html.push_str("\">");
            match cell {
                Cell::Text(text) => escape(text, &mut html),
                Cell::Link { href, text } => {
                    html.push_str("<a href=\"");
                    escape(href, &mut html);
                    html.push_str("\">");
                    escape(text, &mut html);
                    html.push_str("</a>");
                }
            }
            html.push_str(if place == 0 { "</th>" } else { "</td>" });
        }
        html.push_str("</tr>");
    }
    html
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
