//! "Hand in".

use crate::api::client::FromPage;
use crate::api::error::ApiError;
use crate::api::forms::Posted;
use crate::domain::ids::AttemptId;
use leptos::prelude::*;
use leptos::server_fn::codec::Postcard;
use std::collections::BTreeMap;

/// The name of the field that answers the question of this place, from 0.
#[must_use]
pub fn answer_field(place: usize) -> String {
    format!("answers[{}]", place + 1)
}

/// Hand in an assessment: `answers` has the place of the chosen answer, as it was shown, for each question, counted from 1. Unanswered
/// questions are asked again. Twice, or in two windows at once, has one effect and the same answer.
#[server(prefix = "/api", endpoint = "hand-in-assessment", output = Postcard, client = FromPage)]
pub async fn hand_in_assessment(attempt: AttemptId, #[server(default)] answers: BTreeMap<String, String>) -> Result<Posted, ApiError> {
    use crate::api::error::ErrorCode;
    use crate::api::forms::{Form, FormState};
    use crate::domain::manage_assister::fill;
    use crate::server::context::{LearnerSelf, RequestContext};
    use crate::server::learning::{assessment, course, milestone};
    use crate::store::{HandIn, Milestone};
    let context = RequestContext::<LearnerSelf>::require()?;
    let (t, assister) = (context.messages(), context.who.id);
    let (taken, asked) = context.store().attempt(assister, attempt).await?.ok_or(ApiError::new(ErrorCode::NotFound))?;
    let result = format!("{}/result/{attempt}", super::ASSESSMENT);
    if taken.handed_in.is_some() {
        return context.done(&result);
    }
    let Some(questions) = assessment::of_bank(course(context.language()), &asked) else {
        return context.done(super::HOME);
    };
    let (mut form, mut given) = (FormState::default(), Vec::new());
    for (place, (question, asked)) in questions.iter().zip(&asked).enumerate() {
        let (field, number) = (answer_field(place), (place + 1).to_string());
        let typed = answers.get(&number).map(String::as_str).unwrap_or_default();
        match assessment::chosen(asked, typed) {
            Some(chosen) => {
                form = form.keep(&field, typed);
                given.push((chosen, chosen == question.correct));
            }
            None => form.wrong(&field, fill(t.learning_answer_missing(), &[("n", &number)])),
        }
    }
    if !form.errors.is_empty() {
        return context.refuse(Form::Assessment, form, None).await;
    }
    let hand_in = HandIn { attempt, assister, answers: given, now: context.now };
    let milestone = Milestone { change: &milestone(&context, "assessment"), by: &context.who.name };
    let score = context.store().hand_in(hand_in, milestone, &context.audit()).await?;
    if score.is_some() { context.done(&result) } else { Err(ApiError::new(ErrorCode::NotFound)) }
}
