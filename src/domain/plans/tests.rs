use super::*;
use proptest::prelude::*;

fn county(name: &str) -> County {
    County::from_name(name).unwrap()
}

/// A plan that costs so many cents for each year of age.
fn plan(metal: MetalLevel, area: Area, cents: i64) -> Plan {
    Plan {
        code: "MN-1".into(),
        name: "Loon".into(),
        issuer: "Loon Lake".into(),
        metal,
        network: "Lakes".into(),
        area,
        premiums: Premiums::of(AGES.map(|age| Cents(i64::from(age) * cents)).collect()).unwrap(),
        deductible: Cents::dollars(4_000),
        out_of_pocket_limit: Cents::dollars(9_000),
    }
}

const METRO: Area = Area::Rating(8);

#[test]
fn areas_are_read_as_people_write_them() {
    let hennepin = Area::County(county("Hennepin"));
    for (text, area) in [
        ("Hennepin", hennepin),
        (" hennepin COUNTY", hennepin),
        ("St. Louis", Area::County(county("st louis"))),
        ("Rating Area 8", METRO),
        ("rating_area 8", METRO),
        ("Area 8", METRO),
        ("8", METRO),
    ] {
        assert_eq!(Area::parse(text), Some(area), "{text}");
        assert_eq!(Area::from_code(&area.code()), Some(area));
    }
    for text in ["", "0", "10", "08", "Rating Area", "Rating Area 10", "Rating Area 12", "Cook County, Illinois", "8 9"] {
        assert_eq!(Area::parse(text), None, "{text}");
    }
    for code in ["", "R", "R0", "R10", "054", "r8"] {
        assert_eq!(Area::from_code(code), None, "{code}");
    }
}

#[test]
fn an_area_holds_its_counties() {
    let hennepin = Area::County(county("Hennepin"));
    assert!(METRO.holds(county("Hennepin")) && hennepin.holds(county("Hennepin")));
    assert!(!METRO.holds(county("Olmsted")) && !hennepin.holds(county("Ramsey")));
    assert!(METRO.overlaps(hennepin) && hennepin.overlaps(METRO) && hennepin.overlaps(hennepin));
    assert!(!METRO.overlaps(Area::Rating(1)) && !hennepin.overlaps(Area::County(county("Ramsey"))));
    for county in County::all() {
        assert_eq!((1..=County::RATING_AREAS).filter(|number| Area::Rating(*number).holds(county)).count(), 1, "{}", county.name());
    }
}

#[test]
fn levels_are_read_whatever_their_capitals() {
    for level in MetalLevel::ALL {
        assert_eq!(MetalLevel::parse(&format!(" {} ", level.code().to_uppercase())), Some(level));
    }
    assert_eq!(MetalLevel::parse("tin"), None);
}

#[test]
fn the_young_pay_as_at_14_and_the_old_as_at_64() {
    let premiums = plan(MetalLevel::Silver, METRO, 100).premiums;
    for (age, cents) in [(0, 1_400), (14, 1_400), (15, 1_500), (40, 4_000), (63, 6_300), (64, 6_400), (90, 6_400), (u16::MAX, 6_400)] {
        assert_eq!(premiums.at(age), Cents(cents), "{age}");
    }
    assert_eq!(Premiums::from_stored(&premiums.stored()), Some(premiums.clone()));
    let stored = premiums.stored();
    for wrong in
        ["", "1400", &format!("{stored} 1"), &stored.replace("4000", "-4000"), &stored.replace("4000", "x"), &stored.replace(' ', "  ")]
    {
        assert_eq!(Premiums::from_stored(wrong), None, "{wrong}");
    }
}

#[test]
fn of_children_the_three_oldest_are_counted() {
    let plan = plan(MetalLevel::Gold, METRO, 100);
    for (ages, years) in [
        (&[][..], 0),
        (&[40], 40),
        (&[40, 38, 3, 15, 20, 17, 2], 40 + 38 + 20 + 17 + 15),
        (&[20, 20, 20, 20], 60),
        // At 21 a child is counted as any grown-up is.
        (&[21, 21, 21, 21], 84),
    ] {
        assert_eq!(plan.premium(ages), Cents(years * 100), "{ages:?}");
    }
}

#[test]
fn the_benchmark_is_the_second_lowest_silver_plan_of_the_county() {
    let silver = |area, cents| plan(MetalLevel::Silver, area, cents);
    let mut plans = vec![
        plan(MetalLevel::Catastrophic, METRO, 1),
        plan(MetalLevel::Bronze, METRO, 2),
        plan(MetalLevel::Gold, METRO, 3),
        plan(MetalLevel::Platinum, METRO, 4),
        silver(Area::Rating(1), 5),
        silver(Area::County(county("Ramsey")), 6),
    ];
    let of = |plans: &[Plan]| benchmark(plans, county("Hennepin"), &[40]);
    assert_eq!(of(&plans), None, "no silver plan is sold here");
    plans.push(silver(METRO, 30));
    assert_eq!(of(&plans), Some(Cents(1_200)), "the only one");
    plans.push(silver(Area::County(county("Hennepin")), 50));
    assert_eq!(of(&plans), Some(Cents(2_000)), "the second, sold in this county alone");
    plans.push(silver(METRO, 40));
    assert_eq!(of(&plans), Some(Cents(1_600)));
    plans.push(silver(METRO, 30));
    assert_eq!(of(&plans), Some(Cents(1_200)), "two that cost the same both count");
}

fn level() -> impl Strategy<Value = MetalLevel> {
    prop::sample::select(&MetalLevel::ALL[..])
}

fn plans() -> impl Strategy<Value = Vec<Plan>> {
    let area = prop_oneof![(1..=9_u8).prop_map(Area::Rating), Just(METRO), Just(Area::County(county("Hennepin")))];
    prop::collection::vec((level(), area, 1..2_000_i64).prop_map(|(metal, area, cents)| plan(metal, area, cents)), 0..12)
}

proptest! {
    #[test]
    fn the_order_of_plans_and_people_changes_nothing(
        (plans, shuffled) in plans().prop_flat_map(|plans| (Just(plans.clone()), Just(plans).prop_shuffle())),
        (ages, others) in prop::collection::vec(0..100_u16, 0..9).prop_flat_map(|ages| (Just(ages.clone()), Just(ages).prop_shuffle())),
    ) {
        prop_assert_eq!(benchmark(&plans, county("Hennepin"), &ages), benchmark(&shuffled, county("Hennepin"), &others));
        for plan in &plans {
            prop_assert_eq!(plan.premium(&ages), plan.premium(&others));
        }
    }

    #[test]
    fn the_benchmark_is_the_premium_of_a_silver_plan_and_of_no_other_is_it_less(
        plans in plans(),
        ages in prop::collection::vec(0..100_u16, 1..9),
    ) {
        let here = |plan: &&Plan| plan.metal == MetalLevel::Silver && plan.area.holds(county("Hennepin"));
        let premiums: Vec<Cents> = plans.iter().filter(here).map(|plan| plan.premium(&ages)).collect();
        match benchmark(&plans, county("Hennepin"), &ages) {
            None => prop_assert!(premiums.is_empty()),
            Some(found) => {
                prop_assert!(premiums.contains(&found) && Some(&found) >= premiums.iter().min());
                prop_assert!(premiums.iter().filter(|premium| **premium < found).count() <= 1);
                prop_assert!(premiums.len() == 1 || premiums.iter().filter(|premium| **premium <= found).count() >= 2);
            }
        }
    }

    #[test]
    fn a_fourth_child_costs_nothing_and_a_grown_up_their_premium(
        ages in prop::collection::vec(0..100_u16, 0..9),
        grown_up in 21..100_u16,
        cents in 1..2_000_i64,
    ) {
        let plan = plan(MetalLevel::Silver, METRO, cents);
        let with = |age: u16| plan.premium(&[ages.as_slice(), &[age]].concat());
        prop_assert_eq!(with(grown_up), plan.premium(&ages) + plan.premiums.at(grown_up));
        let children: Vec<u16> = ages.iter().copied().filter(|age| *age < 21).collect();
        if children.len() >= 3 {
            prop_assert_eq!(with(*children.iter().min().unwrap()), plan.premium(&ages));
        }
        prop_assert!(rated(&ages).iter().filter(|age| **age < 21).count() <= 3);
    }
}
