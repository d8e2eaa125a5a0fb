//! `/learning/assessment`

use super::Attempts;
use crate::api::learning::{
    AssessmentPage, AttemptLine, HOME, HandInAssessment, QuestionView, RunningPage, answer_field, assessment_page as load_assessment,
};
use crate::domain::manage_assister::fill;
use crate::ui::forms::{FormProblems, FormSignal, PlainForm, PostForm, retry};
use crate::ui::messages;
use crate::ui::page::{PageHeading, page};
use crate::ui::parts::{Actions, BackLink, Button, ButtonLink, Choice, Radios};
use leptos::prelude::*;

/// The assessment: to begin, or to go on with.
pub fn assessment_page() -> AnyView {
    page(retry(), load_assessment, |data| match data {
        AssessmentPage::CourseFirst { next } => view! { <CourseFirst next /> }.into_any(),
        AssessmentPage::Start { questions, attempts } => view! { <Start questions attempts /> }.into_any(),
        AssessmentPage::Running(running) => view! { <Running running /> }.into_any(),
    })
}

#[component]
fn CourseFirst(next: u8) -> impl IntoView {
    let t = messages();
    view! {
        <BackLink href=HOME label=t.learning_back() />
        <PageHeading text=t.learning_assessment() />
        <p class="lead">{t.learning_assessment_first()}</p>
        <Actions><ButtonLink href=format!("/learning/course/{next}") label=t.learning_assessment_first_link() /></Actions>
    }
}

#[component]
fn Start(questions: u8, attempts: Vec<AttemptLine>) -> impl IntoView {
    let t = messages();
    view! {
        <BackLink href=HOME label=t.learning_back() />
        <PageHeading text=t.learning_assessment() />
        <p class="lead">{fill(t.learning_assessment_text(), &[("n", &questions.to_string())])}</p>
        // A plain form in every browser: the page that comes after it has the same address.
        <PlainForm action="/api/start-assessment">
            <Button label=t.learning_assessment_start() />
        </PlainForm>
        <h2>{t.learning_attempts()}</h2>
        <Attempts attempts />
    }
}

#[component]
fn Running(running: RunningPage) -> impl IntoView {
    let t = messages();
    let form = FormSignal::new::<HandInAssessment>(running.form);
    let questions = running.questions.into_iter().enumerate();
    let questions = questions.map(|(place, question)| view! { <Question form place question /> }).collect_view();
    view! {
        <BackLink href=HOME label=t.learning_back() />
        <PageHeading text=t.learning_assessment() />
        <FormProblems form />
        <p class="lead">{t.learning_assessment_lead()}</p>
        <p class="aside">{t.learning_assessment_time()}</p>
        <PostForm form>
            <input type="hidden" name="attempt" value=running.attempt.to_string() />
            {questions}
            <Actions>
                <Button label=t.learning_hand_in() busy=form.busy() />
            </Actions>
        </PostForm>
    }
}

#[component]
fn Question(form: FormSignal, place: usize, question: QuestionView) -> impl IntoView {
    let field = answer_field(place);
    let legend = fill(messages().learning_question(), &[("n", &(place + 1).to_string()), ("text", &question.text)]);
    let choices = question.options.into_iter().enumerate().map(|(place, option)| Choice::new(place.to_string(), option)).collect();
    let (value, errors, name) = (form.value(&field), form.errors(), field.clone());
    let error =
        Signal::derive(move || errors.with(|all| all.iter().find(|(wrong, _)| *wrong == field).map(|(_, message)| message.clone())));
    view! { <Radios name legend choices value error /> }
}
