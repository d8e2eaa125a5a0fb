//! The answers, to read: page by page, each with where it is changed. For the review, and for what was submitted.

use super::words;
use crate::api::applications::{Fact, Link, Section, Tell};
use crate::domain::applications::{Application, Income, Member, Page, Relation, yearly};
use crate::domain::manage_assister::fill;
use crate::messages::Messages;
use crate::server::dates;

/// What a page is called in lists.
pub(super) fn label(t: Messages, application: &Application, page: Page) -> String {
    let name = |id: u16| application.member(id).map(|member| member.name.clone()).unwrap_or_default();
    match page {
        Page::Help => t.application_help_label().to_owned(),
        Page::Household | Page::Member(_) => t.application_household_label().to_owned(),
        Page::Address => t.application_address_label().to_owned(),
        Page::Incomes | Page::Income(_) => t.application_income_label().to_owned(),
        Page::Coverage(id) => fill(t.application_coverage_heading(), &[("name", &name(id))]),
        Page::Taxes => t.application_taxes_label().to_owned(),
        Page::Status(id) => fill(t.application_status_heading(), &[("name", &name(id))]),
        Page::Review => t.application_review_heading().to_owned(),
        Page::Sign => t.application_sign_heading().to_owned(),
    }
}

/// Somebody, in a line.
pub(super) fn person(t: Messages, member: &Member) -> String {
    let applies = match member.applies {
        Some(true) => t.application_household_applies(),
        Some(false) => t.application_household_applies_not(),
        None => t.application_household_applies_open(),
    };
    let born = dates::calendar(member.born);
    let values = [("relation", words::relation(t, member.relation)), ("born", &born), ("applies", applies)];
    let line = fill(t.application_household_person(), &values);
    match member.expecting.filter(|_| member.pregnant) {
        Some(children) if children > 1 => {
            format!("{line}, {}", fill(t.application_household_expecting(), &[("n", &children.to_string())]))
        }
        _ if member.pregnant => format!("{line}, {}", t.application_household_pregnant()),
        _ => line,
    }
}

/// An income, in a line.
pub(super) fn income(t: Messages, income: &Income) -> String {
    let (amount, yearly) = (income.amount.to_string(), income.yearly().to_string());
    fill(
        t.application_income_amount_of(),
        &[("amount", &amount), ("frequency", words::frequency(t, income.frequency)), ("yearly", &yearly)],
    )
}

/// Whose and from where.
pub(super) fn income_label(t: Messages, application: &Application, income: &Income) -> String {
    let name = application.member(income.member).map(|member| member.name.as_str()).unwrap_or_default();
    fill(t.application_income_of(), &[("name", name), ("source", words::source(t, income.source))])
}

/// The answers by section. `change` gives where a page is changed, if it can be.
pub(super) fn sections(t: Messages, application: &Application, change: impl Fn(Page) -> Option<Link>) -> Vec<Section> {
    let open = || t.application_not_answered().to_owned();
    let fact = |label: String, value: String, page: Page| Fact { label, value, change: change(page), ..Fact::default() };
    let help = match application.help {
        Some(true) => t.application_help_yes().to_owned(),
        Some(false) => t.application_help_no().to_owned(),
        None => open(),
    };
    let people = application.members.iter().map(|m| fact(m.name.clone(), person(t, m), Page::Member(Some(m.id))));
    let address = application.address.as_ref().map_or_else(open, |at| {
        format!("{}, {}, MN {}, {} {}", at.street, at.city, at.zip, at.county.name(), t.application_address_county())
    });
    let mut incomes: Vec<Fact> =
        application.incomes.iter().map(|i| fact(income_label(t, application, i), income(t, i), Page::Income(Some(i.id)))).collect();
    if application.incomes.is_empty() {
        let value = if application.income_done { t.application_income_none().to_owned() } else { open() };
        incomes.push(fact(t.application_income_label().to_owned(), value, Page::Incomes));
    } else {
        incomes.extend(totals(t, application));
    }
    let mut rest = Vec::new();
    for page in application.questions() {
        let value = match page {
            Page::Coverage(id) => application.member(id).and_then(|m| m.coverage).map(|coverage| words::coverage(t, coverage)),
            Page::Status(id) => application.member(id).and_then(|m| m.status).map(|status| words::status(t, status).to_owned()),
            Page::Taxes => application.filing.map(|filing| words::filing(t, filing).to_owned()),
            _ => continue,
        };
        rest.push(fact(label(t, application, page), value.unwrap_or_else(open), page));
    }
    let section = |heading: &str, facts: Vec<Fact>| Section { heading: heading.to_owned(), facts, ..Section::default() };
    vec![
        section("", vec![fact(t.application_help_label().to_owned(), help, Page::Help)]),
        section(t.application_household_label(), people.collect()),
        section("", vec![fact(t.application_address_label().to_owned(), address, Page::Address)]),
        section(t.application_income_label(), incomes),
        section(t.application_answers_more(), rest),
    ]
}

/// What everybody's incomes come to in a year, and all of them together.
pub(super) fn totals(t: Messages, application: &Application) -> Vec<Fact> {
    let total = |label: String, value: String| Fact { label, value, ..Fact::default() };
    let with = |member: &&Member| application.incomes.iter().filter(|income| income.member == member.id).count() > 1;
    let mut facts: Vec<Fact> = application
        .members
        .iter()
        .filter(with)
        .map(|m| total(fill(t.application_income_total_of(), &[("name", &m.name)]), yearly(application, m.id).to_string()))
        .collect();
    facts.push(total(t.application_income_total().to_owned(), application.yearly_income().to_string()));
    facts
}

/// The question about incomes that are improbably high. Nothing is refused.
pub(super) fn high_incomes(t: Messages, application: &Application) -> Option<Tell> {
    let high = application.incomes.iter().filter(|income| income.is_high());
    let said = high.map(|high| {
        let (label, yearly) = (income_label(t, application, high), high.yearly().to_string());
        fill(t.application_income_high(), &[("income", &label), ("yearly", &yearly)])
    });
    let said: Vec<String> = said.collect();
    let text = format!("{} {}", said.join(" "), t.application_income_high_change());
    (!said.is_empty()).then(|| Tell { title: t.application_income_high_title().to_owned(), text, ..Tell::default() })
}

/// The question about dates of birth that contradict how somebody is related. Nothing is refused.
pub(super) fn odd_births(t: Messages, application: &Application) -> Option<Tell> {
    let of = application.members.iter().find(|member| member.relation == Relation::Myself)?;
    let odd = application.odd_births().map(|member| {
        let template = if member.relation == Relation::Child { t.application_born_odd_child() } else { t.application_born_odd_parent() };
        fill(template, &[("name", &member.name), ("of", &of.name)])
    });
    let said: Vec<String> = odd.collect();
    let text = format!("{} {}", said.join(" "), t.application_born_odd_change());
    (!said.is_empty()).then(|| Tell { title: t.application_born_odd_title().to_owned(), text, ..Tell::default() })
}

/// How somebody is asked about: the relations that can be chosen.
pub(super) fn relations(t: Messages) -> Vec<(String, String)> {
    let others = Relation::ALL.iter().filter(|relation| **relation != Relation::Myself);
    others.map(|relation| (relation.code().to_owned(), words::relation(t, *relation).to_owned())).collect()
}
