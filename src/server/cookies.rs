//! The session cookie, and the one by which a browser is known again: reading them out of whatever a browser sends, and writing them.
//! A cookie carries its token in hex; the database knows only its SHA-256.

use super::config::Config;
use super::hex;
use crate::domain::second_step::BROWSER_KEPT;
use axum::http::{HeaderMap, HeaderValue, header};
use sha2::{Digest, Sha256};

/// How many cookies of our name are tried. A browser sends several when another path or port of the same host set one too.
const MOST_TRIED: usize = 4;

/// The name. With https the prefix makes the browser refuse cookies of this name from neighboring hosts or without encryption.
#[must_use]
pub const fn name(config: &Config) -> &'static str {
    if config.public_url.https { "__Host-session" } else { "session" }
}

/// The name of the cookie by which a browser is known again. It opens nothing.
#[must_use]
pub const fn browser_name(config: &Config) -> &'static str {
    if config.public_url.https { "__Host-browser" } else { "browser" }
}

/// What came along under our name.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Tokens of the right form, in the order sent.
    pub tokens: Vec<[u8; 32]>,
    /// Whether anything of our name came along, of whatever form.
    pub any: bool,
}

/// Finds our cookie. Never fails: headers may hold any bytes, in any number.
#[must_use]
pub fn find(headers: &HeaderMap, name: &str) -> Found {
    let mut found = Found::default();
    for pair in headers.get_all(header::COOKIE).iter().flat_map(|value| value.as_bytes().split(|byte| *byte == b';')) {
        let pair = pair.trim_ascii();
        let (key, value) = match pair.iter().position(|byte| *byte == b'=') {
            Some(at) => (&pair[..at], &pair[at + 1..]),
            None => (pair, &[][..]),
        };
        if key.trim_ascii() == name.as_bytes() {
            found.any = true;
            if let Some(token) = decode(value.trim_ascii()).filter(|token| !found.tokens.contains(token))
                && found.tokens.len() < MOST_TRIED
            {
                found.tokens.push(token);
            }
        }
    }
    found
}

/// What the database stores of a token.
#[must_use]
pub fn hash(token: &[u8; 32]) -> [u8; 32] {
    Sha256::digest(token).into()
}

/// The header that gives the browser its session. It ends with the browser; the server ends it earlier.
#[must_use]
pub fn set(config: &Config, token: &[u8; 32]) -> HeaderValue {
    finish(config, format!("{}={}", name(config), hex(token)), "")
}

/// The header by which a browser is known again for a year.
#[must_use]
pub fn set_browser(config: &Config, token: &[u8; 32]) -> HeaderValue {
    finish(config, format!("{}={}", browser_name(config), hex(token)), &format!("; Max-Age={}", BROWSER_KEPT.as_secs()))
}

/// The header that takes the session's away.
#[must_use]
pub fn clear(config: &Config) -> HeaderValue {
    finish(config, format!("{}=", name(config)), "; Max-Age=0")
}

fn finish(config: &Config, mut text: String, end: &str) -> HeaderValue {
    text.push_str("; Path=/; HttpOnly; SameSite=Lax");
    if config.public_url.https {
        text.push_str("; Secure");
    }
    text.push_str(end);
    // Names and hex digits are always valid; an empty header would do no harm either.
    HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static(""))
}

fn decode(value: &[u8]) -> Option<[u8; 32]> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let mut token = [0; 32];
    if value.len() != 64 {
        return None;
    }
    for (out, pair) in token.iter_mut().zip(value.chunks_exact(2)) {
        *out = digit(pair[0])? * 16 + digit(pair[1])?;
    }
    Some(token)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(values: &[&[u8]]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(header::COOKIE, HeaderValue::from_bytes(value).unwrap());
        }
        headers
    }

    #[test]
    fn what_is_written_is_read_back() {
        let config = Config::from_vars(|_| None).unwrap();
        let token = [0xa5; 32];
        let written = set(&config, &token);
        let pair = written.as_bytes().split(|byte| *byte == b';').next().unwrap();
        assert_eq!(find(&headers(&[b"theme=dark", pair]), "session"), Found { tokens: vec![token], any: true });
    }

    #[test]
    fn no_cookie_is_an_error() {
        for broken in [&b"session"[..], b"session=", b"session=zz", b"session=\xff\xfe", b"session=;session==;;;=;", b" session = ' "] {
            assert_eq!(find(&headers(&[broken]), "session"), Found { tokens: vec![], any: true }, "{broken:?}");
        }
        for foreign in [&b"xsession=1"[..], b"", b";;;", b"=session", b"SESSION=1", b"__Host-session=1"] {
            assert_eq!(find(&headers(&[foreign]), "session"), Found::default(), "{foreign:?}");
        }
        assert!(find(&headers(&["session=a;".repeat(10_000).as_bytes()]), "session").tokens.is_empty());
    }
}
