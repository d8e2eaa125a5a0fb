//! One address opens one account, and nobody but its owner is told that it opens one.

use crate::journeys::agency::{ann, with};
use crate::journeys::app::{App, Person, on_both};
use crate::journeys::import::{a_roster_is_imported, roster_of};
use crate::journeys::resource_center::{id_of, outcome, ready};
use crate::journeys::seen::{count, mail, send};
use assister_portal::store::demo::PASSWORD;

const CONSUMER: &str = "consumer@demo.test";
const NEW: &str = "sturgeon lantern 42 quilt";

/// The token of the newest link to set up an account that was sent to this address, and the registration number beside it.
async fn set_up_link(app: &App, to: &str, kind: &str) -> (String, String) {
    let text = mail(app, to, kind).await;
    let token = text.split("/set-up/").nth(1).unwrap_or_else(|| panic!("no link: {text:?}")).split_whitespace().next().unwrap();
    let number =
        text.split_whitespace().map(|word| word.trim_matches(['.', ':', ','])).find(|word| word.len() == 9 && word.as_bytes()[4] == b'-');
    (token.to_owned(), number.unwrap_or_default().to_owned())
}

async fn sets_up(person: &mut Person, (token, number): &(String, String)) -> String {
    let fields = [("token", token.as_str()), ("registration_number", number), ("password", NEW), ("password_again", NEW)];
    send(person, "/api/set-up-account", &fields).await.location().to_owned()
}

const TAKEN: &str = "This email address opens another account";

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_keeps_a_roster_gets_the_same_answer_for_an_address_that_opens_an_account() {
    on_both(async |app: App| {
        let contact = app.demo("contact@demo.test").await;
        for (email, training) in [("free@example.test", "MN-FREE-1"), (CONSUMER, "MN-TAKEN-1"), ("arc@demo.test", "MN-TAKEN-2")] {
            let fields = with(with(ann(), "certification_email", email), "training_id", training);
            let answer = contact.post("/api/add-entry", &fields).await;
            assert!(answer.location().contains("saved=added"), "{email}: {}", answer.location());
            let page = contact.page(answer.location()).await;
            assert!(page.contains(email) && !page.contains("account with"), "{email}: {page}");
            assert_eq!(count(&app, &format!("assisters WHERE certification_email = '{email}'")).await, 1);
        }
        // Nor who imports it from a file.
        a_roster_is_imported(&app, &roster_of(1).replace("a10@import.test", "consumer2@demo.test")).await;
        assert_eq!(count(&app, "assisters WHERE certification_email = 'consumer2@demo.test'").await, 1);
        // Nothing is sent to whose address it is.
        assert_eq!(count(&app, "outbox").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_assister_whose_address_is_a_consumers_is_enrolled_and_told_behind_the_link() {
    on_both(async |app: App| {
        let email = "navigator2@demo.test";
        ready(&app, email).await;
        // The same person is a consumer.
        app.execute(&format!("UPDATE users SET email = '{email}' WHERE email = '{CONSUMER}'")).await;
        let (arc, id) = (app.demo("arc@demo.test").await, id_of(&app, email).await);
        assert_eq!(outcome(&arc.post("/api/enroll", &[("assister", &id)]).await), "enrolled");
        let link = set_up_link(&app, email, "activation").await;
        let mut visitor = app.visitor();
        let page = visitor.page(&format!("/set-up/{}", link.0)).await;
        assert!(page.contains(TAKEN), "{page}");
        assert_eq!(sets_up(&mut visitor, &link).await, format!("/set-up/{}", link.0), "nor without the page");
        // The consumer's account is as it was, and once it has another address the link opens.
        assert_eq!(app.store.credentials(email, app.now()).await.unwrap().unwrap().role.code(), "consumer");
        app.execute(&format!("UPDATE users SET email = 'elsewhere@example.test' WHERE email = '{email}'")).await;
        assert!(visitor.page(&format!("/set-up/{}", link.0)).await.contains("Set up account"));
        assert_eq!(sets_up(&mut visitor, &link).await, "/sign-in/choose-factor");
        assert_eq!(app.store.credentials(email, app.now()).await.unwrap().unwrap().role.code(), "assister");
        assert_eq!(count(&app, "users WHERE asked_email IS NOT NULL").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_is_enrolled_or_invited_and_has_not_registered_may_become_a_consumer_first() {
    on_both(async |app: App| {
        let email = "navigator2@demo.test";
        ready(&app, email).await;
        let (arc, contact) = (app.demo("arc@demo.test").await, app.demo("contact@demo.test").await);
        let id = id_of(&app, email).await;
        assert_eq!(outcome(&arc.post("/api/enroll", &[("assister", &id)]).await), "enrolled");
        contact.post("/api/invite-contact", &[("name", "Berit Moen"), ("email", "berit@example.test")]).await;
        let (activation, invitation) =
            (set_up_link(&app, email, "activation").await, set_up_link(&app, "berit@example.test", "invitation").await);
        for (address, link) in [(email, activation), ("berit@example.test", invitation)] {
            let mut visitor = app.visitor();
            let fields = [("name", "Asa Lind"), ("born", "4/9/1961"), ("email", address), ("password", NEW)];
            assert_eq!(send(&mut visitor, "/api/create-account", &fields).await.location(), "/account", "{address}");
            // A stranger who makes an account keeps the address from nobody.
            assert!(app.visitor().page(&format!("/set-up/{}", link.0)).await.contains("Set up"), "{address}");
            visitor.confirms_email(address).await;
            assert!(app.visitor().page(&format!("/set-up/{}", link.0)).await.contains(TAKEN), "{address}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_consumers_address_may_be_one_of_a_roster_where_it_opens_no_account_yet() {
    on_both(async |app: App| {
        // On a roster and not registered.
        let email = "trainee@demo.test";
        assert_eq!(count(&app, &format!("assisters WHERE certification_email = '{email}' AND user_id IS NULL")).await, 1);
        let mut visitor = app.visitor();
        let fields = [("name", "Asa Lind"), ("born", "4/9/1961"), ("email", email), ("password", NEW)];
        assert_eq!(send(&mut visitor, "/api/create-account", &fields).await.location(), "/account");
        // And that of an account that there is already.
        app.execute(&format!("UPDATE users SET email = 'elsewhere@example.test' WHERE email = '{email}'")).await;
        let details = [("name", "Rosa Martínez"), ("email", email), ("phone", ""), ("current_password", PASSWORD)];
        let changed = app.demo(CONSUMER).await.post("/api/change-details", &details).await;
        assert_eq!(changed.location(), "/security/email?changed=1");
        visitor.confirms_email(email).await;
        assert_eq!(app.store.credentials(email, app.now()).await.unwrap().unwrap().role.code(), "consumer");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_invitation_to_an_address_with_an_account_looks_like_any_other_and_its_link_says_the_rest() {
    on_both(async |app: App| {
        let (contact, manager) = (app.demo("contact@demo.test").await, app.demo("manager@demo.test").await);
        for (name, email) in [("Free Person", "free@example.test"), ("Taken Person", CONSUMER)] {
            let answer = contact.post("/api/invite-contact", &[("name", name), ("email", email)]).await;
            assert_eq!(answer.location(), "/agency/contacts?invited=now", "{email}");
            let page = contact.page(answer.location()).await;
            assert!(page.contains(name) && page.contains(email), "{email}: {page}");
            assert!(mail(&app, email, "invitation").await.contains("/set-up/"), "{email}");
            app.wait(std::time::Duration::from_secs(60));
            // Again, as anybody who has not set it up is invited again.
            let again = contact.post("/api/invite-contact", &[("name", name), ("email", email)]).await;
            assert_eq!(again.location(), "/agency/contacts?invited=again", "{email}");
        }
        let link = set_up_link(&app, CONSUMER, "invitation").await;
        assert!(app.visitor().page(&format!("/set-up/{}", link.0)).await.contains(TAKEN));
        // So does the form of staff that adds an organization.
        let fields = [("organization", "Bright House"), ("rosters", "both"), ("name", "Taken Person"), ("email", CONSUMER)];
        let added = manager.post("/api/add-organization", &fields).await;
        assert_eq!(added.location(), "/resource-center/staff?organization=added");
        assert!(app.demo(CONSUMER).await.page("/account").await.contains("Your account"), "the account is as it was");
    })
    .await;
}
