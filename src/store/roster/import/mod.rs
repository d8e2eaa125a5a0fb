//! Imports of rosters: a file's rows are staged with what each would do, looked at, and carried out in batches.
//!
//! `stage` is the upload, `read` the preview and the result, `confirm` what ends the preview, `run` what a confirmed import does.

mod confirm;
mod read;
mod run;
mod stage;

pub use confirm::Confirmed;
pub use read::{Import, ImportRow, RowsFrom};
pub use run::ImportBatch;
pub use stage::{NewImport, StagedRow};

use crate::domain::ids::ImportId;
use crate::store::StoreError;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// What is stored as text of a form of its own.
fn to_text(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Other(error.to_string()))
}

fn from_text<T: DeserializeOwned>(text: &str, column: &'static str, import: ImportId) -> Result<T, StoreError> {
    // The cause could quote what somebody typed.
    serde_json::from_str(text).map_err(|_| StoreError::BadRow { table: "import_rows", column, id: import.0 })
}
