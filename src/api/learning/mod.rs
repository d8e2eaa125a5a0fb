//! The Learning Center: the way in, the course, the assessment.

mod assessment;
mod course;
mod enter;
mod hand_in;
mod home;
mod import;
mod result;

pub use assessment::*;
pub use course::*;
pub use enter::*;
pub use hand_in::*;
pub use home::*;
pub use import::*;
pub use result::*;

/// Where everything of the Learning Center begins.
pub const HOME: &str = "/learning";
/// The assessment.
pub const ASSESSMENT: &str = "/learning/assessment";
