//! The start page, signing in, creating an account.

mod access;
mod create_account;
mod sessions;
mod sign_in;
mod welcome;
mod why_here;

pub use access::AccessSection;
pub use create_account::CreateAccountPage;
pub use sessions::SessionsPage;
pub use sign_in::SignInPage;
pub use welcome::Welcome;
pub use why_here::Reason;
