//! What determines an application: the portal's own rules, or an exchange's engine in their place.
//!
//! # The contract with an exchange's engine
//!
//! One `POST` to `ELIGIBILITY_ENGINE_URL` for each application, with `Content-Type: application/json` and, where a token is configured,
//! `Authorization: Bearer TOKEN`. It is asked again until it gave a valid answer, so that it can be asked about one application more than
//! once. The request holds no names, no dates of birth and no addresses; amounts are whole cents:
//!
//! ```json
//! { "contract": 1, "application": "01934c00-0000-7000-8000-000000000000", "coverage_year": 2027, "day": "2026-11-20",
//!   "household_size": 2, "yearly_income": 3900000, "filing": "files", "county": "137",
//!   "applicants": [
//!     { "applicant": 1, "age": 42, "covered_age": 42, "pregnant": false, "expecting": 0, "medicare": false,
//!       "offer": { "kind": "offered", "cost": 12500 }, "status": "citizen" } ] }
//! ```
//!
//! `application` names the application and nothing else; `day` is the day on which it was submitted; `yearly_income` is the household's;
//! `covered_age` is the age on the first day of coverage; `expecting` is how many children a pregnant applicant expects, at least one;
//! `county` is the census's code. `filing` is `files`, `separately` or
//! `does_not_file`; an offer's kind is `none`, `offered` (with its cost a month) or `enrolled`; `status` is `citizen`, `lawfully_present`
//! or `other`.
//!
//! The answer is `200` with at most 64 KiB of JSON, the whole within 5 seconds, no redirect. What it holds besides is ignored:
//!
//! ```json
//! { "contract": 1, "medical_assistance": { "year": 2026, "guideline": 2164000 }, "guideline": { "year": 2026, "guideline": 2164000 },
//!   "limits": { "minnesotacare": 200, "tax_credit": 400 }, "shares": 2026, "benchmark": 41200, "credit": 12300,
//!   "outcomes": [
//!     { "applicant": 1, "outcome": "medical_assistance", "group": "adult", "percent": 138, "disregarded": true } ] }
//! ```
//!
//! The guidelines are those of the household's size, each with its year; `shares` is the year of the shares of income; `benchmark` and
//! `credit` are a month's and may be null. An outcome is `medical_assistance` (`group`: `pregnant`, `infant`, `child`, `young_adult` or
//! `adult`; `percent`: the limit with the disregard where it was needed), `minnesotacare`, `with_credit`, `without_credit` (`reason`:
//! `income`, `affordable_offer`, `enrolled`, `no_taxes`, `separately` or `benchmark_is_cheap`) or `needs_decision` (`reason`: `medicare`,
//! `age` or `status`).
//!
//! Refused is an answer of another contract version, with a word that is not among these, with an applicant missing, twice or not asked
//! about, with a negative or absurd amount, year or percent, or with a credit that nobody has. Whatever is refused, late or missing leaves
//! the application pending, and it is asked again later. The log says why by a code ([`Undetermined::code`]) and quotes nothing.

//!
//! # Later statuses
//!
//! What is decided after the initial determination the portal asks for, over and over: `GET ELIGIBILITY_ENGINE_URL/statuses?after=NUMBER`
//! with the same token, limits and refusals. An engine without later statuses answers `404`. `200` is those after the number, in rising
//! order, as many as fit; none when there is nothing new:
//!
//! ```json
//! { "contract": 1, "statuses": [
//!     { "number": 17, "status": "01934c00-0000-7000-8000-0000000000aa", "application": "01934c00-0000-7000-8000-000000000000",
//!       "reason": "The proof of income came.", "outcomes": [ { "applicant": 1, "outcome": "minnesotacare" } ] } ] }
//! ```
//!
//! `number` is the status's place among all that the engine ever told; the last that was taken is the next `after`. `status` names it: told
//! twice it is recorded once. `reason` is for the consumer to read, at most 500 characters. An outcome is `medical_assistance`,
//! `minnesotacare`, `with_credit`, `without_credit` or `needs_decision`, for every applicant of the application. One that can't be believed
//! or is of no application is passed over, and the log has its number; one of an application that is still pending waits with all after it,
//! for a day after it was submitted. One that changes nothing is not recorded.

mod contract;
mod exchange;
mod statuses;
#[cfg(test)]
mod tests;

use super::Config;
use super::dates;
use crate::domain::applications::DeterminedBy;
use crate::domain::eligibility::{Determination, PUBLISHED, determine};
use crate::domain::plans::benchmark;
use crate::store::{ClaimedCase, Store, StoreError};

pub use exchange::Exchange;
pub use statuses::{Told, ToldStatus};

/// What determines.
pub enum Engine {
    /// The portal's own rules, with the plans that are sold where the household lives.
    BuiltIn,
    /// An exchange's engine.
    Exchange(Exchange),
}

/// Why there is no determination yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undetermined {
    /// An answer of the application is missing.
    Incomplete,
    /// The engine can't be reached, or hung up.
    Unreachable,
    /// It took too long.
    Slow,
    /// It answered with another status than 200: an error, a redirect.
    Status,
    /// The answer is too big.
    TooBig,
    /// The answer can't be read: no JSON, a part missing, an unknown word.
    Unreadable,
    /// The answer is of another contract version.
    Version,
    /// An applicant is missing, there twice, or was not asked about.
    Applicants,
    /// An amount, a year or a percentage can't be right.
    Figures,
}

impl Undetermined {
    /// For the log.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Incomplete => "incomplete",
            Self::Unreachable => "unreachable",
            Self::Slow => "slow",
            Self::Status => "status",
            Self::TooBig => "too_big",
            Self::Unreadable => "unreadable",
            Self::Version => "version",
            Self::Applicants => "applicants",
            Self::Figures => "figures",
        }
    }
}

impl Engine {
    /// The configured one.
    #[must_use]
    pub fn new(config: &Config) -> Self {
        config.engine.as_ref().map_or(Self::BuiltIn, |engine| Self::Exchange(Exchange::new(engine)))
    }

    /// As whose a determination is recorded.
    #[must_use]
    pub const fn source(&self) -> DeterminedBy {
        match self {
            Self::BuiltIn => DeterminedBy::BuiltIn,
            Self::Exchange(_) => DeterminedBy::Engine,
        }
    }

    /// Decides on the day on which the application was submitted, whenever it comes to it.
    ///
    /// # Errors
    /// When the database fails. An engine that fails is no error: it is why there is no determination.
    pub async fn determine(&self, store: &Store, claimed: &ClaimedCase) -> Result<Result<Determination, Undetermined>, StoreError> {
        let case = dates::today(claimed.submitted_at).and_then(|on| claimed.answers.case(claimed.coverage_year, on));
        let (Some(case), Some(address)) = (case, &claimed.answers.address) else { return Ok(Err(Undetermined::Incomplete)) };
        match self {
            Self::BuiltIn => {
                let plans = store.plans_in(claimed.coverage_year, address.county).await?;
                let price = |ages: &[u16]| benchmark(plans.iter().map(|sold| &sold.plan), address.county, ages);
                Ok(Ok(determine(case, &PUBLISHED, price)))
            }
            Self::Exchange(exchange) => Ok(exchange.determine(claimed.id, case, address.county).await),
        }
    }
}
