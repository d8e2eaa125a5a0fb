//! "Forgot your password?"

use super::{MINUTE, NEW, OTHER, mail, mails, not_set_up, noted, password, send, user_name};
use crate::journeys::app::{App, on_both};
use assister_portal::server::access::new_password::FORGOT_TAKES;
use assister_portal::server::clock::Stopwatch;
use assister_portal::store::demo::PASSWORD;
use std::time::Duration;

const EMAIL: &str = "consumer@demo.test";

/// Asks for a link; gives its page.
async fn asked(app: &App, email: &str) -> String {
    let mut person = app.visitor();
    assert_eq!(send(&mut person, "/api/forgot-password", &[("email", email)]).await.location(), "/password/forgot?sent=1");
    let text = mail(app, email, "password_reset").await;
    let at = text.find("/password/reset/").unwrap_or_else(|| panic!("no link in {text:?}"));
    text[at..].split_whitespace().next().unwrap().to_owned()
}

fn token(page: &str) -> &str {
    page.rsplit('/').next().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_link_changes_the_password_once_and_ends_every_session() {
    on_both(async |app| {
        let (here, there) = (app.demo(EMAIL).await, app.demo(EMAIL).await);
        let page = asked(&app, &EMAIL.to_uppercase().to_lowercase()).await;
        let mut person = app.visitor();
        assert!(person.page("/sign-in").await.contains("href=\"/password/forgot\""));
        for _ in 0..2 {
            let shown = person.page(&page).await;
            assert!(shown.contains("Choose a new password"), "looking does not use it up");
            assert_eq!(user_name(&shown), EMAIL);
        }
        let fields = [("token", token(&page)), ("password", NEW), ("password_again", NEW)];
        assert_eq!(send(&mut person, "/api/reset-password", &fields).await.location(), "/password/done");
        assert!(person.page("/password/done").await.contains("Your password was changed"));
        for ended in [here, there] {
            assert_eq!(ended.get("/account").await.location(), "/sign-in?why=ended&next=/account");
        }
        assert!(mail(&app, EMAIL, "password_changed").await.contains("November 20, 2026"));
        assert_eq!(noted(&app, "password_reset").await, 1);
        assert!(person.page(&page).await.contains("no longer works"));
        assert_eq!(
            send(&mut person, "/api/reset-password", &[("token", token(&page)), ("password", OTHER), ("password_again", OTHER)])
                .await
                .location(),
            page
        );
        assert!(password(&mut person, EMAIL, PASSWORD, "").await.contains("retry="), "the old one");
        assert_eq!(password(&mut person, EMAIL, NEW, "").await, "/account");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_link_is_over_after_twenty_minutes_and_no_stranger_ends_it_by_asking_for_another() {
    on_both(async |app| {
        let first = asked(&app, EMAIL).await;
        app.wait(MINUTE);
        let second = asked(&app, EMAIL).await;
        assert_ne!(first, second);
        let visitor = app.visitor();
        for open in [&first, &second] {
            assert!(visitor.page(open).await.contains("Choose a new password"));
        }
        app.wait(20 * MINUTE);
        for over in [&first, &second] {
            assert!(visitor.page(over).await.contains("no longer works"));
        }
        let mut person = app.visitor();
        let fields = [("token", token(&second)), ("password", NEW), ("password_again", NEW)];
        assert_eq!(send(&mut person, "/api/reset-password", &fields).await.location(), second);
        assert_eq!(password(&mut person, EMAIL, PASSWORD, "").await, "/account");

        // One that is used ends the others.
        let (first, second) = (asked(&app, EMAIL).await, asked(&app, EMAIL).await);
        let fields = [("token", token(&first)), ("password", NEW), ("password_again", NEW)];
        assert_eq!(send(&mut person, "/api/reset-password", &fields).await.location(), "/password/done");
        assert!(visitor.page(&second).await.contains("no longer works"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_answer_is_the_same_for_everybody_and_the_link_goes_to_who_can_use_it() {
    on_both(async |app| {
        not_set_up(&app, "navigator2@demo.test").await;
        app.execute("UPDATE users SET removed_at = created_at WHERE email = 'arc@demo.test'").await;
        let mut answers = Vec::new();
        for email in ["consumer2@demo.test", "nobody@demo.test", "navigator2@demo.test", "arc@demo.test"] {
            let answer = app.visitor().post("/api/forgot-password", &[("email", email)]).await;
            let mut headers = answer.headers.clone();
            headers.remove("x-request-id");
            answers.push((answer.status, headers, answer.body));
        }
        assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{answers:?}");
        assert_eq!(mails(&app, "password_reset").await, 1);
        assert_ne!(mail(&app, "consumer2@demo.test", "password_reset").await, "");
        // Counted for each address, whether there is an account or not.
        for email in ["consumer2@demo.test", "nobody@demo.test"] {
            let mut person = app.visitor();
            let mut last = String::new();
            for _ in 0..5 {
                last = send(&mut person, "/api/forgot-password", &[("email", email)]).await.location().to_owned();
            }
            assert!(person.page(&last).await.contains("Too many links"), "{email}: {last}");
        }
        assert_eq!(mails(&app, "password_reset").await, 5);
        let malformed = app.visitor().call("/api/forgot-password", &[("email", "no address")]).await;
        assert!(malformed.body.contains("name@example.com"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_link_leads_no_further_than_to_the_second_step_and_ends_steps_that_were_begun() {
    on_both(async |app| {
        super::ordinary(&app, "navigator@demo.test").await;
        let mut thief = app.visitor();
        assert_eq!(password(&mut thief, "navigator@demo.test", PASSWORD, "").await, "/sign-in/choose-factor");
        let page = asked(&app, "navigator@demo.test").await;
        let mut person = app.visitor();
        let fields = [("token", token(&page)), ("password", NEW), ("password_again", NEW)];
        send(&mut person, "/api/reset-password", &fields).await;
        assert_eq!(thief.get("/sign-in/choose-factor").await.location(), "/sign-in?why=again");
        assert_eq!(send(&mut thief, "/api/use-emailed-codes", &[]).await.location(), "/sign-in?why=again");
        assert_eq!(password(&mut person, "navigator@demo.test", NEW, "").await, "/sign-in/choose-factor");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_time_an_answer_takes_does_not_tell_whether_there_is_such_an_account() {
    on_both(async |app| {
        let mut shortest = [Duration::MAX; 2];
        for round in 0..4 {
            let known = format!("consumer{}@demo.test", ["", "2", "3", ""][round]);
            for (which, email) in [known, format!("nobody{round}@demo.test")].iter().enumerate() {
                let mut person = app.visitor();
                let watch = Stopwatch::start();
                send(&mut person, "/api/forgot-password", &[("email", email)]).await;
                shortest[which] = shortest[which].min(watch.elapsed());
            }
        }
        assert_eq!(mails(&app, "password_reset").await, 4, "only who is known gets a link");
        // The shortest of several: what else the machine does only makes an answer longer.
        let [known, unknown] = shortest;
        assert!(known >= FORGOT_TAKES && unknown >= FORGOT_TAKES, "{shortest:?}");
        assert!(known < unknown * 3 / 2 && unknown < known * 3 / 2, "{shortest:?}");
    })
    .await;
}
