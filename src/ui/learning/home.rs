//! `/learning`

use super::Attempts;
use crate::api::drawn::Drawn;
use crate::api::forms::FormState;
use crate::api::learning::{ASSESSMENT, Dashboard, LearningPage, LoadLearningPage, ModuleLine, RequestLearningLink};
use crate::domain::manage_assister::fill;
use crate::domain::next::Why;
use crate::ui::drawn::drawn_page;
use crate::ui::forms::{FormProblems, FormSignal, PostForm};
use crate::ui::identity::Reason;
use crate::ui::messages;
use crate::ui::parts::{Actions, Button, ButtonKind, ButtonLink, Cell, Column, Field, Heading, InputKind, Rows, Table};
use crate::ui::standing::Tracker;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// The way in, or the learner's own page.
#[component]
pub fn LearningHome() -> impl IntoView {
    let search = use_location().search;
    drawn_page(move || search.get(), |query| LoadLearningPage { query })
}

/// Draws it.
#[must_use]
pub fn draw_learning(data: LearningPage) -> Drawn {
    let html = match data {
        LearningPage::Visitor { form, why } => view! { <WayIn form why /> }.to_html(),
        LearningPage::Learner(dashboard) => view! { <DashboardView dashboard /> }.to_html(),
    };
    Drawn { title: messages().learning_heading().to_owned(), html }
}

#[component]
fn WayIn(form: FormState, why: Option<Why>) -> impl IntoView {
    let t = messages();
    let form = FormSignal::new::<RequestLearningLink>(form);
    view! {
        <Heading text=t.learning_heading() />
        <FormProblems form />
        {why.map(|why| view! { <Reason why /> })}
        <p class="lead">{t.learning_lead()}</p>
        <p>{t.learning_link_text()}</p>
        <PostForm form>
            <Field
                name="training_id"
                label=t.learning_training_id()
                hint=t.learning_training_id_hint()
                autocomplete="off"
                value=form.value("training_id")
                error=form.error("training_id")
            />
            <Field
                name="certification_email"
                label=t.learning_certification_email()
                hint=t.learning_certification_email_hint()
                kind=InputKind::Email
                autocomplete="email"
                value=form.value("certification_email")
                error=form.error("certification_email")
            />
            <Button label=t.learning_link_button() busy=form.busy() />
        </PostForm>
        <p class="aside">
            {t.learning_have_account()} " " <a href="/sign-in?next=/learning">{t.learning_have_account_link()}</a> " "
            {t.learning_have_account_more()}
        </p>
    }
}

#[component]
fn DashboardView(dashboard: Dashboard) -> impl IntoView {
    let t = messages();
    let trained = dashboard.standing.gates.trained;
    let course = match dashboard.next {
        _ if trained => view! { <p>{t.learning_all_done()}</p> }.into_any(),
        Some(next) => {
            let label = if dashboard.begun { t.learning_resume() } else { t.learning_start() };
            view! { <Actions><ButtonLink href=format!("/learning/course/{next}") label /></Actions> }.into_any()
        }
        None => ().into_any(),
    };
    let (text, kind) = match (trained, dashboard.standing.gates.mastered, dashboard.running) {
        (false, ..) => (t.learning_assessment_first(), None),
        (_, _, true) => (t.learning_assessment_running(), Some(ButtonKind::Primary)),
        (_, true, _) => (t.learning_assessment_passed(), Some(ButtonKind::Secondary)),
        _ => (t.learning_assessment_open(), Some(ButtonKind::Primary)),
    };
    view! {
        <Heading text=t.learning_heading() caption=dashboard.name />
        <h2>{t.learning_standing()}</h2>
        <Tracker standing=dashboard.standing />
        <h2>{t.learning_course()}</h2>
        <p>{t.learning_course_text()}</p>
        {course}
        <Modules modules=dashboard.modules />
        <h2>{t.learning_assessment()}</h2>
        <p>{text}</p>
        {kind.map(|kind| view! { <Actions><ButtonLink href=ASSESSMENT label=t.learning_assessment_to() kind /></Actions> })}
        <h2>{t.learning_attempts()}</h2>
        <Attempts attempts=dashboard.attempts />
    }
}

#[component]
fn Modules(modules: Vec<ModuleLine>) -> impl IntoView {
    let t = messages();
    let columns = [t.learning_column_module(), t.learning_column_time(), t.learning_column_state()].map(Column::plain).to_vec();
    let rows = modules.iter().map(|module| {
        let state = if module.done { t.learning_done() } else { t.learning_not_started() };
        [
            Cell::link(format!("/learning/course/{}", module.number), format!("{}. {}", module.number, module.title)),
            Cell::text(fill(t.learning_minutes(), &[("n", &module.minutes.to_string())])),
            Cell::text(state),
        ]
    });
    let rows = Rows::new(&columns, rows);
    view! { <Table caption=t.learning_course() columns rows /> }
}
