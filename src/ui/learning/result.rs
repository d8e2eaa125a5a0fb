//! `/learning/assessment/result/ID`

use super::score_text;
use crate::api::learning::{ASSESSMENT, HOME, ResultPage, WrongView, assessment_result};
use crate::domain::manage_assister::fill;
use crate::ui::messages;
use crate::ui::page::{PageHeading, page};
use crate::ui::parts::{Actions, BackLink, ButtonLink, History, HistoryItem};
use leptos::prelude::*;

/// How the assessment with this ID went.
pub fn result_page(id: String) -> AnyView {
    page(move || id.clone(), assessment_result, |result| view! { <ResultView result /> }.into_any())
}

#[component]
fn ResultView(result: ResultPage) -> impl IntoView {
    let t = messages();
    let passed = result.score.passed();
    let (heading, next) = if passed {
        (t.learning_result_passed(), t.learning_result_next())
    } else {
        (t.learning_result_not_passed(), t.learning_result_retry())
    };
    let actions = if passed {
        view! { <ButtonLink href=HOME label=t.learning_back() /> }
    } else {
        view! { <ButtonLink href=ASSESSMENT label=t.learning_result_retake() /> }
    };
    view! {
        <BackLink href=HOME label=t.learning_back() />
        <PageHeading text=heading caption=result.when />
        <p class="lead">{fill(t.learning_result_passed_text(), &[("score", &score_text(result.score))])}</p>
        <p>{next}</p>
        <Actions>{actions}</Actions>
        {(!result.again.is_empty()).then(|| view! { <Again modules=result.again /> })}
        {(!result.wrong.is_empty()).then(|| view! { <Wrong questions=result.wrong /> })}
    }
}

#[component]
fn Again(modules: Vec<(u8, String)>) -> impl IntoView {
    let modules = modules.into_iter().map(|(number, title)| {
        view! { <li><a href=format!("/learning/course/{number}")>{format!("{number}. {title}")}</a></li> }
    });
    view! {
        <h2>{messages().learning_result_again()}</h2>
        <ul>{modules.collect_view()}</ul>
    }
}

#[component]
fn Wrong(questions: Vec<WrongView>) -> impl IntoView {
    let t = messages();
    let items = questions.into_iter().map(move |wrong| {
        view! {
            <HistoryItem title=wrong.text>
                <p>{fill(t.learning_result_chosen(), &[("text", &wrong.chosen)])}</p>
                {wrong.right.map(|right| view! { <p>{fill(t.learning_result_right(), &[("text", &right)])}</p> })}
                <p>{wrong.why}</p>
            </HistoryItem>
        }
    });
    view! {
        <h2>{t.learning_result_wrong()}</h2>
        <History>{items.collect_view()}</History>
    }
}
