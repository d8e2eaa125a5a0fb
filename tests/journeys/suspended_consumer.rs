//! A consumer's account that staff suspended for fraud: nobody signs in to it, nobody acts for its owner, and what was authorized stays.

use crate::journeys::app::{App, Person, hidden, on_both};
use crate::journeys::applications::problems;
use crate::journeys::create_account::said_at;
use crate::journeys::resource_center_consumers::{ROSA, finds};
use crate::journeys::seen::{count, mail, mails, noted, send};
use assister_portal::store::demo::PASSWORD;

const EMAIL: &str = "consumer@demo.test";
const WHY: &str = "Income papers of somebody else";

/// Suspends whoever was found, or ends it; gives the page after it.
async fn changes(staff: &Person, found: &str, change: &str, why: &str) -> String {
    let key = hidden(&staff.page(found).await, "found");
    let done = staff.post("/api/suspend-consumer", &[("found", &key), ("change", change), ("suspend_why", why)]).await;
    staff.page(done.location()).await
}

async fn signs_in(app: &App, password: &str) -> (String, String) {
    let mut person = app.visitor();
    let answer = send(&mut person, "/api/sign-in", &[("email", EMAIL), ("password", password)]).await;
    let to = answer.location().to_owned();
    let page = if to.starts_with("/sign-in?") { person.page(&to).await } else { String::new() };
    (to, page)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn staff_suspend_a_consumers_account_with_a_reason_and_end_the_suspension() {
    on_both(async |app: App| {
        for (place, staff) in ["arc@demo.test", "bsl@demo.test", "manager@demo.test"].into_iter().enumerate() {
            let staff = app.demo(staff).await;
            let consumer = app.demo(EMAIL).await;
            assert_eq!(consumer.get("/account").await.status, 200);
            let found = finds(&staff, &ROSA).await;
            // Without a reason nothing happens, and the form says so.
            let page = changes(&staff, &found, "begin", " ").await;
            assert!(!said_at(&page, "suspend_why").is_empty() && page.contains("Suspend this account"), "{page}");
            assert_eq!(consumer.get("/account").await.status, 200);

            let page = changes(&staff, &found, "begin", WHY).await;
            assert!(page.contains("The account is suspended.") && page.contains("This account is suspended"), "{page}");
            assert_eq!(consumer.get("/account").await.location(), "/sign-in?why=ended&next=/account", "signed out at once");
            let sessions = format!("sessions s, users u WHERE u.id = s.user_id AND u.email = '{EMAIL}'");
            assert_eq!(count(&app, &sessions).await, 0);
            // A session that is begun in this moment opens nothing either.
            assert_eq!(app.demo(EMAIL).await.get("/account").await.status, 303);

            // The right password is told whom to call; a wrong one what everybody is told.
            let (to, page) = signs_in(&app, PASSWORD).await;
            assert!(to.starts_with("/sign-in?retry="), "{to}");
            let said = "<li>You can't sign in to this account right now. Call the MNsure Contact Center at 855-366-7873.</li>";
            assert_eq!(problems(&page), said);
            let (_, page) = signs_in(&app, "wrong").await;
            assert_eq!(said_at(&page, "email"), "The email or password is not right. Check both and try again.");
            // A new password opens nothing.
            app.visitor().post("/api/forgot-password", &[("email", EMAIL)]).await;
            assert!(!signs_in(&app, PASSWORD).await.0.starts_with("/account"));

            // Again: nothing changes.
            let page = changes(&staff, &found, "begin", WHY).await;
            assert!(page.contains("it is so already"), "{page}");
            let of_this = i64::try_from(place).unwrap() + 1;
            let because = format!("audit_events WHERE action = 'account_suspended' AND reason = '{WHY}' AND consumer_id IS NOT NULL");
            assert_eq!((count(&app, &because).await, mails(&app, "account_suspended").await), (of_this, of_this));
            let letter = mail(&app, EMAIL, "account_suspended").await;
            assert!(letter.contains("855-366-7873") && !letter.contains(WHY), "{letter}");

            let page = changes(&staff, &found, "end", "It was a mistake").await;
            assert!(page.contains("The suspension has ended.") && page.contains("Suspend this account"), "{page}");
            assert_eq!(signs_in(&app, PASSWORD).await.0, "/account");
            assert_eq!((noted(&app, "account_reinstated").await, mails(&app, "account_reinstated").await), (of_this, of_this));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nobody_acts_for_a_suspended_consumer_and_the_authorization_stays() {
    on_both(async |app: App| {
        let number = app.number("navigator@demo.test").await;
        let (navigator, arc) = (app.demo("navigator@demo.test").await, app.demo("arc@demo.test").await);
        let consumer = app.demo(EMAIL).await;
        let before = count(&app, "associations WHERE ended_at IS NULL").await;
        consumer.authorizes_as(&number, "Rosa Martínez").await;
        let (record, _) = navigator.clients("/clients?list=new&sort=-authorized").await[0].clone();
        let own = format!("/clients/{record}");
        let application = format!("/clients/{record}/application");
        assert_eq!(navigator.get(&own).await.status, 200);
        let save = [("id", record.as_str()), ("page", "help"), ("help", "yes")];
        navigator.call("/api/start-client-application", &[("id", record.as_str())]).await;
        assert_ne!(navigator.get(&application).await.status, 404);
        let sent = count(&app, "outbox").await;

        let found = finds(&arc, &ROSA).await;
        changes(&arc, &found, "begin", WHY).await;
        for address in [&own, &application] {
            let page = navigator.get(address).await;
            assert!(page.status == 404 && !page.body.contains("Rosa"), "{address}: {}", page.body);
        }
        for (path, fields) in [
            ("/api/save-client-application", save.as_slice()),
            ("/api/start-client-application", &save[..1]),
            ("/api/submit-client-application", &save[..1]),
        ] {
            assert_eq!(navigator.call(path, fields).await.status, 404, "{path}");
        }
        assert_eq!(navigator.load("/api/client", &record).await.status, 404);
        // It is kept, and nobody but the consumer is told.
        assert_eq!(count(&app, "associations WHERE ended_at IS NULL").await, before + 1);
        assert_eq!(count(&app, "outbox").await, sent + 1);
        assert!(arc.page(&found).await.contains("Ingrid Halvorson"));

        changes(&arc, &found, "end", "Papers are right").await;
        assert_eq!(navigator.get(&own).await.status, 200);
        assert_ne!(navigator.get(&application).await.status, 404);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_link_confirms_the_email_of_a_suspended_account() {
    on_both(async |app: App| {
        let (_, email) = app.new_consumer("Di Ek").await;
        let text = mail(&app, &email, "confirm_email").await;
        let token = text.split("/set-up/email/").nth(1).unwrap().split_whitespace().next().unwrap();
        let arc = app.demo("arc@demo.test").await;
        let found = finds(&arc, &[("name", "Di Ek"), ("born", "3/7/1984"), ("email", &email)]).await;
        let confirms = async || app.visitor().post("/api/confirm-address", &[("token", token)]).await.location().to_owned();
        changes(&arc, &found, "begin", WHY).await;
        assert_eq!(confirms().await, format!("/set-up/email/{token}"));
        assert_eq!(noted(&app, "email_confirmed").await, 0);
        changes(&arc, &found, "end", "Papers are right").await;
        assert_eq!(confirms().await, "/set-up/email/done");
    })
    .await;
}
