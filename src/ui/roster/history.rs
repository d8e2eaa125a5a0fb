//! What changed about somebody: who, when, from, to.

use crate::api::roster::HistoryView;
use crate::domain::manage_assister::fill;
use crate::ui::messages;
use crate::ui::parts::{Cell, Column, Rows, Table};
use leptos::prelude::*;

/// The history, newest first.
#[component]
pub fn ChangeHistory(history: Vec<HistoryView>) -> impl IntoView {
    let t = messages();
    if history.is_empty() {
        return view! { <p>{t.agency_history_none()}</p> }.into_any();
    }
    let columns =
        [t.agency_history_when(), t.agency_history_who(), t.agency_history_field(), t.agency_history_before(), t.agency_history_after()]
            .map(Column::plain)
            .to_vec();
    let value = |text: String| Cell::text(if text.is_empty() { t.agency_history_empty().to_owned() } else { text });
    let rows = Rows::new(
        &columns,
        history.into_iter().map(|change| {
            let who = fill(t.agency_history_actor(), &[("name", &change.who), ("role", &change.role)]);
            [Cell::text(change.when), Cell::text(who), Cell::text(change.field), value(change.before), value(change.after)]
        }),
    );
    view! { <Table caption=t.agency_history_heading() columns rows /> }.into_any()
}
