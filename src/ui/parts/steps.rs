//! Where in a wizard someone is.

use leptos::prelude::*;

/// "Step 1 of 3" with a bar that shows the same.
#[component]
pub fn Steps(
    /// The sentence.
    #[prop(into)]
    text: String,
    /// The step, from 1.
    current: u8,
    /// How many there are.
    total: u8,
) -> AnyView {
    let marks = (1..=total)
        .map(|step| {
            let class = if step <= current { "steps__mark steps__mark--reached" } else { "steps__mark" };
            view! { <span class=class></span> }
        })
        .collect_view();
    view! {
        <div class="steps">
            <p class="steps__text">{text}</p>
            <div class="steps__bar" aria-hidden="true">{marks}</div>
        </div>
    }
    .into_any()
}
