//! Reading the lines of another learning system's file, and planning what they do.

use crate::domain::instant::Date;
use crate::domain::learning::{Effect, Line, LineProblem};
use crate::store::{Store, StoreError, TrainingState};
use std::collections::BTreeSet;

/// The columns of the file, in any order and in whatever case.
pub const COLUMNS: [&str; 3] = ["training id", "completed on", "score"];

/// A line of the file below its head.
#[derive(Clone, Debug)]
pub struct Planned {
    /// Its number as an editor counts, with the head as 1.
    pub number: u64,
    /// The Training ID as it is written.
    pub training_id: String,
    /// Whom it concerns and what it does, or why it is refused.
    pub outcome: Result<(Line, TrainingState, Effect), LineProblem>,
}

/// The lines of a file: number, Training ID, completed on, score. `None` when its first line does not name the columns.
#[must_use]
pub fn read(text: &str) -> Option<Vec<(u64, [String; 3])>> {
    // With one kind of line break the reader counts lines as an editor does.
    let text = text.trim_start_matches('\u{feff}').trim_start().replace("\r\n", "\n");
    let head = text.lines().next()?;
    let delimiter = [b';', b'\t', b','].into_iter().find(|sign| head.contains(char::from(*sign)))?;
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
    let names: Vec<String> = reader.headers().ok()?.iter().map(|name| name.to_lowercase().replace('_', " ")).collect();
    let places = COLUMNS.map(|column| names.iter().position(|name| name == column));
    let [Some(id), Some(date), Some(score)] = places else { return None };
    let lines = reader.records().filter_map(Result::ok).map(|record| {
        let field = |place: usize| record.get(place).unwrap_or_default().to_owned();
        (record.position().map_or(0, csv::Position::line), [field(id), field(date), field(score)])
    });
    Some(lines.collect())
}

/// What the lines do as things stand.
///
/// # Errors
/// When the database fails.
pub async fn plan(store: &Store, lines: Vec<(u64, [String; 3])>, today: Date) -> Result<Vec<Planned>, StoreError> {
    let (mut planned, mut seen) = (Vec::with_capacity(lines.len()), BTreeSet::new());
    for (number, [training_id, date, score]) in lines {
        let outcome = match Line::read(&training_id, &date, &score, today) {
            Err(problem) => Err(problem),
            Ok(line) if !seen.insert(line.training_id.clone()) => Err(LineProblem::Twice),
            Ok(line) => match store.training(&line.training_id).await? {
                Some(state) => {
                    let effect = line.effect(state.trained, state.mastered);
                    Ok((line, state, effect))
                }
                None => Err(LineProblem::UnknownId),
            },
        };
        planned.push(Planned { number, training_id, outcome });
    }
    Ok(planned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_read_as_they_come() {
        let expected = vec![(2, ["MN-1".to_owned(), "11/20/2026".to_owned(), "80".to_owned()])];
        for text in [
            "Training ID,completed on,score\nMN-1,11/20/2026,80",
            "\u{feff}training id,COMPLETED ON,Score\r\nMN-1 , 11/20/2026,80\r\n\r\n",
            "Training_ID;Completed_on;Score\r\nMN-1;11/20/2026;80\r\n",
            "Training ID\tCompleted on\tScore\nMN-1\t11/20/2026\t80",
            "score,name,training id,completed on\n80,\"Ray, Lena\",MN-1,11/20/2026\n",
        ] {
            assert_eq!(read(text).as_ref(), Some(&expected), "{text:?}");
        }
        for text in ["", "MN-1,11/20/2026,80", "Training ID,score\nMN-1,80", "no columns at all"] {
            assert_eq!(read(text), None, "{text:?}");
        }
        let short = read("Training ID,completed on,score\nMN-1\n").unwrap();
        assert_eq!(short[0].1, ["MN-1", "", ""]);
    }
}
