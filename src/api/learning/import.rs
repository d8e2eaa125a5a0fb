//! `/resource-center/training-import`: trainings from another learning system's file. Upload, look, then import. The file comes to
//! `server/learning/routes`.

use crate::api::client::FromPage;
use crate::api::error::ApiError;
use crate::api::forms::{FormState, Posted};
use crate::domain::learning::{Effect, LineProblem};
use crate::messages::Messages;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;
use serde::{Deserialize, Serialize};

/// The page.
pub const IMPORT: &str = "/resource-center/training-import";

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TrainingImportPage {
    /// The form for a file.
    Upload {
        /// A refused try.
        form: FormState,
    },
    /// What the lines will do, or what became of them.
    Lines {
        /// Under which the lines are kept.
        file: String,
        /// Whether they were imported.
        imported: bool,
        /// How many lines change something.
        changing: u32,
        /// How many are refused.
        refused: u32,
        /// Line by line.
        lines: Vec<PreviewLine>,
    },
}

/// What a line does or did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewLine {
    /// Its number as an editor counts.
    pub number: String,
    /// The Training ID as it is written.
    pub training_id: String,
    /// Whom it concerns; empty when it is refused.
    pub name: String,
    /// What it does, or why it is refused.
    pub outcome: Result<Effect, LineProblem>,
}

impl PreviewLine {
    /// What is said about it: on the page, and in the file of refused lines.
    #[must_use]
    pub const fn said(&self, t: Messages) -> &'static str {
        match self.outcome {
            Ok(Effect::Both) => t.learning_import_both(),
            Ok(Effect::Training) => t.learning_import_training(),
            Ok(Effect::Assessment) => t.learning_import_assessment(),
            Ok(Effect::Nothing) => t.learning_import_nothing(),
            Err(LineProblem::NoId) => t.learning_import_no_id(),
            Err(LineProblem::UnknownId) => t.learning_import_unknown(),
            Err(LineProblem::Twice) => t.learning_import_twice(),
            Err(LineProblem::Date) => t.learning_import_date(),
            Err(LineProblem::Future) => t.learning_import_future(),
            Err(LineProblem::Score) => t.learning_import_score(),
            Err(LineProblem::Unreadable) => t.import_row_unreadable(),
            Err(LineProblem::OpenQuote) => t.import_row_open_quote(),
            Err(LineProblem::TooLong) => t.import_row_line_too_long(),
            Err(LineProblem::TooManyCells) => t.import_row_too_many_cells(),
        }
    }
}

/// The form, or the lines kept under `key`, of which the part after a point only says that they are asked for anew.
#[server(name = LoadTrainingImport, prefix = "/api", endpoint = "training-import-page", input = Postcard, output = Postcard, client = FromPage)]
pub async fn training_import_page(key: String) -> Result<TrainingImportPage, ApiError> {
    use crate::api::forms::Form;
    use crate::server::context::{RequestContext, StaffSelf};
    use crate::server::learning::import::{Kept, Planned, plan};
    let context = RequestContext::<StaffSelf>::require()?;
    let key = key.split('.').next().unwrap_or_default();
    let Some(kept) = Kept::read(context.kept_search(Some(key)).await?) else {
        return Ok(TrainingImportPage::Upload { form: context.kept_form(Form::TrainingImport, key).await? });
    };
    let imported = kept.done.is_some();
    let lines = match kept.done {
        Some(done) => done,
        None => {
            let planned = plan(context.store(), kept.lines, context.who.kinds(), context.today()?).await?;
            planned.into_iter().map(Planned::shown).collect()
        }
    };
    let count = |which: fn(&PreviewLine) -> bool| u32::try_from(lines.iter().filter(|line| which(line)).count()).unwrap_or(u32::MAX);
    let changing = count(|line| line.outcome.is_ok_and(|effect| effect != Effect::Nothing));
    let refused = count(|line| line.outcome.is_err());
    Ok(TrainingImportPage::Lines { file: key.to_owned(), imported, changing, refused, lines })
}

/// "Import": does what was shown, as things stand now, and keeps what became of each line. Again changes nothing.
#[server(prefix = "/api", endpoint = "import-trainings", output = Postcard, client = FromPage)]
pub async fn import_trainings(#[server(default)] file: String) -> Result<Posted, ApiError> {
    use crate::domain::ids::SearchKey;
    use crate::server::context::{RequestContext, StaffSelf};
    use crate::server::learning::import::{Kept, Planned, plan};
    let context = RequestContext::<StaffSelf>::require()?;
    let before = context.kept_search(Some(&file)).await?;
    let (Ok(key), Some(kept)) = (file.parse::<SearchKey>(), Kept::read(before.clone())) else { return context.done(IMPORT) };
    let page = format!("{IMPORT}?file={file}&imported=yes");
    if kept.done.is_some() {
        return context.done(&page);
    }
    let planned = plan(context.store(), kept.lines.clone(), context.who.kinds(), context.today()?).await?;
    let trainings = planned.iter().filter_map(|planned| context.imported(planned)).collect();
    let recorded = context.store().import_trainings(trainings, &context.by(), context.now).await?;
    let results = planned.into_iter().map(|planned| {
        let recorded = planned.outcome.as_ref().ok().and_then(|(_, state, _)| recorded.get(&state.assister)).copied();
        let shown = Planned::shown(planned);
        PreviewLine { outcome: shown.outcome.map(|_| recorded.unwrap_or(Effect::Nothing)), ..shown }
    });
    let done = Kept { lines: kept.lines, done: Some(results.collect()) };
    // Of two at once the one that recorded something says what became of the lines.
    let only = before.as_deref().filter(|_| recorded.is_empty());
    context.change_search(key, only, &done.write()?).await?;
    context.done(&page)
}
