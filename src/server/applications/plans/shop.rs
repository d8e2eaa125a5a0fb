//! For whom there are plans, by which determination, and which plan they have: what each reader may know of it.

use super::super::Applicant;
use crate::api::error::ApiError;
use crate::domain::applications::{LaterStatus, kinds};
use crate::domain::eligibility::Determination;
use crate::domain::instant::Date;
use crate::domain::shopping::Household;
use crate::server::context::RequestContext;
use crate::store::{CatalogPlan, StoredApplication, StoredEnrollment, StoredStatus};

/// What there is of plans on a day, for whoever reads it.
pub struct Shop {
    /// Who may have one; nobody, where nobody qualifies.
    pub(super) household: Option<Household>,
    /// Who qualifies for one, whether or not coverage could still start in the year.
    pub(super) qualify: Vec<u16>,
    /// Whether a later status says so.
    pub(super) later: bool,
    pub(super) enrolled: Option<Enrolled>,
    today: Date,
}

/// An enrollment.
pub(super) struct Enrolled {
    pub(super) enrollment: StoredEnrollment,
    /// In which plan, where the reader may know.
    pub(super) plan: Option<CatalogPlan>,
}

impl Enrolled {
    /// What the reader may know of it.
    pub(super) fn seen(&self) -> Option<(&StoredEnrollment, &CatalogPlan)> {
        self.plan.as_ref().map(|plan| (&self.enrollment, plan))
    }
}

impl Shop {
    /// Whether coverage has begun: then nothing is changed here any more.
    pub(super) fn begun(&self) -> bool {
        self.enrolled.as_ref().is_some_and(|enrolled| enrolled.enrollment.effective_on <= self.today)
    }

    /// Who can be shopped for now.
    pub fn open(&self) -> Option<&Household> {
        self.household.as_ref().filter(|_| !self.begun())
    }

    /// The plan's name and its first day, or `Some(None)` where one can be chosen; nothing for people who neither have one nor may have one.
    pub fn in_brief(&self) -> Option<Option<(&str, Date)>> {
        match self.seen() {
            Some((enrollment, CatalogPlan { plan, .. })) => Some(Some((plan.name.as_str(), enrollment.effective_on))),
            None => self.household.is_some().then_some(None),
        }
    }

    pub(super) fn seen(&self) -> Option<(&StoredEnrollment, &CatalogPlan)> {
        self.enrolled.as_ref().and_then(Enrolled::seen)
    }
}

impl RequestContext<Applicant> {
    /// The status that was recorded after the initial determination. It is not even read for an assister (rule 28).
    pub async fn current(&self, application: &StoredApplication) -> Result<Option<StoredStatus>, ApiError> {
        match self.who.kind {
            Some(_) => Ok(None),
            None => Ok(self.store().current_status(application.id).await?),
        }
    }

    /// Who of an application may have a health plan, and the plan that they have. What they have stays, whoever may have one now; but an
    /// assister is not told of a plan of people who may have none by the initial determination.
    pub async fn shop(
        &self,
        application: &StoredApplication,
        initial: &Determination,
        later: Option<&LaterStatus>,
    ) -> Result<Shop, ApiError> {
        let (today, assister) = (self.today()?, self.who.kind.is_some());
        let household = Household::of(&application.answers, initial, later, today);
        let outcomes = later.map_or_else(|| kinds(initial), |later| later.outcomes.clone());
        let qualify = outcomes.into_iter().filter(|(_, kind)| kind.has_plan()).map(|(member, _)| member).collect();
        let mut shop = Shop { household, qualify, later: later.is_some(), enrolled: None, today };
        if assister && shop.household.is_none() {
            return Ok(shop);
        }
        if let Some(enrollment) = self.store().enrollment(application.id).await? {
            let plan = if assister && !enrollment.open_to_assisters() { None } else { self.store().plan(enrollment.plan).await? };
            shop.enrolled = Some(Enrolled { enrollment, plan });
        }
        Ok(shop)
    }
}
