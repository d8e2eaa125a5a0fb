//! From the answers to what is decided on.

use super::{Application, Member};
use crate::domain::eligibility::{Applicant, Case};
use crate::domain::instant::Date;
use crate::domain::money::Cents;

/// What one person's incomes come to in a year.
#[must_use]
pub fn yearly(application: &Application, member: u16) -> Cents {
    application.incomes.iter().filter(|income| income.member == member).map(super::Income::yearly).sum()
}

impl Application {
    /// What is decided on when the application is submitted on a day; nothing while an answer is missing.
    #[must_use]
    pub fn case(&self, coverage_year: u16, on: Date) -> Option<Case> {
        let first_day = Date { year: i16::try_from(coverage_year).ok()?, month: 1, day: 1 };
        let covered_from = first_day.max(on.first_of_next_month());
        let applicant = |member: &Member| {
            let (medicare, offer) = member.coverage?;
            Some(Applicant {
                member: member.id,
                age: member.born.age_on(on),
                covered_age: member.born.age_on(covered_from),
                pregnant: member.pregnant,
                expecting: if member.pregnant { member.expecting.unwrap_or(1) } else { 0 },
                medicare,
                offer,
                status: member.status?,
            })
        };
        Some(Case {
            coverage_year,
            on,
            size: u16::try_from(self.members.len()).ok()?,
            income: self.yearly_income(),
            filing: self.filing?,
            applicants: self.applicants().map(applicant).collect::<Option<Vec<_>>>()?,
        })
    }
}
