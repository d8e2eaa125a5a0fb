//! `/parts`: the design parts in every state, in development builds and with demo data.

use super::page::page;
use super::parts_page::PartsPage;
use crate::api::identity::parts_page;
use leptos::prelude::*;

/// The page of the design parts.
#[component]
pub fn PartsRoute() -> impl IntoView {
    page(String::new, |_| parts_page(), |()| view! { <PartsPage /> }.into_any())
}
