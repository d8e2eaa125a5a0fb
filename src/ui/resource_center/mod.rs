//! The resource center: the pages under `/resource-center`, for ARC, BSL and the resource manager.
//!
//! To add a page: its file, its line in [`ResourceCenterSection`], and its tab in `tabs` where people should find it.

mod account_access;
mod account_change;
mod add_broker;
mod add_organization;
mod assister;
mod assister_account;
mod assisters;
mod consumers;
mod end_contact;
mod organization;
mod organizations;
mod queue;
mod staff;
mod status;
mod suspend;
mod tabs;

pub use queue::{Queues, draw_queue};
pub use tabs::{CenterTabs, Place};

use super::learning::training_import_page;
use super::mail::mail_queue_page;
use super::plans::plans_page;
use super::section::section;
use leptos::prelude::*;

/// The pages under `/resource-center`, but for the queues themselves.
#[component]
pub fn ResourceCenterSection() -> impl IntoView {
    section("/resource-center", |parts| match parts {
        ["assisters"] => Some(assisters::assisters_page()),
        ["assisters", id] => Some(assister::assister_page((*id).to_owned())),
        ["assisters", id, change] => Some(account_change::account_change_page((*id).to_owned(), (*change).to_owned())),
        ["access", whose, id] => Some(account_access::account_access_page((*whose).to_owned(), (*id).to_owned())),
        ["brokers", "add"] => Some(add_broker::add_broker_page()),
        ["consumers"] => Some(consumers::consumers_page()),
        ["organizations"] => Some(organizations::organizations_page()),
        ["organizations", "add"] => Some(add_organization::add_organization_page()),
        ["organizations", id] => Some(organization::organization_page((*id).to_owned())),
        ["organizations", id, "contacts", user, "end"] => Some(end_contact::end_contact_page((*id).to_owned(), (*user).to_owned())),
        ["staff"] => Some(staff::staff_page()),
        ["staff", "add"] => Some(staff::add_staff_page()),
        ["staff", id] => Some(staff::staff_account_page((*id).to_owned())),
        ["mail"] => Some(mail_queue_page()),
        ["plans"] => Some(plans_page()),
        ["training-import"] => Some(training_import_page()),
        _ => None,
    })
}
