//! Where to go after signing in. An address that a visitor can choose leads to pages of this service only.

use crate::domain::identity::Role;
use std::fmt::Write as _;

/// Why somebody is led to the sign-in page: a fixed word in its address, which every browser is told by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Their session is over.
    Ended,
    /// They signed out.
    SignedOut,
    /// They were on the way in, and it was not finished in time.
    Again,
    /// The page that they asked for is for somebody who is signed in.
    Needed,
}

impl Why {
    /// Every reason.
    pub const ALL: [Self; 4] = [Self::Ended, Self::SignedOut, Self::Again, Self::Needed];

    /// The word in the address.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ended => "ended",
            Self::SignedOut => "signed-out",
            Self::Again => "again",
            Self::Needed => "needed",
        }
    }

    /// Reads the word in an address. Any other one is no reason.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|why| why.code() == code)
    }
}

/// The sign-in page after signing out.
pub const SIGNED_OUT: &str = "/sign-in?why=signed-out";
/// The sign-in page for who was on the way in and begins again.
pub const AGAIN: &str = "/sign-in?why=again";

/// The longest address that is remembered.
const LONGEST: usize = 1024;

/// Prefixes of the pages that need a principal. Anonymous visitors are led to the sign-in page before anything is looked up, so
/// that a record that exists and one that doesn't look the same. A new feature with pages of its own adds its prefix here.
const PROTECTED: [&str; 8] = ["/account", "/clients", "/agency", "/resource-center", "/home", "/sessions", "/security", "/password/change"];

/// Whether a page needs a principal.
#[must_use]
pub fn needs_sign_in(path: &str) -> bool {
    PROTECTED.iter().any(|prefix| path.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
}

fn path_of(address: &str) -> &str {
    address.split(['?', '#']).next().unwrap_or_default()
}

/// The address when it is one of our own pages: a path with its query, and not one that signing in must not lead to.
#[must_use]
pub fn safe(next: &str) -> Option<&str> {
    // Browsers read `//host` and `/\host` as another site, and drop control characters before they look.
    let own = next.starts_with('/') && !next.starts_with("//");
    let plain = next.len() <= LONGEST && next.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    let path = path_of(next);
    let leads_in = ["/api/", "/sign-in/", "/set-up/", "/password/reset/"].iter().any(|prefix| path.starts_with(prefix));
    let useful = !leads_in && !matches!(path, "/sign-in" | "/create-account" | "/api" | "/password/forgot" | "/password/done");
    (own && plain && useful).then_some(next)
}

/// Where a person goes after signing in: where they wanted to, else their own home.
#[must_use]
pub fn or_home(next: Option<&str>, role: Role) -> String {
    next.and_then(safe).unwrap_or_else(|| role.home()).to_owned()
}

/// The sign-in page that leads back to `wanted`.
#[must_use]
pub fn sign_in(wanted: &str) -> String {
    by_way_of("/sign-in", wanted)
}

/// Where somebody goes who must sign in first to see `wanted`, or whose session has `ended` on it. Most learners have no account: they
/// come by a link that is sent to them.
#[must_use]
pub fn way_in(wanted: &str, ended: bool) -> String {
    let learning = wanted.strip_prefix(Role::Learner.home()).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']));
    let why = if ended { Why::Ended } else { Why::Needed };
    let page = format!("{}?why={}", if learning { Role::Learner.home() } else { "/sign-in" }, why.code());
    if learning || wanted == "/" {
        page
    } else if !ended && needs_sign_in(path_of(wanted)) {
        // Where it leads to says why.
        sign_in(wanted)
    } else {
        and_then(&page, wanted)
    }
}

/// Why somebody is on the sign-in page, or the learners': what its address says, and whether the browser brought a session that is over.
fn why(said: &str, next: &str, ended: bool) -> Option<Why> {
    let needed = safe(next).is_some_and(|next| needs_sign_in(path_of(next)));
    Why::from_code(said).or(ended.then_some(Why::Ended)).or(needed.then_some(Why::Needed))
}

/// The same by what the query of an address says. What was typed and refused says why by itself: then there is no reason besides.
#[must_use]
pub fn why_here(query: impl Fn(&str) -> Option<String>, ended: bool) -> Option<Why> {
    let word = |name| query(name).unwrap_or_default();
    // What LoginMN was told on the way out, it says on the way back.
    let reason = query("why").or_else(|| query("state")).unwrap_or_default();
    why(&reason, &word("next"), ended).filter(|_| word("retry").is_empty())
}

/// The page for creating an account, leading back to `wanted`.
#[must_use]
pub fn create_account(wanted: &str) -> String {
    by_way_of("/create-account", wanted)
}

/// `page` with a query that says where to go from there. `page` has a query already.
#[must_use]
pub fn and_then(page: &str, wanted: &str) -> String {
    match safe(wanted) {
        Some(wanted) => format!("{page}&next={}", encoded(wanted)),
        None => page.to_owned(),
    }
}

fn by_way_of(page: &str, wanted: &str) -> String {
    match safe(wanted) {
        Some("/") | None => page.to_owned(),
        Some(wanted) => format!("{page}?next={}", encoded(wanted)),
    }
}

/// Percent-encodes a value of a query.
fn encoded(value: &str) -> String {
    value.bytes().fold(String::with_capacity(value.len() + 8), |mut text, byte| {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'/' => text.push(char::from(byte)),
            _ => {
                let _ = write!(text, "%{byte:02X}");
            }
        }
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_own_pages_are_gone_to() {
        for good in ["/account", "/clients?list=new&sort=name", "/clients/0190", "/", "/account#top"] {
            assert_eq!(safe(good), Some(good));
        }
        for bad in [
            "",
            "account",
            "//evil.test",
            "/\\evil.test",
            "\\\\evil.test",
            "https://evil.test",
            "javascript:alert(1)",
            "/\t/evil.test",
            "/a\r\nSet-Cookie: x=y",
            "/é",
            "/sign-in?next=/sign-in",
            "/api/sign-out",
            "/create-account",
            "/sign-in/second-factor",
            "/set-up/0123",
            "/set-up/email/0123",
        ] {
            assert_eq!(safe(bad), None, "{bad:?}");
        }
        assert_eq!(safe(&format!("/{}", "a".repeat(LONGEST))), None);
    }

    #[test]
    fn the_way_back_survives_in_the_address() {
        assert_eq!(sign_in("/clients?list=new&q=1"), "/sign-in?next=/clients%3Flist%3Dnew%26q%3D1");
        assert_eq!(sign_in("//evil.test"), "/sign-in");
        assert_eq!(or_home(Some("//evil.test"), Role::Assister), "/clients");
        assert_eq!(or_home(Some("/account/assister"), Role::Consumer), "/account/assister");
    }

    #[test]
    fn learners_are_led_to_their_own_way_in() {
        for path in ["/learning", "/learning/course/3", "/learning?retry=1"] {
            assert_eq!(way_in(path, false), "/learning?why=needed", "{path}");
            assert_eq!(way_in(path, true), "/learning?why=ended", "{path}");
        }
        assert_eq!(way_in("/learnings", false), "/sign-in?why=needed&next=/learnings");
        assert_eq!(way_in("/account", false), sign_in("/account"));
    }

    #[test]
    fn every_way_in_says_why_in_fixed_words() {
        assert_eq!(way_in("/clients?list=new", true), "/sign-in?why=ended&next=/clients%3Flist%3Dnew");
        assert_eq!((way_in("/", true).as_str(), way_in("/", false).as_str()), ("/sign-in?why=ended", "/sign-in?why=needed"));
        assert_eq!(way_in("//evil.test", true), "/sign-in?why=ended");
        for reason in Why::ALL {
            assert_eq!(why(reason.code(), "/account", true), Some(reason));
        }
        assert!(SIGNED_OUT.ends_with(Why::SignedOut.code()) && AGAIN.ends_with(Why::Again.code()));
        for unknown in ["", "Ended", "<b>"] {
            assert_eq!(why(unknown, "/account?a=b", false), Some(Why::Needed), "{unknown}");
            assert_eq!(why(unknown, "/account", true), Some(Why::Ended), "{unknown}");
            assert_eq!((why(unknown, "", false), why(unknown, "//evil.test", false), why(unknown, "/", false)), (None, None, None));
        }
    }

    #[test]
    fn protected_pages_are_known_by_whole_parts_of_their_path() {
        for path in ["/account", "/account/assister/add", "/clients/1", "/home"] {
            assert!(needs_sign_in(path), "{path}");
        }
        for path in ["/", "/accounts", "/sign-in", "/create-account", "/api/parts-page", "/pkg/account"] {
            assert!(!needs_sign_in(path), "{path}");
        }
    }
}
