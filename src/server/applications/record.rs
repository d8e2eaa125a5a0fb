//! The applications that a client's record leads to.

use super::Applicant;
use crate::api::clients::RecordApplication;
use crate::api::error::ApiError;
use crate::domain::applications::coverage_year;
use crate::domain::manage_assister::fill;
use crate::server::context::RequestContext;
use crate::server::views;
use crate::store::{Applied, ClientRecord};

impl RequestContext<Applicant> {
    /// The application that is applied for now first, started or not, then those of the years before, the latest first.
    ///
    /// # Errors
    /// When the clock is out of range.
    pub fn of_record(&self, record: &ClientRecord) -> Result<Vec<RecordApplication>, ApiError> {
        let now = coverage_year(self.today()?);
        let mut years: Vec<(u16, Option<&Applied>)> = record.applied.iter().map(|one| (one.coverage_year, Some(one))).collect();
        if !years.iter().any(|(year, _)| *year == now) {
            years.insert(0, (now, None));
        }
        Ok(years.into_iter().map(|(year, one)| self.record_application(record, year, one, now)).collect())
    }

    fn record_application(&self, record: &ClientRecord, year: u16, one: Option<&Applied>, now: u16) -> RecordApplication {
        let t = self.messages();
        let way = self.way_to_year(year, now);
        let mut applied = views::application(one, t);
        if let Some(plan) = record.plans.get(&year) {
            applied.plan = fill(t.client_plan_name(), &[("plan", plan)]);
        }
        let link = match one {
            _ if year != now => &way.text,
            None => t.client_to_application(),
            Some(one) if one.submitted_at.is_none() => t.client_to_draft(),
            Some(_) => t.client_to_result(),
        };
        RecordApplication { applied, link: link.to_owned(), address: way.href, heading: way.text }
    }
}
