//! The way into the Learning Center: a link by mail, or an account.

use super::{EMAIL, ID, lena};
use crate::journeys::app::{Answer, App, Person, hidden, on_both};
use crate::journeys::seen::{mail, send};
use axum::http::header;
use std::time::Duration;

async fn asks(visitor: &Person, training_id: &str, email: &str) -> Answer {
    visitor.post("/api/request-learning-link", &[("training_id", training_id), ("certification_email", email)]).await
}

/// The path of the link in the newest message to Lena.
async fn link(app: &App) -> String {
    let body = mail(app, EMAIL, "learning").await;
    let link = body.lines().find(|line| line.starts_with("http")).unwrap_or_else(|| panic!("no link in {body}")).trim().to_owned();
    link.strip_prefix("http://127.0.0.1:3000").unwrap().to_owned()
}

/// Follows a link and presses "Start learning".
async fn enters(app: &App, link: &str) -> (Answer, Person) {
    let mut browser = app.visitor();
    let token = hidden(&browser.page(link).await, "token");
    let answer = send(&mut browser, "/api/enter-learning", &[("token", &token)]).await;
    (answer, browser)
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
        // The running page, too, is drawn anew with what is wrong.
        for (id, email, said) in [
            (" ", "", ["Enter your Training ID", "Enter your certification email"].as_slice()),
            (ID, "lena", &["Enter an email address in the form"]),
        ] {
            let mut visitor = app.visitor();
            let refused = visitor.call("/api/request-learning-link", &[("training_id", id), ("certification_email", email)]).await;
            visitor.keep_cookies(&refused);
            assert!(refused.location().starts_with("/learning?retry=") && refused.location().ends_with("#problems"));
            let page = visitor.page(refused.location()).await;
            let (_, problems) = page.split_once("error-summary__list").unwrap();
            let problems = problems.split("</ul>").next().unwrap();
            assert_eq!(problems.matches("<li>").count(), said.len(), "{problems}");
            assert!(said.iter().all(|said| problems.contains(said)), "{problems}");
            assert!(page.contains("value=\"lena\"") == (said.len() == 1), "{page}");
        }
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
async fn assisters_with_an_account_learn_with_it_and_visitors_are_shown_the_way_in() {
    on_both(async |app: App| {
        let navigator = app.demo("navigator@demo.test").await;
        let page = navigator.page("/learning").await;
        assert!(page.contains("Where you stand") && page.contains("Module") && !page.contains("Email me a link"));
        assert_eq!(navigator.get("/learning/course/1").await.status, 200);
        let visitor = app.visitor();
        assert!(visitor.page("/learning").await.contains("Email me a link"));
        for page in ["/learning/course/1", "/learning/assessment"] {
            assert_eq!(visitor.get(page).await.location(), "/learning?why=needed", "{page}");
        }
        // Without JavaScript a form whose session is over leads there too.
        let late = visitor.post_from("/api/finish-module", &[("module", "1")], "/learning/course/1").await;
        assert_eq!(late.location(), "/learning?why=needed");
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

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_demos_trainee_has_everything_but_the_assessment() {
    on_both(async |app: App| {
        let visitor = app.visitor();
        for page in ["/", "/sign-in"] {
            assert!(visitor.page(page).await.contains("href=\"/learning\""), "{page}");
        }
        assert_eq!(asks(&visitor, "MN-TRAIN-0001", "trainee@demo.test").await.location(), "/learning/sent");
        let body = mail(&app, "trainee@demo.test", "learning").await;
        let link = body.lines().find_map(|line| line.trim().strip_prefix("http://127.0.0.1:3000")).unwrap();
        let (_, trainee) = enters(&app, link).await;
        let standing = super::dashboard(&trainee).await;
        assert_eq!((standing.met, standing.mastered), (3, false));
        // Who has an account finds the way there on every page, and consumers don't need it.
        assert!(app.demo("navigator@demo.test").await.page("/clients").await.contains("href=\"/learning\""));
        assert!(!app.demo("consumer@demo.test").await.page("/account").await.contains("href=\"/learning\""));
    })
    .await;
}
