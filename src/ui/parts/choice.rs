//! One choice of several: radio buttons where all fit on the page, a list where they don't.

use leptos::prelude::*;

use super::field::described_by;

/// Something to choose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What it is called.
    pub label: String,
}

impl Choice {
    /// A value and what it is called.
    #[must_use]
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into() }
    }
}

/// A question with its answers, all to be seen. The first answer's id is the field's name, so that an error summary leads to it.
#[component]
pub fn Radios(
    /// The form field's name.
    #[prop(into)]
    name: String,
    /// The question.
    #[prop(into)]
    legend: String,
    /// Help that is needed before choosing.
    #[prop(into, optional)]
    hint: String,
    /// Why the choice was refused.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
    /// The answers.
    choices: Vec<Choice>,
    /// The value that is chosen when the page is drawn; empty where none is.
    #[prop(into, optional)]
    value: String,
    /// The page's heading asks already: the question is for screen readers.
    #[prop(optional)]
    asked: bool,
) -> AnyView {
    let has_hint = !hint.is_empty();
    let (hint_id, error_id) = (format!("{name}-hint"), format!("{name}-error"));
    let described_by = {
        let (hint_id, error_id) = (hint_id.clone(), error_id.clone());
        move || described_by([has_hint.then_some(&hint_id), error.with(Option::is_some).then_some(&error_id)])
    };
    let answers = choices.into_iter().enumerate().map(|(place, choice)| {
        let id = if place == 0 { name.clone() } else { format!("{name}-{place}") };
        view! {
            <div class="choice__row">
                <input class="choice__input" type="radio" id=id.clone() name=name.clone() checked=choice.value == value value=choice.value />
                <label class="choice__label" for=id>{choice.label}</label>
            </div>
        }
    });
    let answers = answers.collect_view();
    view! {
        <fieldset class="field choice" class:field--error=move || error.with(Option::is_some) aria-describedby=described_by>
            <legend class=if asked { "visually-hidden" } else { "field__label" }>{legend}</legend>
            {has_hint.then(|| view! { <p class="field__hint" id=hint_id>{hint}</p> })}
            {move || error.get().map(|error| view! { <p class="field__error" id=error_id.clone()>{error}</p> })}
            {answers}
        </fieldset>
    }
    .into_any()
}

/// A labelled list to choose from.
#[component]
pub fn Select(
    /// The form field's name and the list's id.
    #[prop(into)]
    name: String,
    /// What to choose.
    #[prop(into)]
    label: String,
    /// Help that is needed before choosing.
    #[prop(into, optional)]
    hint: String,
    /// Why the choice was refused.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
    /// The entries.
    choices: Vec<Choice>,
    /// The value that is chosen when the page is drawn; the first entry where it is none of them.
    #[prop(into, optional)]
    value: String,
) -> AnyView {
    let has_hint = !hint.is_empty();
    let (hint_id, error_id) = (format!("{name}-hint"), format!("{name}-error"));
    let described_by = {
        let (hint_id, error_id) = (hint_id.clone(), error_id.clone());
        move || described_by([has_hint.then_some(&hint_id), error.with(Option::is_some).then_some(&error_id)])
    };
    let entries =
        choices.into_iter().map(|choice| view! { <option selected=choice.value == value value=choice.value>{choice.label}</option> });
    let entries = entries.collect_view();
    view! {
        <div class="field" class:field--error=move || error.with(Option::is_some)>
            <label class="field__label" for=name.clone()>{label}</label>
            {has_hint.then(|| view! { <p class="field__hint" id=hint_id>{hint}</p> })}
            {move || error.get().map(|error| view! { <p class="field__error" id=error_id.clone()>{error}</p> })}
            <select
                class="field__input choice__list"
                id=name.clone()
                name=name
                aria-describedby=described_by
                aria-invalid=move || error.with(Option::is_some).then_some("true")
            >
                {entries}
            </select>
        </div>
    }
    .into_any()
}

/// Fields that belong together, under a name of their own.
#[component]
pub fn FieldGroup(
    /// What they have in common.
    #[prop(into)]
    legend: String,
    /// What is needed to know before filling them in.
    #[prop(into, optional)]
    hint: String,
    /// The fields.
    children: Children,
) -> AnyView {
    view! {
        <fieldset class="field-group">
            <legend class="field-group__legend">{legend}</legend>
            {super::shown(hint).map(|hint| view! { <p class="field__hint">{hint}</p> })}
            {children()}
        </fieldset>
    }
    .into_any()
}
