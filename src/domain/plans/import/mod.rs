//! A catalog as a file: its columns, and what its lines say.
//!
//! A new column is a variant of [`Column`] with its heading, and its place in [`read`](row::read).

mod compare;
mod header;
mod row;

pub use compare::{Comparison, Difference, Effect, LineAction, compare};
pub use header::{Header, HeaderProblem};
pub use row::RowProblem;

use super::{AGES, Plan};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Lines on one page of the preview.
pub const PREVIEW_PAGE: usize = 50;

/// The most lines that a file may have below its head.
pub const MOST_LINES: usize = 2_000;

/// A column of the template. Its heading is part of the file's form, in every language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Column {
    /// The issuer's plan ID.
    Id,
    /// What the plan is called.
    Name,
    /// The company.
    Issuer,
    /// Catastrophic to platinum.
    Metal,
    /// The network.
    Network,
    /// A county or a rating area.
    Area,
    /// The monthly premium at an age: 14 stands for 0 to 14, 64 for 64 and over.
    Age(u16),
    /// The deductible of a year.
    Deductible,
    /// The out-of-pocket limit of a year.
    OutOfPocketLimit,
}

impl Column {
    /// Every column, in the order of the template.
    pub fn all() -> impl Iterator<Item = Self> {
        let said = [Self::Id, Self::Name, Self::Issuer, Self::Metal, Self::Network, Self::Area];
        said.into_iter().chain(AGES.map(Self::Age)).chain([Self::Deductible, Self::OutOfPocketLimit])
    }

    /// The heading.
    #[must_use]
    pub fn heading(self) -> Cow<'static, str> {
        match self {
            Self::Id => "plan_id".into(),
            Self::Name => "name".into(),
            Self::Issuer => "issuer".into(),
            Self::Metal => "metal_level".into(),
            Self::Network => "network".into(),
            Self::Area => "area".into(),
            Self::Age(age) if age == *AGES.start() => "age_0_14".into(),
            Self::Age(age) => format!("age_{age}").into(),
            Self::Deductible => "deductible".into(),
            Self::OutOfPocketLimit => "out_of_pocket_limit".into(),
        }
    }
}

/// A line of a file below its head.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileLine {
    /// Its number as an editor counts, with the head as 1.
    pub number: u32,
    /// The cells in the template's order, as far as the line could be cut.
    pub cells: Vec<String>,
    /// What is wrong with it as a line.
    pub problem: Option<RowProblem>,
}

/// Reads the lines of a file: for each the plan that it says, or all that is wrong with it. A plan stands once for a place: of two lines
/// that say the same plan ID for the same county, the later one is refused.
#[must_use]
pub fn read(lines: &[FileLine]) -> Vec<Result<Plan, Vec<RowProblem>>> {
    let mut seen: BTreeMap<String, Vec<(u32, super::Area)>> = BTreeMap::new();
    let mut read_one = |line: &FileLine| {
        if let Some(problem) = line.problem {
            return Err(vec![problem]);
        }
        let plan = row::read(&line.cells)?;
        let places = seen.entry(plan.code.clone()).or_default();
        if let Some((earlier, _)) = places.iter().find(|(_, area)| area.overlaps(plan.area)) {
            return Err(vec![RowProblem::SameAsLine(*earlier)]);
        }
        places.push((line.number, plan.area));
        Ok(plan)
    };
    lines.iter().map(&mut read_one).collect()
}

#[cfg(test)]
mod tests;
