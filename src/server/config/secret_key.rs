//! `SECRET_KEY`: what encrypts, and is not in the database.

use super::ConfigError;
use crate::store::KEY_BYTES;

/// A random key is never as even as this.
const LEAST_DIFFERENT_BYTES: usize = 12;

/// The keys, the first of which encrypts; the others only decrypt what was encrypted with them before.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretKeys {
    /// The keys.
    pub keys: Vec<[u8; KEY_BYTES]>,
    /// The file that they were read from.
    pub file: Option<String>,
}

/// What is wrong with the text of keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WrongKeys {
    /// Not of the form.
    #[error("must be 64 hexadecimal digits, as `assister-portal secret-key new` prints them; keys from before follow, one a line")]
    Form,
    /// Nobody drew it.
    #[error("must be random: `assister-portal secret-key new` prints one")]
    NotRandom,
}

/// Reads keys: one a line (or with spaces or commas between them); lines that begin with `#` are for people.
///
/// # Errors
/// [`WrongKeys`].
pub fn read_keys(text: &str) -> Result<Vec<[u8; KEY_BYTES]>, WrongKeys> {
    let lines = text.lines().filter(|line| !line.trim_start().starts_with('#'));
    let written = lines.flat_map(|line| line.split([' ', '\t', ',', '\r'])).filter(|word| !word.is_empty());
    let keys = written.map(read_key).collect::<Result<Vec<_>, _>>()?;
    if keys.is_empty() { Err(WrongKeys::Form) } else { Ok(keys) }
}

fn read_key(written: &str) -> Result<[u8; KEY_BYTES], WrongKeys> {
    let digits: Option<Vec<u8>> = written.chars().map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok())).collect();
    let digits = digits.filter(|digits| digits.len() == 2 * KEY_BYTES).ok_or(WrongKeys::Form)?;
    let mut key = [0; KEY_BYTES];
    for (byte, pair) in key.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = pair[0] << 4 | pair[1];
    }
    let mut different = key;
    different.sort_unstable();
    let different = 1 + different.windows(2).filter(|two| two[0] != two[1]).count();
    if different < LEAST_DIFFERENT_BYTES { Err(WrongKeys::NotRandom) } else { Ok(key) }
}

pub(super) fn secret_key((text, file): super::secrets::Secret) -> Result<Option<SecretKeys>, ConfigError> {
    let variable = if file.is_some() { "SECRET_KEY_FILE" } else { "SECRET_KEY" };
    let keys = text.map(|text| read_keys(&text)).transpose().map_err(|wrong| ConfigError::new(variable, wrong.to_string()))?;
    Ok(keys.map(|keys| SecretKeys { keys, file }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::hex;

    #[test]
    fn keys_are_64_digits_each_and_random() {
        let (one, other): ([u8; 32], [u8; 32]) =
            (std::array::from_fn(|n| n.to_le_bytes()[0] * 7), std::array::from_fn(|n| n.to_le_bytes()[0] * 5 + 1));
        let (first, second) = (hex(&one), hex(&other).to_uppercase());
        for text in
            [format!("{first}\n{second}"), format!("# of May\r\n{first}\r\n\r\n # before\r\n{second}\r\n"), format!("{first}, {second}")]
        {
            assert_eq!(read_keys(&text), Ok(vec![one, other]), "{text}");
        }
        for wrong in ["", "# nothing", "secret", &first[1..], &format!("{first}0"), &format!("{first}\nsecret"), &first.replace('0', "x")] {
            assert_eq!(read_keys(wrong), Err(WrongKeys::Form), "{wrong}");
        }
        for even in ["00".repeat(32), "0123456789abcdef".repeat(4)] {
            assert_eq!(read_keys(&even), Err(WrongKeys::NotRandom), "{even}");
        }
    }
}
