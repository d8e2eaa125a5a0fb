//! Tables that become a stack of cards where the window is narrow.
//!
//! The first cell of a row is its name; every other cell repeats its column's name, which the narrow form shows. Rows are written as one
//! piece of markup, from plain text: a list page has hundreds of cells, and with an element for each it took the server a third longer.

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
pub enum Cell<'a> {
    /// Words.
    Text(Cow<'a, str>),
    /// Words that lead somewhere.
    Link {
        /// Where.
        href: Cow<'a, str>,
        /// The words.
        text: Cow<'a, str>,
    },
    /// Several things.
    Several(Vec<Piece<'a>>),
}

/// One of several things in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Words that lead somewhere.
    Link {
        /// Where.
        href: Cow<'a, str>,
        /// The words.
        text: Cow<'a, str>,
        /// Which one of several alike it is: the part of its name that only screen readers get; or empty.
        about: Cow<'a, str>,
    },
    /// A word that is set off.
    Mark(Cow<'a, str>),
}

impl<'a> Cell<'a> {
    /// Words.
    #[must_use]
    pub fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Text(text.into())
    }

    /// Words that lead somewhere.
    #[must_use]
    pub fn link(href: impl Into<Cow<'a, str>>, text: impl Into<Cow<'a, str>>) -> Self {
        Self::Link { href: href.into(), text: text.into() }
    }
}

/// How much markup a row may come to, about.
const ROW: usize = 512;

/// The rows of a table, as markup. Whatever a cell or a column says stays text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rows(String);

impl Rows {
    /// Writes rows that have a cell for every column.
    #[must_use]
    pub fn new<'a, Row: IntoIterator<Item = Cell<'a>>>(columns: &[Column], rows: impl IntoIterator<Item = Row>) -> Self {
        let rows = rows.into_iter();
        let mut html = String::with_capacity(rows.size_hint().0 * ROW);
        for row in rows {
            html.push_str("<tr>");
            write_row(columns, "", row, &mut html);
        }
        Self(html)
    }

    /// The same for rows that addresses lead to, by these names: the link in the row that comes back to it has the name, and takes focus
    /// after it was followed.
    #[must_use]
    pub fn named<'a, Row: IntoIterator<Item = Cell<'a>>>(columns: &[Column], rows: impl IntoIterator<Item = (&'a str, Row)>) -> Self {
        let rows = rows.into_iter();
        let mut html = String::with_capacity(rows.size_hint().0 * ROW);
        for (name, row) in rows {
            html.push_str("<tr>");
            write_row(columns, name, row, &mut html);
        }
        Self(html)
    }
}

fn write_row<'a>(columns: &[Column], name: &str, row: impl IntoIterator<Item = Cell<'a>>, html: &mut String) {
    for (place, (column, cell)) in columns.iter().zip(row).enumerate() {
        write_cell(place == 0, &column.text, name, &cell, html);
    }
    html.push_str("</tr>");
}

/// Longer than any name or date that is shown in a cell.
const LONG: usize = 60;

/// As long as a date: it takes one line where there is room.
const SHORT: usize = 18;

/// Longer than any word of a language that is shown in a cell.
const LONG_WORD: usize = 24;

fn write_cell(first: bool, column: &str, name: &str, cell: &Cell<'_>, html: &mut String) {
    let text = match cell {
        Cell::Text(text) | Cell::Link { text, .. } => text,
        Cell::Several(_) => "",
    };
    // Whole sentences take several lines; everything else stays on one where there is room. Words stay whole, unless they are none.
    let wide = text.len() > LONG_WORD && text.split_whitespace().any(|word| word.len() > LONG_WORD);
    let long = text.len() > LONG && matches!(cell, Cell::Text(_));
    let short = matches!(cell, Cell::Text(_)) && text.len() <= SHORT;
    html.push_str(match (first, long, wide) {
        (true, _, true) => "<th scope=\"row\" class=\"table__wide\" data-label=\"",
        (true, _, false) => "<th scope=\"row\" data-label=\"",
        (false, true, true) => "<td class=\"table__long table__wide\" data-label=\"",
        (false, true, false) => "<td class=\"table__long\" data-label=\"",
        (false, false, true) => "<td class=\"table__wide\" data-label=\"",
        (false, false, false) if short => "<td class=\"table__short\" data-label=\"",
        (false, false, false) => "<td data-label=\"",
    });
    escape(column, html);
    html.push_str("\">");
    match cell {
        Cell::Text(text) => escape(text, html),
        Cell::Link { href, text } => write_link(href, text, "", name, html),
        Cell::Several(pieces) => {
            html.push_str("<div class=\"table__several\">");
            for piece in pieces {
                match piece {
                    Piece::Link { href, text, about } => write_link(href, text, about, name, html),
                    Piece::Mark(text) => {
                        html.push_str("<span class=\"tag tag--accent\">");
                        escape(text, html);
                        html.push_str("</span>");
                    }
                }
                html.push(' ');
            }
            html.push_str("</div>");
        }
    }
    html.push_str(if first { "</th>" } else { "</td>" });
}

/// `name` is the row's: where the link leads back to it, it is found by it.
fn write_link(href: &str, text: &str, about: &str, name: &str, html: &mut String) {
    html.push_str("<a");
    if !name.is_empty() && href.strip_suffix(name).is_some_and(|rest| rest.ends_with('#')) {
        html.push_str(" id=\"");
        escape(name, html);
        html.push('"');
    }
    html.push_str(" href=\"");
    escape(href, html);
    html.push_str("\">");
    escape(text, html);
    if !about.is_empty() {
        html.push_str("<span class=\"visually-hidden\"> ");
        escape(about, html);
        html.push_str("</span>");
    }
    html.push_str("</a>");
}

/// Caption, head and body.
#[component]
pub fn Table(
    /// What the table holds, for screen readers.
    #[prop(into)]
    caption: String,
    /// The columns.
    columns: Vec<Column>,
    /// The rows of just these columns.
    rows: Rows,
) -> AnyView {
    view! {
        <table class="table">
            <caption class="visually-hidden">{caption}</caption>
            <thead>
                <tr>{columns.into_iter().map(head).collect_view()}</tr>
            </thead>
            <tbody inner_html=rows.0></tbody>
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
