//! What a plan costs in a year, at low, middle and high use: a model to compare plans by, not a promise.
//!
//! The year has twelve premiums after the tax credit. To them comes what the household pays of its medical bills, all of which are taken
//! as one person's: all of them up to the deductible, and of what is above it the share that a plan of its level leaves to people on
//! average (40 percent for bronze, 30 for silver, 20 for gold, 10 for platinum; none for catastrophic, whose deductible is the limit),
//! until the out-of-pocket limit is reached. Copayments, and what a plan covers before the deductible, are left out.

use super::Price;
use crate::domain::money::Cents;
use crate::domain::plans::{MetalLevel, Plan};

/// How much medical care a year has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Use {
    /// Some visits.
    Low,
    /// Treatment now and then.
    Middle,
    /// A serious illness.
    High,
}

impl Use {
    /// Every one, from the lowest.
    pub const ALL: [Self; 3] = [Self::Low, Self::Middle, Self::High];

    /// The medical bills of such a year.
    #[must_use]
    pub const fn bills(self) -> Cents {
        match self {
            Self::Low => Cents::dollars(1_000),
            Self::Middle => Cents::dollars(8_000),
            Self::High => Cents::dollars(60_000),
        }
    }
}

/// What a plan of a level leaves to people of the bills above the deductible, in percent.
const fn share(metal: MetalLevel) -> i64 {
    match metal {
        MetalLevel::Catastrophic => 0,
        MetalLevel::Bronze => 40,
        MetalLevel::Silver => 30,
        MetalLevel::Gold => 20,
        MetalLevel::Platinum => 10,
    }
}

/// What is paid of a year's bills with a plan; part of a cent counts as a whole one.
#[must_use]
pub fn out_of_pocket(plan: &Plan, bills: Cents) -> Cents {
    let below = bills.min(plan.deductible);
    let above = Cents(bills.0 - below.0);
    let shared = Cents((above.0 * share(plan.metal) + 99) / 100);
    (below + shared).min(plan.out_of_pocket_limit)
}

/// What a year costs: premiums after the credit, and what is paid of the bills.
#[must_use]
pub fn yearly_cost(plan: &Plan, price: Price, of: Use) -> Cents {
    Cents(price.pays().0.saturating_mul(12)) + out_of_pocket(plan, of.bills())
}
