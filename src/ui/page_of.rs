//! Whose page it is: what forms and files of a page say, so that they act for nobody else.

use crate::api::identity::Me;
use crate::api::page_of::PAGE_OF;
use leptos::prelude::*;

/// The hidden field that every form of a signed-in person has.
#[component]
pub fn PageOf() -> AnyView {
    view! { {owner().map(|owner| view! { <input type="hidden" name=PAGE_OF value=owner /> })} }.into_any()
}

/// The address of a file, or of a form that sends one.
pub fn own(address: &str) -> String {
    let joint = if address.contains('?') { '&' } else { '?' };
    owner().map_or_else(|| address.to_owned(), |owner| format!("{address}{joint}{PAGE_OF}={owner}"))
}

/// Nothing also while the database can't say it.
fn owner() -> Option<String> {
    use_context::<Me>().and_then(|me| me.person).map(|person| person.page_of).filter(|owner| !owner.is_empty())
}
