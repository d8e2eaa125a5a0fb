//! The start page, signing in, creating an account, and the homes of roles whose own pages are to come.

mod access;
mod create_account;
mod homes;
mod sessions;
mod sign_in;
mod welcome;

pub use access::AccessSection;
pub use create_account::CreateAccountPage;
pub use homes::home_page;
pub use sessions::SessionsPage;
pub use sign_in::SignInPage;
pub use welcome::Welcome;
