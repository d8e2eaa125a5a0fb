//! Another certification email on the roster takes nobody's account away: it waits until staff confirm it.

use crate::journeys::agency::{edits, entry_of, form_of};
use crate::journeys::app::{App, Person, on_both};
use crate::journeys::resource_center::{outcome, seen};
use std::time::Duration;

const OLD: &str = "navigator@demo.test";
const NEW: &str = "ingrid.halvorson@northernlights.demo.test";

async fn mails(app: &App, kind: &str, to: &str) -> i64 {
    app.one(&format!("SELECT COUNT(*) FROM outbox WHERE kind = '{kind}' AND recipient = '{to}'")).await
}

async fn signs_in_with(app: &App, email: &str) -> bool {
    app.one(&format!("SELECT COUNT(*) FROM users WHERE email = '{email}' AND role = 'assister'")).await == 1
}

/// The agency contact writes another email down; gives the assister's id.
async fn asked(app: &App, contact: &Person, email: &str) -> String {
    let id = entry_of(contact, "", "Ingrid Halvorson").await;
    let form = form_of(contact, &id).await;
    let answer = edits(contact, &form, &[("certification_email", email)]).await;
    assert!(answer.location().contains("saved=changed"), "{}", answer.body);
    assert_eq!(mails(app, "password_reset", email).await, 0);
    id
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_account_keeps_its_email_until_staff_confirm_the_new_one() {
    on_both(async |app| {
        let (contact, arc, navigator) = (app.demo("contact@demo.test").await, app.demo("arc@demo.test").await, app.demo(OLD).await);
        let id = asked(&app, &contact, NEW).await;
        navigator.page("/clients").await;
        assert!(signs_in_with(&app, OLD).await && !signs_in_with(&app, NEW).await);
        assert_eq!((mails(&app, "email_asked", OLD).await, mails(&app, "email_asked", NEW).await), (1, 0));
        // Whoever reads the new address gets no link into the account.
        app.visitor().post("/api/forgot-password", &[("email", NEW)]).await;
        assert_eq!(mails(&app, "password_reset", NEW).await, 0);
        assert!(contact.page(&format!("/agency/assisters/{id}")).await.contains("for the resource center to confirm it"));

        assert!(arc.page("/resource-center?queue=confirm").await.contains("Ingrid Halvorson"));
        assert!(!app.demo("bsl@demo.test").await.page("/resource-center?queue=confirm").await.contains("Ingrid Halvorson"));
        let page = arc.page(&format!("/resource-center/assisters/{id}")).await;
        assert!(page.contains("Confirm email") && page.contains(OLD) && page.contains(NEW), "{page}");
        app.wait(Duration::from_secs(60));
        assert_eq!(outcome(&arc.post("/api/confirm-email", &[("assister", &id)]).await), "email");
        assert!(signs_in_with(&app, NEW).await && !signs_in_with(&app, OLD).await);
        assert_eq!(navigator.get("/clients").await.status, 303, "signed out everywhere");
        assert_eq!((mails(&app, "email_changed", OLD).await, mails(&app, "email_changed", NEW).await), (1, 1));
        assert_eq!(outcome(&arc.post("/api/confirm-email", &[("assister", &id)]).await), "before");
        assert_eq!(mails(&app, "email_changed", NEW).await, 1);
        assert!(!arc.page("/resource-center?queue=confirm").await.contains("Ingrid Halvorson"));
        let history = seen(&arc, &id).await.history;
        assert_eq!((history[0].field.as_str(), history[0].before.as_str(), history[0].after.as_str()), ("Email to sign in with", OLD, NEW));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn staff_keep_the_old_email_or_the_contact_takes_the_new_one_back() {
    on_both(async |app| {
        let (contact, arc, navigator) = (app.demo("contact@demo.test").await, app.demo("arc@demo.test").await, app.demo(OLD).await);
        let id = asked(&app, &contact, NEW).await;
        assert_eq!(outcome(&arc.post("/api/keep-email", &[("assister", &id)]).await), "email-kept");
        assert_eq!(seen(&arc, &id).await.certification_email, OLD);
        assert!(contact.page(&format!("/agency/assisters/{id}")).await.contains(OLD));
        navigator.page("/clients").await;
        assert_eq!(outcome(&arc.post("/api/keep-email", &[("assister", &id)]).await), "before");

        asked(&app, &contact, NEW).await;
        let form = form_of(&contact, &id).await;
        // The address of before is one of several people's mailbox: the roster takes it back only as what staff kept.
        edits(&contact, &form, &[("certification_email", "ingrid@northernlights.demo.test")]).await;
        assert_eq!(mails(&app, "email_asked", OLD).await, 3);
        assert_eq!(outcome(&arc.post("/api/keep-email", &[("assister", &id)]).await), "email-kept");
        assert_eq!(seen(&arc, &id).await.email_waits, None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whether_another_email_opens_an_account_is_not_told_to_who_keeps_the_roster() {
    on_both(async |app| {
        let (contact, arc) = (app.demo("contact@demo.test").await, app.demo("arc@demo.test").await);
        app.execute("UPDATE users SET email = 'mai.vang@example.test' WHERE email = 'consumer@demo.test'").await;
        // A consumer has it: written down like any other, and waiting for staff.
        let id = asked(&app, &contact, "mai.vang@example.test").await;
        assert!(signs_in_with(&app, OLD).await);
        let page = contact.page(&format!("/agency/assisters/{id}")).await;
        assert!(page.contains("for the resource center to confirm it") && !page.contains("Vang"), "{page}");
        let refused = arc.post("/api/confirm-email", &[("assister", &id)]).await;
        assert!(arc.page(refused.location()).await.contains("Somebody else has an account with the new email"));
        assert_eq!(outcome(&arc.post("/api/keep-email", &[("assister", &id)]).await), "email-kept");
        app.wait(Duration::from_secs(60));

        asked(&app, &contact, NEW).await;
        // Somebody got an account with it in the meantime.
        app.execute(&format!("UPDATE users SET email = '{NEW}' WHERE email = 'mai.vang@example.test'")).await;
        let refused = arc.post("/api/confirm-email", &[("assister", &id)]).await;
        assert!(arc.page(refused.location()).await.contains("Somebody else has an account with the new email"));
        assert!(signs_in_with(&app, OLD).await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nobody_is_sent_or_confirmed_anything_while_a_gate_does_not_hold() {
    on_both(async |app| {
        let arc = app.demo("arc@demo.test").await;
        let id = crate::journeys::resource_center::id_of(&app, "navigator2@demo.test").await;
        let name = app.account_name("navigator2@demo.test").await;
        let of = "WHERE certification_email = 'navigator2@demo.test'";
        app.execute(&format!(
            "UPDATE assisters SET state = 'enrolled', activated_at = NULL, confirmed_at = NULL, portal_access = FALSE {of}"
        ))
        .await;
        assert_eq!(outcome(&arc.post("/api/send-activation", &[("assister", &id)]).await), "refused");
        assert_eq!(app.one("SELECT COUNT(*) FROM outbox WHERE kind = 'activation'").await, 0);
        app.execute(&format!("UPDATE assisters SET state = 'active', activated_at = enrolled_at {of}")).await;
        assert!(!arc.page("/resource-center?queue=confirm").await.contains(&name));
        assert_eq!(outcome(&arc.post("/api/confirm-account", &[("assister", &id)]).await), "refused");
        assert_eq!(app.one("SELECT COUNT(*) FROM outbox WHERE kind = 'confirmation'").await, 0);
        app.execute(&format!("UPDATE assisters SET portal_access = TRUE {of}")).await;
        assert!(arc.page("/resource-center?queue=confirm").await.contains(&name));
        assert_eq!(outcome(&arc.post("/api/confirm-account", &[("assister", &id)]).await), "confirmed");
    })
    .await;
}
