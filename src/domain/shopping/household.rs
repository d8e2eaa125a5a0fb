//! Who is shopped for, from when, and what a plan costs them.

use crate::domain::applications::{Application, Kind, LaterStatus, kinds};
use crate::domain::eligibility::Determination;
use crate::domain::instant::Date;
use crate::domain::money::Cents;
use crate::domain::plans::{MetalLevel, Plan};
use std::collections::BTreeSet;

/// Who may have a catastrophic plan: people who are not 30 yet when the coverage year begins (42 U.S.C. 18022(e)(2)).
const CATASTROPHIC_UNDER: u16 = 30;

/// The first day of a coverage that is confirmed today: the first of the next month, never before the coverage year.
#[must_use]
pub fn effective_on(coverage_year: u16, today: Date) -> Date {
    first_day(coverage_year).max(today.first_of_next_month())
}

fn first_day(coverage_year: u16) -> Date {
    Date { year: i16::try_from(coverage_year).unwrap_or(i16::MAX), month: 1, day: 1 }
}

/// Somebody who is shopped for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shopper {
    /// Which member of the household.
    pub member: u16,
    /// Age in whole years on the first day of coverage, by which plans are priced.
    pub age: u16,
    /// Whether the tax credit is for them too.
    pub credited: bool,
}

/// Who of a household is shopped for: those who were found eligible for a health plan, with a tax credit or without. The others have
/// Medical Assistance or MinnesotaCare, or wait for a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Household {
    /// Who, in the order of the determination; at least one.
    pub shoppers: Vec<Shopper>,
    /// The tax credit of the household a month; none where its amount is not known.
    pub credit: Cents,
    /// The first day of coverage.
    pub effective_on: Date,
    /// Whether nobody of them was 30 when the coverage year began.
    pub young: bool,
}

/// What a plan costs a household a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Price {
    /// Before the tax credit.
    pub premium: Cents,
    /// The tax credit that lowers it.
    pub credit: Cents,
}

impl Price {
    /// What is left to pay.
    #[must_use]
    pub const fn pays(self) -> Cents {
        Cents(self.premium.0 - self.credit.0)
    }
}

/// A plan with its price for a household.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offered<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// What it costs them.
    pub price: Price,
}

impl Household {
    /// Who is shopped for on a day; `None` when nobody is, and when no month of the coverage year is left to begin with. `later` is the status that was recorded last after the initial determination,
    /// by which the consumer shops; an assister shops by the initial one alone (rule 28), and gives none.
    ///
    /// A later status has no figures. The tax credit of the initial determination is that of the people for whom it was worked out: where
    /// others have one now, its amount is not known, and none is taken.
    #[must_use]
    pub fn of(application: &Application, initial: &Determination, later: Option<&LaterStatus>, today: Date) -> Option<Self> {
        let coverage_year = initial.case.coverage_year;
        let effective_on = Some(effective_on(coverage_year, today)).filter(|day| u16::try_from(day.year) == Ok(coverage_year))?;
        let initially = kinds(initial);
        let now = later.map_or(&initially, |later| &later.outcomes);
        let shops = now.iter().filter(|(_, kind)| kind.has_plan());
        let found: Vec<_> = shops.filter_map(|(member, kind)| Some((application.member(*member)?, *kind == Kind::WithCredit))).collect();
        let young = found.iter().all(|(member, _)| member.born.age_on(first_day(coverage_year)) < CATASTROPHIC_UNDER);
        let shoppers: Vec<Shopper> = found
            .into_iter()
            .map(|(member, credited)| Shopper { member: member.id, age: member.born.age_on(effective_on), credited })
            .collect();
        let credit = initial.credit.filter(|_| credited(now) == credited(&initially)).unwrap_or_default();
        (!shoppers.is_empty()).then_some(Self { shoppers, credit, effective_on, young })
    }

    /// Who they are, by their numbers.
    #[must_use]
    pub fn members(&self) -> Vec<u16> {
        self.shoppers.iter().map(|shopper| shopper.member).collect()
    }

    /// What a plan costs them; `None` for a plan that they can't have.
    ///
    /// The credit is never more than the premium of those whom it is for (26 CFR 1.36B-3(d)), and a catastrophic plan takes none
    /// (26 U.S.C. 36B(c)(3)(A)).
    #[must_use]
    pub fn price(&self, plan: &Plan) -> Option<Price> {
        let ages = |credited: bool| -> Vec<u16> {
            self.shoppers.iter().filter(|shopper| shopper.credited || !credited).map(|shopper| shopper.age).collect()
        };
        let premium = plan.premium(&ages(false));
        if plan.metal == MetalLevel::Catastrophic {
            return self.young.then_some(Price { premium, credit: Cents(0) });
        }
        let most = premium.min(plan.premium(&ages(true)));
        Some(Price { premium, credit: self.credit.min(most).max(Cents(0)) })
    }
}

/// Who has a tax credit.
fn credited(kinds: &[(u16, Kind)]) -> BTreeSet<u16> {
    kinds.iter().filter(|(_, kind)| *kind == Kind::WithCredit).map(|(member, _)| *member).collect()
}
