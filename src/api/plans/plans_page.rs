//! What the page shows.

use super::PLANS;
use crate::api::client::FromPage;
use crate::api::error::ApiError;
use crate::api::forms::FormState;
use crate::domain::plans::import::LineAction;
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

/// What the address of a file's lines says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinesAddress {
    /// Under which they are kept.
    pub file: String,
    /// Only what this becomes of.
    pub show: Option<LineAction>,
    /// Which page of them, from 0.
    pub page: usize,
}

impl LinesAddress {
    /// The address of a page of them.
    #[must_use]
    pub fn page(&self, page: usize) -> String {
        let show = self.show.map_or("all", LineAction::code);
        let page = if page == 0 { String::new() } else { format!("&page={page}") };
        format!("{PLANS}?file={}&show={show}{page}", self.file)
    }

    /// The address of the others.
    #[must_use]
    pub fn showing(&self, show: Option<LineAction>) -> String {
        Self { show, ..self.clone() }.page(0)
    }
}

/// The lines of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatalogLines {
    /// Which of them.
    pub address: LinesAddress,
    /// The coverage year.
    pub year: u16,
    /// What the catalog is called, or will be.
    pub name: String,
    /// Whether they were imported.
    pub imported: bool,
    /// The catalog that this one replaces.
    pub replaces: Option<CatalogRow>,
    /// How many there are of each of [`LineAction::ALL`].
    pub counts: [usize; LineAction::ALL.len()],
    /// Those of this page.
    pub lines: Vec<CatalogLine>,
    /// Whether there is a page after this one.
    pub more: bool,
}

impl CatalogLines {
    /// How many there are of these; of all, the lines of the file.
    #[must_use]
    pub fn count(&self, show: Option<LineAction>) -> usize {
        let counts = LineAction::ALL.into_iter().zip(self.counts);
        counts.filter(|(action, _)| show.map_or(*action != LineAction::LeaveOut, |show| show == *action)).map(|(_, count)| count).sum()
    }
}

/// A line of a file, or a plan that no line says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatalogLine {
    /// Its number as an editor counts.
    pub number: Option<u32>,
    /// The plan ID, the name and the area as they are written.
    pub said: [String; 3],
    /// What becomes of it.
    pub action: LineAction,
    /// What changes, or why nothing does.
    pub what: String,
}

/// The catalogs; with `file` in the query, the lines kept under it, and with `retry` the form as it was refused.
#[server(name = LoadPlans, prefix = "/api", endpoint = "plans-page", input = Postcard, output = Postcard, client = FromPage)]
pub async fn plans_page(query: String) -> Result<PlansPage, ApiError> {
    use crate::api::forms::Form;
    use crate::domain::ids::{CatalogId, SearchKey};
    use crate::domain::plans::import::PREVIEW_PAGE;
    use crate::server::context::{ManagerSelf, RequestContext};
    use crate::server::plans::import::{Kept, years};
    use crate::server::plans::{catalog_row, lines_address};
    let context = RequestContext::<ManagerSelf>::require()?;
    let (address, retry) = lines_address(&query);
    let kept = Kept::read(context.kept_search(Some(&address.file)).await?);
    let (Some(kept), Ok(key)) = (kept, address.file.parse::<SearchKey>()) else {
        let catalogs = context.store().catalogs().await?.into_iter().map(catalog_row).collect();
        let years = years(context.today()?).to_vec();
        return Ok(PlansPage::Catalogs { catalogs, years, form: context.kept_form(Form::PlanImport, &retry).await? });
    };
    let store = context.store();
    let before = if kept.done { store.catalog_before(CatalogId(key.0)).await? } else { store.current_catalog(kept.year).await? };
    let plans = match &before {
        Some(before) => store.plans_of(before.id).await?,
        None => Vec::new(),
    };
    let lines = kept.shown(&plans, context.messages());
    let counts = LineAction::ALL.map(|action| lines.iter().filter(|line| line.action == action).count());
    // Of all, the lines of the file.
    let shown = |line: &CatalogLine| address.show.map_or(line.number.is_some(), |show| show == line.action);
    let mut lines: Vec<CatalogLine> = lines.into_iter().filter(shown).skip(address.page.saturating_mul(PREVIEW_PAGE)).collect();
    let more = lines.len() > PREVIEW_PAGE;
    lines.truncate(PREVIEW_PAGE);
    let replaces = before.map(catalog_row);
    Ok(PlansPage::Lines(CatalogLines { address, year: kept.year, name: kept.name, imported: kept.done, replaces, counts, lines, more }))
}
