//! The list of what is wrong with a form, at the top of the page.

use leptos::{html, prelude::*};

/// The summary's id: where the address of a refused form ends, so that a browser without scripts goes there, too.
pub const PROBLEMS: &str = "problems";

/// Names what is wrong and leads to each field. Takes focus when the page arrives with errors and whenever errors are set anew.
///
/// Place it once above the form, whether there are errors or not.
#[component]
pub fn ErrorSummary(
    /// The title, "There is a problem".
    #[prop(into)]
    title: String,
    /// Field names (the inputs' ids) and messages. An empty field name: the message is not about one field. What begins with a slash is
    /// the address of another page, where the answer is given.
    #[prop(into)]
    errors: Signal<Vec<(String, String)>>,
) -> AnyView {
    let summary = NodeRef::<html::Div>::new();
    // Where no program runs, the browser gives it the focus by itself.
    // A page that arrives with errors must not pull focus away from someone who already types.
    Effect::new(move |earlier: Option<()>| {
        if errors.with(|errors| !errors.is_empty()) && (earlier.is_some() || nothing_has_focus()) {
            request_animation_frame(move || {
                if let Some(summary) = summary.get_untracked() {
                    let _ = summary.focus();
                }
            });
        }
    });
    let list = move || {
        let errors = errors.get();
        (!errors.is_empty()).then(|| {
            view! {
                <div class="error-summary" id=PROBLEMS tabindex="-1" node_ref=summary>
                    <div role="alert">
                        <h2 class="error-summary__title">{title.clone()}</h2>
                        <ul class="error-summary__list">{errors.into_iter().map(item).collect_view()}</ul>
                    </div>
                </div>
            }
        })
    };
    list.into_any()
}

fn item((field, message): (String, String)) -> AnyView {
    if field.is_empty() {
        return view! { <li>{message}</li> }.into_any();
    }
    // An address holds no bracket: one of several questions with one name is found by the id without the escapes.
    let href = if field.starts_with('/') { field.clone() } else { format!("#{}", field.replace('[', "%5B").replace(']', "%5D")) };
    // The router would take the click for a visit and leave focus where it is.
    let go = move |event: leptos::ev::MouseEvent| {
        if let Some(input) = element(&field) {
            event.prevent_default();
            let _ = input.focus();
        }
    };
    view! { <li><a href=href on:click=go>{message}</a></li> }.into_any()
}

fn element(id: &str) -> Option<leptos::web_sys::HtmlElement> {
    use leptos::wasm_bindgen::JsCast;
    document().get_element_by_id(id)?.dyn_into().ok()
}

fn nothing_has_focus() -> bool {
    document().active_element().is_none_or(|element| matches!(element.tag_name().as_str(), "BODY" | "H1" | "MAIN"))
}
