//! The words of a determination that was stored.

use super::result::{figures, results};
use crate::api::applications::Fact;
use crate::domain::applications::{Application, DeterminedBy};
use crate::domain::eligibility::{
    Applicant, Case, Coverage, Determination, Figures, Filing, Group, Limits, NoCredit, Offer, Open, Outcome, PUBLISHED, Since, Status,
    determine,
};
use crate::domain::ids::DeterminationId;
use crate::domain::instant::{Date, Instant};
use crate::domain::money::Cents;
use crate::messages::Language;
use crate::store::StoredDetermination;

static DISREGARD_7: [Since; 1] = [Since {
    from: Date { year: 2026, month: 7, day: 1 },
    guideline: 2026,
    limits: Limits { disregard: 7, pregnant: 278, infant: 283, child: 275, young_adult: 133, adult: 133 },
}];
static LATER: [Coverage; 1] =
    [Coverage { year: 2027, guideline: 2026, minnesotacare: 200, credit: 400, affordable_offer: 850, shares: 2026 }];

/// A household of one under these figures, at so many percent of the guideline.
fn determined(figures: &Figures, percent: i64, offer: Offer) -> Determination {
    let applicant =
        Applicant { member: 1, age: 40, covered_age: 40, pregnant: false, expecting: 0, medicare: false, offer, status: Status::Citizen };
    let on = Date { year: 2026, month: 11, day: 20 };
    let income = Cents(PUBLISHED.guideline(2026).of(1).0 * percent / 100);
    let case = Case { coverage_year: 2027, on, size: 1, income, filing: Filing::Files, applicants: vec![applicant] };
    determine(case, figures, |_| None)
}

/// What is said of it after it was stored and read.
fn said(made: &Determination) -> String {
    let stored = serde_json::to_string(made).unwrap();
    let read: Determination = serde_json::from_str(&stored).unwrap();
    let answers = Application::of("Ann Lee", Date { year: 1984, month: 3, day: 7 });
    let facts: Vec<Fact> = results(Language::English.messages(), &read, &answers, String::new()).facts;
    facts[0].value.clone()
}

#[test]
fn a_stored_determination_says_what_it_said_whatever_is_published_since() {
    let others = Figures { medical_assistance: &DISREGARD_7, coverage: &LATER, ..PUBLISHED };
    let made = determined(&others, 139, Offer::None);
    assert!(matches!(made.outcomes[0].1, Outcome::MedicalAssistance { percent: 140, disregarded: true, .. }));
    let text = said(&made);
    for figure in ["is 133 percent of", "7 percent of the guideline is not counted", "140 percent of the guideline"] {
        assert!(text.contains(figure), "{figure}: {text}");
    }
    let affordable = Offer::Offered(Cents::dollars(100));
    assert!(said(&determined(&others, 300, affordable)).contains("at most 8.50 percent"));
    assert!(said(&determined(&PUBLISHED, 300, affordable)).contains("at most 10.22 percent"));
}

#[test]
fn every_outcome_says_its_own_reason() {
    let made = determined(&PUBLISHED, 300, Offer::None);
    let said = |outcome| {
        let made = Determination { outcomes: vec![(1, outcome)], credit: Some(Cents(20_260)), ..made.clone() };
        let answers = Application::of("Ann Lee", Date { year: 1984, month: 3, day: 7 });
        let fact = results(Language::English.messages(), &made, &answers, String::new()).facts.remove(0);
        (fact.strong, fact.value)
    };
    let medical = |group| Outcome::MedicalAssistance { group, percent: 133, disregarded: false };
    let outcomes = [
        (medical(Group::Pregnant), "Medical Assistance", "within the limit for pregnant people. The limit is $21,226.80"),
        (medical(Group::Infant), "Medical Assistance", "within the limit for children under 2."),
        (medical(Group::Child), "Medical Assistance", "within the limit for children from 2 through 18."),
        (medical(Group::YoungAdult), "Medical Assistance", "within the limit for people who are 19 or 20."),
        (medical(Group::Adult), "Medical Assistance", "within the limit for adults from 21 through 64."),
        (Outcome::MinnesotaCare, "MinnesotaCare", "MinnesotaCare's limit is $31,920.00: 200 percent"),
        (Outcome::WithCredit, "Health plan with a premium tax credit", "The household's tax credit is $202.60 a month."),
        (Outcome::WithoutCredit(NoCredit::Income), "", "over the limit for a tax credit. The limit is $63,840.00: 400 percent"),
        (
            Outcome::WithoutCredit(NoCredit::AffordableOffer),
            "",
            "An employer offers this person coverage, and its cost counts as affordable. It is at most 10.22",
        ),
        (Outcome::WithoutCredit(NoCredit::Enrolled), "", "This person has coverage through an employer."),
        (Outcome::WithoutCredit(NoCredit::NoTaxes), "", "Only people who file a tax return can get a tax credit."),
        (Outcome::WithoutCredit(NoCredit::Separately), "", "Married people who file separate tax returns can't get a tax credit"),
        (
            Outcome::WithoutCredit(NoCredit::BenchmarkIsCheap),
            "",
            "That plan costs no more than the household is expected to pay on its own",
        ),
        (Outcome::NeedsDecision(Open::Medicare), "Needs a county or DHS decision", "This person has Medicare."),
        (Outcome::NeedsDecision(Open::Age), "Needs a county or DHS decision", "This person is 65 or older when coverage starts."),
        (Outcome::NeedsDecision(Open::Status), "Needs a county or DHS decision", "This depends on the person's immigration status."),
    ];
    let texts: Vec<String> = outcomes.iter().map(|(outcome, ..)| said(*outcome).1).collect();
    for (outcome, kind, reason) in outcomes {
        let kind = if kind.is_empty() { "Health plan without a tax credit" } else { kind };
        let (strong, text) = said(outcome);
        assert_eq!(strong, kind, "{outcome:?}");
        assert!(text.contains(reason), "{outcome:?}: {text}");
        assert_eq!(texts.iter().filter(|text| text.contains(reason)).count(), 1, "no other outcome says it: {reason}");
    }
}

#[test]
fn the_figures_that_were_used_are_told_each_by_its_name() {
    let told = |year, benchmark: Option<i64>| {
        let case = Case { coverage_year: year, ..determined(&PUBLISHED, 300, Offer::None).case };
        let determination = determine(case, &PUBLISHED, |_| benchmark.map(Cents::dollars));
        let credit = results(
            Language::English.messages(),
            &determination,
            &Application::of("Ann Lee", Date { year: 1984, month: 3, day: 7 }),
            String::new(),
        )
        .facts
        .remove(0)
        .value;
        let (id, recorded_at) = (DeterminationId(uuid::Uuid::nil()), Instant::from_micros(0));
        let stored = StoredDetermination { id, recorded_at, source: DeterminedBy::BuiltIn, determination };
        let facts = figures(Language::English.messages(), &stored).facts;
        (facts.into_iter().map(|fact| format!("{}: {}", fact.label, fact.value)).collect::<Vec<_>>(), credit)
    };
    // In November 2026 the two programs use guidelines of two years for coverage in 2026.
    let (facts, credit) = told(2026, Some(600));
    assert_eq!(
        facts,
        [
            "Determined on: November 20, 2026",
            "Coverage year: 2026",
            "People in the household: 1",
            "Yearly income of the household: $47,880.00",
            "Federal poverty guideline of 2026, for Medical Assistance: $15,960.00",
            "Federal poverty guideline of 2025, for MinnesotaCare and the tax credit: $15,650.00",
            "Table of the share of income that a household is expected to pay: 2026 table",
            "Price of the second-lowest-cost silver plan, each month: $600.00",
            "What the household is expected to pay of that price, each month: $397.40",
            "Tax credit of the household, each month: $202.60",
        ]
    );
    assert!(credit.ends_with("The household's tax credit is $202.60 a month."), "{credit}");
    let (facts, credit) = told(2027, None);
    assert_eq!(facts[5], "Federal poverty guideline of 2026, for MinnesotaCare and the tax credit: $15,960.00");
    assert_eq!(facts[6..], ["Table of the share of income that a household is expected to pay: 2027 table"]);
    let open = "We can't tell you the amount yet. To find out, call the MNsure Contact Center";
    assert!(credit.contains(open), "{credit}");
    // A year whose figures we do not have says so of each.
    let (facts, _) = told(2028, None);
    let guideline = "$15,960.00. We used 2026's amounts, because 2027's weren't loaded here. The real amount may differ.";
    let shares = "2027 table. We used 2027's amounts, because 2028's weren't loaded here. The real amount may differ.";
    for (place, of) in [(4, "$15,960.00"), (5, guideline), (6, shares)] {
        assert!(facts[place].ends_with(&format!(": {of}")), "{facts:?}");
    }
}

#[test]
fn no_text_tells_a_figure_that_we_lack_as_a_fact_about_the_world() {
    let catalog = include_str!("../../../locales/en.toml");
    for line in catalog.lines().filter(|line| !line.starts_with('#')) {
        for claim in ["not published", "is published", "no newer", "not available yet"] {
            assert!(!line.contains(claim), "{line}");
        }
    }
}
