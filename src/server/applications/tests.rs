//! The words of a determination that was stored.

use super::result::results;
use crate::api::applications::Fact;
use crate::domain::applications::Application;
use crate::domain::eligibility::{
    Applicant, Case, Coverage, Determination, Figures, Filing, Limits, Offer, Outcome, PUBLISHED, Status, determine,
};
use crate::domain::instant::Date;
use crate::domain::money::Cents;
use crate::messages::Language;

static LATER: [Coverage; 1] =
    [Coverage { year: 2027, guideline: 2026, minnesotacare: 200, credit: 400, affordable_offer: 850, shares: 2026 }];

/// A household of one under these figures, at so many percent of the guideline.
fn determined(figures: &Figures, percent: i64, offer: Offer) -> Determination {
    let applicant = Applicant { member: 1, age: 40, covered_age: 40, pregnant: false, medicare: false, offer, status: Status::Citizen };
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
    let others = Figures { limits: Limits { disregard: 7, ..PUBLISHED.limits }, coverage: &LATER, ..PUBLISHED };
    let made = determined(&others, 139, Offer::None);
    assert!(matches!(made.outcomes[0].1, Outcome::MedicalAssistance { percent: 140, disregarded: true, .. }));
    let text = said(&made);
    for figure in ["is 133 percent of", "7 percent of the guideline is not counted", "140 percent of the guideline"] {
        assert!(text.contains(figure), "{figure}: {text}");
    }
    let affordable = Offer::Offered(Cents::dollars(100));
    assert!(said(&determined(&others, 300, affordable)).contains("at most 8.50 percent"));
    assert!(said(&determined(&PUBLISHED, 300, affordable)).contains("at most 9.96 percent"));
}
