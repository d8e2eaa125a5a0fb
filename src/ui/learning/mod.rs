//! The Learning Center: the pages under `/learning`, for assisters before and with an account.

use super::section::section;
use leptos::prelude::*;

/// The pages under `/learning`.
#[component]
pub fn LearningSection() -> impl IntoView {
    section("/learning", |_parts| None)
}
