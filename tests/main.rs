//! What the product promises, as one program: the whole of it is linked once.
//!
//! To add a test: a function in the file of its feature, in `journeys` (actors over HTTP), `http` (what surrounds every page and function),
//! `store` (SQL) or `parts` (the design system). All but `parts` run on SQLite and on Postgres.
#![expect(clippy::disallowed_methods, reason = "tests make their own ids and times, and are told where Postgres is")]

mod databases;
mod http;
mod journeys;
mod parts;
mod program;
mod store;
