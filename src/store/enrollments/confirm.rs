//! Confirming an enrollment.

use super::{StoredEnrollment, current};
use crate::domain::applications::NoticeKind;
use crate::domain::audit::AuditAction;
use crate::domain::ids::{ApplicationId, ConsumerId, EnrollmentId, PlanId};
use crate::domain::instant::{Date, Instant};
use crate::domain::shopping::{Household, Price};
use crate::store::applications::{Notice, initial, latest_status, lock_owner, notify, stored};
use crate::store::db::{Write, execute, fetch_one};
use crate::store::plans::current_plan;
use crate::store::{Audit, Side, Store, StoreError, StoredApplication, audit};

/// What somebody confirms: what the page showed them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConfirmedPlan {
    /// The plan.
    pub plan: PlanId,
    /// What it cost.
    pub price: Price,
    /// The first day of coverage.
    pub effective_on: Date,
    /// The enrollment that it would take the place of.
    pub replaces: Option<EnrollmentId>,
}

/// A confirmation.
#[derive(Clone, Copy, Debug)]
pub struct Confirm<'a> {
    /// The enrollment's id, should it come to one.
    pub id: EnrollmentId,
    /// For which year.
    pub coverage_year: u16,
    /// What is confirmed.
    pub confirmed: ConfirmedPlan,
    /// For whom the page showed it: members of the household.
    pub who: &'a [u16],
    /// When.
    pub now: Instant,
    /// Which day that is.
    pub today: Date,
    /// By whom.
    pub audit: &'a Audit,
}

/// What confirming did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Enrolled {
    /// Enrolled now.
    Now,
    /// These people were enrolled in this plan at this price before: nothing changed.
    Before,
    /// The plan is not, or not any more, among those that are sold to the household: nothing changed.
    NotSold,
    /// Other people qualify for a plan now: nothing changed.
    OtherPeople,
    /// It costs something else now: nothing changed.
    OtherPrice,
    /// Coverage would begin on another day now: nothing changed.
    OtherDay,
    /// Another enrollment was confirmed meanwhile: nothing changed.
    Meanwhile,
    /// Coverage has begun: it can't be changed here.
    Begun,
    /// There is nobody to enroll: not submitted, not determined, or nobody qualifies for a plan.
    Nobody,
    /// Not this person's, or not any more.
    NotFound,
}

impl Store {
    /// Enrolls everybody of a household who qualifies for a plan, at the price that was shown, and in the place of an enrollment whose
    /// first day is still to come. With it go its audit row and the consumer's notice. Who qualifies is said by the current status where
    /// the consumer confirms, and by the initial determination where an assister does (rule 28).
    ///
    /// # Errors
    /// When the database fails; then nothing changed.
    pub async fn confirm_enrollment(&self, side: Side, confirm: Confirm<'_>) -> Result<Enrolled, StoreError> {
        let mut tx = self.write().await?;
        let Some(file) = lock_owner(&mut tx, side).await? else { return Ok(Enrolled::NotFound) };
        let Some(application) = stored(&mut tx, file.consumer, confirm.coverage_year).await? else { return Ok(Enrolled::Nobody) };
        let Some(initial) = initial(&mut tx, application.id).await? else { return Ok(Enrolled::Nobody) };
        let later = match side {
            Side::Consumer(_) => latest_status(&mut tx, application.id).await?,
            Side::Assister { .. } => None,
        };
        let later = later.as_ref().map(|later| &later.status);
        let household = Household::of(&application.answers, &initial.determination, later, confirm.today);
        let Some(household) = household else { return Ok(Enrolled::Nobody) };
        let before = current(&mut tx, application.id).await?;
        if let Some(refused) = refused(before.as_ref(), side, &confirm) {
            return Ok(refused);
        }
        match price_now(&mut tx, &application, &household, &confirm).await? {
            None => return Ok(Enrolled::NotSold),
            Some(_) if household.members() != confirm.who => return Ok(Enrolled::OtherPeople),
            Some(price) if price != confirm.confirmed.price => return Ok(Enrolled::OtherPrice),
            Some(_) if household.effective_on != confirm.confirmed.effective_on => return Ok(Enrolled::OtherDay),
            Some(_) => {}
        }
        if let Some(before) = &before {
            let sql = "UPDATE enrollments SET replaced_at = CASE WHEN confirmed_at > $2 THEN confirmed_at ELSE $2 END WHERE id = $1";
            execute!(tx.on(), sql, before.id, confirm.now)?;
        }
        write(&mut tx, (application.id, file.consumer), &household, &confirm).await?;
        audit::record(&mut tx, confirm.audit, AuditAction::Enrolled, side.subject(file.consumer), confirm.now).await?;
        let notice = notice(&mut tx, before.map(|before| before.plan), &confirm).await?.by_side(&mut tx, side).await?;
        notify(&mut tx, confirm.audit, file.consumer, &notice).await?;
        tx.commit().await?;
        Ok(Enrolled::Now)
    }
}

/// What the consumer is told, with the plans as they are called now.
async fn notice(tx: &mut Write, before: Option<PlanId>, confirm: &Confirm<'_>) -> Result<Notice, StoreError> {
    let before = match before {
        Some(plan) => plan_name(tx, plan).await?,
        None => String::new(),
    };
    Ok(Notice {
        about: plan_name(tx, confirm.confirmed.plan).await?,
        before,
        year: Some(confirm.coverage_year),
        first_day: Some(confirm.confirmed.effective_on),
        ..Notice::of(NoticeKind::Enrolled, confirm.now)
    })
}

async fn plan_name(tx: &mut Write, plan: PlanId) -> Result<String, StoreError> {
    Ok(fetch_one!(tx.on(), (String,), "SELECT name FROM plans WHERE id = $1", plan)?.0)
}

/// Whether what is there already stands in the way.
fn refused(before: Option<&StoredEnrollment>, side: Side, confirm: &Confirm<'_>) -> Option<Enrolled> {
    let ConfirmedPlan { plan, price, .. } = confirm.confirmed;
    let same = |before: &StoredEnrollment| {
        let readable = matches!(side, Side::Consumer(_)) || before.open_to_assisters();
        readable && before.plan == plan && before.members == confirm.who && before.price() == price
    };
    if before.is_some_and(same) {
        return Some(Enrolled::Before);
    }
    if before.is_some_and(|before| before.effective_on <= confirm.today) {
        return Some(Enrolled::Begun);
    }
    (before.map(|before| before.id) != confirm.confirmed.replaces).then_some(Enrolled::Meanwhile)
}

/// What the plan costs at this moment, if it is sold to the household.
async fn price_now(
    tx: &mut Write,
    application: &StoredApplication,
    household: &Household,
    confirm: &Confirm<'_>,
) -> Result<Option<Price>, StoreError> {
    let Some(sold) = current_plan(tx, confirm.coverage_year, confirm.confirmed.plan).await? else { return Ok(None) };
    let here = application.answers.address.as_ref().is_some_and(|address| sold.plan.area.holds(address.county));
    Ok(if here { household.price(&sold.plan) } else { None })
}

async fn write(
    tx: &mut Write,
    (application, consumer): (ApplicationId, ConsumerId),
    household: &Household,
    confirm: &Confirm<'_>,
) -> Result<(), StoreError> {
    let members: Vec<String> = household.members().iter().map(u16::to_string).collect();
    execute!(
        tx.on(),
        "INSERT INTO enrollments (id, application_id, consumer_id, plan_id, members, premium, credit, effective_on, confirmed_at,
             confirmed_by, confirmed_role)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        confirm.id,
        application,
        consumer,
        confirm.confirmed.plan,
        members.join(" "),
        confirm.confirmed.price.premium.0,
        confirm.confirmed.price.credit.0,
        household.effective_on,
        confirm.now,
        confirm.audit.actor.user,
        confirm.audit.actor.role.code(),
    )?;
    Ok(())
}
