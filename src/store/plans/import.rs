//! A new catalog.

use super::NewCatalog;
use crate::domain::audit::{AuditAction, Subject};
use crate::domain::ids::{PlanId, UserId};
use crate::domain::instant::Instant;
use crate::domain::plans::Plan;
use crate::store::codec::storable;
use crate::store::db::{Write, execute, insert_all};
use crate::store::{Audit, By, Store, StoreError, audit};
use std::collections::BTreeSet;

/// Writes a catalog with its plans and its audit row, and makes it the current one of its year. Gives whether it is new: a catalog that is
/// there stays as it is.
pub(in crate::store) async fn write_catalog(
    tx: &mut Write,
    new: &NewCatalog,
    plans: &[(PlanId, &Plan)],
    (user, user_name): (UserId, &str),
    audit: &Audit,
    now: Instant,
) -> Result<bool, StoreError> {
    let year = i64::from(new.coverage_year);
    let codes: BTreeSet<&str> = plans.iter().map(|(_, plan)| plan.code.as_str()).collect();
    // No index is named: this id at once from elsewhere is met at either of two.
    let written = execute!(
        tx.on(),
        "INSERT INTO plan_catalogs (id, coverage_year, name, is_sample, plan_count, imported_at, user_id, user_name)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING",
        new.id,
        year,
        &*storable(&new.name),
        new.is_sample,
        i64::try_from(codes.len()).unwrap_or(i64::MAX),
        now,
        user,
        &*storable(user_name),
    )?;
    if written == 0 {
        return Ok(false);
    }
    insert_all!(
        tx,
        "INSERT INTO plans (id, catalog_id, code, name, issuer, metal, network, area, premiums, deductible, out_of_pocket_limit)",
        plans,
        |(id, plan)| *id,
        new.id,
        plan.code.as_str(),
        storable(&plan.name).into_owned(),
        storable(&plan.issuer).into_owned(),
        plan.metal.code(),
        storable(&plan.network).into_owned(),
        plan.area.code(),
        plan.premiums.stored(),
        plan.deductible.0,
        plan.out_of_pocket_limit.0,
    )?;
    execute!(
        tx.on(),
        "INSERT INTO current_plan_catalogs (coverage_year, catalog_id) VALUES ($1, $2)
         ON CONFLICT (coverage_year) DO UPDATE SET catalog_id = excluded.catalog_id",
        year,
        new.id,
    )?;
    audit::record(tx, audit, AuditAction::CatalogImported, Subject::default(), now).await?;
    Ok(true)
}

impl Store {
    /// Imports a catalog, which is the current one of its year from then on. Gives whether it is new: again under the same id, nothing
    /// happens.
    ///
    /// # Errors
    /// When the database fails; then nothing changed.
    pub async fn import_catalog(&self, new: &NewCatalog, plans: &[Plan], by: &By<'_>, now: Instant) -> Result<bool, StoreError> {
        let plans: Vec<(PlanId, &Plan)> = plans.iter().map(|plan| (PlanId((by.fresh)(now)), plan)).collect();
        let mut tx = self.write().await?;
        let written = write_catalog(&mut tx, new, &plans, (by.actor.user, by.name), &by.audit(now), now).await?;
        if written {
            tx.commit().await?;
        }
        Ok(written)
    }
}
