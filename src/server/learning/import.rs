//! Another learning system's file: its lines as they come in, and what they do.

use crate::api::error::{ApiError, ErrorCode};
use crate::api::learning::PreviewLine;
use crate::domain::identity::AssisterKind;
use crate::domain::ids::ChangeId;
use crate::domain::instant::Date;
use crate::domain::learning::{Effect, Line, LineProblem};
use crate::domain::typed;
use crate::server::context::{RequestContext, StaffSelf};
use crate::server::csv::{self, Layout};
use crate::server::dates;
use crate::store::{Change, ImportedTraining, Store, StoreError, TrainingState};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::time::Duration;

/// The headings of the columns, in any order and in whatever case.
pub const COLUMNS: [&str; 3] = ["Training ID", "completed on", "score"];

/// The largest file in bytes, and the most lines below its head: all of them stand on one page.
pub const LARGEST: u64 = 1024 * 1024;
const MOST_LINES: usize = 2_000;

/// A line of a file below its head.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileLine {
    /// Its number as an editor counts, with the head as 1.
    pub number: u32,
    /// The cells of [`COLUMNS`].
    pub cells: [String; 3],
    /// What is wrong with it as a line.
    pub problem: Option<LineProblem>,
}

/// What is kept of a file with the session of who brought it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Kept {
    /// Its lines.
    pub lines: Vec<FileLine>,
    /// What became of them; `None` before they are imported.
    pub done: Option<Vec<PreviewLine>>,
}

impl Kept {
    /// As it is kept.
    ///
    /// # Errors
    /// None that a list of lines can cause.
    pub fn write(&self) -> Result<String, ApiError> {
        serde_json::to_string(self).map_err(|_| ApiError::new(ErrorCode::Internal))
    }

    /// From what was kept; `None` for anything else.
    #[must_use]
    pub fn read(kept: Option<String>) -> Option<Self> {
        kept.and_then(|kept| serde_json::from_str(&kept).ok())
    }
}

/// The first line does not name the columns, each once.
#[derive(Debug)]
pub struct NotTheColumns;

/// Why a file is not read at all.
pub type Refusal = csv::Refusal<NotTheColumns>;

/// Where the columns stand, and how many the file has.
pub struct Head {
    places: [usize; 3],
    width: usize,
}

/// A file of trainings.
pub struct Trainings;

impl Layout for Trainings {
    type Head = Head;
    type Problem = NotTheColumns;
    type Row = FileLine;
    const LARGEST: u64 = LARGEST;
    const MOST_LINES: usize = MOST_LINES;

    fn head(cells: &[String]) -> Result<Head, NotTheColumns> {
        let names: Vec<String> = cells.iter().map(|name| typed::line(name).to_lowercase().replace('_', " ")).collect();
        let place = |column: &str| {
            let mut places = names.iter().enumerate().filter(|(_, name)| **name == column.to_lowercase()).map(|(place, _)| place);
            places.next().filter(|_| places.next().is_none())
        };
        match COLUMNS.map(place) {
            [Some(id), Some(date), Some(score)] => Ok(Head { places: [id, date, score], width: names.len() }),
            _ => Err(NotTheColumns),
        }
    }

    fn below(head: &Head, line: &csv::Line) -> FileLine {
        let too_many = line.cells.iter().skip(head.width).any(|cell| !typed::line(cell).is_empty());
        let problem = match line.problem {
            Some(csv::LineProblem::Unreadable) => Some(LineProblem::Unreadable),
            Some(csv::LineProblem::OpenQuote) => Some(LineProblem::OpenQuote),
            Some(csv::LineProblem::TooLong) => Some(LineProblem::TooLong),
            None if too_many => Some(LineProblem::TooManyCells),
            None => None,
        };
        let cells = head.places.map(|place| line.cells.get(place).map(|cell| typed::line(cell)).unwrap_or_default());
        FileLine { number: line.number, cells, problem }
    }
}

/// A line, and what it does.
#[derive(Clone, Debug)]
pub struct Planned {
    /// The line.
    pub line: FileLine,
    /// Whom it concerns and what it does, or why it is refused.
    pub outcome: Result<(Line, TrainingState, Effect), LineProblem>,
}

impl Planned {
    /// As it is shown.
    #[must_use]
    pub fn shown(self) -> PreviewLine {
        let (name, outcome) = match self.outcome {
            Ok((_, state, effect)) => (state.name, Ok(effect)),
            Err(problem) => (String::new(), Err(problem)),
        };
        let [training_id, ..] = self.line.cells;
        PreviewLine { number: self.line.number.to_string(), training_id, name, outcome }
    }
}

impl RequestContext<StaffSelf> {
    /// What a line records, if it changes anything: on its day, and not in the future.
    #[must_use]
    pub fn imported(&self, planned: &Planned) -> Option<ImportedTraining> {
        let (line, state, effect) = planned.outcome.as_ref().ok()?;
        if *effect == Effect::Nothing {
            return None;
        }
        let completed_at = (dates::end_of_day(line.completed_on) - Duration::from_micros(1)).min(self.now);
        let change = |field| {
            let id = ChangeId(self.fresh_id());
            Change { id, field, before: String::new(), after: dates::calendar(line.completed_on) }
        };
        let (training, assessment) = (change("training"), change("assessment"));
        Some(ImportedTraining { assister: state.assister, completed_at, passed: line.score.passed(), training, assessment })
    }
}

/// What the lines do as things stand. Somebody whom the caller does not look after is as good as nobody.
///
/// # Errors
/// When the database fails.
pub async fn plan(store: &Store, lines: Vec<FileLine>, kinds: &[AssisterKind], today: Date) -> Result<Vec<Planned>, StoreError> {
    let (mut planned, mut seen) = (Vec::with_capacity(lines.len()), BTreeSet::new());
    for line in lines {
        let [training_id, date, score] = &line.cells;
        let read = line.problem.map_or_else(|| Line::read(training_id, date, score, today), Err);
        let outcome = match read {
            Err(problem) => Err(problem),
            Ok(read) if !seen.insert(read.training_id.clone()) => Err(LineProblem::Twice),
            Ok(read) => match store.training(&read.training_id, kinds).await? {
                Some(state) => {
                    let effect = read.effect(state.trained, state.mastered);
                    Ok((read, state, effect))
                }
                None => Err(LineProblem::UnknownId),
            },
        };
        planned.push(Planned { line, outcome });
    }
    Ok(planned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::csv::{FileProblem, Intake};

    fn read(file: &[u8]) -> Result<Vec<FileLine>, Refusal> {
        let mut intake = Intake::<Trainings>::new();
        for piece in file.chunks(7) {
            intake.feed(piece)?;
        }
        intake.finish()
    }

    fn cells(file: &[u8]) -> [String; 3] {
        read(file).unwrap()[0].cells.clone()
    }

    #[test]
    fn columns_are_found_wherever_they_stand() {
        for file in [
            "Training ID,completed on,score\nMN-1,11/20/2026,80",
            "\u{feff}training id,COMPLETED ON,Score\r\nMN-1 , 11/20/2026,80\r\n\r\n",
            "Training_ID;Completed_on;Score\r\nMN-1;11/20/2026;80\r\n",
            "Training ID\tCompleted on\tScore\nMN-1\t11/20/2026\t80",
            "score,name,training id,completed on\n80,\"Ray, Lena\",MN-1,11/20/2026,,\n",
        ] {
            assert_eq!(cells(file.as_bytes()), ["MN-1", "11/20/2026", "80"], "{file:?}");
        }
        assert_eq!(cells(b"Training ID,completed on,score\nMN-1\n"), ["MN-1", "", ""]);
        for file in ["MN-1,11/20/2026,80", "Training ID,score\nMN-1,80", "Training ID,score,completed on,score\n"] {
            assert!(matches!(read(file.as_bytes()), Err(Refusal::Head(NotTheColumns))), "{file:?}");
        }
    }

    #[test]
    fn a_line_that_is_wrong_as_a_line_says_so() {
        let lines = read(
            b"\xEF\xBB\xBFTraining ID,completed on,score\nMN-1,11/20/2026,69,9\nMN-2,\"11/20/2026,80\nMN-3,11/20/2026,80\nM\xEB,x,1\n",
        )
        .unwrap();
        let problems: Vec<_> = lines.iter().map(|line| (line.number, line.problem)).collect();
        let (cells, quote, unreadable) = (LineProblem::TooManyCells, LineProblem::OpenQuote, LineProblem::Unreadable);
        assert_eq!(problems, [(2, Some(cells)), (3, Some(quote)), (4, None), (5, Some(unreadable))]);
    }

    #[test]
    fn what_is_too_much_is_refused() {
        let file = |lines: usize| format!("Training ID,completed on,score\n{}", "MN-1,11/20/2026,80\n".repeat(lines));
        assert_eq!(read(file(MOST_LINES).as_bytes()).unwrap().len(), MOST_LINES);
        assert!(matches!(read(file(MOST_LINES + 1).as_bytes()), Err(Refusal::TooManyLines)));
        let wide = format!("Training ID,completed on,score\n{}", format!("MN-1,11/20/2026,80{}\n", " ".repeat(1_500)).repeat(1_000));
        assert!(matches!(read(wide.as_bytes()), Err(Refusal::File(FileProblem::TooLarge))));
    }
}
