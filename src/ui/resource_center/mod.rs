//! The resource center: the pages under `/resource-center`, for ARC, BSL and the resource manager.

use super::identity::home_page;
use super::learning::training_import_page;
use super::section::section;
use leptos::prelude::*;

/// The pages under `/resource-center`.
#[component]
pub fn ResourceCenterSection() -> impl IntoView {
    section("/resource-center", |parts| match parts {
        [] => Some(home_page("/resource-center")),
        ["training-import"] => Some(training_import_page()),
        _ => None,
    })
}
