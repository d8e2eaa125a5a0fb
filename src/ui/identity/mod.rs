//! The start page, signing in, creating an account, and the homes of roles whose own pages are to come.

mod create_account;
mod homes;
mod sessions;
mod sign_in;
mod welcome;

pub use create_account::CreateAccountPage;
pub use homes::{AgencyHome, ResourceCenterHome};
pub use sessions::SessionsPage;
pub use sign_in::SignInPage;
pub use welcome::Welcome;
