use super::contract::{answer, question};
use super::*;
use crate::domain::county::County;
use crate::domain::eligibility::{Applicant, Case, Filing, Group, NoCredit, Offer, Outcome, PUBLISHED, Status};
use crate::domain::ids::ApplicationId;
use crate::domain::instant::Date;
use crate::domain::money::Cents;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use uuid::Uuid;

fn case() -> Case {
    let applicant = |member, age, offer| Applicant {
        member,
        age,
        covered_age: age,
        pregnant: false,
        expecting: 0,
        medicare: false,
        offer,
        status: Status::LawfullyPresent,
    };
    Case {
        coverage_year: 2027,
        on: Date::parse("2026-11-20").unwrap(),
        size: 3,
        income: Cents(3_900_050),
        filing: Filing::DoesNotFile,
        applicants: vec![
            applicant(1, 42, Offer::Offered(Cents(12_500))),
            applicant(4, 6, Offer::None),
            expecting_two(applicant(7, 40, Offer::Enrolled)),
        ],
    }
}

fn expecting_two(applicant: Applicant) -> Applicant {
    Applicant { pregnant: true, expecting: 2, ..applicant }
}

fn right() -> Value {
    json!({
        "contract": 1,
        "medical_assistance": { "year": 2026, "guideline": 2_732_000 },
        "guideline": { "year": 2026, "guideline": 2_732_000 },
        "limits": { "minnesotacare": 200, "tax_credit": 400 },
        "shares": 2026, "benchmark": 41_200, "credit": 12_300, "more": ["is", "ignored"],
        "outcomes": [
            { "applicant": 7, "outcome": "without_credit", "reason": "enrolled" },
            { "applicant": 1, "outcome": "with_credit" },
            { "applicant": 4, "outcome": "medical_assistance", "group": "child", "percent": 275, "disregarded": false },
        ],
    })
}

fn read(value: &Value) -> Result<Determination, Undetermined> {
    answer(value.to_string().as_bytes(), case())
}

#[test]
fn the_question_says_what_is_needed_and_not_who_it_is() {
    let county = County::from_code("137").unwrap();
    let sent: Value = serde_json::from_slice(&question(ApplicationId(Uuid::nil()), &case(), county).unwrap()).unwrap();
    let asked = |applicant: u16, age: u16, offer: Value| {
        json!({ "applicant": applicant, "age": age, "covered_age": age, "pregnant": false, "expecting": 0, "medicare": false, "offer": offer,
            "status": "lawfully_present" })
    };
    let all = json!({
        "contract": 1, "application": "00000000-0000-0000-0000-000000000000", "coverage_year": 2027, "day": "2026-11-20",
        "household_size": 3, "yearly_income": 3_900_050, "filing": "does_not_file", "county": "137",
        "applicants": [
            asked(1, 42, json!({ "kind": "offered", "cost": 12_500 })),
            asked(4, 6, json!({ "kind": "none" })),
            asked(7, 40, json!({ "kind": "enrolled" })),
        ],
    });
    let mut all = all;
    (all["applicants"][2]["pregnant"], all["applicants"][2]["expecting"]) = (json!(true), json!(2));
    assert_eq!(sent, all);
}

#[test]
fn a_right_answer_is_put_into_the_order_of_the_question() {
    let made = read(&right()).unwrap();
    let child = Outcome::MedicalAssistance { group: Group::Child, percent: 275, disregarded: false };
    assert_eq!(made.outcomes, [(1, Outcome::WithCredit), (4, child), (7, Outcome::WithoutCredit(NoCredit::Enrolled))]);
    assert_eq!((made.benchmark, made.credit, made.case), (Some(Cents(41_200)), Some(Cents(12_300)), case()));
}

#[test]
fn what_can_not_be_believed_is_refused_by_its_reason() {
    let with = |path: &str, value: Value| {
        let mut answer = right();
        *answer.pointer_mut(path).unwrap() = value;
        read(&answer).unwrap_err()
    };
    assert_eq!(answer(b"<html>", case()), Err(Undetermined::Unreadable));
    assert_eq!(answer(b"{\"contract\":1}", case()), Err(Undetermined::Unreadable));
    assert_eq!(answer(b"{\"contract\":2}", case()), Err(Undetermined::Version));
    assert_eq!(with("/outcomes/1/outcome", json!("rich")), Undetermined::Unreadable);
    assert_eq!(with("/outcomes/0/reason", json!("medicare")), Undetermined::Unreadable);
    assert_eq!(with("/outcomes/2/group", json!("elder")), Undetermined::Unreadable);
    assert_eq!(with("/shares", json!(2026.5)), Undetermined::Unreadable);
    assert_eq!(with("/outcomes/1/applicant", json!(7)), Undetermined::Applicants);
    assert_eq!(with("/outcomes/1/applicant", json!(2)), Undetermined::Applicants);
    assert_eq!(with("/outcomes", json!([{ "applicant": 1, "outcome": "with_credit" }])), Undetermined::Applicants);
    let mut more = right();
    more["outcomes"].as_array_mut().unwrap().push(json!({ "applicant": 9, "outcome": "with_credit" }));
    assert_eq!(read(&more), Err(Undetermined::Applicants));
    for (path, value) in [
        ("/credit", -1),
        ("/credit", 1_000_000_000),
        ("/benchmark", -1),
        ("/guideline/guideline", -5),
        ("/guideline/year", 12),
        ("/shares", 0),
        ("/limits/tax_credit", 0),
        ("/outcomes/2/percent", 65_000),
    ] {
        assert_eq!(with(path, json!(value)), Undetermined::Figures, "{path}");
    }
    // A credit that nobody has.
    assert_eq!(with("/outcomes/1/outcome", json!("minnesotacare")), Undetermined::Figures);
}

/// What must hold of everything that is accepted.
fn holds(made: &Determination) {
    assert_eq!(made.case, case());
    let members: Vec<u16> = made.outcomes.iter().map(|(member, _)| *member).collect();
    assert_eq!(members, [1, 4, 7]);
    for amount in [Some(made.medical_assistance.1), Some(made.guideline.1), made.benchmark, made.credit].into_iter().flatten() {
        assert!(amount >= Cents(0) && amount <= Cents::MOST);
    }
    assert!(made.credit.is_none() || made.outcomes.iter().any(|(_, outcome)| *outcome == Outcome::WithCredit));
}

/// Every place in a JSON text, as a pointer.
fn places(value: &Value, at: &str, all: &mut BTreeSet<String>) {
    all.insert(at.to_owned());
    match value {
        Value::Array(items) => items.iter().enumerate().for_each(|(place, item)| places(item, &format!("{at}/{place}"), all)),
        Value::Object(fields) => fields.iter().for_each(|(name, item)| places(item, &format!("{at}/{name}"), all)),
        _ => {}
    }
}

fn any_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (0_i64..10).prop_map(Value::from),
        (2010_i64..2030).prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "[a-z_]{0,12}".prop_map(Value::from),
        prop::sample::select(vec!["with_credit", "minnesotacare", "needs_decision", "age", "income", "adult"]).prop_map(Value::from),
        Just(json!([])),
        Just(json!({})),
    ]
}

proptest! {
    #[test]
    fn whatever_bytes_come_back_are_refused_or_valid(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(made) = answer(&bytes, case()) { holds(&made); }
    }

    #[test]
    fn an_answer_with_parts_exchanged_is_refused_or_valid(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any_value()), 1..4),
        cut in any::<prop::sample::Index>(),
        broken in any::<bool>(),
    ) {
        let mut changed = right();
        for (place, value) in changes {
            let mut all = BTreeSet::new();
            places(&changed, "", &mut all);
            let all: Vec<_> = all.into_iter().collect();
            let place: &String = place.get(&all);
            *changed.pointer_mut(place).unwrap() = value;
        }
        let mut bytes = changed.to_string().into_bytes();
        if broken { bytes.truncate(cut.index(bytes.len() + 1)); }
        if let Ok(made) = answer(&bytes, case()) { holds(&made); }
    }
}

#[test]
fn a_pregnant_applicants_own_household_is_known_where_the_guideline_is_the_published_one() {
    let made = read(&right()).unwrap();
    assert_eq!(made.medical_household(7), (5, PUBLISHED.guideline(2026).of(5)));
    assert_eq!(made.medical_household(1), (3, Cents(2_732_000)));
    let mut other = right();
    other["medical_assistance"]["guideline"] = json!(2_732_100);
    assert_eq!(read(&other).unwrap().medical_household(7), (3, Cents(2_732_100)));
}
