//! Shopping for a health plan after the determination: for whom, at what price, from when; what is looked for among the plans, and what a
//! plan costs in a year.
//!
//! [`Household`] is who is shopped for, [`Wanted`] what the address asks for, `cost` the model of a year. All amounts are whole cents.

mod cost;
mod household;
mod wanted;

pub use cost::{Use, out_of_pocket, yearly_cost};
pub use household::{Household, Offered, Price, Shopper, effective_on};
pub use wanted::{MOST_COMPARED, Sort, Wanted};

#[cfg(test)]
mod tests;
