//! The Learning Center: the link, the course, the assessment.

use crate::app::{Answer, App, Person, hidden, on_both};
use assister_portal::api::forms::Posted;
use assister_portal::api::learning::{AssessmentPage, Dashboard, LearningPage, ResultPage, RunningPage};
use assister_portal::domain::ids::AssisterId;
use assister_portal::domain::learning::QUESTIONS;
use assister_portal::domain::roster::Turn;
use assister_portal::messages::Language;
use assister_portal::server::learning::{Course, course};
use axum::http::header;
use std::collections::BTreeSet;
use std::time::Duration;

const ID: &str = "MN-LEARN-7";
const EMAIL: &str = "lena.ray@example.test";

fn the_course() -> &'static Course {
    course(Language::default())
}

async fn asks(visitor: &Person, training_id: &str, email: &str) -> Answer {
    visitor.post("/api/request-learning-link", &[("training_id", training_id), ("certification_email", email)]).await
}

/// The path of the link in the newest message of the outbox.
async fn link(app: &App) -> String {
    let body = app.text("SELECT body FROM outbox WHERE kind = 'learning' ORDER BY created_at DESC, id DESC LIMIT 1").await;
    let link = body.lines().find(|line| line.starts_with("http")).unwrap_or_else(|| panic!("no link in {body}")).trim().to_owned();
    link.strip_prefix("http://127.0.0.1:3000").unwrap().to_owned()
}

/// Follows a link and presses "Start learning".
async fn enters(app: &App, link: &str) -> (Answer, Person) {
    let browser = app.visitor();
    let token = hidden(&browser.page(link).await, "token");
    let answer = browser.post("/api/enter-learning", &[("token", &token)]).await;
    let cookie = answer.headers.get(header::SET_COOKIE).map(|value| value.to_str().unwrap().split(';').next().unwrap().to_owned());
    (answer, browser.with_cookie(&cookie.unwrap_or_default()))
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

async fn running(learner: &Person) -> RunningPage {
    match learner.load("/api/assessment-page", "").await.read() {
        AssessmentPage::Running(running) => running,
        other => panic!("{other:?}"),
    }
}

/// The fields of an assessment with this many right answers.
fn answers(running: &RunningPage, right: usize) -> Vec<(String, String)> {
    let mut fields = vec![("attempt".to_owned(), running.attempt.to_string())];
    for (place, asked) in running.questions.iter().enumerate() {
        let question = the_course().questions.iter().find(|question| question.text == asked.text).unwrap();
        let correct = question.options[usize::from(question.correct)];
        let chosen = asked.options.iter().position(|option| (option == correct) == (place < right)).unwrap();
        fields.push((format!("answers[{}]", place + 1), chosen.to_string()));
    }
    fields
}

async fn hands_in(learner: &Person, fields: &[(String, String)]) -> Answer {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    learner.post("/api/hand-in-assessment", &fields).await
}

/// Takes a whole assessment. Gives its result's address.
async fn takes(learner: &Person, right: usize) -> String {
    assert_eq!(learner.post("/api/start-assessment", &[]).await.location(), "/learning/assessment");
    let answer = hands_in(learner, &answers(&running(learner).await, right)).await;
    answer.location().to_owned()
}

async fn lena(app: &App) -> (AssisterId, Person) {
    let id = app.trainee("Lena Ray", ID, EMAIL).await;
    (id, app.learner(id).await)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_training_id_and_its_email_get_a_link_that_opens_once() {
    on_both(async |app: App| {
        app.trainee("Lena Ray", ID, EMAIL).await;
        let asked = asks(&app.visitor(), &format!(" {} ", ID.to_lowercase()), " LENA.Ray@example.test").await;
        assert_eq!(asked.location(), "/learning/sent", "{}", asked.body);
        let link = link(&app).await;
        for _ in 0..3 {
            assert!(app.visitor().page(&link).await.contains("Start learning"), "looking uses nothing up");
        }
        let (answer, learner) = enters(&app, &link).await;
        assert_eq!((answer.status, answer.location()), (303, "/learning"));
        let page = learner.page("/learning").await;
        assert!(page.contains("Where you stand") && page.contains("Lena Ray") && page.contains("Portal training completed"));
        // Whoever is in already is led on, from the link's page and by pressing the button twice.
        assert_eq!(learner.get(&link).await.location(), "/learning");
        let token = link.rsplit('/').next().unwrap();
        assert_eq!(learner.post("/api/enter-learning", &[("token", token)]).await.location(), "/learning");
        // Nobody else gets in with it.
        let other = app.visitor();
        let refused = other.post("/api/enter-learning", &[("token", token)]).await;
        assert_eq!((refused.location(), refused.headers.get(header::SET_COOKIE)), (link.as_str(), None));
        assert!(other.page(&link).await.contains("It was used already."));
        let audited =
            "SELECT COUNT(*) FROM audit_events WHERE action = 'learning_opened' AND actor_role = 'learner' AND assister_id IS NOT NULL";
        assert_eq!(app.one(audited).await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_answer_is_the_same_whether_somebody_has_both_or_not() {
    on_both(async |app: App| {
        app.trainee("Lena Ray", ID, EMAIL).await;
        let gone = app.trainee("Gone Ek", "MN-LEARN-8", "gone@example.test").await;
        app.execute("UPDATE assisters SET employed = FALSE WHERE training_id = 'MN-LEARN-8'").await;
        app.trainee("Shut Ek", "MN-LEARN-9", "shut@example.test").await;
        app.execute("UPDATE assisters SET state = 'closed', reference_number = 9 WHERE training_id = 'MN-LEARN-9'").await;
        let real = asks(&app.visitor(), ID, EMAIL).await;
        assert_eq!(app.one("SELECT COUNT(*) FROM outbox").await, 1);
        for (id, email) in [
            (ID, "other@example.test"),
            ("MN-OTHER", EMAIL),
            ("MN-LEARN-8", EMAIL),
            ("MN-LEARN-8", "gone@example.test"),
            ("MN-LEARN-9", "shut@example.test"),
        ] {
            let answer = asks(&app.visitor(), id, email).await;
            assert_eq!((answer.status, answer.location(), &answer.body), (real.status, real.location(), &real.body), "{id} {email}");
        }
        assert_eq!(app.one("SELECT COUNT(*) FROM outbox").await, 1);
        assert!(app.visitor().page("/learning/sent").await.contains("If the Training ID and the certification email belong together"));
        // A session of somebody who left is over.
        assert_eq!(app.learner(gone).await.load("/api/course-page", "1").await.status, 401);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn links_say_what_to_do_when_they_are_replaced_expired_or_none() {
    on_both(async |app: App| {
        app.trainee("Lena Ray", ID, EMAIL).await;
        asks(&app.visitor(), ID, EMAIL).await;
        let first = link(&app).await;
        app.wait(Duration::from_secs(60));
        asks(&app.visitor(), ID, EMAIL).await;
        let second = link(&app).await;
        assert!(app.visitor().page(&first).await.contains("A newer link was sent"));
        app.wait(Duration::from_secs(3600));
        let page = app.visitor().page(&second).await;
        assert!(page.contains("more than one hour ago") && page.contains("href=\"/learning\""));
        let token = second.rsplit('/').next().unwrap();
        assert_eq!(app.visitor().post("/api/enter-learning", &[("token", token)]).await.location(), second);
        assert!(app.visitor().page("/learning/enter/0").await.contains("This link does not work any more"));
        for nonsense in ["", "//evil.test", "../../account"] {
            assert_eq!(app.visitor().post("/api/enter-learning", &[("token", nonsense)]).await.location(), "/learning/enter/0");
        }
        // Whoever left the organization meanwhile does not get in.
        asks(&app.visitor(), ID, EMAIL).await;
        let third = link(&app).await;
        app.execute(&format!("UPDATE assisters SET employed = FALSE WHERE training_id = '{ID}'")).await;
        assert!(app.visitor().page(&third).await.contains("This link does not work any more"));
        let token = third.rsplit('/').next().unwrap();
        assert!(app.visitor().post("/api/enter-learning", &[("token", token)]).await.headers.get(header::SET_COOKIE).is_none());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn asking_for_links_is_limited_and_keeps_what_was_typed() {
    on_both(async |app: App| {
        app.trainee("Lena Ray", ID, EMAIL).await;
        let empty: Posted = app.visitor().call("/api/request-learning-link", &[("training_id", " ")]).await.read();
        let Posted::Refused(form) = empty else { panic!("nothing was typed") };
        assert_eq!(form.errors.len(), 2);
        let Posted::Refused(form) =
            app.visitor().call("/api/request-learning-link", &[("training_id", ID), ("certification_email", "lena")]).await.read()
        else {
            panic!("no email")
        };
        assert_eq!((form.value("training_id").as_str(), form.errors.len()), (ID, 1));
        for _ in 0..10 {
            assert_eq!(asks(&app.visitor(), ID, EMAIL).await.location(), "/learning/sent");
        }
        let refused = asks(&app.visitor(), ID, EMAIL).await;
        assert!(refused.location().starts_with("/learning?retry="), "{}", refused.location());
        let cookie = refused.headers.get(header::SET_COOKIE).unwrap().to_str().unwrap().split(';').next().unwrap().to_owned();
        let page = app.visitor().with_cookie(&cookie).page(refused.location()).await;
        assert!(page.contains("Links were asked for too often.") && page.contains(&format!("value=\"{ID}\"")) && page.contains(EMAIL));
        assert_eq!(app.one("SELECT COUNT(*) FROM outbox").await, 10);
        // Another Training ID is asked for freely; later this one is again.
        assert_eq!(asks(&app.visitor(), "MN-OTHER", EMAIL).await.location(), "/learning/sent");
        app.wait(Duration::from_secs(15 * 60));
        assert_eq!(asks(&app.visitor(), ID, EMAIL).await.location(), "/learning/sent");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_course_keeps_progress_and_opens_the_gate_once() {
    on_both(async |app: App| {
        let (id, lena) = lena(&app).await;
        let total = the_course().len();
        let page = lena.page("/learning/course/2").await;
        assert!(
            page.contains(the_course().modules[1].title) && page.contains("Module 2 of 8") && page.contains("Mark as read and continue")
        );
        assert!(!page.contains(&the_course().modules[2].text[..60]), "one module a page");
        assert_eq!(dashboard(&lena).await.next, Some(1));
        // In any order; again is harmless.
        for module in [2, 2, 1] {
            let next = lena.post("/api/finish-module", &[("module", &module.to_string())]).await;
            assert_eq!(next.location(), format!("/learning/course/{}", module + 1));
        }
        assert!(lena.page("/learning/course/2").await.contains("You have marked this module as read."));
        let later = app.learner(id).await;
        assert_eq!(dashboard(&later).await.next, Some(3));
        assert!(later.page("/learning").await.contains("Resume"));
        assert_eq!(later.post("/api/finish-module", &[("module", &total.to_string())]).await.location(), "/learning/course/3");
        for module in 3..total {
            assert!(!dashboard(&later).await.standing.gates.trained);
            later.post("/api/finish-module", &[("module", &module.to_string())]).await;
        }
        assert_eq!(later.post("/api/finish-module", &[("module", &total.to_string())]).await.location(), "/learning/assessment");
        let shown = dashboard(&later).await;
        assert!(shown.standing.gates.trained && shown.next.is_none());
        let stored = format!("SELECT COUNT(*) FROM assisters WHERE training_id = '{ID}' AND trained_at IS NOT NULL");
        assert_eq!(app.one(&stored).await, 1);
        assert_eq!(app.one("SELECT COUNT(*) FROM audit_events WHERE action = 'training_completed'").await, 1);
        let history = app.store.assister_history(id).await.unwrap();
        assert_eq!(history.len(), 1);
        assert_eq!(
            (history[0].field.as_str(), history[0].actor.as_str(), history[0].after.as_str()),
            ("training", "Lena Ray", "November 20, 2026")
        );
        // Somebody else's progress is their own.
        let other = app.learner(app.trainee("Olle Ek", "MN-LEARN-8", "olle@example.test").await).await;
        assert_eq!(dashboard(&other).await.next, Some(1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_last_two_modules_at_once_complete_the_training_once() {
    on_both(async |app: App| {
        let (_, lena) = lena(&app).await;
        for module in 1..the_course().len() - 1 {
            lena.post("/api/finish-module", &[("module", &module.to_string())]).await;
        }
        let last = [the_course().len() - 1, the_course().len()].map(|module| module.to_string());
        let (a, b) = ([("module", last[0].as_str())], [("module", last[1].as_str())]);
        tokio::join!(lena.post("/api/finish-module", &a), lena.post("/api/finish-module", &b));
        assert!(dashboard(&lena).await.standing.gates.trained);
        assert_eq!(app.one("SELECT COUNT(*) FROM audit_events WHERE action = 'training_completed'").await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_assessment_opens_after_the_course_and_is_gone_on_with() {
    on_both(async |app: App| {
        let (id, lena) = lena(&app).await;
        assert!(lena.page("/learning/assessment").await.contains("The assessment opens when you have completed the training course."));
        lena.post("/api/start-assessment", &[]).await;
        assert_eq!(app.one("SELECT COUNT(*) FROM assessment_attempts").await, 0, "not before the course");
        reads_everything(&lena).await;
        assert!(lena.page("/learning/assessment").await.contains("Start the assessment"));
        assert_eq!(app.one("SELECT COUNT(*) FROM assessment_attempts").await, 0, "looking begins nothing");
        lena.post("/api/start-assessment", &[]).await;
        let first = running(&lena).await;
        assert_eq!(first.questions.len(), QUESTIONS);
        let module = |text: &str| the_course().questions.iter().find(|question| question.text == text).unwrap().module;
        let modules: BTreeSet<u8> = first.questions.iter().map(|question| module(&question.text)).collect();
        assert_eq!(modules.len(), 8, "spread over all modules");
        // Again, from another browser: the same questions in the same order.
        let later = app.learner(id).await;
        tokio::join!(later.post("/api/start-assessment", &[]), lena.post("/api/start-assessment", &[]));
        assert_eq!(running(&later).await, first);
        assert!(dashboard(&later).await.running);
        // What is right is nowhere in what the browser gets.
        let page = lena.page("/learning/assessment").await;
        for question in the_course().questions {
            assert!(!page.contains(question.why), "{}", question.id);
            assert!(!page.contains(question.id), "{}", question.id);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn seventy_percent_passes_and_less_does_not() {
    on_both(async |app: App| {
        let (id, lena) = lena(&app).await;
        reads_everything(&lena).await;
        let failed = takes(&lena, 13).await;
        let page = lena.page(&failed).await;
        assert!(page.contains("You did not pass this time") && page.contains("13 of 20 (65%)") && page.contains("Read again"));
        let failed_id = failed.rsplit('/').next().unwrap().to_owned();
        let result: ResultPage = lena.load("/api/assessment-result", &failed_id).await.read();
        assert_eq!((result.score.correct, result.wrong.len()), (13, 7));
        for wrong in &result.wrong {
            let question = the_course().questions.iter().find(|question| question.text == wrong.text).unwrap();
            assert_eq!((wrong.right.as_ref(), wrong.why.as_str()), (None, question.why));
            assert_ne!(wrong.chosen, question.options[usize::from(question.correct)]);
            assert!(result.again.iter().any(|(number, _)| *number == question.module));
            assert!(page.contains(&format!("href=\"/learning/course/{}\"", question.module)));
        }
        assert!(!dashboard(&lena).await.standing.gates.mastered);

        let passed = takes(&lena, 14).await;
        let page = lena.page(&passed).await;
        assert!(page.contains("You passed the assessment") && page.contains("14 of 20 (70%)"));
        let result: ResultPage = lena.load("/api/assessment-result", passed.rsplit('/').next().unwrap()).await.read();
        assert!(result.wrong.len() == 6 && result.wrong.iter().all(|wrong| wrong.right.is_some()));
        let shown = dashboard(&lena).await;
        assert!(shown.standing.gates.mastered && shown.attempts.len() == 2);
        assert_eq!(shown.standing.turn, Turn::Enrollment);

        // A later failure takes nothing away, and a later pass adds nothing.
        let since = app.store.standing(id).await.unwrap().unwrap().mastered_at;
        assert!(since.is_some());
        app.wait(Duration::from_secs(60));
        takes(&lena, 0).await;
        takes(&lena, 20).await;
        assert_eq!(app.store.standing(id).await.unwrap().unwrap().mastered_at, since);
        assert_eq!(app.one("SELECT COUNT(*) FROM audit_events WHERE action = 'assessment_taken'").await, 4);
        let history = app.store.assister_history(id).await.unwrap();
        assert_eq!(history.iter().filter(|row| row.field == "assessment").count(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_assessment_is_another_draw() {
    on_both(async |app: App| {
        let (_, lena) = lena(&app).await;
        reads_everything(&lena).await;
        let mut draws = BTreeSet::new();
        for _ in 0..3 {
            lena.post("/api/start-assessment", &[]).await;
            let running = running(&lena).await;
            let mut questions: Vec<String> = running.questions.iter().map(|question| question.text.clone()).collect();
            hands_in(&lena, &answers(&running, 0)).await;
            questions.sort();
            draws.insert(questions);
        }
        assert_eq!(draws.len(), 3);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn unanswered_questions_are_asked_again_and_keep_the_answers_given() {
    on_both(async |app: App| {
        let (_, lena) = lena(&app).await;
        reads_everything(&lena).await;
        lena.post("/api/start-assessment", &[]).await;
        let running = running(&lena).await;
        let mut fields = answers(&running, 20);
        let left_out: Vec<_> = [fields.remove(20), fields.remove(3)].into_iter().map(|(name, _)| name).collect();
        fields.push((left_out[1].clone(), "77".to_owned()));
        let refused = hands_in(&lena, &fields).await;
        assert!(refused.location().starts_with("/learning/assessment?retry="), "{}", refused.location());
        let page = lena.page(refused.location()).await;
        assert!(page.contains("Choose an answer to question 3") && page.contains("Choose an answer to question 20"));
        assert_eq!(page.matches(" checked").count(), 18);
        assert_eq!(app.one("SELECT COUNT(*) FROM assessment_questions WHERE chosen IS NOT NULL").await, 0);
        // Nothing at all is answered.
        let none: Posted = lena.call("/api/hand-in-assessment", &[("attempt", &fields[0].1)]).await.read();
        assert!(matches!(none, Posted::Refused(form) if form.errors.len() == QUESTIONS));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn handing_in_twice_has_one_effect_and_the_same_answer() {
    on_both(async |app: App| {
        let (_, lena) = lena(&app).await;
        reads_everything(&lena).await;
        lena.post("/api/start-assessment", &[]).await;
        let running = running(&lena).await;
        let (right, wrong) = (answers(&running, 20), answers(&running, 0));
        let (a, b) = tokio::join!(hands_in(&lena, &right), hands_in(&lena, &right));
        assert_eq!(a.location(), b.location());
        assert_eq!(a.location(), format!("/learning/assessment/result/{}", running.attempt));
        assert_eq!(hands_in(&lena, &wrong).await.location(), a.location());
        let result: ResultPage = lena.load("/api/assessment-result", running.attempt.to_string()).await.read();
        assert_eq!(result.score.correct, 20, "other answers come too late");
        assert_eq!(app.one("SELECT COUNT(*) FROM audit_events WHERE action = 'assessment_taken'").await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn assessments_of_others_are_not_there() {
    on_both(async |app: App| {
        let (_, lena) = lena(&app).await;
        reads_everything(&lena).await;
        lena.post("/api/start-assessment", &[]).await;
        let fields = answers(&running(&lena).await, 20);
        let attempt = fields[0].1.clone();
        assert_eq!(lena.get(&format!("/learning/assessment/result/{attempt}")).await.status, 404, "not handed in yet");
        let other = app.learner(app.trainee("Olle Ek", "MN-LEARN-8", "olle@example.test").await).await;
        let navigator = app.demo("navigator@demo.test").await;
        for stranger in [&other, &navigator] {
            assert_eq!(hands_in(stranger, &fields).await.status, 404);
        }
        hands_in(&lena, &fields).await;
        for stranger in [&other, &navigator] {
            assert_eq!(stranger.get(&format!("/learning/assessment/result/{attempt}")).await.status, 404);
            assert_eq!(stranger.load("/api/assessment-result", &attempt).await.status, 404);
        }
        assert_eq!(lena.get(&format!("/learning/assessment/result/{attempt}")).await.status, 200);
        assert_eq!(lena.load("/api/assessment-result", "nonsense").await.status, 404);
        assert_eq!(lena.get("/learning/course/0").await.status, 404);
        assert_eq!(lena.get("/learning/course/9").await.status, 404);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn assisters_with_an_account_learn_with_it_and_visitors_are_shown_the_way_in() {
    on_both(async |app: App| {
        let navigator = app.demo("navigator@demo.test").await;
        let page = navigator.page("/learning").await;
        assert!(page.contains("Where you stand") && page.contains("Module") && !page.contains("Email me a link"));
        assert_eq!(navigator.get("/learning/course/1").await.status, 200);
        let visitor = app.visitor();
        assert!(visitor.page("/learning").await.contains("Email me a link"));
        for page in ["/learning/course/1", "/learning/assessment"] {
            assert_eq!(visitor.get(page).await.location(), "/learning", "{page}");
        }
        // Without JavaScript a form whose session is over leads there too.
        let late = visitor.post_from("/api/finish-module", &[("module", "1")], "/learning/course/1").await;
        assert_eq!(late.location(), "/learning");
        for email in ["consumer@demo.test", "contact@demo.test", "arc@demo.test"] {
            let stranger = app.demo(email).await;
            assert!(stranger.page("/learning").await.contains("Email me a link"), "{email}");
            assert_eq!(stranger.get("/learning/course/1").await.status, 404, "{email}");
        }
        // Nothing else is a learner's.
        let learner = lena(&app).await.1;
        for page in ["/account", "/clients", "/agency", "/resource-center"] {
            assert_eq!(learner.get(page).await.status, 404, "{page}");
        }
    })
    .await;
}
