//! The way past the header for people who use a keyboard.

use leptos::prelude::*;

/// The first thing in the body; seen only while it has focus. Leads to [`Main`](super::Main).
#[component]
pub fn SkipLink(
    /// Its words.
    #[prop(into)]
    text: String,
) -> AnyView {
    // `external` keeps the router from taking the click for a visit: the browser itself moves focus to the target.
    view! { <a class="skip-link" href="#main" rel="external">{text}</a> }.into_any()
}
