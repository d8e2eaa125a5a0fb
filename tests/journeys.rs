//! The product's promises over HTTP, spoken as actors: consumers authorize, assisters open, and everybody else gets nowhere.
//! Every test runs on SQLite and on Postgres.
#![expect(clippy::disallowed_methods, reason = "tests make their own ids and times, and are told where Postgres is")]

#[path = "journeys/access/mod.rs"]
mod access;
#[path = "journeys/agency.rs"]
mod agency;
#[path = "journeys/agency_pages.rs"]
mod agency_pages;
#[path = "journeys/app/mod.rs"]
mod app;
#[path = "journeys/application_answers.rs"]
mod application_answers;
#[path = "journeys/application_meanwhile.rs"]
mod application_meanwhile;
#[path = "journeys/application_pages.rs"]
mod application_pages;
#[path = "journeys/application_years.rs"]
mod application_years;
#[path = "journeys/applications.rs"]
mod applications;
#[path = "journeys/at_once.rs"]
mod at_once;
#[path = "journeys/authorize.rs"]
mod authorize;
#[path = "journeys/clients.rs"]
mod clients;
#[path = "journeys/create_account.rs"]
mod create_account;
#[path = "databases/mod.rs"]
mod databases;
#[path = "journeys/email_change.rs"]
mod email_change;
#[path = "journeys/engine/mod.rs"]
mod engine;
#[path = "journeys/enrollment.rs"]
mod enrollment;
#[path = "journeys/enrollment_later.rs"]
mod enrollment_later;
#[path = "journeys/hammer.rs"]
mod hammer;
#[path = "journeys/import.rs"]
mod import;
#[path = "journeys/learning/mod.rs"]
mod learning;
#[path = "journeys/learning_import.rs"]
mod learning_import;
#[path = "journeys/mail.rs"]
mod mail;
#[path = "journeys/manage_assister.rs"]
mod manage_assister;
#[path = "journeys/meanwhile.rs"]
mod meanwhile;
#[path = "journeys/notices.rs"]
mod notices;
#[path = "journeys/organizations.rs"]
mod organizations;
#[path = "journeys/permissions.rs"]
mod permissions;
#[path = "journeys/plan_columns.rs"]
mod plan_columns;
#[path = "journeys/plans.rs"]
mod plans;
#[path = "journeys/received.rs"]
mod received;
#[path = "journeys/resource_center.rs"]
mod resource_center;
#[path = "journeys/resource_center_account.rs"]
mod resource_center_account;
#[path = "journeys/resource_center_brokers.rs"]
mod resource_center_brokers;
#[path = "journeys/resource_center_consumers.rs"]
mod resource_center_consumers;
#[path = "journeys/resource_center_search.rs"]
mod resource_center_search;
#[path = "journeys/resource_center_staff.rs"]
mod resource_center_staff;
#[path = "journeys/seen.rs"]
mod seen;
#[path = "journeys/sign_in.rs"]
mod sign_in;
#[path = "journeys/status.rs"]
mod status;
#[path = "journeys/suspended.rs"]
mod suspended;
#[path = "journeys/what_next.rs"]
mod what_next;
#[path = "journeys/worksheets.rs"]
mod worksheets;
