//! The file of a catalog: its lines as they come in, and as they are kept until they are imported.

use super::words;
use crate::api::error::{ApiError, ErrorCode};
use crate::api::plans::CatalogLine;
use crate::domain::instant::Date;
use crate::domain::plans::Plan;
use crate::domain::plans::import::{Comparison, Effect, FileLine, Header, HeaderProblem, LineAction, MOST_LINES, RowProblem, compare};
use crate::messages::Messages;
use crate::server::csv::{self, Layout};
use serde::{Deserialize, Serialize};

/// The largest file in bytes.
pub const LARGEST: u64 = 2 * 1024 * 1024;

/// The longest name of a catalog.
const LONGEST_NAME: usize = 100;

/// Where among the cells of a line those stand that say which plan it is: plan ID, name and area.
const SHOWN: [usize; 3] = [0, 1, 5];

/// What is kept of a file with the session of who brought it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Kept {
    /// The coverage year.
    pub year: u16,
    /// The file's name, which is the catalog's.
    pub name: String,
    /// Its lines.
    pub lines: Vec<FileLine>,
    /// Whether they are imported.
    pub done: bool,
}

impl Kept {
    /// As it is kept.
    ///
    /// # Errors
    /// None that a list of lines can cause.
    pub fn write(&self) -> Result<String, ApiError> {
        serde_json::to_string(self).map_err(|_| ApiError::new(ErrorCode::Internal))
    }

    /// What its lines do to the catalog that it replaces, to read: line by line, then what it leaves out.
    #[must_use]
    pub fn shown(&self, replaces: &[Plan], t: Messages) -> Vec<CatalogLine> {
        let Comparison { lines, left_out } = compare(&self.lines, replaces);
        let line = |(line, effect): (&FileLine, Effect)| CatalogLine {
            number: Some(line.number),
            said: SHOWN.map(|place| line.cells.get(place).map(|cell| cell.chars().take(LONGEST_NAME).collect()).unwrap_or_default()),
            action: effect.action(),
            what: words::what_happens(&effect, t),
        };
        let gone = |plan: &Plan| CatalogLine {
            number: None,
            said: [plan.code.clone(), plan.name.clone(), plan.area.written()],
            action: LineAction::LeaveOut,
            what: String::new(),
        };
        self.lines.iter().zip(lines).map(line).chain(left_out.into_iter().map(gone)).collect()
    }

    /// From what was kept; `None` for anything else.
    #[must_use]
    pub fn read(kept: Option<String>) -> Option<Self> {
        kept.and_then(|kept| serde_json::from_str(&kept).ok())
    }
}

/// The coverage years of which a catalog may be imported: this one and the next.
#[must_use]
pub fn years(today: Date) -> [u16; 2] {
    let this = u16::try_from(today.year).unwrap_or_default();
    [this, this + 1]
}

/// The name of a catalog, after that of its file: without folders and what can't be read, and not too long.
#[must_use]
pub fn name_of(file: &str) -> String {
    let name = file.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = name.chars().filter(|c| !c.is_control()).take(LONGEST_NAME).collect();
    if name.trim().is_empty() { "plans.csv".to_owned() } else { name.trim().to_owned() }
}

/// A file of plans.
pub struct Catalog;

/// Why a file is not read at all.
pub type Refusal = csv::Refusal<HeaderProblem>;

impl Layout for Catalog {
    type Head = Header;
    type Problem = HeaderProblem;
    type Row = FileLine;
    const LARGEST: u64 = LARGEST;
    const MOST_LINES: usize = MOST_LINES;

    fn head(cells: &[String]) -> Result<Header, HeaderProblem> {
        Header::read(cells)
    }

    fn below(header: &Header, line: &csv::Line) -> FileLine {
        let (cells, too_many) = header.cells(&line.cells);
        let problem = match line.problem {
            Some(csv::LineProblem::Unreadable) => Some(RowProblem::Unreadable),
            Some(csv::LineProblem::OpenQuote) => Some(RowProblem::OpenQuote),
            Some(csv::LineProblem::TooLong) => Some(RowProblem::LineTooLong),
            None => too_many.then_some(RowProblem::TooManyCells),
        };
        FileLine { number: line.number, cells, problem }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_catalog_is_called_as_its_file_is() {
        for (file, name) in [
            ("plans 2027.csv", "plans 2027.csv"),
            ("C:\\Users\\x\\plans.csv", "plans.csv"),
            ("../../etc/plans.csv", "plans.csv"),
            ("a\u{0}\r\nb.csv", "ab.csv"),
            ("", "plans.csv"),
            ("folder/", "plans.csv"),
        ] {
            assert_eq!(name_of(file), name, "{file:?}");
        }
        assert_eq!(name_of(&"x".repeat(500)).len(), LONGEST_NAME);
    }

    #[test]
    fn what_is_kept_is_read_and_nothing_else() {
        let line = FileLine { number: 2, cells: vec!["=1".into()], problem: Some(RowProblem::TooManyCells) };
        let kept = Kept { year: 2027, name: "plans.csv".into(), lines: vec![line.clone()], done: true };
        let read = Kept::read(Some(kept.write().unwrap())).unwrap();
        assert_eq!((read.year, read.name.as_str(), read.lines, read.done), (2027, "plans.csv", vec![line], true));
        for other in [None, Some(String::new()), Some("ann ray".to_owned()), Some("{\"lines\":[],\"done\":null}".to_owned())] {
            assert!(Kept::read(other).is_none());
        }
    }
}
