//! What a household is expected to pay: its share of income for the benchmark plan, and what of an employer's offer is affordable.

use super::Shares;
use crate::domain::money::Cents;

/// Hundredths of a percent in the whole.
const WHOLE: i128 = 10_000;

/// The share of yearly income that a household is expected to pay for the benchmark plan, in hundredths of a percent.
///
/// `limit` is the percent of the guideline at which the last band ends. Inside a band the share rises evenly (IRS Rev. Proc. 2025-25 and
/// 2026-26); it is computed exactly and rounded half up to the hundredth of a percent (26 CFR 1.36B-3(g)(1)).
#[must_use]
pub fn expected_share(shares: &Shares, limit: u16, income: Cents, guideline: Cents) -> u16 {
    let (income, guideline) = (i128::from(income.0), i128::from(guideline.0));
    let reached = |percent: u16| income * 100 >= i128::from(percent) * guideline;
    let Some(place) = shares.bands.iter().rposition(|band| reached(band.from)) else { return 0 };
    let band = shares.bands[place];
    let to = i128::from(shares.bands.get(place + 1).map_or(limit, |next| next.from));
    let (from, start, end) = (i128::from(band.from), i128::from(band.start), i128::from(band.end));
    let width = (to - from) * guideline;
    if start == end || width <= 0 {
        return band.start;
    }
    let above = (end - start) * (income * 100 - from * guideline);
    u16::try_from(start + (2 * above + width) / (2 * width)).unwrap_or(band.end)
}

/// What a household with this yearly income is expected to pay a month for the benchmark plan, to the nearest cent (half up).
#[must_use]
pub fn monthly_contribution(shares: &Shares, limit: u16, income: Cents, guideline: Cents) -> Cents {
    let yearly = i128::from(expected_share(shares, limit, income, guideline)) * i128::from(income.0);
    Cents(i64::try_from((yearly + WHOLE * 6) / (WHOLE * 12)).unwrap_or(i64::MAX))
}

/// Whether an employer's offer at this cost a month takes at most `share` hundredths of a percent of yearly income.
#[must_use]
pub fn affordable(cost: Cents, income: Cents, share: u16) -> bool {
    i128::from(cost.0) * 12 * WHOLE <= i128::from(share) * i128::from(income.0)
}

#[cfg(test)]
mod tests {
    use super::super::PUBLISHED;
    use super::*;

    fn expected(income: Cents, guideline: i64) -> Cents {
        monthly_contribution(&PUBLISHED.shares(2026), 400, income, Cents::dollars(guideline))
    }

    /// A guideline of 10,000 dollars makes percent and dollars easy to read: 133 percent is 13,300.
    #[test]
    fn the_share_is_the_tables_at_every_edge_and_in_the_middle() {
        for (dollars, share_in_hundredths) in [
            (0, 210),
            (10_000, 210),
            (13_299, 210),
            (13_300, 314),
            (15_000, 419),
            (17_500, 540), // The middle between 4.19 and 6.60 is 5.395: half up.
            (20_000, 660),
            (22_500, 752),
            (25_000, 844),
            (27_500, 920),
            (30_000, 996),
            (35_000, 996),
            (40_000, 996),
        ] {
            let exact = dollars * share_in_hundredths;
            // Dollars × hundredths of a percent ÷ 10,000 × 100 cents ÷ 12.
            let cents = (2 * exact + 1200) / 2400;
            assert_eq!(expected(Cents::dollars(dollars), 10_000), Cents(cents), "{dollars}");
        }
    }

    #[test]
    fn more_income_is_never_expected_to_pay_less() {
        let mut before = Cents(0);
        for dollars in (0..=40_000).step_by(7) {
            let now = expected(Cents::dollars(dollars), 10_000);
            assert!(now >= before, "{dollars}");
            before = now;
        }
    }

    #[test]
    fn an_offer_is_affordable_up_to_the_share_exactly() {
        // 9.96 % of 40,000 dollars is 3,984 a year, 332 a month.
        assert!(affordable(Cents::dollars(332), Cents::dollars(40_000), 996));
        assert!(!affordable(Cents(33_201), Cents::dollars(40_000), 996));
        assert!(!affordable(Cents(1), Cents(0), 996));
        assert!(affordable(Cents(0), Cents(0), 996));
    }
}
