//! A labelled input of several lines.

use leptos::prelude::*;

use super::escape;
use super::field::described_by;

/// Label, hint, error and text area: the only place where a `<textarea>` may stand, because leptos 0.8 writes its children unescaped.
#[component]
pub fn TextArea(
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
    /// What the input holds when the page is drawn.
    #[prop(into, optional)]
    value: String,
    /// Height in lines.
    #[prop(default = 5)]
    rows: u16,
) -> AnyView {
    let has_hint = !hint.is_empty();
    let (hint_id, error_id) = (format!("{name}-hint"), format!("{name}-error"));
    let described_by = {
        let (hint_id, error_id) = (hint_id.clone(), error_id.clone());
        move || described_by([has_hint.then_some(&hint_id), error.with(Option::is_some).then_some(&error_id)])
    };
    view! {
        <div class="field" class:field--error=move || error.with(Option::is_some)>
            <label class="field__label" for=name.clone()>{label}</label>
            {has_hint.then(|| view! { <p class="field__hint" id=hint_id>{hint}</p> })}
            {move || error.get().map(|error| view! { <p class="field__error" id=error_id.clone()>{error}</p> })}
            <textarea
                class="field__input field__input--area"
                id=name.clone()
                name=name
                rows=rows.to_string()
                aria-describedby=described_by
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                inner_html=escaped(&value)
            ></textarea>
        </div>
    }
    .into_any()
}

/// The text as the area's markup. A parser drops the first line break of a text area, so a leading one is doubled.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 1);
    if text.starts_with(['\n', '\r']) {
        escaped.push('\n');
    }
    escape(text, &mut escaped);
    escaped
}
