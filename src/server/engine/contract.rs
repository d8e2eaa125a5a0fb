//! What is sent and what is accepted: version 1 of the contract, as the module's own text has it.

use super::Undetermined;
use crate::domain::county::County;
use crate::domain::eligibility::{
    Applicant, Case, Determination, Expecting, Filing, Group, NoCredit, Offer, Open, Outcome, PUBLISHED, Status,
};
use crate::domain::ids::ApplicationId;
use crate::domain::money::Cents;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

/// The version of both.
const CONTRACT: u32 = 1;
/// Years that can be right.
const YEARS: RangeInclusive<u16> = 2014..=2200;
/// Percentages of a guideline that can be right.
const PERCENT: RangeInclusive<u16> = 1..=1_000;

/// A domain enum and its words on the wire.
macro_rules! worded {
    ($name:ident = $domain:ident { $($variant:ident),+ $(,)? }) => {
        #[derive(Clone, Copy, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        enum $name {
            $($variant),+
        }

        impl From<$domain> for $name {
            fn from(value: $domain) -> Self {
                match value {
                    $($domain::$variant => Self::$variant),+
                }
            }
        }

        impl From<$name> for $domain {
            fn from(value: $name) -> Self {
                match value {
                    $($name::$variant => Self::$variant),+
                }
            }
        }
    };
}

worded!(FilingWord = Filing { Files, Separately, DoesNotFile });
worded!(StatusWord = Status { Citizen, LawfullyPresent, Other });
worded!(GroupWord = Group { Pregnant, Infant, Child, YoungAdult, Adult });
worded!(NoCreditWord = NoCredit { Income, AffordableOffer, Enrolled, NoTaxes, Separately, BenchmarkIsCheap });
worded!(OpenWord = Open { Medicare, Age, Status });

#[derive(Serialize)]
struct Question {
    contract: u32,
    application: ApplicationId,
    coverage_year: u16,
    day: String,
    household_size: u16,
    yearly_income: Cents,
    filing: FilingWord,
    county: String,
    applicants: Vec<Asked>,
}

#[derive(Serialize)]
struct Asked {
    applicant: u16,
    age: u16,
    covered_age: u16,
    pregnant: bool,
    expecting: u16,
    medicare: bool,
    offer: OfferWord,
    status: StatusWord,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum OfferWord {
    None,
    Offered { cost: Cents },
    Enrolled,
}

#[derive(Deserialize)]
struct Answer {
    medical_assistance: Guideline,
    guideline: Guideline,
    limits: Limits,
    shares: u16,
    benchmark: Option<Cents>,
    credit: Option<Cents>,
    outcomes: Vec<Answered>,
}

/// Only the version: another one's answer may look like anything.
#[derive(Deserialize)]
struct Version {
    contract: u32,
}

#[derive(Deserialize)]
struct Guideline {
    year: u16,
    guideline: Cents,
}

#[derive(Deserialize)]
struct Limits {
    minnesotacare: u16,
    tax_credit: u16,
}

#[derive(Deserialize)]
struct Answered {
    applicant: u16,
    #[serde(flatten)]
    outcome: OutcomeWord,
}

#[derive(Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
enum OutcomeWord {
    MedicalAssistance {
        group: GroupWord,
        percent: u16,
        disregarded: bool,
    },
    #[serde(rename = "minnesotacare")]
    MinnesotaCare,
    WithCredit,
    WithoutCredit {
        reason: NoCreditWord,
    },
    NeedsDecision {
        reason: OpenWord,
    },
}

/// What is sent.
pub(super) fn question(application: ApplicationId, case: &Case, county: County) -> Option<Vec<u8>> {
    let asked = |applicant: &Applicant| Asked {
        applicant: applicant.member,
        age: applicant.age,
        covered_age: applicant.covered_age,
        pregnant: applicant.pregnant,
        expecting: applicant.expecting,
        medicare: applicant.medicare,
        offer: match applicant.offer {
            Offer::None => OfferWord::None,
            Offer::Offered(cost) => OfferWord::Offered { cost },
            Offer::Enrolled => OfferWord::Enrolled,
        },
        status: applicant.status.into(),
    };
    serde_json::to_vec(&Question {
        contract: CONTRACT,
        application,
        coverage_year: case.coverage_year,
        day: case.on.iso(),
        household_size: case.size,
        yearly_income: case.income,
        filing: case.filing.into(),
        county: county.code(),
        applicants: case.applicants.iter().map(asked).collect(),
    })
    .ok()
}

/// Whether an answer is of this version.
pub(super) fn version(bytes: &[u8]) -> Result<(), Undetermined> {
    let version: Version = serde_json::from_slice(bytes).map_err(|_| Undetermined::Unreadable)?;
    if version.contract == CONTRACT { Ok(()) } else { Err(Undetermined::Version) }
}

/// What comes back, when it can be believed.
pub(super) fn answer(bytes: &[u8], case: Case) -> Result<Determination, Undetermined> {
    version(bytes)?;
    let answer: Answer = serde_json::from_slice(bytes).map_err(|_| Undetermined::Unreadable)?;
    let many = answer.outcomes.len();
    let mut outcomes: BTreeMap<u16, Outcome> =
        answer.outcomes.into_iter().map(|answered| (answered.applicant, answered.outcome.into())).collect();
    // In the order of the question, each once, and no other.
    let in_order = case.applicants.iter().map(|applicant| Some((applicant.member, outcomes.remove(&applicant.member)?)));
    let in_order = in_order.collect::<Option<Vec<_>>>().filter(|all| all.len() == many).ok_or(Undetermined::Applicants)?;
    // It gives the guideline of the household alone: that of more people is known where it is the published one.
    let published = PUBLISHED.guideline(answer.medical_assistance.year);
    let is_published = published.year == answer.medical_assistance.year && published.of(case.size) == answer.medical_assistance.guideline;
    let expecting = case.applicants.iter().filter(|applicant| is_published && applicant.expecting > 0).map(|applicant| {
        let size = case.size.saturating_add(applicant.expecting);
        Expecting { member: applicant.member, size, guideline: published.of(size) }
    });
    let expecting = expecting.collect();
    let determination = Determination {
        // The contract has no words for them: what is published when the answer comes.
        reasons: PUBLISHED.reasons(case.on, case.coverage_year),
        case,
        medical_assistance: (answer.medical_assistance.year, answer.medical_assistance.guideline),
        guideline: (answer.guideline.year, answer.guideline.guideline),
        limits: (answer.limits.minnesotacare, answer.limits.tax_credit),
        shares: answer.shares,
        benchmark: answer.benchmark,
        credit: answer.credit,
        outcomes: in_order,
        expecting,
    };
    if believable(&determination) { Ok(determination) } else { Err(Undetermined::Figures) }
}

fn believable(made: &Determination) -> bool {
    let amounts = [Some(made.medical_assistance.1), Some(made.guideline.1), made.benchmark, made.credit];
    let percents = made.outcomes.iter().filter_map(|(_, outcome)| match outcome {
        Outcome::MedicalAssistance { percent, .. } => Some(*percent),
        _ => None,
    });
    amounts.into_iter().flatten().all(|amount| (Cents(0)..=Cents::MOST).contains(&amount))
        && [made.medical_assistance.0, made.guideline.0, made.shares].iter().all(|year| YEARS.contains(year))
        && percents.chain([made.limits.0, made.limits.1]).all(|percent| PERCENT.contains(&percent))
        && (made.credit.is_none() || made.outcomes.iter().any(|(_, outcome)| *outcome == Outcome::WithCredit))
}

impl From<OutcomeWord> for Outcome {
    fn from(word: OutcomeWord) -> Self {
        match word {
            OutcomeWord::MedicalAssistance { group, percent, disregarded } => {
                Self::MedicalAssistance { group: group.into(), percent, disregarded }
            }
            OutcomeWord::MinnesotaCare => Self::MinnesotaCare,
            OutcomeWord::WithCredit => Self::WithCredit,
            OutcomeWord::WithoutCredit { reason } => Self::WithoutCredit(reason.into()),
            OutcomeWord::NeedsDecision { reason } => Self::NeedsDecision(reason.into()),
        }
    }
}
