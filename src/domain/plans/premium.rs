//! What a household pays, and the benchmark that its tax credit is measured by.

use super::{MetalLevel, Plan};
use crate::domain::county::County;
use crate::domain::money::Cents;

/// Of children, only so many of the oldest are counted.
const CHILDREN: usize = 3;

/// Who is a child in this: under 21.
const GROWN_UP: u16 = 21;

/// The ages of those whose premiums are added up: everybody of 21 and over, and of the younger at most the three oldest
/// (45 CFR 147.102(c)(1)). Ages are those on the day on which the coverage begins.
#[must_use]
pub fn rated(ages: &[u16]) -> Vec<u16> {
    let (mut children, mut rated): (Vec<u16>, Vec<u16>) = ages.iter().copied().partition(|age| *age < GROWN_UP);
    children.sort_unstable_by(|one, other| other.cmp(one));
    rated.extend(children.into_iter().take(CHILDREN));
    rated
}

impl Plan {
    /// What a household of these ages pays a month, before any credit.
    #[must_use]
    pub fn premium(&self, ages: &[u16]) -> Cents {
        rated(ages).into_iter().map(|age| self.premiums.at(age)).sum()
    }
}

/// The premium by which a household's tax credit is measured (26 CFR 1.36B-3(f)): that of the second-lowest-cost silver plan sold in the
/// county. Of two plans that cost the same each counts; where there is only one silver plan, it is that one's, and without any there is
/// none.
#[must_use]
pub fn benchmark<'a>(plans: impl IntoIterator<Item = &'a Plan>, county: County, ages: &[u16]) -> Option<Cents> {
    let silver = plans.into_iter().filter(|plan| plan.metal == MetalLevel::Silver && plan.area.holds(county));
    let mut premiums: Vec<Cents> = silver.map(|plan| plan.premium(ages)).collect();
    premiums.sort_unstable();
    premiums.get(1).or_else(|| premiums.first()).copied()
}
