//! The training course.

use super::{ID, dashboard, lena, the_course};
use crate::journeys::app::{App, on_both};

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
            assert!(!dashboard(&later).await.trained);
            later.post("/api/finish-module", &[("module", &module.to_string())]).await;
        }
        assert_eq!(later.post("/api/finish-module", &[("module", &total.to_string())]).await.location(), "/learning/assessment");
        let shown = dashboard(&later).await;
        assert!(shown.trained && shown.next.is_none());
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
        assert!(dashboard(&lena).await.trained);
        assert_eq!(app.one("SELECT COUNT(*) FROM audit_events WHERE action = 'training_completed'").await, 1);
    })
    .await;
}
