//! What follows from an association (rule 25): the months in which a broker is Agent of Record, and the payments that navigators earn.
//!
//! Both are worksheets. What the exchange and the issuers have on record is theirs to say.

use super::applications::{Kind, Outcomes};
use super::ids::ApplicationId;
use super::instant::{Date, Instant};

/// A calendar month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month {
    year: i16,
    month: u8,
}

impl Month {
    /// The month of a day.
    #[must_use]
    pub const fn of(day: Date) -> Self {
        Self { year: day.year, month: day.month }
    }

    /// Reads `2026-11`, the form of addresses.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        if code.len() == 7 { Date::parse(&format!("{code}-01")).map(Self::of) } else { None }
    }

    /// `2026-11`
    #[must_use]
    pub fn code(self) -> String {
        format!("{:04}-{:02}", self.year, self.month)
    }

    /// Its first day.
    #[must_use]
    pub const fn first_day(self) -> Date {
        Date { year: self.year, month: self.month, day: 1 }
    }

    /// The month after.
    #[must_use]
    pub const fn next(self) -> Self {
        Self::of(self.first_day().first_of_next_month())
    }

    /// The month before.
    #[must_use]
    pub const fn previous(self) -> Self {
        match self.month {
            1 => Self { year: self.year - 1, month: 12 },
            month => Self { month: month - 1, ..self },
        }
    }
}

/// In which months a broker is a consumer's Agent of Record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InEffect {
    /// In none: the association ended before its first month.
    Never,
    /// In these.
    Months {
        /// The first one.
        from: Month,
        /// The last one; there is none while the association goes on.
        last: Option<Month>,
    },
}

/// Agent of Record: from the month after the association's start to the month of its end. The days are Minnesota's.
#[must_use]
pub fn agent_of_record(started: Date, ended: Option<Date>) -> InEffect {
    let (from, last) = (Month::of(started).next(), ended.map(Month::of));
    if last.is_some_and(|last| last < from) { InEffect::Never } else { InEffect::Months { from, last } }
}

/// When a case became active: with the initial determination, where that finds anybody for Medical Assistance or MinnesotaCare, or with the
/// first enrollment in a plan, whichever came first.
#[must_use]
pub fn active_since(initial: Option<(Instant, &Outcomes)>, enrolled: Option<Instant>) -> Option<Instant> {
    let public = |outcomes: &Outcomes| outcomes.0.iter().any(|(kind, _)| matches!(kind, Kind::MedicalAssistance | Kind::MinnesotaCare));
    let determined = initial.filter(|(_, outcomes)| public(outcomes)).map(|(at, _)| at);
    determined.into_iter().chain(enrolled).min()
}

/// Whether an association was in force at a moment. One that takes another's place begins as that one ends.
#[must_use]
pub fn was_in_force(started: Instant, ended: Option<Instant>, at: Instant) -> bool {
    started <= at && ended.is_none_or(|ended| ended > at)
}

/// By what a case is called to people who may not know whose it is: `1A2B-3C4D`, the end of the application's id. The dash keeps
/// spreadsheets from reading it as a number.
#[must_use]
pub fn case_number(application: ApplicationId) -> String {
    let id = application.0.simple().to_string().to_uppercase();
    format!("{}-{}", &id[24..28], &id[28..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn day(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    fn month(code: &str) -> Month {
        Month::from_code(code).unwrap()
    }

    #[test]
    fn an_agent_of_record_is_one_from_the_month_after_to_the_month_of_the_end() {
        for (started, ended, from, last) in [
            ("2026-11-20", None, "2026-12", None),
            ("2026-11-01", None, "2026-12", None),
            ("2026-12-31", None, "2027-01", None),
            ("2026-11-20", Some("2026-12-01"), "2026-12", Some("2026-12")),
            ("2026-11-30", Some("2027-02-28"), "2026-12", Some("2027-02")),
        ] {
            let expected = InEffect::Months { from: month(from), last: last.map(month) };
            assert_eq!(agent_of_record(day(started), ended.map(day)), expected, "{started} {ended:?}");
        }
        for (started, ended) in [("2026-11-20", "2026-11-20"), ("2026-11-01", "2026-11-30"), ("2026-12-30", "2026-12-31")] {
            assert_eq!(agent_of_record(day(started), Some(day(ended))), InEffect::Never, "{started} {ended}");
        }
    }

    #[test]
    fn of_two_agents_one_follows_the_other_without_a_gap() {
        // Changed on a day in December: the one is agent in December still, the other from January.
        let InEffect::Months { last: Some(last), .. } = agent_of_record(day("2026-10-05"), Some(day("2026-12-15"))) else { panic!() };
        let InEffect::Months { from, .. } = agent_of_record(day("2026-12-15"), None) else { panic!() };
        assert_eq!(last.next(), from);
    }

    #[test]
    fn a_case_is_active_with_public_coverage_or_a_first_enrollment() {
        let at = Instant::from_micros;
        let outcomes = |text: &str| Outcomes::read(text);
        let since = |text: &str, enrolled: Option<i64>| active_since(Some((at(10), &outcomes(text))), enrolled.map(at));
        for text in ["medical_assistance:1", "minnesotacare:2", "with_credit:1,minnesotacare:1", "needs_decision:1,medical_assistance:1"] {
            assert_eq!(since(text, None), Some(at(10)), "{text}");
            assert_eq!(since(text, Some(20)), Some(at(10)), "{text}");
            assert_eq!(since(text, Some(5)), Some(at(5)), "{text}");
        }
        for text in ["with_credit:3", "without_credit:1", "needs_decision:1", ""] {
            assert_eq!(since(text, None), None, "{text}");
            assert_eq!(since(text, Some(20)), Some(at(20)), "{text}");
        }
        assert_eq!(active_since(None, None), None);
        assert_eq!(active_since(None, Some(at(7))), Some(at(7)));
    }

    #[test]
    fn at_every_moment_at_most_one_of_two_that_follow_each_other_is_in_force() {
        let at = Instant::from_micros;
        for moment in 0..30 {
            let (first, second) = (was_in_force(at(10), Some(at(20)), at(moment)), was_in_force(at(20), None, at(moment)));
            assert_eq!((first, second), ((10..20).contains(&moment), moment >= 20), "{moment}");
        }
        assert!(!was_in_force(at(10), Some(at(10)), at(10)), "one that ended as it began was never in force");
    }

    #[test]
    fn months_are_read_as_they_are_written() {
        for (code, before, after) in
            [("2026-11", "2026-10", "2026-12"), ("2026-12", "2026-11", "2027-01"), ("2027-01", "2026-12", "2027-02")]
        {
            assert_eq!((month(code).code().as_str(), month(code).previous(), month(code).next()), (code, month(before), month(after)));
        }
        for code in ["", "2026", "2026-13", "2026-1", "11-2026", "2026-11-01", "x026-11", "2026-11 "] {
            assert_eq!(Month::from_code(code), None, "{code}");
        }
    }

    #[test]
    fn a_case_number_is_the_end_of_the_id() {
        let id: Uuid = "01900000-0000-7000-8000-0000a1b2c3d4".parse().unwrap();
        assert_eq!(case_number(ApplicationId(id)), "A1B2-C3D4");
    }
}
