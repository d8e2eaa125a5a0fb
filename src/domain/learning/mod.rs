//! The Learning Center: how an assessment is drawn and scored, and what another learning system's file says.
//!
//! The course's texts and the bank of questions are in `locales/course`, which only the server knows.

mod assessment;
mod import;

pub use assessment::{QUESTIONS, Score, draw, shuffled};
pub use import::{Effect, Line, LineProblem};
