//! Plans: the catalogs that the resource manager imports.

mod catalogs;
mod lines;

pub use catalogs::plans_page;
