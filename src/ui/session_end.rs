//! Announces the end of a session before it comes, and lets the person stay without losing what they typed.
//!
//! Every call to the server keeps the session alive, so the time counts from the last one; the page knows of its own calls by the
//! address and by asking to stay. When nobody answers and the session is over, the page gives way to signing in: what is on the screen is
//! somebody's own.

use super::messages;
use super::page::leave_to_somebody_else;
use super::parts::{Actions, Dialog, PressButton};
use crate::api::error::ErrorCode;
use crate::api::identity::stay_signed_in;
use crate::domain::identity::{SESSION_GRAIN, SESSION_IDLE, SESSION_WARNING};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::{JsCast as _, JsValue};
use leptos::web_sys::{RequestInit, Response};
use leptos_router::hooks::use_location;
use std::time::Duration;
use wasm_bindgen_futures::JsFuture;

/// Where a page leads who has no session for it.
const SIGN_IN: &str = "/sign-in?";
/// How long after an answer that it is in use elsewhere the server is asked again whether the session is over.
const AGAIN: Duration = Duration::from_secs(60);

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
    // Told each time that the session was found to go on while nobody answered.
    let goes_on = RwSignal::new(());
    // What the effect hands to its next run: whether the dialog was open, and the timer that opens it, or that looks whether it is over.
    Effect::new(move |earlier: Option<(bool, Option<TimeoutHandle>)>| {
        location.pathname.track();
        location.search.track();
        let (was_open, timer) = earlier.unwrap_or_default();
        if let Some(timer) = timer {
            timer.clear();
        }
        if open.get() {
            goes_on.track();
            let wait = if was_open { AGAIN } else { SESSION_WARNING + SESSION_GRAIN };
            let look = move || {
                spawn_local(async move {
                    let _ = leave_if_over().await;
                    goes_on.try_set(());
                });
            };
            return (true, set_timeout_with_handle(look, wait).ok());
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

/// Goes to sign in, with the way back, when the session is over. Whether it is only the server knows, since another tab may have kept it:
/// it is asked for the page by a HEAD, which is no use of the session. When it can't be asked nothing happens: the page may hold what was
/// typed.
async fn leave_if_over() -> Result<(), JsValue> {
    let request = RequestInit::new();
    request.set_method("HEAD");
    let location = window().location();
    let answer: Response = JsFuture::from(window().fetch_with_str_and_init(&location.href()?, &request)).await?.dyn_into()?;
    if answer.url().contains(SIGN_IN) { location.replace(&answer.url()) } else { Ok(()) }
}
