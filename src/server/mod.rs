//! HTTP and the outside world: configuration, clock, randomness, passwords, sessions, the router and what surrounds it.
//!
//! What a request passes on its way in: `request` (name, log line, deadline, panics) → `headers` → body limit → CSRF → `session` →
//! `plain_forms` → leptos' page or server function. A new middleware is a file with a doc line here and its place in `router`.

pub mod clock;
pub mod config;
pub mod consent;
pub mod context;
pub mod cookies;
pub mod dates;
pub mod demo;
pub mod error_page;
pub mod fault;
pub mod limits;
pub mod next;
pub mod passwords;
pub mod random;
pub mod session;
pub mod sign_in;
pub mod views;

mod forms;
mod info;
mod request;
mod shutdown;
mod site;
mod state;

pub use clock::Clock;
pub use config::Config;
pub use info::{RequestId, RequestInfo, SessionInfo};
pub use passwords::{PasswordProblem, Passwords};
pub use shutdown::Draining;
pub use state::AppState;
