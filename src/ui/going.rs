//! Going from one page to the next in the running application: the page that is left stays until the next one is here.

use super::page::focus_heading;
use crate::ON_SERVER;
use leptos::ev;
use leptos::prelude::*;
use leptos::reactive::transition::AsyncTransition;
use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys::Element;
use std::cell::RefCell;
use std::time::Duration;

/// After how long a wait is shown. What comes sooner comes at once to who waits for it.
const SHOWN_AFTER: Duration = Duration::from_millis(150);

/// Whether the next page is on its way.
#[derive(Clone, Copy)]
pub struct Going {
    /// At all.
    pub page: RwSignal<bool>,
    /// For so long that it is shown.
    pub late: RwSignal<bool>,
}

impl Going {
    /// Of an application that begins.
    pub fn new() -> Self {
        let going = Self { page: RwSignal::new(false), late: RwSignal::new(false) };
        provide_context(going);
        Effect::new(move |timer: Option<Option<TimeoutHandle>>| {
            if let Some(timer) = timer.flatten() {
                timer.clear();
            }
            if going.page.get() {
                return set_timeout_with_handle(move || going.shows(true), SHOWN_AFTER).ok();
            }
            going.shows(false);
            None
        });
        if !ON_SERVER {
            // Before the router's own, which leaves the scrolling to the next page's arrival.
            let _for_good = window_event_listener(ev::click, |event| {
                let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
                let link = target.and_then(|target| target.closest("a[href]").ok().flatten());
                if let Some(link) = &link {
                    let _ = link.set_attribute("noscroll", "");
                }
                PRESSED.replace(link);
            });
        }
        going
    }

    fn shows(self, late: bool) {
        if late != self.late.get_untracked() {
            self.late.set(late);
        }
        PRESSED.with_borrow(|link| {
            if let Some(link) = link {
                let _ = if late { link.set_attribute("data-pressed", "") } else { link.remove_attribute("data-pressed") };
            }
        });
    }
}

thread_local! {
    /// The link that was followed last.
    static PRESSED: RefCell<Option<Element>> = const { RefCell::new(None) };
}

/// Makes the next page when what it shows has been loaded. The server waits for that in its own way, for many at once.
pub async fn when_loaded<F>(make: impl FnOnce() -> F) -> AnyView
where
    F: Future<Output = AnyView>,
{
    if ON_SERVER {
        return make().await;
    }
    let going = use_context::<Going>();
    if let Some(going) = going {
        going.page.set(true);
    }
    let page = AsyncTransition::run(make).await;
    if let Some(going) = going {
        going.page.set(false);
    }
    page
}

/// The next page is here: who followed a link to another part of the page that it stands on stays where they are, and everybody else begins
/// at its heading.
pub fn arrive() {
    if !PRESSED.with_borrow(|link| link.as_ref().is_some_and(is_still_there)) {
        window().scroll_to_with_x_and_y(0.0, 0.0);
        focus_heading();
    }
}

/// Whether a link led here, stands here and has the focus.
fn is_still_there(link: &Element) -> bool {
    let location = window().location();
    let here = location.pathname().unwrap_or_default() + &location.search().unwrap_or_default();
    let led_here = link.get_attribute("href").is_some_and(|href| here.ends_with(&href));
    led_here && document().active_element().is_some_and(|element| element == *link)
}
