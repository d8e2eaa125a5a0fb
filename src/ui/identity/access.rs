//! Setting up an account, passwords and second factors: `/set-up/TOKEN`, `/password/…`, `/sign-in/…`, `/security`.

use crate::ui::section::section;
use leptos::prelude::*;

/// The pages under these addresses.
#[component]
pub fn AccessSection() -> impl IntoView {
    section("", |_parts| None)
}
