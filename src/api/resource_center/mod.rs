//! The resource center: queues, an assister's account in staff's hands, staff accounts, consumers who ask for help. For staff only, and
//! for the kinds of assister that their role looks after.

mod account_change;
mod assister;
mod certification;
mod confirm_account;
mod enroll;
mod queue;
mod send_activation;
mod types;

pub use account_change::{AccountChangePage, ChangeAccount, account_change_page, change_account};
pub use assister::{AssisterPage, assister};
pub use certification::{SaveCertification, save_certification};
pub use confirm_account::{ConfirmAccount, confirm_account};
pub use enroll::{Enroll, enroll};
pub use queue::{QueueAddress, QueuePage, WaitingView, queue};
pub use send_activation::{SendActivation, send_activation};
pub use types::{HistoryView, assister_page_address};
