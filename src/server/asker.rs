//! Who asks for an address: a person who goes there, or a browser that looks ahead for them or draws it into another page. Where asking
//! has an effect (a client's record moves from New to In Progress, a file is noted as taken along, LoginMN comes back), only a person's
//! own way there has it.
//!
//! Browsers say which it is, in `Sec-Fetch-Dest`, `Sec-Purpose` and their older names. Who says nothing is a person with an older
//! browser. To add an address whose GET has an effect: a line in [`Asker::may`], and the question where the effect is.

use crate::domain::access::{AGENT_OF_RECORD_ROUTE, LOGIN_MN_ROUTES, PAYMENTS_ROUTE};
use axum::http::{HeaderMap, HeaderValue, Method, header};

/// Where browsers say that they look ahead.
const PURPOSES: [&str; 4] = ["sec-purpose", "purpose", "x-purpose", "x-moz"];
/// What they say there.
const AHEAD: [&str; 3] = ["prefetch", "prerender", "preview"];

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asker {
    /// A person: goes to the page, sends a form, or uses the running application.
    Person,
    /// A page of ours that asks for an address by itself: as good as its person for a file, and no visit to a page.
    Script,
    /// A browser that looks ahead, draws the address into a page, or wants a piece or the head of it.
    Nobody,
}

impl Asker {
    /// Who sent this.
    #[must_use]
    pub fn of(method: &Method, headers: &HeaderMap) -> Self {
        let says = |value: &HeaderValue| {
            let value = value.to_str().unwrap_or_default().to_ascii_lowercase();
            AHEAD.iter().any(|word| value.contains(word))
        };
        if PURPOSES.iter().any(|name| headers.get_all(*name).iter().any(says)) {
            return Self::Nobody;
        }
        match *method {
            Method::GET if headers.contains_key(header::RANGE) => Self::Nobody,
            Method::GET => Self::by_destination(headers),
            Method::HEAD => Self::Nobody,
            _ => Self::Person,
        }
    }

    fn by_destination(headers: &HeaderMap) -> Self {
        let mut said = headers.get_all("sec-fetch-dest").iter();
        match (said.next().map(HeaderValue::as_bytes), said.next()) {
            (None, _) if accepts_pages(headers) => Self::Person,
            (Some(b"document"), None) => Self::Person,
            (Some(b"empty"), None) => Self::Script,
            _ => Self::Nobody,
        }
    }

    /// Whether the address may have its effect, if its GET has one. The effect's own place asks once more, for addresses that are
    /// written in another way.
    #[must_use]
    pub fn may(self, path: &str) -> bool {
        let [_, callback, _] = LOGIN_MN_ROUTES;
        match path {
            AGENT_OF_RECORD_ROUTE | PAYMENTS_ROUTE => self != Self::Nobody,
            path if path == callback || path.starts_with("/clients/") => self.is_person(),
            _ => true,
        }
    }

    /// Whether a person sees what is answered, at once.
    #[must_use]
    pub const fn is_person(self) -> bool {
        matches!(self, Self::Person)
    }
}

/// What an older browser loads for a picture or a style says so in `Accept` alone.
fn accepts_pages(headers: &HeaderMap) -> bool {
    let mut kinds = headers.get_all(header::ACCEPT).iter().map(|value| value.to_str().unwrap_or_default()).peekable();
    kinds.peek().is_none() || kinds.any(|kinds| kinds.trim().is_empty() || kinds.trim() == "*/*" || kinds.contains("text/html"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderName;

    fn asks(method: &Method, headers: &[(&'static str, &'static str)]) -> Asker {
        let header = |(name, value): &(&'static str, &'static str)| (HeaderName::from_static(name), HeaderValue::from_static(value));
        Asker::of(method, &headers.iter().map(header).collect())
    }

    #[test]
    fn who_goes_to_a_page_is_a_person() {
        let page = "text/html,application/xhtml+xml,*/*;q=0.8";
        for said in [
            &[][..],
            &[("accept", "*/*")],
            &[("accept", page)],
            &[("sec-fetch-dest", "document"), ("sec-fetch-mode", "navigate"), ("accept", page)],
        ] {
            assert_eq!(asks(&Method::GET, said), Asker::Person, "{said:?}");
        }
        for method in [Method::POST, Method::PUT] {
            assert_eq!(asks(&method, &[("sec-fetch-dest", "empty"), ("sec-fetch-mode", "cors")]), Asker::Person, "{method}");
        }
        assert_eq!(asks(&Method::GET, &[("sec-fetch-dest", "empty")]), Asker::Script);
    }

    #[test]
    fn looking_ahead_is_nobody() {
        for said in [
            ("sec-purpose", "prefetch"),
            ("sec-purpose", "prefetch;prerender"),
            ("purpose", "prefetch"),
            ("purpose", "preview"),
            ("x-purpose", "preview"),
            ("x-moz", "Prefetch"),
            ("range", "bytes=0-10"),
            ("accept", "image/avif,image/webp,*/*;q=0.8"),
        ] {
            assert_eq!(asks(&Method::GET, &[said]), Asker::Nobody, "{said:?}");
            let and = [("sec-fetch-dest", "document"), said];
            if said.0 != "accept" {
                assert_eq!(asks(&Method::GET, &and), Asker::Nobody, "{and:?}");
            }
        }
        for dest in ["image", "iframe", "frame", "embed", "object", "script", "style", "video", "", "worker", "document,document"] {
            assert_eq!(asks(&Method::GET, &[("sec-fetch-dest", dest)]), Asker::Nobody, "{dest}");
        }
        assert_eq!(asks(&Method::GET, &[("sec-fetch-dest", "document"), ("sec-fetch-dest", "document")]), Asker::Nobody);
        assert_eq!(asks(&Method::HEAD, &[("sec-fetch-dest", "document")]), Asker::Nobody);
        assert_eq!(asks(&Method::POST, &[("sec-purpose", "prefetch;prerender")]), Asker::Nobody);
    }
}
