//! HTTP and the outside world: configuration, clock, randomness, passwords, sessions, the router and what surrounds it.
//!
//! What a request passes on its way in: `headers` → `carried_out` (a task of its own) → `request` (name, log line, deadline, panics) →
//! `host` → body limit → `csrf` → `error_page::dress` (whose header) → `session` → `plain_forms` → leptos' page or server function. A new
//! middleware is a file with a doc line here and its place in `router`.

pub mod access;
pub mod account_access;
pub mod anonymous;
pub mod applications;
pub mod asker;
pub mod backup;
pub mod brokers;
pub mod cli;
pub mod clock;
pub mod config;
pub mod consent;
pub mod context;
pub mod cookies;
pub mod dates;
pub mod demo;
pub mod engine;
pub mod error_page;
pub mod fault;
pub mod imports;
pub mod learning;
pub mod leases;
pub mod limits;
pub mod line;
pub mod links;
pub mod login_mn;
pub mod mail;
mod nodes;
pub mod organizations;
mod page_of;
pub mod passkeys;
pub mod passwords;
pub mod plans;
pub mod random;
pub mod resource_center;
pub mod roster;
pub mod session;
pub mod sign_in;
pub mod strength;
pub mod views;
pub mod worksheets;

mod again;
mod bootstrap;
mod carried_out;
mod check;
mod common_passwords;
mod connections;
mod csrf;
pub mod csv;
mod forms;
mod headers;
mod health;
mod host;
mod info;
mod local;
mod plain_forms;
mod program_ended;
mod request;
mod router;
mod secret_key;
mod seldom;
mod serve;
mod shutdown;
mod site;
mod state;
mod static_files;
mod step;
mod telemetry;
mod texts;
pub mod trace;
mod uploads;
mod whole_file;
mod whole_page;

pub use crate::domain::hex::hex;
pub use clock::Clock;
pub use config::Config;
pub use info::{RequestId, RequestInfo, SessionInfo};
pub use passwords::Passwords;
pub use router::router;
pub use serve::{StartError, serve};
pub use shutdown::Draining;
pub use state::AppState;
