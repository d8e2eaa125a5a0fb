//! The assister portal: consumers authorize certified assisters, assisters work their clients.
//!
//! Layers, each may name only what is left of its arrow: `domain ← api ← ui`, `domain ← store ← server`.
//! The feature gates stand here and nowhere else.

#![recursion_limit = "512"]

/// What the service means.
pub mod domain;

/// Server functions and wire types.
pub mod api;

/// Components: pages of the features and the design system they are made of.
pub mod ui;
