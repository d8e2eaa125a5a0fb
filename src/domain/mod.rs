//! What the service means: the rules of `domain.md` as plain types and functions.
//!
//! Pure: no leptos, axum, sqlx, I/O, clock or randomness, and compiled for the server and for the browser alike.
//! A new feature gets a file (or a folder) with the feature's name; the other layers use the same name.

pub mod access;
pub mod applications;
pub mod association;
pub mod audit;
pub mod clients;
pub mod county;
pub mod eligibility;
pub mod hex;
pub mod identity;
pub mod ids;
pub mod instant;
pub mod learning;
pub mod mail;
pub mod manage_assister;
pub mod money;
pub mod next;
pub mod organizations;
pub mod plans;
pub mod query;
pub mod resource_center;
pub mod retention;
pub mod roster;
pub mod second_step;
pub mod shopping;
pub mod signed_in_with;
pub mod text;
pub mod typed;
pub mod worksheets;
pub mod zip;
