//! Something to know before going on.

use leptos::prelude::*;

/// Why a [`Notice`] is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NoticeKind {
    /// Good to know.
    #[default]
    Info,
    /// Something will change that may not be wanted.
    Warning,
    /// Something was done.
    Success,
}

/// A set-off paragraph or more. Its kind is said by a word, not by color alone.
#[component]
pub fn Notice(
    /// Why it is there.
    #[prop(optional)]
    kind: NoticeKind,
    /// The kind in a word: "Important", "Warning", "Done".
    #[prop(into)]
    label: String,
    /// What there is to know.
    children: Children,
) -> AnyView {
    let class = match kind {
        NoticeKind::Info => "notice notice--info",
        NoticeKind::Warning => "notice notice--warning",
        NoticeKind::Success => "notice notice--success",
    };
    view! {
        <div class=class>
            <p class="notice__label">{label}</p>
            <div class="notice__body">{children()}</div>
        </div>
    }
    .into_any()
}
