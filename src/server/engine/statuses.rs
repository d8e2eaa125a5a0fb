//! What an exchange's engine tells of later statuses: version 1 of the contract, as the module's own text has it.

use super::Undetermined;
use super::contract::version;
use crate::domain::applications::{Kind, LaterStatus};
use crate::domain::ids::{ApplicationId, DeterminationId};
use crate::domain::resource_center::reason;
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// A later status as the engine tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Its place among all.
    pub number: i64,
    /// Whose and what it is; nothing when it can't be believed.
    pub status: Option<ToldStatus>,
}

/// What is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToldStatus {
    /// Which.
    pub id: DeterminationId,
    /// Of which application.
    pub application: ApplicationId,
    /// For each applicant, once.
    outcomes: BTreeMap<u16, Kind>,
    reason: String,
}

impl ToldStatus {
    /// The status of these applicants, in their order; nothing when it is not of all of them and of no one else.
    #[must_use]
    pub fn of(&self, applicants: &[u16]) -> Option<LaterStatus> {
        let outcomes = applicants.iter().map(|member| Some((*member, *self.outcomes.get(member)?))).collect::<Option<Vec<_>>>()?;
        (outcomes.len() == self.outcomes.len()).then(|| LaterStatus { outcomes, reason: self.reason.clone() })
    }
}

#[derive(Deserialize)]
struct Answer {
    statuses: Vec<Value>,
}

#[derive(Deserialize)]
struct Number {
    number: i64,
}

#[derive(Deserialize)]
struct Status {
    status: DeterminationId,
    application: ApplicationId,
    reason: String,
    outcomes: Vec<Answered>,
}

#[derive(Deserialize)]
struct Answered {
    applicant: u16,
    outcome: String,
}

/// What comes back when it is asked for those after a number.
pub(super) fn statuses(bytes: &[u8], after: i64) -> Result<Vec<Told>, Undetermined> {
    version(bytes)?;
    let answer: Answer = serde_json::from_slice(bytes).map_err(|_| Undetermined::Unreadable)?;
    let told = answer.statuses.into_iter().map(|value| {
        let Number { number } = Number::deserialize(&value).map_err(|_| Undetermined::Unreadable)?;
        Ok(Told { number, status: Status::deserialize(value).ok().and_then(believed) })
    });
    let told = told.collect::<Result<Vec<_>, _>>()?;
    let numbers: Vec<i64> = std::iter::once(after).chain(told.iter().map(|told| told.number)).collect();
    if numbers.windows(2).all(|two| two[0] < two[1]) { Ok(told) } else { Err(Undetermined::Figures) }
}

/// Each applicant once, with words that are known, and a reason that can be read.
fn believed(status: Status) -> Option<ToldStatus> {
    let many = status.outcomes.len();
    let outcome = |answered: Answered| Some((answered.applicant, Kind::from_code(&answered.outcome)?));
    let outcomes = status.outcomes.into_iter().map(outcome).collect::<Option<BTreeMap<_, _>>>()?;
    let reason = reason(&status.reason).ok()?;
    (outcomes.len() == many).then_some(ToldStatus { id: status.status, application: status.application, outcomes, reason })
}
