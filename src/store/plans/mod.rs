//! Catalogs of plans: what is sold in a coverage year. Several a year may have been imported, one is current; all are kept.

mod catalogs;
mod county;
mod import;

pub(in crate::store) use county::current_plan;
pub(in crate::store) use import::write_catalog;

use crate::domain::ids::{CatalogId, PlanId};
use crate::domain::instant::Instant;
use crate::domain::plans::Plan;

/// A catalog to be.
#[derive(Clone, Debug)]
pub struct NewCatalog {
    /// Its id, version 7. Imported again under the same id, nothing happens.
    pub id: CatalogId,
    /// The coverage year.
    pub coverage_year: u16,
    /// What it is called: where it came from.
    pub name: String,
    /// Made up, to show the portal with.
    pub is_sample: bool,
}

/// A catalog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Catalog {
    /// Its id.
    pub id: CatalogId,
    /// The coverage year.
    pub coverage_year: u16,
    /// What it is called.
    pub name: String,
    /// Made up, to show the portal with.
    pub is_sample: bool,
    /// How many plans it has, each counted once, in however many areas it is sold.
    pub plans: u32,
    /// When it was imported.
    pub imported_at: Instant,
    /// By whom.
    pub imported_by: String,
    /// Whether it is the one that people choose from.
    pub is_current: bool,
}

/// A plan of a catalog, as it is sold in one area.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatalogPlan {
    /// Its id.
    pub id: PlanId,
    /// The plan.
    pub plan: Plan,
}
