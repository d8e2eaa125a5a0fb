//! `/account/assister/receipts/ID`

use super::assister_summary::AssisterSummary;
use crate::api::manage_assister::{ReceiptPage, receipt};
use crate::domain::manage_assister::fill;
use crate::ui::messages;
use crate::ui::page::{PageHeading, page};
use crate::ui::parts::{BackLink, Blocks, SummaryList, SummaryRow};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// A receipt.
#[component]
pub fn Receipt() -> impl IntoView {
    let params = use_params_map();
    let id = move || params.with(|p| p.get("id").unwrap_or_default());
    page(id, receipt, |data| view! { <ReceiptView data /> }.into_any())
}

#[component]
fn ReceiptView(data: ReceiptPage) -> impl IntoView {
    let t = messages();
    let status = data.ended.map_or_else(|| t.receipt_active().to_owned(), |date| fill(t.receipt_ended(), &[("date", &date)]));
    let language = if data.language == "en" { t.receipt_language_en().to_owned() } else { data.language };
    let facts = [
        (t.receipt_typed(), data.typed_name),
        (t.receipt_time(), data.agreed),
        (t.receipt_status(), status),
        (t.receipt_number(), data.id.to_string()),
        (t.receipt_version(), data.version),
        (t.receipt_language(), language),
        (t.receipt_hash(), data.sha256),
    ];
    view! {
        <article class="receipt">
            <PageHeading text=t.receipt_heading() />
            <p class="lead">{t.receipt_lead()}</p>
            <SummaryList>{facts.into_iter().map(|(label, value)| view! { <SummaryRow label>{value}</SummaryRow> }).collect_view()}</SummaryList>
            <h2>{t.receipt_assister()}</h2>
            <AssisterSummary assister=data.assister />
            <h2>{t.receipt_agreed()}</h2>
            <div class="document">
                <Blocks blocks=data.blocks inside=true />
            </div>
            <details class="exact">
                <summary>{t.receipt_exact()}</summary>
                <pre>{data.text}</pre>
            </details>
            <h2>{t.receipt_how_to_end_title()}</h2>
            <p>{t.receipt_how_to_end()}</p>
        </article>
        <BackLink href="/account/assister" label=t.receipt_back() />
    }
}
