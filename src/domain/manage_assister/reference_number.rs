//! The number an assister gives to consumers: six digits and a Damm check digit.

use crate::domain::typed::plain;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Seven digits of which the last checks the others, so that one mistyped digit, or two neighbors swapped, never shows
/// another person's card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct ReferenceNumber(u32);

/// Why what was typed is not a reference number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberError {
    /// Nothing was typed.
    Empty,
    /// Not seven digits.
    NotSevenDigits,
    /// Seven digits of which one is wrong or two are swapped.
    CheckDigit,
}

/// The quasigroup of H. Michael Damm's check digit for base 10.
const DAMM: [[u8; 10]; 10] = [
    [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
    [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
    [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
    [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
    [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
    [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
    [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
    [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
    [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
    [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
];

/// The running check over decimal digits, zero when the last digit is right.
fn damm(digits: impl Iterator<Item = u8>) -> u8 {
    digits.fold(0, |interim, digit| DAMM[usize::from(interim)][usize::from(digit)])
}

fn digits(number: u32, places: u32) -> impl Iterator<Item = u8> {
    (0..places).rev().map(move |place| u8::try_from(number / 10_u32.pow(place) % 10).unwrap_or(0))
}

impl ReferenceNumber {
    /// The number whose first six digits are `six` (000000 to 999999; more digits are cut off).
    #[must_use]
    pub fn from_six(six: u32) -> Self {
        let six = six % 1_000_000;
        Self(six * 10 + u32::from(damm(digits(six, 6))))
    }

    /// Reads what a person typed. Spaces and dashes are tolerated anywhere.
    ///
    /// # Errors
    /// What is wrong, so that the page can say it.
    pub fn parse(typed: &str) -> Result<Self, NumberError> {
        let bare: String = plain(typed).chars().filter(|c| !c.is_whitespace() && !"-‐‑‒–—−".contains(*c)).collect();
        if bare.is_empty() {
            return Err(NumberError::Empty);
        }
        if bare.len() != 7 || !bare.bytes().all(|b| b.is_ascii_digit()) {
            return Err(NumberError::NotSevenDigits);
        }
        let number: u32 = bare.parse().map_err(|_| NumberError::NotSevenDigits)?;
        Self::try_from(number)
    }

    /// The stored form, 0 to 9,999,999.
    #[must_use]
    pub const fn as_u32(self) -> u32 {
        self.0
    }
}

impl TryFrom<u32> for ReferenceNumber {
    type Error = NumberError;
    fn try_from(number: u32) -> Result<Self, Self::Error> {
        if number > 9_999_999 {
            Err(NumberError::NotSevenDigits)
        } else if damm(digits(number, 7)) == 0 {
            Ok(Self(number))
        } else {
            Err(NumberError::CheckDigit)
        }
    }
}

impl From<ReferenceNumber> for u32 {
    fn from(number: ReferenceNumber) -> Self {
        number.0
    }
}

impl fmt::Display for NumberError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "no number",
            Self::NotSevenDigits => "not seven digits",
            Self::CheckDigit => "the check digit is wrong",
        })
    }
}

impl std::error::Error for NumberError {}

/// Seven digits without separators, as in `0123459`.
impl fmt::Display for ReferenceNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:07}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_check_digit_is_the_published_one() {
        // Damm's own example: 572 is checked by 4.
        assert_eq!(damm([5, 7, 2].into_iter()), 4);
        assert_eq!(ReferenceNumber::from_six(572).to_string(), "0005724");
    }

    #[test]
    fn spaces_and_dashes_are_tolerated() {
        let number = ReferenceNumber::from_six(123_456);
        let text = number.to_string();
        let spaced = format!(" {}-{} {} ", &text[..2], &text[2..5], &text[5..]);
        assert_eq!(ReferenceNumber::parse(&spaced), Ok(number));
        assert_eq!(ReferenceNumber::parse("\u{a0}"), Err(NumberError::Empty));
        assert_eq!(ReferenceNumber::parse("123456"), Err(NumberError::NotSevenDigits));
        assert_eq!(ReferenceNumber::parse("12345678"), Err(NumberError::NotSevenDigits));
        assert_eq!(ReferenceNumber::parse("١٢٣٤٥٦٧"), Err(NumberError::NotSevenDigits));
    }

    proptest! {
        #[test]
        fn one_wrong_digit_is_always_caught(six in 0_u32..1_000_000, place in 0_u32..7, by in 1_u32..10) {
            let number = ReferenceNumber::from_six(six).as_u32();
            let power = 10_u32.pow(place);
            let digit = number / power % 10;
            let wrong = number - digit * power + (digit + by) % 10 * power;
            prop_assert_eq!(ReferenceNumber::try_from(wrong), Err(NumberError::CheckDigit));
        }

        #[test]
        fn swapped_neighbors_are_always_caught(six in 0_u32..1_000_000, place in 0_usize..6) {
            let mut text = ReferenceNumber::from_six(six).to_string().into_bytes();
            prop_assume!(text[place] != text[place + 1]);
            text.swap(place, place + 1);
            let text = String::from_utf8(text).unwrap();
            prop_assert_eq!(ReferenceNumber::parse(&text), Err(NumberError::CheckDigit));
        }

        #[test]
        fn a_number_is_read_back(six in 0_u32..1_000_000) {
            let number = ReferenceNumber::from_six(six);
            prop_assert_eq!(ReferenceNumber::parse(&number.to_string()), Ok(number));
        }
    }
}
