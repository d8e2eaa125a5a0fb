//! Later statuses, recorded by staff on the application of a consumer whom they found.

use super::plans::names;
use super::result::{name, results, status};
use super::words;
use crate::api::applications::{Fact, Link, Section};
use crate::api::error::{ApiError, ErrorCode};
use crate::api::forms::{Form, FormState, Posted};
use crate::api::resource_center::StatusView;
use crate::domain::applications::{Application, Kind, LaterStatus, coverage_year, kinds};
use crate::domain::ids::{ApplicationId, ConsumerId, DeterminationId};
use crate::domain::manage_assister::fill;
use crate::domain::resource_center;
use crate::server::context::{RequestContext, StaffSelf};
use crate::server::{dates, views};
use crate::store::{CatalogPlan, NewStatus, Side, StatusBy, StatusRecorded, StoredApplication, StoredDetermination};
use std::collections::BTreeMap;

/// A status as it was typed.
pub struct TypedStatus {
    /// The application.
    pub application: ApplicationId,
    /// What it will be named by.
    pub next: DeterminationId,
    /// The latest one that was seen.
    pub latest: DeterminationId,
    /// Why.
    pub why: String,
    /// What was chosen, by the applicant's number.
    pub outcomes: BTreeMap<String, String>,
}

/// What the address of a consumer's page says.
pub struct Looked<'a> {
    /// The key of the look-up.
    pub key: &'a str,
    /// For which year the application is; empty for the latest.
    pub year: &'a str,
    /// The key of a refused try.
    pub retry: &'a str,
}

/// The page of a consumer who was found, at the application for this year.
fn of_year(found: &str, year: &str) -> String {
    format!("/resource-center/consumers?found={found}&year={year}")
}

/// The field for an applicant.
fn field(member: u16) -> String {
    format!("outcomes[{member}]")
}

impl RequestContext<StaffSelf> {
    /// The consumer's applications that have a result, the latest year first.
    async fn determined(&self, consumer: ConsumerId) -> Result<Vec<(StoredApplication, StoredDetermination)>, ApiError> {
        let mut determined = Vec::new();
        for year in self.store().application_years(consumer).await? {
            let file = self.store().application_file(Side::Consumer(consumer), year).await?;
            let Some(application) = file.and_then(|file| file.application) else { continue };
            let initial = self.store().initial_determination(application.id).await?;
            determined.extend(initial.map(|initial| (application, initial)));
        }
        Ok(determined)
    }

    /// What there is to record a status on, or why there is nothing. Of several years it is the one that the address names, or the
    /// one of the refused try under `retry`; the latest otherwise.
    ///
    /// # Errors
    /// The store's.
    pub async fn status_view(&self, consumer: ConsumerId, found: Looked<'_>) -> Result<Result<StatusView, String>, ApiError> {
        let (t, now) = (self.messages(), coverage_year(self.today()?).to_string());
        let none = Ok(Err(fill(t.status_none(), &[("year", &now)])));
        let kept = self.kept_form(Form::RecordStatus, found.retry).await?;
        let mut determined = self.determined(consumer).await?;
        let tried = determined.iter().position(|(one, _)| one.id.to_string() == kept.value("application"));
        let asked = || determined.iter().position(|(one, _)| one.coverage_year.to_string() == found.year);
        let place = tried.or_else(asked).unwrap_or_default();
        if place >= determined.len() {
            return none;
        }
        let (application, initial) = determined.remove(place);
        let other = |(one, _): &(StoredApplication, StoredDetermination)| {
            let year = one.coverage_year.to_string();
            Link { href: of_year(found.key, &year), text: fill(t.application_caption(), &[("year", &year)]) }
        };
        let others = determined.iter().map(other).collect();
        let Some((at, _)) = application.submitted else { return none };
        let current = self.store().current_status(application.id).await?;
        let answers = &application.answers;
        let submitted = fill(t.status_submitted(), &[("year", &application.coverage_year.to_string()), ("date", &dates::date(at))]);
        let fact = |label: &str, value: String| Fact { label: label.to_owned(), value, ..Fact::default() };
        let mut facts = vec![fact(t.status_application(), submitted)];
        facts.extend(self.plan_of(&application).await?.map(|plan| fact(t.shopping_plan_heading(), plan)));
        let mut sections = vec![Section { heading: t.application_heading().to_owned(), facts, ..Section::default() }];
        sections.extend(current.as_ref().map(|current| status(t, current, answers)));
        let heading = t.determination_heading().to_owned();
        sections.push(Section { heading, text: Vec::new(), ..results(t, &initial.determination, answers, String::new()) });
        let now: Vec<(u16, Kind)> = match &current {
            Some(current) => current.status.outcomes.clone(),
            None => kinds(&initial.determination),
        };
        let mut form = kept;
        if form == FormState::default() {
            form = now.iter().fold(form, |form, (member, kind)| form.keep(&field(*member), kind.code()));
        }
        Ok(Ok(StatusView {
            sections,
            others,
            application: application.id,
            next: DeterminationId(self.fresh_id()),
            latest: current.map_or(initial.id, |current| current.id),
            people: answers.applicants().map(|member| (field(member.id), member.name.clone())).collect(),
            choices: Kind::ALL.iter().map(|kind| (kind.code().to_owned(), words::kind(t, *kind).to_owned())).collect(),
            form,
        }))
    }

    /// The plan that somebody is enrolled in, for whom and from when: no status ends it.
    async fn plan_of(&self, application: &StoredApplication) -> Result<Option<String>, ApiError> {
        let Some(enrollment) = self.store().enrollment(application.id).await? else { return Ok(None) };
        let Some(CatalogPlan { plan, .. }) = self.store().plan(enrollment.plan).await? else { return Ok(None) };
        let who = names(application, enrollment.members.iter().copied());
        let values = [("names", who), ("plan", plan.name), ("date", dates::calendar(enrollment.effective_on))];
        Ok(Some(fill(self.messages().status_plan(), &values.each_ref().map(|(name, value)| (*name, value.as_str())))))
    }

    /// Records it, once, for the consumer whom the caller found.
    ///
    /// # Errors
    /// Not found for an application that is not this consumer's; the store's.
    pub async fn record_status(&self, found: &str, typed: TypedStatus) -> Result<Posted, ApiError> {
        let not_found = || ApiError::new(ErrorCode::NotFound);
        let consumer = self.found(found).await?.ok_or_else(not_found)?;
        let determined = self.determined(consumer).await?;
        let (application, _) = determined.into_iter().find(|(own, _)| own.id == typed.application).ok_or_else(not_found)?;
        let mut form = FormState::default().keep("application", &typed.application.to_string()).keep("why", &typed.why);
        let outcomes = self.chosen(&application.answers, &typed.outcomes, &mut form);
        let reason = resource_center::reason(&typed.why);
        if let Err(problem) = reason {
            form.wrong("why", views::reason_problem(self.messages(), problem));
        }
        let (Ok(reason), true) = (reason, form.errors.is_empty()) else {
            return self.refuse_for(Form::RecordStatus, found, form).await;
        };
        let status = LaterStatus { outcomes, reason };
        let new = NewStatus { id: typed.next, consumer, application: application.id, status: &status, now: self.now };
        let by = StatusBy::Staff { audit: &self.audit(), seen: typed.latest };
        match self.store().record_status(new, by).await? {
            StatusRecorded::Now | StatusRecorded::Before => {
                self.done(&format!("{}&recorded={}", of_year(found, &application.coverage_year.to_string()), typed.next))
            }
            StatusRecorded::Meanwhile => {
                form.wrong("", self.messages().status_meanwhile());
                // Shown anew in every browser: the form must know the status that it now comes after.
                self.refuse_anew_for(Form::RecordStatus, found, form).await
            }
            StatusRecorded::Same => {
                form.wrong(&status.outcomes.first().map(|(member, _)| field(*member)).unwrap_or_default(), self.messages().status_same());
                self.refuse_for(Form::RecordStatus, found, form).await
            }
            StatusRecorded::NotFound => Err(not_found()),
        }
    }

    /// What was chosen for each applicant; what was not is noted.
    fn chosen(&self, answers: &Application, typed: &BTreeMap<String, String>, form: &mut FormState) -> Vec<(u16, Kind)> {
        let mut chosen = Vec::new();
        for member in answers.applicants() {
            let code = typed.get(&member.id.to_string()).map(String::as_str).unwrap_or_default();
            match Kind::from_code(code) {
                Some(kind) => {
                    *form = std::mem::take(form).keep(&field(member.id), code);
                    chosen.push((member.id, kind));
                }
                None => form.wrong(&field(member.id), fill(self.messages().status_missing(), &[("name", &name(answers, member.id))])),
            }
        }
        chosen
    }
}
