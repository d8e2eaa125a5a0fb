//! What happened, newest first.

use leptos::prelude::*;

/// The list. Its children are [`HistoryItem`]s.
#[component]
pub fn History(
    /// The events.
    children: Children,
) -> AnyView {
    view! { <ol class="history">{children()}</ol> }.into_any()
}

/// One event.
#[component]
pub fn HistoryItem(
    /// What or who.
    #[prop(into)]
    title: String,
    /// When, as it is written.
    #[prop(into, optional)]
    when: String,
    /// Details.
    children: Children,
) -> AnyView {
    view! {
        <li class="history__item">
            <p class="history__title">{title}</p>
            {super::shown(when).map(|when| view! { <p class="history__when">{when}</p> })}
            <div class="history__body">{children()}</div>
        </li>
    }
    .into_any()
}
