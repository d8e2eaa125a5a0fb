//! Randomness: the one place that draws it. Ids carry their time in front, so that new rows go to the end of an index.

use crate::domain::instant::Instant;
use uuid::Uuid;

/// `N` unpredictable bytes from a generator that is seeded by the operating system.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "the one place that draws randomness")]
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    rand::fill(&mut bytes);
    bytes
}

/// A number below `count`, each as likely as any other (to one in 2³²); 0 where there is none.
#[must_use]
pub fn below(count: usize) -> usize {
    let count = u64::try_from(count).unwrap_or(u64::MAX).max(1);
    usize::try_from(u64::from_le_bytes(bytes()) % count).unwrap_or_default()
}

/// 256 bits for a session.
#[must_use]
pub fn token() -> [u8; 32] {
    bytes()
}

/// A new id, version 7: the milliseconds of `now` and 74 random bits.
#[must_use]
pub fn uuid_v7(now: Instant) -> Uuid {
    let millis = u64::try_from(now.as_micros() / 1000).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &bytes()).into_uuid()
}

/// Twelve letters and digits that a person can read out over the phone: the name of one request in the log.
#[must_use]
pub fn reference() -> String {
    // Crockford's alphabet: no I, L, O or U, which are misread or spell words.
    const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    bytes::<12>().into_iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect()
}

/// A new Assister ID: nine letters and digits, at least one of them a digit, so that it is never read as a name.
#[must_use]
pub fn assister_code() -> String {
    loop {
        let code: String = reference().chars().take(9).collect();
        if code.contains(|c: char| c.is_ascii_digit()) {
            return code;
        }
    }
}

/// So many letters of an alphabet, each as likely as every other.
#[must_use]
pub fn letters(alphabet: &[u8], count: usize) -> String {
    (0..count).filter_map(|_| alphabet.get(below(alphabet.len()))).map(|letter| char::from(*letter)).collect()
}

/// Six digits, each as likely as every other.
#[must_use]
pub fn six_digits() -> String {
    format!("{:06}", below(1_000_000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_of_version_7_and_in_the_order_of_time() {
        let early = uuid_v7(Instant::from_micros(1_000_000));
        let late = uuid_v7(Instant::from_micros(2_000_000));
        assert_eq!(early.get_version_num(), 7);
        assert!(early < late);
        assert_ne!(uuid_v7(Instant::from_micros(0)), uuid_v7(Instant::from_micros(0)));
    }

    #[test]
    fn no_two_draws_are_alike() {
        assert_ne!(token(), token());
        assert_ne!(reference(), reference());
        assert_eq!(reference().len(), 12);
        assert_ne!(assister_code(), assister_code());
        assert_eq!(assister_code().len(), 9);
        assert!((0..100).all(|_| six_digits().len() == 6));
        assert!("abc".chars().all(|letter| letters(b"abc", 1000).contains(letter)) && letters(b"abc", 1000).len() == 1000);
    }
}
