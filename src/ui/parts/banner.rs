//! Whom someone acts for.

use leptos::prelude::*;

use super::shown;

/// A band above a record: "You are acting for NAME", with the way out.
#[component]
pub fn Banner(
    /// What the band is, for screen readers.
    #[prop(into)]
    label: String,
    /// The sentence, with the name in it.
    #[prop(into)]
    text: String,
    /// The name, which is set off in the sentence.
    #[prop(into, optional)]
    name: String,
    /// Where the way out leads.
    #[prop(into, optional)]
    href: String,
    /// The link's text.
    #[prop(into, optional)]
    link: String,
) -> AnyView {
    let (before, name, after) = match text.rsplit_once(&name) {
        Some((before, after)) if !name.is_empty() => (before.to_owned(), Some(name), after.to_owned()),
        _ => (text, None, String::new()),
    };
    view! {
        <section class="banner" aria-label=label>
            <p class="banner__text">{before} {name.map(|name| view! { <strong class="banner__name">{name}</strong> })} {after}</p>
            {shown(href).map(|href| view! { <a class="banner__link" href=href>{link}</a> })}
        </section>
    }
    .into_any()
}
