//! A box with a title, some text and where to go from there.

use leptos::prelude::*;

use super::shown;

/// A section of a page as a card. The link at its end stands for the whole card: all of it can be pressed.
#[component]
pub fn Card(
    /// The card's heading (`<h2>`).
    #[prop(into)]
    title: String,
    /// Where the card leads, if anywhere.
    #[prop(into, optional)]
    href: String,
    /// The link's text.
    #[prop(into, optional)]
    link: String,
    /// The body.
    children: Children,
) -> AnyView {
    view! {
        <section class="card">
            <h2 class="card__title">{title}</h2>
            <div class="card__body">{children()}</div>
            {shown(href).map(|href| view! { <p class="card__foot"><a class="card__link" href=href>{link}</a></p> })}
        </section>
    }
    .into_any()
}
