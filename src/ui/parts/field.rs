//! A labelled input of one line.

use leptos::prelude::*;

use super::shown;

/// What is typed into a [`Field`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InputKind {
    /// Any words.
    #[default]
    Text,
    /// An email address.
    Email,
    /// A secret. Its value is never written into the page.
    Password,
    /// A calendar day, as people write it: `3/14/1980`, `March 14, 1980`. Narrow by itself.
    Date,
    /// A file of rows, as spreadsheets write them. The form around it is sent by the browser itself, as `multipart/form-data`.
    File,
}

impl InputKind {
    fn name(self) -> &'static str {
        match self {
            // A browser's own calendar takes one form of a date only, and takes away what it does not understand.
            Self::Text | Self::Date => "text",
            Self::Email => "email",
            Self::Password => "password",
            Self::File => "file",
        }
    }
}

/// Label, hint, error and input. The input's id is its name, so `#name` in an [`ErrorSummary`](super::ErrorSummary) leads to it.
///
/// An error may come and go without a reload: only the message and the wiring change, never what was typed.
#[component]
pub fn Field(
    /// The form field's name and the input's id.
    #[prop(into)]
    name: String,
    /// What to type.
    #[prop(into)]
    label: String,
    /// Help that is needed before typing.
    #[prop(into, optional)]
    hint: String,
    /// Why what was typed was refused.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
    /// What the input holds when the page is drawn. Ignored for passwords.
    #[prop(into, optional)]
    value: String,
    /// What is typed.
    #[prop(optional)]
    kind: InputKind,
    /// The `autocomplete` token, for example `email` or `current-password`.
    #[prop(optional)]
    autocomplete: &'static str,
    /// The on-screen keyboard, for example `numeric`.
    #[prop(optional)]
    inputmode: &'static str,
    /// Whether the input is narrow: for numbers.
    #[prop(optional)]
    short: bool,
    /// Where it may be left empty: what says so beside the label.
    #[prop(optional)]
    optional: &'static str,
) -> AnyView {
    let (has_hint, is_optional) = (!hint.is_empty(), !optional.is_empty());
    let (optional_id, hint_id, error_id) = (format!("{name}-optional"), format!("{name}-hint"), format!("{name}-error"));
    let described_by = {
        let (optional_id, hint_id, error_id) = (optional_id.clone(), hint_id.clone(), error_id.clone());
        move || {
            let wrong = error.with(Option::is_some);
            described_by([is_optional.then_some(&optional_id), has_hint.then_some(&hint_id), wrong.then_some(&error_id)])
        }
    };
    let value = if matches!(kind, InputKind::Password | InputKind::File) { None } else { shown(value) };
    view! {
        <div class="field" class:field--error=move || error.with(Option::is_some)>
            <label class="field__label" for=name.clone()>{label}</label>
            {is_optional.then(|| view! { <span class="field__optional" id=optional_id>{optional}</span> })}
            {has_hint.then(|| view! { <p class="field__hint" id=hint_id>{hint}</p> })}
            {move || error.get().map(|error| view! { <p class="field__error" id=error_id.clone()>{error}</p> })}
            <input
                class=if short || kind == InputKind::Date { "field__input field__input--short" } else { "field__input" }
                type=kind.name()
                id=name.clone()
                name=name
                value=value
                accept=(kind == InputKind::File).then_some(".csv,text/csv,text/plain")
                autocomplete=(!autocomplete.is_empty()).then_some(autocomplete)
                inputmode=(!inputmode.is_empty()).then_some(inputmode)
                autocapitalize=matches!(kind, InputKind::Email).then_some("none")
                spellcheck="false"
                aria-describedby=described_by
                aria-invalid=move || error.with(Option::is_some).then_some("true")
            />
        </div>
    }
    .into_any()
}

/// The ids for `aria-describedby`, or nothing.
pub(super) fn described_by<const N: usize>(ids: [Option<&String>; N]) -> Option<String> {
    let ids: Vec<&str> = ids.into_iter().flatten().map(String::as_str).collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}
