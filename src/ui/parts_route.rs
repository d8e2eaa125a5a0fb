//! `/parts`: the design parts in every state, in development builds and with demo data. A lazy page.

use super::page::page;
use super::parts_page::PartsPage;
use crate::api::error::ApiError;
use crate::api::identity::parts_page;
use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

/// The page of the design parts.
pub struct PartsRoute {
    data: Resource<Result<(), ApiError>>,
}

#[lazy_route]
impl LazyRoute for PartsRoute {
    fn data() -> Self {
        Self { data: Resource::new_blocking(|| (), |()| parts_page()) }
    }

    fn view(this: Self) -> AnyView {
        page(this.data, |()| view! { <PartsPage /> }.into_any())
    }
}
