//! The page that sends a browser on to the provider.
//!
//! A form's redirect counts as where the form is posted to: Chromium and Safari hold it, and every redirect after it, against the page's
//! `form-action`. A provider may have its pages on another origin than its issuer, and send people on to others that nobody here knows
//! (federation). So no form of ours is answered by a redirect that leaves: the answer is a page of our own, and from there on it is a
//! navigation like any other, which no `form-action` is about. It goes on by itself, with or without JavaScript; where a browser is told
//! not to do that, its link does. Such a page leaves no step behind in the history, as a redirect would not.
//!
//! The way there still begins with a form and not with a link: it sets something down, which a GET must not, and it can't be begun from
//! another site (`csrf`), which could otherwise sign somebody in who did not ask for it.

use crate::messages::{Language, Messages};
use crate::server::error_page::ErrorPages;
use axum::response::Response;

/// Why a browser leaves for the provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Onward {
    /// To sign on, or to link an identity.
    SignOn,
    /// To sign out there, too.
    SignOut,
}

impl Onward {
    const fn texts(self, t: Messages) -> [&'static str; 3] {
        match self {
            Self::SignOn => [t.login_mn_onward_heading(), t.login_mn_onward_text(), t.login_mn_onward_link()],
            Self::SignOut => [t.login_mn_out_heading(), t.login_mn_out_text(), t.login_mn_out_link()],
        }
    }
}

/// Whether an address leads away from here.
#[must_use]
pub fn is_elsewhere(address: &str) -> bool {
    address.starts_with("https://") || address.starts_with("http://")
}

/// The page.
#[must_use]
pub fn onward(pages: &ErrorPages, why: Onward, address: &str) -> Response {
    pages.onward(why.texts(Language::default().messages()), address)
}
