//! `/security/details` of everybody but consumers: what the portal knows of them, and who corrects it.

use crate::api::identity::{KeptDetailsPage as Page, kept_details as load};
use crate::ui::messages;
use crate::ui::page::{PageHeading, page};
use crate::ui::parts::{SummaryList, SummaryRow};
use leptos::prelude::*;

/// "Your details", to read.
pub fn kept_details() -> AnyView {
    page(String::new, |_| load(), |page| view! { <Details page /> }.into_any())
}

#[component]
fn Details(page: Page) -> impl IntoView {
    let t = messages();
    view! {
        <PageHeading text=t.your_details_heading() />
        <p class="lead">{t.your_details_kept_lead()}</p>
        <SummaryList>
            <SummaryRow label=t.details_name()>{page.name}</SummaryRow>
            <SummaryRow label=t.details_email()>{page.email}</SummaryRow>
            <SummaryRow label=t.your_details_kept_role()>{page.role}</SummaryRow>
        </SummaryList>
        <p>{page.correct}</p>
    }
}
