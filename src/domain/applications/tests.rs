use super::*;
use crate::domain::eligibility::Case;
use crate::domain::typed::DateProblem;
use crate::domain::zip::Doubt;
use proptest::prelude::*;

const TODAY: Date = Date { year: 2026, month: 11, day: 20 };

fn typed(fields: &[(&str, &str)]) -> Fields {
    fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// Types into a page and saves it.
fn save(application: &mut Application, page: Page, fields: &[(&str, &str)]) {
    let change = read(application, page, &typed(fields), TODAY).unwrap_or_else(|wrong| panic!("{page:?}: {wrong:?}"));
    application.apply(change);
}

fn fresh() -> Application {
    Application::of("Zoë Nguyễn", Date::new(1976, 6, 2).unwrap())
}

const MYSELF: &[(&str, &str)] = &[("name", "Zoë Nguyễn"), ("born", "1976-06-02"), ("applies", "yes")];
const CHILD: &[(&str, &str)] = &[("name", "Kim"), ("relation", "child"), ("born", "3/4/2020"), ("applies", "yes")];
const PAY: &[(&str, &str)] = &[("member", "1"), ("source", "job"), ("amount", "$800.50"), ("frequency", "two_weeks")];
const HOME: &[(&str, &str)] = &[("street", "12 Lake St"), ("city", "Duluth"), ("zip", "55802"), ("county", "137")];

/// A whole application of two people.
fn complete() -> Application {
    let mut application = fresh();
    save(&mut application, Page::Help, &[("help", "yes")]);
    save(&mut application, Page::Member(Some(1)), MYSELF);
    save(&mut application, Page::Member(None), CHILD);
    save(&mut application, Page::Household, &[]);
    save(&mut application, Page::Address, HOME);
    save(&mut application, Page::Income(None), PAY);
    save(&mut application, Page::Incomes, &[]);
    save(&mut application, Page::Coverage(1), &[("medicare", "no"), ("employer", "offered"), ("cost", "300")]);
    save(&mut application, Page::Coverage(2), &[("medicare", "no"), ("employer", "none")]);
    save(&mut application, Page::Taxes, &[("filing", "files")]);
    save(&mut application, Page::Status(1), &[("status", "citizen")]);
    save(&mut application, Page::Status(2), &[("status", "citizen")]);
    application
}

#[test]
fn the_pages_follow_each_other() {
    let mut application = fresh();
    let mut seen = Vec::new();
    let answers: [(Page, &[(&str, &str)]); 11] = [
        (Page::Help, &[("help", "yes")]),
        (Page::Member(Some(1)), MYSELF),
        (Page::Household, &[]),
        (Page::Address, HOME),
        (Page::Income(None), PAY),
        (Page::Incomes, &[]),
        (Page::Coverage(1), &[("medicare", "no"), ("employer", "enrolled")]),
        (Page::Taxes, &[("filing", "separately")]),
        (Page::Status(1), &[("status", "lawfully_present")]),
        (Page::Review, &[]),
        (Page::Sign, &[]),
    ];
    for (page, fields) in answers {
        assert_eq!(application.admit(page), Stop::Page(page), "{page:?}");
        assert_eq!(Page::from_address(&page.address()), Some(page));
        if !matches!(page, Page::Review | Page::Sign) {
            save(&mut application, page, fields);
            seen.push(application.after(page));
        }
    }
    let lists = [Stop::Page(Page::Household), Stop::Page(Page::Household), Stop::Page(Page::Address), Stop::Page(Page::Incomes)];
    assert_eq!(seen[..4], lists);
    assert_eq!(seen[8], Stop::Page(Page::Review));
    assert!(missing(&application).is_empty());
}

#[test]
fn skipping_ahead_leads_to_the_latest_page_allowed() {
    let application = fresh();
    for page in [Page::Household, Page::Member(None), Page::Address, Page::Coverage(1), Page::Review, Page::Sign, Page::Income(Some(9))] {
        assert_eq!(application.admit(page), Stop::Page(Page::Help), "{page:?}");
    }
    let mut application = complete();
    assert_eq!(application.admit(Page::Sign), Stop::Page(Page::Sign));
    // Nobody of this number: the list. Nobody who applies: the latest page.
    assert_eq!(application.admit(Page::Member(Some(77))), Stop::Page(Page::Household));
    assert_eq!(application.admit(Page::Coverage(77)), Stop::Page(Page::Review));
    save(&mut application, Page::Member(None), &[("name", "Ann"), ("relation", "spouse"), ("born", "1980-01-01"), ("applies", "yes")]);
    assert_eq!(missing(&application), [Page::Coverage(4), Page::Status(4)]);
    assert_eq!(application.admit(Page::Sign), Stop::Page(Page::Coverage(4)));
    assert_eq!(application.case(2027, TODAY), None);
}

#[test]
fn without_help_nothing_goes_on_and_nothing_is_lost() {
    let mut application = complete();
    let before = application.clone();
    save(&mut application, Page::Help, &[("help", "no")]);
    for page in [Page::Household, Page::Review, Page::Sign] {
        assert_eq!(application.admit(page), Stop::NotHere);
    }
    assert_eq!(application.admit(Page::Help), Stop::Page(Page::Help));
    assert_eq!(application.after(Page::Help), Stop::NotHere);
    save(&mut application, Page::Help, &[("help", "yes")]);
    assert_eq!(application, before);
}

#[test]
fn what_is_typed_wrong_is_said_field_by_field() {
    let application = complete();
    let wrong = |page, fields: &[(&str, &str)]| read(&application, page, &typed(fields), TODAY).unwrap_err();
    use Problem::*;
    assert_eq!(wrong(Page::Help, &[("help", "maybe")]), [("help", Missing)]);
    assert_eq!(
        wrong(Page::Member(None), &[]),
        [("name", Missing), ("relation", Missing), ("born", NotADate(DateProblem::Missing)), ("applies", Missing)]
    );
    let tomorrow = [("name", "A"), ("relation", "self"), ("born", "2026-11-21"), ("applies", "yes")];
    assert_eq!(wrong(Page::Member(None), &tomorrow), [("relation", Missing), ("born", NotADate(DateProblem::Future))]);
    assert_eq!(wrong(Page::Member(None), &[("born", "2/30/1990")])[2], ("born", NotADate(DateProblem::NoSuchDay)));
    let outside = [("street", "1 Main"), ("city", "Fargo"), ("zip", "58102"), ("county", "002")];
    assert_eq!(wrong(Page::Address, &outside), [("zip", Doubtful(Doubt::Unknown)), ("county", Missing)]);
    assert_eq!(wrong(Page::Address, &[("zip", "5580")])[2], ("zip", NotAZip));
    let long = "x".repeat(201);
    assert_eq!(wrong(Page::Address, &[("street", &long)])[0], ("street", TooLong));
    let income = [("member", "9"), ("source", "lottery"), ("amount", "-5"), ("frequency", "daily")];
    assert_eq!(
        wrong(Page::Income(None), &income),
        [("member", Missing), ("source", Missing), ("amount", NotAnAmount), ("frequency", Missing)]
    );
    assert_eq!(wrong(Page::Coverage(1), &[("employer", "offered")]), [("medicare", Missing), ("cost", Missing)]);
    assert_eq!(wrong(Page::Taxes, &[]), [("filing", Missing)]);
    assert_eq!(wrong(Page::Status(1), &[("status", "alien")]), [("status", Missing)]);
    assert_eq!(read(&fresh(), Page::Household, &Fields::new(), TODAY), Err(vec![("", Unanswered)]));
    assert_eq!(read(&fresh(), Page::Incomes, &Fields::new(), TODAY), Err(vec![("nobody", Missing)]));
    let mut alone = fresh();
    save(&mut alone, Page::Member(Some(1)), &[("name", "Zoë"), ("born", "1976-06-02"), ("applies", "no")]);
    assert_eq!(read(&alone, Page::Household, &Fields::new(), TODAY), Err(vec![("", NobodyApplies)]));
    let mut married = complete();
    let spouse = [("name", "Ann"), ("relation", "spouse"), ("born", "1980-01-01"), ("applies", "no")];
    save(&mut married, Page::Member(None), &spouse);
    assert_eq!(read(&married, Page::Member(None), &typed(&spouse), TODAY), Err(vec![("relation", SecondSpouse)]));
    // The spouse's own page may be saved again.
    assert!(read(&married, Page::Member(Some(4)), &typed(&spouse), TODAY).is_ok());
}

#[test]
fn a_household_and_its_incomes_end_somewhere() {
    let mut application = complete();
    while application.members.len() < MOST_MEMBERS {
        save(&mut application, Page::Member(None), CHILD);
    }
    assert_eq!(read(&application, Page::Member(None), &typed(CHILD), TODAY), Err(vec![("", Problem::TooMany)]));
    while application.incomes.len() < MOST_INCOMES {
        save(&mut application, Page::Income(None), PAY);
    }
    assert_eq!(read(&application, Page::Income(None), &typed(PAY), TODAY), Err(vec![("", Problem::TooMany)]));
}

#[test]
fn whoever_is_removed_takes_their_incomes_along_and_the_person_themselves_stays() {
    let mut application = complete();
    save(&mut application, Page::Income(None), &[("member", "2"), ("source", "other"), ("amount", "10"), ("frequency", "yearly")]);
    application.apply(Change::RemoveMember(2));
    assert_eq!((application.members.len(), application.incomes.len(), application.income_done), (1, 1, true));
    application.apply(Change::RemoveMember(1));
    assert_eq!(application.members.len(), 1);
    let income = application.incomes[0].id;
    application.apply(Change::RemoveIncome(income));
    assert!(!application.income_done, "whether nobody has income is asked again");
    // An id is never given again: a page that was left open can't write over somebody else.
    save(&mut application, Page::Member(None), CHILD);
    assert!(application.members[1].id > income);
}

#[test]
fn income_is_told_by_year() {
    let application = complete();
    assert_eq!(application.yearly_income(), Cents(80_050 * 26));
    assert_eq!((yearly(&application, 1), yearly(&application, 2)), (Cents(80_050 * 26), Cents(0)));
    let times: Vec<i64> = Frequency::ALL.iter().map(|frequency| frequency.times()).collect();
    assert_eq!(times, [52, 26, 24, 12, 1]);
}

#[test]
fn the_case_has_ages_of_the_day_and_of_the_first_day_of_coverage() {
    let mut application = complete();
    // 64 on the day, 65 on January 1, which is the first day of coverage.
    save(&mut application, Page::Member(Some(1)), &[("name", "Zoë"), ("born", "1961-12-31"), ("applies", "yes")]);
    let case = application.case(2027, TODAY).unwrap();
    let Case { size, income, applicants, .. } = case;
    assert_eq!((size, income, applicants.len()), (2, Cents(80_050 * 26), 2));
    assert_eq!((applicants[0].age, applicants[0].covered_age), (64, 65));
    // Later in the year coverage begins with the next month.
    let later = application.case(2027, Date::new(2027, 2, 10).unwrap()).unwrap();
    assert_eq!((later.applicants[1].age, later.applicants[1].covered_age), (6, 6));
    let later = application.case(2027, Date::new(2027, 3, 3).unwrap()).unwrap();
    assert_eq!((later.applicants[1].age, later.applicants[1].covered_age), (6, 7));
}

#[test]
fn answers_add_questions_and_no_parts_and_every_page_has_one_before() {
    for application in [fresh(), complete()] {
        let pages: Vec<Page> = application.questions().into_iter().chain([Page::Review, Page::Sign]).collect();
        let parts: Vec<u16> = pages.iter().map(|page| page.part()).collect();
        assert!(parts.is_sorted() && parts[0] == 1 && parts.last() == Some(&Page::PARTS), "{parts:?}");
        assert_eq!(application.before(Page::Help), None);
        for pair in pages.windows(2) {
            assert_eq!(application.before(pair[1]), Some(pair[0]));
        }
        assert_eq!((application.before(Page::Member(None)), Page::Member(Some(2)).part()), (Some(Page::Household), Page::Household.part()));
        assert_eq!((application.before(Page::Income(Some(3))), Page::Income(None).part()), (Some(Page::Incomes), Page::Incomes.part()));
    }
    let parts: std::collections::BTreeSet<u16> = complete().questions().into_iter().chain([Page::Review]).map(Page::part).collect();
    assert_eq!(parts, (1..=Page::PARTS).collect());
}

#[test]
fn a_child_who_is_older_and_a_parent_who_is_younger_are_asked_about() {
    let person = |id, relation, year| Member {
        id,
        name: format!("Person {id}"),
        relation,
        born: Date { year, month: 5, day: 1 },
        pregnant: false,
        expecting: None,
        applies: Some(true),
        coverage: None,
        status: None,
    };
    let members = vec![
        person(1, Relation::Myself, 1980),
        person(2, Relation::Child, 1980),
        person(3, Relation::Child, 1979),
        person(4, Relation::Parent, 1981),
        person(5, Relation::Parent, 1950),
        person(6, Relation::Spouse, 1990),
        person(7, Relation::Sibling, 1970),
    ];
    let application = Application { members, ..Application::default() };
    assert_eq!(application.odd_births().map(|member| member.id).collect::<Vec<_>>(), [3, 4]);
    assert_eq!(Application { members: vec![person(3, Relation::Child, 1979)], ..application }.odd_births().count(), 0);
}

#[test]
fn an_income_is_high_above_the_threshold_whatever_its_frequency() {
    let income = |dollars, frequency| Income { id: 1, member: 1, source: Source::Job, amount: Cents::dollars(dollars), frequency };
    assert!(!income(200_000, Frequency::Yearly).is_high());
    assert!(Income { amount: Cents(HIGH_INCOME.0 + 1), ..income(0, Frequency::Yearly) }.is_high());
    assert!(income(39_000, Frequency::Monthly).is_high() && !income(3_900, Frequency::Monthly).is_high());
    // Nobody who could get help with paying in a household of six is asked.
    use crate::domain::eligibility::PUBLISHED;
    for coverage in [PUBLISHED.coverage(2026), PUBLISHED.coverage(2027)] {
        assert!(PUBLISHED.guideline(coverage.guideline).of(6).0 * i64::from(coverage.credit) / 100 < HIGH_INCOME.0);
    }
}

#[test]
fn open_enrollment_is_for_the_next_year() {
    let year = |text| coverage_year(Date::parse(text).unwrap());
    assert_eq!((year("2026-10-31"), year("2026-11-01"), year("2026-12-31"), year("2027-01-01")), (2026, 2027, 2027, 2027));
}

#[test]
fn an_assister_signs_with_how_and_when_the_consumer_agreed() {
    use crate::domain::identity::AssisterKind;
    let authorized = Date::new(2026, 11, 1).unwrap();
    let by = |name, agreed, on| Signature::by_assister(name, "Ingrid Halvorson", AssisterKind::Navigator, agreed, on, (authorized, TODAY));
    let signed = by("ingrid  halvorson", "by_phone", "11/20/2026").unwrap();
    let expected =
        Signature::Assister { name: "ingrid halvorson".into(), kind: AssisterKind::Navigator, agreed: Agreed::ByPhone, on: TODAY };
    assert_eq!(signed, expected);
    use SignatureProblem::*;
    assert_eq!(
        by("", "", "").unwrap_err(),
        [("agreed", HowMissing), ("agreed_on", NotADate(DateProblem::Missing)), ("full_name", NameMissing)]
    );
    assert_eq!(
        by("Zoë", "in_person", "2026-11-21").unwrap_err(),
        [("agreed_on", NotADate(DateProblem::Future)), ("full_name", NameDifferent)]
    );
    assert_eq!(by("Ingrid Halvorson", "in_writing", "2026-10-31").unwrap_err(), [("agreed_on", BeforeAuthorized)]);
    assert_eq!(Signature::by_consumer("zoe nguyen", "Zoë Nguyễn").unwrap().name(), "zoe nguyen");
    assert_eq!(Signature::by_consumer("Ann", "Zoë Nguyễn").unwrap_err(), [("full_name", NameDifferent)]);
}

proptest! {
    #[test]
    fn whatever_is_typed_is_read_or_refused_and_what_was_read_is_shown_again(
        page in 0_usize..8, values in prop::collection::vec("\\PC{0,12}", 6), picked in prop::collection::vec(0_usize..4, 6),
    ) {
        let application = complete();
        let pages = [
            Page::Help, Page::Member(None), Page::Member(Some(2)), Page::Address, Page::Income(None), Page::Coverage(1), Page::Taxes, Page::Status(2),
        ];
        let names = ["help", "name", "born", "zip", "amount", "status"];
        let good = [["yes", "no", "", "no"], ["Ann", "", "Bo", "X"], ["2001-02-03", "x", "", "1/1/1999"], ["55101", "99", "", "56001"],
            ["12.50", "x", "", "0"], ["citizen", "other", "", "x"]];
        let mut fields = typed(&[("relation", "sibling"), ("applies", "no"), ("street", "1 St"), ("city", "Ely"), ("county", "053"),
            ("member", "1"), ("source", "job"), ("frequency", "weekly"), ("medicare", "no"), ("employer", "none"), ("filing", "files")]);
        for (place, name) in names.iter().enumerate() {
            let value = if picked[place] == 3 { values[place].clone() } else { good[place][picked[place]].to_owned() };
            fields.insert((*name).to_owned(), value);
        }
        let page = pages[page];
        if let Ok(change) = read(&application, page, &fields, TODAY) {
            let mut changed = application.clone();
            changed.apply(change.clone());
            let page = match &change {
                Change::Member(member) => Page::Member(Some(member.id)),
                Change::Income(income) => Page::Income(Some(income.id)),
                _ => page,
            };
            // What is shown afterwards reads as the same change: nothing is lost on the way.
            prop_assert_eq!(read(&changed, page, &super::fields(&changed, page), TODAY), Ok(change));
            prop_assert_eq!(version(&super::fields(&changed, page)), version(&super::fields(&changed.clone(), page)));
        }
    }
}

#[test]
fn a_doubtful_zip_code_is_kept_when_it_is_confirmed() {
    let mut application = complete();
    let at = |zip: &str, county: &str, kept: &str, asked: &str| {
        typed(&[("street", "1 Main"), ("city", "Moorhead"), ("zip", zip), ("county", county), ("zip_kept", kept), ("zip_asked", asked)])
    };
    let read = |application: &Application, fields: &Fields| read(application, Page::Address, fields, TODAY);
    let doubt = |field, doubt| Err(vec![(field, Problem::Doubtful(doubt))]);
    let saved = |zip: &str, county: &str| {
        let county = County::from_name(county).unwrap();
        Ok(Change::Address(Address { street: "1 Main".to_owned(), city: "Moorhead".to_owned(), zip: zip.to_owned(), county }))
    };
    // Where a ZIP code lies in one county, that is filled in; where it lies in several, it is asked.
    assert_eq!(read(&application, &at("56529", "", "", "")), saved("56529", "Clay"));
    assert_eq!(read(&application, &at("55038", "", "", "")), doubt("county", Doubt::Several));
    assert_eq!(read(&application, &at("55038-0012", "003", "", "")), saved("55038-0012", "Anoka"));
    // What was confirmed is kept, and nothing else.
    assert_eq!(read(&application, &at("58102", "027", "", "")), doubt("zip", Doubt::Unknown));
    assert_eq!(read(&application, &at("58102", "027", "yes", "58103")), doubt("zip", Doubt::Unknown));
    assert_eq!(read(&application, &at("58102", "027", "", "58102")), doubt("zip", Doubt::Unknown));
    assert_eq!(read(&application, &at("58102", "027", "yes", "58102")), saved("58102", "Clay"));
    assert_eq!(read(&application, &at("56529", "053", "", "")), doubt("county", Doubt::OtherCounty));
    assert_eq!(read(&application, &at("56529", "053", "yes", "56529 123")), doubt("county", Doubt::OtherCounty));
    assert_eq!(read(&application, &at("56529", "053", "yes", "56529 053")), saved("56529", "Hennepin"));
    // What is there is not asked about again.
    application.apply(read(&application, &at("58102", "027", "yes", "58102")).unwrap());
    assert_eq!(read(&application, &at("58102", "027", "", "")), saved("58102", "Clay"));
    assert_eq!(
        read(&application, &at("58102", "", "", "")),
        Err(vec![("zip", Problem::Doubtful(Doubt::Unknown)), ("county", Problem::Missing)])
    );
}
