//! Who is signed in and where, signing in and out, creating a consumer's account.

mod create_account;
mod me;
mod sessions;
mod sign_in;
mod sign_out;

pub use create_account::{CreateAccount, CreateAccountPage, create_account, create_account_page};
pub use me::{Me, Person, StaySignedIn, parts_page, stay_signed_in};
pub use sessions::{EndSession, SessionView, SessionsPage, end_session, sessions_page};
pub use sign_in::{DemoAccount, SignIn, SignInPage, sign_in, sign_in_page};
pub use sign_out::{SignOut, sign_out};
