//! An assister's card, as every consumer's page shows it.

use crate::api::manage_assister::AssisterView;
use crate::ui::messages;
use crate::ui::parts::{SummaryList, SummaryRow};
use leptos::prelude::*;

/// Name, kind, organization, reference number, public phone and email, and what a page adds.
#[component]
pub fn AssisterSummary(
    /// The assister.
    assister: AssisterView,
    /// Further rows.
    #[prop(optional)]
    more: Vec<(&'static str, String)>,
) -> impl IntoView {
    let t = messages();
    let rows = [
        (t.details_name(), assister.name),
        (t.details_kind(), t.kind(assister.kind).to_owned()),
        (t.details_organization(), assister.organization),
        (t.details_number(), assister.number),
        (t.details_phone(), assister.phone),
        (t.details_email(), assister.email),
    ];
    let rows = rows.into_iter().chain(more).map(|(label, value)| view! { <SummaryRow label>{value}</SummaryRow> }).collect_view();
    view! { <SummaryList>{rows}</SummaryList> }
}
