//! Whose page it is. A page says so with everything that it sends, and what was signed in since by somebody else refuses it: in one
//! browser, two people may follow one another while a page of the first is still open.

use std::sync::OnceLock;

/// The name of the hidden field, of the header and of the part of an address that say whose page it is.
pub const PAGE_OF: &str = "page-of";

/// Where a running page goes when it turns out to be somebody else's.
pub const SOMEBODY_ELSE: &str = "/somebody-else";

/// In the browser: whose page this is. The same until the next whole page.
static OWNER: OnceLock<String> = OnceLock::new();

/// In the browser: whose page this is, once that is known.
pub fn owner() -> Option<&'static str> {
    OWNER.get().map(String::as_str)
}

/// Called once by a page that begins to run: whose it is.
pub fn run_for(owner: &str) {
    let _ = OWNER.set(owner.to_owned());
}
