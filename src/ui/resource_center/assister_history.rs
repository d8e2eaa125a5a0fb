//! What happened to an assister's entry and account.

use crate::api::resource_center::HistoryView;
use crate::domain::manage_assister::fill;
use crate::ui::messages;
use crate::ui::parts::{History, HistoryItem};
use leptos::prelude::*;

/// Every change, latest first: what, when, who, from, to.
#[component]
pub fn AssisterHistory(rows: Vec<HistoryView>) -> impl IntoView {
    let t = messages();
    let none = rows.is_empty();
    let items = rows
        .into_iter()
        .map(|row| {
            let who = fill(t.resource_history_who(), &[("name", &row.who), ("role", t.role(row.role, None))]);
            let what = if row.before.is_empty() {
                row.after
            } else {
                fill(t.resource_history_from_to(), &[("before", &row.before), ("after", &row.after)])
            };
            view! {
                <HistoryItem title=row.what when=row.when>
                    <p>{what}</p>
                    <p>{who}</p>
                </HistoryItem>
            }
        })
        .collect_view();
    view! {
        <h2>{t.resource_history_heading()}</h2>
        {if none { view! { <p>{t.resource_history_empty()}</p> }.into_any() } else { view! { <History>{items}</History> }.into_any() }}
    }
}
