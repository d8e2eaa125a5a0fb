//! Catalogs of plans that come as files: their lines as they come in (`import`), what is said of them (`words`), and the addresses that
//! take and give files (`routes`).

pub mod import;
pub mod words;

mod routes;

pub use routes::routes;

use super::dates;
use crate::api::plans::{CatalogRow, LinesAddress};
use crate::domain::plans::import::LineAction;
use crate::domain::query;
use crate::store::Catalog;

/// Reads the query of the page's address: which lines of which file, and the key of a refused form. What is never written into one is
/// passed over.
#[must_use]
pub fn lines_address(query: &str) -> (LinesAddress, String) {
    let (mut address, mut retry) = (LinesAddress::default(), String::new());
    for (name, value) in query::pairs(query) {
        match name {
            "file" => address.file = value,
            "show" => address.show = LineAction::from_code(&value),
            "page" => address.page = value.parse().unwrap_or_default(),
            "retry" => retry = value,
            _ => {}
        }
    }
    (address, retry)
}

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
