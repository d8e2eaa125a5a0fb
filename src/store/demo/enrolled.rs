//! The demo's enrollment: the cheapest silver plan of those that the household may have.

use super::applications::Desk;
use super::papers::EnrollmentRow;
use crate::domain::applications::Application;
use crate::domain::audit::Actor;
use crate::domain::eligibility::Determination;
use crate::domain::ids::{ApplicationId, ConsumerId, EnrollmentId};
use crate::domain::instant::Instant;
use crate::domain::plans::MetalLevel;
use crate::domain::shopping::Household;

/// Enrolls everybody who qualifies for a plan, and gives its name, too; where nobody does or none is sold, nobody.
pub(super) fn enrollment(
    desk: &mut Desk<'_>,
    (application, consumer): (ApplicationId, ConsumerId),
    (answers, determination): (&Application, &Determination),
    actor: Actor,
    at: Instant,
) -> Option<(String, EnrollmentRow)> {
    let household = Household::of(answers, determination, None, (desk.input.day)(at))?;
    let county = answers.address.as_ref()?.county;
    let sold = desk.plans.iter().filter(|plan| plan.metal == MetalLevel::Silver && plan.area.holds(county));
    let priced = sold.filter_map(|plan| Some((household.price(plan)?, plan)));
    let (price, plan) = priced.min_by_key(|(price, plan)| (price.premium, plan.code.clone()))?;
    let (name, plan) = (plan.name.clone(), *desk.ids.get(&(plan.area.code(), plan.code.clone()))?);
    let members: Vec<String> = household.members().iter().map(u16::to_string).collect();
    let row = EnrollmentRow {
        id: EnrollmentId(desk.id()),
        application,
        consumer,
        plan,
        members: members.join(" "),
        price,
        effective_on: household.effective_on,
        at,
        actor,
    };
    Some((name, row))
}
