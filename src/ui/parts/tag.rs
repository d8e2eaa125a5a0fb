//! A word or two about the state, role or kind of something.

use leptos::prelude::*;

/// What a [`Tag`] says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TagKind {
    /// A fact.
    #[default]
    Neutral,
    /// A role, or what is current.
    Accent,
    /// Something is as it should be.
    Success,
    /// Something asks for attention.
    Warning,
}

/// A small label.
#[component]
pub fn Tag(
    /// Its words.
    #[prop(into)]
    text: String,
    /// What it says.
    #[prop(optional)]
    kind: TagKind,
) -> AnyView {
    let class = match kind {
        TagKind::Neutral => "tag",
        TagKind::Accent => "tag tag--accent",
        TagKind::Success => "tag tag--success",
        TagKind::Warning => "tag tag--warning",
    };
    view! { <span class=class>{text}</span> }.into_any()
}
