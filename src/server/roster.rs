//! What the server functions of a roster have in common: who acts, what a form says when an entry is refused, and what a page is told.

use super::account_access::{LOGIN_MN_UNLINKED, PROOFED, SECOND_STEP_REMOVED, SESSIONS_ENDED};
use super::context::{AgencySelf, RequestContext};
use super::mail::{Letter, compose};
use super::{AppState, dates, random, views};
use crate::api::error::{ApiError, ErrorCode};
use crate::api::forms::FormState;
use crate::api::roster::{EntryFields, HistoryView, RosterRowView};
use crate::domain::identity::{AssisterKind, Role};
use crate::domain::instant::{Date, Instant};
use crate::domain::manage_assister::fill;
use crate::domain::roster::{Entry, EntryField, EntryProblem, generic_mailbox};
use crate::messages::{Language, Messages};
use crate::store::{
    ADDED, Added, By, Changed, Constraint, EMPLOYMENT, HistoryRow, Kept, LICENSE, Mail, NPN, NewEntry, Organization, PORTAL_ACCESS,
    RosterRow, SIGN_IN_EMAIL, Store, StoreError, Taken,
};

/// More often than anybody draws an Assister ID that is taken.
const DRAWS: u8 = 5;

impl RequestContext<AgencySelf> {
    /// The agency contact, for the log and the history.
    #[must_use]
    pub fn by(&self) -> By<'_> {
        self.info().by(self.who.user, Role::AgencyContact, &self.who.name)
    }

    /// The agency contact's organization.
    ///
    /// # Errors
    /// Not found when there is none any more; the store's.
    pub async fn organization(&self) -> Result<Organization, ApiError> {
        self.store().organization(self.who.organization).await?.ok_or(ApiError::new(ErrorCode::NotFound))
    }
}

/// Writes to somebody who has set their account up that another email was written down for them.
pub fn email_asked(state: &AppState) -> impl Fn(&str, Instant) -> Mail + Sync {
    |to, now| compose(state, Language::default().messages(), to, Letter::EmailAsked { when: &dates::moment(now) }, now)
}

/// The rosters that an organization keeps. One that has nobody yet begins with navigators.
#[must_use]
pub fn kept_rosters(organization: &Organization) -> Vec<AssisterKind> {
    match (organization.has_navigators, organization.has_cacs) {
        (true, true) => vec![AssisterKind::Navigator, AssisterKind::Cac],
        (false, true) => vec![AssisterKind::Cac],
        (_, false) => vec![AssisterKind::Navigator],
    }
}

/// Writes somebody down under an Assister ID that nobody has.
///
/// # Errors
/// The store's.
pub async fn add(store: &Store, new: NewEntry, by: &By<'_>) -> Result<Added, StoreError> {
    let mut drawn = 0;
    loop {
        let new = NewEntry { assister_code: random::assister_code(), ..new.clone() };
        match store.add_assister(&new, by).await {
            Err(StoreError::Conflict(Constraint::AssisterCodeTaken)) if drawn < DRAWS => drawn += 1,
            Err(error) => return taken_now(error).map(Added::Taken),
            added => return added,
        }
    }
}

/// What came of a change, when somebody else took a value in the same moment.
///
/// # Errors
/// The store's.
pub fn changed(result: Result<Changed, StoreError>) -> Result<Changed, StoreError> {
    result.or_else(|error| taken_now(error).map(Changed::Taken))
}

/// What was taken, when somebody else took it in the same moment.
///
/// # Errors
/// Every other one.
pub fn taken_now(error: StoreError) -> Result<Vec<Taken>, StoreError> {
    let field = match &error {
        StoreError::Conflict(Constraint::CertificationEmailTaken | Constraint::EmailTaken) => EntryField::CertificationEmail,
        StoreError::Conflict(Constraint::TrainingIdTaken) => EntryField::TrainingId,
        _ => return Err(error),
    };
    Ok(vec![Taken { field, by: None }])
}

/// What was typed into an entry's form, and what is wrong with it.
pub struct EntryForm {
    t: Messages,
    /// To be shown again.
    pub state: FormState,
}

impl EntryForm {
    /// A form that was sent.
    #[must_use]
    pub const fn new(t: Messages, state: FormState) -> Self {
        Self { t, state }
    }

    /// The roster that was chosen, where there is a choice.
    pub fn roster(&mut self, typed: &str, rosters: &[AssisterKind]) -> Option<AssisterKind> {
        if let [only] = rosters {
            return Some(*only);
        }
        let chosen = AssisterKind::from_code(typed).filter(|kind| rosters.contains(kind));
        if chosen.is_none() {
            self.state.wrong("roster", self.t.agency_roster_missing());
        }
        chosen
    }

    /// The entry, if nothing is wrong with it. `before` is what was written down, when it is edited.
    pub fn entry(&mut self, typed: &EntryFields, before: Option<&Entry>) -> Option<Entry> {
        let fields = typed.typed();
        match before.map_or_else(|| Entry::check(&fields), |before| Entry::check_over(&fields, before)) {
            Ok(entry) => Some(entry),
            Err(wrong) => {
                for (field, problem) in wrong {
                    self.state.wrong(field.name(), problem_text(self.t, field, problem, &typed.certification_email));
                }
                None
            }
        }
    }

    /// "Assister Portal Access".
    pub fn portal_access(&mut self, typed: &str) -> Option<bool> {
        self.one_of("portal_access", typed, ("yes", "no"), self.t.agency_access_missing())
    }

    /// Employment.
    pub fn employment(&mut self, typed: &str) -> Option<bool> {
        self.one_of("employment", typed, ("active", "inactive"), self.t.agency_employment_missing())
    }

    fn one_of(&mut self, field: &str, typed: &str, (yes, no): (&str, &str), missing: &str) -> Option<bool> {
        let chosen = if typed == yes {
            Some(true)
        } else if typed == no {
            Some(false)
        } else {
            None
        };
        if chosen.is_none() {
            self.state.wrong(field, missing);
        }
        chosen
    }

    /// Notes what is somebody else's.
    pub fn taken(&mut self, taken: &[Taken]) {
        for taken in taken {
            self.state.wrong(taken.field.name(), taken_text(self.t, taken));
        }
    }
}

/// What is wrong with a field, and what to do.
#[must_use]
pub fn problem_text(t: Messages, field: EntryField, problem: EntryProblem, certification_email: &str) -> String {
    match (problem, field) {
        (EntryProblem::Generic, _) => {
            let mailbox = generic_mailbox(certification_email).unwrap_or_default();
            fill(t.agency_generic(), &[("mailbox", mailbox)])
        }
        (EntryProblem::TooLong, _) => fill(t.agency_too_long(), &[("field", field_text(t, field))]),
        (EntryProblem::Missing, _) => fill(t.agency_missing(), &[("field", field_text(t, field))]),
        (EntryProblem::Malformed, EntryField::CertificationEmail | EntryField::Email) => t.agency_malformed_email().to_owned(),
        (EntryProblem::Malformed, EntryField::TrainingId) => t.agency_malformed_training().to_owned(),
        (EntryProblem::Malformed, EntryField::Phone) => t.agency_malformed_phone().to_owned(),
        (EntryProblem::Malformed, _) => fill(t.agency_malformed(), &[("field", field_text(t, field))]),
    }
}

/// Why a value can't be had: by name within the organization, and without a word about anybody else.
#[must_use]
pub fn taken_text(t: Messages, taken: &Taken) -> String {
    match (taken.field, &taken.by) {
        (EntryField::TrainingId, Some(name)) => fill(t.agency_training_taken_by(), &[("name", name)]),
        (EntryField::TrainingId, None) => t.agency_training_taken().to_owned(),
        (_, Some(name)) => fill(t.agency_email_taken_by(), &[("name", name)]),
        (_, None) => t.agency_email_taken().to_owned(),
    }
}

/// A field's label.
#[must_use]
pub const fn field_text(t: Messages, field: EntryField) -> &'static str {
    match field {
        EntryField::FirstName => t.agency_first_name(),
        EntryField::LastName => t.agency_last_name(),
        EntryField::CertificationEmail => t.agency_certification_email(),
        EntryField::TrainingId => t.agency_training_id(),
        EntryField::Phone => t.agency_phone(),
        EntryField::Email => t.agency_email(),
        EntryField::City => t.agency_city(),
        EntryField::Languages => t.agency_languages(),
    }
}

/// Somebody on a roster, as its table shows them.
#[must_use]
pub fn row_view(row: RosterRow, today: Date, t: Messages) -> RosterRowView {
    RosterRowView {
        id: row.id,
        name: row.name,
        assister_code: row.assister_code,
        training_id: row.training_id,
        employed: row.standing.employed,
        certification: views::certification(row.standing.certification, t),
        portal_access: row.standing.portal_access,
        gates_met: row.standing.gates(today).met(),
        account: row.standing.account(today),
        in_directory: row.standing.may_act(today),
    }
}

/// What is written down about somebody, with its labels.
#[must_use]
pub fn facts(kept: &Kept, t: Messages) -> Vec<(String, String)> {
    let field = |field: EntryField| (changed_field(field.name(), t), kept.entry.value(field).to_owned());
    let fact = |label: &str, value: &str| (label.to_owned(), value.to_owned());
    let employment = if kept.employed { t.standing_employment_active() } else { t.standing_employment_inactive() };
    let access = if kept.portal_access { t.standing_yes() } else { t.standing_no() };
    vec![
        fact(t.agency_roster(), t.kind(kept.standing.kind)),
        fact(t.agency_assister_code(), &kept.assister_code),
        field(EntryField::CertificationEmail),
        field(EntryField::TrainingId),
        field(EntryField::Phone),
        field(EntryField::Email),
        field(EntryField::City),
        field(EntryField::Languages),
        fact(t.agency_employment(), employment),
        fact(t.agency_access(), access),
    ]
    .into_iter()
    .chain(
        kept.email_asked_at
            .map(|at| (t.agency_email_waits().to_owned(), fill(t.agency_email_waits_since(), &[("date", &dates::date(at))]))),
    )
    .collect()
}

/// A row of the history, to read.
#[must_use]
pub fn history_view(row: HistoryRow, t: Messages) -> HistoryView {
    HistoryView {
        when: dates::moment(row.at),
        who: row.actor,
        role: t.role(row.role, None).to_owned(),
        field: changed_field(&row.field, t),
        before: row.before,
        after: row.after,
    }
}

/// What the history calls a field. What others than the roster's pages write is shown by its name.
#[must_use]
pub fn changed_field(field: &str, t: Messages) -> String {
    if let Some(known) = EntryField::ALL.into_iter().find(|known| known.name() == field) {
        return match known {
            EntryField::Phone => t.agency_history_phone(),
            EntryField::Email => t.agency_history_email(),
            other => field_text(t, other),
        }
        .to_owned();
    }
    match field {
        ADDED => t.agency_history_added().to_owned(),
        PORTAL_ACCESS => t.agency_access().to_owned(),
        EMPLOYMENT => t.agency_employment().to_owned(),
        NPN => t.agency_npn().to_owned(),
        LICENSE => t.agency_license().to_owned(),
        SIGN_IN_EMAIL => t.resource_field_sign_in_email().to_owned(),
        "training" => t.standing_gate_trained().to_owned(),
        "assessment" => t.standing_gate_mastered().to_owned(),
        // Written as `state` before.
        "account" | "state" => t.resource_field_account().to_owned(),
        "certification" => t.resource_field_certification().to_owned(),
        "activation" => t.resource_field_activation().to_owned(),
        "confirmed" => t.resource_field_confirmed().to_owned(),
        SESSIONS_ENDED => t.resource_field_sessions_ended().to_owned(),
        LOGIN_MN_UNLINKED => t.resource_field_login_mn_unlinked().to_owned(),
        SECOND_STEP_REMOVED => t.resource_field_second_step_removed().to_owned(),
        PROOFED => t.resource_field_proofed().to_owned(),
        other => other.replace('_', " "),
    }
}

/// What somebody else changed since an edit was begun, in words.
#[must_use]
pub fn meanwhile_text(t: Messages, history: &[HistoryRow], seen: Instant) -> String {
    let newer: Vec<&HistoryRow> = history.iter().filter(|row| row.at > seen).collect();
    let who = newer.first().map_or("", |row| row.actor.as_str());
    let what: Vec<String> = newer
        .iter()
        .rev()
        .map(|row| {
            let after = if row.after.is_empty() { t.agency_nothing() } else { &row.after };
            fill(t.agency_meanwhile_field(), &[("field", &changed_field(&row.field, t)), ("after", after)])
        })
        .collect();
    fill(t.agency_meanwhile(), &[("name", who), ("changes", &what.join("; "))])
}
