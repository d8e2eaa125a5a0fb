//! Importing a roster: the form, the preview, the progress and the result. The file itself is posted to `server/imports/routes`.

mod decide_import;
mod import_page;
mod import_preview;
mod import_progress;

pub use decide_import::{CancelImport, ConfirmImport, cancel_import, confirm_import};
pub use import_page::{ImportFormView, LatestImport, import_page};
pub use import_preview::{ImportRowView, ImportView, PreviewAddress, import_preview};
pub use import_progress::{ProgressView, import_progress};
