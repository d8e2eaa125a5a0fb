//! What is said about a file and its rows: on the page, and in the file of errors.

use super::Refusal;
use crate::domain::manage_assister::fill;
use crate::domain::roster::{Column, Detail, Difference, EntryField, EntryProblem, HeaderProblem, RowProblem};
use crate::messages::Messages;
use crate::server::csv::FileProblem;

/// Why a file is not imported, for the person who chose it. `None` where it is not the file's fault.
#[must_use]
pub fn refusal(refusal: &Refusal, t: Messages) -> Option<String> {
    Some(match refusal {
        Refusal::NoFile => t.import_no_file().to_owned(),
        Refusal::NoRoster => t.import_no_roster().to_owned(),
        Refusal::File(FileProblem::Name) => t.import_wrong_name().to_owned(),
        Refusal::File(FileProblem::Workbook) => t.import_workbook().to_owned(),
        Refusal::File(FileProblem::NotText) => t.import_not_text().to_owned(),
        Refusal::File(FileProblem::TooLarge) => t.import_too_large().to_owned(),
        Refusal::Header(HeaderProblem::Missing(columns)) => {
            let columns = columns.iter().map(|column| format!("“{}”", column.heading())).collect::<Vec<_>>().join(", ");
            fill(t.import_missing_columns(), &[("columns", &columns)])
        }
        Refusal::Header(HeaderProblem::Twice(column)) => fill(t.import_twice(), &[("column", column.heading())]),
        Refusal::NoRows => t.import_no_rows().to_owned(),
        Refusal::TooManyRows => t.import_too_many_rows().to_owned(),
        Refusal::CutOff => t.import_cut_off().to_owned(),
        Refusal::Cancelled => t.import_cancelled_meanwhile().to_owned(),
        Refusal::Store(_) => return None,
    })
}

/// What a row changes, or why it changes nothing.
#[must_use]
pub fn what_happens(detail: &Detail, t: Messages) -> String {
    match detail {
        Detail::Nothing => String::new(),
        Detail::Changes(changes) => changes.iter().map(|change| difference(change, t)).collect::<Vec<_>>().join("; "),
        Detail::Problems(problems) => problems.iter().map(|problem| row_problem(problem, t)).collect::<Vec<_>>().join("; "),
    }
}

fn difference(change: &Difference, t: Messages) -> String {
    let shown = |value: &str| if value.is_empty() { t.import_empty_value().to_owned() } else { value.to_owned() };
    let (before, after) = (shown(&change.before), shown(&change.after));
    fill(t.import_difference(), &[("column", change.column.heading()), ("before", &before), ("after", &after)])
}

fn row_problem(problem: &RowProblem, t: Messages) -> String {
    let about = |text: &str, column: Column| fill(text, &[("column", column.heading())]);
    match problem {
        RowProblem::Field(field, problem) => {
            let text = match (problem, field) {
                (EntryProblem::Missing, _) => t.import_row_missing(),
                (EntryProblem::TooLong, _) => t.import_row_too_long(),
                (EntryProblem::Generic, _) => t.import_row_generic(),
                (EntryProblem::Malformed, EntryField::CertificationEmail | EntryField::Email) => t.import_row_email(),
                (EntryProblem::Malformed, EntryField::TrainingId) => t.import_row_training_id(),
                (EntryProblem::Malformed, EntryField::Phone) => t.import_row_phone(),
                (EntryProblem::Malformed, _) => t.import_row_malformed(),
            };
            about(text, Column::Entry(*field))
        }
        RowProblem::Formula(column) => about(t.import_row_formula(), *column),
        RowProblem::Choice(column @ Column::Employment) => about(t.import_row_employment(), *column),
        RowProblem::Choice(column) => about(t.import_row_yes_no(), *column),
        RowProblem::Unreadable => t.import_row_unreadable().to_owned(),
        RowProblem::OpenQuote => t.import_row_open_quote().to_owned(),
        RowProblem::TooLong => t.import_row_line_too_long().to_owned(),
        RowProblem::TooManyCells => t.import_row_too_many_cells().to_owned(),
        RowProblem::SameAsLine(line) => fill(t.import_row_same_as(), &[("line", &line.to_string())]),
        RowProblem::EmailUsed => t.import_row_email_used().to_owned(),
        RowProblem::TrainingIdUsed => t.import_row_training_id_used().to_owned(),
        RowProblem::OtherRoster => t.import_row_other_roster().to_owned(),
        RowProblem::Closed => t.import_row_closed().to_owned(),
        RowProblem::ChangedMeanwhile => t.import_row_changed_meanwhile().to_owned(),
    }
}
