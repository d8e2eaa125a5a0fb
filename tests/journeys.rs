//! The product's promises over HTTP, spoken as actors: consumers authorize, assisters open, and everybody else gets nowhere.
//! Every test runs on SQLite and on Postgres.
#![expect(clippy::disallowed_methods, reason = "tests make their own ids and times, and are told where Postgres is")]

#[path = "journeys/app.rs"]
mod app;
#[path = "journeys/at_once.rs"]
mod at_once;
#[path = "journeys/authorize.rs"]
mod authorize;
#[path = "journeys/clients.rs"]
mod clients;
#[path = "journeys/hammer.rs"]
mod hammer;
#[path = "journeys/mail.rs"]
mod mail;
#[path = "journeys/meanwhile.rs"]
mod meanwhile;
#[path = "journeys/permissions.rs"]
mod permissions;
#[path = "journeys/suspended.rs"]
mod suspended;
