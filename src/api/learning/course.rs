//! `/learning/course/N`: one module of the course, and noting that it was read.

use crate::api::client::FromPage;
use crate::api::error::ApiError;
use crate::api::forms::Posted;
use crate::domain::manage_assister::Block;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;
use serde::{Deserialize, Serialize};

/// A module, to read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoursePage {
    /// From 1.
    pub number: u8,
    /// How many there are.
    pub total: u8,
    /// The heading.
    pub title: String,
    /// How long it takes.
    pub minutes: u8,
    /// The text.
    pub text: Vec<Block>,
    /// Whether it was read before.
    pub done: bool,
}

/// The module with the number of the address.
#[server(name = LoadCoursePage, prefix = "/api", endpoint = "course-page", input = Postcard, output = Postcard, client = FromPage)]
pub async fn course_page(number: String) -> Result<CoursePage, ApiError> {
    use crate::api::error::ErrorCode;
    use crate::domain::manage_assister::blocks;
    use crate::server::context::{LearnerSelf, RequestContext};
    use crate::server::learning::course;
    let context = RequestContext::<LearnerSelf>::require()?;
    let course = course(context.language());
    let found = number.parse().ok().and_then(|number: u8| Some((number, course.module(number)?)));
    let (number, module) = found.ok_or(ApiError::new(ErrorCode::NotFound))?;
    let read = context.store().modules_read(context.who.id).await?;
    Ok(CoursePage {
        number,
        total: course.len(),
        title: module.title.to_owned(),
        minutes: module.minutes,
        text: blocks(module.text),
        done: read.iter().any(|name| name == module.name),
    })
}

/// "Mark as read and continue": to the next module; after the last one to the first that is left, or to the assessment.
#[server(prefix = "/api", endpoint = "finish-module", output = Postcard, client = FromPage)]
pub async fn finish_module(#[server(default)] module: u8) -> Result<Posted, ApiError> {
    use crate::api::error::ErrorCode;
    use crate::server::context::{LearnerSelf, RequestContext};
    use crate::server::learning::{course, milestone};
    use crate::store::{Milestone, ModuleRead};
    let context = RequestContext::<LearnerSelf>::require()?;
    let course = course(context.language());
    let name = course.module(module).ok_or(ApiError::new(ErrorCode::NotFound))?.name;
    let read = ModuleRead { assister: context.who.id, module: name, course: &course.names(), now: context.now };
    let milestone = Milestone { change: &milestone(&context, "training"), by: &context.who.name };
    context.store().read_module(read, milestone, &context.audit()).await?;
    let next =
        if module < course.len() { Some(module + 1) } else { course.first_unread(&context.store().modules_read(context.who.id).await?) };
    match next {
        Some(next) => context.done(&format!("/learning/course/{next}")),
        None => context.done(super::ASSESSMENT),
    }
}
