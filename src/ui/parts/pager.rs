//! The way through the pages of a list.

use leptos::prelude::*;

use super::shown;

/// Previous and Next. An empty address leaves its link out; with both empty only the summary is shown.
#[component]
pub fn Pager(
    /// What is paged, for screen readers.
    #[prop(into)]
    label: String,
    /// Address of the page before.
    #[prop(into, optional)]
    previous: String,
    /// Its link's text, "Previous".
    #[prop(into)]
    previous_text: String,
    /// Address of the page after.
    #[prop(into, optional)]
    next: String,
    /// Its link's text, "Next".
    #[prop(into)]
    next_text: String,
    /// What is shown of how much, for example "50 of 64 clients".
    #[prop(into, optional)]
    summary: String,
) -> AnyView {
    let previous =
        shown(previous).map(|href| view! { <a class="pager__link pager__link--previous" rel="prev" href=href>{previous_text}</a> });
    let next = shown(next).map(|href| view! { <a class="pager__link pager__link--next" rel="next" href=href>{next_text}</a> });
    let links =
        (previous.is_some() || next.is_some()).then(|| view! { <nav class="pager__links" aria-label=label>{previous} {next}</nav> });
    view! {
        <div class="pager">
            {shown(summary).map(|summary| view! { <p class="pager__summary">{summary}</p> })}
            {links}
        </div>
    }
    .into_any()
}
