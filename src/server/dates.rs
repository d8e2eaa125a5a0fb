//! Dates as Minnesotans read them. Formatted here and sent as text: the browser's own time zone must not change a page.

use crate::domain::instant::{Date, Instant};
use crate::domain::manage_assister::fill;
use crate::domain::typed::DateProblem;
use crate::domain::worksheets::Month;
use crate::messages::{Language, Messages};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use std::sync::LazyLock;

/// The service's own time zone. Its rules are compiled in, so the machine needs none.
static ZONE: LazyLock<TimeZone> = LazyLock::new(|| TimeZone::get("America/Chicago").unwrap_or(TimeZone::UTC));

/// `November 20, 2026`
#[must_use]
pub fn date(instant: Instant) -> String {
    day(&zoned(instant), Language::default().messages())
}

/// `November 20, 2026 at 3:15 p.m. CST`
#[must_use]
pub fn moment(instant: Instant) -> String {
    let (zoned, t) = (zoned(instant), Language::default().messages());
    let hour = (zoned.hour() + 11) % 12 + 1;
    let half = if zoned.hour() < 12 { t.dates_morning() } else { t.dates_afternoon() };
    let values = [
        ("date", day(&zoned, t)),
        ("hour", hour.to_string()),
        ("minute", format!("{:02}", zoned.minute())),
        ("half", half.to_owned()),
        ("zone", zoned.strftime("%Z").to_string()),
    ];
    fill(t.dates_moment(), &values.each_ref().map(|(name, value)| (*name, value.as_str())))
}

fn day(zoned: &Zoned, t: Messages) -> String {
    let part = |part: i8| u8::try_from(part).unwrap_or_default();
    written(zoned.year(), part(zoned.month()), part(zoned.day()), t)
}

fn written(year: i16, month: u8, day: u8, t: Messages) -> String {
    fill(t.dates_date(), &[("month", name(month, t)), ("day", &day.to_string()), ("year", &year.to_string())])
}

/// What a month is called.
fn name(month: u8, t: Messages) -> &'static str {
    t.dates_months().split('|').nth(usize::from(month).saturating_sub(1)).unwrap_or_default()
}

/// The day on which it is this instant in Minnesota.
#[must_use]
pub fn today(instant: Instant) -> Option<Date> {
    let date = zoned(instant).date();
    Date::new(date.year(), u8::try_from(date.month()).ok()?, u8::try_from(date.day()).ok()?)
}

/// The moment at which a day is over in Minnesota.
#[must_use]
pub fn end_of_day(day: Date) -> Instant {
    let next = jiff::civil::Date::new(day.year, i8::try_from(day.month).unwrap_or(1), i8::try_from(day.day).unwrap_or(1))
        .and_then(|date| date.tomorrow())
        .and_then(|date| date.to_zoned(ZONE.clone()));
    Instant::from_micros(next.map_or(i64::MAX, |next| next.timestamp().as_microsecond()))
}

/// The moment at which a month begins in Minnesota.
#[must_use]
pub fn start_of_month(month: Month) -> Instant {
    let first = jiff::civil::Date::new(month.first_day().year, i8::try_from(month.first_day().month).unwrap_or(1), 1);
    let start = first.and_then(|date| date.to_zoned(ZONE.clone()));
    Instant::from_micros(start.map_or(i64::MAX, |start| start.timestamp().as_microsecond()))
}

/// A month, to read: `November 2026`.
#[must_use]
pub fn month(month: Month) -> String {
    let t = Language::default().messages();
    let day = month.first_day();
    fill(t.dates_month(), &[("month", name(day.month, t)), ("year", &day.year.to_string())])
}

/// A calendar date, to read: `November 20, 2026`.
#[must_use]
pub fn calendar(day: Date) -> String {
    written(day.year, day.month, day.day, Language::default().messages())
}

/// What a page calls its own date when it refuses one.
#[derive(Clone, Copy)]
pub struct DateWords {
    /// Nothing was typed.
    pub missing: fn(Messages) -> &'static str,
    /// What was typed is no date.
    pub wrong: fn(Messages) -> &'static str,
    /// It is after today.
    pub future: fn(Messages) -> &'static str,
}

/// Why a date is refused, for a person to read.
#[must_use]
pub fn problem(t: Messages, problem: DateProblem, words: DateWords) -> &'static str {
    match problem {
        DateProblem::Missing => (words.missing)(t),
        DateProblem::NotADate => (words.wrong)(t),
        DateProblem::NoSuchDay => t.dates_no_such_day(),
        DateProblem::ShortYear => t.dates_short_year(),
        DateProblem::Future => (words.future)(t),
        DateProblem::LongAgo => t.dates_long_ago(),
    }
}

fn zoned(instant: Instant) -> Zoned {
    Timestamp::from_microsecond(instant.as_micros()).unwrap_or_default().to_zoned(ZONE.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        Instant::from_micros(text.parse::<Timestamp>().unwrap().as_microsecond())
    }

    #[test]
    fn the_zone_is_compiled_in() {
        assert_eq!(ZONE.iana_name(), Some("America/Chicago"));
    }

    #[test]
    fn a_day_is_over_at_minnesotas_midnight() {
        let over = |text| end_of_day(Date::parse(text).unwrap());
        assert_eq!(over("2026-12-31"), at("2027-01-01T06:00:00Z"));
        assert_eq!(over("2026-07-04"), at("2026-07-05T05:00:00Z"));
        // The day on which the clocks go back is 25 hours long.
        assert_eq!(over("2026-11-01"), at("2026-11-02T06:00:00Z"));
    }

    #[test]
    fn a_month_begins_at_minnesotas_midnight() {
        let month = |code| Month::from_code(code).unwrap();
        assert_eq!(start_of_month(month("2026-12")), at("2026-12-01T06:00:00Z"));
        assert_eq!(start_of_month(month("2026-07")), at("2026-07-01T05:00:00Z"));
        assert_eq!(super::month(month("2026-12")), "December 2026");
    }

    #[test]
    fn moments_are_told_in_minnesotas_time() {
        for (utc, told) in [
            ("2026-11-20T21:15:00Z", "November 20, 2026 at 3:15 p.m. CST"),
            ("2026-07-04T17:00:00Z", "July 4, 2026 at 12:00 p.m. CDT"),
            ("2026-07-04T05:00:00Z", "July 4, 2026 at 12:00 a.m. CDT"),
            ("2026-01-31T07:05:00Z", "January 31, 2026 at 1:05 a.m. CST"),
            ("2026-12-01T05:09:00Z", "November 30, 2026 at 11:09 p.m. CST"),
            // The evening belongs to the day before in UTC's terms.
            ("2027-01-01T05:59:59Z", "December 31, 2026 at 11:59 p.m. CST"),
            // Clocks go forward on March 8, 2026: 1:59 is followed by 3:00.
            ("2026-03-08T07:59:00Z", "March 8, 2026 at 1:59 a.m. CST"),
            ("2026-03-08T08:00:00Z", "March 8, 2026 at 3:00 a.m. CDT"),
            // And back on November 1: 1:30 comes twice.
            ("2026-11-01T06:30:00Z", "November 1, 2026 at 1:30 a.m. CDT"),
            ("2026-11-01T07:30:00Z", "November 1, 2026 at 1:30 a.m. CST"),
        ] {
            assert_eq!(moment(at(utc)), told, "{utc}");
        }
        assert_eq!(date(at("2027-01-01T05:59:59Z")), "December 31, 2026");
        assert_eq!(calendar(Date::new(2026, 12, 31).unwrap()), "December 31, 2026");
        assert_eq!(today(at("2027-01-01T05:59:59Z")), Date::new(2026, 12, 31));
    }
}
