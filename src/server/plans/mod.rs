//! Catalogs of plans that come as files: their lines as they come in (`import`), what is said of them (`words`), and the addresses that
//! take and give files (`routes`).

pub mod import;
pub mod words;

mod routes;

pub use routes::routes;

use super::dates;
use crate::api::plans::CatalogRow;
use crate::store::Catalog;

/// A catalog, to read.
#[must_use]
pub fn catalog_row(catalog: Catalog) -> CatalogRow {
    CatalogRow {
        year: catalog.coverage_year,
        name: catalog.name,
        sample: catalog.is_sample,
        plans: catalog.plans,
        imported: dates::date(catalog.imported_at),
        by: catalog.imported_by,
        current: catalog.is_current,
    }
}
