//! Facts with their names: a record, a receipt, answers to check.

use leptos::prelude::*;

use super::shown;

/// The list. Its children are [`SummaryRow`]s.
#[component]
pub fn SummaryList(
    /// The rows.
    children: Children,
) -> AnyView {
    view! { <dl class="summary-list">{children()}</dl> }.into_any()
}

/// One fact.
#[component]
pub fn SummaryRow(
    /// What the fact is called.
    #[prop(into)]
    label: String,
    /// Where it can be changed, if anywhere.
    #[prop(into, optional)]
    href: String,
    /// The link's text, "Change".
    #[prop(into, optional)]
    link: String,
    /// The fact.
    children: Children,
) -> AnyView {
    let name = label.clone();
    view! {
        <div class="summary-list__row">
            <dt class="summary-list__label">{label}</dt>
            <dd class="summary-list__value">{children()}</dd>
            {shown(href)
                .map(|href| {
                    view! {
                        <dd class="summary-list__action">
                            <a href=href>{link} <span class="visually-hidden">" " {name}</span></a>
                        </dd>
                    }
                })}
        </div>
    }
    .into_any()
}
