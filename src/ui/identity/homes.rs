//! `/agency` and `/resource-center`: a page that names the role and says what will be there.

use crate::api::identity::{Home, home};
use crate::domain::identity::Role;
use crate::domain::manage_assister::fill;
use crate::ui::messages;
use crate::ui::page::{PageHeading, page};
use crate::ui::parts::Card;
use leptos::prelude::*;

/// The home at this address.
pub fn home_page(address: &'static str) -> AnyView {
    page(move || address.to_owned(), home, |home| view! { <HomeView home /> }.into_any())
}

#[component]
fn HomeView(home: Home) -> impl IntoView {
    let t = messages();
    let (heading, text) = match home.role {
        Role::Arc => (t.home_arc_heading(), t.home_arc_text()),
        Role::Bsl => (t.home_bsl_heading(), t.home_bsl_text()),
        Role::ResourceManager => (t.home_manager_heading(), t.home_manager_text()),
        Role::AgencyContact | Role::Assister | Role::Learner | Role::Consumer => (t.home_agency_heading(), t.home_agency_text()),
    };
    view! {
        <PageHeading text=heading />
        <Card title=fill(t.home_role(), &[("role", t.role(home.role, None))])>
            <p>{text}</p>
            <p class="aside">{t.home_coming()}</p>
        </Card>
    }
}
