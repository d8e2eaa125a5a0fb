//! How far the consumer's own application is, in short: for the page of their account.

use super::Applicant;
use crate::api::applications::Fact;
use crate::api::error::ApiError;
use crate::api::manage_assister::{OwnApplication, OwnProgress};
use crate::domain::applications::{Outcomes, coverage_year, summary};
use crate::domain::manage_assister::fill;
use crate::server::context::RequestContext;
use crate::server::{dates, views};
use crate::store::StoredApplication;

impl RequestContext<Applicant> {
    /// The application that is applied for now, and the ways to those of other years.
    ///
    /// # Errors
    /// The store's.
    pub async fn own_progress(&self) -> Result<OwnProgress, ApiError> {
        let year = coverage_year(self.today()?);
        let file = self.file().await?;
        let (state, facts) = match &file.application {
            None => (OwnApplication::None, Vec::new()),
            Some(application) if application.submitted.is_none() => (OwnApplication::Draft, Vec::new()),
            Some(application) => (OwnApplication::Submitted, self.in_brief(application).await?),
        };
        Ok(OwnProgress { year, state, facts, others: self.other_years(file.consumer, year).await? })
    }

    /// What came of a submitted application: the result that holds now, and the plan.
    async fn in_brief(&self, application: &StoredApplication) -> Result<Vec<Fact>, ApiError> {
        let t = self.messages();
        let fact = |label: &str, value: String| Fact { label: label.to_owned(), value, ..Fact::default() };
        let submitted = application.submitted.iter().map(|(at, _)| fact(t.determination_submitted(), dates::date(*at)));
        let mut facts: Vec<Fact> = submitted.collect();
        let Some(initial) = self.store().initial_determination(application.id).await? else {
            facts.push(fact(t.determination_heading(), t.determination_pending_title().to_owned()));
            return Ok(facts);
        };
        let current = self.current(application).await?;
        let (label, outcomes) = match &current {
            Some(current) => (t.determination_current_heading(), current.status.summary()),
            None => (t.determination_heading(), summary(&initial.determination)),
        };
        facts.push(fact(label, views::in_short(t, &Outcomes::read(&outcomes))));
        let shop = self.shop(application, &initial.determination, current.as_ref().map(|current| &current.status)).await?;
        facts.extend(shop.in_brief().map(|plan| {
            let template = if self.plan_warning(&shop, application).is_some() { t.account_plan_check() } else { t.account_plan() };
            let plan = plan.map(|(plan, from)| fill(template, &[("plan", plan), ("date", &dates::calendar(from))]));
            fact(t.shopping_plan_heading(), plan.unwrap_or_else(|| t.shopping_plan_none().to_owned()))
        }));
        Ok(facts)
    }
}
