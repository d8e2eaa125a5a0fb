//! Announces the end of a session before it comes, and lets the person stay without losing what they typed.
//!
//! Every call to the server keeps the session alive, so the time counts from the last one; the page knows of its own calls by the
//! address and by asking to stay.

use super::messages;
use super::parts::{Actions, Dialog, PressButton};
use crate::api::error::ApiError;
use crate::api::identity::{Me, stay_signed_in};
use crate::domain::identity::{SESSION_IDLE, SESSION_WARNING};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use std::time::Duration;

/// The server counts use by the minute, so a session may end this much before it is idle for the whole time.
const GRAIN: Duration = Duration::from_secs(60);

/// The dialog "Are you still there?". Without JavaScript there is none, and what is typed survives the sign-in page's detour no more
/// than any form does.
#[component]
pub fn SessionEnd(me: Resource<Result<Me, ApiError>>) -> impl IntoView {
    let t = messages();
    let location = use_location();
    let open = RwSignal::new(false);
    let stayed = RwSignal::new(0_u32);
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let stay = Action::new(move |(): &()| async move {
        let answer = stay_signed_in().await;
        if answer.is_ok() {
            open.set(false);
            stayed.update(|n| *n += 1);
        } else {
            let _ = window().location().assign("/sign-in");
        }
    });
    Effect::new(move |_| {
        location.pathname.track();
        location.search.track();
        stayed.track();
        let signed_in = matches!(me.get(), Some(Ok(Me { person: Some(_), .. })));
        if let Some(timer) = timer.get_value() {
            timer.clear();
        }
        open.set(false);
        if signed_in {
            let wait = SESSION_IDLE.saturating_sub(SESSION_WARNING).saturating_sub(GRAIN);
            timer.set_value(set_timeout_with_handle(move || open.set(true), wait).ok());
        }
    });
    view! {
        <Dialog id="session-end" open title=t.session_heading>
            <p>{t.session_text}</p>
            <Actions>
                <PressButton label=t.session_stay on_press=Callback::new(move |()| { stay.dispatch(()); }) />
            </Actions>
        </Dialog>
    }
}
