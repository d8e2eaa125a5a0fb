//! Manage Assister: who helps the consumer, the wizard, the receipt, removal. All of it for consumers only.

mod account;
mod added;
mod assister_details;
mod confirm_assister;
mod continue_with_assister;
mod find_assister;
mod receipt;
mod remove_assister;
mod types;
mod wizard_page;

pub use account::{AccountPage, LoadAccount, OwnApplication, OwnProgress, account};
pub use added::{AddedPage, assister_added};
pub use assister_details::{DetailsPage, LoadAssisterDetails, assister_details};
pub use confirm_assister::{ConfirmAssister, confirm_assister};
pub use continue_with_assister::{ContinueWithAssister, continue_with_assister};
pub use find_assister::{FindAssister, find_assister};
pub use receipt::{ReceiptPage, receipt};
pub use remove_assister::{RemoveAssister, RemovePage, remove_assister, remove_assister_page};
pub use types::{AssisterView, CurrentView, EarlierView};
pub use wizard_page::{AgreePage, WizardPage, WizardStep, add_assister_page};

/// Where the wizard ends, before its `?receipt=ID`.
pub const ADDED_ADDRESS: &str = "/account/assister/add/done";
/// "Assister Details".
pub const DETAILS_ADDRESS: &str = "/account/assister";
/// "Assister Details" after another window finished first.
pub const OTHER_WINDOW_ADDRESS: &str = "/account/assister?window=other";
