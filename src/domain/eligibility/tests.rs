use super::*;
use proptest::prelude::*;

/// The rows of `eligibility.md`: guideline of one person, of each further one.
const G2025: (i64, i64) = (15_650, 5_500);
const G2026: (i64, i64) = (15_960, 5_680);

fn adult() -> Applicant {
    Applicant {
        member: 1,
        age: 40,
        covered_age: 40,
        pregnant: false,
        expecting: 0,
        medicare: false,
        offer: Offer::None,
        status: Status::Citizen,
    }
}

fn case(year: u16, on: &str, size: u16, income: Cents, applicants: Vec<Applicant>) -> Case {
    Case { coverage_year: year, on: Date::parse(on).unwrap(), size, income, filing: Filing::Files, applicants }
}

/// The outcome of one person; the benchmark plan costs a lot, so that nobody's credit is nothing.
fn outcome(case: Case) -> Outcome {
    determine(case, &PUBLISHED, |_| Some(Cents::dollars(100_000))).outcomes[0].1
}

/// The highest income in cents that is within so many percent.
fn most(percent: i64, (one, further): (i64, i64), size: u16) -> i64 {
    percent * (one + further * (i64::from(size) - 1))
}

#[test]
fn the_worked_check_holds() {
    let of = |dollars| outcome(case(2026, "2026-03-02", 1, Cents::dollars(dollars), vec![adult()]));
    assert_eq!(of(21_597), Outcome::MedicalAssistance { group: Group::Adult, percent: 138, disregarded: true });
    assert_eq!(of(21_598), Outcome::MinnesotaCare);
    assert_eq!(of(31_300), Outcome::MinnesotaCare);
    assert_eq!(of(31_301), Outcome::WithCredit);
    assert_eq!(of(62_600), Outcome::WithCredit);
    assert_eq!(of(62_601), Outcome::WithoutCredit(NoCredit::Income));
    // 62,600 × 9.96 % ÷ 12 = 519.58: what is left of a benchmark of 600 is the credit.
    let at_the_limit = determine(case(2026, "2026-03-02", 1, Cents::dollars(62_600), vec![adult()]), &PUBLISHED, |ages| {
        assert_eq!(ages, [40]);
        Some(Cents::dollars(600))
    });
    assert_eq!((at_the_limit.credit, at_the_limit.shares), (Some(Cents(8_042)), 2026));
}

#[test]
fn every_boundary_of_medical_assistance_for_every_household() {
    // Age, pregnant, group, limit, as EPM 2.2.3.3 has them.
    let people = [
        (30, true, Group::Pregnant, 278),
        (17, true, Group::Pregnant, 278),
        (0, false, Group::Infant, 283),
        (1, false, Group::Infant, 283),
        (2, false, Group::Child, 275),
        (18, false, Group::Child, 275),
        (19, false, Group::YoungAdult, 133),
        (20, false, Group::YoungAdult, 133),
        (21, false, Group::Adult, 133),
        (64, false, Group::Adult, 133),
    ];
    for size in 1..=10 {
        for (year, on, guideline) in [(2026, "2026-06-30", G2025), (2026, "2026-07-01", G2026), (2027, "2026-11-20", G2026)] {
            for (age, pregnant, group, limit) in people {
                let of = |cents| outcome(case(year, on, size, Cents(cents), vec![Applicant { age, pregnant, ..adult() }]));
                let shown = format!("{size} {on} {age} {pregnant}");
                let plain = Outcome::MedicalAssistance { group, percent: limit, disregarded: false };
                let with = Outcome::MedicalAssistance { group, percent: limit + 5, disregarded: true };
                let (first, last) = (most(i64::from(limit), guideline, size), most(i64::from(limit) + 5, guideline, size));
                assert_eq!(of(0), plain, "{shown}");
                assert_eq!(of(first), plain, "{shown}");
                assert_eq!(of(first + 1), with, "{shown}");
                assert_eq!(of(last), with, "{shown}");
                assert!(!matches!(of(last + 1), Outcome::MedicalAssistance { .. }), "{shown}");
            }
        }
    }
}

#[test]
fn every_boundary_of_minnesotacare_and_the_credit_for_every_household() {
    for size in 1..=10 {
        for (year, on, guideline) in [(2026, "2026-03-02", G2025), (2026, "2026-11-20", G2025), (2027, "2026-11-20", G2026)] {
            let of = |cents| outcome(case(year, on, size, Cents(cents), vec![adult()]));
            assert_eq!(of(most(200, guideline, size)), Outcome::MinnesotaCare, "{size} {year} {on}");
            assert_eq!(of(most(200, guideline, size) + 1), Outcome::WithCredit, "{size} {year} {on}");
            assert_eq!(of(most(400, guideline, size)), Outcome::WithCredit, "{size} {year} {on}");
            assert_eq!(of(most(400, guideline, size) + 1), Outcome::WithoutCredit(NoCredit::Income), "{size} {year} {on}");
        }
    }
}

#[test]
fn the_share_of_income_is_the_tables_at_every_edge_for_every_household() {
    // Percent of the guideline, and the share there in hundredths of a percent (IRS Rev. Proc. 2025-25 and 2026-26).
    let edges_2026 = [(100, 210), (133, 314), (150, 419), (200, 660), (225, 752), (250, 844), (300, 996), (350, 996), (400, 996)];
    let edges_2027 = [(100, 215), (133, 323), (150, 430), (200, 678), (225, 772), (250, 866), (300, 1_022), (350, 1_022), (400, 1_022)];
    for size in 1..=10 {
        for (year, of, table, edges) in [(2025, G2025, 2026, edges_2026), (2026, G2026, 2027, edges_2027)] {
            let guideline = PUBLISHED.guideline(year).of(size);
            assert_eq!(guideline.0, most(1, of, size) * 100, "{size} {year}");
            let expected = |income| monthly_contribution(&PUBLISHED.shares(table), 400, Cents(income), guideline);
            let share = |income: i64, share: i64| Cents((2 * income * share + 120_000) / 240_000);
            for (percent, at) in edges {
                let income = most(percent, of, size);
                assert_eq!(expected(income), share(income, at), "{size} {year} {percent}");
            }
            // Up to 133 percent the share is level, and from there on another one; between edges it rises evenly.
            let edge = most(133, of, size);
            assert_eq!(expected(edge - 1), share(edge - 1, edges[0].1), "{size} {year}");
        }
    }
}

#[test]
fn worked_households_of_2027_are_expected_to_pay_what_the_law_says() {
    // Size, income in dollars, share in hundredths of a percent, contribution in cents: households A, B, D, G, H and L of the worked cases.
    for (size, income, share, cents) in [
        (4, 70_000, 724, 42_233),
        (3, 75_000, 943, 58_938),
        (2, 48_500, 769, 31_080),
        (4, 95_000, 984, 77_900),
        (2, 48_000, 760, 30_400),
        (3, 60_000, 752, 37_600),
    ] {
        let (shares, income, guideline) = (PUBLISHED.shares(2027), Cents::dollars(income), PUBLISHED.guideline(2026).of(size));
        assert_eq!(expected_share(&shares, 400, income, guideline), share, "{income}");
        assert_eq!(monthly_contribution(&shares, 400, income, guideline), Cents(cents), "{income}");
    }
}

#[test]
fn nobody_who_is_65_on_the_first_day_of_coverage_has_a_credit_or_minnesotacare() {
    let of = |income| outcome(case(2027, "2026-11-20", 1, Cents::dollars(income), vec![Applicant { age: 64, covered_age: 65, ..adult() }]));
    // Medical Assistance goes by the age on the day of the application.
    assert!(matches!(of(10_000), Outcome::MedicalAssistance { group: Group::Adult, .. }));
    for income in [30_000, 40_000, 90_000] {
        assert_eq!(of(income), Outcome::NeedsDecision(Open::Age), "{income}");
    }
}

#[test]
fn a_pregnant_person_counts_with_the_children_she_expects_and_only_for_her_own_medical_assistance() {
    for expecting in 1..=3 {
        let her = Applicant { pregnant: true, expecting, ..adult() };
        let partner = Applicant { member: 2, ..adult() };
        let made = |cents| {
            determine(case(2027, "2026-11-20", 2, Cents(cents), vec![her.clone(), partner.clone()]), &PUBLISHED, |_| {
                Some(Cents::dollars(2_000))
            })
        };
        let last = most(283, G2026, 2 + expecting);
        let at = made(last);
        let medical = Outcome::MedicalAssistance { group: Group::Pregnant, percent: 283, disregarded: true };
        // In a household of two, 400 percent is 86,560 dollars.
        let others = if last <= most(400, G2026, 2) { Outcome::WithCredit } else { Outcome::WithoutCredit(NoCredit::Income) };
        assert_eq!(at.outcomes, [(1, medical), (2, others)], "{expecting}");
        assert_eq!(made(last + 1).outcomes[0], (1, others), "{expecting}");
        // The credit and the others go by the household without them.
        assert_eq!(at.guideline.1, PUBLISHED.guideline(2026).of(2));
        assert_eq!(at.medical_household(1), (2 + expecting, PUBLISHED.guideline(2026).of(2 + expecting)));
        assert_eq!(at.medical_household(2), (2, PUBLISHED.guideline(2026).of(2)));
    }
}

#[test]
fn what_the_tables_do_not_decide_is_nobodys_guess() {
    for income in [0, 20_000, 40_000, 90_000] {
        let of = |applicant| outcome(case(2027, "2026-11-20", 1, Cents::dollars(income), vec![applicant]));
        assert_eq!(of(Applicant { medicare: true, ..adult() }), Outcome::NeedsDecision(Open::Medicare));
        assert_eq!(of(Applicant { age: 65, ..adult() }), Outcome::NeedsDecision(Open::Age));
        assert_eq!(of(Applicant { status: Status::Other, ..adult() }), Outcome::NeedsDecision(Open::Status));
    }
    let of = |income, applicant| outcome(case(2027, "2026-11-20", 1, Cents::dollars(income), vec![applicant]));
    let present = Applicant { status: Status::LawfullyPresent, ..adult() };
    assert_eq!(of(10_000, present.clone()), Outcome::NeedsDecision(Open::Status));
    assert_eq!(of(30_000, present.clone()), Outcome::MinnesotaCare);
    assert!(matches!(of(10_000, Applicant { age: 5, ..present }), Outcome::MedicalAssistance { .. }));
}

#[test]
fn an_employers_offer_and_taxes_decide_over_the_credit_and_never_over_medical_assistance() {
    let of = |income, offer, filing| {
        outcome(Case { filing, ..case(2027, "2026-11-20", 1, Cents::dollars(income), vec![Applicant { offer, ..adult() }]) })
    };
    // 10.22 % of 40,000 is 340.666… a month.
    let (cheap, dear) = (Offer::Offered(Cents(34_066)), Offer::Offered(Cents(34_067)));
    assert_eq!(of(40_000, cheap, Filing::Files), Outcome::WithoutCredit(NoCredit::AffordableOffer));
    assert_eq!(of(40_000, dear, Filing::Files), Outcome::WithCredit);
    assert_eq!(of(40_000, Offer::Enrolled, Filing::Files), Outcome::WithoutCredit(NoCredit::Enrolled));
    assert_eq!(of(30_000, Offer::Enrolled, Filing::Files), Outcome::WithoutCredit(NoCredit::Enrolled));
    assert_eq!(of(40_000, Offer::None, Filing::DoesNotFile), Outcome::WithoutCredit(NoCredit::NoTaxes));
    assert_eq!(of(40_000, Offer::None, Filing::Separately), Outcome::WithoutCredit(NoCredit::Separately));
    assert_eq!(of(30_000, Offer::None, Filing::DoesNotFile), Outcome::MinnesotaCare);
    assert!(matches!(of(10_000, Offer::Enrolled, Filing::DoesNotFile), Outcome::MedicalAssistance { .. }));
}

#[test]
fn the_credit_is_the_households_and_counts_only_those_who_have_one() {
    let child = Applicant { member: 3, age: 7, covered_age: 7, ..adult() };
    let old = Applicant { member: 2, age: 66, covered_age: 66, ..adult() };
    // Three people at 270 % of the guideline: the child has Medical Assistance, the second needs a decision.
    let income = Cents(most(270, G2026, 3));
    let made = determine(case(2027, "2026-11-20", 3, income, vec![adult(), old, child]), &PUBLISHED, |ages| {
        assert_eq!(ages, [40]);
        Some(Cents::dollars(700))
    });
    let outcomes: Vec<_> = made.outcomes.iter().map(|(member, outcome)| (*member, *outcome)).collect();
    assert_eq!(outcomes[0], (1, Outcome::WithCredit));
    assert_eq!(outcomes[1], (2, Outcome::NeedsDecision(Open::Age)));
    assert!(matches!(outcomes[2], (3, Outcome::MedicalAssistance { group: Group::Child, percent: 275, disregarded: false })));
    // 8.66 + (10.22 − 8.66) × 20 ÷ 50 = 9.284, so 9.28 % of 73,764 dollars ÷ 12 is 570.44.
    assert_eq!(income, Cents::dollars(73_764));
    assert_eq!(made.credit, Some(Cents(70_000 - 57_044)));
    assert_eq!((made.medical_assistance.0, made.guideline.0, made.shares), (2026, 2026, 2027));
}

#[test]
fn a_cheap_benchmark_leaves_no_credit_and_an_unknown_one_leaves_the_amount_open() {
    let at = |benchmark| determine(case(2027, "2026-11-20", 1, Cents::dollars(60_000), vec![adult()]), &PUBLISHED, |_| benchmark);
    // 10.22 % of 60,000 is 511 a month.
    assert_eq!(at(Some(Cents(51_101))).credit, Some(Cents(1)));
    let none = at(Some(Cents(51_100)));
    assert_eq!((none.credit, none.outcomes[0].1), (None, Outcome::WithoutCredit(NoCredit::BenchmarkIsCheap)));
    let open = at(None);
    assert_eq!((open.credit, open.benchmark, open.outcomes[0].1), (None, None, Outcome::WithCredit));
}

/// How far from Medical Assistance somebody is.
const fn rank(outcome: Outcome) -> Option<u8> {
    match outcome {
        Outcome::MedicalAssistance { .. } => Some(0),
        Outcome::MinnesotaCare => Some(1),
        Outcome::WithCredit => Some(2),
        Outcome::WithoutCredit(_) => Some(3),
        Outcome::NeedsDecision(_) => None,
    }
}

prop_compose! {
    fn applicant()(
        member in 1_u16..100, age in 0_u16..80, older in 0_u16..2, pregnant: bool, medicare in prop::bool::weighted(0.1), offer in 0_i64..120_000,
        kind in 0_u8..4, status in 0_u8..6,
    ) -> Applicant {
        Applicant {
            member, age, covered_age: age + older, pregnant, expecting: u16::from(pregnant), medicare,
            offer: match kind { 0 => Offer::Enrolled, 1 => Offer::Offered(Cents(offer)), _ => Offer::None },
            status: match status { 0 => Status::Other, 1 => Status::LawfullyPresent, _ => Status::Citizen },
        }
    }
}

fn filing() -> impl Strategy<Value = Filing> {
    prop_oneof![4 => Just(Filing::Files), 1 => Just(Filing::Separately), 1 => Just(Filing::DoesNotFile)]
}

/// For which year and on which day. The two programs go by guidelines of one year, and of two.
fn when() -> impl Strategy<Value = (u16, &'static str)> {
    prop::sample::select(vec![(2026, "2026-03-02"), (2026, "2026-11-20"), (2027, "2026-11-20"), (2027, "2027-08-01")])
}

proptest! {
    #[test]
    fn more_income_never_moves_anybody_toward_medical_assistance(
        who in applicant(), filing in filing(), size in 1_u16..=10, income in 0_i64..20_000_000, more in 0_i64..5_000_000,
        premium in 0_i64..200_000, when in when(),
    ) {
        let at = |income| determine(
            Case { filing, ..case(when.0, when.1, size, Cents(income), vec![who.clone()]) }, &PUBLISHED, |_| Some(Cents(premium)),
        );
        let (poorer, richer) = (at(income), at(income + more));
        if let (Some(poorer), Some(richer)) = (rank(poorer.outcomes[0].1), rank(richer.outcomes[0].1)) {
            prop_assert!(poorer <= richer);
        }
        prop_assert!(poorer.credit.unwrap_or_default() >= richer.credit.unwrap_or_default() || poorer.credit.is_none());
    }

    #[test]
    fn the_order_of_the_household_changes_nothing(
        people in prop::collection::vec(applicant(), 1..8), filing in filing(), turn in 0_usize..8, income in 0_i64..20_000_000,
        when in when(),
    ) {
        let premium = |ages: &[u16]| Some(Cents(ages.iter().map(|age| 20_000 + i64::from(*age) * 500).sum()));
        let of = |people: Vec<Applicant>| determine(Case { filing, ..case(when.0, when.1, 8, Cents(income), people) }, &PUBLISHED, premium);
        let people: Vec<Applicant> = people.into_iter().zip(1..).map(|(who, member)| Applicant { member, ..who }).collect();
        let mut turned = people.clone();
        turned.rotate_left(turn % people.len());
        turned.reverse();
        let (one, mut other) = (of(people), of(turned));
        other.outcomes.sort_by_key(|(member, _)| *member);
        prop_assert_eq!((one.outcomes, one.credit, one.benchmark), (other.outcomes, other.credit, other.benchmark));
    }

    #[test]
    fn a_credit_is_never_more_than_the_benchmark_and_never_without_somebody_who_has_it(
        people in prop::collection::vec(applicant(), 1..6), size in 1_u16..=10, income in 0_i64..20_000_000, premium in 0_i64..500_000,
    ) {
        let made = determine(case(2027, "2026-11-20", size, Cents(income), people), &PUBLISHED, |_| Some(Cents(premium)));
        let some = made.outcomes.iter().any(|(_, outcome)| *outcome == Outcome::WithCredit);
        prop_assert_eq!(made.credit.is_some(), some);
        prop_assert!(made.credit.unwrap_or_default() <= Cents(premium));
    }
}

/// What holds for Medical Assistance from a day of December 2026 on, with another disregard.
const fn disregarding(disregard: u16, day: u8) -> Since {
    let limits = Limits { disregard, pregnant: 278, infant: 283, child: 275, young_adult: 133, adult: 133 };
    Since { from: Date { year: 2026, month: 12, day }, guideline: 2026, limits }
}

#[test]
fn limits_change_on_their_day() {
    static SINCE: [Since; 2] = [disregarding(5, 1), disregarding(7, 15)];
    let figures = Figures { medical_assistance: &SINCE, ..PUBLISHED };
    let (income, most) =
        (Cents::dollars(15_960 * 139 / 100), |percent| Outcome::MedicalAssistance { group: Group::Adult, percent, disregarded: true });
    for (day, expected, disregard) in [("2026-12-14", Outcome::MinnesotaCare, 5), ("2026-12-15", most(140), 7)] {
        let made = determine(case(2027, day, 1, income, vec![adult()]), &figures, |_| None);
        assert_eq!((made.outcomes[0].1, made.reasons.disregard), (expected, disregard), "{day}");
    }
}

#[test]
fn what_the_reasons_name_is_recorded_and_was_not_always() {
    static LATER: [Coverage; 1] =
        [Coverage { year: 2027, guideline: 2026, minnesotacare: 200, credit: 400, affordable_offer: 850, shares: 2026 }];
    static DISREGARD_7: [Since; 1] = [disregarding(7, 1)];
    let later = Figures { medical_assistance: &DISREGARD_7, coverage: &LATER, ..PUBLISHED };
    let made = determine(case(2027, "2026-11-20", 1, Cents::dollars(22_000), vec![adult()]), &later, |_| None);
    assert_eq!(made.reasons, Reasons { disregard: 7, affordable_offer: 850 });
    let stored = serde_json::to_value(&made).unwrap();
    assert_eq!(serde_json::from_value::<Determination>(stored.clone()).unwrap(), made);
    let mut before = stored;
    before.as_object_mut().unwrap().remove("reasons").unwrap();
    let read: Determination = serde_json::from_value(before).unwrap();
    assert_eq!(read, Determination { reasons: Reasons { disregard: 5, affordable_offer: 996 }, ..made });
}
