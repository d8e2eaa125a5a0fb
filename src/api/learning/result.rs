//! `/learning/assessment/result/ID`: how an assessment went, and what to read again.

use crate::api::client::FromPage;
use crate::api::error::ApiError;
use crate::domain::learning::Score;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;
use serde::{Deserialize, Serialize};

/// How an assessment went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultPage {
    /// When it was handed in, to read.
    pub when: String,
    /// Of how many how many.
    pub score: Score,
    /// The modules of wrong answers, with their numbers.
    pub again: Vec<(u8, String)>,
    /// The wrong answers, in the order asked.
    pub wrong: Vec<WrongView>,
}

/// A question that was answered wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrongView {
    /// The question.
    pub text: String,
    /// What was chosen.
    pub chosen: String,
    /// The right answer; only when the assessment was passed.
    pub right: Option<String>,
    /// What the course says about it.
    pub why: String,
}

/// The result of one of the learner's own assessments.
#[server(name = LoadAssessmentResult, prefix = "/api", endpoint = "assessment-result", input = Postcard, output = Postcard, client = FromPage)]
pub async fn assessment_result(id: String) -> Result<ResultPage, ApiError> {
    use crate::api::error::ErrorCode;
    use crate::server::context::{LearnerSelf, RequestContext};
    use crate::server::{dates, learning};
    use std::collections::BTreeSet;
    let context = RequestContext::<LearnerSelf>::require()?;
    let not_found = || ApiError::new(ErrorCode::NotFound);
    let id = id.parse().map_err(|_| not_found())?;
    let (attempt, asked) = context.store().attempt(context.who.id, id).await?.ok_or_else(not_found)?;
    let (when, score) = attempt.handed_in.ok_or_else(not_found)?;
    let course = learning::course(context.language());
    // A question that is no longer in the bank counts, and has nothing to say any more.
    let wrong = asked.iter().filter_map(|asked| match asked.chosen {
        Some((chosen, false)) => Some((course.question(&asked.question)?, chosen)),
        _ => None,
    });
    let wrong: Vec<_> = wrong.collect();
    let modules: BTreeSet<u8> = wrong.iter().map(|(question, _)| question.module).collect();
    let option = |question: &learning::Question, place: u8| question.options.get(usize::from(place)).map(|text| (*text).to_owned());
    let view = |(question, chosen): (&'static learning::Question, u8)| WrongView {
        text: question.text.to_owned(),
        chosen: option(question, chosen).unwrap_or_default(),
        right: if score.passed() { option(question, question.correct) } else { None },
        why: question.why.to_owned(),
    };
    Ok(ResultPage {
        when: dates::moment(when),
        score,
        again: modules.into_iter().filter_map(|number| Some((number, course.module(number)?.title.to_owned()))).collect(),
        wrong: wrong.into_iter().map(view).collect(),
    })
}
