//! From what the store returns to what crosses the wire.

use super::access::set_up::Shut;
use super::applications::kind;
use super::{RequestInfo, dates};
use crate::api::clients::AppliedView;
use crate::api::identity::{Me, Person, ShutLink};
use crate::api::learning::AttemptLine;
use crate::api::manage_assister::{AssisterView, EarlierView};
use crate::api::roster::StandingView;
use crate::domain::applications::{Kind, Outcomes, coverage_year};
use crate::domain::identity::Scope;
use crate::domain::instant::Date;
use crate::domain::manage_assister::fill;
use crate::domain::resource_center::ReasonProblem;
use crate::domain::roster::{AccountState, Certification, Standing};
use crate::messages::Messages;
use crate::store::{Applied, AssisterCard, Attempt, Earlier};

/// An assister as consumers see them.
#[must_use]
pub fn assister(card: AssisterCard) -> AssisterView {
    AssisterView {
        name: card.name,
        kind: card.kind,
        organization: card.organization,
        number: card.number.to_string(),
        phone: card.phone,
        email: card.email,
    }
}

/// Who helped a consumer before.
#[must_use]
pub fn earlier(earlier: Earlier) -> EarlierView {
    EarlierView {
        name: earlier.name,
        kind: earlier.kind,
        organization: earlier.organization,
        start: dates::date(earlier.started_at),
        end: dates::date(earlier.ended_at),
        ended_by: earlier.ended_by,
        reason: earlier.reason,
        receipt: earlier.consent,
    }
}

/// Why a link does not set up an account.
#[must_use]
pub const fn shut(why: Shut) -> ShutLink {
    match why {
        Shut::Used => ShutLink::Used,
        Shut::Replaced => ShutLink::Replaced,
        Shut::Expired => ShutLink::Expired,
        Shut::Unknown => ShutLink::Unknown,
        Shut::Taken => ShutLink::Taken,
    }
}

/// Where an assister stands on this day.
#[must_use]
pub fn standing(standing: &Standing, today: Date, t: Messages) -> StandingView {
    let account = standing.account(today);
    StandingView {
        kind: standing.kind,
        gates: standing.gates(today),
        turn: standing.turn(today),
        account,
        holds: if account == AccountState::Suspended { standing.holds(today) } else { Vec::new() },
        certification: certification(standing.certification, t),
    }
}

/// A certification, to read.
#[must_use]
pub fn certification(certification: Certification, t: Messages) -> String {
    match certification {
        Certification::New => t.standing_certification_new().to_owned(),
        Certification::NotCertified => t.standing_certification_not_certified().to_owned(),
        Certification::Certified(until) => fill(t.standing_certification_certified(), &[("date", &dates::calendar(until))]),
    }
}

/// The assessments that were handed in.
#[must_use]
pub fn attempts(attempts: &[Attempt]) -> Vec<AttemptLine> {
    let line = |attempt: &Attempt| {
        let (when, score) = attempt.handed_in?;
        Some(AttemptLine { id: attempt.id, when: dates::moment(when), score })
    };
    attempts.iter().filter_map(line).collect()
}

/// How far a client is with the application that matters, to read: of several years the latest that was submitted, and what came of the
/// one that is applied for now; once that is submitted, what came of the one of the running year (rule 22).
#[must_use]
pub fn applied(applications: &[Applied], today: Date, t: Messages) -> AppliedView {
    let now = coverage_year(today);
    let latest = applications.first();
    let mut submitted = applications.iter().filter(|one| one.submitted_at.is_some());
    let Some(shown) = submitted.next() else { return application(latest, t) };
    let view = application(Some(shown), t);
    let (year, next) = (shown.coverage_year.to_string(), now.to_string());
    let values = [("submitted", view.application.as_str()), ("year", &year), ("now", &next)];
    let both = if shown.coverage_year == now {
        let runs = |before: &&Applied| i32::from(before.coverage_year) >= i32::from(today.year);
        let Some(before) = submitted.find(runs) else { return view };
        let (running, year) = (application(Some(before), t), before.coverage_year.to_string());
        let plan = if before.enrolled { t.clients_running_plan() } else { t.clients_running_no_plan() };
        let values = [("submitted", view.application.as_str()), ("now", &next), ("year", &year), ("before", &running.application)];
        format!("{} {plan}", fill(t.clients_submitted_both(), &values))
    } else if latest.is_some_and(|latest| latest.coverage_year == now) {
        fill(t.clients_submitted_draft(), &values)
    } else {
        fill(t.clients_submitted_not_started(), &values)
    };
    AppliedView { application: both, ..view }
}

/// How far an application is, to read: the application, the initial determination, the health plan (rule 22).
#[must_use]
pub fn application(applied: Option<&Applied>, t: Messages) -> AppliedView {
    let text = |text: &str| text.to_owned();
    let Some(applied) = applied else {
        return AppliedView {
            application: text(t.clients_not_started()),
            determination: text(t.clients_none_yet()),
            plan: text(t.clients_none_yet()),
        };
    };
    let Some(at) = applied.submitted_at else {
        return AppliedView {
            application: text(t.clients_draft()),
            determination: text(t.clients_none_yet()),
            plan: text(t.clients_none_yet()),
        };
    };
    let determination = match &applied.outcomes {
        None => text(t.determination_pending_title()),
        Some(outcomes) => in_short(t, outcomes),
    };
    let plan = if applied.enrolled { t.clients_plan_yes() } else { t.clients_plan_no() };
    AppliedView { application: fill(t.clients_submitted(), &[("date", &dates::date(at))]), determination, plan: text(plan) }
}

/// Why a reason that staff typed is not taken.
#[must_use]
pub const fn reason_problem(t: Messages, problem: ReasonProblem) -> &'static str {
    match problem {
        ReasonProblem::Missing => t.resource_reason_missing(),
        ReasonProblem::TooLong => t.resource_reason_long(),
    }
}

/// How many people have which outcome, in a line.
#[must_use]
pub fn in_short(t: Messages, outcomes: &Outcomes) -> String {
    outcomes.0.iter().map(|(kind, many)| short(t, *kind, *many)).collect::<Vec<_>>().join(", ")
}

fn short(t: Messages, of: Kind, many: u32) -> String {
    let outcome = kind(t, of);
    if many == 1 { outcome.to_owned() } else { fill(t.determination_short_many(), &[("outcome", outcome), ("n", &many.to_string())]) }
}

/// Who is signed in, to themselves.
#[must_use]
pub fn me(info: &RequestInfo, demo: bool) -> Me {
    let person = info.principal().map(|principal| Person {
        page_of: info.page_of.as_deref().unwrap_or_default().to_owned(),
        name: principal.name.clone(),
        role: principal.role(),
        assister: match &principal.scope {
            Scope::Assister { kind, number, .. } => Some((*kind, number.to_string())),
            _ => None,
        },
    });
    Me { person, demo, waiting: info.waiting, ended: info.cookie_was_bad }
}
