//! What the page shows.

use crate::api::error::ApiError;
use crate::api::forms::FormState;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;
use serde::{Deserialize, Serialize};

/// The page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PlansPage {
    /// The catalogs, and the form for a file.
    Catalogs {
        /// The latest year first, and of a year the latest one.
        catalogs: Vec<CatalogRow>,
        /// The coverage years of which a catalog may be imported.
        years: Vec<u16>,
        /// A refused try.
        form: FormState,
    },
    /// What the lines of a file will do, or what became of them.
    Lines(CatalogLines),
}

/// A catalog, to read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatalogRow {
    /// The coverage year.
    pub year: u16,
    /// What it is called.
    pub name: String,
    /// Made up.
    pub sample: bool,
    /// How many plans it has, each counted once, in however many areas it is sold.
    pub plans: u32,
    /// When it was imported, to read.
    pub imported: String,
    /// By whom.
    pub by: String,
    /// Whether it is the one that people choose from.
    pub current: bool,
}

/// The lines of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatalogLines {
    /// Under which they are kept.
    pub file: String,
    /// The coverage year.
    pub year: u16,
    /// What the catalog is called, or will be.
    pub name: String,
    /// Whether they were imported.
    pub imported: bool,
    /// How many are refused.
    pub refused: u32,
    /// The catalog that this one replaces.
    pub replaces: Option<CatalogRow>,
    /// Line by line.
    pub lines: Vec<CatalogLine>,
}

/// A line of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatalogLine {
    /// Its number as an editor counts.
    pub number: u32,
    /// The plan ID, the name and the area as they are written.
    pub said: [String; 3],
    /// Why it is refused; empty where it is not.
    pub refused: String,
}

/// The catalogs, or the lines kept under `key`, of which the part after a point only says that they are asked for anew.
#[server(name = LoadPlans, prefix = "/api", endpoint = "plans-page", input = Postcard, output = Postcard)]
pub async fn plans_page(key: String) -> Result<PlansPage, ApiError> {
    use crate::api::forms::Form;
    use crate::server::context::{ManagerSelf, RequestContext};
    use crate::server::plans::catalog_row;
    use crate::server::plans::import::{Kept, years};
    let context = RequestContext::<ManagerSelf>::require()?;
    let key = key.split('.').next().unwrap_or_default();
    if let Some(kept) = Kept::read(context.kept_search(Some(key)).await?) {
        let current = if kept.done { None } else { context.store().current_catalog(kept.year).await? };
        let lines = kept.shown(context.messages());
        let refused = u32::try_from(lines.iter().filter(|line| !line.refused.is_empty()).count()).unwrap_or(u32::MAX);
        let replaces = current.map(catalog_row);
        let (file, year, name, imported) = (key.to_owned(), kept.year, kept.name, kept.done);
        return Ok(PlansPage::Lines(CatalogLines { file, year, name, imported, refused, replaces, lines }));
    }
    let catalogs = context.store().catalogs().await?.into_iter().map(catalog_row).collect();
    let years = years(context.today()?).to_vec();
    Ok(PlansPage::Catalogs { catalogs, years, form: context.kept_form(Form::PlanImport, key).await? })
}
