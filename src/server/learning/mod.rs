//! The Learning Center's outside: the course's texts and questions, the link that is sent by mail, drawing an assessment, and files of
//! another learning system (`import`, and `routes` that take and give them).

pub mod assessment;
pub mod course;
pub mod enter;
pub mod import;

mod routes;

pub use course::{Course, Module, Question, course};
pub use routes::routes;

use super::context::{LearnerSelf, RequestContext};
use super::dates;
use crate::domain::ids::ChangeId;
use crate::store::Change;

/// The row of a learner's history for a gate that begins to hold now.
#[must_use]
pub fn milestone(context: &RequestContext<LearnerSelf>, field: &'static str) -> Change {
    Change { id: ChangeId(context.fresh_id()), field, before: String::new(), after: dates::date(context.now) }
}
