//! The page's heading.

use leptos::prelude::*;

use super::shown;

/// The one `<h1>` of a page. It can take focus from code (`#page-heading`), so that a page reached without a reload is announced.
#[component]
pub fn Heading(
    /// The heading.
    #[prop(into)]
    text: String,
    /// What stands above it in small, outside the heading itself: the section, the step, the state.
    #[prop(into, optional)]
    caption: String,
) -> AnyView {
    view! {
        <div class="heading">
            {shown(caption).map(|caption| view! { <p class="heading__caption">{caption}</p> })}
            <h1 id="page-heading" class="heading__text" tabindex="-1">{text}</h1>
        </div>
    }
    .into_any()
}
