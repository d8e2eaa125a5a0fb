//! Announces the end of a session before it comes, and lets the person stay without losing what they typed.
//!
//! Every call to the server keeps the session alive, so the time counts from the last one; the page knows of its own calls by the
//! address and by asking to stay.

use super::messages;
use super::page::leave_to_somebody_else;
use super::parts::{Actions, Dialog, PressButton};
use crate::api::error::ErrorCode;
use crate::api::identity::stay_signed_in;
use crate::domain::identity::{SESSION_GRAIN, SESSION_IDLE, SESSION_WARNING};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_location;

/// The dialog "Are you still there?". Without JavaScript there is none, and what is typed survives the sign-in page's detour no more
/// than any form does.
#[component]
pub fn SessionEnd(
    /// Whether there is a session that could end.
    signed_in: bool,
) -> AnyView {
    if !signed_in {
        return ().into_any();
    }
    let t = messages();
    let location = use_location();
    let open = RwSignal::new(false);
    // What the effect hands to its next run: whether the dialog was open, and the timer that opens it.
    Effect::new(move |earlier: Option<(bool, Option<TimeoutHandle>)>| {
        location.pathname.track();
        location.search.track();
        let (was_open, timer) = earlier.unwrap_or_default();
        if let Some(timer) = timer {
            timer.clear();
        }
        if open.get() {
            return (true, None);
        }
        // However it was closed, somebody is there.
        if was_open {
            spawn_local(stay());
        }
        let wait = SESSION_IDLE.saturating_sub(SESSION_WARNING).saturating_sub(SESSION_GRAIN);
        (false, set_timeout_with_handle(move || open.set(true), wait).ok())
    });
    view! {
        <Dialog id="session-end" open title=t.session_heading()>
            <p>{t.session_text()}</p>
            <Actions>
                <PressButton label=t.session_stay() on_press=move |()| open.set(false) />
            </Actions>
        </Dialog>
    }
    .into_any()
}

/// Asks the server to keep the session. Where it can't, because it is over, signing in comes next.
async fn stay() {
    match stay_signed_in().await {
        Ok(()) => {}
        Err(error) if error.code == ErrorCode::SomebodyElse => leave_to_somebody_else(),
        Err(_) => {
            let _ = window().location().assign("/sign-in");
        }
    }
}
