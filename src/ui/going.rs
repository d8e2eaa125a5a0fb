//! Going from one page to the next in the running application: the page that is left stays until the next one is here.
//!
//! What that looks like, where the next page begins and where one that is gone back to goes on is `public/start.js`'s part.

use super::js;
use crate::ON_SERVER;
use leptos::prelude::*;
use leptos::reactive::transition::AsyncTransition;
use leptos::server_fn::redirect::call_redirect_hook;
use leptos::wasm_bindgen::JsValue;
use send_wrapper::SendWrapper;

/// Whether something is on its way.
#[derive(Clone, Copy)]
pub struct Going {
    /// The next page.
    page: RwSignal<bool>,
    /// What the page that is shown shows next.
    pub data: RwSignal<bool>,
}

impl Going {
    /// Of an application that begins.
    pub fn begin() {
        let (page, data) = (RwSignal::new(false), RwSignal::new(false));
        provide_context(Self { page, data });
        Effect::new(move |before: Option<bool>| {
            let now = page.get() || data.get();
            if before.unwrap_or_default() != now {
                tell("loading", &now.into());
            }
            now
        });
    }
}

/// Tells the script that started the program.
fn tell(what: &str, argument: &JsValue) -> Option<JsValue> {
    js::call(&js::get(&window(), "portal")?, what, argument)
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
    if let Some(Going { page, .. }) = going {
        page.set(true);
    }
    let made = AsyncTransition::run(make).await;
    if let Some(Going { page, .. }) = going {
        page.set(false);
    }
    made
}

/// The page at the address stands in the document.
pub fn arrive() {
    tell("arrived", &JsValue::UNDEFINED);
}

/// No answer came, which is said. Done when it is time to ask again.
pub async fn no_answer() {
    SendWrapper::new(async {
        if let Some(portal) = js::get(&window(), "portal") {
            js::wait_for(&portal, "line", &JsValue::UNDEFINED).await;
        }
    })
    .await;
}

/// Goes where an answer leads.
pub fn follow(to: &str) {
    let whole = tell("follow", &to.into()).is_some_and(|whole| whole.is_truthy());
    if !whole {
        call_redirect_hook(to);
    }
}
