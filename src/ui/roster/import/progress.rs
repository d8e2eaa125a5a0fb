//! How far a confirmed import is. Without JavaScript the page loads itself anew (a header of its answer says so); where the application
//! runs, it asks, and shows the result when there is one.

use crate::api::roster::{ProgressView, import_progress};
use crate::domain::ids::ImportId;
use crate::domain::manage_assister::fill;
use crate::domain::roster::ImportStatus;
use crate::ui::messages;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;

/// How often the application asks.
const EVERY: Duration = Duration::from_secs(1);

/// The bar and its words.
#[component]
pub fn Progress(id: ImportId, progress: ProgressView) -> impl IntoView {
    let t = messages();
    let now = RwSignal::new(progress);
    Effect::new(move |_| ask_later(id, now));
    let words = move || {
        let ProgressView { done, todo, .. } = now.get();
        fill(t.import_progress(), &[("done", &done.to_string()), ("todo", &todo.to_string())])
    };
    view! {
        <p>{t.import_running()}</p>
        <p>
            <progress aria-label=t.import_check_heading() max=move || now.get().todo.max(1).to_string() value=move || now.get().done.to_string()></progress>
        </p>
        <p role="status">{words}</p>
    }
}

fn ask_later(id: ImportId, now: RwSignal<ProgressView>) {
    set_timeout(
        move || {
            spawn_local(async move {
                let answer = import_progress(id.to_string()).await;
                if let Ok(progress) = answer {
                    // The page may have been left meanwhile.
                    if now.try_set(progress).is_some() {
                        return;
                    }
                    if progress.status != ImportStatus::Running {
                        let _ = window().location().reload();
                        return;
                    }
                }
                ask_later(id, now);
            });
        },
        EVERY,
    );
}
