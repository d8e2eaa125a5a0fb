//! How far the demo's applications are, and what was answered in them.
//!
//! To add one: a row in [`CASES`].

use super::cast;
use super::rows::Client;
use crate::domain::applications::{Address, Application, Frequency, Income, Kind, Member, Relation, Source};
use crate::domain::county::County;
use crate::domain::eligibility::{Filing, Offer, Status};
use crate::domain::instant::Date;
use crate::domain::money::Cents;

/// How far the answers go.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
pub(super) enum Part {
    Started,
    Help,
    Household,
    Address,
    Income,
    Coverage,
    Taxes,
    Status,
}

/// What became of an application: answered this far; submitted, and not determined for a day yet; determined; enrolled in a plan;
/// determined, and staff recorded this status after it.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum State {
    Draft(Part),
    Pending,
    Determined,
    Enrolled,
    Later(Kind),
}

/// Whose application.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Whose {
    /// The consumer of the cast whose record was opened.
    Named,
    /// The next client in progress; the navigator helped.
    Helped,
    /// The next client in progress, alone.
    Alone,
    /// The next new client.
    New,
}

pub(super) struct Case {
    pub(super) whose: Whose,
    pub(super) state: State,
    /// Whether they want help paying: who does not completes the application elsewhere (rule 26).
    help: bool,
    /// With a spouse and a child.
    family: bool,
    medicare: bool,
    /// A year, in dollars.
    income: i64,
}

const fn case(whose: Whose, state: State, income: i64) -> Case {
    Case { whose, state, help: true, family: false, medicare: false, income }
}

pub(super) const CASES: [Case; 19] = [
    Case { family: true, ..case(Whose::Named, State::Draft(Part::Address), 0) },
    case(Whose::Helped, State::Draft(Part::Started), 0),
    case(Whose::Alone, State::Draft(Part::Help), 0),
    case(Whose::Helped, State::Draft(Part::Household), 0),
    Case { family: true, ..case(Whose::Alone, State::Draft(Part::Income), 41_000) },
    case(Whose::Helped, State::Draft(Part::Coverage), 29_500),
    case(Whose::Helped, State::Draft(Part::Status), 36_000),
    case(Whose::New, State::Draft(Part::Taxes), 52_000),
    // For what people qualify: Medical Assistance, MinnesotaCare, a tax credit, no tax credit, a decision; a family with two of these.
    case(Whose::Helped, State::Determined, 18_000),
    case(Whose::Alone, State::Determined, 28_000),
    case(Whose::Helped, State::Enrolled, 34_000),
    case(Whose::Helped, State::Determined, 90_000),
    Case { medicare: true, ..case(Whose::Alone, State::Determined, 30_000) },
    Case { family: true, ..case(Whose::Helped, State::Determined, 60_000) },
    case(Whose::New, State::Determined, 35_000),
    case(Whose::Helped, State::Pending, 40_000),
    Case { family: true, ..case(Whose::Alone, State::Pending, 48_000) },
    Case { help: false, ..case(Whose::Alone, State::Draft(Part::Help), 0) },
    case(Whose::Helped, State::Later(Kind::MinnesotaCare), 33_000),
];

/// Why the status is another one than the initial determination.
pub(super) const WHY_LATER: &str = "Your pay stubs show less income than the application.";

/// Old enough to apply alone, and young enough that age decides nothing.
fn of_age(client: &Client<'_>) -> bool {
    (1966..=1998).contains(&client.born.year)
}

impl Whose {
    pub(super) fn is(self, client: &Client<'_>) -> bool {
        let named = cast::CONSUMERS.iter().any(|consumer| consumer.email == client.account.email);
        let opened = client.association.as_ref().map(|association| association.first_opened_at.is_some());
        match self {
            Self::Named => named && opened == Some(true),
            Self::Helped | Self::Alone => !named && opened == Some(true) && of_age(client),
            Self::New => !named && opened == Some(false) && of_age(client),
        }
    }
}

/// What was answered.
pub(super) fn answers(case: &Case, name: &str, born: Date) -> Application {
    let reached = match case.state {
        State::Draft(part) => part,
        State::Pending | State::Determined | State::Enrolled | State::Later(_) => Part::Status,
    };
    let mut answers = Application::of(name, born);
    if reached >= Part::Help {
        answers.help = Some(case.help);
    }
    if reached >= Part::Household {
        if case.family {
            let family = name.rsplit(' ').next().unwrap_or_default();
            let of = |id, first: &str, relation, born| Member {
                id,
                name: format!("{first} {family}"),
                relation,
                born,
                pregnant: false,
                expecting: None,
                applies: None,
                coverage: None,
                status: None,
            };
            answers.members.push(of(2, "Kim", Relation::Spouse, Date { year: 1985, month: 5, day: 14 }));
            answers.members.push(of(3, "Robin", Relation::Child, Date { year: 2018, month: 9, day: 2 }));
            answers.last_id = 3;
        }
        answers.members.iter_mut().for_each(|member| member.applies = Some(true));
        answers.household_done = true;
    }
    if reached >= Part::Address {
        answers.address = County::from_name("St. Louis").map(|county| Address {
            street: "410 Superior St".to_owned(),
            city: "Duluth".to_owned(),
            zip: "55802".to_owned(),
            county,
        });
    }
    if reached >= Part::Income {
        let (id, amount) = (answers.last_id + 1, Cents::dollars(case.income));
        answers.incomes.push(Income { id, member: 1, source: Source::Job, amount, frequency: Frequency::Yearly });
        (answers.last_id, answers.income_done) = (id, true);
    }
    if reached >= Part::Coverage {
        answers.members.iter_mut().for_each(|member| member.coverage = Some((case.medicare, Offer::None)));
    }
    if reached >= Part::Taxes {
        answers.filing = Some(Filing::Files);
    }
    if reached >= Part::Status {
        answers.members.iter_mut().for_each(|member| member.status = Some(Status::Citizen));
    }
    answers
}

/// The case of client number `index` of the busy navigator: every case in turn, and some clients without an application.
pub(super) fn busy_case(index: u32, opened: bool) -> Option<&'static Case> {
    let fit = |case: &&Case| match case.whose {
        Whose::Named => false,
        Whose::Helped | Whose::Alone => opened,
        Whose::New => !opened,
    };
    let turn = usize::try_from(index / 5).unwrap_or(0) % (CASES.iter().filter(fit).count() + 2);
    CASES.iter().filter(fit).nth(turn)
}
