//! SQL and nothing else: one [`Store`] over SQLite and Postgres, every query written once for both.
//!
//! Times, ids and random values come from the caller; a change and its audit row are one transaction; rows never leave this layer.
//! A new feature gets a file (or a folder) with the feature's name, an `impl Store` block with its methods, a migration for each
//! database in `migrations/`, and its tests in `tests/store/`, where every method runs on both databases.

pub mod demo;

mod audit;
mod backup;
mod clients;
mod codec;
mod db;
mod error;
mod forms;
mod identity;
mod links;
mod mail;
mod manage_assister;
mod roster;

pub use audit::Audit;
pub use clients::{ClientPage, ClientRecord, ClientRow, Cursor, Explained, ListQuery};
pub use db::{DbKind, Store};
pub use error::{Constraint, StoreError};
pub use identity::{Credentials, Flow, FlowPurpose, NewConsumer, NewSession, OwnSession, Session};
pub use links::{Link, LinkFor, LinkPurpose, LinkState, NewLink};
pub use mail::Mail;
pub use manage_assister::{AgreedText, AssisterCard, Authorize, Authorized, Consent, Current, Earlier, Removed};
pub use roster::{Change, HistoryRow};
