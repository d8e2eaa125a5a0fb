//! A consumer closes their account: nobody sees their information any more, drafts go, and what was submitted stays.

use crate::journeys::app::{App, Person, on_both};
use crate::journeys::applications::{Desk, client_of};
use crate::journeys::seen::{count, mail, noted, send};
use assister_portal::api::forms::Posted;
use assister_portal::store::demo::PASSWORD;
use std::time::Duration;

const ZOE: &str = "consumer3@demo.test";
const ZOES: &str = "consumer_id = (SELECT c.id FROM consumers c JOIN users u ON u.id = c.user_id WHERE u.display_name = 'Zoë Nguyễn')";

async fn closes(person: &Person, password: &str) -> String {
    person.post("/api/close-account", &[("current_password", password)]).await.location().to_owned()
}

/// Gives a consumer the demo's password.
async fn with_password(app: &App, name: &str) {
    app.execute(&format!(
        "UPDATE users SET password_hash = (SELECT o.password_hash FROM users o WHERE o.email = '{ZOE}') WHERE display_name = '{name}'"
    ))
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_closed_account_is_shut_to_everybody_and_its_email_is_free_again() {
    on_both(async |app: App| {
        let (mut zoe, elsewhere, navigator) = (app.demo(ZOE).await, app.demo(ZOE).await, app.demo("navigator@demo.test").await);
        let clients = navigator.clients("/clients?list=in-progress").await;
        let record = clients.iter().find(|(_, name)| name == "Zoë Nguyễn").unwrap().0.clone();
        assert_eq!(count(&app, &format!("applications WHERE submitted_at IS NULL AND {ZOES}")).await, 1, "the demo's draft");
        assert!(zoe.page("/account").await.contains("href=\"/security/close\""));
        let page = zoe.page("/security/close").await;
        for said in ["Close your account", "until November 20, 2036", "end your health plan", "855-366-7873", "loses access"] {
            assert!(page.contains(said), "{said}: {page}");
        }
        assert!(page.contains("autocomplete=\"username\"") && page.contains(&format!("value=\"{ZOE}\"")), "whose password: {page}");
        // Not without proof.
        for password in ["", "wrong"] {
            let refused = closes(&zoe, password).await;
            assert!(refused.starts_with("/security/close?retry="), "{refused}");
            let page = zoe.page(&refused).await;
            assert!(page.contains("aria-invalid=\"true\"") && !page.contains("value=\"wrong\""), "{page}");
        }
        assert_eq!((noted(&app, "account_closed").await, navigator.counts().await), (0, [23, 41, 64]));

        let done = send(&mut zoe, "/api/close-account", &[("current_password", PASSWORD)]).await;
        assert_eq!(done.location(), "/sign-in/closed");
        let page = zoe.page("/sign-in/closed").await;
        assert!(page.contains("Your account is closed") && page.contains("href=\"/sign-in") && !page.contains("Zoë"), "{page}");
        for (browser, to) in [(&zoe, "/sign-in?next=/account"), (&elsewhere, "/sign-in?why=ended&next=/account")] {
            assert_eq!(browser.get("/account").await.location(), to);
        }
        let refused = app.visitor().call("/api/sign-in", &[("email", ZOE), ("password", PASSWORD)]).await;
        assert!(matches!(refused.read(), Posted::Refused(_)) && refused.headers.get("set-cookie").is_none());
        let letter = mail(&app, ZOE, "account_closed").await;
        assert!(letter.contains("until November 20, 2036") && letter.contains("November 20, 2026 at"), "{letter}");
        assert_eq!((noted(&app, "account_closed").await, noted(&app, "association_ended").await), (1, 1));

        // The assister has one client less, under no address.
        assert_eq!(navigator.counts().await, [23, 40, 63]);
        assert_eq!(navigator.get(&format!("/clients/{record}")).await.status, 404);
        assert_eq!(navigator.get(&format!("/clients/{record}/application")).await.status, 404);
        for (what, rows) in [("applications", 0), ("client_applications", 0), ("consents", 1)] {
            assert_eq!(count(&app, &format!("{what} WHERE {ZOES}")).await, rows, "{what}: what was agreed to is kept, drafts are not");
        }
        let kept = format!("closed_accounts WHERE email = '{ZOE}' AND kept_until = '2036-11-20'");
        assert_eq!(count(&app, &kept).await, 1);
        // Nobody is written to but their owner (rule 17).
        assert_eq!(count(&app, "outbox").await, 1);

        // The email can be had for another account, which begins with nothing.
        let new = "sturgeon lantern 42 quilt";
        let fields = [("name", "Zoë Nguyễn"), ("born", "6/2/1976"), ("email", ZOE), ("password", new)];
        let mut again = app.visitor();
        let made = send(&mut again, "/api/create-account", &fields).await;
        assert!(made.location().starts_with("/account"), "{} {}", made.location(), made.body);
        assert!(again.page("/account/assister").await.contains("You have not authorized an assister."));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_was_submitted_is_kept() {
    on_both(async |app: App| {
        let (ann, navigator, record) = client_of(&app, "Ann Lee").await;
        let desk = Desk::own(&ann);
        desk.answer_all("Ann Lee", "40000").await;
        desk.submit(&[("full_name", "Ann Lee")]).await;
        let others = count(&app, "applications WHERE submitted_at IS NULL").await;
        let kept = ["applications WHERE submitted_at IS NOT NULL", "client_applications WHERE submitted_at IS NOT NULL", "consents"];
        let mut before = Vec::new();
        for what in kept {
            before.push(count(&app, what).await);
        }
        with_password(&app, "Ann Lee").await;
        assert_eq!(closes(&ann, PASSWORD).await, "/sign-in/closed");
        for (what, before) in kept.into_iter().zip(before) {
            assert_eq!(count(&app, what).await, before, "{what}");
        }
        assert_eq!(count(&app, "applications WHERE submitted_at IS NULL").await, others, "nobody else's draft goes");
        assert_eq!(navigator.get(&format!("/clients/{record}/application")).await.status, 404);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_has_no_password_proves_it_by_having_signed_in_a_moment_ago() {
    on_both(async |app: App| {
        let ann = app.consumer("Ann Lee").await;
        app.execute("UPDATE users SET password_hash = NULL WHERE display_name = 'Ann Lee'").await;
        assert!(!ann.page("/security/close").await.contains("current_password"));
        app.wait(Duration::from_secs(11 * 60));
        assert_eq!(closes(&ann, "").await, "/security/confirm");
        assert_eq!(noted(&app, "account_closed").await, 0);
        let bo = app.consumer("Bo Dahl").await;
        app.execute("UPDATE users SET password_hash = NULL WHERE display_name = 'Bo Dahl'").await;
        assert_eq!(closes(&bo, "").await, "/sign-in/closed");
        assert_eq!(noted(&app, "account_closed").await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn only_a_consumer_closes_an_account_here() {
    on_both(async |app: App| {
        for email in ["navigator@demo.test", "broker@demo.test", "contact@demo.test", "arc@demo.test", "bsl@demo.test", "manager@demo.test"]
        {
            let person = app.demo(email).await;
            assert_eq!(person.get("/security/close").await.status, 404, "{email}");
            let refused = person.post("/api/close-account", &[("current_password", PASSWORD)]).await;
            assert_eq!(refused.status, 404, "{email}");
        }
        assert_eq!(app.visitor().get("/security/close").await.location(), "/sign-in?next=/security/close");
        assert_eq!(count(&app, "users WHERE removed_at IS NOT NULL").await, 0);
    })
    .await;
}
