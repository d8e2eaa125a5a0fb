//! What is sold in a county.

use super::CatalogPlan;
use crate::domain::county::County;
use crate::domain::ids::PlanId;
use crate::domain::money::Cents;
use crate::domain::plans::{Area, MetalLevel, Plan, Premiums};
use crate::store::codec::known;
use crate::store::db::{Write, fetch_optional};
use crate::store::row::row;
use crate::store::statement::{Statement, Value};
use crate::store::{Explained, Store, StoreError};

row! {
    pub(super) struct PlanRow {
        id: PlanId,
        code: String,
        name: String,
        issuer: String,
        metal: String,
        network: String,
        area: String,
        premiums: String,
        deductible: i64,
        out_of_pocket_limit: i64,
    }
}

impl PlanRow {
    pub(super) fn plan(self) -> Result<CatalogPlan, StoreError> {
        let id = self.id.0;
        let plan = Plan {
            code: self.code,
            name: self.name,
            issuer: self.issuer,
            metal: known(MetalLevel::from_code(&self.metal), "plans", "metal", id)?,
            network: self.network,
            area: known(Area::from_code(&self.area), "plans", "area", id)?,
            premiums: known(Premiums::from_stored(&self.premiums), "plans", "premiums", id)?,
            deductible: Cents(self.deductible),
            out_of_pocket_limit: Cents(self.out_of_pocket_limit),
        };
        Ok(CatalogPlan { id: self.id, plan })
    }
}

fn sold_in(coverage_year: u16, county: County) -> Statement {
    let mut statement = Statement::default();
    statement.push(
        "SELECT p.id, p.code, p.name, p.issuer, p.metal, p.network, p.area, p.premiums, p.deductible, p.out_of_pocket_limit
         FROM plans p WHERE p.catalog_id = (SELECT r.catalog_id FROM current_plan_catalogs r WHERE r.coverage_year = ",
    );
    statement.bind(Value::Count(i64::from(coverage_year))).push(") AND p.area IN (");
    statement.bind(Value::Text(Area::County(county).code())).push(", ");
    statement.bind(Value::Text(Area::Rating(county.rating_area()).code())).push(") ORDER BY p.code");
    statement
}

/// A plan of the year's current catalog, at that moment; `None` where it is no longer, or never was, in it.
pub(in crate::store) async fn current_plan(tx: &mut Write, coverage_year: u16, id: PlanId) -> Result<Option<CatalogPlan>, StoreError> {
    let row = fetch_optional!(
        tx.on(),
        PlanRow,
        "SELECT p.id, p.code, p.name, p.issuer, p.metal, p.network, p.area, p.premiums, p.deductible, p.out_of_pocket_limit
         FROM plans p JOIN current_plan_catalogs r ON r.catalog_id = p.catalog_id WHERE p.id = $1 AND r.coverage_year = $2",
        id,
        i64::from(coverage_year),
    )?;
    row.map(PlanRow::plan).transpose()
}

impl Store {
    /// A plan, whatever catalog it is of.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn plan(&self, id: PlanId) -> Result<Option<CatalogPlan>, StoreError> {
        let row = fetch_optional!(
            self.read(),
            PlanRow,
            "SELECT p.id, p.code, p.name, p.issuer, p.metal, p.network, p.area, p.premiums, p.deductible, p.out_of_pocket_limit
             FROM plans p WHERE p.id = $1",
            id,
        )?;
        row.map(PlanRow::plan).transpose()
    }

    /// The plans of the year's current catalog that are sold in a county, by plan ID; none where the year has no catalog.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn plans_in(&self, coverage_year: u16, county: County) -> Result<Vec<CatalogPlan>, StoreError> {
        let rows: Vec<PlanRow> = sold_in(coverage_year, county).rows(self).await?;
        rows.into_iter().map(PlanRow::plan).collect()
    }

    /// How the database finds them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn explain_plans_in(&self, coverage_year: u16, county: County) -> Result<Explained, StoreError> {
        sold_in(coverage_year, county).explained(self).await
    }
}
