//! `/resource-center/plans`: the catalogs of plans, and importing one. Upload, look, then import. The file comes to `server/plans/routes`.

mod import_plans;
mod plans_page;

pub use import_plans::*;
pub use plans_page::*;

/// The page.
pub const PLANS: &str = "/resource-center/plans";
