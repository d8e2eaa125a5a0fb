//! The first line of a file, and the cells of the lines after it in the template's order.

use super::Column;
use crate::domain::{text, typed};

/// Why a first line is not that of a catalog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeaderProblem {
    /// Columns are missing.
    Missing(Vec<Column>),
    /// A column is there twice, so it is not known which one counts.
    Twice(Column),
}

/// What stands where in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    places: Vec<usize>,
    width: usize,
}

impl Header {
    /// Reads the first line: columns in any order; case, spaces, underscores and punctuation don't count, and other columns neither.
    ///
    /// # Errors
    /// What is missing, or there twice.
    pub fn read(cells: &[String]) -> Result<Self, HeaderProblem> {
        let plain = |heading: &str| text::fold(heading).replace(' ', "");
        let headings: Vec<String> = cells.iter().map(|cell| plain(cell)).collect();
        let (mut places, mut missing) = (Vec::new(), Vec::new());
        for column in Column::all() {
            let heading = plain(&column.heading());
            let mut found = headings.iter().enumerate().filter(|(_, other)| **other == heading).map(|(place, _)| place);
            match (found.next(), found.next()) {
                (_, Some(_)) => return Err(HeaderProblem::Twice(column)),
                (Some(place), None) => places.push(place),
                (None, None) => missing.push(column),
            }
        }
        if missing.is_empty() { Ok(Self { places, width: cells.len() }) } else { Err(HeaderProblem::Missing(missing)) }
    }

    /// The cells of a line in the template's order, and whether there are more than the header has columns.
    #[must_use]
    pub fn cells(&self, line: &[String]) -> (Vec<String>, bool) {
        // A line that ends early has empty cells.
        let cells = self.places.iter().map(|place| line.get(*place).map(|cell| typed::line(cell)).unwrap_or_default()).collect();
        (cells, line.iter().skip(self.width).any(|cell| !typed::line(cell).is_empty()))
    }
}
