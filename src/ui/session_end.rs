//! Announces the end of a session before it comes, lets the person stay without losing what they typed, and at the end takes from the
//! page what is somebody's own.
//!
//! Every call to the server keeps the session alive, so the time counts from the last one; the page knows of its own calls by the
//! address and by asking to stay. Times are the clock's: timers stand still while a computer sleeps. Whether the session is over only the
//! server knows, since another tab may have kept it: it says by a HEAD, which is no use of the session, how long there is left.

use super::forms::PlainForm;
use super::messages;
use super::page::{here, leave_to_somebody_else};
use super::page_of::own;
use super::parts::{Actions, Button, ButtonKind, Dialog};
use crate::api::error::ErrorCode;
use crate::api::identity::stay_signed_in;
use crate::domain::identity::{SESSION_GRAIN, SESSION_IDLE, SESSION_LEFT, SESSION_WARNING};
use crate::domain::next::way_in;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::{JsCast as _, JsValue};
use leptos::web_sys::js_sys::Date;
use leptos::web_sys::{RequestInit, Response};
use leptos_router::hooks::use_location;
use std::time::Duration;
use wasm_bindgen_futures::JsFuture;

/// How often the clock is looked at.
const TICK: Duration = Duration::from_secs(1);
/// A page that comes to the end so much too late, because the computer slept, shows nothing while it asks.
const LATE: Duration = Duration::from_secs(5);
/// How long after it could not be asked the server is asked again.
const AGAIN: Duration = Duration::from_secs(10);
/// At how many seconds the time that is left is spoken, besides at the start.
const SPOKEN: [u32; 2] = [60, 20];

/// When the session ends, as far as is known here, and what is shown of it.
#[derive(Clone, Copy)]
struct Ends {
    /// In milliseconds of the clock.
    at: StoredValue<f64>,
    /// Whether the server is asked now, or has said that it is over.
    asked: StoredValue<bool>,
    /// The end has come, as far as is known: the page is covered, whatever key is pressed.
    over: StoredValue<bool>,
    /// Seconds left.
    left: RwSignal<u32>,
    /// The dialog "Are you still there?"
    asks: RwSignal<bool>,
    /// The dialog "We signed you out".
    tells: RwSignal<bool>,
    /// What the server is asked for.
    page: StoredValue<String>,
}

impl Ends {
    fn in_time(self, left: Duration) {
        self.at.set_value(Date::now() + millis(left));
    }

    fn rest(self) -> f64 {
        self.at.get_value() - Date::now()
    }

    fn cover(self, over: bool) {
        self.over.set_value(over);
        self.tells.set(over);
        if over {
            self.asks.set(false);
        }
    }

    /// Looks at the clock.
    fn look(self) {
        let rest = self.rest();
        if rest > 0. {
            if !self.over.get_value() {
                self.left.set(seconds(rest));
                self.asks.set(rest <= millis(SESSION_WARNING));
            }
            return;
        }
        if rest < -millis(LATE) {
            self.cover(true);
        }
        if !self.asked.get_value() {
            self.asked.set_value(true);
            spawn_local(self.ask());
        }
    }

    async fn ask(self) {
        match left(&self.page.get_value()).await {
            Ok(Some(left)) => {
                self.in_time(left);
                self.cover(false);
                self.asked.set_value(false);
                self.look();
            }
            Ok(None) => {
                self.cover(true);
                document().set_title(messages().session_ended_heading());
                // What was typed, and what the page was made of, is there no more.
                while let Ok(Some(other)) = document().query_selector("body > :not(dialog)") {
                    other.remove();
                }
            }
            Err(_) => {
                self.in_time(AGAIN);
                self.cover(true);
                self.asked.set_value(false);
            }
        }
    }

    /// Asks the server to keep the session, since somebody is there.
    async fn stay(self, before: f64) {
        match stay_signed_in().await {
            Ok(()) => {}
            Err(error) if error.code == ErrorCode::SomebodyElse => leave_to_somebody_else(),
            Err(error) => self.at.set_value(if error.code == ErrorCode::SignedOut { 0. } else { before }),
        }
    }
}

/// The dialogs. Without JavaScript there are none, and what is typed survives the sign-in page's detour no more than any form does.
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
    let (path, query) = (location.pathname, location.search);
    let ends = Ends {
        at: StoredValue::new(f64::INFINITY),
        asked: StoredValue::new(false),
        over: StoredValue::new(false),
        left: RwSignal::new(0),
        asks: RwSignal::new(false),
        tells: RwSignal::new(false),
        page: StoredValue::new(own("/")),
    };
    let Ends { left, asks, tells, .. } = ends;
    Effect::new(move || {
        path.track();
        query.track();
        ends.in_time(SESSION_IDLE.saturating_sub(SESSION_GRAIN));
    });
    Effect::new(move || {
        set_interval(move || ends.look(), TICK);
        for event in ["focus", "pageshow", "visibilitychange"] {
            let _ = window_event_listener_untyped(event, move |_| ends.look());
        }
    });
    Effect::new(move |was_open: Option<bool>| {
        let open = asks.get();
        // However it was closed before its time, somebody is there.
        if was_open == Some(true) && !open && !ends.over.get_value() && ends.rest() <= millis(SESSION_WARNING) {
            let before = ends.at.get_value();
            ends.in_time(SESSION_IDLE.saturating_sub(SESSION_GRAIN));
            spawn_local(ends.stay(before));
        }
        open
    });
    Effect::new(move || {
        if !tells.get() && ends.over.get_value() {
            tells.set(true);
        }
    });
    let time = move || left.with(|left| format!("{}:{:02}", left / 60, left % 60));
    let spoken = Memo::new(move |_| SPOKEN.map(|seconds| left.get() <= seconds));
    let says = move || match spoken.get() {
        [_, true] => t.session_seconds(),
        [true, _] => t.session_minute(),
        _ => "",
    };
    let countdown = view! {
        <p>{t.session_text()}</p>
        <p>{t.session_left()} " " <strong role="timer">{time}</strong></p>
    };
    view! {
        <Dialog id="session-end" open=asks title=t.session_heading() text=countdown.into_any()>
            <p class="visually-hidden" role="status">{says}</p>
            <Actions>
                <form method="dialog">
                    <Button label=t.session_stay() />
                </form>
                <PlainForm action="/api/sign-out">
                    <Button label=t.session_leave() kind=ButtonKind::Secondary />
                </PlainForm>
            </Actions>
        </Dialog>
        <Dialog id="session-over" open=tells title=t.session_ended_heading() text=view! { <p>{t.session_over()}</p> }.into_any()>
            <Actions>
                <a class="button" rel="external" href=move || way_in(&here(path.get(), query.get()), true)>{t.site_sign_in()}</a>
            </Actions>
        </Dialog>
    }
    .into_any()
}

/// How long the session lasts as the server knows it; nothing when it is over, or is another person's by now.
async fn left(page: &str) -> Result<Option<Duration>, JsValue> {
    let request = RequestInit::new();
    request.set_method("HEAD");
    let answer: Response = JsFuture::from(window().fetch_with_str_and_init(page, &request)).await?.dyn_into()?;
    let left = answer.headers().get(SESSION_LEFT)?;
    Ok(left.and_then(|left| left.parse().ok()).map(Duration::from_secs))
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between zero and some minutes")]
fn seconds(millis: f64) -> u32 {
    (millis / 1000.).ceil() as u32
}
