//! The Learning Center: links into it, the course's progress, the assessments.

mod attempts;
mod course;
mod enter;
mod import;

use crate::domain::ids::{AssisterId, AttemptId};
use crate::domain::instant::Instant;
use crate::domain::learning::Score;
use crate::store::roster::Change;

/// A module that was read.
#[derive(Clone, Copy, Debug)]
pub struct ModuleRead<'a> {
    /// Who read it.
    pub assister: AssisterId,
    /// The module's name.
    pub module: &'a str,
    /// The names of all the course's modules: when all were read, the training is completed.
    pub course: &'a [&'a str],
    /// When.
    pub now: Instant,
}

/// What goes into an assister's history when a gate begins to hold, with who did it.
#[derive(Clone, Copy, Debug)]
pub struct Milestone<'a> {
    /// The history's row.
    pub change: &'a Change,
    /// Who did it, by name.
    pub by: &'a str,
}

/// An assessment to begin.
#[derive(Clone, Debug)]
pub struct NewAttempt {
    /// Its id.
    pub id: AttemptId,
    /// Whose.
    pub assister: AssisterId,
    /// The questions' names with the order of their answers, as they will be asked.
    pub questions: Vec<(String, Vec<u8>)>,
    /// One that was begun and can't be gone on with, because its questions are no longer in the bank.
    pub replaces: Option<AttemptId>,
    /// When.
    pub now: Instant,
}

/// An assessment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// Its id.
    pub id: AttemptId,
    /// When it was begun.
    pub started_at: Instant,
    /// When it was handed in and how it went; `None` while it is being taken.
    pub handed_in: Option<(Instant, Score)>,
}

/// A question of an assessment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Its name in the bank.
    pub question: String,
    /// The order in which its answers are shown, as their places in the bank.
    pub options: Vec<u8>,
    /// The answer that was given, as its place in the bank, and whether it was right.
    pub chosen: Option<(u8, bool)>,
}

/// An assessment to hand in.
#[derive(Clone, Debug)]
pub struct HandIn {
    /// Which.
    pub attempt: AttemptId,
    /// Whose: the principal.
    pub assister: AssisterId,
    /// The answers in the order asked, as their places in the bank, and whether each is right.
    pub answers: Vec<(u8, bool)>,
    /// When.
    pub now: Instant,
}

/// How far somebody is, as far as a file of another learning system is concerned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrainingState {
    /// Who.
    pub assister: AssisterId,
    /// Their name.
    pub name: String,
    /// Whether the training is completed.
    pub trained: bool,
    /// Whether the assessment is passed.
    pub mastered: bool,
}

/// A training that another learning system tells of.
#[derive(Clone, Debug)]
pub struct ImportedTraining {
    /// Whose.
    pub assister: AssisterId,
    /// When it was completed.
    pub completed_at: Instant,
    /// Whether the assessment was passed.
    pub passed: bool,
    /// The history's row, should the training's gate open.
    pub training: Change,
    /// The history's row, should the assessment's gate open.
    pub assessment: Change,
}
