//! "Change your password", because one wants to or because it has expired.

use super::{DAY, MINUTE, NEW, OTHER, choose_app, mail, mails, noted, ordinary, password, send, user_name};
use crate::journeys::app::{Person, on_both, on_both_with};
use assister_portal::api::forms::Posted;
use assister_portal::store::demo::PASSWORD;

const EMAIL: &str = "navigator@demo.test";

async fn change(person: &mut Person, from: &str, to: &str) -> String {
    let fields = [("current_password", from), ("password", to), ("password_again", to)];
    send(person, "/api/change-password", &fields).await.location().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn changing_the_password_keeps_this_session_under_a_new_token_and_ends_all_others() {
    on_both(async |app| {
        let elsewhere = app.demo(EMAIL).await;
        let mut person = app.demo(EMAIL).await;
        let before = person.clone();
        assert!(person.page("/sessions").await.contains("href=\"/security\""));
        assert!(person.page("/security").await.contains("href=\"/password/change\""));
        assert_eq!(change(&mut person, PASSWORD, NEW).await, "/security?changed=1");
        assert!(person.page("/security?changed=1").await.contains("Password changed"));
        for ended in [elsewhere, before] {
            assert_eq!(ended.get("/clients").await.location(), "/sign-in?why=ended&next=/clients");
        }
        assert_ne!(mail(&app, EMAIL, "password_changed").await, "");
        assert_eq!(noted(&app, "password_changed").await, 1);
        assert!(password(&mut app.visitor(), EMAIL, PASSWORD, "").await.contains("retry="));
        assert_eq!(password(&mut app.visitor(), EMAIL, NEW, "").await, "/clients");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_password_that_was_used_is_not_chosen_again() {
    on_both(async |app| {
        let mut person = app.demo(EMAIL).await;
        assert_eq!(change(&mut person, PASSWORD, NEW).await, "/security?changed=1");
        let reused = change(&mut person, NEW, NEW).await;
        assert!(person.page(&reused).await.contains("You have used this password before"));
        for turn in 0..4 {
            app.wait(MINUTE);
            let (from, to) = (if turn == 0 { NEW.to_owned() } else { format!("{OTHER} {turn}") }, format!("{OTHER} {}", turn + 1));
            assert_eq!(change(&mut person, &from, &to).await, "/security?changed=1", "{turn}");
        }
        assert_eq!(app.one("SELECT COUNT(*) FROM earlier_passwords").await, 4);
        assert!(change(&mut person, &format!("{OTHER} 4"), NEW).await.contains("retry="), "the fifth, counting the present one");
        app.wait(MINUTE);
        assert_eq!(change(&mut person, &format!("{OTHER} 4"), &format!("{OTHER} 5")).await, "/security?changed=1");
        assert_eq!(change(&mut person, &format!("{OTHER} 5"), NEW).await, "/security?changed=1", "long ago");
        assert_eq!(mails(&app, "password_changed").await, 7);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_present_password_is_needed_and_can_not_be_tried_out() {
    on_both(async |app| {
        let mut person = app.demo(EMAIL).await;
        let wrong = change(&mut person, "not my password", NEW).await;
        let page = person.page(&wrong).await;
        assert!(page.contains("This is not your current password") && !page.contains("not my password"), "{page}");
        for _ in 0..19 {
            change(&mut person, "not my password", NEW).await;
        }
        let fields = [("current_password", PASSWORD), ("password", NEW), ("password_again", NEW)];
        let Posted::Refused(form) = person.call("/api/change-password", &fields).await.read() else { panic!("tried out") };
        assert!(form.error("current_password").unwrap().contains("too many"));
        let different = [("current_password", PASSWORD), ("password", NEW), ("password_again", OTHER)];
        let Posted::Refused(form) = person.call("/api/change-password", &different).await.read() else { panic!("changed") };
        assert!(form.error("password_again").is_some());
        assert_eq!(noted(&app, "password_changed").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_expired_password_is_changed_after_the_second_step_and_then_the_person_goes_on() {
    on_both(async |app| {
        ordinary(&app, EMAIL).await;
        app.execute(&format!("UPDATE users SET password_changed_at = {} WHERE email = '{EMAIL}'", app.time(app.now() - 90 * DAY))).await;
        let mut person = app.visitor();
        assert_eq!(password(&mut person, EMAIL, PASSWORD, "/clients?list=all").await, "/sign-in/choose-factor", "first the second step");
        choose_app(&app, &mut person, "/sign-in/authenticator").await;
        assert_eq!(send(&mut person, "/api/recovery-codes-kept", &[]).await.location(), "/password/change");
        let page = person.page("/password/change").await;
        assert!(page.contains("Change your password") && page.contains("Your password has expired"), "{page}");
        assert_eq!(user_name(&page), EMAIL);
        // Asked to change it, and led back to that from everywhere else; not locked out.
        for elsewhere in ["/clients", "/", "/security", "/sessions", "/sign-in"] {
            assert_eq!(person.get(elsewhere).await.location(), "/password/change", "{elsewhere}");
        }
        assert_eq!(person.load("/api/client-list", "").await.status, 401);
        assert_eq!(person.post("/api/new-recovery-codes", &[]).await.location(), "/password/change");
        let reused = change(&mut person, PASSWORD, PASSWORD).await;
        assert!(person.page(&reused).await.contains("too easy to guess"), "everybody knows it");
        assert_eq!(change(&mut person, PASSWORD, NEW).await, "/clients?list=all");
        person.page("/clients?list=all").await;
        app.wait(DAY);
        assert_eq!(password(&mut app.visitor(), EMAIL, NEW, "").await, "/sign-in/second-factor");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_must_change_the_password_may_sign_out_instead() {
    on_both(async |app| {
        app.execute(&format!("UPDATE users SET created_at = {} WHERE email = '{EMAIL}'", app.time(app.now() - 91 * DAY))).await;
        let mut person = app.visitor();
        assert_eq!(password(&mut person, EMAIL, PASSWORD, "").await, "/password/change", "one never changed counts from the beginning");
        assert_eq!(send(&mut person, "/api/sign-out", &[]).await.location(), "/sign-in?why=signed-out");
        assert_eq!(person.get("/password/change").await.location(), "/sign-in?next=/password/change");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn periods_are_set_by_kind_and_consumers_passwords_never_expire() {
    on_both_with(&[("PASSWORD_DAYS", "broker=30,staff=10")], async |app| {
        app.execute(&format!("UPDATE users SET password_changed_at = {}", app.time(app.now() - 400 * DAY))).await;
        for (email, leads) in [
            ("navigator@demo.test", "/clients"),
            ("cac@demo.test", "/clients"),
            ("broker@demo.test", "/password/change"),
            ("contact@demo.test", "/agency"),
            ("bsl@demo.test", "/password/change"),
            ("consumer@demo.test", "/account"),
        ] {
            assert_eq!(password(&mut app.visitor(), email, PASSWORD, "").await, leads, "{email}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn from_two_weeks_before_the_home_page_says_when_the_password_expires() {
    on_both(async |app| {
        for (days, reminded) in [(75, false), (76, true), (89, true)] {
            app.execute(&format!("UPDATE users SET password_changed_at = {}", app.time(app.now() - days * DAY))).await;
            let page = app.demo(EMAIL).await.page("/clients").await;
            assert_eq!(page.contains("Your password expires on"), reminded, "{days}");
            assert!(!app.demo("broker@demo.test").await.page("/clients").await.contains("Your password expires on"));
        }
        assert!(app.demo(EMAIL).await.page("/clients").await.contains("Your password expires on November 21, 2026"));
    })
    .await;
}
