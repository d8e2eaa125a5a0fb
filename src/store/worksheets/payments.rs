//! Per-enrollee payments: the cases that became active in a time, each with the navigator whose association was in force then.

use crate::domain::applications::Outcomes;
use crate::domain::ids::{ApplicationId, OrganizationId};
use crate::domain::instant::Instant;
use crate::domain::worksheets::{active_since, was_in_force};
use crate::store::row::row;
use crate::store::statement::{Explained, Statement, Value};
use crate::store::{Store, StoreError};

/// A payment: one for each case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payment {
    /// The case.
    pub case: ApplicationId,
    /// The navigator's name.
    pub navigator: String,
    /// Their organization's name.
    pub organization: String,
    /// When the case became active.
    pub active_at: Instant,
}

row! {
    /// What is known of a case that something happened to in the time, once for each association that its consumer ever had with a navigator.
    struct CaseRow {
        id: ApplicationId,
        determined_at: Option<Instant>,
        summary: Option<String>,
        enrolled_at: Option<Instant>,
        navigator: String,
        organization: String,
        started_at: Instant,
        ended_at: Option<Instant>,
    }
}

impl CaseRow {
    fn payment(self, from: Instant, to: Instant) -> Option<Payment> {
        let outcomes = Outcomes::read(self.summary.as_deref().unwrap_or_default());
        let active_at = active_since(self.determined_at.map(|at| (at, &outcomes)), self.enrolled_at)?;
        let earned = (from..to).contains(&active_at) && was_in_force(self.started_at, self.ended_at, active_at);
        let Self { id: case, navigator, organization, .. } = self;
        earned.then_some(Payment { case, navigator, organization, active_at })
    }
}

fn cases(organization: Option<OrganizationId>, from: Instant, to: Instant) -> Statement {
    let between = |statement: &mut Statement, column: &str| {
        statement.push(column).push(" >= ").bind(Value::At(from)).push(" AND ").push(column).push(" < ").bind(Value::At(to));
    };
    let mut statement = Statement::default();
    statement.push(
        "SELECT p.id, d.recorded_at AS determined_at, d.summary,
             (SELECT MIN(e.confirmed_at) FROM enrollments e WHERE e.application_id = p.id) AS enrolled_at,
             a.display_name AS navigator, o.name AS organization, s.started_at, s.ended_at
         FROM (SELECT n.application_id FROM determinations n WHERE n.is_initial AND ",
    );
    between(&mut statement, "n.recorded_at");
    statement.push(" UNION SELECT n.application_id FROM enrollments n WHERE ");
    between(&mut statement, "n.confirmed_at");
    statement.push(
        ") c
         JOIN applications p ON p.id = c.application_id
         LEFT JOIN determinations d ON d.application_id = p.id AND d.is_initial
         JOIN associations s ON s.consumer_id = p.consumer_id
         JOIN assisters a ON a.id = s.assister_id AND a.kind = 'navigator'
         JOIN organizations o ON o.id = a.organization_id",
    );
    if let Some(organization) = organization {
        statement.push(" WHERE a.organization_id = ").bind(Value::Id(organization.0));
    }
    statement
}

impl Store {
    /// The payments for cases that became active from one moment to before another, the earliest first: an organization's own navigators',
    /// or everybody's.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn payments(&self, organization: Option<OrganizationId>, from: Instant, to: Instant) -> Result<Vec<Payment>, StoreError> {
        let rows: Vec<CaseRow> = cases(organization, from, to).rows(self).await?;
        let mut payments: Vec<Payment> = rows.into_iter().filter_map(|row| row.payment(from, to)).collect();
        payments.sort_by_key(|payment| (payment.active_at, payment.case));
        Ok(payments)
    }

    /// The plan of what [`payments`](Self::payments) runs, for the test that keeps it on indexes.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn explain_payments(
        &self,
        organization: Option<OrganizationId>,
        from: Instant,
        to: Instant,
    ) -> Result<Explained, StoreError> {
        cases(organization, from, to).explained(self).await
    }
}
