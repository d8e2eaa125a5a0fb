//! The Learning Center: the way in (`links`), the course, the assessment.

mod assessment;
mod course;
mod links;

use crate::journeys::app::{App, Person, fact, rows, words};
use assister_portal::domain::ids::AssisterId;
use assister_portal::domain::roster::Gate;
use assister_portal::messages::Language;
use assister_portal::server::learning::{self, Course};

const ID: &str = "MN-LEARN-7";
const EMAIL: &str = "lena.ray@example.test";

fn the_course() -> &'static Course {
    learning::course(Language::default())
}

/// What a learner's own page says.
struct Dashboard {
    trained: bool,
    mastered: bool,
    /// Of the four gates.
    met: usize,
    /// Whose turn it is.
    turn: String,
    /// The module that the button leads to.
    next: Option<u8>,
    running: bool,
    attempts: usize,
}

async fn dashboard(learner: &Person) -> Dashboard {
    let t = Language::default().messages();
    let page = learner.page("/learning").await;
    let holds = |gate: Gate| words(&fact(&page, t.gate(gate))) == t.standing_gate_holds();
    let (before, _) = page.split_once("<table").unwrap();
    let next = before.split("href=\"/learning/course/").nth(1).and_then(|rest| rest.split('"').next());
    Dashboard {
        trained: holds(Gate::Trained),
        mastered: holds(Gate::Mastered),
        met: Gate::ALL.into_iter().filter(|gate| holds(*gate)).count(),
        turn: words(&fact(&page, t.tracker_turn())),
        next: next.map(|number| number.parse().unwrap()),
        running: page.contains(t.learning_assessment_running()),
        attempts: rows(&page).iter().filter(|row| row.leads_to("/result/")).count(),
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
