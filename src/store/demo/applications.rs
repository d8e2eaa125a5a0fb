//! The demo's applications: one in every state, of the navigator's clients, in the shape that the portal's own changes leave behind.

use super::DemoInput;
use super::cases::{CASES, Case, Part, State, WHY_LATER, Whose, answers, busy_case};
use super::cast::{APPLICATIONS_SEED, BUSY_SEED};
use super::enrolled::enrollment;
use super::generate::id_millis;
use super::papers::{ApplicationRow, AuditRow, DeterminationRow, Papers, PendingRow};
use super::people::Chance;
use super::plans::{PlanIds, plan_ids, plans};
use super::rows::{Association, Client};
use crate::domain::applications::{Agreed, DeterminedBy, Doer, LaterStatus, NoticeKind, Signature, coverage_year, summary};
use crate::domain::audit::{Actor, AuditAction};
use crate::domain::eligibility::{PUBLISHED, determine};
use crate::domain::identity::Role;
use crate::domain::ids::{ApplicationId, AuditId, ConsumerId, DeterminationId, UserId};
use crate::domain::instant::Instant;
use crate::domain::plans::{Plan, benchmark};
use crate::store::applications::{Notice, Side, to_json};
use crate::store::db::{Write, fetch_optional};
use crate::store::{AssisterCard, StoreError};
use std::time::Duration;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Nobody applied longer ago: all applications are of one coverage year.
const DAYS: u32 = 10;

/// Who writes, with what, and what was written.
pub(super) struct Desk<'a> {
    chance: Chance,
    pub(super) input: DemoInput<'a>,
    navigator: (&'a AssisterCard, UserId),
    /// Who records later statuses; nobody in a database without the demo's staff.
    arc: Option<UserId>,
    pub(super) year: u16,
    pub(super) plans: Vec<Plan>,
    pub(super) ids: PlanIds,
    pub(super) papers: Papers,
}

/// Writes the applications of these clients of the navigator.
pub(super) async fn insert_applications(
    tx: &mut Write,
    navigator: (&AssisterCard, UserId),
    clients: &[Client<'_>],
    input: DemoInput<'_>,
) -> Result<(), StoreError> {
    let mut desk = Desk::open(tx, navigator, input, APPLICATIONS_SEED).await?;
    let mut left: Vec<&Client<'_>> = clients.iter().collect();
    for case in &CASES {
        let Some(place) = left.iter().position(|client| case.whose.is(client)) else { continue };
        let client = left.remove(place);
        if let Some(association) = &client.association {
            desk.write(case, client, association)?;
        }
    }
    desk.papers.insert(tx).await
}

/// Writes the applications of these clients of the busy navigator, of whom the first has the number `first`.
pub(super) async fn insert_busy_applications(
    tx: &mut Write,
    navigator: (&AssisterCard, UserId),
    (first, clients): (u32, &[Client<'_>]),
    input: DemoInput<'_>,
) -> Result<(), StoreError> {
    let mut desk = Desk::open(tx, navigator, input, (BUSY_SEED << 32) + APPLICATIONS_SEED + u64::from(first)).await?;
    for (index, client) in (first..).zip(clients) {
        let Some(association) = &client.association else { continue };
        if let Some(case) = busy_case(index, association.first_opened_at.is_some()) {
            desk.write(case, client, association)?;
        }
    }
    desk.papers.insert(tx).await
}

impl<'a> Desk<'a> {
    async fn open(tx: &mut Write, navigator: (&'a AssisterCard, UserId), input: DemoInput<'a>, seed: u64) -> Result<Self, StoreError> {
        let year = coverage_year(input.today());
        let ids = plan_ids(tx, year).await?;
        let arc = fetch_optional!(tx.on(), (UserId,), "SELECT id FROM users WHERE email = 'arc@demo.test'")?.map(|(id,)| id);
        Ok(Self { chance: Chance::new(seed), input, navigator, arc, year, plans: plans(), ids, papers: Papers::default() })
    }

    pub(super) fn id(&mut self) -> uuid::Uuid {
        self.chance.id(id_millis(self.input.now, 0))
    }

    fn write(&mut self, case: &Case, client: &Client<'_>, association: &Association) -> Result<(), StoreError> {
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
        self.papers.applications.push(ApplicationRow {
            id,
            consumer: client.consumer,
            year: i64::from(self.year),
            answers: to_json(&answers)?,
            started_at: started,
            saved_at: saved,
            saver: (name.to_owned(), actor.role.code(), helped.then(|| card.kind.code())),
            submitted: done.then_some((submitted, actor.user, actor.role.code())),
            signature: done.then(|| to_json(&signature)).transpose()?,
        });
        self.note(actor, side, client.consumer, AuditAction::ApplicationStarted, None, started);
        if case.state != State::Draft(Part::Started) {
            self.note(actor, side, client.consumer, AuditAction::ApplicationSaved, None, saved);
        }
        if !done {
            return Ok(());
        }
        let year = Some(self.year);
        let told = |kind, at, about| Notice { about, year, ..Notice::of(kind, at) };
        let notice = told(NoticeKind::Submitted, submitted, String::new());
        self.note(actor, side, client.consumer, AuditAction::ApplicationSubmitted, Some(notice), submitted);
        let made = answers.case(self.year, on).zip(answers.address.as_ref()).filter(|_| case.state != State::Pending);
        let Some((made, address)) = made else {
            self.papers.pending.push(PendingRow { application: id, due_at: now + DAY });
            return Ok(());
        };
        let determination = determine(made, &PUBLISHED, |ages| benchmark(&self.plans, address.county, ages));
        let at = submitted + Duration::from_secs(1);
        let determined = DeterminationId(self.id());
        self.papers.determinations.push(DeterminationRow {
            id: determined,
            application: id,
            at,
            initial: true,
            source: DeterminedBy::BuiltIn.code(),
            summary: summary(&determination),
            body: to_json(&determination)?,
        });
        let own = Side::Consumer(client.consumer);
        let notice = told(NoticeKind::Determined, at, summary(&determination)).by(DeterminedBy::BuiltIn);
        self.note(actor, own, client.consumer, AuditAction::ApplicationDetermined, Some(notice), at);
        if case.state == State::Enrolled {
            let at = at + Duration::from_secs(600);
            if let Some((plan, row)) = enrollment(self, (id, client.consumer), (&answers, &determination), actor, at) {
                let notice = Notice { first_day: Some(row.effective_on), ..told(NoticeKind::Enrolled, at, plan) };
                self.papers.enrollments.push(row);
                self.note(actor, side, client.consumer, AuditAction::Enrolled, Some(notice), at);
            }
        }
        if let (State::Later(kind), Some(user)) = (case.state, self.arc) {
            let at = at + now.since(at) / 2;
            let applicants = determination.outcomes.iter().map(|(member, _)| (*member, kind));
            let status = LaterStatus { outcomes: applicants.collect(), reason: WHY_LATER.to_owned() };
            let later = DeterminationId(self.id());
            self.papers.determinations.push(DeterminationRow {
                id: later,
                application: id,
                at,
                initial: false,
                source: DeterminedBy::Staff.code(),
                summary: status.summary(),
                body: to_json(&status)?,
            });
            let notice = told(NoticeKind::DeterminedAgain, at, status.summary()).by(DeterminedBy::Staff);
            self.note(Actor { user, role: Role::Arc }, own, client.consumer, AuditAction::StatusRecorded, Some(notice), at);
        }
        Ok(())
    }

    /// The audit row of a change, and the consumer's notice of it.
    fn note(&mut self, actor: Actor, side: Side, consumer: ConsumerId, action: AuditAction, notice: Option<Notice>, at: Instant) {
        let id = AuditId(self.id());
        let subject = side.subject(consumer);
        self.papers.audit.push(AuditRow { id, at, actor, action, subject });
        let by = |notice: Notice| match side {
            Side::Consumer(_) => notice,
            Side::Assister { .. } => Notice { by: (Doer::Assister, self.navigator.0.name.clone()), ..notice },
        };
        self.papers.notices.extend(notice.map(|notice| (id, consumer, by(notice))));
    }
}
