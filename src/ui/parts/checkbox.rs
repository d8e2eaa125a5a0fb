//! A single checkbox.

use leptos::prelude::*;

use super::field::described_by;

/// One statement to agree to. Sends `yes` when checked and nothing when not.
#[component]
pub fn Checkbox(
    /// The form field's name and the input's id.
    #[prop(into)]
    name: String,
    /// The statement.
    #[prop(into)]
    label: String,
    /// Help that is needed before deciding.
    #[prop(into, optional)]
    hint: String,
    /// Why the answer was refused.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
    /// Whether it is checked when the page is drawn.
    #[prop(optional)]
    checked: bool,
) -> AnyView {
    let has_hint = !hint.is_empty();
    let (hint_id, error_id) = (format!("{name}-hint"), format!("{name}-error"));
    let described_by = {
        let (hint_id, error_id) = (hint_id.clone(), error_id.clone());
        move || described_by([has_hint.then_some(&hint_id), error.with(Option::is_some).then_some(&error_id)])
    };
    view! {
        <div class="field checkbox" class:field--error=move || error.with(Option::is_some)>
            {move || error.get().map(|error| view! { <p class="field__error" id=error_id.clone()>{error}</p> })}
            <div class="checkbox__row">
                <input
                    class="checkbox__input"
                    type="checkbox"
                    id=name.clone()
                    name=name.clone()
                    value="yes"
                    checked=checked
                    aria-describedby=described_by
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                />
                <label class="checkbox__label" for=name>{label}</label>
            </div>
            {has_hint.then(|| view! { <p class="field__hint checkbox__hint" id=hint_id>{hint}</p> })}
        </div>
    }
    .into_any()
}
