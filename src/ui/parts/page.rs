//! The frame of a page's content.

use leptos::prelude::*;

/// `<main id="main">`, in the middle of the window and no wider than reads well. Tables use its full width, text does not.
#[component]
pub fn Main(
    /// The page.
    children: Children,
) -> AnyView {
    view! { <main id="main" class="page" tabindex="-1">{children()}</main> }.into_any()
}
