use super::*;
use crate::domain::applications::{Application, Kind, LaterStatus, Member, Relation};
use crate::domain::eligibility::{Case, Determination, Filing, NoCredit, Open, Outcome, Status};
use crate::domain::instant::Date;
use crate::domain::money::Cents;
use crate::domain::plans::{AGES, Area, MetalLevel, Plan, Premiums};
use proptest::prelude::*;

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

/// A plan that costs so many cents for each year of age.
fn plan(code: &str, metal: MetalLevel, cents: i64) -> Plan {
    Plan {
        code: code.into(),
        name: format!("Loon {code}"),
        issuer: "Loon & Lake".into(),
        metal,
        network: "Lakes".into(),
        area: Area::Rating(8),
        premiums: Premiums::of(AGES.map(|age| Cents(i64::from(age) * cents)).collect()).unwrap(),
        deductible: Cents::dollars(4_000),
        out_of_pocket_limit: Cents::dollars(9_000),
    }
}

/// People born on these days, and what was determined for them.
fn household(people: &[(&str, Outcome)], credit: Option<i64>, today: &str) -> Option<Household> {
    household_now(people, credit, None, today)
}

/// The same with what was recorded for them later.
fn household_now(people: &[(&str, Outcome)], credit: Option<i64>, later: Option<&[Kind]>, today: &str) -> Option<Household> {
    let member = |(id, (born, _)): (u16, &(&str, Outcome))| Member {
        id,
        name: format!("Person {id}"),
        relation: Relation::Myself,
        born: day(born),
        pregnant: false,
        expecting: None,
        applies: Some(true),
        coverage: None,
        status: Some(Status::Citizen),
    };
    let application = Application { members: (1..).zip(people).map(member).collect(), ..Application::default() };
    let case =
        Case { coverage_year: 2027, on: day("2026-11-20"), size: 1, income: Cents(0), filing: Filing::Files, applicants: Vec::new() };
    let determination = Determination {
        case,
        medical_assistance: (2026, Cents(0)),
        guideline: (2026, Cents(0)),
        limits: (200, 400),
        shares: 2026,
        benchmark: None,
        reasons: Default::default(),
        expecting: Vec::new(),
        credit: credit.map(Cents),
        outcomes: (1..).zip(people).map(|(id, (_, outcome))| (id, *outcome)).collect(),
    };
    let later = later.map(|kinds| LaterStatus { outcomes: (1..).zip(kinds.iter().copied()).collect(), reason: "r".into() });
    Household::of(&application, &determination, later.as_ref(), day(today))
}

const WITHOUT: Outcome = Outcome::WithoutCredit(NoCredit::AffordableOffer);

#[test]
fn nobody_is_shopped_for_when_no_month_of_the_year_is_left() {
    let people = [("1984-03-07", Outcome::WithCredit)];
    assert_eq!(household(&people, None, "2027-11-30").unwrap().effective_on, day("2027-12-01"));
    assert_eq!(household(&people, None, "2027-12-01"), None);
    assert_eq!(household(&people, None, "2028-02-01"), None);
}

#[test]
fn coverage_begins_on_the_first_of_the_next_month_and_not_before_its_year() {
    for (today, first) in [
        ("2026-11-20", "2027-01-01"),
        ("2026-12-31", "2027-01-01"),
        ("2027-01-01", "2027-02-01"),
        ("2027-01-31", "2027-02-01"),
        ("2027-10-31", "2027-11-01"),
    ] {
        assert_eq!(effective_on(2027, day(today)), day(first), "{today}");
    }
}

#[test]
fn only_who_qualifies_for_a_plan_is_shopped_for() {
    let people = [
        ("1984-03-07", Outcome::WithCredit),
        ("1990-01-01", WITHOUT),
        ("2020-01-01", Outcome::MinnesotaCare),
        ("1961-01-01", Outcome::NeedsDecision(Open::Age)),
    ];
    let shopped = household(&people, Some(10_000), "2026-11-20").unwrap();
    let seen: Vec<_> = shopped.shoppers.iter().map(|shopper| (shopper.member, shopper.age, shopper.credited)).collect();
    assert_eq!(seen, [(1, 42, true), (2, 37, false)]);
    assert_eq!((shopped.credit, shopped.effective_on), (Cents(10_000), day("2027-01-01")));
    assert_eq!(household(&people[2..], Some(10_000), "2026-11-20"), None);
    // Ages are those on the first day of coverage.
    assert_eq!(household(&people[..1], None, "2027-03-10").unwrap().shoppers[0].age, 43);
}

#[test]
fn a_later_status_says_who_is_shopped_for() {
    use Kind::{MedicalAssistance, NeedsDecision, WithCredit, WithoutCredit};
    let people = [("1984-03-07", Outcome::WithCredit), ("1990-01-01", Outcome::MinnesotaCare)];
    let now = |kinds: &[Kind]| household_now(&people, Some(10_000), Some(kinds), "2026-11-20");
    assert_eq!(now(&[MedicalAssistance, NeedsDecision]), None, "nobody any more");
    let same = now(&[WithCredit, WithoutCredit]).unwrap();
    assert_eq!((same.members(), same.credit), (vec![1, 2], Cents(10_000)), "the credit is of the same people");
    // Nobody worked out what it is for others.
    for (kinds, members) in [([MedicalAssistance, WithCredit], vec![2]), ([WithCredit; 2], vec![1, 2]), ([WithoutCredit; 2], vec![1, 2])] {
        let other = now(&kinds).unwrap();
        assert_eq!((other.members(), other.credit), (members, Cents(0)), "{kinds:?}");
    }
    let without = now(&[WithoutCredit, MedicalAssistance]).unwrap();
    assert!(!without.shoppers[0].credited && without.effective_on == day("2027-01-01"));
    // Where nobody was shopped for, somebody is.
    let poor = [("1984-03-07", Outcome::NeedsDecision(Open::Status))];
    assert_eq!(household(&poor, None, "2026-11-20"), None);
    assert_eq!(household_now(&poor, None, Some(&[WithCredit]), "2026-11-20").unwrap().members(), [1]);
}

#[test]
fn the_credit_is_at_most_the_premium_of_those_whom_it_is_for() {
    let people = [("1984-03-07", Outcome::WithCredit), ("1990-01-01", WITHOUT)];
    let shopped = household(&people, Some(500_000), "2026-11-20").unwrap();
    let price = shopped.price(&plan("A", MetalLevel::Silver, 100)).unwrap();
    assert_eq!((price.premium, price.credit, price.pays()), (Cents(7_900), Cents(4_200), Cents(3_700)));
    let small = household(&people, Some(1_000), "2026-11-20").unwrap();
    assert_eq!(small.price(&plan("A", MetalLevel::Gold, 100)).unwrap().pays(), Cents(6_900));
    let none = household(&people, None, "2026-11-20").unwrap();
    assert_eq!(none.price(&plan("A", MetalLevel::Gold, 100)).unwrap().credit, Cents(0));
}

#[test]
fn a_catastrophic_plan_takes_no_credit_and_is_for_the_young() {
    let catastrophic = plan("C", MetalLevel::Catastrophic, 100);
    let price = |people: &[(&str, Outcome)], today| household(people, Some(10_000), today).unwrap().price(&catastrophic);
    let young = ("1997-01-02", Outcome::WithCredit);
    assert_eq!(price(&[young], "2026-11-20"), Some(Price { premium: Cents(2_900), credit: Cents(0) }));
    assert_eq!(price(&[("1997-01-01", WITHOUT)], "2026-11-20"), None, "30 on the first day");
    assert_eq!(price(&[young, ("1984-03-07", WITHOUT)], "2026-11-20"), None);
    // Turned 30 within the year: the plan stays open, at the price of 30.
    assert_eq!(price(&[young], "2027-01-20").unwrap().premium, Cents(3_000));
}

#[test]
fn a_year_costs_its_premiums_and_what_is_paid_of_the_bills() {
    let silver = plan("A", MetalLevel::Silver, 100);
    let price = Price { premium: Cents(30_000), credit: Cents(10_000) };
    // 1,000 below the deductible; 4,000 and 30 percent of 4,000; the limit.
    for (of, paid) in [(Use::Low, 1_000), (Use::Middle, 5_200), (Use::High, 9_000)] {
        assert_eq!(out_of_pocket(&silver, of.bills()), Cents::dollars(paid), "{of:?}");
        assert_eq!(yearly_cost(&silver, price, of), Cents::dollars(2_400 + paid), "{of:?}");
    }
    let odd = Plan { deductible: Cents(1), ..plan("P", MetalLevel::Platinum, 1) };
    assert_eq!(out_of_pocket(&odd, Cents(2)), Cents(2), "part of a cent counts as a whole one");
}

#[test]
fn plans_are_filtered_sorted_and_compared_by_the_address() {
    let plans = [
        Plan { deductible: Cents(0), ..plan("C", MetalLevel::Gold, 300) },
        Plan { issuer: "Pine".into(), ..plan("B", MetalLevel::Silver, 100) },
        plan("A", MetalLevel::Silver, 100),
    ];
    let shopped = household(&[("1984-03-07", Outcome::WithCredit)], Some(1_000), "2026-11-20").unwrap();
    let all: Vec<Offered> = plans.iter().map(|plan| Offered { plan, price: shopped.price(plan).unwrap() }).collect();
    let codes = |query: &str| -> String { Wanted::read(query).find(&all).iter().map(|offered| offered.plan.code.as_str()).collect() };
    for (query, expected) in [
        ("", "ABC"),
        ("?sort=-cost", "CAB"),
        ("?sort=deductible", "CAB"),
        ("?sort=limit", "ABC"),
        ("?sort=name", "ABC"),
        ("?sort=-name", "CBA"),
        ("?metal=silver", "AB"),
        ("?metal=tin&sort=evil", "ABC"),
        ("?issuer=Loon+%26+Lake", "AC"),
        ("?issuer=Nobody", ""),
        ("?most=$32.00", "AB"),
        ("?most=31.99", ""),
        ("?most=abc", "ABC"),
    ] {
        assert_eq!(codes(query), expected, "{query}");
    }
    let wrong = |query: &str| Wanted::read(query).wrong;
    assert_eq!((wrong("?most="), wrong("?most=300"), wrong("?most=-3+dollars")), (None, None, Some("-3".to_owned())));
    // What another site could have chosen does not stand on a page.
    let strange = Wanted::read("?issuer=Ann+Lee&compare=ANN,A&plan=LEE&most=Ann").among(&all);
    assert_eq!((strange.query().as_str(), strange.wrong.as_deref()), ("?compare=A", Some("")));
    let wanted = Wanted::read("?compare=A,,B,A, C ,D&metal=gold");
    assert_eq!(wanted.compare, ["A", "B", "C"]);
    assert_eq!(wanted.comparing("D", true).compare, ["A", "B", "C"], "three is the most");
    assert_eq!(wanted.comparing("B", false).comparing("D", true).query(), "?metal=gold&compare=A,C,D");
    assert_eq!(wanted.unfiltered().query(), "?compare=A,B,C");
}

#[test]
fn plans_come_in_pages() {
    let plan = plan("A", MetalLevel::Silver, 100);
    let many = |many| vec![Offered { plan: &plan, price: Price { premium: Cents(1), credit: Cents(0) } }; many];
    for (all, query, shown, before, after) in [
        (0, "", 0, None, None),
        (50, "page=1", 50, None, None),
        (51, "", 50, None, Some("?page=2")),
        (120, "page=2", 50, Some(""), Some("?page=3")),
        (120, "page=3", 20, Some("?page=2"), None),
        (120, "page=99", 20, Some("?page=2"), None),
        (120, "page=x&page=0", 50, None, Some("?page=2")),
    ] {
        let all = many(all);
        let wanted = Wanted::read(query);
        let (page, previous, next) = wanted.page_of(&all);
        assert_eq!(page.len(), shown, "{query}");
        assert_eq!(previous.map(|wanted| wanted.query()).as_deref(), before, "{query}");
        assert_eq!(next.map(|wanted| wanted.query()).as_deref(), after, "{query}");
    }
    assert_eq!(Wanted::read("page=2").sorted(Sort::Name, true).query(), "?sort=-name", "another order begins anew");
}

proptest! {
    #[test]
    fn what_is_written_into_an_address_is_read_from_it(
        issuer in "\\PC{0,40}", most in proptest::option::of(0_i64..1_000_000), code in "[A-Z0-9.-]{1,10}",
        metal in 0_usize..6, sort in 0_usize..4, descending: bool, page in 0_u16..60_000,
    ) {
        let wanted = Wanted {
            metal: MetalLevel::ALL.get(metal).copied(),
            issuer: issuer.trim().to_owned(),
            most: most.map(Cents),
            wrong: None,
            sort: Sort::ALL[sort],
            descending,
            page,
            compare: vec![code.clone()],
            plan: code,
        };
        let query = wanted.query();
        prop_assert!(query.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"<>'\\".contains(&byte)));
        prop_assert_eq!(Wanted::read(&query), wanted);
    }

    #[test]
    fn any_address_is_read(query in "\\PC{0,60}", bytes in "[%a-f0-9=&+,]{0,60}") {
        for query in [query, bytes] {
            let wanted = Wanted::read(&query);
            prop_assert!(wanted.compare.len() <= MOST_COMPARED);
            prop_assert_eq!(Wanted::read(&wanted.query()), Wanted { wrong: None, ..wanted });
        }
    }

    #[test]
    fn a_price_is_between_nothing_and_the_premium(
        ages in proptest::collection::vec((1963_i16..2027, any::<bool>()), 1..9), credit in 0_i64..500_000, metal in 0_usize..5,
    ) {
        let born: Vec<String> = ages.iter().map(|(year, _)| format!("{year}-06-15")).collect();
        let outcome = |credited: bool| if credited { Outcome::WithCredit } else { WITHOUT };
        let people: Vec<(&str, Outcome)> =
            born.iter().zip(&ages).map(|(born, (_, credited))| (born.as_str(), outcome(*credited))).collect();
        let shopped = household(&people, Some(credit), "2026-11-20").unwrap();
        let plan = plan("A", MetalLevel::ALL[metal], 100);
        match shopped.price(&plan) {
            None => prop_assert_eq!(plan.metal, MetalLevel::Catastrophic),
            Some(price) => {
                prop_assert!(price.credit >= Cents(0) && price.credit <= price.premium && price.credit <= Cents(credit));
                let costs = Use::ALL.map(|of| yearly_cost(&plan, price, of));
                prop_assert!(costs.is_sorted(), "more use never costs less");
                prop_assert!(costs[2].0 - costs[0].0 <= plan.out_of_pocket_limit.0);
            }
        }
    }
}
