//! The demo's applications: one in every state, of the navigator's clients, in the shape that the portal's own changes leave behind.
//!
//! To add one: a row in [`CASES`].

use super::cast::APPLICATIONS_SEED;
use super::enrolled::enroll;
use super::generate::id_millis;
use super::people::Chance;
use super::plans::plans;
use super::rows::{Association, Client};
use super::{DemoInput, cast};
use crate::domain::applications::{
    Address, Agreed, Application, DeterminedBy, Frequency, Income, Member, NoticeKind, Relation, Signature, Source, coverage_year, summary,
};
use crate::domain::audit::{Actor, AuditAction};
use crate::domain::county::County;
use crate::domain::eligibility::{Filing, Offer, PUBLISHED, Status, determine};
use crate::domain::identity::Role;
use crate::domain::ids::{ApplicationId, AuditId, ConsumerId, DeterminationId, UserId};
use crate::domain::instant::{Date, Instant};
use crate::domain::money::Cents;
use crate::domain::plans::{Plan, benchmark};
use crate::store::applications::{Notice, Side, notify, to_json};
use crate::store::db::{Write, execute};
use crate::store::{AssisterCard, Audit, StoreError, audit};
use std::time::Duration;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Nobody applied longer ago: all applications are of one coverage year.
const DAYS: u32 = 10;

/// How far the answers go.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Part {
    Started,
    Help,
    Household,
    Address,
    Income,
    Coverage,
    Taxes,
    Status,
}

/// What became of an application: answered this far; submitted, and not determined for a day yet; determined; enrolled in a plan.
#[derive(Clone, Copy, PartialEq)]
enum State {
    Draft(Part),
    Pending,
    Determined,
    Enrolled,
}

/// Whose application.
#[derive(Clone, Copy, PartialEq)]
enum Whose {
    /// The consumer of the cast whose record was opened.
    Named,
    /// The next client in progress; the navigator helped.
    Helped,
    /// The next client in progress, alone.
    Alone,
    /// The next new client.
    New,
}

struct Case {
    whose: Whose,
    state: State,
    /// With a spouse and a child.
    family: bool,
    medicare: bool,
    /// A year, in dollars.
    income: i64,
}

const fn case(whose: Whose, state: State, income: i64) -> Case {
    Case { whose, state, family: false, medicare: false, income }
}

const CASES: [Case; 17] = [
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
];

/// Old enough to apply alone, and young enough that age decides nothing.
fn of_age(client: &Client<'_>) -> bool {
    (1966..=1998).contains(&client.born.year)
}

impl Whose {
    fn is(self, client: &Client<'_>) -> bool {
        let named = cast::CONSUMERS.iter().any(|consumer| consumer.email == client.account.email);
        let opened = client.association.as_ref().map(|association| association.first_opened_at.is_some());
        match self {
            Self::Named => named && opened == Some(true),
            Self::Helped | Self::Alone => !named && opened == Some(true) && of_age(client),
            Self::New => !named && opened == Some(false) && of_age(client),
        }
    }
}

fn answers(case: &Case, name: &str, born: Date) -> Application {
    let reached = match case.state {
        State::Draft(part) => part,
        State::Pending | State::Determined | State::Enrolled => Part::Status,
    };
    let mut answers = Application::of(name, born);
    if reached >= Part::Help {
        answers.help = Some(true);
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

/// Who writes, and in what.
pub(super) struct Desk<'a, 'b> {
    pub(super) tx: &'a mut Write,
    chance: Chance,
    pub(super) input: DemoInput<'b>,
    navigator: (&'b AssisterCard, UserId),
    year: u16,
    pub(super) plans: Vec<Plan>,
}

/// Writes the applications of these clients of the navigator.
pub(super) async fn insert_applications(
    tx: &mut Write,
    navigator: (&AssisterCard, UserId),
    clients: &[Client<'_>],
    input: DemoInput<'_>,
) -> Result<(), StoreError> {
    let mut desk =
        Desk { tx, chance: Chance::new(APPLICATIONS_SEED), input, navigator, year: coverage_year(input.today()), plans: plans() };
    let mut left: Vec<&Client<'_>> = clients.iter().collect();
    for case in &CASES {
        let Some(place) = left.iter().position(|client| case.whose.is(client)) else { continue };
        let client = left.remove(place);
        if let Some(association) = &client.association {
            desk.write(case, client, association).await?;
        }
    }
    Ok(())
}

impl Desk<'_, '_> {
    pub(super) fn id(&mut self) -> uuid::Uuid {
        self.chance.id(id_millis(self.input.now, 0))
    }

    async fn write(&mut self, case: &Case, client: &Client<'_>, association: &Association) -> Result<(), StoreError> {
        let helped = matches!(case.whose, Whose::Helped);
        let (card, user) = self.navigator;
        let (side, actor, name) = if helped {
            let side = Side::Assister { assister: card.id, association: association.id };
            (side, Actor { user, role: Role::Assister }, card.name.as_str())
        } else {
            let actor = Actor { user: client.account.id, role: Role::Consumer };
            (Side::Consumer(client.consumer), actor, client.account.name.as_str())
        };
        let now = self.input.now;
        let begin = association.first_opened_at.unwrap_or(association.started_at).max(now - DAY * DAYS);
        let part = |quarters: u32| begin + now.since(begin) / 4 * quarters;
        let (started, saved, submitted) = (part(1), part(2), part(3));
        let answers = answers(case, &client.account.name, client.born);
        let on = (self.input.day)(submitted);
        let done = !matches!(case.state, State::Draft(_));
        let signature = if helped {
            Signature::Assister { name: name.to_owned(), kind: card.kind, agreed: Agreed::ByPhone, on }
        } else {
            Signature::Consumer { name: name.to_owned() }
        };
        let id = ApplicationId(self.id());
        execute!(
            self.tx.on(),
            "INSERT INTO applications (id, consumer_id, coverage_year, answers, started_at, saved_at, saved_name, saved_role, saved_kind,
                 submitted_at, submitted_by, submitted_role, signature)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
            id,
            client.consumer,
            i64::from(self.year),
            to_json(&answers)?,
            started,
            saved,
            name,
            actor.role.code(),
            helped.then(|| card.kind.code()),
            done.then_some(submitted),
            done.then_some(actor.user),
            done.then(|| actor.role.code()),
            done.then(|| to_json(&signature)).transpose()?,
        )?;
        self.note(actor, side, client.consumer, AuditAction::ApplicationStarted, None, started).await?;
        if case.state != State::Draft(Part::Started) {
            self.note(actor, side, client.consumer, AuditAction::ApplicationSaved, None, saved).await?;
        }
        if !done {
            return Ok(());
        }
        let year = Some(self.year);
        let told = |kind, at, about| Notice { about, year, ..Notice::of(kind, at) };
        let notice = told(NoticeKind::Submitted, submitted, String::new());
        self.note(actor, side, client.consumer, AuditAction::ApplicationSubmitted, Some(notice), submitted).await?;
        let made = answers.case(self.year, on).zip(answers.address.as_ref()).filter(|_| case.state != State::Pending);
        let Some((made, address)) = made else {
            let sql = "INSERT INTO pending_determinations (application_id, tries, due_at) VALUES ($1, 1, $2)";
            execute!(self.tx.on(), sql, id, now + DAY)?;
            return Ok(());
        };
        let determination = determine(made, &PUBLISHED, |ages| benchmark(&self.plans, address.county, ages));
        let at = submitted + Duration::from_secs(1);
        let determined = DeterminationId(self.id());
        execute!(
            self.tx.on(),
            "INSERT INTO determinations (id, application_id, recorded_at, is_initial, source, summary, body)
             VALUES ($1, $2, $3, TRUE, $4, $5, $6)",
            determined,
            id,
            at,
            DeterminedBy::BuiltIn.code(),
            summary(&determination),
            to_json(&determination)?,
        )?;
        let own = Side::Consumer(client.consumer);
        let notice = told(NoticeKind::Determined, at, summary(&determination)).by(DeterminedBy::BuiltIn);
        self.note(actor, own, client.consumer, AuditAction::ApplicationDetermined, Some(notice), at).await?;
        if case.state != State::Enrolled {
            return Ok(());
        }
        let (of, at) = ((id, client.consumer, self.year), at + Duration::from_secs(600));
        let Some((plan, first_day)) = enroll(self, of, (&answers, &determination), actor, at).await? else { return Ok(()) };
        let notice = Notice { first_day: Some(first_day), ..told(NoticeKind::Enrolled, at, plan) };
        self.note(actor, side, client.consumer, AuditAction::Enrolled, Some(notice), at).await
    }

    /// The audit row of a change, and the consumer's notice of it.
    async fn note(
        &mut self,
        actor: Actor,
        side: Side,
        consumer: ConsumerId,
        action: AuditAction,
        notice: Option<Notice>,
        at: Instant,
    ) -> Result<(), StoreError> {
        let audit = Audit { id: AuditId(self.id()), actor, request: "demo".to_owned() };
        audit::record(self.tx, &audit, action, side.subject(consumer), at).await?;
        match notice {
            Some(notice) => {
                let notice = notice.by_side(self.tx, side).await?;
                notify(self.tx, &audit, consumer, &notice).await
            }
            None => Ok(()),
        }
    }
}
