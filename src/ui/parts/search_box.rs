//! A search box. It stands in a form that posts, because what is searched for may be personal data.

use leptos::prelude::*;

use super::shown;

/// Label, input, button, and the way back to everything.
#[component]
pub fn SearchBox(
    /// The form field's name and the input's id.
    #[prop(into)]
    name: String,
    /// What is searched.
    #[prop(into)]
    label: String,
    /// What can be typed.
    #[prop(into, optional)]
    hint: String,
    /// What was searched for.
    #[prop(into, optional)]
    value: String,
    /// The button's label.
    #[prop(into)]
    button: String,
    /// Where everything is shown again; empty while nothing is searched for.
    #[prop(into, optional)]
    clear: String,
    /// That link's text.
    #[prop(into, optional)]
    clear_text: String,
) -> AnyView {
    let hint_id = format!("{name}-hint");
    let described_by = (!hint.is_empty()).then(|| hint_id.clone());
    view! {
        <div class="search-box" role="search" aria-label=label>
            <label class="field__label" for=name.clone()>{label.clone()}</label>
            {shown(hint).map(|hint| view! { <p class="field__hint" id=hint_id>{hint}</p> })}
            <div class="search-box__row">
                <input
                    class="field__input search-box__input"
                    type="text"
                    id=name.clone()
                    name=name
                    value=value
                    autocomplete="off"
                    spellcheck="false"
                    enterkeyhint="search"
                    aria-describedby=described_by
                />
                <button type="submit" class="button search-box__button">{button}</button>
                {shown(clear).map(|href| view! { <a class="search-box__clear" href=href>{clear_text}</a> })}
            </div>
        </div>
    }
    .into_any()
}
