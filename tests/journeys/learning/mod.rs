//! The Learning Center: the way in (`links`), the course, the assessment.

mod assessment;
mod course;
mod links;

use crate::journeys::app::{App, Person};
use assister_portal::api::learning::{Dashboard, LearningPage};
use assister_portal::domain::ids::AssisterId;
use assister_portal::messages::Language;
use assister_portal::server::learning::{self, Course};

const ID: &str = "MN-LEARN-7";
const EMAIL: &str = "lena.ray@example.test";

fn the_course() -> &'static Course {
    learning::course(Language::default())
}

async fn dashboard(learner: &Person) -> Dashboard {
    match learner.load("/api/learning-page", "").await.read() {
        LearningPage::Learner(dashboard) => dashboard,
        other => panic!("{other:?}"),
    }
}

async fn reads_everything(learner: &Person) {
    for module in 1..=the_course().len() {
        learner.post("/api/finish-module", &[("module", &module.to_string())]).await;
    }
}

async fn lena(app: &App) -> (AssisterId, Person) {
    let id = app.trainee("Lena Ray", ID, EMAIL).await;
    (id, app.learner(id).await)
}
