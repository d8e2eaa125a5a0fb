//! `/learning/assessment`: beginning an assessment, and the one that is being taken. No answer is told before it was handed in.

use super::AttemptLine;
use crate::api::client::FromPage;
use crate::api::error::ApiError;
use crate::api::forms::{FormState, Posted};
use crate::domain::ids::AttemptId;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;
use serde::{Deserialize, Serialize};

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AssessmentPage {
    /// The course comes first.
    CourseFirst {
        /// The first module that is not done.
        next: u8,
    },
    /// None is being taken.
    Start {
        /// How many questions there will be.
        questions: u8,
        /// Those that were handed in, the latest first.
        attempts: Vec<AttemptLine>,
    },
    /// One is being taken.
    Running(RunningPage),
}

/// An assessment that is being taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunningPage {
    /// Which.
    pub attempt: AttemptId,
    /// In the order asked.
    pub questions: Vec<QuestionView>,
    /// A refused try.
    pub form: FormState,
}

/// A question to answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionView {
    /// The question.
    pub text: String,
    /// The answers in the order shown.
    pub options: Vec<String>,
}

/// The assessment as it stands for the learner. `retry` finds a refused try.
#[server(name = LoadAssessment, prefix = "/api", endpoint = "assessment-page", input = Postcard, output = Postcard, client = FromPage)]
pub async fn assessment_page(retry: String) -> Result<AssessmentPage, ApiError> {
    use crate::api::error::ErrorCode;
    use crate::api::forms::Form;
    use crate::domain::learning::QUESTIONS;
    use crate::server::context::{LearnerSelf, RequestContext};
    use crate::server::learning::{assessment, course};
    use crate::server::views;
    let context = RequestContext::<LearnerSelf>::require()?;
    let (course, store, id) = (course(context.language()), context.store(), context.who.id);
    let standing = store.standing(id).await?.ok_or(ApiError::new(ErrorCode::NotFound))?;
    if standing.trained_at.is_none() {
        let next = course.first_unread(&store.modules_read(id).await?).unwrap_or(course.len());
        return Ok(AssessmentPage::CourseFirst { next });
    }
    if let Some((attempt, asked)) = store.running_attempt(id).await?
        && let Some(questions) = assessment::of_bank(course, &asked)
    {
        let view = |(question, asked): (&&'static crate::server::learning::Question, &crate::store::Asked)| QuestionView {
            text: question.text.to_owned(),
            options: assessment::shown(question, asked).map(str::to_owned).collect(),
        };
        let questions = questions.iter().zip(&asked).map(view).collect();
        return Ok(AssessmentPage::Running(RunningPage {
            attempt: attempt.id,
            questions,
            form: context.kept_form(Form::Assessment, &retry).await?,
        }));
    }
    let questions = u8::try_from(QUESTIONS.min(course.questions.len())).unwrap_or(u8::MAX);
    Ok(AssessmentPage::Start { questions, attempts: views::attempts(&store.attempts_of(id).await?) })
}

/// "Start the assessment": draws one, or goes on with the one that is being taken. Before the course is completed it draws nothing.
#[server(prefix = "/api", endpoint = "start-assessment", output = Postcard, client = FromPage)]
pub async fn start_assessment() -> Result<Posted, ApiError> {
    use crate::server::context::{LearnerSelf, RequestContext};
    use crate::server::learning::{assessment, course};
    use crate::store::NewAttempt;
    let context = RequestContext::<LearnerSelf>::require()?;
    let (course, store, assister) = (course(context.language()), context.store(), context.who.id);
    if store.standing(assister).await?.is_some_and(|standing| standing.trained_at.is_some()) {
        let running = store.running_attempt(assister).await?;
        let replaces = running.filter(|(_, asked)| assessment::of_bank(course, asked).is_none()).map(|(attempt, _)| attempt.id);
        let questions = assessment::fresh(course);
        store.start_attempt(NewAttempt { id: AttemptId(context.fresh_id()), assister, questions, replaces, now: context.now }).await?;
    }
    context.done(super::ASSESSMENT)
}
