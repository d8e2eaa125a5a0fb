//! The determination in plain words, with every figure that was used.

use super::pages::{ANSWERS, CHANGED, PLANS, contact};
use super::{Applicant, words};
use crate::api::applications::{Fact, Screen, Section, Tell, Weight};
use crate::api::error::ApiError;
use crate::domain::applications::{Application, DeterminedBy, Kind, kinds};
use crate::domain::eligibility::{Determination, Group, NoCredit, Open, Outcome};
use crate::domain::manage_assister::fill;
use crate::domain::money::Cents;
use crate::messages::Messages;
use crate::server::context::RequestContext;
use crate::server::dates;
use crate::store::{ApplicationFile, StoredApplication, StoredDetermination, StoredStatus};
use axum::http::{HeaderName, HeaderValue};

/// The header that says that something on the page is still to come. `public/start.js` asks for it.
const PENDING: HeaderName = HeaderName::from_static("pending");

impl RequestContext<Applicant> {
    /// What came of a submitted application. An assister is shown the initial determination and no other (rule 28).
    pub(super) async fn determination_screen(&self, file: &ApplicationFile, application: &StoredApplication) -> Result<Screen, ApiError> {
        let t = self.messages();
        let initial = self.store().initial_determination(application.id).await?;
        let current = self.current(application).await?;
        let fact = |label: &str, value: String| Fact { label: label.to_owned(), value, ..Fact::default() };
        let mut facts = Vec::new();
        if let Some((at, signature)) = &application.submitted {
            facts.push(fact(t.determination_submitted(), dates::moment(*at)));
            facts.push(fact(t.determination_signed(), self.signed(signature)));
        }
        let mut sections = vec![Section { facts, ..Section::default() }];
        let (mut tell, mut links, mut more, mut heading) = (Vec::new(), Vec::new(), Vec::new(), t.determination_heading());
        match initial {
            None => {
                let (title, text) = (t.determination_pending_title().to_owned(), t.determination_pending().to_owned());
                tell.push(Tell { title, text, pending: true, ..Tell::default() });
                self.add_header(PENDING, HeaderValue::from_static("true"));
            }
            Some(initial) => {
                let (answers, later) = (&application.answers, current.as_ref().map(|current| &current.status));
                let shop = self.shop(application, &initial.determination, later).await?;
                let next = |kinds: &[(u16, Kind)]| self.next(file, answers, kinds, &shop);
                if let Some(current) = &current {
                    sections.extend([status(t, current, answers), next(&current.status.outcomes)]);
                }
                let note = match self.who.kind {
                    None => t.determination_initial_text().to_owned(),
                    Some(kind) => fill(t.determination_initial_text_assister(), &[("contact", contact(t, kind))]),
                };
                let mut first = results(t, &initial.determination, answers, note);
                let mut used = figures(t, &initial);
                match &current {
                    None => sections.extend([first, next(&kinds(&initial.determination))]),
                    Some(_) => {
                        first.heading = t.determination_heading().to_owned();
                        used.heading = t.determination_figures_heading_initial().to_owned();
                        heading = t.determination_heading_later();
                        sections.push(first);
                    }
                }
                tell.extend(self.plan_warning(&shop, application));
                sections.extend(self.plan_section(&shop, (file, application)));
                links.extend(shop.open().map(|_| (Weight::Next, self.link(PLANS, t.shopping_heading()))));
                more.push(used);
            }
        }
        links.push((Weight::Plain, self.link(ANSWERS, t.determination_answers_link())));
        links.push((Weight::Plain, self.link(CHANGED, t.determination_changed_link())));
        Ok(Screen { back: self.back_home(), tell, sections, links, more, ..self.frame(file, heading) })
    }
}

/// The status that was recorded after the initial determination, with why.
pub(super) fn status(t: Messages, current: &StoredStatus, answers: &Application) -> Section {
    let template = if current.source == DeterminedBy::Staff { t.determination_current_staff() } else { t.determination_current_engine() };
    let person =
        |(member, kind): &(u16, Kind)| Fact { label: name(answers, *member), value: words::kind(t, *kind).to_owned(), ..Fact::default() };
    Section {
        heading: t.determination_current_heading().to_owned(),
        text: vec![fill(template, &[("date", &dates::date(current.recorded_at)), ("reason", &current.status.reason)])],
        facts: current.status.outcomes.iter().map(person).collect(),
    }
}

/// The name of somebody of the household.
pub(super) fn name(answers: &Application, member: u16) -> String {
    answers.member(member).map(|member| member.name.clone()).unwrap_or_default()
}

/// What was determined for each applicant.
pub(super) fn results(t: Messages, determination: &Determination, answers: &Application, note: String) -> Section {
    let person = |(member, outcome): &(u16, Outcome)| Fact {
        label: name(answers, *member),
        strong: words::kind(t, Kind::of(*outcome)).to_owned(),
        value: reason(t, (*member, *outcome), determination),
        change: None,
    };
    Section {
        heading: t.determination_result_heading().to_owned(),
        text: vec![note],
        facts: determination.outcomes.iter().map(person).collect(),
    }
}

/// So many percent of a guideline.
fn limit(percent: u16, guideline: Cents) -> String {
    Cents(guideline.0 * i64::from(percent) / 100).to_string()
}

fn size(t: Messages, size: u16) -> String {
    if size == 1 { t.determination_size_one().to_owned() } else { fill(t.determination_size_many(), &[("n", &size.to_string())]) }
}

const fn group(t: Messages, group: Group) -> &'static str {
    match group {
        Group::Pregnant => t.determination_group_pregnant(),
        Group::Infant => t.determination_group_infant(),
        Group::Child => t.determination_group_child(),
        Group::YoungAdult => t.determination_group_young_adult(),
        Group::Adult => t.determination_group_adult(),
    }
}

/// Why somebody has an outcome, in plain words with the figures.
fn reason(t: Messages, (member, outcome): (u16, Outcome), made: &Determination) -> String {
    let case = &made.case;
    let income = case.income.to_string();
    let with = |template: &str, percent: u16, (people, guideline): (u16, Cents), more: &[(&str, &str)]| {
        let (size, limit, percent) = (size(t, people), limit(percent, guideline), percent.to_string());
        let mut values = vec![("income", income.as_str()), ("size", &size), ("limit", &limit), ("percent", &percent)];
        values.extend_from_slice(more);
        fill(template, &values)
    };
    let (minnesotacare, credit) = made.limits;
    let (medical, others) = (made.medical_household(member), (case.size, made.guideline.1));
    match outcome {
        Outcome::MedicalAssistance { group: of, percent, disregarded: false } => {
            with(t.determination_reason_medical(), percent, medical, &[("group", group(t, of))])
        }
        Outcome::MedicalAssistance { group: of, percent, disregarded: true } => {
            let points = made.reasons.disregard;
            let (base, points) = (percent.saturating_sub(points).to_string(), points.to_string());
            let more = [("group", group(t, of)), ("base", base.as_str()), ("points", points.as_str())];
            with(t.determination_reason_medical_disregard(), percent, medical, &more)
        }
        Outcome::MinnesotaCare => with(t.determination_reason_minnesotacare(), minnesotacare, others, &[]),
        Outcome::WithCredit => {
            let why = with(t.determination_reason_credit(), credit, others, &[]);
            let amount = match made.credit {
                Some(credit) => fill(t.determination_reason_credit_amount(), &[("credit", &credit.to_string())]),
                None => {
                    let values = [("year", case.coverage_year.to_string()), ("contact", t.contact_center().to_owned())];
                    fill(t.determination_reason_credit_open(), &values.each_ref().map(|(name, value)| (*name, value.as_str())))
                }
            };
            format!("{why} {amount}")
        }
        Outcome::WithoutCredit(NoCredit::Income) => with(t.determination_reason_income(), credit, others, &[]),
        Outcome::WithoutCredit(NoCredit::AffordableOffer) => {
            let share = made.reasons.affordable_offer;
            let share = format!("{}.{:02}", share / 100, share % 100);
            fill(t.determination_reason_affordable(), &[("share", &share)])
        }
        Outcome::WithoutCredit(NoCredit::Enrolled) => t.determination_reason_enrolled().to_owned(),
        Outcome::WithoutCredit(NoCredit::NoTaxes) => t.determination_reason_no_taxes().to_owned(),
        Outcome::WithoutCredit(NoCredit::Separately) => t.determination_reason_separately().to_owned(),
        Outcome::WithoutCredit(NoCredit::BenchmarkIsCheap) => t.determination_reason_cheap().to_owned(),
        Outcome::NeedsDecision(Open::Medicare) => t.determination_reason_medicare().to_owned(),
        Outcome::NeedsDecision(Open::Age) => t.determination_reason_age().to_owned(),
        Outcome::NeedsDecision(Open::Status) => t.determination_reason_status().to_owned(),
    }
}

/// A figure that was used. Where it is of an earlier year than it should be, that is a fact about our data and not about the world.
fn used(t: Messages, figure: String, used: u16, wanted: u16) -> String {
    if used >= wanted {
        return figure;
    }
    let older = fill(t.determination_figures_older(), &[("used", &used.to_string()), ("wanted", &wanted.to_string())]);
    format!("{figure}. {older}")
}

/// The figures that were used.
pub(super) fn figures(t: Messages, stored: &StoredDetermination) -> Section {
    let made = &stored.determination;
    let fact = |label: String, value: String| Fact { label, value, ..Fact::default() };
    let of_year = |template: &str, year: u16| fill(template, &[("year", &year.to_string())]);
    let year = made.case.coverage_year;
    // Medical Assistance goes by the guideline of the year from July 1 on, the others by the one of the year before coverage.
    let medical = if made.case.on.month >= 7 { made.case.on.year } else { made.case.on.year - 1 };
    // What an exchange's engine had at hand we don't know.
    let ours = stored.source == DeterminedBy::BuiltIn;
    let older = |figure: String, of: u16, wanted: u16| if ours { used(t, figure, of, wanted) } else { figure };
    let guideline = |(of, amount): (u16, Cents), wanted: u16| older(amount.to_string(), of, wanted);
    let shares = older(of_year(t.determination_figures_shares_year(), made.shares), made.shares, year);
    let mut facts = vec![
        fact(t.determination_figures_on().to_owned(), dates::calendar(made.case.on)),
        fact(t.determination_figures_year().to_owned(), year.to_string()),
        fact(t.determination_figures_size().to_owned(), made.case.size.to_string()),
        fact(t.determination_figures_income().to_owned(), made.case.income.to_string()),
        fact(
            of_year(t.determination_figures_medical(), made.medical_assistance.0),
            guideline(made.medical_assistance, u16::try_from(medical).unwrap_or_default()),
        ),
        fact(of_year(t.determination_figures_guideline(), made.guideline.0), guideline(made.guideline, year.saturating_sub(1))),
        fact(t.determination_figures_shares().to_owned(), shares),
    ];
    let expecting = made
        .expecting
        .iter()
        .map(|own| fact(fill(t.determination_figures_expecting(), &[("size", &size(t, own.size))]), own.guideline.to_string()));
    // Behind the guideline of Medical Assistance.
    facts.splice(5..5, expecting);
    // What is not paid by the credit is the household's share; where there is no credit, the share is more than the price.
    let paid = made.credit.filter(|credit| *credit != Cents(0));
    let expected = made.benchmark.zip(paid).map(|(benchmark, credit)| Cents(benchmark.0 - credit.0));
    let amounts = [
        (t.determination_figures_benchmark(), made.benchmark),
        (t.determination_figures_expected(), expected),
        (t.determination_figures_credit(), made.credit),
    ];
    facts.extend(amounts.into_iter().filter_map(|(label, amount)| Some(fact(label.to_owned(), amount?.to_string()))));
    Section { heading: t.determination_figures_heading().to_owned(), text: Vec::new(), facts }
}
