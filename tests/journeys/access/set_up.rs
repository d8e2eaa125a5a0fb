//! Activation: the link, the registration number, the password.

use super::{DAY, NEW, choose_app, link, mail, mails, not_set_up, noted, password, send, user_name};
use crate::journeys::app::{App, Person, on_both, on_both_with};
use assister_portal::api::forms::Posted;

const EMAIL: &str = "navigator2@demo.test";

async fn set_up(person: &mut Person, token: &str, number: &str, password: &str) -> String {
    let fields = [("token", token), ("registration_number", number), ("password", password), ("password_again", password)];
    send(person, "/api/set-up-account", &fields).await.location().to_owned()
}

async fn state(app: &App) -> String {
    app.text(&format!("SELECT state FROM assisters WHERE user_id = (SELECT id FROM users WHERE email = '{EMAIL}')")).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_enrolled_assister_sets_up_the_account_and_lands_at_home() {
    on_both(async |app| {
        not_set_up(&app, EMAIL).await;
        let number = app.number(EMAIL).await;
        let consumer = app.consumer("Ann Lee").await;
        let unknown = consumer.post("/api/find-assister", &[("number", &number)]).await;
        assert!(unknown.location().contains("retry="), "before activation the number leads to nobody");
        let token = link(&app, EMAIL, "one", true, app.now() + 7 * DAY).await;
        let mut person = app.visitor();
        for _ in 0..2 {
            let page = person.page(&format!("/set-up/{token}")).await;
            assert!(page.contains("Set up your account") && page.contains(&number), "looking does not use the link up");
            assert_eq!(user_name(&page), EMAIL);
            assert!(page.contains("enroll@prairierose.demo.test") && page.contains("agency contact"), "{page}");
        }
        assert_eq!(set_up(&mut person, &token, "7kq2 m9xd", NEW).await, "/sign-in/choose-factor");
        assert_eq!(state(&app).await, "active");
        assert_eq!(noted(&app, "account_activated").await, 1);
        let changed = "SELECT COUNT(*) FROM assister_changes WHERE field = 'account' AND before = 'Enrolled' AND after = 'Active'";
        assert_eq!(app.one(changed).await, 1);
        assert_eq!(person.get("/clients").await.location(), "/sign-in?next=/clients", "not before the second step is chosen");
        choose_app(&app, &mut person, "/sign-in/authenticator").await;
        assert_eq!(send(&mut person, "/api/recovery-codes-kept", &[]).await.location(), "/clients");
        person.page("/clients").await;
        let found = consumer.post("/api/find-assister", &[("number", &number)]).await;
        assert_eq!(found.location(), "/account/assister/add/check");
        // Nobody waits for a letter: ARC's confirmation comes separately, and this browser is no new one.
        app.nobody_was_notified().await;
        assert_eq!(unconfirmed(&app).await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_is_wrong_is_said_and_wrong_registration_numbers_are_counted() {
    on_both(async |app| {
        not_set_up(&app, EMAIL).await;
        let token = link(&app, EMAIL, "one", true, app.now() + 7 * DAY).await;
        let mut person = app.visitor();
        let refused = send(
            &mut person,
            "/api/set-up-account",
            &[("token", &token), ("registration_number", "7KQ2-AAAA"), ("password", NEW), ("password_again", "another")],
        )
        .await;
        let page = person.page(refused.location()).await;
        for said in ["This is not the registration number", "The two passwords are not the same", "value=\"7KQ2-AAAA\""] {
            assert!(page.contains(said), "{said}: {page}");
        }
        assert!(!page.contains(NEW));
        let weak = [("token", token.as_str()), ("registration_number", "7KQ2-M9XD"), ("password", "short"), ("password_again", "short")];
        let Posted::Refused(form) = person.call("/api/set-up-account", &weak).await.read() else { panic!("a weak password was taken") };
        assert_eq!(form.errors.len(), 1);
        for _ in 0..10 {
            set_up(&mut person, &token, "wrong", NEW).await;
        }
        let fields = [("token", token.as_str()), ("registration_number", "7KQ2-M9XD"), ("password", NEW), ("password_again", NEW)];
        let Posted::Refused(form) = person.call("/api/set-up-account", &fields).await.read() else { panic!("tried without end") };
        assert!(form.error("registration_number").unwrap().contains("too many"));
        assert_eq!(state(&app).await, "enrolled");
        app.wait(DAY);
        assert_eq!(set_up(&mut person, &token, "7KQ2-M9XD", NEW).await, "/sign-in/choose-factor");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn links_that_do_not_open_say_what_to_do() {
    on_both(async |app| {
        not_set_up(&app, EMAIL).await;
        let expired = link(&app, EMAIL, "expired", true, app.now()).await;
        let replaced = link(&app, EMAIL, "replaced", true, app.now() + 7 * DAY).await;
        app.execute("UPDATE one_time_links SET replaced_at = created_at WHERE expires_at > created_at").await;
        let mut person = app.visitor();
        for (token, said) in [(&expired, "has expired"), (&replaced, "newer email"), (&"0".repeat(64), "does not work")] {
            let page = person.page(&format!("/set-up/{token}")).await;
            assert!(page.contains(said) && page.contains("send the activation email again"), "{page}");
            assert_eq!(set_up(&mut person, token, "7KQ2-M9XD", NEW).await, format!("/set-up/{token}"));
            assert_eq!(state(&app).await, "enrolled");
        }
        let token = link(&app, EMAIL, "one", true, app.now() + 7 * DAY).await;
        assert_eq!(set_up(&mut person, &token, "7KQ2-M9XD", NEW).await, "/sign-in/choose-factor");
        let page = person.page(&format!("/set-up/{token}")).await;
        assert!(page.contains("set up already") && page.contains("href=\"/sign-in\""), "{page}");
        assert_eq!(set_up(&mut app.visitor(), &token, "7KQ2-M9XD", "quite another 99 heron").await, format!("/set-up/{token}"));
        assert_eq!(password(&mut app.visitor(), EMAIL, NEW, "").await, "/sign-in/choose-factor", "the password is the first one");
        assert_eq!(noted(&app, "account_activated").await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn somebody_who_was_suspended_before_setting_up_can_not_set_up() {
    on_both(async |app| {
        not_set_up(&app, EMAIL).await;
        let token = link(&app, EMAIL, "one", true, app.now() + 7 * DAY).await;
        for sql in [
            "UPDATE assisters SET portal_access = FALSE",
            "UPDATE assisters SET portal_access = TRUE, state = 'suspended' WHERE state = 'enrolled'",
        ] {
            app.execute(sql).await;
            assert!(app.visitor().page(&format!("/set-up/{token}")).await.contains("does not work"));
            assert_eq!(set_up(&mut app.visitor(), &token, "7KQ2-M9XD", NEW).await, format!("/set-up/{token}"));
        }
        assert_eq!(app.one(&format!("SELECT COUNT(*) FROM users WHERE email = '{EMAIL}' AND password_hash IS NULL")).await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn staff_and_contacts_set_up_without_a_number_and_with_an_app() {
    on_both(async |app| {
        for (email, home) in [("arc@demo.test", "/resource-center"), ("contact@demo.test", "/agency")] {
            not_set_up(&app, email).await;
            let token = link(&app, email, email, false, app.now() + 7 * DAY).await;
            let mut person = app.visitor();
            let page = person.page(&format!("/set-up/{token}")).await;
            assert!(!page.contains("Registration number") && page.contains(email));
            assert_eq!(set_up(&mut person, &token, "", NEW).await, "/sign-in/choose-factor");
            // Their password is reset by the same mail: codes by email are no choice, whatever a form sends.
            let page = person.page("/sign-in/choose-factor").await;
            assert!(page.contains("begin-authenticator") && !page.contains("use-emailed-codes"), "{page}");
            assert_eq!(send(&mut person, "/api/use-emailed-codes", &[]).await.location(), "/sign-in/choose-factor");
            assert_eq!(app.one("SELECT COUNT(*) FROM second_factors WHERE kind = 'email'").await, 0);
            choose_app(&app, &mut person, "/sign-in/authenticator").await;
            assert_eq!(send(&mut person, "/api/recovery-codes-kept", &[]).await.location(), home);
            person.page(home).await;
            // Nor can they go over to them later.
            assert!(!person.page("/security").await.contains("use-emailed-codes"));
            assert_eq!(send(&mut person, "/api/use-emailed-codes", &[]).await.location(), "/security");
            assert_eq!(app.one("SELECT COUNT(*) FROM second_factors WHERE kind = 'email'").await, 0);
            assert_eq!(password(&mut person, email, NEW, "").await, "/sign-in/second-factor");
            assert_eq!(mails(&app, "sign_in_code").await, 0);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn by_a_setting_the_account_is_confirmed_at_once_and_no_second_step_is_asked_for() {
    on_both_with(&[("CONFIRM_ACCOUNTS", "on"), ("SECOND_FACTOR", "off")], async |app| {
        not_set_up(&app, EMAIL).await;
        let token = link(&app, EMAIL, "one", true, app.now() + 7 * DAY).await;
        let mut person = app.visitor();
        assert_eq!(set_up(&mut person, &token, "7KQ2-M9XD", NEW).await, "/clients");
        person.page("/clients").await;
        assert!(mail(&app, EMAIL, "confirmation").await.contains(&app.number(EMAIL).await));
        assert_eq!((noted(&app, "account_activated").await, noted(&app, "account_confirmed").await), (1, 1));
        assert_eq!(unconfirmed(&app).await, 0);
        assert_eq!(mails(&app, "new_sign_in").await, 0, "the browser in which an account was set up is no new one");
        assert_eq!(password(&mut person, EMAIL, NEW, "").await, "/clients");
        assert_eq!(mails(&app, "new_sign_in").await, 0);
        assert_eq!(password(&mut app.visitor(), EMAIL, NEW, "").await, "/clients");
        assert_eq!(mails(&app, "new_sign_in").await, 1);
    })
    .await;
}

/// Whether the account was set up and not confirmed: 1 or 0.
async fn unconfirmed(app: &App) -> i64 {
    let of = format!("user_id = (SELECT id FROM users WHERE email = '{EMAIL}')");
    app.one(&format!("SELECT COUNT(*) FROM assisters WHERE confirmed_at IS NULL AND {of}")).await
}
