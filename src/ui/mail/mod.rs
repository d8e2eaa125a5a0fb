//! Mail, for people to look at: the demo's outbox.

use super::page::NotFound;
use leptos::prelude::*;

/// `/demo/mail`
#[component]
pub fn DemoMailPage() -> impl IntoView {
    view! { <NotFound /> }
}
