//! The assessment.

use super::{dashboard, lena, reads_everything, the_course};
use crate::journeys::app::{Answer, App, Person, on_both};
use assister_portal::api::forms::Posted;
use assister_portal::api::learning::{AssessmentPage, ResultPage, RunningPage};
use assister_portal::domain::learning::QUESTIONS;
use assister_portal::messages::Language;
use std::collections::BTreeSet;
use std::time::Duration;

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
        assert!(!dashboard(&lena).await.mastered);

        let passed = takes(&lena, 14).await;
        let page = lena.page(&passed).await;
        assert!(page.contains("You passed the assessment") && page.contains("14 of 20 (70%)"));
        let result: ResultPage = lena.load("/api/assessment-result", passed.rsplit('/').next().unwrap()).await.read();
        assert!(result.wrong.len() == 6 && result.wrong.iter().all(|wrong| wrong.right.is_some()));
        let shown = dashboard(&lena).await;
        assert!(shown.mastered && shown.attempts == 2);
        assert_eq!(shown.turn, Language::default().messages().standing_turn_enrollment_arc());

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
