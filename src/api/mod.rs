//! The server functions and the types that cross the wire. Thin: require a principal, parse, decide, store, reply.
//!
//! To add one: a file per function in the feature's folder, an explicit `endpoint`, and its row in `domain/access.rs`.

pub mod error;
