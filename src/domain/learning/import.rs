//! What another learning system says of a training, line by line, and what follows from it. It opens gates and never closes one.

use super::Score;
use crate::domain::instant::Date;
use crate::domain::typed::{DateOf, DateProblem, date, plain};
use serde::{Deserialize, Serialize};

/// A line that was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// In capitals, as it is kept.
    pub training_id: String,
    /// When the training was completed.
    pub completed_on: Date,
    /// How the assessment went.
    pub score: Score,
}

/// Why a line is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LineProblem {
    /// There is no Training ID.
    NoId,
    /// Nobody has this Training ID.
    UnknownId,
    /// An earlier line has the same Training ID.
    Twice,
    /// Not a date.
    Date,
    /// After today.
    Future,
    /// Not a score from 0 to 100.
    Score,
    /// Characters that could not be read.
    Unreadable,
    /// A quotation mark is opened and not closed.
    OpenQuote,
    /// Longer than any line of ours.
    TooLong,
    /// More cells than the first line has: which is which can't be told.
    TooManyCells,
}

/// What a line does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Effect {
    /// Both gates open.
    Both,
    /// The training is completed; the assessment stays as it is.
    Training,
    /// The assessment is passed; the training was completed before.
    Assessment,
    /// All that the line says is known.
    Nothing,
}

impl Line {
    /// Reads the three fields of a line.
    ///
    /// # Errors
    /// The first that is wrong with it.
    pub fn read(training_id: &str, completed_on: &str, score: &str, today: Date) -> Result<Self, LineProblem> {
        let training_id = plain(training_id).to_uppercase();
        if training_id.is_empty() {
            return Err(LineProblem::NoId);
        }
        let completed_on = date(completed_on, DateOf::Past, today).map_err(|problem| match problem {
            DateProblem::Future => LineProblem::Future,
            _ => LineProblem::Date,
        })?;
        Ok(Self { training_id, completed_on, score: percent(score).ok_or(LineProblem::Score)? })
    }

    /// What the line does for somebody whose gates stand so.
    #[must_use]
    pub const fn effect(&self, trained: bool, mastered: bool) -> Effect {
        match (trained, mastered || !self.score.passed()) {
            (false, false) => Effect::Both,
            (false, true) => Effect::Training,
            (true, false) => Effect::Assessment,
            (true, true) => Effect::Nothing,
        }
    }
}

/// `85`, `85 %`, `69.9`, `69,9`: a score in percent, exactly as it is written.
fn percent(typed: &str) -> Option<Score> {
    let typed = plain(typed);
    let number = typed.trim_end_matches('%').trim_end();
    let (whole, part) = number.split_once(['.', ',']).unwrap_or((number, "0"));
    let digits = |text: &str, most| (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole, 3) || !digits(part, 4) {
        return None;
    }
    let places = 10_u32.pow(u32::try_from(part.len()).ok()?);
    let score = Score { correct: whole.parse::<u32>().ok()? * places + part.parse::<u32>().ok()?, total: 100 * places };
    (score.correct <= score.total).then_some(score)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> Date {
        Date::new(2026, 11, 20).unwrap()
    }

    #[test]
    fn scores_are_read_exactly() {
        for (typed, passed) in [
            ("70", true),
            ("70 %", true),
            (" 70.0% ", true),
            ("100", true),
            ("69.9", false),
            ("69,9", false),
            ("69.9999", false),
            ("0", false),
            ("70,0001", true),
        ] {
            assert_eq!(percent(typed).map(Score::passed), Some(passed), "{typed}");
        }
        for typed in ["", "%", "101", "100.1", "-1", "seventy", "7e1", "1.", ".5", "69.99999", "14/20", "0.7.1"] {
            assert_eq!(percent(typed), None, "{typed}");
        }
    }

    #[test]
    fn lines_say_the_first_thing_that_is_wrong() {
        for (line, problem) in [
            (["", "", ""], LineProblem::NoId),
            (["X", "11/31/2026", ""], LineProblem::Date),
            (["X", "11/21/2026", ""], LineProblem::Future),
            (["X", "11/20/2026", "1000"], LineProblem::Score),
        ] {
            assert_eq!(Line::read(line[0], line[1], line[2], today()), Err(problem), "{line:?}");
        }
        assert_eq!(Line::read(" mn-1 ", "2026-11-20", "80", today()).unwrap().training_id, "MN-1");
    }

    #[test]
    fn a_line_opens_gates_and_closes_none() {
        let effect = |score, trained, mastered| Line::read("X", "11/20/2026", score, today()).unwrap().effect(trained, mastered);
        for (score, trained, mastered, expected) in [
            ("80", false, false, Effect::Both),
            ("69.9", false, false, Effect::Training),
            ("80", true, false, Effect::Assessment),
            ("69.9", true, false, Effect::Nothing),
            ("80", true, true, Effect::Nothing),
            ("0", true, true, Effect::Nothing),
            ("80", false, true, Effect::Training),
        ] {
            assert_eq!(effect(score, trained, mastered), expected, "{score} {trained} {mastered}");
        }
    }
}
