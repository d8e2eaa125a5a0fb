//! `/parts`: the design parts in every state, in development builds and with demo data.

use super::page::{mark_hydrated, page};
use super::parts_page::PartsPage;
use crate::api::identity::parts_page;
use leptos::prelude::*;

/// The page of the design parts.
#[component]
pub fn PartsRoute() -> impl IntoView {
    page(
        String::new,
        |_| parts_page(),
        |()| {
            // Its heading is a sample, not a page's own.
            Effect::new(|_| request_animation_frame(mark_hydrated));
            view! { <PartsPage /> }.into_any()
        },
    )
}
