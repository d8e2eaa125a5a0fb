//! `/parts`: every part in every state.

use leptos::prelude::*;

use super::parts::*;

/// The page.
#[component]
pub fn PartsPage() -> AnyView {
    view! { <Main><Heading text="Parts"/></Main> }.into_any()
}
