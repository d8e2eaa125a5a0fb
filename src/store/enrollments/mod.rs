//! Enrollments in health plans: what was confirmed stays as it was confirmed, whatever the catalog says later. Of an application one is
//! current; the others were replaced before their first day.

mod confirm;

pub use confirm::{Confirm, ConfirmedPlan, Enrolled};

use crate::domain::identity::Role;
use crate::domain::ids::{ApplicationId, EnrollmentId, PlanId};
use crate::domain::instant::{Date, Instant};
use crate::domain::money::Cents;
use crate::domain::shopping::Price;
use crate::store::codec::known;
use crate::store::db::{Write, fetch_optional};
use crate::store::row::row;
use crate::store::{Store, StoreError};

/// An enrollment as it was confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredEnrollment {
    /// Which.
    pub id: EnrollmentId,
    /// In which plan, of the catalog that it was chosen from.
    pub plan: PlanId,
    /// Who: members of the household.
    pub members: Vec<u16>,
    /// The plan's premium a month at that time.
    pub premium: Cents,
    /// The tax credit that lowers it.
    pub credit: Cents,
    /// The first day of coverage.
    pub effective_on: Date,
    /// When it was confirmed.
    pub confirmed_at: Instant,
    /// In which role.
    pub confirmed_by: Role,
}

impl StoredEnrollment {
    /// What it costs.
    #[must_use]
    pub const fn price(&self) -> Price {
        Price { premium: self.premium, credit: self.credit }
    }

    /// Whether an assister may read more of it than that it is there. What an assister confirmed follows from the initial determination.
    /// What the consumer confirmed may follow from a later status, which an assister is never shown (rule 28), nor that there is one: so
    /// it is the same for all that consumers confirm.
    #[must_use]
    pub fn open_to_assisters(&self) -> bool {
        self.confirmed_by == Role::Assister
    }
}

row! {
    struct EnrollmentRow {
        id: EnrollmentId,
        plan_id: PlanId,
        members: String,
        premium: i64,
        credit: i64,
        effective_on: Date,
        confirmed_at: Instant,
        confirmed_role: String,
    }
}

impl EnrollmentRow {
    fn read(self) -> Result<StoredEnrollment, StoreError> {
        let members: Option<Vec<u16>> = self.members.split(' ').map(|member| member.parse().ok()).collect();
        Ok(StoredEnrollment {
            members: known(members, "enrollments", "members", self.id.0)?,
            confirmed_by: known(Role::from_code(&self.confirmed_role), "enrollments", "confirmed_role", self.id.0)?,
            id: self.id,
            plan: self.plan_id,
            premium: Cents(self.premium),
            credit: Cents(self.credit),
            effective_on: self.effective_on,
            confirmed_at: self.confirmed_at,
        })
    }
}

const CURRENT: &str = "SELECT id, plan_id, members, premium, credit, effective_on, confirmed_at, confirmed_role
     FROM enrollments WHERE application_id = $1 AND replaced_at IS NULL";

/// The current enrollment of an application in a file that is locked.
async fn current(tx: &mut Write, application: ApplicationId) -> Result<Option<StoredEnrollment>, StoreError> {
    fetch_optional!(tx.on(), EnrollmentRow, CURRENT, application)?.map(EnrollmentRow::read).transpose()
}

impl Store {
    /// The current enrollment of an application.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn enrollment(&self, application: ApplicationId) -> Result<Option<StoredEnrollment>, StoreError> {
        fetch_optional!(self.read(), EnrollmentRow, CURRENT, application)?.map(EnrollmentRow::read).transpose()
    }
}
