//! The published figures, by year. They are data in `figures.toml`: next year's are a change of that file alone.

use super::Reasons;
use crate::domain::instant::Date;
use crate::domain::money::Cents;

/// A federal poverty guideline (48 states and D.C.), in whole dollars a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Guideline {
    /// Whose year it is.
    pub year: u16,
    /// For one person.
    pub one_person: i64,
    /// For each further person of the household.
    pub each_further: i64,
}

/// What holds for Medical Assistance from a day on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Since {
    /// The first day.
    pub from: Date,
    /// The guideline's year.
    pub guideline: u16,
    /// The limits.
    pub limits: Limits,
}

/// Medical Assistance for families with children and adults: income at or below so many percent of the guideline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Pregnant.
    pub pregnant: u16,
    /// Under 2.
    pub infant: u16,
    /// 2 through 18.
    pub child: u16,
    /// 19 and 20.
    pub young_adult: u16,
    /// 21 through 64: parents, caretaker relatives, adults without children.
    pub adult: u16,
    /// Percentage points that are disregarded once, when income is above the limit.
    pub disregard: u16,
}

/// What a navigator's organization is paid once for a case, from a month on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Payment {
    /// The first day of the month.
    pub from: Date,
    /// For a case that becomes active in it, or in a later one.
    pub amount: Cents,
}

/// What holds for a coverage year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// The coverage year.
    pub year: u16,
    /// The year of the guideline for the tax credit and for MinnesotaCare.
    pub guideline: u16,
    /// MinnesotaCare: income at or below, in percent.
    pub minnesotacare: u16,
    /// Tax credit: income at or below, in percent.
    pub credit: u16,
    /// An employer's offer that costs at most this share of income is affordable, in hundredths of a percent.
    pub affordable_offer: u16,
    /// The year of the shares that are used.
    pub shares: u16,
}

/// The shares of income for the benchmark plan, of one year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shares {
    /// Whose year they are.
    pub year: u16,
    /// Bands by income; each goes up to the next one's beginning, the last one to its limit.
    pub bands: &'static [Band],
}

/// One band, in which the share rises evenly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Band {
    /// From so many percent of the guideline on.
    pub from: u16,
    /// The share at its beginning, in hundredths of a percent.
    pub start: u16,
    /// The share at its end, in hundredths of a percent.
    pub end: u16,
}

/// All figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figures {
    /// What a navigator's organization is paid from when on, oldest first.
    pub per_enrollee_payment: &'static [Payment],
    /// Poverty guidelines, oldest first.
    pub guidelines: &'static [Guideline],
    /// What holds for Medical Assistance from when on, oldest first.
    pub medical_assistance: &'static [Since],
    /// Coverage years, oldest first.
    pub coverage: &'static [Coverage],
    /// Shares of income, oldest first.
    pub shares: &'static [Shares],
}

include!(concat!(env!("OUT_DIR"), "/figures.rs"));

impl Guideline {
    /// The guideline for a household of so many.
    #[must_use]
    pub fn of(&self, size: u16) -> Cents {
        Cents::dollars(self.one_person + self.each_further * i64::from(size.max(1) - 1))
    }
}

impl Figures {
    /// What holds for a coverage year; where none newer is loaded, the newest before it.
    #[must_use]
    pub fn coverage(&self, year: u16) -> Coverage {
        self.coverage.iter().rev().find(|of| of.year <= year).copied().unwrap_or(self.coverage[0])
    }

    /// What the reasons of a determination on this day for a coverage year name.
    #[must_use]
    pub fn reasons(&self, on: Date, year: u16) -> Reasons {
        Reasons { disregard: self.medical_assistance_on(on).limits.disregard, affordable_offer: self.coverage(year).affordable_offer }
    }

    /// The guideline of a year.
    #[must_use]
    pub fn guideline(&self, year: u16) -> Guideline {
        self.guidelines.iter().find(|of| of.year == year).copied().unwrap_or(self.guidelines[0])
    }

    /// What holds for Medical Assistance on a day; before the first that is known, the first.
    #[must_use]
    pub fn medical_assistance_on(&self, day: Date) -> Since {
        self.medical_assistance.iter().rev().find(|since| since.from <= day).copied().unwrap_or(self.medical_assistance[0])
    }

    /// What is paid for a case that becomes active in the month of this day; before the first amount that is known, that one.
    #[must_use]
    pub fn payment_in(&self, month: Date) -> Cents {
        self.per_enrollee_payment.iter().rev().find(|payment| payment.from <= month).unwrap_or(&self.per_enrollee_payment[0]).amount
    }

    /// The shares of a year.
    #[must_use]
    pub fn shares(&self, year: u16) -> Shares {
        self.shares.iter().find(|of| of.year == year).copied().unwrap_or(self.shares[0])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_year_that_is_named_is_there() {
        let figures = PUBLISHED;
        let guideline = |year| figures.guidelines.iter().any(|of| of.year == year);
        assert!(figures.medical_assistance.iter().all(|since| guideline(since.guideline)));
        assert!(figures.coverage.iter().all(|of| guideline(of.guideline) && figures.shares.iter().any(|shares| shares.year == of.shares)));
        assert!(figures.coverage.is_sorted_by_key(|of| of.year) && figures.medical_assistance.is_sorted_by_key(|since| since.from));
        for shares in figures.shares {
            assert_eq!(shares.bands[0].from, 0);
            assert!(shares.bands.is_sorted_by_key(|band| band.from) && shares.bands.iter().all(|band| band.start <= band.end));
        }
    }

    #[test]
    fn the_guidelines_are_the_published_ones() {
        let figures = PUBLISHED;
        for (year, size, dollars) in [(2025, 1, 15_650), (2025, 4, 32_150), (2026, 1, 15_960), (2026, 2, 21_640), (2026, 10, 67_080)] {
            assert_eq!(figures.guideline(year).of(size), Cents::dollars(dollars), "{year} {size}");
        }
        let day = |text| Date::parse(text).unwrap();
        assert_eq!(figures.medical_assistance_on(day("2026-06-30")).guideline, 2025);
        assert_eq!(figures.medical_assistance_on(day("2026-07-01")).guideline, 2026);
        assert_eq!((figures.coverage(2026).guideline, figures.coverage(2027).guideline), (2025, 2026));
        // Nothing newer is loaded: the newest there is.
        assert_eq!(figures.coverage(2031).year, 2027);
        assert_eq!((figures.coverage(2026).shares, figures.coverage(2027).shares), (2026, 2027));
        assert_eq!((figures.coverage(2026).affordable_offer, figures.coverage(2027).affordable_offer), (996, 1022));
        assert_eq!(figures.payment_in(day("2026-11-01")), Cents::dollars(100));
    }

    #[test]
    fn a_new_amount_is_paid_from_its_month_on() {
        static RAISED: [Payment; 2] = [
            Payment { from: Date { year: 2025, month: 1, day: 1 }, amount: Cents::dollars(100) },
            Payment { from: Date { year: 2027, month: 1, day: 1 }, amount: Cents::dollars(150) },
        ];
        let figures = Figures { per_enrollee_payment: &RAISED, ..PUBLISHED };
        for (month, dollars) in [("2024-12-01", 100), ("2026-12-01", 100), ("2027-01-01", 150), ("2030-05-01", 150)] {
            assert_eq!(figures.payment_in(Date::parse(month).unwrap()), Cents::dollars(dollars), "{month}");
        }
    }
}
