//! A file as it comes in, piece by piece, and its lines as they become whole.

use super::encoding::{detect, is_workbook};
use super::splitter::{Line, Splitter};

/// As much as is looked at before it is decided what a file is.
const START: usize = 1024;

/// Why a file is not read at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileProblem {
    /// Called like no file of lines: not `.csv` or `.txt`.
    Name,
    /// A workbook of a spreadsheet program: it has to be saved as CSV first.
    Workbook,
    /// No text.
    NotText,
    /// Larger than the limit.
    TooLarge,
}

/// Reads a file. It holds a line and what one piece adds, never the file.
pub struct Reader {
    start: Vec<u8>,
    splitter: Option<Splitter>,
    left: u64,
}

impl Reader {
    /// A reader of at most so many bytes.
    #[must_use]
    pub const fn new(limit: u64) -> Self {
        Self { start: Vec::new(), splitter: None, left: limit }
    }

    /// Takes the next piece.
    ///
    /// # Errors
    /// Why the file is not read.
    pub fn feed(&mut self, piece: &[u8]) -> Result<(), FileProblem> {
        self.left = self.left.checked_sub(piece.len() as u64).ok_or(FileProblem::TooLarge)?;
        match &mut self.splitter {
            Some(splitter) => splitter.feed(piece, false),
            None => {
                self.start.extend_from_slice(piece);
                if self.start.len() >= START {
                    self.begin()?.feed(&[], false);
                }
            }
        }
        Ok(())
    }

    /// The file is whole.
    ///
    /// # Errors
    /// Why the file is not read.
    pub fn finish(&mut self) -> Result<(), FileProblem> {
        self.begin()?.feed(&[], true);
        Ok(())
    }

    /// The next line that is whole.
    pub fn next_line(&mut self) -> Option<Line> {
        self.splitter.as_mut().and_then(Splitter::next)
    }

    /// Decides what the file is, the first time.
    fn begin(&mut self) -> Result<&mut Splitter, FileProblem> {
        let start = std::mem::take(&mut self.start);
        if self.splitter.is_none() {
            // Always the same bytes decide, in whatever pieces they come.
            let first = &start[..start.len().min(START)];
            if is_workbook(first) {
                return Err(FileProblem::Workbook);
            }
            let (encoding, mark) = detect(first).ok_or(FileProblem::NotText)?;
            let mut splitter = Splitter::new(encoding);
            splitter.feed(&start[mark..], false);
            return Ok(self.splitter.insert(splitter));
        }
        self.splitter.as_mut().ok_or(FileProblem::NotText)
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
