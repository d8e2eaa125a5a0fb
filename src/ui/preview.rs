//! What a file does, line by line: rosters and catalogs show it alike.

use super::messages;
use super::parts::{Column, EmptyState, Pager, Rows, Tab, Table, Tabs};
use crate::domain::manage_assister::fill;
use leptos::prelude::*;

/// The lines of one of the lists that a file's lines fall into.
pub struct Preview {
    /// What all of it is: "What will be done".
    pub label: &'static str,
    /// The lists.
    pub tabs: Vec<Tab>,
    /// How many lines the list on screen has.
    pub total: usize,
    /// What the lines say.
    pub columns: Vec<Column>,
    /// Those of this page.
    pub rows: Option<Rows>,
    /// Why there is none, where there should be.
    pub none: &'static str,
    /// The address of the page before; empty where there is none.
    pub previous: String,
    /// The address of the page after; empty where there is none.
    pub next: String,
}

impl Preview {
    /// The view of it.
    pub fn view(self) -> AnyView {
        let t = messages();
        let total =
            if self.total == 1 { t.import_total_one().to_owned() } else { fill(t.import_total(), &[("n", &self.total.to_string())]) };
        let lines = match self.rows {
            None => view! { <EmptyState title=t.import_empty()><p>{self.none}</p></EmptyState> }.into_any(),
            Some(rows) => view! { <Table caption=total.clone() columns=self.columns rows /> }.into_any(),
        };
        view! {
            <h2>{self.label}</h2>
            <Tabs label=self.label tabs=self.tabs />
            <p class="total" role="status">{total}</p>
            {lines}
            <Pager
                label=t.import_pages()
                previous=self.previous
                previous_text=t.import_previous()
                next=self.next
                next_text=t.import_next()
            />
        }
        .into_any()
    }
}
