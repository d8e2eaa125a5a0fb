//! The assister portal: consumers authorize certified assisters, assisters work their clients.
//!
//! Layers, each may name only what is left of its arrow: `domain ← api ← ui`, `domain ← store ← server`.
//! The feature gates stand here and nowhere else.

#![recursion_limit = "512"]

/// Whether this is the server's half: what only one half does is left out of the other.
const ON_SERVER: bool = cfg!(feature = "ssr");

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

/// Called by the browser when the WebAssembly has arrived: makes the server-rendered page live.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_lazy(ui::App);
}
