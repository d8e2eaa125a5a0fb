//! Which catalogs there are.

use super::Catalog;
use super::county::PlanRow;
use crate::domain::ids::CatalogId;
use crate::domain::instant::Instant;
use crate::domain::plans::Plan;
use crate::store::codec::{count, known};
use crate::store::db::{fetch_all, fetch_optional};
use crate::store::row::row;
use crate::store::{Store, StoreError};

row! {
    struct CatalogRow {
        id: CatalogId,
        coverage_year: i64,
        name: String,
        is_sample: bool,
        plan_count: i64,
        imported_at: Instant,
        user_name: String,
        is_current: bool,
    }
}

impl CatalogRow {
    fn catalog(self) -> Result<Catalog, StoreError> {
        Ok(Catalog {
            id: self.id,
            coverage_year: known(u16::try_from(self.coverage_year).ok(), "plan_catalogs", "coverage_year", self.id.0)?,
            name: self.name,
            is_sample: self.is_sample,
            plans: count(self.plan_count),
            imported_at: self.imported_at,
            imported_by: self.user_name,
            is_current: self.is_current,
        })
    }
}

impl Store {
    /// Every catalog: the latest year first, and of a year the latest one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn catalogs(&self) -> Result<Vec<Catalog>, StoreError> {
        let rows = fetch_all!(
            self.read(),
            CatalogRow,
            "SELECT c.id, c.coverage_year, c.name, c.is_sample, c.plan_count, c.imported_at, c.user_name,
                 (r.catalog_id IS NOT NULL) AS is_current
             FROM plan_catalogs c LEFT JOIN current_plan_catalogs r ON r.coverage_year = c.coverage_year AND r.catalog_id = c.id
             ORDER BY c.coverage_year DESC, c.imported_at DESC, c.id DESC",
        )?;
        rows.into_iter().map(CatalogRow::catalog).collect()
    }

    /// The plans of a catalog, in every area, by plan ID.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn plans_of(&self, catalog: CatalogId) -> Result<Vec<Plan>, StoreError> {
        let rows = fetch_all!(
            self.read(),
            PlanRow,
            "SELECT p.id, p.code, p.name, p.issuer, p.metal, p.network, p.area, p.premiums, p.deductible, p.out_of_pocket_limit
             FROM plans p WHERE p.catalog_id = $1 ORDER BY p.code, p.area",
            catalog,
        )?;
        rows.into_iter().map(|row| row.plan().map(|plan| plan.plan)).collect()
    }

    /// The catalog that people choose from in a coverage year.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn current_catalog(&self, coverage_year: u16) -> Result<Option<Catalog>, StoreError> {
        let row = fetch_optional!(
            self.read(),
            CatalogRow,
            "SELECT c.id, c.coverage_year, c.name, c.is_sample, c.plan_count, c.imported_at, c.user_name, TRUE AS is_current
             FROM current_plan_catalogs r JOIN plan_catalogs c ON c.id = r.catalog_id WHERE r.coverage_year = $1",
            i64::from(coverage_year),
        )?;
        row.map(CatalogRow::catalog).transpose()
    }

    /// The catalog that an imported one replaced: the one of its year that was imported before it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn catalog_before(&self, id: CatalogId) -> Result<Option<Catalog>, StoreError> {
        let row = fetch_optional!(
            self.read(),
            CatalogRow,
            "SELECT c.id, c.coverage_year, c.name, c.is_sample, c.plan_count, c.imported_at, c.user_name, FALSE AS is_current
             FROM plan_catalogs own JOIN plan_catalogs c ON c.coverage_year = own.coverage_year
                 AND (c.imported_at, c.id) < (own.imported_at, own.id)
             WHERE own.id = $1 ORDER BY c.imported_at DESC, c.id DESC LIMIT 1",
            id,
        )?;
        row.map(CatalogRow::catalog).transpose()
    }
}
