//! The Agency Management Program: the pages under `/agency`, for agency contacts.

mod import;

use super::identity::home_page;
use super::section::section;
use leptos::prelude::*;

/// The pages under `/agency`.
#[component]
pub fn AgencySection() -> impl IntoView {
    section("/agency", |parts| match parts {
        [] => Some(home_page("/agency")),
        ["import"] => Some(import::form_page()),
        ["imports", id] => Some(import::preview_page((*id).to_owned())),
        _ => None,
    })
}
