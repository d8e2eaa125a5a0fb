//! The resource center: its queues, an assister's account in staff's hands, and the search over all assisters.
//!
//! Every method takes the kinds of assister that the caller looks after: of another kind there is nobody here.

mod access;
mod account;
mod assister;
mod brokers;
mod consumers;
mod email;
mod enroll;
mod locked;
mod organization_list;
mod organizations;
mod pages;
mod queues;
mod search;
mod staff;
mod suspend;

pub use access::{AccountOf, AccountWays, ChangeAccess};
pub use assister::AssisterRecord;
pub use consumers::EndedOnRequest;
pub use email::SIGN_IN_EMAIL;
pub use enroll::{Addressee, Enrolled, Enrollment, Writes};
pub use locked::{Acting, Handled};
pub use organization_list::{OrganizationPage, OrganizationQuery, OrganizationRow};
pub use organizations::{ContactAccount, Rosters};
pub use pages::{AssisterPage, AssisterRow};
pub use search::{COUNTED, StaffQuery};
pub use staff::{Bootstrapped, NewStaff, StaffAccount, StaffRemoved};
