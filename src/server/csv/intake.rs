//! A file with a first line of headings and lines below it, taken in whole: for files that are looked at on one page before anything of
//! them is imported.

use super::{FileProblem, Line, Reader, check_name};
use axum::extract::multipart::{Field, MultipartError};
use axum::http::StatusCode;

/// How one kind of file is read.
pub trait Layout {
    /// What the first line says.
    type Head;
    /// Why a first line is not that of such a file.
    type Problem;
    /// A line below it.
    type Row;
    /// The largest file in bytes.
    const LARGEST: u64;
    /// The most lines below the first.
    const MOST_LINES: usize;

    /// Reads the cells of the first line.
    ///
    /// # Errors
    /// Why it is not that of such a file.
    fn head(cells: &[String]) -> Result<Self::Head, Self::Problem>;

    /// Reads a line below it.
    fn below(head: &Self::Head, line: &Line) -> Self::Row;
}

/// Why a file is not read at all. Nothing of it is kept.
#[derive(Debug)]
pub enum Refusal<Problem> {
    /// No file was chosen.
    NoFile,
    /// Not a file of lines.
    File(FileProblem),
    /// The first line is not that of such a file.
    Head(Problem),
    /// Nothing stands below the first line.
    NoLines,
    /// More lines than are imported at once.
    TooManyLines,
    /// The file did not arrive whole.
    CutOff,
}

impl<Problem> From<FileProblem> for Refusal<Problem> {
    fn from(problem: FileProblem) -> Self {
        Self::File(problem)
    }
}

impl<Problem> From<MultipartError> for Refusal<Problem> {
    fn from(error: MultipartError) -> Self {
        if error.status() == StatusCode::PAYLOAD_TOO_LARGE { Self::File(FileProblem::TooLarge) } else { Self::CutOff }
    }
}

/// Takes one file in.
pub struct Intake<L: Layout> {
    reader: Reader,
    head: Option<L::Head>,
    rows: Vec<L::Row>,
}

impl<L: Layout> Intake<L> {
    /// For one file.
    #[must_use]
    pub const fn new() -> Self {
        Self { reader: Reader::new(L::LARGEST), head: None, rows: Vec::new() }
    }

    /// Takes the next piece of the file.
    ///
    /// # Errors
    /// Why the file is not read.
    pub fn feed(&mut self, piece: &[u8]) -> Result<(), Refusal<L::Problem>> {
        self.reader.feed(piece)?;
        self.take()
    }

    /// The file is at its end. Gives its lines.
    ///
    /// # Errors
    /// Why the file is not read.
    pub fn finish(mut self) -> Result<Vec<L::Row>, Refusal<L::Problem>> {
        self.reader.finish()?;
        self.take()?;
        match self.head {
            None => Err(Refusal::NoFile),
            Some(_) if self.rows.is_empty() => Err(Refusal::NoLines),
            Some(_) => Ok(self.rows),
        }
    }

    /// Takes the file that a form's field sends.
    ///
    /// # Errors
    /// Why it is not read.
    pub async fn receive(mut self, field: &mut Field<'_>) -> Result<Vec<L::Row>, Refusal<L::Problem>> {
        if !check_name(field.file_name())? {
            return Err(Refusal::NoFile);
        }
        while let Some(piece) = field.chunk().await? {
            self.feed(&piece)?;
        }
        self.finish()
    }

    fn take(&mut self) -> Result<(), Refusal<L::Problem>> {
        while let Some(line) = self.reader.next_line() {
            match &self.head {
                // A first line that can't be read is the beginning of something else.
                None if line.problem.is_some() => return Err(Refusal::File(FileProblem::NotText)),
                None => self.head = Some(L::head(&line.cells).map_err(Refusal::Head)?),
                Some(_) if self.rows.len() == L::MOST_LINES => return Err(Refusal::TooManyLines),
                Some(head) => self.rows.push(L::below(head, &line)),
            }
        }
        Ok(())
    }
}

impl<L: Layout> Default for Intake<L> {
    fn default() -> Self {
        Self::new()
    }
}
