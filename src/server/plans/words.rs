//! What is said about a file of plans and its lines: on the page, and in the file of refused lines.

use super::import::Refusal;
use crate::domain::manage_assister::fill;
use crate::domain::plans::import::{Column, Difference, Effect, HeaderProblem, RowProblem};
use crate::messages::Messages;
use crate::server::csv::FileProblem;

/// More of what is wrong with one line helps nobody.
const MOST_PROBLEMS: usize = 5;

/// Why a file is not imported, for the person who chose it.
#[must_use]
pub fn refusal(refusal: &Refusal, t: Messages) -> String {
    match refusal {
        Refusal::NoFile => t.import_no_file().to_owned(),
        Refusal::File(FileProblem::Name) => t.import_wrong_name().to_owned(),
        Refusal::File(FileProblem::Workbook) => t.import_workbook().to_owned(),
        Refusal::File(FileProblem::NotText) => t.import_not_text().to_owned(),
        Refusal::File(FileProblem::TooLarge) => t.plans_too_large().to_owned(),
        Refusal::Head(HeaderProblem::Missing(columns)) => {
            let columns = columns.iter().map(|column| format!("“{}”", column.heading())).collect::<Vec<_>>().join(", ");
            fill(t.import_missing_columns(), &[("columns", &columns)])
        }
        Refusal::Head(HeaderProblem::Twice(column)) => fill(t.import_twice(), &[("column", &column.heading())]),
        Refusal::NoLines => t.import_no_rows().to_owned(),
        Refusal::TooManyLines => t.plans_too_many_lines().to_owned(),
        Refusal::CutOff => t.import_cut_off().to_owned(),
    }
}

/// What a line changes, or why it changes nothing.
#[must_use]
pub fn what_happens(effect: &Effect, t: Messages) -> String {
    match effect {
        Effect::Add | Effect::Unchanged => String::new(),
        Effect::Change(changes) => changes.iter().map(|change| difference(change, t)).collect::<Vec<_>>().join("; "),
        Effect::Refuse(problems) => refused(problems, t),
    }
}

fn difference(change: &Difference, t: Messages) -> String {
    let values = [("column", &*change.column.heading()), ("before", &change.before), ("after", &change.after)];
    let mut said = fill(t.import_difference(), &values);
    if change.ages > 1 {
        said.push(' ');
        said.push_str(&fill(t.plans_ages(), &[("n", &change.ages.to_string())]));
    }
    said
}

/// Why a line is not imported.
#[must_use]
pub fn refused(problems: &[RowProblem], t: Messages) -> String {
    let mut why = problems.iter().take(MOST_PROBLEMS).map(|problem| row_problem(*problem, t)).collect::<Vec<_>>().join("; ");
    if let more @ 1.. = problems.len().saturating_sub(MOST_PROBLEMS) {
        why.push_str("; ");
        why.push_str(&fill(t.plans_row_more(), &[("n", &more.to_string())]));
    }
    why
}

fn row_problem(problem: RowProblem, t: Messages) -> String {
    let about = |text: &str, column: Column| fill(text, &[("column", &format!("“{}”", column.heading()))]);
    match problem {
        RowProblem::Missing(column) => about(t.import_row_missing(), column),
        RowProblem::TooLong(column) => about(t.plans_row_too_long(), column),
        RowProblem::Formula(column) => about(t.plans_row_formula(), column),
        RowProblem::Id => about(t.plans_row_id(), Column::Id),
        RowProblem::Metal => about(t.plans_row_metal(), Column::Metal),
        RowProblem::Area => about(t.plans_row_area(), Column::Area),
        RowProblem::Amount(column) => about(t.plans_row_amount(), column),
        RowProblem::Free(column) => about(t.plans_row_free(), column),
        RowProblem::Deductible => t.plans_row_deductible().to_owned(),
        RowProblem::SameAsLine(line) => fill(t.plans_row_same_as(), &[("line", &line.to_string())]),
        RowProblem::Unreadable => t.import_row_unreadable().to_owned(),
        RowProblem::OpenQuote => t.import_row_open_quote().to_owned(),
        RowProblem::LineTooLong => t.import_row_line_too_long().to_owned(),
        RowProblem::TooManyCells => t.import_row_too_many_cells().to_owned(),
    }
}
