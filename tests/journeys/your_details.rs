//! "Your details": a consumer corrects their name, email and phone, with proof, and is told at the old address and the new one.

use crate::journeys::app::{App, Person, on_both};
use crate::journeys::seen::{count, mail, mails, noted, send};
use assister_portal::store::demo::PASSWORD;
use std::time::Duration;

const ROSA: &str = "consumer@demo.test";
const NEW: &str = "rosa.martinez@example.org";

async fn changes(person: &mut Person, name: &str, email: &str, phone: &str, password: &str) -> String {
    let fields = [("name", name), ("email", email), ("phone", phone), ("current_password", password)];
    send(person, "/api/change-details", &fields).await.location().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_mistyped_email_is_corrected_with_proof_and_both_addresses_are_told() {
    on_both(async |app: App| {
        let (mut rosa, elsewhere) = (app.demo(ROSA).await, app.demo(ROSA).await);
        assert!(rosa.page("/account").await.contains("href=\"/security/details\""));
        let page = rosa.page("/security/details").await;
        for shown in ["Your details", "value=\"Rosa Martínez\"", "value=\"consumer@demo.test\"", "name=\"phone\""] {
            assert!(page.contains(shown), "{shown}: {page}");
        }
        let mut stranger = app.visitor();
        send(&mut stranger, "/api/forgot-password", &[("email", ROSA)]).await;
        // Not without proof, and what was typed is kept.
        for (name, email, phone, password, said) in [
            ("Rosa Martínez", NEW, "", "", "Enter your current password"),
            ("Rosa Martínez", NEW, "", "wrong", "This is not your current password"),
            ("", NEW, "", PASSWORD, "Enter your full name"),
            ("Rosa Martínez", "rosa", "", PASSWORD, "name@example.com"),
            ("Rosa Martínez", NEW, "12", PASSWORD, "Enter a phone number with 10 digits"),
            ("Rosa Martínez", ROSA, "", PASSWORD, "No changes to save"),
        ] {
            let refused = changes(&mut rosa, name, email, phone, password).await;
            assert!(refused.starts_with("/security/details?retry="), "{said}: {refused}");
            let page = rosa.page(&refused).await;
            assert!(
                page.contains(said) && page.contains(&format!("value=\"{email}\"")) && !page.contains("value=\"wrong\""),
                "{said}: {page}"
            );
        }
        assert_eq!((noted(&app, "details_changed").await, mails(&app, "details_changed").await), (0, 0));

        assert_eq!(changes(&mut rosa, "Rosa Martínez", NEW, "", PASSWORD).await, "/security/email?changed=1");
        assert!(rosa.page("/security/email?changed=1").await.contains("We sent a link to rosa.martinez@example.org, your new email"));
        for address in [ROSA, NEW] {
            let letter = mail(&app, address, "details_changed").await;
            assert!(letter.contains("were changed: email.") && !letter.contains('@'), "{letter}");
        }
        assert_eq!((noted(&app, "details_changed").await, mails(&app, "confirm_email").await), (1, 1));
        assert_eq!(elsewhere.get("/account").await.location(), "/sign-in?why=ended&next=/account", "the other sessions end");
        let reset = mail(&app, ROSA, "password_reset").await;
        let reset = &reset[reset.find("/password/reset/").unwrap()..];
        assert!(
            app.visitor().page(reset.split_whitespace().next().unwrap()).await.contains("no longer works"),
            "links to the old address, too"
        );

        // The new one signs in, and is to be confirmed; until then the one of before does, too, for who mistyped the new one.
        for email in [NEW, ROSA] {
            let mut again = app.visitor();
            assert_eq!(send(&mut again, "/api/sign-in", &[("email", email), ("password", PASSWORD)]).await.location(), "/account");
        }
        rosa.name = "Rosa Martínez".to_owned();
        let draft = rosa.up_to_confirm(&app.number("broker@demo.test").await).await;
        let refused = rosa.confirm(&draft).await;
        assert!(rosa.page(refused.location()).await.contains("Confirm your email first"), "{}", refused.location());
        rosa.confirms_email(NEW).await;
        assert!(rosa.confirm(&draft).await.location().contains("/done?receipt="));
        let mut again = app.visitor();
        assert!(send(&mut again, "/api/sign-in", &[("email", ROSA), ("password", PASSWORD)]).await.location().contains("retry="));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_mistyped_the_new_email_or_whose_email_was_changed_by_another_has_the_old_one_still() {
    on_both(async |app: App| {
        let mut rosa = app.demo(ROSA).await;
        let own = format!("users WHERE email = '{ROSA}' AND asked_email IS NULL");
        let confirmed =
            "consumers c JOIN users u ON u.id = c.user_id WHERE u.display_name = 'Rosa Martínez' AND c.email_confirmed_at IS NOT NULL";
        // Somebody else's, who gets nothing of it but that it is theirs.
        assert_eq!(changes(&mut rosa, "Rosa Martínez", "consumer2@demo.test", "", PASSWORD).await, "/security/email?changed=1");
        assert_eq!((count(&app, &own).await, count(&app, confirmed).await), (0, 0));
        // Nobody else has the old one meanwhile, whoever asks for it.
        let twin = "sturgeon lantern 42 quilt";
        let fields = [("name", "Rosa Twin"), ("born", "3/7/1984"), ("email", ROSA), ("password", twin)];
        let mut other = app.visitor();
        send(&mut other, "/api/create-account", &fields).await;
        assert!(mail(&app, ROSA, "email_in_use").await.contains("already have an account"));
        // Corrected to what it was: it needs no link.
        assert_eq!(changes(&mut rosa, "Rosa Martínez", ROSA, "", PASSWORD).await, "/security/email?changed=1");
        assert!(rosa.page("/security/email?changed=1").await.contains("is confirmed"));
        assert_eq!((count(&app, &own).await, count(&app, confirmed).await), (1, 1));
        // Changed by whoever sat at her computer: the mailbox that she has takes it back.
        changes(&mut rosa, "Rosa Martínez", NEW, "", PASSWORD).await;
        let mut visitor = app.visitor();
        send(&mut visitor, "/api/forgot-password", &[("email", ROSA)]).await;
        let text = mail(&app, ROSA, "password_reset").await;
        let token = text.split("/password/reset/").nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
        let new = "walleye compass 17 birch";
        let fields = [("token", token.as_str()), ("password", new), ("password_again", new)];
        assert_eq!(send(&mut visitor, "/api/reset-password", &fields).await.location(), "/password/done");
        assert_eq!((count(&app, &own).await, count(&app, confirmed).await), (1, 1));
        let text = mail(&app, NEW, "confirm_email").await;
        let link = &text[text.find("/set-up/email/").unwrap()..];
        assert!(visitor.page(link.split_whitespace().next().unwrap()).await.contains("no longer works"));
        assert_eq!(send(&mut visitor, "/api/sign-in", &[("email", ROSA), ("password", new)]).await.location(), "/account");
        assert_eq!(count(&app, "outbox WHERE recipient = 'consumer2@demo.test' AND kind <> 'email_in_use'").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_link_confirms_only_the_address_that_it_was_sent_to() {
    on_both(async |app: App| {
        let (mut rosa, user) = (app.demo(ROSA).await, "user_id = (SELECT id FROM users WHERE display_name = 'Rosa Martínez')");
        changes(&mut rosa, "Rosa Martínez", NEW, "", PASSWORD).await;
        let text = mail(&app, NEW, "confirm_email").await;
        let first = text.split("/set-up/email/").nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
        assert_eq!(changes(&mut rosa, "Rosa Martínez", "rosa@example.org", "", PASSWORD).await, "/security/email?changed=1");
        let refused = rosa.post("/api/confirm-address", &[("token", &first)]).await;
        assert_eq!(refused.location(), format!("/set-up/email/{first}"));
        assert_eq!(count(&app, &format!("consumers WHERE email_confirmed_at IS NULL AND {user}")).await, 1);
        // Nobody writes to many addresses like this.
        for turn in 0..4 {
            let to = changes(&mut rosa, "Rosa Martínez", &format!("rosa{turn}@example.org"), "", PASSWORD).await;
            assert_eq!(to.contains("retry="), turn == 3, "{turn}: {to}");
        }
        assert_eq!(mails(&app, "confirm_email").await, 5);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn another_name_is_found_by_the_assister_and_a_phone_is_kept_in_one_form() {
    on_both(async |app: App| {
        let navigator = app.demo("navigator@demo.test").await;
        let before = navigator.counts().await;
        let found = async |words: &str| {
            let to = navigator.post("/api/search-clients", &[("words", words)]).await.location().to_owned();
            navigator.clients(&to).await.into_iter().map(|(_, name)| name).collect::<Vec<_>>()
        };
        let zoe = "consumer3@demo.test";
        let mut person = app.demo(zoe).await;
        assert_eq!(found("Nguyen").await.iter().filter(|name| *name == "Zoë Nguyễn").count(), 1);
        assert_eq!(changes(&mut person, "Zoë Quimby-Ek", zoe, "(651) 555 0100", PASSWORD).await, "/security/details?saved=1");
        let page = person.page("/security/details?saved=1").await;
        assert!(page.contains("Changes saved") && page.contains("value=\"651-555-0100\"") && page.contains("Zoë Quimby-Ek"), "{page}");
        assert!(mail(&app, zoe, "details_changed").await.contains("were changed: name, phone."));
        assert_eq!(mails(&app, "details_changed").await, 1);
        assert_eq!(found("Quimby").await, ["Zoë Quimby-Ek"]);
        assert!(!found("Nguyen").await.contains(&"Zoë Nguyễn".to_owned()));
        assert_eq!(navigator.counts().await, before);
        let list = navigator.clients("/clients?list=in-progress").await;
        assert!(list.iter().any(|(_, name)| name == "Zoë Quimby-Ek"), "{list:?}");
        // It goes with the account.
        assert_eq!(count(&app, "consumers WHERE phone IS NOT NULL").await, 1);
        assert_eq!(person.post("/api/close-account", &[("current_password", PASSWORD)]).await.location(), "/sign-in/closed");
        assert_eq!(count(&app, "consumers WHERE phone IS NOT NULL").await, 0);
        assert_eq!(navigator.counts().await[2], before[2] - 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_has_no_password_proves_it_and_nobody_else_has_such_a_page() {
    on_both(async |app: App| {
        let mut ann = app.consumer("Ann Lee").await;
        app.execute("UPDATE users SET password_hash = NULL WHERE display_name = 'Ann Lee'").await;
        let email = app.text("SELECT email FROM users WHERE display_name = 'Ann Lee'").await;
        assert!(!ann.page("/security/details").await.contains("current_password"));
        assert_eq!(changes(&mut ann, "Ann Lee", &email, "651-555-0100", "").await, "/security/details?saved=1");
        app.wait(Duration::from_secs(11 * 60));
        assert_eq!(changes(&mut ann, "Ann Lee", &email, "", "").await, "/security/confirm");
        for email in ["navigator@demo.test", "contact@demo.test", "manager@demo.test"] {
            let mut person = app.demo(email).await;
            assert_eq!(person.load("/api/details-page", "").await.status, 404, "{email}");
            assert!(!person.page("/security/details").await.contains("action=\"/api/change-details\""), "{email}");
            assert_eq!(send(&mut person, "/api/change-details", &[]).await.status, 404, "{email}");
        }
        assert_eq!(app.visitor().get("/security/details").await.location(), "/sign-in?next=/security/details");
    })
    .await;
}
