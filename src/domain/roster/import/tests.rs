//! What a file's lines mean.

use super::*;
use crate::domain::ids::AssisterId;
use crate::domain::instant::Instant;
use proptest::prelude::*;
use uuid::Uuid;

fn texts(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|cell| (*cell).to_owned()).collect()
}

const TEMPLATE: [&str; 10] = [
    "First name",
    "Last name",
    "Certification email",
    "Training ID",
    "Phone",
    "Email",
    "City",
    "Languages spoken",
    "Assister Portal Access",
    "Employment",
];

const ANN: [&str; 10] = ["Ann", "Berg", "ann@berg.test", "MN-0001", "651-555-0100", "info@berg.test", "Duluth", "English", "Yes", "Active"];

fn row(cells: &[&str]) -> Result<Row, Vec<RowProblem>> {
    Row::read(&Header::read(&texts(&TEMPLATE)).unwrap().cells(texts(cells)).0)
}

fn found(id: u128, cells: &[&str]) -> Found {
    Found {
        id: AssisterId(Uuid::from_u128(id)),
        own: true,
        this_roster: true,
        closed: false,
        changed_at: Instant::from_micros(0),
        now: row(cells).unwrap().over(None),
    }
}

#[test]
fn the_template_is_made_of_the_headings() {
    assert_eq!(Column::ALL.map(Column::heading), TEMPLATE);
}

#[test]
fn columns_are_known_in_any_order_case_and_spacing() {
    let header = texts(&["EMPLOYMENT", " last  NAME", "first-name", "Trainingid", "Notes", "certification Email", "phone", "E-Mail"]);
    let header = Header::read(&header).unwrap();
    assert_eq!(header.ignored, ["Notes"]);
    let (cells, too_many) = header.cells(texts(&["Inactive", "Berg", "Ann", "MN-1", "x", "a@b.org", "1"]));
    assert!(!too_many);
    assert_eq!((cells.name().as_str(), cells.get(Column::Employment), cells.get(Column::Access)), ("Ann Berg", "Inactive", ""));
    let long: Vec<String> = (0..9).map(|n| n.to_string()).collect();
    assert!(header.cells(long).1);
    assert!(!header.cells(texts(&["", "", "", "", "", "", "", "", " ", ""])).1, "empty cells at the end are no cells");
}

#[test]
fn a_missing_column_is_named_and_so_is_one_that_is_there_twice() {
    let missing = Header::read(&texts(&["First name", "Last name", "Phone", "Email"])).unwrap_err();
    assert_eq!(missing, HeaderProblem::Missing(vec![Column::Entry(EntryField::CertificationEmail), Column::Entry(EntryField::TrainingId)]));
    let mut twice = texts(&TEMPLATE);
    twice.push("PHONE".into());
    assert_eq!(Header::read(&twice).unwrap_err(), HeaderProblem::Twice(Column::Entry(EntryField::Phone)));
    assert!(matches!(Header::read(&[]), Err(HeaderProblem::Missing(all)) if all.len() == 6));
}

#[test]
fn all_that_is_wrong_with_a_row_is_said_in_the_order_of_the_template() {
    let wrong = row(&["...", "=1+1", "info@x.org", "", "call", "x", "+city", "@x", "maybe", "gone"]).unwrap_err();
    let field = RowProblem::Field;
    assert_eq!(
        wrong,
        [
            field(EntryField::FirstName, EntryProblem::Malformed),
            RowProblem::Formula(Column::Entry(EntryField::LastName)),
            field(EntryField::CertificationEmail, EntryProblem::Generic),
            field(EntryField::TrainingId, EntryProblem::Missing),
            field(EntryField::Phone, EntryProblem::Malformed),
            field(EntryField::Email, EntryProblem::Malformed),
            RowProblem::Formula(Column::Entry(EntryField::City)),
            RowProblem::Formula(Column::Entry(EntryField::Languages)),
            RowProblem::Choice(Column::Access),
            RowProblem::Choice(Column::Employment),
        ]
    );
}

#[test]
fn one_name_is_a_whole_name_in_a_file_too() {
    for (first, last) in [("Suharto", ""), ("", "Suharto"), ("\u{200b}", "\u{202e}Suharto")] {
        let mut cells = ANN;
        (cells[0], cells[1]) = (first, last);
        assert_eq!(row(&cells).unwrap().over(None).entry.display_name(), "Suharto");
    }
    let mut cells = ANN;
    (cells[0], cells[1]) = ("", "");
    assert_eq!(row(&cells).unwrap_err().len(), 2);
}

#[test]
fn formulas_are_refused_wherever_they_stand_and_a_phone_may_begin_with_a_plus() {
    for (place, column) in Column::ALL.into_iter().enumerate() {
        for formula in ["=HYPERLINK(\"http://x\")", "+1+1", "-1", "@SUM(A1)", "\tx", " =1", "＝1", "'=1"] {
            let mut cells = ANN;
            cells[place] = formula;
            assert_eq!(row(&cells).unwrap_err(), [RowProblem::Formula(column)], "{formula}");
        }
    }
    let mut cells = ANN;
    cells[4] = "+1 651 555 0100";
    assert_eq!(row(&cells).unwrap().over(None), row(&ANN).unwrap().over(None));
}

#[test]
fn what_a_file_does_not_say_stays() {
    let mut cells = ANN;
    (cells[8], cells[9]) = ("", "");
    let new = row(&cells).unwrap().over(None);
    assert!(!new.portal_access && new.employed);
    let there = found(1, &ANN);
    let same = row(&cells).unwrap();
    assert_eq!(plan(&same, Some(&there), Some(&there)), Plan::Unchanged(there.id));
    // No column for the city: it stays. An empty cell under one: it goes.
    let short = Header::read(&texts(&TEMPLATE[..6])).unwrap();
    let short = Row::read(&short.cells(texts(&ANN[..6])).0).unwrap();
    assert_eq!(plan(&short, Some(&there), None), Plan::Unchanged(there.id));
    cells[6] = "";
    let plan = plan(&row(&cells).unwrap(), Some(&there), Some(&there));
    let Plan::Change(_, _, differences) = &plan else { panic!("{plan:?}") };
    let city = Column::Entry(EntryField::City);
    assert_eq!(*differences, [Difference { column: city, before: "Duluth".into(), after: String::new() }]);
    assert_eq!(plan.action(), ImportAction::Change);
}

#[test]
fn people_are_found_by_training_id_else_by_email_and_only_on_the_own_roster() {
    let there = found(1, &ANN);
    let mut left = ANN;
    left[9] = "inactive";
    let left = row(&left).unwrap();
    assert_eq!(plan(&left, None, None).action(), ImportAction::Add);
    assert_eq!(plan(&left, Some(&there), Some(&there)).action(), ImportAction::Inactivate);
    assert_eq!(plan(&left, None, Some(&there)).action(), ImportAction::Inactivate);
    let other = found(2, &ANN);
    assert_eq!(plan(&left, Some(&there), Some(&other)), Plan::Refuse(RowProblem::EmailUsed));
    let foreign = Found { own: false, ..found(3, &ANN) };
    assert_eq!(plan(&left, Some(&foreign), None), Plan::Refuse(RowProblem::TrainingIdUsed));
    assert_eq!(plan(&left, None, Some(&foreign)), Plan::Refuse(RowProblem::EmailUsed));
    assert_eq!(plan(&left, Some(&there), Some(&foreign)), Plan::Refuse(RowProblem::EmailUsed));
    let cac = Found { this_roster: false, ..found(4, &ANN) };
    assert_eq!(plan(&left, Some(&cac), None), Plan::Refuse(RowProblem::OtherRoster));
    let closed = Found { closed: true, ..found(5, &ANN) };
    assert_eq!(plan(&left, Some(&closed), None), Plan::Refuse(RowProblem::Closed));
    assert_eq!(plan(&row(&ANN).unwrap(), Some(&closed), None), Plan::Unchanged(closed.id));
}

proptest! {
    #[test]
    fn whatever_the_cells_are_a_row_is_read_or_refused(cells in proptest::collection::vec("\\PC{0,12}|[=+@\t-].*", 0..12)) {
        let (cells, _) = Header::read(&texts(&TEMPLATE)).unwrap().cells(cells);
        match Row::read(&cells) {
            // What was read is read the same when it comes back.
            Ok(row) => prop_assert_eq!(row.over(Some(&row.over(None))), row.over(None)),
            Err(problems) => prop_assert!(!problems.is_empty()),
        }
    }
}
