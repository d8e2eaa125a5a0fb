//! How the answers of a page are read from its form, put into the application, and shown in the form again.

use super::address::address;
use super::{Address, Application, Frequency, Income, MOST_INCOMES, MOST_MEMBERS, Member, Page, Relation, Source};
use crate::domain::eligibility::{Filing, Offer, Status};
use crate::domain::identity::clean_name;
use crate::domain::instant::Date;
use crate::domain::money::Cents;
use crate::domain::typed::{DateOf, DateProblem, date, line, plain};
use crate::domain::zip::Doubt;
use std::collections::BTreeMap;

/// A form's fields by name.
pub type Fields = BTreeMap<String, String>;

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Nothing was typed or chosen.
    Missing,
    /// Not a date, or not one that it can be.
    NotADate(DateProblem),
    /// Not an amount of money.
    NotAnAmount,
    /// Not a number of children.
    NotANumber,
    /// Children are expected of somebody who is not pregnant.
    NotPregnant,
    /// Not a ZIP code.
    NotAZip,
    /// A ZIP code, or one and a county, that are kept only when they are confirmed.
    Doubtful(Doubt),
    /// Longer than it can be.
    TooLong,
    /// The household has a spouse already.
    SecondSpouse,
    /// Nobody applies.
    NobodyApplies,
    /// Somebody's answer is missing.
    Unanswered,
    /// More than can be.
    TooMany,
}

/// What is wrong, by field, in the order of the form.
pub type Wrong = Vec<(&'static str, Problem)>;

/// What a page changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// "Do you want help paying for coverage?"
    Help(bool),
    /// The household is complete.
    HouseholdDone,
    /// Somebody new, or somebody's answers.
    Member(Member),
    /// Somebody is taken out, with their incomes.
    RemoveMember(u16),
    /// Where the household lives.
    Address(Address),
    /// The incomes are complete.
    IncomeDone,
    /// Another income, or one that changed.
    Income(Income),
    /// An income is taken out.
    RemoveIncome(u16),
    /// An applicant's coverage.
    Coverage(u16, bool, Offer),
    /// Tax filing.
    Filing(Filing),
    /// An applicant's status.
    Status(u16, Status),
}

/// The most children that somebody can expect at once here.
const MOST_EXPECTED: u16 = 9;

/// The choices of a status, each with the word that its form sends.
pub const STATUSES: [(Status, &str); 3] =
    [(Status::Citizen, "citizen"), (Status::LawfullyPresent, "lawfully_present"), (Status::Other, "other")];
/// The ways to file taxes, each with the word that its form sends.
pub const FILINGS: [(Filing, &str); 3] =
    [(Filing::Files, "files"), (Filing::Separately, "separately"), (Filing::DoesNotFile, "does_not_file")];

fn coded<T: Copy + PartialEq>(all: &[(T, &'static str)], value: T) -> &'static str {
    all.iter().find(|(one, _)| *one == value).map_or("", |(_, code)| code)
}

fn decoded<T: Copy>(all: &[(T, &'static str)], code: &str) -> Option<T> {
    all.iter().find(|(_, one)| *one == code).map(|(value, _)| *value)
}

fn yes_no(answer: bool) -> &'static str {
    if answer { "yes" } else { "no" }
}

fn answer(text: &str) -> Option<bool> {
    match text {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

/// What a page's form holds when it is opened: what was answered so far.
#[must_use]
pub fn fields(application: &Application, page: Page) -> Fields {
    let pairs: Vec<(&str, String)> = match page {
        Page::Help => application.help.map(|help| vec![("help", yes_no(help).to_owned())]),
        Page::Member(id) => id.and_then(|id| application.member(id)).map(|member| {
            vec![
                ("name", member.name.clone()),
                ("relation", member.relation.code().to_owned()),
                ("born", member.born.typed()),
                ("pregnant", if member.pregnant { "yes" } else { "" }.to_owned()),
                ("expecting", member.expecting.map(|children| children.to_string()).unwrap_or_default()),
                ("applies", member.applies.map_or("", yes_no).to_owned()),
            ]
        }),
        Page::Address => application.address.as_ref().map(|address| {
            vec![
                ("street", address.street.clone()),
                ("city", address.city.clone()),
                ("zip", address.zip.clone()),
                ("county", address.county.code()),
            ]
        }),
        Page::Incomes => {
            application.income_done.then(|| vec![("nobody", if application.incomes.is_empty() { "yes" } else { "" }.to_owned())])
        }
        Page::Income(id) => id.and_then(|id| application.income(id)).map(|income| {
            vec![
                ("member", income.member.to_string()),
                ("source", income.source.code().to_owned()),
                ("amount", income.amount.typed()),
                ("frequency", income.frequency.code().to_owned()),
            ]
        }),
        Page::Coverage(id) => application.member(id).and_then(|member| member.coverage).map(|(medicare, offer)| {
            let (employer, cost) = match offer {
                Offer::None => ("none", String::new()),
                Offer::Offered(cost) => ("offered", cost.typed()),
                Offer::Enrolled => ("enrolled", String::new()),
            };
            vec![("medicare", yes_no(medicare).to_owned()), ("employer", employer.to_owned()), ("cost", cost)]
        }),
        Page::Taxes => application.filing.map(|filing| vec![("filing", coded(&FILINGS, filing).to_owned())]),
        Page::Status(id) => {
            application.member(id).and_then(|member| member.status).map(|status| vec![("status", coded(&STATUSES, status).to_owned())])
        }
        Page::Household | Page::Review | Page::Sign => None,
    }
    .unwrap_or_default();
    pairs.into_iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| (name.to_owned(), value)).collect()
}

/// Names what a page's form holds: another name means that somebody changed it meanwhile. FNV-1a, which is no secret and no proof.
#[must_use]
pub fn version(fields: &Fields) -> String {
    let hash = fields
        .iter()
        .flat_map(|(name, value)| [name.as_bytes(), b"\0", value.as_bytes(), b"\n"])
        .flatten()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3));
    format!("{hash:016x}")
}

/// Reads what was typed into a page's form, on this day.
///
/// # Errors
/// What is wrong, by field.
pub fn read(application: &Application, page: Page, typed: &Fields, today: Date) -> Result<Change, Wrong> {
    let read = |name: &str, value: &str| if name == "zip" { plain(value) } else { line(value) };
    let typed: Fields = typed.iter().map(|(name, value)| (name.clone(), read(name, value))).collect();
    let get = |name: &str| typed.get(name).map_or("", String::as_str);
    let missing = |field: &'static str| vec![(field, Problem::Missing)];
    match page {
        Page::Help => answer(get("help")).map(Change::Help).ok_or_else(|| missing("help")),
        Page::Household => household(application),
        Page::Member(id) => member(application, id, &get, today),
        Page::Address => address(application, &get),
        Page::Incomes if application.incomes.is_empty() && get("nobody") != "yes" => Err(missing("nobody")),
        Page::Incomes => Ok(Change::IncomeDone),
        Page::Income(id) => income(application, id, &get),
        Page::Coverage(id) => coverage(id, &get),
        Page::Taxes => decoded(&FILINGS, get("filing")).map(Change::Filing).ok_or_else(|| missing("filing")),
        Page::Status(id) => decoded(&STATUSES, get("status")).map(|status| Change::Status(id, status)).ok_or_else(|| missing("status")),
        Page::Review | Page::Sign => Err(Vec::new()),
    }
}

fn household(application: &Application) -> Result<Change, Wrong> {
    if application.members.iter().any(|member| member.applies.is_none()) {
        return Err(vec![("", Problem::Unanswered)]);
    }
    if application.applicants().next().is_none() {
        return Err(vec![("", Problem::NobodyApplies)]);
    }
    Ok(Change::HouseholdDone)
}

fn member<'a>(application: &Application, id: Option<u16>, get: &impl Fn(&str) -> &'a str, today: Date) -> Result<Change, Wrong> {
    let mut wrong = Vec::new();
    let before = id.and_then(|id| application.member(id));
    let name = clean_name(get("name"));
    if name.is_none() {
        wrong.push(("name", if get("name").is_empty() { Problem::Missing } else { Problem::TooLong }));
    }
    let myself = before.is_some_and(|member| member.relation == Relation::Myself);
    // The person themselves stays that, and nobody else becomes it.
    let relation =
        if myself { Some(Relation::Myself) } else { Relation::from_code(get("relation")).filter(|relation| *relation != Relation::Myself) };
    match relation {
        None => wrong.push(("relation", Problem::Missing)),
        Some(Relation::Spouse) if application.members.iter().any(|m| m.relation == Relation::Spouse && Some(m.id) != id) => {
            wrong.push(("relation", Problem::SecondSpouse));
        }
        Some(_) => {}
    }
    let born = date(get("born"), DateOf::Birth, today);
    if let Err(problem) = born {
        wrong.push(("born", Problem::NotADate(problem)));
    }
    let pregnant = get("pregnant") == "yes";
    let expecting = Some(get("expecting")).filter(|typed| !typed.is_empty()).map(|typed| plain(typed).parse::<u16>());
    if expecting.as_ref().is_some_and(|children| !children.as_ref().is_ok_and(|children| (1..=MOST_EXPECTED).contains(children))) {
        wrong.push(("expecting", Problem::NotANumber));
    } else if expecting.is_some() && !pregnant {
        wrong.push(("expecting", Problem::NotPregnant));
    }
    let applies = answer(get("applies"));
    if applies.is_none() {
        wrong.push(("applies", Problem::Missing));
    }
    if before.is_none() && application.members.len() >= MOST_MEMBERS {
        wrong.push(("", Problem::TooMany));
    }
    match (name, relation, born) {
        (Some(name), Some(relation), Ok(born)) if wrong.is_empty() => Ok(Change::Member(Member {
            id: before.map_or(application.next_id(), |member| member.id),
            name,
            relation,
            born,
            pregnant,
            expecting: expecting.and_then(Result::ok),
            applies,
            coverage: before.and_then(|member| member.coverage),
            status: before.and_then(|member| member.status),
        })),
        _ => Err(wrong),
    }
}

fn income<'a>(application: &Application, id: Option<u16>, get: &impl Fn(&str) -> &'a str) -> Result<Change, Wrong> {
    let mut wrong = Vec::new();
    let member = get("member").parse().ok().and_then(|id| application.member(id)).map(|member| member.id);
    if member.is_none() {
        wrong.push(("member", Problem::Missing));
    }
    let source = Source::from_code(get("source"));
    if source.is_none() {
        wrong.push(("source", Problem::Missing));
    }
    let amount = Cents::parse(get("amount"));
    if amount.is_none() {
        wrong.push(("amount", if get("amount").is_empty() { Problem::Missing } else { Problem::NotAnAmount }));
    }
    let frequency = Frequency::from_code(get("frequency"));
    if frequency.is_none() {
        wrong.push(("frequency", Problem::Missing));
    }
    let before = id.and_then(|id| application.income(id));
    if before.is_none() && application.incomes.len() >= MOST_INCOMES {
        wrong.push(("", Problem::TooMany));
    }
    match (member, source, amount, frequency) {
        (Some(member), Some(source), Some(amount), Some(frequency)) if wrong.is_empty() => {
            let id = before.map_or(application.next_id(), |income| income.id);
            Ok(Change::Income(Income { id, member, source, amount, frequency }))
        }
        _ => Err(wrong),
    }
}

fn coverage<'a>(member: u16, get: &impl Fn(&str) -> &'a str) -> Result<Change, Wrong> {
    let mut wrong = Vec::new();
    let medicare = answer(get("medicare"));
    if medicare.is_none() {
        wrong.push(("medicare", Problem::Missing));
    }
    let offer = match get("employer") {
        "none" => Some(Offer::None),
        "enrolled" => Some(Offer::Enrolled),
        "offered" => {
            let cost = Cents::parse(get("cost"));
            if cost.is_none() {
                wrong.push(("cost", if get("cost").is_empty() { Problem::Missing } else { Problem::NotAnAmount }));
            }
            cost.map(Offer::Offered)
        }
        _ => {
            wrong.push(("employer", Problem::Missing));
            None
        }
    };
    match (medicare, offer) {
        (Some(medicare), Some(offer)) if wrong.is_empty() => Ok(Change::Coverage(member, medicare, offer)),
        _ => Err(wrong),
    }
}

impl Application {
    /// Makes a change. One about somebody or something that is not there changes nothing.
    pub fn apply(&mut self, change: Change) {
        match change {
            Change::Help(help) => self.help = Some(help),
            Change::HouseholdDone => self.household_done = true,
            Change::Member(member) => {
                self.last_id = self.last_id.max(member.id);
                match self.members.iter_mut().find(|before| before.id == member.id) {
                    Some(before) => *before = member,
                    None => self.members.push(member),
                }
            }
            Change::RemoveMember(id) => {
                self.members.retain(|member| member.id != id || member.relation == Relation::Myself);
                let incomes = self.incomes.len();
                self.incomes.retain(|income| self.members.iter().any(|member| member.id == income.member));
                self.income_done &= incomes == self.incomes.len() || !self.incomes.is_empty();
            }
            Change::Address(address) => self.address = Some(address),
            Change::IncomeDone => self.income_done = true,
            Change::Income(income) => {
                self.last_id = self.last_id.max(income.id);
                match self.incomes.iter_mut().find(|before| before.id == income.id) {
                    Some(before) => *before = income,
                    None => self.incomes.push(income),
                }
            }
            Change::RemoveIncome(id) => {
                self.incomes.retain(|income| income.id != id);
                // Whether nobody has income is asked again.
                self.income_done &= !self.incomes.is_empty();
            }
            Change::Coverage(id, medicare, offer) => {
                if let Some(member) = self.members.iter_mut().find(|member| member.id == id) {
                    member.coverage = Some((medicare, offer));
                }
            }
            Change::Filing(filing) => self.filing = Some(filing),
            Change::Status(id, status) => {
                if let Some(member) = self.members.iter_mut().find(|member| member.id == id) {
                    member.status = Some(status);
                }
            }
        }
    }
}
