//! The assister portal: consumers authorize certified assisters, assisters work their clients.
//!
//! Layers, each may name only what is left of its arrow: `domain ← api ← ui`, `domain ← store ← server`.
//! The feature gates stand here and nowhere else.

#![recursion_limit = "512"]

/// What the service means.
pub mod domain;

/// Server functions and wire types.
pub mod api;

/// SQL and nothing else.
#[cfg(feature = "ssr")]
pub mod store;

/// HTTP and the outside world.
#[cfg(feature = "ssr")]
pub mod server;
