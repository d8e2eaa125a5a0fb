//! What a line says of a plan, cell by cell.

use super::Column;
use crate::domain::money::Cents;
use crate::domain::plans::{AGES, Area, MetalLevel, Plan, Premiums};
use crate::domain::text::begins_as_formula;
use crate::domain::typed::{line, plain};
use serde::{Deserialize, Serialize};

/// The longest name of a plan, an issuer or a network.
const LONGEST: usize = 120;

/// The longest plan ID.
const LONGEST_ID: usize = 40;

/// Why a line is not imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RowProblem {
    /// A cell is empty.
    Missing(Column),
    /// Longer than any name of a plan.
    TooLong(Column),
    /// A cell begins as a formula does.
    Formula(Column),
    /// Not letters, digits, dashes, points and underscores, or too many of them.
    Id,
    /// Not one of the metal levels.
    Metal,
    /// Neither a county of Minnesota nor one of its rating areas.
    Area,
    /// Not an amount.
    Amount(Column),
    /// A premium of nothing.
    Free(Column),
    /// The deductible is more than the most that a person pays in a year.
    Deductible,
    /// Another line, the one with this number, says the same plan for the same place.
    SameAsLine(u32),
    /// Characters that could not be read.
    Unreadable,
    /// A quotation mark is opened and not closed.
    OpenQuote,
    /// Longer than any line of a catalog.
    LineTooLong,
    /// More cells than the header has columns.
    TooManyCells,
}

/// Reads the cells of a line, in the template's order.
///
/// # Errors
/// All that is wrong with it, in the order of the template.
pub(super) fn read(cells: &[String]) -> Result<Plan, Vec<RowProblem>> {
    let mut problems = Vec::new();
    let mut cell = Cells { cells: cells.iter(), problems: &mut problems };
    let code = cell.next(Column::Id, |text| id(text).ok_or(RowProblem::Id));
    let name = cell.next(Column::Name, |text| named(text, Column::Name));
    let issuer = cell.next(Column::Issuer, |text| named(text, Column::Issuer));
    let metal = cell.next(Column::Metal, |text| MetalLevel::parse(text).ok_or(RowProblem::Metal));
    let network = cell.next(Column::Network, |text| named(text, Column::Network));
    let area = cell.next(Column::Area, |text| Area::parse(text).ok_or(RowProblem::Area));
    let mut premium = |age| {
        let column = Column::Age(age);
        cell.next(column, |text| match Cents::parse(text) {
            None => Err(RowProblem::Amount(column)),
            Some(Cents(0)) => Err(RowProblem::Free(column)),
            Some(premium) => Ok(premium),
        })
    };
    let premiums: Vec<Option<Cents>> = AGES.map(&mut premium).collect();
    let premiums = premiums.into_iter().collect::<Option<Vec<Cents>>>().and_then(Premiums::of);
    let mut amount = |column| cell.next(column, |text| Cents::parse(text).ok_or(RowProblem::Amount(column)));
    let (deductible, limit) = (amount(Column::Deductible), amount(Column::OutOfPocketLimit));
    if let (Some(deductible), Some(limit)) = (deductible, limit)
        && deductible > limit
    {
        problems.push(RowProblem::Deductible);
    }
    match (code, name, issuer, metal, network, area, premiums, deductible, limit) {
        (
            Some(code),
            Some(name),
            Some(issuer),
            Some(metal),
            Some(network),
            Some(area),
            Some(premiums),
            Some(deductible),
            Some(out_of_pocket_limit),
        ) if problems.is_empty() => Ok(Plan { code, name, issuer, metal, network, area, premiums, deductible, out_of_pocket_limit }),
        _ => Err(problems),
    }
}

/// The cells one after the other, and what is wrong with them.
struct Cells<'a> {
    cells: std::slice::Iter<'a, String>,
    problems: &'a mut Vec<RowProblem>,
}

impl Cells<'_> {
    fn next<T>(&mut self, column: Column, read: impl FnOnce(&str) -> Result<T, RowProblem>) -> Option<T> {
        let text = self.cells.next().map(|cell| line(cell)).unwrap_or_default();
        let read = if text.is_empty() { Err(RowProblem::Missing(column)) } else { read(&text) };
        read.map_err(|problem| self.problems.push(problem)).ok()
    }
}

fn id(text: &str) -> Option<String> {
    let text = &plain(text);
    let plain = text.len() <= LONGEST_ID
        && !begins_as_formula(text)
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_'));
    plain.then(|| text.to_uppercase())
}

/// A name in one line, without what can't be seen.
fn named(text: &str, column: Column) -> Result<String, RowProblem> {
    let seen: String = text.chars().filter(|c| c.is_whitespace() || !c.is_control()).collect();
    let name = line(&seen);
    if begins_as_formula(&name) {
        Err(RowProblem::Formula(column))
    } else if name.is_empty() {
        Err(RowProblem::Missing(column))
    } else if name.chars().count() > LONGEST {
        Err(RowProblem::TooLong(column))
    } else {
        Ok(name)
    }
}
