//! A roster as a file: its columns, what a row says, and what importing it would do. The same checks as the form's, cell by cell.
//!
//! A new column is a variant of [`Column`] with its heading, and its place in [`Row::read`].

mod header;
mod plan;
mod row;

pub use header::{Cells, Header, HeaderProblem};
pub use plan::{Detail, Difference, Found, Plan, plan};
pub use row::{OnRoster, Row};

use super::entry::{EntryField, EntryProblem};
use serde::{Deserialize, Serialize};

/// The most rows that a file may have.
pub const MOST_ROWS: u32 = 100_000;

/// Rows on one page of the preview.
pub const PREVIEW_PAGE: u32 = 50;

/// A column of the template. Its heading is part of the file's form, in every language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Column {
    /// A field of the entry.
    Entry(EntryField),
    /// "Assister Portal Access": Yes or No.
    Access,
    /// Active or Inactive.
    Employment,
}

/// How many columns there are.
const COLUMNS: usize = 10;

impl Column {
    /// Every column, in the order of the template.
    pub const ALL: [Self; COLUMNS] = [
        Self::Entry(EntryField::FirstName),
        Self::Entry(EntryField::LastName),
        Self::Entry(EntryField::CertificationEmail),
        Self::Entry(EntryField::TrainingId),
        Self::Entry(EntryField::Phone),
        Self::Entry(EntryField::Email),
        Self::Entry(EntryField::City),
        Self::Entry(EntryField::Languages),
        Self::Access,
        Self::Employment,
    ];

    /// The heading.
    #[must_use]
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Entry(EntryField::FirstName) => "First name",
            Self::Entry(EntryField::LastName) => "Last name",
            Self::Entry(EntryField::CertificationEmail) => "Certification email",
            Self::Entry(EntryField::TrainingId) => "Training ID",
            Self::Entry(EntryField::Phone) => "Phone",
            Self::Entry(EntryField::Email) => "Email",
            Self::Entry(EntryField::City) => "City",
            Self::Entry(EntryField::Languages) => "Languages spoken",
            Self::Access => "Assister Portal Access",
            Self::Employment => "Employment",
        }
    }

    /// Whether a file without it can't be imported.
    #[must_use]
    pub const fn required(self) -> bool {
        !matches!(self, Self::Entry(EntryField::City | EntryField::Languages) | Self::Access | Self::Employment)
    }

    fn place(self) -> usize {
        Self::ALL.into_iter().position(|column| column == self).unwrap_or_default()
    }
}

/// Why a row is not imported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RowProblem {
    /// A field is not right, as in the form.
    Field(EntryField, EntryProblem),
    /// A cell begins as a formula does.
    Formula(Column),
    /// Neither Yes nor No, neither Active nor Inactive.
    Choice(Column),
    /// Characters that could not be read.
    Unreadable,
    /// A quotation mark is opened and not closed.
    OpenQuote,
    /// Longer than any row of a roster.
    TooLong,
    /// More cells than the header has columns.
    TooManyCells,
    /// Another line of this file, the one with this number, is about the same person, Training ID or email.
    SameAsLine(u32),
    /// Somebody else has the certification email.
    EmailUsed,
    /// Somebody else has the Training ID.
    TrainingIdUsed,
    /// The person is on the organization's other roster.
    OtherRoster,
    /// The account was closed by staff.
    Closed,
    /// Somebody changed the person, or took the email or Training ID, after the preview.
    ChangedMeanwhile,
}

/// What a row does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ImportAction {
    /// Somebody new.
    Add,
    /// Somebody on the roster, otherwise than before.
    Change,
    /// Somebody on the roster who is no longer employed.
    Inactivate,
    /// Says what is there.
    Unchanged,
    /// Nothing: something is wrong with it.
    Refuse,
}

impl ImportAction {
    /// Every action, in the order in which they are counted.
    pub const ALL: [Self; 5] = [Self::Add, Self::Change, Self::Inactivate, Self::Unchanged, Self::Refuse];

    /// The stored form, and that in addresses.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Change => "change",
            Self::Inactivate => "inactivate",
            Self::Unchanged => "unchanged",
            Self::Refuse => "refuse",
        }
    }

    /// Reads the stored form.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.code() == code)
    }
}

/// How far an import has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ImportStatus {
    /// The file is coming in.
    Uploading,
    /// The file is whole, nothing of the roster has changed: the preview.
    Ready,
    /// Confirmed, and being carried out.
    Running,
    /// Carried out.
    Done,
    /// The file was refused or did not arrive whole. Nothing changed.
    Failed,
    /// Given up before it was confirmed. Nothing changed.
    Cancelled,
}

impl ImportStatus {
    /// Every status.
    pub const ALL: [Self; 6] = [Self::Uploading, Self::Ready, Self::Running, Self::Done, Self::Failed, Self::Cancelled];

    /// The stored form.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Uploading => "uploading",
            Self::Ready => "ready",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    /// Reads the stored form.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.code() == code)
    }
}

/// Rows by what they do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportCounts {
    /// Somebody new.
    pub added: u32,
    /// Otherwise than before.
    pub changed: u32,
    /// No longer employed.
    pub inactivated: u32,
    /// As it is.
    pub unchanged: u32,
    /// Something is wrong with them.
    pub refused: u32,
}

impl ImportCounts {
    /// One of them.
    #[must_use]
    pub const fn of(self, action: ImportAction) -> u32 {
        match action {
            ImportAction::Add => self.added,
            ImportAction::Change => self.changed,
            ImportAction::Inactivate => self.inactivated,
            ImportAction::Unchanged => self.unchanged,
            ImportAction::Refuse => self.refused,
        }
    }

    /// One of them, to count with.
    pub const fn of_mut(&mut self, action: ImportAction) -> &mut u32 {
        match action {
            ImportAction::Add => &mut self.added,
            ImportAction::Change => &mut self.changed,
            ImportAction::Inactivate => &mut self.inactivated,
            ImportAction::Unchanged => &mut self.unchanged,
            ImportAction::Refuse => &mut self.refused,
        }
    }

    /// Rows in all.
    #[must_use]
    pub const fn all(self) -> u32 {
        self.todo() + self.unchanged + self.refused
    }

    /// Rows that change something.
    #[must_use]
    pub const fn todo(self) -> u32 {
        self.added + self.changed + self.inactivated
    }
}

#[cfg(test)]
mod tests;
