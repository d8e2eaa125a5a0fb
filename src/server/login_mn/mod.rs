//! LoginMN, the State's single sign-on, by OpenID Connect: authorization code with PKCE, nonce and state.
//!
//! `provider` speaks the protocol and knows nothing of accounts; `routes` are the three addresses: start, callback, and the provider's
//! own notice that somebody signed out there. An identity is issuer and subject, linked to an account when that is set up or by its
//! owner, and never found by an email address.

mod provider;
mod routes;

pub use provider::{Identity, LoginMn, LoginMnError};
pub use routes::{routes, sign_out_address};
