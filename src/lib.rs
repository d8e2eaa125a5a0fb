//! The assister portal: consumers authorize certified assisters, assisters work their clients.
//!
//! Layers, each may name only what is left of its arrow: `domain ← api ← ui`, `domain ← store ← server`.
//! The feature gates stand here and nowhere else.

#![recursion_limit = "512"]

/// Whether this is the server's half: what only one half does is left out of the other.
const ON_SERVER: bool = cfg!(feature = "ssr");

/// What goes from thread to thread on the server. In the browser everything is in one.
#[cfg(feature = "ssr")]
fn sendable<T>(work: impl Future<Output = T> + Send) -> impl Future<Output = T> + Send {
    work
}

/// The same in the browser.
#[cfg(not(feature = "ssr"))]
fn sendable<T>(work: impl Future<Output = T>) -> impl Future<Output = T> + Send {
    send_wrapper::SendWrapper::new(work)
}

/// What the service means.
pub mod domain;

/// The message catalog.
pub mod messages;

/// Server functions and wire types.
pub mod api;

/// Components.
pub mod ui;

/// SQL and nothing else.
#[cfg(feature = "ssr")]
pub mod store;

/// HTTP and the outside world.
#[cfg(feature = "ssr")]
pub mod server;

/// Called by the browser when the frame of the program has arrived: fetches what the page at the address needs besides, so that nothing
/// has to be waited for once the page is being made live.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub async fn prepare() {
    ui::fetch(&leptos::prelude::window().location().pathname().unwrap_or_default()).await;
}

/// Makes the server-rendered page live. Done when all of it is.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub async fn hydrate() {
    leptos::mount::hydrate_from_async(leptos::tachys::dom::body(), ui::App).await.forget();
}
