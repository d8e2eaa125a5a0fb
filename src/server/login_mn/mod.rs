//! LoginMN, the State's single sign-on, by OpenID Connect: authorization code with PKCE, nonce and state.
//!
//! `provider` speaks the protocol and knows nothing of accounts: `discovery` is what the provider says of itself, `token` the signed
//! tokens, `claims` what is believed of them. `routes` are the three addresses: start, callback, and the provider's own notice that
//! somebody signed out there; `onward` is the page that sends a browser on to the provider. An identity is issuer and subject, linked
//! to an account when that is set up or by its owner, and never found by an email address.
//!
//! Providers differ in everything that the standard leaves open. What is not used here is not even read, so that it can't stop a
//! sign-on: of the description five addresses and how the client proves itself, of the token endpoint's answer the ID token, of the
//! tokens `iss`, `aud`, `azp`, `exp`, `sub`, `sid`, `nonce`, `auth_time` and `events`.

mod claims;
mod discovery;
mod error;
mod onward;
mod provider;
mod routes;
mod token;

pub use error::LoginMnError;
pub use onward::{Onward, is_elsewhere, onward};
pub use provider::{Identity, LoginMn};
pub use routes::{routes, sign_out_address};
