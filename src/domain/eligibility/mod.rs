//! The initial determination: for what each applicant of a household qualifies, with the reason and the figures that decided it.
//!
//! A pure function of the case, the published figures and the price of the benchmark plan, in whole cents and whole percent: nothing is
//! rounded before it is compared. What the published tables don't decide is "needs a county or DHS decision", never a guess.

mod figures;
mod share;

pub use figures::{Band, Coverage, Figures, Guideline, Limits, PUBLISHED, Payment, Shares, Since};
pub use share::{affordable, expected_share, monthly_contribution};

use super::instant::Date;
use super::money::Cents;
use serde::{Deserialize, Serialize};

/// Somebody who applies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applicant {
    /// Which member of the household.
    pub member: u16,
    /// Age in whole years on the day of the determination.
    pub age: u16,
    /// Age in whole years on the first day of coverage, by which plans are priced.
    pub covered_age: u16,
    /// Pregnant.
    pub pregnant: bool,
    /// How many children she expects: at least one where she is pregnant.
    #[serde(default)]
    pub expecting: u16,
    /// Has Medicare.
    pub medicare: bool,
    /// What an employer offers.
    pub offer: Offer,
    /// Citizenship or immigration status.
    pub status: Status,
}

/// Coverage through an employer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Offer {
    /// None is offered.
    None,
    /// Offered at this cost a month, and not taken.
    Offered(Cents),
    /// Has it.
    Enrolled,
}

/// Citizenship or immigration status, as far as it is asked: a choice, no document numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Status {
    /// U.S. citizen or U.S. national.
    Citizen,
    /// Lawfully present.
    LawfullyPresent,
    /// Another status, or not said.
    Other,
}

/// How the household files taxes for the coverage year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Filing {
    /// Files; whoever is married files jointly.
    Files,
    /// Married and files separately.
    Separately,
    /// Does not file.
    DoesNotFile,
}

/// What is decided on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// The coverage year.
    pub coverage_year: u16,
    /// The day of the determination.
    pub on: Date,
    /// How many the household has.
    pub size: u16,
    /// Income of the household in a year.
    pub income: Cents,
    /// How it files taxes.
    pub filing: Filing,
    /// Who applies.
    pub applicants: Vec<Applicant>,
}

/// Which of Medical Assistance's limits applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Group {
    /// Pregnant.
    Pregnant,
    /// Under 2.
    Infant,
    /// 2 through 18.
    Child,
    /// 19 and 20.
    YoungAdult,
    /// 21 through 64.
    Adult,
}

/// Why there is no tax credit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NoCredit {
    /// Income is above the limit.
    Income,
    /// An employer's offer counts as affordable.
    AffordableOffer,
    /// Has coverage through an employer.
    Enrolled,
    /// Nobody files taxes.
    NoTaxes,
    /// Married and files separately.
    Separately,
    /// The benchmark plan costs no more than the household is expected to pay.
    BenchmarkIsCheap,
}

/// Why the published tables don't decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Open {
    /// Has Medicare.
    Medicare,
    /// 65 or older.
    Age,
    /// Immigration status.
    Status,
}

/// For what somebody qualifies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// Medical Assistance.
    MedicalAssistance {
        /// By which limit.
        group: Group,
        /// The limit in percent, with the disregard where it was needed.
        percent: u16,
        /// Whether the disregard was needed.
        disregarded: bool,
    },
    /// MinnesotaCare.
    MinnesotaCare,
    /// A qualified health plan with a premium tax credit.
    WithCredit,
    /// A qualified health plan without.
    WithoutCredit(NoCredit),
    /// Needs a county or DHS decision.
    NeedsDecision(Open),
}

/// The figures that a determination's reasons name besides, as they were when it was made: what is published later changes no reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reasons {
    /// The percentage points of Medical Assistance's disregard.
    pub disregard: u16,
    /// The share of income up to which an employer's offer is affordable, in hundredths of a percent.
    pub affordable_offer: u16,
}

/// What held while they were not recorded yet: coverage years 2026 and 2027.
impl Default for Reasons {
    fn default() -> Self {
        Self { disregard: 5, affordable_offer: 996 }
    }
}

/// A determination, with every figure that was used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Determination {
    /// What was decided on.
    pub case: Case,
    /// The year of the guideline of Medical Assistance, and what it is for the household.
    pub medical_assistance: (u16, Cents),
    /// The year of the guideline of the tax credit and MinnesotaCare, and what it is for the household.
    pub guideline: (u16, Cents),
    /// The limits in percent: MinnesotaCare's and the tax credit's.
    pub limits: (u16, u16),
    /// The year of the shares of income.
    pub shares: u16,
    /// The benchmark plan's premium a month for those with a tax credit, where plans are known.
    pub benchmark: Option<Cents>,
    /// The household's tax credit a month, where the benchmark is known and somebody has one.
    pub credit: Option<Cents>,
    /// For each applicant, in the order of the case.
    pub outcomes: Vec<(u16, Outcome)>,
    /// What its reasons name.
    #[serde(default)]
    pub reasons: Reasons,
    /// Whose household for Medical Assistance is larger than the others': a pregnant person counts there with the children that she
    /// expects (42 CFR 435.603(b)).
    #[serde(default)]
    pub expecting: Vec<Expecting>,
}

/// A pregnant applicant's household for her own Medical Assistance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expecting {
    /// Which member of the household she is.
    pub member: u16,
    /// How many her household has, with the children that she expects.
    pub size: u16,
    /// Medical Assistance's guideline for so many.
    pub guideline: Cents,
}

impl Determination {
    /// By which household an applicant's Medical Assistance was decided: how many it has, and the guideline for so many.
    #[must_use]
    pub fn medical_household(&self, member: u16) -> (u16, Cents) {
        let own = self.expecting.iter().find(|own| own.member == member);
        own.map_or((self.case.size, self.medical_assistance.1), |own| (own.size, own.guideline))
    }
}

/// Income is at or below so many percent of a guideline.
const fn within(income: Cents, percent: u16, guideline: Cents) -> bool {
    (income.0 as i128) * 100 <= (percent as i128) * (guideline.0 as i128)
}

/// Decides a case. `benchmark` gives the second-lowest-cost silver plan's premium a month for people of these ages, where plans are known.
pub fn determine(case: Case, figures: &Figures, benchmark: impl FnOnce(&[u16]) -> Option<Cents>) -> Determination {
    let coverage = figures.coverage(case.coverage_year);
    let since = figures.medical_assistance_on(case.on);
    let medical_assistance = figures.guideline(since.guideline);
    let guideline = figures.guideline(coverage.guideline);
    let known = Known { limits: since.limits, coverage, medical_assistance, guideline: guideline.of(case.size) };
    let mut outcomes: Vec<(u16, Outcome)> =
        case.applicants.iter().map(|applicant| (applicant.member, known.outcome(&case, applicant))).collect();
    let mut ages: Vec<u16> = case
        .applicants
        .iter()
        .zip(&outcomes)
        .filter(|(_, (_, outcome))| *outcome == Outcome::WithCredit)
        .map(|(applicant, _)| applicant.covered_age)
        .collect();
    ages.sort_unstable();
    let benchmark = if ages.is_empty() { None } else { benchmark(&ages) };
    let expected = monthly_contribution(&figures.shares(coverage.shares), coverage.credit, case.income, known.guideline);
    let credit = benchmark.map(|premium| Cents((premium.0 - expected.0).max(0)));
    if credit == Some(Cents(0)) {
        for (_, outcome) in outcomes.iter_mut().filter(|(_, outcome)| *outcome == Outcome::WithCredit) {
            *outcome = Outcome::WithoutCredit(NoCredit::BenchmarkIsCheap);
        }
    }
    Determination {
        medical_assistance: (medical_assistance.year, medical_assistance.of(case.size)),
        guideline: (guideline.year, known.guideline),
        limits: (coverage.minnesotacare, coverage.credit),
        shares: coverage.shares,
        benchmark,
        credit: credit.filter(|credit| *credit > Cents(0)),
        outcomes,
        reasons: figures.reasons(case.on, case.coverage_year),
        expecting: case
            .applicants
            .iter()
            .filter(|applicant| applicant.expecting > 0)
            .map(|applicant| known.expecting(&case, applicant))
            .collect(),
        case,
    }
}

/// The figures that hold for one household.
struct Known {
    limits: Limits,
    coverage: Coverage,
    medical_assistance: Guideline,
    guideline: Cents,
}

impl Known {
    /// The household of somebody who expects children, for her own Medical Assistance.
    fn expecting(&self, case: &Case, applicant: &Applicant) -> Expecting {
        let size = case.size.saturating_add(applicant.expecting);
        Expecting { member: applicant.member, size, guideline: self.medical_assistance.of(size) }
    }

    fn outcome(&self, case: &Case, applicant: &Applicant) -> Outcome {
        if applicant.medicare {
            return Outcome::NeedsDecision(Open::Medicare);
        }
        if applicant.age >= 65 {
            return Outcome::NeedsDecision(Open::Age);
        }
        if applicant.status == Status::Other {
            return Outcome::NeedsDecision(Open::Status);
        }
        let (group, limit) = self.group(applicant);
        let most = limit + self.limits.disregard;
        let medical_assistance = self.expecting(case, applicant).guideline;
        if within(case.income, most, medical_assistance) {
            // Which lawfully present adults get Medical Assistance depends on more than is asked here.
            if applicant.status == Status::LawfullyPresent && matches!(group, Group::YoungAdult | Group::Adult) {
                return Outcome::NeedsDecision(Open::Status);
            }
            let disregarded = !within(case.income, limit, medical_assistance);
            return Outcome::MedicalAssistance { group, percent: if disregarded { most } else { limit }, disregarded };
        }
        // Medicare comes before the first month: no credit and no MinnesotaCare (26 U.S.C. 36B(c)(2)(B), 42 CFR 600.305).
        if applicant.covered_age >= 65 {
            return Outcome::NeedsDecision(Open::Age);
        }
        match applicant.offer {
            Offer::Enrolled => return Outcome::WithoutCredit(NoCredit::Enrolled),
            Offer::Offered(cost) if affordable(cost, case.income, self.coverage.affordable_offer) => {
                return Outcome::WithoutCredit(NoCredit::AffordableOffer);
            }
            Offer::Offered(_) | Offer::None => {}
        }
        if within(case.income, self.coverage.minnesotacare, self.guideline) {
            return Outcome::MinnesotaCare;
        }
        if !within(case.income, self.coverage.credit, self.guideline) {
            return Outcome::WithoutCredit(NoCredit::Income);
        }
        match case.filing {
            Filing::Files => Outcome::WithCredit,
            Filing::Separately => Outcome::WithoutCredit(NoCredit::Separately),
            Filing::DoesNotFile => Outcome::WithoutCredit(NoCredit::NoTaxes),
        }
    }

    /// The group with the highest limit of those that somebody is in.
    fn group(&self, applicant: &Applicant) -> (Group, u16) {
        let limits = &self.limits;
        let by_age = match applicant.age {
            0..2 => (Group::Infant, limits.infant),
            2..19 => (Group::Child, limits.child),
            19..21 => (Group::YoungAdult, limits.young_adult),
            _ => (Group::Adult, limits.adult),
        };
        if applicant.pregnant && limits.pregnant > by_age.1 { (Group::Pregnant, limits.pregnant) } else { by_age }
    }
}

#[cfg(test)]
mod tests;
