//! A consumer confirms their email by a link before they authorize an assister or submit an application, and may begin both before.

use crate::journeys::app::{App, Person, hidden, on_both};
use crate::journeys::applications::Desk;
use crate::journeys::seen::{count, mail, mails, noted, send};
use assister_portal::api::forms::Posted;
use std::time::Duration;

const HOUR: Duration = Duration::from_secs(60 * 60);
const BO: &str = "bo.dahl@example.org";
const PASSWORD: &str = "sturgeon lantern 42 quilt";

/// Makes an account as people do.
async fn bo(app: &App) -> Person {
    let mut bo = app.visitor();
    let fields = [("name", "Bo Dahl"), ("born", "3/7/1984"), ("email", BO), ("password", PASSWORD)];
    assert_eq!(send(&mut bo, "/api/create-account", &fields).await.location(), "/account");
    bo.name = "Bo Dahl".to_owned();
    bo
}

/// The page of the link in the newest mail.
async fn link(app: &App, email: &str) -> String {
    let text = mail(app, email, "confirm_email").await;
    let at = text.find("/set-up/email/").unwrap_or_else(|| panic!("no link in {text:?}"));
    text[at..].split_whitespace().next().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nobody_is_authorized_before_the_email_is_confirmed_and_nothing_typed_is_lost() {
    on_both(async |app: App| {
        let (bo, before) = (bo(&app).await, noted(&app, "association_started").await);
        assert!(bo.page("/account").await.contains("We sent a link to bo.dahl@example.org"));
        let number = app.number("navigator@demo.test").await;
        let draft = bo.up_to_confirm(&number).await;
        let refused = bo.confirm(&draft).await.location().to_owned();
        assert!(refused.starts_with("/account/assister/add/agree?retry="), "{refused}");
        let page = bo.page(&refused).await;
        for said in ["Confirm your email first: open the link that we sent to bo.dahl@example.org", "href=\"/security/email\""] {
            assert!(page.contains(said), "{said}: {page}");
        }
        assert!(page.contains("value=\"Bo Dahl\"") && page.contains("checked"), "{page}");
        let fields = [("draft", draft.as_str()), ("text", &bo.text()), ("agreed", "yes"), ("full_name", "Bo Dahl")];
        let Posted::Refused(form) = bo.call("/api/confirm-assister", &fields).await.read() else { panic!("authorized") };
        assert_eq!(form.value("full_name"), "Bo Dahl");
        assert_eq!(noted(&app, "association_started").await, before);

        bo.confirms_email(BO).await;
        let done = bo.confirm(&draft).await;
        assert!(done.location().starts_with("/account/assister/add/done?receipt="), "{}", done.location());
        assert!(!bo.page("/account").await.contains("We sent a link"));
        assert_eq!(noted(&app, "email_confirmed").await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_application_is_submitted_before_the_email_is_confirmed() {
    on_both(async |app: App| {
        let (bo, before) = (bo(&app).await, noted(&app, "application_submitted").await);
        let desk = Desk::own(&bo);
        desk.answer_all("Bo Dahl", "40000").await;
        let refused = desk.submit(&[("full_name", "Bo Dahl")]).await;
        assert!(refused.location().starts_with("/account/application/sign?retry="), "{}", refused.location());
        let page = bo.page(refused.location()).await;
        assert!(page.contains("Confirm your email first") && page.contains("href=\"/security/email\""), "{page}");
        assert!(page.contains("value=\"Bo Dahl\""), "{page}");
        assert_eq!(noted(&app, "application_submitted").await, before);
        bo.confirms_email(BO).await;
        assert_eq!(desk.submit(&[("full_name", "Bo Dahl")]).await.location(), "/account/application/determination");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_link_says_nothing_of_anybody_is_confirmed_by_a_button_and_works_in_any_browser() {
    on_both(async |app: App| {
        let ann = app.new_consumer("Ann Lee").await.0;
        let bo = bo(&app).await;
        let page = link(&app, BO).await;
        assert!(page.strip_prefix("/set-up/email/").is_some_and(|token| token.len() == 64), "{page}");
        let confirmed =
            "consumers c JOIN users u ON u.id = c.user_id WHERE u.asked_email IS NULL AND u.email = 'bo.dahl@example.org' AND c.email_confirmed_at IS NOT NULL";
        // On the telephone, where nobody is signed in; and where somebody else is.
        for browser in [&app.visitor(), &ann] {
            let shown = browser.page(&page).await;
            assert!(shown.contains("Confirm my email") && shown.contains(BO), "{shown}");
        }
        assert_eq!(count(&app, confirmed).await, 0, "looking confirms nothing");
        let token = hidden(&app.visitor().page(&page).await, "token");
        for browser in [&app.visitor(), &ann] {
            let done = browser.post("/api/confirm-address", &[("token", &token)]).await;
            assert_eq!(done.location(), "/set-up/email/done");
            assert!(browser.page("/set-up/email/done").await.contains("Your email is confirmed"));
        }
        assert_eq!((count(&app, confirmed).await, noted(&app, "email_confirmed").await), (1, 1));
        assert_eq!(count(&app, "consumers WHERE email_confirmed_at IS NULL").await, 1, "Ann's is her own");
        assert!(bo.page("/security/email").await.contains("is confirmed"));
        let nothing = format!("/set-up/email/{}", "0".repeat(64));
        assert!(bo.page(&nothing).await.contains("This link no longer works"));
        let refused = bo.post("/api/confirm-address", &[("token", &"0".repeat(64))]).await;
        assert_eq!(refused.location(), nothing);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_link_is_sent_again_a_few_times_an_hour_and_each_works_for_a_week() {
    on_both(async |app: App| {
        let mut bo = bo(&app).await;
        let first = link(&app, BO).await;
        assert!(bo.page("/security/email").await.contains("action=\"/api/send-email-link\""));
        for _ in 0..5 {
            app.wait(Duration::from_secs(1));
            let sent = bo.post("/api/send-email-link", &[]).await;
            assert_eq!(sent.location(), "/security/email?sent=1");
            assert!(bo.page(sent.location()).await.contains("We sent a new link to bo.dahl@example.org"));
        }
        let refused = bo.post("/api/send-email-link", &[]).await;
        assert!(bo.page(refused.location()).await.contains("several links in the last hour"), "{}", refused.location());
        assert_eq!((mails(&app, "confirm_email").await, noted(&app, "code_refused").await), (6, 1));
        let last = link(&app, BO).await;
        assert_ne!(first, last);
        for page in [&first, &last] {
            assert!(app.visitor().page(page).await.contains("Confirm my email"));
        }
        app.wait(7 * 24 * HOUR);
        for page in [&first, &last] {
            assert!(app.visitor().page(page).await.contains("This link no longer works"));
        }
        send(&mut bo, "/api/sign-in", &[("email", BO), ("password", PASSWORD)]).await;
        assert_eq!(bo.post("/api/send-email-link", &[]).await.location(), "/security/email?sent=1");
        bo.confirms_email(BO).await;
        // Nothing more to send.
        let sent = mails(&app, "confirm_email").await;
        bo.post("/api/send-email-link", &[]).await;
        assert_eq!(mails(&app, "confirm_email").await, sent);
        assert_eq!(app.demo("navigator@demo.test").await.get("/security/email").await.status, 404);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_chose_a_new_password_by_a_link_has_confirmed_the_email_by_it_and_the_demo_begins_confirmed() {
    on_both(async |app: App| {
        assert_eq!(count(&app, "consumers WHERE email_confirmed_at IS NULL").await, 0);
        bo(&app).await;
        let mut person = app.visitor();
        send(&mut person, "/api/forgot-password", &[("email", BO)]).await;
        let text = mail(&app, BO, "password_reset").await;
        let token = text.split("/password/reset/").nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
        assert_eq!(count(&app, "consumers WHERE email_confirmed_at IS NULL").await, 1);
        let new = "walleye compass 17 birch";
        let fields = [("token", token.as_str()), ("password", new), ("password_again", new)];
        assert_eq!(send(&mut person, "/api/reset-password", &fields).await.location(), "/password/done");
        assert_eq!(count(&app, "consumers WHERE email_confirmed_at IS NULL").await, 0);
    })
    .await;
}
