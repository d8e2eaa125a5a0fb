//! `/resource-center/training-import`: trainings from another learning system's file. Paste, look, then import.

use crate::api::error::ApiError;
use crate::api::forms::{FormState, Posted};
use crate::domain::learning::{Effect, LineProblem};
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;
use serde::{Deserialize, Serialize};

/// The page.
pub const IMPORT: &str = "/resource-center/training-import";

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TrainingImportPage {
    /// The form to paste into.
    Paste {
        /// A refused try.
        form: FormState,
    },
    /// What the lines do.
    Preview {
        /// Under which the lines are kept.
        file: String,
        /// How many lines change something.
        changing: u32,
        /// Line by line.
        lines: Vec<PreviewLine>,
    },
}

/// What a line does.
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

/// The form, or the preview of what is kept under `key`, of which the part after a point only says that it is asked for anew.
#[server(name = LoadTrainingImport, prefix = "/api", endpoint = "training-import-page", input = Postcard, output = Postcard)]
pub async fn training_import_page(key: String) -> Result<TrainingImportPage, ApiError> {
    use crate::api::error::ErrorCode;
    use crate::api::forms::Form;
    use crate::server::context::{ManagerSelf, RequestContext};
    use crate::server::dates;
    use crate::server::learning::import;
    let context = RequestContext::<ManagerSelf>::require()?;
    let key = key.split('.').next().unwrap_or_default();
    let kept = context.kept_search(Some(key)).await?;
    let Some(lines) = kept.as_deref().and_then(import::read) else {
        return Ok(TrainingImportPage::Paste { form: context.kept_form(Form::TrainingImport, key).await? });
    };
    let today = dates::today(context.now).ok_or(ApiError::new(ErrorCode::Internal))?;
    let planned = import::plan(context.store(), lines, today).await?;
    let changing = planned.iter().filter(|line| matches!(line.outcome, Ok((_, _, effect)) if effect != Effect::Nothing)).count();
    let lines = planned.into_iter().map(|line| {
        let (name, outcome) = match line.outcome {
            Ok((_, state, effect)) => (state.name, Ok(effect)),
            Err(problem) => (String::new(), Err(problem)),
        };
        PreviewLine { number: line.number.to_string(), training_id: line.training_id, name, outcome }
    });
    let changing = u32::try_from(changing).unwrap_or(u32::MAX);
    Ok(TrainingImportPage::Preview { file: key.to_owned(), changing, lines: lines.collect() })
}

/// "Show what will change": keeps the lines with the session and shows what they do. Nothing is changed yet.
#[server(prefix = "/api", endpoint = "preview-training-import", output = Postcard)]
pub async fn preview_training_import(#[server(default)] lines: String) -> Result<Posted, ApiError> {
    use crate::api::forms::Form;
    use crate::server::context::{ManagerSelf, RequestContext};
    use crate::server::learning::import;
    let context = RequestContext::<ManagerSelf>::require()?;
    let t = context.messages();
    let wrong = match import::read(&lines) {
        _ if lines.trim().is_empty() => t.learning_import_empty(),
        None => t.learning_import_columns_wrong(),
        Some(read) if read.is_empty() => t.learning_import_no_lines(),
        Some(_) => {
            let key = context.keep_search(&lines).await?;
            return context.done(&format!("{IMPORT}?file={key}"));
        }
    };
    let mut form = FormState::default();
    form.wrong("lines", wrong);
    // The whole of it: more than fits into other fields.
    form.values.insert("lines".to_owned(), lines);
    context.refuse(Form::TrainingImport, form, None).await
}

/// "Import": does what the preview said, as things stand now. Again changes nothing.
#[server(prefix = "/api", endpoint = "import-trainings", output = Postcard)]
pub async fn import_trainings(#[server(default)] file: String) -> Result<Posted, ApiError> {
    use crate::api::error::ErrorCode;
    use crate::domain::ids::ChangeId;
    use crate::server::context::{ManagerSelf, RequestContext};
    use crate::server::dates;
    use crate::server::learning::import;
    use crate::store::{Change, ImportedTraining};
    use std::time::Duration;
    let context = RequestContext::<ManagerSelf>::require()?;
    let Some(lines) = context.kept_search(Some(&file)).await?.as_deref().and_then(import::read) else {
        return context.done(IMPORT);
    };
    let today = dates::today(context.now).ok_or(ApiError::new(ErrorCode::Internal))?;
    let planned = import::plan(context.store(), lines, today).await?;
    let trainings = planned.into_iter().filter_map(|planned| {
        let (line, state, effect) = planned.outcome.ok()?;
        if effect == Effect::Nothing {
            return None;
        }
        // Some time on that day, and not in the future.
        let completed_at = (dates::end_of_day(line.completed_on) - Duration::from_micros(1)).min(context.now);
        let change = |field| {
            let id = ChangeId(context.fresh_id());
            Change { id, field, before: String::new(), after: dates::calendar(line.completed_on) }
        };
        let (training, assessment) = (change("training"), change("assessment"));
        Some(ImportedTraining { assister: state.assister, completed_at, passed: line.score.passed(), training, assessment })
    });
    context.store().import_trainings(trainings.collect(), &context.audit(), &context.who.name, context.now).await?;
    context.done(&format!("{IMPORT}?file={file}&imported=yes"))
}
