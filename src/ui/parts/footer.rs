//! The quiet end of every page.

use leptos::prelude::*;

/// Paragraphs and links.
#[component]
pub fn Footer(
    /// What it says.
    children: Children,
) -> AnyView {
    view! {
        <footer class="footer">
            <div class="footer__inner">{children()}</div>
        </footer>
    }
    .into_any()
}
