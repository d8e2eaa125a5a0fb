//! Amounts of money, exact to the cent.

use super::typed;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::iter::Sum;
use std::ops::Add;

/// An amount in cents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cents(pub i64);

impl Cents {
    /// The most that is taken from what people type: anything above is a slip.
    pub const MOST: Self = Self(999_999_999);

    /// So many dollars.
    #[must_use]
    pub const fn dollars(dollars: i64) -> Self {
        Self(dollars * 100)
    }

    /// Reads an amount as people type it: `$1,234.50`, `1234`, `1234.5`. Nothing negative, no parts of cents, at most [`MOST`](Self::MOST).
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = typed::plain(text);
        let text = text.strip_prefix('$').unwrap_or(&text).trim_start();
        let (whole, part) = text.split_once('.').map_or((text, None), |(whole, part)| (whole, Some(part)));
        let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        let (first, groups) = whole.split_once(',').map_or((whole, None), |(first, groups)| (first, Some(groups)));
        let grouped =
            groups.is_none_or(|groups| (1..=3).contains(&first.len()) && groups.split(',').all(|group| group.len() == 3 && digits(group)));
        let whole: String = whole.chars().filter(|c| *c != ',').collect();
        if !grouped || whole.is_empty() || whole.len() > 12 || !digits(&whole) {
            return None;
        }
        let cents: i64 = match part {
            None => 0,
            Some(part) if digits(part) && part.len() == 1 => part.parse::<i64>().ok()? * 10,
            Some(part) if digits(part) && part.len() == 2 => part.parse().ok()?,
            Some(_) => return None,
        };
        let amount = Self(whole.parse::<i64>().ok()? * 100 + cents);
        (amount <= Self::MOST).then_some(amount)
    }

    /// As it is typed into a field: `1234.50`, and `1234` where there are no cents.
    #[must_use]
    pub fn typed(self) -> String {
        if self.0 % 100 == 0 { (self.0 / 100).to_string() } else { format!("{}.{:02}", self.0 / 100, self.0 % 100) }
    }
}

/// `$1,234.50`
impl fmt::Display for Cents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, amount) = if self.0 < 0 { ("-", self.0.unsigned_abs()) } else { ("", self.0.unsigned_abs()) };
        let dollars = (amount / 100).to_string();
        let mut grouped = String::new();
        for (place, digit) in dollars.chars().enumerate() {
            if place > 0 && (dollars.len() - place).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        write!(f, "{sign}${grouped}.{:02}", amount % 100)
    }
}

impl Add for Cents {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sum for Cents {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self(0), Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn amounts_are_read_as_people_type_them() {
        for (typed, cents) in [
            ("$1,234.50", 123_450),
            ("1234", 123_400),
            (" 1234.5 ", 123_450),
            ("$ 0", 0),
            ("9,999,999.99", 999_999_999),
            ("0.07", 7),
            ("＄１２．５０", 1_250),
        ] {
            assert_eq!(Cents::parse(typed), Some(Cents(cents)), "{typed}");
        }
        for typed in ["", "$", "-5", "1.234", "12,34", "1,2345", ",123", "10000000", "1e3", "twelve", "1.", ".50", "1 234", "١٢"] {
            assert_eq!(Cents::parse(typed), None, "{typed}");
        }
    }

    #[test]
    fn amounts_are_written_with_their_thousands() {
        for (cents, written) in [(0, "$0.00"), (7, "$0.07"), (99_999, "$999.99"), (123_456_789, "$1,234,567.89"), (-150, "-$1.50")] {
            assert_eq!(Cents(cents).to_string(), written);
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(cents in 0_i64..=999_999_999) {
            prop_assert_eq!(Cents::parse(&Cents(cents).to_string()), Some(Cents(cents)));
            prop_assert_eq!(Cents::parse(&Cents(cents).typed()), Some(Cents(cents)));
        }
    }
}
