use super::*;
use crate::domain::money::Cents;
use crate::domain::plans::{Area, MetalLevel, Premiums};
use proptest::prelude::*;

fn headings() -> Vec<String> {
    Column::all().map(|column| column.heading().into_owned()).collect()
}

/// The cells of a line that is right.
fn good() -> Vec<String> {
    let cell = |column| match column {
        Column::Id => "mn-100".to_owned(),
        Column::Name => "Loon Silver".to_owned(),
        Column::Issuer => "Loon Lake".to_owned(),
        Column::Metal => "SILVER".to_owned(),
        Column::Network => "Lakes".to_owned(),
        Column::Area => "Rating area 8".to_owned(),
        Column::Age(age) => format!("${}.50", u32::from(age) * 10),
        Column::Deductible => "$4,000".to_owned(),
        Column::OutOfPocketLimit => "9,000.00".to_owned(),
    };
    Column::all().map(cell).collect()
}

/// The same with other cells.
fn with(changes: &[(Column, &str)]) -> Vec<String> {
    let mut cells = good();
    for (column, text) in changes {
        let place = Column::all().position(|other| other == *column).unwrap();
        cells[place] = (*text).to_owned();
    }
    cells
}

fn lines(all: impl IntoIterator<Item = Vec<String>>) -> Vec<FileLine> {
    (2..).zip(all).map(|(number, cells)| FileLine { number, cells, problem: None }).collect()
}

fn problems(changes: &[(Column, &str)]) -> Vec<RowProblem> {
    read(&lines([with(changes)])).remove(0).unwrap_err()
}

#[test]
fn headings_are_found_wherever_and_however_they_are_written() {
    let cells: Vec<String> = headings().into_iter().map(|heading| format!(" {} ", heading.to_uppercase().replace('_', " "))).collect();
    assert_eq!(headings().len(), 59);
    assert_eq!((headings()[6].as_str(), headings()[7].as_str(), headings()[56].as_str()), ("age_0_14", "age_15", "age_64"));
    let header = Header::read(&cells).unwrap();
    assert_eq!(header.cells(&good()), (good(), false));
    // The other way round, with a column of somebody's own in front.
    let mut turned: Vec<String> = headings().into_iter().rev().collect();
    turned.insert(0, "Notes".to_owned());
    let mut line: Vec<String> = good().into_iter().rev().collect();
    line.insert(0, "call back".to_owned());
    assert_eq!(Header::read(&turned).unwrap().cells(&line), (good(), false));
    line.push("more".to_owned());
    assert!(Header::read(&turned).unwrap().cells(&line).1);
    assert_eq!(Header::read(&headings()).unwrap().cells(&good()[..3]).0[3..], vec![String::new(); 56]);
}

#[test]
fn a_first_line_without_all_of_the_headings_is_refused() {
    let without = |gone: &[&str]| headings().into_iter().filter(|heading| !gone.contains(&heading.as_str())).collect::<Vec<_>>();
    assert_eq!(Header::read(&without(&["area", "age_40"])), Err(HeaderProblem::Missing(vec![Column::Area, Column::Age(40)])));
    let mut twice = headings();
    twice.push("Age 0-14".to_owned());
    assert_eq!(Header::read(&twice), Err(HeaderProblem::Twice(Column::Age(14))));
}

#[test]
fn a_line_says_a_plan() {
    let plan = read(&lines([good()])).remove(0).unwrap();
    let expected = Plan {
        code: "MN-100".into(),
        name: "Loon Silver".into(),
        issuer: "Loon Lake".into(),
        metal: MetalLevel::Silver,
        network: "Lakes".into(),
        area: Area::Rating(8),
        premiums: Premiums::of(AGES.map(|age| Cents(i64::from(age) * 1_000 + 50)).collect()).unwrap(),
        deductible: Cents::dollars(4_000),
        out_of_pocket_limit: Cents::dollars(9_000),
    };
    assert_eq!(plan, expected);
}

#[test]
fn a_line_says_all_that_is_wrong_with_it() {
    let long = "x".repeat(121);
    for (changes, expected) in [
        (&[(Column::Id, "")][..], &[RowProblem::Missing(Column::Id)][..]),
        (&[(Column::Id, "MN 100")], &[RowProblem::Id]),
        (&[(Column::Id, "-100")], &[RowProblem::Id]),
        (&[(Column::Id, &long)], &[RowProblem::Id]),
        (&[(Column::Name, "=HYPERLINK(1)")], &[RowProblem::Formula(Column::Name)]),
        (&[(Column::Issuer, &long)], &[RowProblem::TooLong(Column::Issuer)]),
        (&[(Column::Name, "\u{7}")], &[RowProblem::Missing(Column::Name)]),
        (&[(Column::Name, "\u{7}=1")], &[RowProblem::Formula(Column::Name)]),
        (&[(Column::Metal, "tin")], &[RowProblem::Metal]),
        (&[(Column::Area, "Dane County")], &[RowProblem::Area]),
        (&[(Column::Age(14), "n/a")], &[RowProblem::Amount(Column::Age(14))]),
        (&[(Column::Age(40), "-5")], &[RowProblem::Amount(Column::Age(40))]),
        (&[(Column::Age(41), "1.005")], &[RowProblem::Amount(Column::Age(41))]),
        (&[(Column::Age(42), "$0.00")], &[RowProblem::Free(Column::Age(42))]),
        (&[(Column::Age(64), "")], &[RowProblem::Missing(Column::Age(64))]),
        (&[(Column::Deductible, "10000000")], &[RowProblem::Amount(Column::Deductible)]),
        (&[(Column::Deductible, "9000.01")], &[RowProblem::Deductible]),
        (
            &[(Column::Area, "10"), (Column::Metal, "x"), (Column::Network, " ")],
            &[RowProblem::Metal, RowProblem::Missing(Column::Network), RowProblem::Area],
        ),
    ] {
        assert_eq!(problems(changes), expected, "{changes:?}");
    }
    let name = read(&lines([with(&[(Column::Name, "Loon\u{7}\r\n \t Silver")])])).remove(0).unwrap().name;
    assert_eq!(name, "Loon Silver");
    // Nothing to pay is a deductible, and no cells at all are all that is missing.
    assert!(read(&lines([with(&[(Column::Deductible, "0")])]))[0].is_ok());
    assert_eq!(read(&lines([Vec::new()])).remove(0).unwrap_err(), Column::all().map(RowProblem::Missing).collect::<Vec<_>>());
    let broken = FileLine { number: 2, cells: good(), problem: Some(RowProblem::OpenQuote) };
    assert_eq!(read(&[broken]), [Err(vec![RowProblem::OpenQuote])]);
}

#[test]
fn a_plan_stands_once_for_a_place() {
    let area = |area| with(&[(Column::Area, area)]);
    let all = lines([
        area("8"),
        area("Hennepin"),
        with(&[(Column::Id, "Mn-100"), (Column::Area, "Rating Area 8")]),
        area("Olmsted"),
        area("1"),
        area("2"),
        with(&[(Column::Id, "mn-101"), (Column::Area, "Hennepin")]),
        // A line that is refused takes no place.
        with(&[(Column::Area, "3"), (Column::Metal, "x")]),
        area("3"),
    ]);
    let same = |line| Some(vec![RowProblem::SameAsLine(line)]);
    let found: Vec<_> = read(&all).into_iter().map(Result::err).collect();
    assert_eq!(found, [None, same(2), same(2), None, same(5), None, None, Some(vec![RowProblem::Metal]), None]);
}

#[test]
fn a_file_is_compared_with_the_catalog_place_by_place() {
    let catalog: Vec<Plan> =
        read(&lines([with(&[]), with(&[(Column::Id, "B")]), with(&[(Column::Id, "C")])])).into_iter().flatten().collect();
    let compared = |changed: &[Vec<String>]| {
        let Comparison { lines, left_out } = compare(&lines(changed.to_vec()), &catalog);
        let codes: Vec<String> = left_out.iter().map(|plan| plan.code.clone()).collect();
        (lines, codes)
    };
    let all = ["mn-100", "b", "c"].map(|id| with(&[(Column::Id, id), (Column::Metal, "silver")]));
    assert_eq!(compared(&all), (vec![Effect::Unchanged; 3], vec![]));
    // In another place it is another one, and what is refused is left out.
    let (effects, left_out) = compared(&[with(&[(Column::Area, "1")]), with(&[(Column::Id, "B"), (Column::Network, "")]), all[2].clone()]);
    assert_eq!(effects, [Effect::Add, Effect::Refuse(vec![RowProblem::Missing(Column::Network)]), Effect::Unchanged]);
    assert_eq!(left_out, ["MN-100", "B"]);
    // Where no line is good nothing is imported, and so nothing left out.
    assert!(matches!(compared(&[with(&[(Column::Network, "")])]), (effects, left_out) if effects.len() == 1 && left_out.is_empty()));
    let (effects, _) = compared(&[with(&[(Column::Issuer, "Other"), (Column::Network, "Other"), (Column::OutOfPocketLimit, "9000.01")])]);
    let differs = |column, before: &str, after: &str| Difference { column, before: before.into(), after: after.into(), ages: 0 };
    let expected = vec![
        differs(Column::Issuer, "Loon Lake", "Other"),
        differs(Column::Network, "Lakes", "Other"),
        differs(Column::OutOfPocketLimit, "$9,000.00", "$9,000.01"),
    ];
    assert_eq!(effects, [Effect::Change(expected)]);
    assert_eq!(compare(&lines([with(&[])]), &[]).lines, [Effect::Add]);
}

proptest! {
    #[test]
    fn whatever_stands_in_a_line_it_is_read_or_refused_with_a_reason(cells in prop::collection::vec("\\PC{0,12}", 0..70)) {
        match read(&lines([cells])).remove(0) {
            Ok(plan) => prop_assert!(!plan.code.is_empty() && plan.deductible <= plan.out_of_pocket_limit),
            Err(problems) => prop_assert!(!problems.is_empty()),
        }
    }

    #[test]
    fn amounts_come_through_to_the_cent(cents in prop::collection::vec(1..1_000_000_i64, 51)) {
        let amounts: Vec<String> = cents.iter().map(|cents| Cents(*cents).to_string()).collect();
        let changes: Vec<_> = AGES.zip(&amounts).map(|(age, amount)| (Column::Age(age), amount.as_str())).collect();
        let plan = read(&lines([with(&changes)])).remove(0).unwrap();
        for (age, cents) in AGES.zip(cents) {
            prop_assert_eq!(plan.premiums.at(age), Cents(cents));
        }
    }
}
