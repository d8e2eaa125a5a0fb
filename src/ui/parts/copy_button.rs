//! Puts a text on the clipboard.

use super::shown;
use crate::ui::js;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsValue;

/// A small button. It shows itself only where a script runs and there is a clipboard.
#[component]
pub fn CopyButton(
    /// What is copied.
    #[prop(into)]
    text: String,
    /// The button's label, "Copy".
    #[prop(into)]
    label: String,
    /// What is copied, in words: the part of the label that only screen readers get.
    #[prop(into, optional)]
    what: String,
    /// What is said when it is done, "Copied".
    #[prop(into)]
    done: String,
) -> AnyView {
    let works = RwSignal::new(false);
    let copied = RwSignal::new(false);
    Effect::new(move || works.set(clipboard().is_some()));
    let copy = move |_| {
        let text = text.clone();
        spawn_local(async move {
            if copy_text(&text).await.is_some() {
                copied.set(true);
                set_timeout(move || copied.set(false), std::time::Duration::from_secs(4));
            }
        });
    };
    let said = done.clone();
    view! {
        <span class="copy" hidden=move || !works.get()>
            <button type="button" class="copy__button" class:copy__button--done=copied on:click=copy>
                {label} {shown(what).map(|what| view! { <span class="visually-hidden">" " {what}</span> })}
            </button>
            <span class="copy__done" aria-hidden="true" hidden=move || !copied.get()>{done}</span>
            <span class="visually-hidden" role="status">{move || copied.get().then(|| said.clone())}</span>
        </span>
    }
    .into_any()
}

/// `navigator.clipboard`, which browsers leave out where the connection is not secure.
pub fn clipboard() -> Option<JsValue> {
    js::get(&js::get(&window(), "navigator")?, "clipboard")
}

/// Puts a text there; nothing where that was refused.
pub async fn copy_text(text: &str) -> Option<()> {
    js::wait_for(&clipboard()?, "writeText", &text.into()).await.map(drop)
}
