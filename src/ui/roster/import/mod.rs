//! Importing a roster: the form, and the page of one import from preview to result.

mod form;
mod preview;
mod progress;

pub use form::form_page;
pub use preview::preview_page;

use crate::domain::identity::AssisterKind;
use crate::ui::messages;

/// A roster's name.
fn roster_name(kind: AssisterKind) -> &'static str {
    let t = messages();
    match kind {
        AssisterKind::Navigator | AssisterKind::Broker => t.import_roster_navigator(),
        AssisterKind::Cac => t.import_roster_cac(),
    }
}
