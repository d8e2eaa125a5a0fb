//! `/parts`: every part in every state, with names as long and as hostile as people's input can be.
//!
//! Shown in debug builds and on demo data; what it says is English and no consumer's text. To add a part: a [`Sample`] in the file of its kind.

mod forms;
mod frame;
mod lists;
mod texts;

use leptos::prelude::*;

use super::parts::*;

/// A name that would break out of markup that is not escaped.
const HOSTILE: &str = "</textarea><script>alert(1)</script>";
/// A name that would push a page wider than a phone if it did not wrap.
const LONG: &str = "Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh, Maximiliana Theodora Alexandrina";

/// The page.
#[component]
pub fn PartsPage() -> AnyView {
    view! {
        <Main>
            <Heading text="Parts" caption="Design system"/>
            <p>"Each part of the portal's pages in each of its states. The page stands in the frame that every page has."</p>
            {forms::samples()}
            {texts::samples()}
            {lists::samples()}
            {frame::samples()}
        </Main>
    }
    .into_any()
}

/// A part's section.
#[component]
fn Sample(
    /// The part's name.
    #[prop(into)]
    name: String,
    /// Its states.
    children: Children,
) -> AnyView {
    view! { <section><h2>{name}</h2> {children()}</section> }.into_any()
}
