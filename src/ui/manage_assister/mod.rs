//! The consumer's account and Manage Assister.

mod account;
mod added;
mod assister_summary;
mod details;
mod receipt;
mod remove;
mod wizard;

pub use account::Account;
pub use added::Added;
pub use details::Details;
pub use receipt::Receipt;
pub use remove::Remove;
pub use wizard::{AddAgree, AddCard, AddNumber};
