//! The service over HTTP, without a network: what surrounds every page and function. Each test runs on both databases.
//!
//! To add a test: a function in the file of its topic that takes each [`support::Service`] from [`support::services`].

mod backup;
mod bootstrap;
mod bursts;
mod check;
mod cookies;
mod cut_off;
mod forms;
mod hammer;
mod headers;
mod health;
mod limits;
mod login_mn;
mod mail;
mod pooler;
mod program;
mod rights;
mod rolling;
mod secret_key;
mod sign_in;
mod smtp;
mod standby;
mod starting;
mod starting_late;
mod support;
mod tls;
mod traces;
mod unheard;
mod wrong_clock;
