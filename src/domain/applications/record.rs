//! What is written down about an application after it was submitted: by whom it was determined, in short, and what its consumer is told.

use super::coded;
use crate::domain::eligibility::{Determination, Outcome};
use serde::{Deserialize, Serialize};

coded! {
    /// By whom or what a determination was made.
    DeterminedBy {
        /// The portal's own rules.
        BuiltIn = "built_in",
        /// The exchange's engine.
        Engine = "engine",
        /// Staff.
        Staff = "staff",
    }
}

coded! {
    /// What a notice tells the consumer of.
    NoticeKind {
        /// The application was submitted.
        Submitted = "submitted",
        /// The initial determination is there.
        Determined = "determined",
        /// Another determination is there.
        DeterminedAgain = "determined_again",
        /// The tax credit was figured with an earlier year's table.
        OlderFigures = "older_figures",
        /// Enrolled in a plan, perhaps in the place of another one.
        Enrolled = "enrolled",
        /// An assister was authorized.
        AssisterAdded = "assister_added",
        /// Another assister was authorized in the place of one.
        AssisterChanged = "assister_changed",
        /// The authorization of an assister ended.
        AssisterRemoved = "assister_removed",
    }
}

coded! {
    /// Who did what a notice tells of.
    Doer {
        /// The consumer themselves.
        Consumer = "consumer",
        /// Their assister.
        Assister = "assister",
        /// Staff.
        Staff = "staff",
        /// The exchange's engine.
        Engine = "engine",
        /// The portal's own rules.
        BuiltIn = "built_in",
    }
}

impl From<DeterminedBy> for Doer {
    fn from(by: DeterminedBy) -> Self {
        match by {
            DeterminedBy::BuiltIn => Self::BuiltIn,
            DeterminedBy::Engine => Self::Engine,
            DeterminedBy::Staff => Self::Staff,
        }
    }
}

coded! {
    /// For what people qualify, without the reasons: for lists.
    Kind {
        /// Medical Assistance.
        MedicalAssistance = "medical_assistance",
        /// MinnesotaCare.
        MinnesotaCare = "minnesotacare",
        /// A health plan with a tax credit.
        WithCredit = "with_credit",
        /// A health plan without.
        WithoutCredit = "without_credit",
        /// Needs a decision.
        NeedsDecision = "needs_decision",
    }
}

impl Kind {
    /// The outcome without its reason.
    #[must_use]
    pub const fn of(outcome: Outcome) -> Self {
        match outcome {
            Outcome::MedicalAssistance { .. } => Self::MedicalAssistance,
            Outcome::MinnesotaCare => Self::MinnesotaCare,
            Outcome::WithCredit => Self::WithCredit,
            Outcome::WithoutCredit(_) => Self::WithoutCredit,
            Outcome::NeedsDecision(_) => Self::NeedsDecision,
        }
    }

    /// Whether somebody may choose a health plan by it, with a tax credit or without.
    #[must_use]
    pub const fn has_plan(self) -> bool {
        matches!(self, Self::WithCredit | Self::WithoutCredit)
    }
}

/// The outcomes of a determination without their reasons, in its order.
#[must_use]
pub fn kinds(determination: &Determination) -> Vec<(u16, Kind)> {
    determination.outcomes.iter().map(|(member, outcome)| (*member, Kind::of(*outcome))).collect()
}

/// How many people have which outcome: a determination in short.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcomes(pub Vec<(Kind, u32)>);

/// A determination in short, as it is stored for lists: `medical_assistance:2,with_credit:1`.
#[must_use]
pub fn summary(determination: &Determination) -> String {
    in_short(&kinds(determination).into_iter().map(|(_, kind)| kind).collect::<Vec<_>>())
}

fn in_short(kinds: &[Kind]) -> String {
    let many = |kind: Kind| kinds.iter().filter(|one| **one == kind).count();
    let parts = Kind::ALL.iter().map(|kind| (kind, many(*kind))).filter(|(_, many)| *many > 0);
    parts.map(|(kind, many)| format!("{}:{many}", kind.code())).collect::<Vec<_>>().join(",")
}

/// For what people qualify now, as it was recorded after the initial determination, which stays as it is (rule 28). It has no figures:
/// whoever records it has decided elsewhere, and says why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LaterStatus {
    /// For each applicant, in the order of the household.
    pub outcomes: Vec<(u16, Kind)>,
    /// Why, for the consumer to read.
    pub reason: String,
}

impl LaterStatus {
    /// In short, as it is stored.
    #[must_use]
    pub fn summary(&self) -> String {
        in_short(&self.outcomes.iter().map(|(_, kind)| *kind).collect::<Vec<_>>())
    }
}

impl Outcomes {
    /// Reads the stored form; what it does not know is left out.
    #[must_use]
    pub fn read(summary: &str) -> Self {
        let part = |part: &str| {
            let (kind, many) = part.split_once(':')?;
            Some((Kind::from_code(kind)?, many.parse().ok()?))
        };
        Self(summary.split(',').filter_map(part).collect())
    }
}
