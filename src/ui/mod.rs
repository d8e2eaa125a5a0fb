//! The browser's side: components, rendered on the server and hydrated. No SQL, no permission rule.
//!
//! `parts/` is the design system; every feature has a folder with a file per page; `app.rs` has the routes.
//! A page is: an address read, one server function, one view. To add one, write it so and give it a route.

mod app;
mod applications;
mod clients;
mod copy_number;
mod drawn;
mod forms;
mod frame;
mod going;
mod identity;
mod js;
mod learning;
mod mail;
mod manage_assister;
mod navigation;
mod outlet;
mod page;
mod page_data;
mod page_of;
pub mod parts;
pub mod parts_page;
mod parts_route;
mod password_reminder;
mod plans;
mod preview;
mod resource_center;
mod roster;
mod routes;
mod section;
mod session_end;
mod site;
mod standing;
mod title;
mod worksheets;

pub use app::{App, SiteFiles, shell};
pub use applications::{linked, markup};
pub use clients::{draw_clients, draw_limits};
pub use drawn::{Drawing, Known};
pub use frame::{brief_of, draw_at, title_of, way_back};
pub use learning::draw_learning;
pub use manage_assister::{draw_account, draw_details};
pub use navigation::{ACCESSIBILITY, HELP, LIMITS, PRIVACY};
pub use page::SetStatus;
pub use resource_center::draw_queue;
pub use roster::draw_roster;
pub use routes::{addresses, fetch};
pub use site::{Hours, draw_frame};
pub use title::problems_mark;

use crate::messages::{Language, Messages};

/// What to say, in the reader's language.
fn messages() -> Messages {
    Language::default().messages()
}
