//! A question that must be answered before going on. Only for what a running script asks: without one a dialog can't open.

use leptos::{html, prelude::*};

/// A native modal `<dialog>`: it holds focus, closes with Escape and gives focus back.
#[component]
pub fn Dialog(
    /// The dialog's id; its title gets `ID-title`.
    #[prop(into)]
    id: String,
    /// Whether it is open. Set to false when the dialog closes, by whatever way.
    open: RwSignal<bool>,
    /// The title.
    #[prop(into)]
    title: String,
    /// What it is about: read out when it opens. Its id is `ID-text`.
    text: AnyView,
    /// Its buttons, in [`Actions`](super::Actions).
    children: Children,
) -> AnyView {
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move || {
        let wanted = open.get();
        if let Some(dialog) = dialog.get()
            && dialog.open() != wanted
        {
            if wanted {
                let _ = dialog.show_modal();
            } else {
                dialog.close();
            }
        }
    });
    let (title_id, text_id) = (format!("{id}-title"), format!("{id}-text"));
    view! {
        <dialog class="dialog" id=id aria-labelledby=title_id aria-describedby=text_id node_ref=dialog on:close=move |_| open.set(false)>
            <h2 class="dialog__title" id=title_id.clone()>{title}</h2>
            <div id=text_id.clone()>{text}</div>
            {children()}
        </dialog>
    }
    .into_any()
}
