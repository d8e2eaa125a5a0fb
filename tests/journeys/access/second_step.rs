//! The second step at sign-in: what opens, what opens only once, and what a password alone does not.

use super::{DAY, MINUTE, app_code, choose_app, code, mails, noted, ordinary, password, send, sent_code};
use crate::journeys::app::{App, Person, on_both};
use assister_portal::api::forms::Posted;
use assister_portal::api::identity::SecondFactorPage;
use assister_portal::server::access::authenticator::recovery_hash;
use assister_portal::store::demo::PASSWORD;

const EMAIL: &str = "navigator@demo.test";

/// An ordinary navigator with an authenticator; gives its key and the recovery codes. An hour has passed since.
async fn with_app(app: &App) -> (String, Vec<String>) {
    ordinary(app, EMAIL).await;
    let mut person = app.visitor();
    assert_eq!(password(&mut person, EMAIL, PASSWORD, "").await, "/sign-in/choose-factor");
    let chosen = choose_app(app, &mut person, "/sign-in/authenticator").await;
    app.wait(60 * MINUTE);
    chosen
}

/// An ordinary navigator who chose codes by email. An hour has passed since.
async fn with_email(app: &App) {
    ordinary(app, EMAIL).await;
    let mut person = app.visitor();
    assert_eq!(password(&mut person, EMAIL, PASSWORD, "").await, "/sign-in/choose-factor");
    assert_eq!(send(&mut person, "/api/use-emailed-codes", &[]).await.location(), "/security/recovery-codes");
    app.wait(60 * MINUTE);
}

/// Somebody who gave the right password.
async fn at_second_step(app: &App, next: &str) -> Person {
    let mut person = app.visitor();
    assert_eq!(password(&mut person, EMAIL, PASSWORD, next).await, "/sign-in/second-factor");
    person
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_password_alone_opens_nothing() {
    on_both(async |app| {
        with_app(&app).await;
        let before = noted(&app, "signed_in").await;
        let mut person = at_second_step(&app, "").await;
        for page in ["/clients", "/security", "/sessions", "/security/authenticator", "/security/recovery-codes", "/password/change"] {
            assert!(person.get(page).await.location().starts_with("/sign-in?next="), "{page}");
        }
        assert_eq!(person.load("/api/client-list", "").await.status, 401);
        // Nor does it choose another second step in the place of the one that there is.
        for path in ["/api/begin-authenticator", "/api/use-emailed-codes", "/api/confirm-authenticator"] {
            assert_eq!(send(&mut person, path, &[("code", "123456")]).await.location(), "/sign-in?why=again", "{path}");
        }
        assert_eq!(noted(&app, "signed_in").await, before);
        assert_eq!(app.one("SELECT COUNT(*) FROM second_factors WHERE kind = 'authenticator'").await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_code_of_the_app_opens_once_and_leads_where_the_person_wanted_to_go() {
    on_both(async |app| {
        let (key, _) = with_app(&app).await;
        let mut person = at_second_step(&app, "/clients?list=all").await;
        let page = person.page("/sign-in/second-factor").await;
        assert!(page.contains("Check it") && !page.contains("email-sign-in-code"), "who chose an app gets no code by email: {page}");
        let now = app_code(&key, app.now(), 0);
        assert_eq!(code(&mut person, &now).await, "/clients?list=all");
        person.page("/clients").await;
        // Replayed, and one older than one that was taken.
        for replayed in [now, app_code(&key, app.now(), -1)] {
            let mut other = at_second_step(&app, "").await;
            let refused = code(&mut other, &replayed).await;
            assert!(other.page(&refused).await.contains("This code is wrong"), "{refused}");
            assert_eq!(other.get("/clients").await.status, 303);
        }
        app.wait(MINUTE);
        let mut other = at_second_step(&app, "").await;
        assert_eq!(code(&mut other, &app_code(&key, app.now(), -1)).await, "/clients", "a clock that is a little slow");
        let mut other = at_second_step(&app, "").await;
        assert!(code(&mut other, &app_code(&key, app.now(), -2)).await.contains("retry="), "and one that is too slow");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_audit_log_says_with_what_somebody_signed_in() {
    on_both(async |app| {
        let signed_in = async |with: &str| {
            app.one(&format!("SELECT COUNT(*) FROM audit_events WHERE action = 'signed_in' AND outcome = '{with}'")).await
        };
        let (key, codes) = with_app(&app).await;
        assert_eq!(signed_in("password+app").await, 1, "with the app that was just set up");
        code(&mut at_second_step(&app, "").await, &app_code(&key, app.now(), 0)).await;
        assert_eq!(signed_in("password+app").await, 2);
        code(&mut at_second_step(&app, "").await, &codes[0]).await;
        assert_eq!(signed_in("password+recovery_code").await, 1);

        app.execute("DELETE FROM second_factors").await;
        with_email(&app).await;
        assert_eq!(signed_in("password").await, 1, "of codes by email none was asked for yet");
        let mut person = at_second_step(&app, "").await;
        code(&mut person, &sent_code(&app, EMAIL).await).await;
        assert_eq!(signed_in("password+email_code").await, 1);
        assert_eq!(password(&mut app.visitor(), "consumer@demo.test", PASSWORD, "").await, "/account");
        assert_eq!(signed_in("password").await, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_first_code_of_an_app_is_no_code_to_sign_in_with() {
    on_both(async |app| {
        ordinary(&app, EMAIL).await;
        let mut person = app.visitor();
        password(&mut person, EMAIL, PASSWORD, "").await;
        let wrong = send(&mut person, "/api/begin-authenticator", &[]).await.location().to_owned();
        let refused = send(&mut person, "/api/confirm-authenticator", &[("code", "000000")]).await;
        assert!(person.page(refused.location()).await.contains("not the code that belongs to the key"), "{wrong}");
        assert_eq!(app.one("SELECT COUNT(*) FROM second_factors").await, 0);
        let (key, _) = choose_app(&app, &mut person, "/sign-in/authenticator").await;
        let mut other = at_second_step(&app, "").await;
        assert!(code(&mut other, &app_code(&key, app.now(), 0)).await.contains("retry="));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_at_once_with_one_code_are_one() {
    on_both(async |app| {
        let (key, codes) = with_app(&app).await;
        for typed in [app_code(&key, app.now(), 0), codes[0].clone()] {
            let (mut one, mut two) = (at_second_step(&app, "").await, at_second_step(&app, "").await);
            let (one, two) = tokio::join!(code(&mut one, &typed), code(&mut two, &typed));
            assert_eq!(usize::from(one.contains("retry=")) + usize::from(two.contains("retry=")), 1, "{one} {two}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_code_by_email_opens_once_in_the_browser_that_asked_for_it_within_ten_minutes() {
    on_both(async |app| {
        with_email(&app).await;
        let mut person = at_second_step(&app, "").await;
        assert_eq!(mails(&app, "sign_in_code").await, 1);
        assert!(person.page("/sign-in/second-factor").await.contains("We sent a code"));
        let sent = sent_code(&app, EMAIL).await;
        let mut other = at_second_step(&app, "").await;
        if sent != sent_code(&app, EMAIL).await {
            assert!(code(&mut other, &sent).await.contains("retry="), "another browser");
        }
        assert_eq!(code(&mut person, &sent).await, "/clients");
        assert_eq!(code(&mut person, &sent).await, "/sign-in?why=again", "nothing is to be proved any more");

        // A newer code takes the place of an older one, and both end.
        let mut person = at_second_step(&app, "").await;
        let old = sent_code(&app, EMAIL).await;
        app.wait(MINUTE);
        send(&mut person, "/api/email-sign-in-code", &[]).await;
        let new = sent_code(&app, EMAIL).await;
        if old != new {
            assert!(code(&mut person, &old).await.contains("retry="));
        }
        app.wait(9 * MINUTE);
        assert_eq!(code(&mut person, &new).await, "/sign-in?why=again", "ten minutes after the password it is asked for again");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_code_by_email_is_tried_five_times_and_codes_ten_times() {
    on_both(async |app| {
        with_email(&app).await;
        let mut person = at_second_step(&app, "").await;
        let sent = sent_code(&app, EMAIL).await;
        let wrong = if sent == "000000" { "000001" } else { "000000" };
        for _ in 0..5 {
            assert!(code(&mut person, wrong).await.contains("retry="));
        }
        let refused = code(&mut person, &sent).await;
        assert!(person.page(&refused).await.contains("This code is wrong"), "the code is dead");
        send(&mut person, "/api/email-sign-in-code", &[]).await;
        for _ in 0..4 {
            assert!(code(&mut person, wrong).await.contains("retry="));
        }
        let refused = code(&mut person, &sent_code(&app, EMAIL).await).await;
        assert!(person.page(&refused).await.contains("too many tries"), "{refused}");
        app.wait(15 * MINUTE);
        let mut person = at_second_step(&app, "").await;
        assert_eq!(code(&mut person, &sent_code(&app, EMAIL).await).await, "/clients");
        // And no more than ten are sent in an hour.
        let mut person = at_second_step(&app, "").await;
        for _ in 0..10 {
            send(&mut person, "/api/email-sign-in-code", &[]).await;
        }
        assert_eq!(mails(&app, "sign_in_code").await, 10);
        let refused = send(&mut person, "/api/email-sign-in-code", &[]).await.location().to_owned();
        assert!(person.page(&refused).await.contains("Too many codes"), "{refused}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_recovery_code_opens_once_and_says_how_many_are_left() {
    on_both(async |app| {
        let (_, codes) = with_app(&app).await;
        let changed = noted(&app, "second_factor_changed").await;
        let mut person = at_second_step(&app, "/clients?list=all").await;
        let to = code(&mut person, &codes[3].to_lowercase()).await;
        assert_eq!(to, "/security?used=1&next=/clients%3Flist%3Dall");
        let page = person.page(&to).await;
        assert!(page.contains("You have 9 left") && page.contains("href=\"/clients?list=all\""), "{page}");
        assert_eq!(noted(&app, "second_factor_changed").await, changed + 1);
        let mut other = at_second_step(&app, "").await;
        assert!(code(&mut other, &codes[3]).await.contains("retry="), "used up");
        // New ones take the place of all others.
        assert_eq!(send(&mut person, "/api/new-recovery-codes", &[]).await.location(), "/security/recovery-codes");
        let fresh = super::shown_codes(&person.page("/security/recovery-codes").await);
        assert_eq!(fresh.len(), 10);
        assert_eq!(code(&mut other, &fresh[0]).await, "/sign-in?why=again", "whoever was on the way in elsewhere begins again");
        let mut other = at_second_step(&app, "").await;
        assert!(code(&mut other, &codes[4]).await.contains("retry="), "replaced");
        assert!(code(&mut other, &fresh[0]).await.starts_with("/security?used=1"));
        // They are shown to who made them, until those say that they have them, and not to another session.
        assert!(!other.page("/security/recovery-codes").await.contains(&fresh[1]));
        assert_eq!(send(&mut person, "/api/recovery-codes-kept", &[]).await.location(), "/security");
        assert!(!person.page("/security/recovery-codes").await.contains(&fresh[1]));
        assert_eq!(app.one("SELECT COUNT(*) FROM recovery_sheets").await, 0, "the first ones went with the session that saw them");
        send(&mut person, "/api/new-recovery-codes", &[]).await;
        assert_eq!(app.one("SELECT COUNT(*) FROM recovery_sheets").await, 1, "these were never said to be kept");
        app.store.sweep(app.now() + DAY).await.unwrap();
        assert_eq!(app.one("SELECT COUNT(*) FROM recovery_sheets").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_short_recovery_code_from_before_opens_once() {
    on_both(async |app| {
        with_app(&app).await;
        let user = app.store.credentials(EMAIL, app.now()).await.unwrap().unwrap().user;
        let hash = app.bytes(&recovery_hash(user, "7KQ2M9XD1B"));
        app.execute(&format!(
            "UPDATE recovery_codes SET code_hash = {hash} WHERE code_hash = (SELECT code_hash FROM recovery_codes LIMIT 1)"
        ))
        .await;
        let mut person = at_second_step(&app, "").await;
        assert!(code(&mut person, "7KQ2M-9XDTB").await.contains("retry="));
        assert!(code(&mut person, "7kq2m 9xdlb").await.starts_with("/security?used=1"), "an l is a 1");
        let mut again = at_second_step(&app, "").await;
        assert!(code(&mut again, "7KQ2M-9XD1B").await.contains("retry="), "used up");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_second_step_comes_within_ten_minutes_and_with_an_account_that_is_open() {
    on_both(async |app| {
        let (key, _) = with_app(&app).await;
        let mut person = at_second_step(&app, "").await;
        app.wait(10 * MINUTE);
        assert_eq!(code(&mut person, &app_code(&key, app.now(), 0)).await, "/sign-in?why=again");
        let mut person = at_second_step(&app, "").await;
        app.execute("UPDATE assisters SET state = 'suspended' WHERE state = 'active'").await;
        assert_eq!(code(&mut person, &app_code(&key, app.now(), 0)).await, "/sign-in?why=again");
        let page: SecondFactorPage = person.load("/api/second-factor-page", "").await.read();
        assert_eq!(page, SecondFactorPage::Elsewhere("/sign-in?why=again".into()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_wrong_password_gets_the_same_answer_whether_there_is_a_second_step_or_not() {
    on_both(async |app| {
        with_app(&app).await;
        let visitor = app.visitor();
        let mut answers = Vec::new();
        for email in [EMAIL, "nobody@demo.test", "consumer@demo.test"] {
            let refused = visitor.call("/api/sign-in", &[("email", email), ("password", "wrong")]).await;
            assert!(refused.headers.get("set-cookie").is_none());
            let Posted::Refused(mut form) = refused.read() else { panic!("{email} was let in") };
            form.values.clear();
            answers.push(form);
        }
        assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{answers:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_signed_in_person_replaces_the_app_or_goes_over_to_email() {
    on_both(async |app| {
        let (key, _) = with_app(&app).await;
        let mut person = at_second_step(&app, "").await;
        assert_eq!(code(&mut person, &app_code(&key, app.now(), 0)).await, "/clients");
        assert!(person.page("/security").await.contains("Authenticator app"));
        let (newer, _) = choose_app(&app, &mut person, "/security/authenticator").await;
        assert_ne!(key, newer);
        person.page("/clients").await;
        app.wait(5 * MINUTE);
        let mut other = at_second_step(&app, "").await;
        assert!(code(&mut other, &app_code(&key, app.now(), 0)).await.contains("retry="), "the old app is of no use");
        assert_eq!(code(&mut other, &app_code(&newer, app.now(), 0)).await, "/clients");
        assert_eq!(send(&mut other, "/api/use-emailed-codes", &[]).await.location(), "/security/recovery-codes");
        assert_eq!(app.one("SELECT COUNT(*) FROM second_factors WHERE kind = 'email' AND secret IS NULL").await, 1);
        let mut last = at_second_step(&app, "").await;
        assert_eq!(code(&mut last, &sent_code(&app, EMAIL).await).await, "/clients");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_new_browser_is_told_of_once_and_demo_accounts_and_consumers_get_no_letter() {
    on_both(async |app| {
        let (key, _) = with_app(&app).await;
        assert_eq!(mails(&app, "new_sign_in").await, 1);
        let mut person = at_second_step(&app, "").await;
        code(&mut person, &app_code(&key, app.now(), 0)).await;
        assert_eq!(mails(&app, "new_sign_in").await, 2, "a browser without a cookie");
        app.wait(5 * MINUTE);
        assert_eq!(password(&mut person, EMAIL, PASSWORD, "").await, "/sign-in/second-factor");
        assert_eq!(code(&mut person, &app_code(&key, app.now(), 0)).await, "/clients");
        assert_eq!(mails(&app, "new_sign_in").await, 2, "the same browser");
        for email in ["consumer@demo.test", "cac@demo.test", "arc@demo.test"] {
            assert!(!password(&mut app.visitor(), email, PASSWORD, "").await.starts_with("/sign-in"), "{email}");
        }
        assert_eq!(mails(&app, "new_sign_in").await, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_wrong_second_step_and_every_wrong_password_of_before_leaves_a_trace() {
    on_both(async |app| {
        let (key, _) = with_app(&app).await;
        let traces = async |action: &str, outcome: &str| {
            let of = format!("subject_user_id = (SELECT id FROM users WHERE email = '{EMAIL}')");
            app.one(&format!("SELECT COUNT(*) FROM audit_events WHERE action = '{action}' AND outcome = '{outcome}' AND {of}")).await
        };
        let before = traces("second_step_refused", "wrong").await;
        let mut person = at_second_step(&app, "").await;
        for wrong in ["000000", "000001"] {
            assert!(code(&mut person, wrong).await.contains("retry="), "{wrong}");
        }
        assert_eq!(traces("second_step_refused", "wrong").await, before + 2);
        app.wait(MINUTE);
        assert!(!code(&mut person, &app_code(&key, app.now(), 0)).await.contains("retry="));
        assert_eq!(traces("second_step_refused", "wrong").await, before + 2, "a right one leaves none");
        person.post("/api/prove", &[("current_password", "not mine")]).await;
        assert_eq!(traces("present_password_refused", "wrong").await, 1);
        let mut person = at_second_step(&app, "").await;
        for _ in 0..12 {
            code(&mut person, "000000").await;
        }
        assert!(traces("second_step_refused", "limited").await > 0);
    })
    .await;
}
