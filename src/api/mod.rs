//! The server functions and the types that cross the wire. Thin: require a principal, parse, decide, store, reply.
//!
//! To add one: a file per function in the feature's folder, an explicit `endpoint` (without it the address would hash the build
//! directory and a deploy would break open tabs), and its row in `domain/access`.
//! Wire types carry only what the page shows: all they hold is sent to the browser.

pub mod applications;
pub mod client;
pub mod clients;
pub mod drawn;
pub mod error;
pub mod forms;
pub mod identity;
pub mod learning;
pub mod mail;
pub mod manage_assister;
pub mod page_of;
pub mod plans;
pub mod resource_center;
pub mod roster;
pub mod wire;
pub mod worksheets;
