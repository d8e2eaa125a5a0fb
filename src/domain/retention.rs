//! How long records of applications and enrollments are kept: an exchange keeps them for ten years (45 CFR 155.1210).

use super::instant::Date;

/// Years for which records are kept.
pub const YEARS: i16 = 10;

/// The day until which the records of an account that is closed on this day are kept.
#[must_use]
pub fn kept_until(closed: Date) -> Date {
    let year = closed.year.saturating_add(YEARS);
    // February 29 comes again only in a leap year.
    Date::new(year, closed.month, closed.day).or(Date::new(year, closed.month, 28)).unwrap_or(closed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_kept_for_ten_years_to_the_day() {
        for (closed, until) in [("2026-11-20", "2036-11-20"), ("2028-02-29", "2038-02-28"), ("2026-12-31", "2036-12-31")] {
            assert_eq!(kept_until(Date::parse(closed).unwrap()).iso(), until);
        }
    }
}
