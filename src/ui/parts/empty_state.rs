//! What stands where a list would, when there is nothing in it.

use leptos::prelude::*;

/// Says what is not there and what to do about it.
#[component]
pub fn EmptyState(
    /// What is not there (`<h2>`).
    #[prop(into)]
    title: String,
    /// What to do.
    children: Children,
) -> AnyView {
    view! {
        <div class="empty-state">
            <h2 class="empty-state__title">{title}</h2>
            <div class="empty-state__body">{children()}</div>
        </div>
    }
    .into_any()
}
