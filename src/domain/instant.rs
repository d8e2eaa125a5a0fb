//! A point in time. The only form in which time passes between layers; people see text that the server formatted.

use serde::{Deserialize, Serialize};
use std::ops::{Add, Sub};
use std::time::Duration;

/// Whole microseconds since 1970-01-01T00:00:00Z: the precision that both databases keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Instant(i64);

impl Instant {
    /// From microseconds since the epoch.
    #[must_use]
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// Microseconds since the epoch.
    #[must_use]
    pub const fn as_micros(self) -> i64 {
        self.0
    }

    /// How long after `earlier` this is; zero when it is not after it.
    #[must_use]
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_micros(u64::try_from(self.0 - earlier.0).unwrap_or(0))
    }
}

fn micros(duration: Duration) -> i64 {
    i64::try_from(duration.as_micros()).unwrap_or(i64::MAX)
}

impl Add<Duration> for Instant {
    type Output = Self;
    fn add(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(micros(duration)))
    }
}

impl Sub<Duration> for Instant {
    type Output = Self;
    fn sub(self, duration: Duration) -> Self {
        Self(self.0.saturating_sub(micros(duration)))
    }
}

/// A calendar date, for dates of birth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Date {
    /// For example 1984.
    pub year: i16,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
}

impl Date {
    /// A date that exists in the Gregorian calendar, in a year from 1900 to 2200.
    #[must_use]
    pub fn new(year: i16, month: u8, day: u8) -> Option<Self> {
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let days = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            _ => return None,
        };
        ((1900..=2200).contains(&year) && (1..=days).contains(&day)).then_some(Self { year, month, day })
    }

    /// The age in whole years of somebody born on this day, on a later day. Who was born on February 29 is a year older on March 1.
    #[must_use]
    pub fn age_on(self, day: Self) -> u16 {
        let years = i32::from(day.year) - i32::from(self.year) - i32::from((day.month, day.day) < (self.month, self.day));
        u16::try_from(years).unwrap_or(0)
    }

    /// The first day of the month after this day's.
    #[must_use]
    pub const fn first_of_next_month(self) -> Self {
        match self.month {
            12 => Self { year: self.year + 1, month: 1, day: 1 },
            _ => Self { month: self.month + 1, day: 1, ..self },
        }
    }

    /// `1984-03-07`, the form of HTML's date fields and of the stored search word.
    #[must_use]
    pub fn iso(self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }

    /// `3/7/1984`, as people in Minnesota type it.
    #[must_use]
    pub fn typed(self) -> String {
        format!("{}/{}/{}", self.month, self.day, self.year)
    }

    /// Reads what a program wrote, in an address or into a database; what people type is [`typed::date`](super::typed::date)'s to read.
    /// `1984-03-07`, `3/7/1984`, `03/07/1984` and `03-07-1984` (month first, as in Minnesota).
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let split = |separator| -> Option<[&str; 3]> { text.split(separator).collect::<Vec<_>>().try_into().ok() };
        let (year, month, day) = match (split('-'), split('/')) {
            (Some([y, m, d]), _) if y.len() == 4 => (y, m, d),
            (Some([m, d, y]), _) | (_, Some([m, d, y])) => (y, m, d),
            (None, None) => return None,
        };
        let digits = |text: &str, most: usize| !text.is_empty() && text.len() <= most && text.bytes().all(|b| b.is_ascii_digit());
        if year.len() != 4 || !digits(year, 4) || !digits(month, 2) || !digits(day, 2) {
            return None;
        }
        Self::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_people_write_them() {
        let date = Date::new(1984, 3, 7);
        assert_eq!(Date::parse("1984-03-07"), date);
        assert_eq!(Date::parse(" 3/7/1984 "), date);
        assert_eq!(Date::parse("03/07/1984"), date);
        assert_eq!(Date::parse("3-7-1984"), date);
    }

    #[test]
    fn somebody_is_a_year_older_on_their_birthday() {
        let born = Date::new(2008, 2, 29).unwrap();
        let age = |text| born.age_on(Date::parse(text).unwrap());
        assert_eq!((age("2027-02-28"), age("2027-03-01"), age("2028-02-28"), age("2028-02-29")), (18, 19, 19, 20));
        assert_eq!(age("2008-02-29"), 0);
        assert_eq!(age("2007-01-01"), 0);
        let next = |text| Date::parse(text).unwrap().first_of_next_month().iso();
        assert_eq!((next("2026-11-30"), next("2026-12-01")), ("2026-12-01".to_owned(), "2027-01-01".to_owned()));
    }

    #[test]
    fn impossible_dates_are_refused() {
        for text in ["", "1984", "2023-02-29", "2024-13-01", "2024-00-10", "04/31/2020", "84-03-07", "1984-3-7-1", "+984-03-07"] {
            assert_eq!(Date::parse(text), None, "{text}");
        }
        assert!(Date::parse("2024-02-29").is_some());
    }
}
