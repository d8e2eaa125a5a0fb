//! The Learning Center: the pages under `/learning`, for assisters before and with an account.

mod assessment;
mod course;
mod enter;
mod home;
mod import;
mod result;

pub use home::{LearningHome, draw_learning};
pub use import::training_import_page;

use super::messages;
use super::parts::{Cell, Column, Rows, Table};
use super::section::section;
use crate::api::learning::AttemptLine;
use crate::domain::learning::Score;
use crate::domain::manage_assister::fill;
use leptos::prelude::*;

/// The pages under `/learning`, but for the first.
#[component]
pub fn LearningSection() -> impl IntoView {
    section("/learning", |parts| match parts {
        ["sent"] => Some(view! { <enter::Sent /> }.into_any()),
        ["enter", token] => Some(enter::enter_page((*token).to_owned())),
        ["course", number] => Some(course::module_page((*number).to_owned())),
        ["assessment"] => Some(assessment::assessment_page()),
        ["assessment", "result", id] => Some(result::result_page((*id).to_owned())),
        _ => None,
    })
}

/// "15 of 20 (75%)".
fn score_text(score: Score) -> String {
    let values = [("correct", score.correct.to_string()), ("total", score.total.to_string()), ("percent", score.percent().to_string())];
    fill(messages().learning_score(), &values.each_ref().map(|(name, value)| (*name, value.as_str())))
}

/// The assessments that were handed in, with the way to each one's result.
#[component]
fn Attempts(attempts: Vec<AttemptLine>) -> impl IntoView {
    let t = messages();
    if attempts.is_empty() {
        return view! { <p>{t.learning_attempts_none()}</p> }.into_any();
    }
    let columns = [t.learning_column_when(), t.learning_column_score(), t.learning_column_result()].map(Column::plain).to_vec();
    let rows = attempts.iter().map(|attempt| {
        let address = format!("{}/result/{}", crate::api::learning::ASSESSMENT, attempt.id);
        let result = if attempt.score.passed() { t.learning_passed() } else { t.learning_not_passed() };
        [Cell::link(address, attempt.when.as_str()), Cell::text(score_text(attempt.score)), Cell::text(result)]
    });
    let rows = Rows::new(&columns, rows);
    view! { <Table caption=t.learning_attempts() columns rows /> }.into_any()
}
