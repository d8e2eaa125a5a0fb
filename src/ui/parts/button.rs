//! Buttons, links that look like buttons, and the row they stand in.

use leptos::prelude::*;

use super::shown;

/// How much a button asks for attention. One primary button per page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// The step that most people take.
    #[default]
    Primary,
    /// Anything else.
    Secondary,
    /// What is hard to undo.
    Danger,
    /// On the colored ground of the header.
    Quiet,
}

impl ButtonKind {
    fn class(self) -> &'static str {
        match self {
            Self::Primary => "button",
            Self::Secondary => "button button--secondary",
            Self::Danger => "button button--danger",
            Self::Quiet => "button button--quiet",
        }
    }
}

/// Sends the form that it stands in.
#[component]
pub fn Button(
    /// What happens when it is pressed.
    #[prop(into)]
    label: String,
    /// Which one of several alike it is: the part of the label that only screen readers get.
    #[prop(into, optional)]
    what: String,
    /// How it looks.
    #[prop(optional)]
    kind: ButtonKind,
    /// Where the form goes by this button, where it is not where it goes by the others.
    #[prop(optional)]
    to: &'static str,
    /// Whether the form is being sent. The button stays in place and keeps focus, and sends nothing
    /// more; where it does (no JavaScript), the server makes repeats harmless.
    #[prop(into, optional)]
    busy: Signal<bool>,
) -> AnyView {
    view! {
        <button
            type="submit"
            class=kind.class()
            formaction=(!to.is_empty()).then_some(to)
            aria-disabled=move || busy.get().then_some("true")
            on:click=move |press| {
                if busy.get_untracked() {
                    press.prevent_default();
                }
            }
        >
            {label} {shown(what).map(|what| view! { <span class="visually-hidden">", " {what}</span> })}
        </button>
    }
    .into_any()
}

/// A button that sends nothing: for what exists only in a running browser, such as opening a dialog.
#[component]
pub fn PressButton(
    /// What happens when it is pressed.
    #[prop(into)]
    label: String,
    /// How it looks.
    #[prop(optional)]
    kind: ButtonKind,
    /// What to do.
    #[prop(into)]
    on_press: Callback<()>,
) -> AnyView {
    view! {
        <button type="button" class=kind.class() on:click=move |_| on_press.run(())>
            {label}
        </button>
    }
    .into_any()
}

/// A link to the next page of a journey that looks like a button.
#[component]
pub fn ButtonLink(
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// What happens when it is followed.
    #[prop(into)]
    label: String,
    /// How it looks.
    #[prop(optional)]
    kind: ButtonKind,
) -> AnyView {
    view! { <a class=kind.class() href=href>{label}</a> }.into_any()
}

/// The buttons and links at the end of a form or page, in a row that wraps. Plain `<a>` children are links beside the button.
#[component]
pub fn Actions(
    /// Buttons, then links.
    children: Children,
) -> AnyView {
    view! { <div class="actions">{children()}</div> }.into_any()
}

/// The way back, above the heading.
#[component]
pub fn BackLink(
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// Where that is, in words.
    #[prop(into)]
    label: String,
) -> AnyView {
    view! { <a class="back-link" href=href>{label}</a> }.into_any()
}
