//! The Agency Management Program: the pages under `/agency`, for agency contacts.

use super::identity::home_page;
use super::section::section;
use leptos::prelude::*;

/// The pages under `/agency`.
#[component]
pub fn AgencySection() -> impl IntoView {
    section("/agency", |parts| match parts {
        [] => Some(home_page("/agency")),
        _ => None,
    })
}
