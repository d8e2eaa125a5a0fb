//! Links that are sent by mail: 256 random bits in the address, their SHA-256 in the database.

use super::{Config, hex, random};
use crate::domain::typed::plain;
use sha2::{Digest, Sha256};
use std::time::Duration;

/// How long an activation link and its registration number work.
pub const ACTIVATION: Duration = Duration::from_secs(7 * 24 * 60 * 60);
/// How long the link into the Learning Center works.
pub const LEARNING: Duration = Duration::from_secs(60 * 60);
/// How long the link to confirm an email works.
pub const CONFIRM_EMAIL: Duration = Duration::from_secs(7 * 24 * 60 * 60);
/// How long the link to choose a new password works.
pub const PASSWORD_RESET: Duration = Duration::from_secs(20 * 60);

/// How long the link that finishes signing in works.
pub const SIGN_IN: Duration = Duration::from_secs(20 * 60);

/// A new link.
pub struct FreshLink {
    /// The whole address, for the mail and nowhere else.
    pub address: String,
    /// What is stored.
    pub token_hash: [u8; 32],
}

impl FreshLink {
    /// A link to `path` and the token behind it: `/set-up/TOKEN`.
    #[must_use]
    pub fn to(config: &Config, path: &str) -> Self {
        let token = hex(&random::token());
        Self { address: format!("{}{path}/{token}", config.public_url.origin), token_hash: hash(&token) }
    }
}

/// What is stored of a token, or of a code that people type.
#[must_use]
pub fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

/// A registration number, as it stands in the activation mail: `7KQ2-M9XD`.
#[must_use]
pub fn registration_number() -> String {
    let letters = random::reference();
    format!("{}-{}", &letters[..4], &letters[4..8])
}

/// What is stored of a registration number as it was typed: case, spaces and dashes don't count, and the letters that are read for
/// digits are those digits.
#[must_use]
pub fn registration_hash(typed: &str) -> [u8; 32] {
    let typed = plain(typed).to_uppercase();
    let plain = typed.chars().filter(char::is_ascii_alphanumeric).map(|c| match c {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    });
    hash(&plain.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_registration_number_may_be_typed_as_people_do() {
        assert_eq!(registration_hash(" 70k2 m9xd"), registration_hash("7OK2-M9XD"));
        assert_eq!(registration_hash("７０ｋ２\u{200b}－ｍ９ｘｄ"), registration_hash("7OK2-M9XD"));
        assert_ne!(registration_hash("7OK2-M9XD"), registration_hash("7OK2-M9XE"));
        let number = registration_number();
        assert_eq!(number.len(), 9, "{number}");
    }

    #[test]
    fn a_link_says_nothing_but_where_and_is_never_the_same_twice() {
        let config = Config::from_vars(|_| None).unwrap();
        let link = FreshLink::to(&config, "/set-up");
        let token = link.address.strip_prefix("http://127.0.0.1:3000/set-up/").unwrap();
        assert_eq!((token.len(), hash(token)), (64, link.token_hash));
        assert_ne!(FreshLink::to(&config, "/set-up").address, link.address);
    }
}
