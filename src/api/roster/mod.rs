//! The Agency Management Program: an organization's own roster. And where an assister stands, as everybody who may see it is told.

mod import;
mod standing;

pub use import::{
    CancelImport, ConfirmImport, ImportFormView, ImportRowView, ImportView, LatestImport, PreviewAddress, ProgressView, cancel_import,
    confirm_import, import_page, import_preview, import_progress,
};
pub use standing::StandingView;
