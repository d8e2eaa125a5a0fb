//! Files of rows as spreadsheets write them: read as a stream ([`Reader`]) or whole ([`Intake`]), written so that no cell is a formula ([`write_row`]).
//!
//! Nothing here knows what the rows mean; the roster's columns are in `domain/roster/import`, those of
//! trainings in `server/learning/import`, those of plans in `domain/plans/import`.

mod encoding;
mod file_name;
mod intake;
mod reader;
mod splitter;
mod write;

pub use file_name::check_name;
pub use intake::{Intake, Layout, Refusal};
pub use reader::{FileProblem, Reader};
pub use splitter::{Line, LineProblem};
pub use write::{BOM, write_row};
