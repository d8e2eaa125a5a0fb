//! The first line of a file, and the cells of the lines after it in the template's order.

use super::{COLUMNS, Column};
use crate::domain::roster::entry::EntryField;
use crate::domain::{text, typed};
use serde::{Deserialize, Serialize};

/// Why a first line is not that of a roster.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum HeaderProblem {
    /// Required columns are missing.
    Missing(Vec<Column>),
    /// A column is there twice, so it is not known which one counts.
    Twice(Column),
}

/// What stands where in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    places: Vec<Option<Column>>,
    /// Headings that are not the template's: their cells are passed over.
    pub ignored: Vec<String>,
}

impl Header {
    /// Reads the first line: columns in any order, case, spacing and punctuation don't count.
    ///
    /// # Errors
    /// What is missing, or there twice.
    pub fn read(cells: &[String]) -> Result<Self, HeaderProblem> {
        let plain = |heading: &str| text::fold(heading).replace(' ', "");
        let mut header = Self { places: Vec::with_capacity(cells.len()), ignored: Vec::new() };
        for cell in cells {
            let heading = plain(cell);
            let column = Column::ALL.into_iter().find(|column| plain(column.heading()) == heading);
            match column {
                Some(column) if header.places.contains(&Some(column)) => return Err(HeaderProblem::Twice(column)),
                None if !heading.is_empty() => header.ignored.push(typed::line(cell).chars().take(60).collect()),
                _ => {}
            }
            header.places.push(column);
        }
        let missing: Vec<Column> =
            Column::ALL.into_iter().filter(|column| column.required() && !header.places.contains(&Some(*column))).collect();
        if missing.is_empty() { Ok(header) } else { Err(HeaderProblem::Missing(missing)) }
    }

    /// The cells of a line in the template's order, and whether there are more than the header has columns.
    #[must_use]
    pub fn cells(&self, line: Vec<String>) -> (Cells, bool) {
        let mut cells = Cells(std::array::from_fn(|_| None));
        // A line that ends early has empty cells.
        for column in self.places.iter().flatten() {
            cells.0[column.place()] = Some(String::new());
        }
        let mut too_many = false;
        for (place, cell) in line.into_iter().enumerate() {
            match self.places.get(place) {
                Some(Some(column)) => cells.0[column.place()] = Some(cell),
                Some(None) => {}
                None => too_many |= !typed::line(&cell).is_empty(),
            }
        }
        (cells, too_many)
    }
}

/// A line's cells as they were typed, in the template's order; nothing where the file has no such column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cells(pub [Option<String>; COLUMNS]);

impl Cells {
    /// A cell; empty where the file has no such column.
    #[must_use]
    pub fn get(&self, column: Column) -> &str {
        self.0[column.place()].as_deref().unwrap_or_default()
    }

    pub(super) fn has(&self, column: Column) -> bool {
        self.0[column.place()].is_some()
    }

    /// Whom the line is about, as far as it says: for the preview.
    #[must_use]
    pub fn name(&self) -> String {
        let part = |field| typed::line(self.get(Column::Entry(field))).chars().take(100).collect::<String>();
        format!("{} {}", part(EntryField::FirstName), part(EntryField::LastName)).trim().to_owned()
    }
}
