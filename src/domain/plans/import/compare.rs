//! What the lines of a file do to the catalog that they replace.

use super::{Column, FileLine, RowProblem, read};
use crate::domain::money::Cents;
use crate::domain::plans::{AGES, Area, Plan};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What becomes of a plan, in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum LineAction {
    /// It is new in its place.
    Add,
    /// It is sold there already, otherwise.
    Change,
    /// It is sold there already, as the line says.
    Unchanged,
    /// It is sold now, and no line of the file says it: nobody can choose it any longer.
    LeaveOut,
    /// Nothing: something is wrong with the line.
    Refuse,
}

impl LineAction {
    /// Every action, in the order in which they are counted.
    pub const ALL: [Self; 5] = [Self::Add, Self::Change, Self::Unchanged, Self::LeaveOut, Self::Refuse];

    /// The form in addresses.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Change => "change",
            Self::Unchanged => "unchanged",
            Self::LeaveOut => "leave-out",
            Self::Refuse => "refuse",
        }
    }

    /// Reads that form.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.code() == code)
    }
}

/// What a line says otherwise than the catalog does, in the words of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Of which column.
    pub column: Column,
    /// What the catalog says.
    pub before: String,
    /// What the line says.
    pub after: String,
    /// Of how many ages the premium differs, where `column` is the first of these; 0 elsewhere.
    pub ages: usize,
}

/// What one line does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Its plan is new in its place.
    Add,
    /// Its plan is sold there already, otherwise.
    Change(Vec<Difference>),
    /// Its plan is sold there already, as it says.
    Unchanged,
    /// Nothing: this is wrong with it.
    Refuse(Vec<RowProblem>),
}

impl Effect {
    /// In a word.
    #[must_use]
    pub const fn action(&self) -> LineAction {
        match self {
            Self::Add => LineAction::Add,
            Self::Change(_) => LineAction::Change,
            Self::Unchanged => LineAction::Unchanged,
            Self::Refuse(_) => LineAction::Refuse,
        }
    }
}

/// A file beside the catalog that it replaces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison<'a> {
    /// What each line does, in the file's order.
    pub lines: Vec<Effect>,
    /// The plans of the catalog that no good line says, in the catalog's order; none where no line is good, for then nothing is imported.
    pub left_out: Vec<&'a Plan>,
}

/// Compares them. A plan is the same one when it has the same plan ID for the same place.
#[must_use]
pub fn compare<'a>(lines: &[FileLine], catalog: &'a [Plan]) -> Comparison<'a> {
    let place = |plan: &Plan| (plan.code.clone(), plan.area);
    let mut others: BTreeMap<(String, Area), &Plan> = catalog.iter().map(|plan| (place(plan), plan)).collect();
    let mut effect = |line: Result<Plan, Vec<RowProblem>>| match line {
        Err(problems) => Effect::Refuse(problems),
        Ok(plan) => match others.remove(&place(&plan)) {
            None => Effect::Add,
            Some(before) if *before == plan => Effect::Unchanged,
            Some(before) => Effect::Change(differences(before, &plan)),
        },
    };
    let lines: Vec<Effect> = read(lines).into_iter().map(&mut effect).collect();
    let imports = lines.iter().any(|effect| !matches!(effect, Effect::Refuse(_)));
    let left_out = catalog.iter().filter(|plan| imports && others.contains_key(&place(plan))).collect();
    Comparison { lines, left_out }
}

fn differences(before: &Plan, after: &Plan) -> Vec<Difference> {
    let cells = |plan: &Plan| {
        [
            (Column::Name, plan.name.clone()),
            (Column::Issuer, plan.issuer.clone()),
            (Column::Metal, plan.metal.code().to_owned()),
            (Column::Network, plan.network.clone()),
            (Column::Deductible, plan.deductible.to_string()),
            (Column::OutOfPocketLimit, plan.out_of_pocket_limit.to_string()),
        ]
    };
    let ages: Vec<(u16, Cents, Cents)> =
        AGES.map(|age| (age, before.premiums.at(age), after.premiums.at(age))).filter(|(_, before, after)| before != after).collect();
    let premiums = ages.first().map(|(age, before, after)| Difference {
        column: Column::Age(*age),
        before: before.to_string(),
        after: after.to_string(),
        ages: ages.len(),
    });
    let others = cells(before).into_iter().zip(cells(after)).filter(|(before, after)| before != after);
    premiums.into_iter().chain(others.map(|((column, before), (_, after))| Difference { column, before, after, ages: 0 })).collect()
}
