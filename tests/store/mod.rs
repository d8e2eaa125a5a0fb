//! What the store promises, on both databases.
//!
//! To add a method: a test in the file of its feature, inside `on_both`.

mod access;
mod account_changes;
mod accounts;
mod applications;
mod clients;
mod close;
mod concurrency;
mod contacts;
mod demo;
mod enrollments;
mod explain;
mod full;
mod import;
pub mod killed;
mod killed_enroll;
mod killed_submit;
mod learning;
mod leases;
mod leaving;
mod mail;
mod manage_assister;
mod migrations;
mod one_transaction;
mod organization_list;
mod plans;
mod resource_center;
mod roster;
mod roster_list;
mod schema;
mod sealing;
mod snapshots;
mod staff;
mod status;
pub(crate) mod support;
mod sweeps;
mod taken_over;
mod tls;
mod worksheets;
mod wrong_clock;
