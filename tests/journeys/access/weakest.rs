//! The weakest door decides: the mailbox by which a password is reset is no second step, and who lost everything is proofed by staff.

use super::device::Device;
use super::{MINUTE, NEW, app_code, choose_app, code, mail, mails, noted, ordinary, password, send, sent_code};
use crate::journeys::app::{App, Person, on_both, on_both_with};
use crate::journeys::resource_center_access::assister;
use crate::journeys::seen::count;
use assister_portal::api::identity::PasskeyQuestion;
use assister_portal::store::demo::PASSWORD;

const NAVIGATOR: &str = "navigator@demo.test";
const MANAGER: &str = "manager@demo.test";

/// An ordinary account with an authenticator; gives its key and the recovery codes. An hour has passed since.
async fn with_app(app: &App, email: &str) -> (String, Vec<String>) {
    ordinary(app, email).await;
    let mut person = app.visitor();
    assert_eq!(password(&mut person, email, PASSWORD, "").await, "/sign-in/choose-factor");
    let chosen = choose_app(app, &mut person, "/sign-in/authenticator").await;
    app.wait(60 * MINUTE);
    chosen
}

/// An ordinary account with codes by email, whoever may have them.
async fn with_email(app: &App, email: &str) {
    ordinary(app, email).await;
    app.execute(&format!(
        "INSERT INTO second_factors (user_id, kind, created_at) SELECT id, 'email', created_at FROM users WHERE email = '{email}'"
    ))
    .await;
}

/// Chooses a new password by the link in the mail.
async fn resets(app: &App, email: &str) {
    let mut person = app.visitor();
    assert_eq!(send(&mut person, "/api/forgot-password", &[("email", email)]).await.location(), "/password/forgot?sent=1");
    let text = mail(app, email, "password_reset").await;
    let token = text.split("/password/reset/").nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
    let fields = [("token", token.as_str()), ("password", NEW), ("password_again", NEW)];
    assert_eq!(send(&mut person, "/api/reset-password", &fields).await.location(), "/password/done");
}

/// Somebody with the new password, whose second step is to come.
async fn after_reset(app: &App, email: &str) -> Person {
    let mut person = app.visitor();
    assert_eq!(password(&mut person, email, NEW, "").await, "/sign-in/second-factor");
    person
}

/// Asks for a code by email, as an old page would: none comes, and why is said.
async fn no_code(app: &App, person: &mut Person) {
    let before = mails(app, "sign_in_code").await;
    let refused = send(person, "/api/email-sign-in-code", &[]).await.location().to_owned();
    assert!(person.page(&refused).await.contains("Codes by email are not the second step of this account"), "{refused}");
    assert_eq!(mails(app, "sign_in_code").await, before);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn after_a_reset_by_mail_the_app_is_still_needed() {
    on_both(async |app| {
        for (email, home) in [(MANAGER, "/resource-center"), (NAVIGATOR, "/clients")] {
            let (key, codes) = with_app(&app, email).await;
            resets(&app, email).await;
            let mut person = after_reset(&app, email).await;
            let page = person.page("/sign-in/second-factor").await;
            assert!(!page.contains("/api/email-sign-in-code") && page.contains("They check who you are"), "{page}");
            no_code(&app, &mut person).await;
            assert_eq!(mails(&app, "sign_in_code").await, 0);
            // Nor does a code that was sent before it was no way in any more.
            app.execute(&format!("UPDATE sign_in_steps SET code_hash = {}, code_sent_at = created_at", app.bytes(&[7; 32]))).await;
            assert!(code(&mut person, "123456").await.contains("retry="));
            assert!(person.get(home).await.location().starts_with("/sign-in?next="));
            assert_eq!(code(&mut person, &app_code(&key, app.now(), 0)).await, home);
            // A recovery code is a way in, too.
            let mut other = after_reset(&app, email).await;
            assert!(code(&mut other, &codes[0]).await.starts_with("/security?used=1"));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn after_a_reset_by_mail_a_passkey_is_needed_until_somebody_has_signed_in() {
    on_both_with(&[("PUBLIC_URL", "http://localhost:3000")], async |app| {
        ordinary(&app, NAVIGATOR).await;
        let mut person = app.visitor();
        assert_eq!(password(&mut person, NAVIGATOR, PASSWORD, "").await, "/sign-in/choose-factor");
        send(&mut person, "/api/use-emailed-codes", &[]).await;
        let mut device = Device::new(7);
        let PasskeyQuestion::Options(options) = person.call("/api/ask-new-passkey", &[]).await.read() else { panic!("not asked") };
        let fields = [("name", "Key"), ("answer", &device.make(&options))];
        assert_eq!(send(&mut person, "/api/add-passkey", &fields).await.location(), "/security?passkey=added");
        // As long as the password is one that only they know, the code by email that they chose is good.
        let mut person = app.visitor();
        assert_eq!(password(&mut person, NAVIGATOR, PASSWORD, "").await, "/sign-in/second-factor");
        assert_eq!(code(&mut person, &sent_code(&app, NAVIGATOR).await).await, "/clients");

        resets(&app, NAVIGATOR).await;
        let before = mails(&app, "sign_in_code").await;
        let mut person = after_reset(&app, NAVIGATOR).await;
        let page = person.page("/sign-in/second-factor").await;
        assert!(page.contains("Use a passkey") && !page.contains("email-sign-in-code") && page.contains("reset by email"), "{page}");
        no_code(&app, &mut person).await;
        assert_eq!(mails(&app, "sign_in_code").await, before, "none was sent unasked");
        let PasskeyQuestion::Options(options) = person.call("/api/ask-passkey", &[]).await.read() else { panic!("not asked") };
        let answer = device.sign(&options);
        let ways = "/security/ways?reset=1&next=/clients";
        assert_eq!(send(&mut person, "/api/use-passkey", &[("answer", &answer)]).await.location(), ways);
        // The one that they came in with is kept unless they say otherwise, and one that somebody left there is not.
        app.execute(&format!(
            "INSERT INTO passkeys (id, user_id, credential_id, transports, fixed, changing, name, created_at)
             SELECT {}, user_id, {}, transports, fixed, changing, 'Planted', created_at FROM passkeys",
            app.bytes_id(&[9; 16]),
            app.bytes(&[9; 20]),
        ))
        .await;
        let elsewhere = app.demo(NAVIGATOR).await;
        let page = person.page(ways).await;
        let boxes: Vec<(String, bool)> = page
            .split("<input")
            .filter(|input| input.contains("name=\"kept["))
            .map(|input| {
                let input = input.split('>').next().unwrap();
                let name = input.split("name=\"").nth(1).unwrap().split('"').next().unwrap();
                (name.to_owned(), input.contains(" checked"))
            })
            .collect();
        assert!(page.contains("Keep Key") && page.contains("Keep Planted"), "{page}");
        assert_eq!(boxes.iter().map(|(_, checked)| *checked).filter(|checked| *checked).count(), 1, "{page}");
        let kept = boxes.iter().find(|(_, checked)| *checked).unwrap().0.clone();
        let told = mails(&app, "sign_in_changed").await;
        let fields = [(kept.as_str(), "yes"), ("next", "/clients")];
        assert_eq!(send(&mut person, "/api/keep-ways", &fields).await.location(), "/clients");
        assert_eq!((count(&app, "passkeys").await, count(&app, "passkeys WHERE name = 'Key'").await), (1, 1));
        assert_eq!(mails(&app, "sign_in_changed").await, told + 1);
        assert!(elsewhere.get("/clients").await.location().starts_with("/sign-in"));
        assert_eq!(send(&mut person, "/api/keep-ways", &fields).await.location(), "/clients", "again");
        assert_eq!(mails(&app, "sign_in_changed").await, told + 1);
        app.wait(MINUTE);
        let mut person = after_reset(&app, NAVIGATOR).await;
        assert_eq!(code(&mut person, &sent_code(&app, NAVIGATOR).await).await, "/clients", "whoever has signed in since is them");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_chose_codes_by_email_still_gets_them_after_a_reset() {
    on_both(async |app| {
        with_email(&app, NAVIGATOR).await;
        resets(&app, NAVIGATOR).await;
        let mut person = after_reset(&app, NAVIGATOR).await;
        assert_eq!(code(&mut person, &sent_code(&app, NAVIGATOR).await).await, "/clients");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn staff_and_contacts_who_have_codes_by_email_use_one_to_set_up_an_app_and_get_in_only_then() {
    on_both(async |app| {
        for (email, home) in [("arc@demo.test", "/resource-center"), ("contact@demo.test", "/agency")] {
            with_email(&app, email).await;
            let mut person = app.visitor();
            assert_eq!(password(&mut person, email, PASSWORD, "").await, "/sign-in/second-factor");
            assert_eq!(person.get("/sign-in/choose-factor").await.location(), "/sign-in?why=again", "not before the code");
            assert!(code(&mut person, "000000").await.contains("retry=") || sent_code(&app, email).await == "000000");
            assert_eq!(code(&mut person, &sent_code(&app, email).await).await, "/sign-in/choose-factor");
            let page = person.page("/sign-in/choose-factor").await;
            assert!(page.contains("Codes by email are no longer enough") && !page.contains("use-emailed-codes"), "{page}");
            for elsewhere in [home, "/security", "/sessions"] {
                assert!(person.get(elsewhere).await.location().starts_with("/sign-in?next="), "{elsewhere}");
            }
            // Another browser with the password alone is not let set anything up.
            let mut other = app.visitor();
            password(&mut other, email, PASSWORD, "").await;
            assert_eq!(send(&mut other, "/api/begin-authenticator", &[]).await.location(), "/sign-in?why=again");

            let told = mails(&app, "sign_in_changed").await;
            let (key, _) = choose_app(&app, &mut person, "/sign-in/authenticator").await;
            assert_eq!(mails(&app, "sign_in_changed").await, told + 1);
            assert_eq!(send(&mut person, "/api/recovery-codes-kept", &[]).await.location(), home);
            person.page(home).await;
            assert_eq!(count(&app, "second_factors WHERE kind = 'email'").await, 0);
            app.wait(5 * MINUTE);
            let sent = mails(&app, "sign_in_code").await;
            assert_eq!(password(&mut other, email, PASSWORD, "").await, "/sign-in/second-factor");
            no_code(&app, &mut other).await;
            assert_eq!(mails(&app, "sign_in_code").await, sent);
            assert_eq!(code(&mut other, &app_code(&key, app.now(), 0)).await, home);
        }
        // After a reset by mail the same mail sets nothing up.
        with_email(&app, "bsl@demo.test").await;
        resets(&app, "bsl@demo.test").await;
        let sent = mails(&app, "sign_in_code").await;
        let mut person = after_reset(&app, "bsl@demo.test").await;
        no_code(&app, &mut person).await;
        assert_eq!(mails(&app, "sign_in_code").await, sent);
        assert_eq!(send(&mut person, "/api/begin-authenticator", &[]).await.location(), "/sign-in?why=again");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn staff_and_contacts_without_a_second_step_are_proofed_after_a_reset_by_mail_before_they_choose_one() {
    on_both(async |app| {
        for (rounds, email, home) in [(1, "bsl@demo.test", "/resource-center"), (2, "contact@demo.test", "/agency")] {
            ordinary(&app, email).await;
            resets(&app, email).await;
            let mut person = after_reset(&app, email).await;
            let page = person.page("/sign-in/second-factor").await;
            assert!(page.contains("we check who you are") && !page.contains("name=\"code\""), "{page}");
            for (form, fields) in [("/api/begin-authenticator", &[][..]), ("/api/confirm-authenticator", &[("code", "123456")])] {
                assert_eq!(send(&mut person, form, fields).await.location(), "/sign-in?why=again", "{email}");
            }
            assert_eq!(person.get("/sign-in/choose-factor").await.location(), "/sign-in?why=again");
            assert_eq!(send(&mut person, "/api/email-sign-in-code", &[]).await.location(), "/sign-in/second-factor");
            assert_eq!(mails(&app, "sign_in_code").await, 0);

            // Staff check who they are; then they set one up.
            let manager = app.demo(MANAGER).await;
            let id = app.store.credentials(email, app.now()).await.unwrap().unwrap().user.to_string();
            let address = format!("/resource-center/access/colleague/{id}");
            let page = manager.page(&address).await;
            assert!(page.contains("They chose their password by email") && page.contains("I checked who they are"), "{page}");
            let fields = [("whose", "colleague"), ("id", id.as_str()), ("change", "proofed"), ("reason", "Showed her badge")];
            let done = manager.post("/api/change-account-access", &fields).await;
            assert!(done.location().starts_with(&format!("{address}?done=proofed")), "{}", done.location());
            let page = manager.page(done.location()).await;
            assert!(page.contains("They can set up a second step when they sign in") && !page.contains("I checked who they are"), "{page}");
            assert!(mail(&app, email, "sign_in_changed").await.contains("they checked who you are"));
            // Once, and nothing is told of a second step that there never was.
            let again = manager.post("/api/change-account-access", &fields).await;
            assert!(manager.page(again.location()).await.contains("They do not wait for this any more"));
            let done = "audit_events WHERE action = 'owner_proofed' AND reason = 'Showed her badge' AND subject_user_id IS NOT NULL";
            assert_eq!(count(&app, done).await, rounds);
            assert_eq!((noted(&app, "second_factor_removed").await, mails(&app, "second_step_removed").await), (0, 0));
            let mut person = app.visitor();
            assert_eq!(password(&mut person, email, NEW, "").await, "/sign-in/choose-factor");
            choose_app(&app, &mut person, "/sign-in/authenticator").await;
            assert_eq!(send(&mut person, "/api/recovery-codes-kept", &[]).await.location(), home);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_came_by_login_mn_and_passed_the_second_step_does_not_show_that_they_chose_the_password() {
    on_both(async |app| {
        let (key, _) = with_app(&app, NAVIGATOR).await;
        resets(&app, NAVIGATOR).await;
        let reset = async || count(&app, "users WHERE reset_by_mail_at IS NOT NULL").await;
        let own = format!("SELECT id FROM users WHERE email = '{NAVIGATOR}'");
        app.execute(&format!(
            "INSERT INTO identities (issuer, subject, user_id, linked_at) SELECT 'i', 'ingrid', id, created_at FROM users WHERE id = ({own})"
        ))
        .await;
        let mut person = after_reset(&app, NAVIGATOR).await;
        // What coming by LoginMN leaves behind.
        app.execute("UPDATE sessions SET login_mn_subject = 'ingrid' WHERE token_hash IN (SELECT session_hash FROM sign_in_steps)").await;
        assert_eq!(code(&mut person, &app_code(&key, app.now(), 0)).await, "/clients");
        assert_eq!(reset().await, 1);
        app.wait(MINUTE);
        let mut person = after_reset(&app, NAVIGATOR).await;
        assert_eq!(code(&mut person, &app_code(&key, app.now(), 0)).await, "/clients");
        assert_eq!(reset().await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_reset_by_mail_takes_back_what_others_left_and_leaves_second_steps_as_they_are() {
    on_both(async |app| {
        let consumer = "consumer@demo.test";
        with_app(&app, NAVIGATOR).await;
        for email in [consumer, NAVIGATOR] {
            app.execute(&format!(
                "INSERT INTO identities (issuer, subject, user_id, linked_at) SELECT 'i', email, id, created_at FROM users WHERE email = '{email}'"
            ))
            .await;
            let browser = app.bytes(&[u8::from(email == consumer); 32]);
            app.execute(&format!(
                "INSERT INTO known_browsers (user_id, browser_hash, last_used_at) SELECT id, {browser}, created_at FROM users WHERE email = '{email}'"
            ))
            .await;
        }
        let left = async |email: &str| {
            let of = format!("WHERE user_id = (SELECT id FROM users WHERE email = '{email}')");
            (count(&app, &format!("identities {of}")).await, count(&app, &format!("known_browsers {of}")).await)
        };
        assert_eq!(left(NAVIGATOR).await, (1, 2));
        for (email, keeps, remain) in [
            (consumer, &[("keep_login_mn", "yes"), ("keep_browsers", "yes")][..], (1, 1)),
            (consumer, &[("keep_browsers", "yes")], (0, 1)),
            (consumer, &[], (0, 0)),
            (NAVIGATOR, &[], (0, 0)),
        ] {
            let before = left(email).await;
            app.wait(60 * MINUTE);
            let mut person = app.visitor();
            send(&mut person, "/api/forgot-password", &[("email", email)]).await;
            let text = mail(&app, email, "password_reset").await;
            let page = &text[text.find("/password/reset/").unwrap()..];
            let page = page.split_whitespace().next().unwrap();
            let shown = person.page(page).await;
            assert_eq!(shown.contains("name=\"keep_login_mn\""), before.0 > 0, "{shown}");
            assert_eq!(shown.contains("name=\"keep_browsers\""), before.1 > 0, "{shown}");
            assert!(!shown.contains(" checked"), "{shown}");
            assert_eq!(shown.contains("Your authenticator app stays"), email == NAVIGATOR, "{shown}");
            // What is refused keeps the choice.
            let token = ("token", page.rsplit('/').next().unwrap());
            let mut fields = vec![token, ("password", NEW), ("password_again", "another")];
            fields.extend(keeps);
            let refused = send(&mut person, "/api/reset-password", &fields).await.location().to_owned();
            assert_eq!(person.page(&refused).await.matches(" checked").count(), keeps.len(), "{refused}");
            assert_eq!(left(email).await, before);
            let new = format!("{NEW} {} {}", keeps.len(), u8::from(email == consumer));
            let mut fields = vec![token, ("password", new.as_str()), ("password_again", new.as_str())];
            fields.extend(keeps);
            assert_eq!(send(&mut person, "/api/reset-password", &fields).await.location(), "/password/done");
            assert_eq!(left(email).await, remain, "{email} {keeps:?}");
        }
        assert_eq!(noted(&app, "identity_unlinked").await, 2);
        assert_eq!(count(&app, "second_factors WHERE kind = 'authenticator'").await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_lost_everything_is_proofed_by_staff_and_begins_again() {
    on_both(async |app| {
        let (key, codes) = with_app(&app, NAVIGATOR).await;
        app.execute("UPDATE assisters SET public_email = 'public@example.test' WHERE display_name = 'Ingrid Halvorson'").await;
        let mut thief = app.visitor();
        assert_eq!(password(&mut thief, NAVIGATOR, PASSWORD, "").await, "/sign-in/second-factor");
        let (arc, id) = (app.demo("arc@demo.test").await, assister(&app, "Ingrid Halvorson").await);
        let fields = [("whose", "assister"), ("id", id.as_str()), ("change", "remove_second_step"), ("reason", "Showed her license")];
        let done = arc.post("/api/change-account-access", &fields).await;
        assert!(done.location().starts_with(&format!("/resource-center/access/assister/{id}?done=removed")), "{}", done.location());
        assert!(arc.page(done.location()).await.contains("The second step was removed"));
        for address in [NAVIGATOR, "public@example.test"] {
            assert!(mail(&app, address, "second_step_removed").await.contains("If you did not ask for it"), "{address}");
        }
        assert_eq!(mails(&app, "second_step_removed").await, 2);
        let row = "audit_events WHERE action = 'second_factor_removed' AND reason = 'Showed her license' AND actor_role = 'arc'
                   AND assister_id IS NOT NULL AND subject_user_id IS NOT NULL";
        assert_eq!(count(&app, row).await, 1);
        assert!(arc.page(&format!("/resource-center/assisters/{id}")).await.contains("Second step removed by staff"));

        // Whoever was on the way in begins again; neither the old app nor the old recovery codes open anything.
        assert_eq!(code(&mut thief, &app_code(&key, app.now(), 0)).await, "/sign-in?why=again");
        let mut person = app.visitor();
        assert_eq!(password(&mut person, NAVIGATOR, PASSWORD, "").await, "/sign-in/choose-factor");
        assert_eq!(count(&app, "recovery_codes").await, 0);
        assert!(code(&mut person, &codes[0]).await.contains("retry="));
        choose_app(&app, &mut person, "/sign-in/authenticator").await;
        assert_eq!(noted(&app, "second_factor_removed").await, 1);
    })
    .await;
}
