//! The consumer's account and Manage Assister.

mod account;
mod added;
mod assister_summary;
mod details;
mod receipt;
mod remove;
mod wizard;

pub use account::{Account, draw_account};
pub use added::Added;
pub use assister_summary::AssisterSummary;
pub use details::{Details, draw_details};
pub use receipt::Receipt;
pub use remove::Remove;
pub use wizard::{AddAgree, AddCard, AddNumber};
