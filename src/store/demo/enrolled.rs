//! The demo's enrollment: the cheapest silver plan of those that the household may have.

use super::applications::Desk;
use crate::domain::applications::Application;
use crate::domain::audit::Actor;
use crate::domain::eligibility::Determination;
use crate::domain::ids::{ApplicationId, ConsumerId, EnrollmentId, PlanId};
use crate::domain::instant::Instant;
use crate::domain::plans::MetalLevel;
use crate::domain::shopping::Household;
use crate::store::StoreError;
use crate::store::db::{execute, fetch_one};

/// Enrolls everybody who qualifies for a plan; where nobody does or none is sold, nobody.
pub(super) async fn enroll(
    desk: &mut Desk<'_, '_>,
    (application, consumer, year): (ApplicationId, ConsumerId, u16),
    (answers, determination): (&Application, &Determination),
    actor: Actor,
    at: Instant,
) -> Result<(), StoreError> {
    let household = Household::of(answers, determination, None, (desk.input.day)(at));
    let (Some(household), Some(address)) = (household, &answers.address) else { return Ok(()) };
    let sold = desk.plans.iter().filter(|plan| plan.metal == MetalLevel::Silver && plan.area.holds(address.county));
    let priced = sold.filter_map(|plan| Some((household.price(plan)?, plan)));
    let Some((price, plan)) = priced.min_by_key(|(price, plan)| (price.premium, plan.code.clone())) else { return Ok(()) };
    let (code, area) = (plan.code.clone(), plan.area.code());
    let sql = "SELECT p.id FROM plans p JOIN current_plan_catalogs c ON c.catalog_id = p.catalog_id
               WHERE c.coverage_year = $1 AND p.area = $2 AND p.code = $3";
    let (plan,) = fetch_one!(desk.tx.on(), (PlanId,), sql, i64::from(year), area, code)?;
    let members: Vec<String> = household.members().iter().map(u16::to_string).collect();
    let id = EnrollmentId(desk.id());
    execute!(
        desk.tx.on(),
        "INSERT INTO enrollments (id, application_id, consumer_id, plan_id, members, premium, credit, effective_on, confirmed_at,
             confirmed_by, confirmed_role)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        id,
        application,
        consumer,
        plan,
        members.join(" "),
        price.premium.0,
        price.credit.0,
        household.effective_on,
        at,
        actor.user,
        actor.role.code(),
    )?;
    Ok(())
}
