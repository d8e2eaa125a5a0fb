//! What changed between a page and its form: the person is told what is true now, and agrees to nothing that was not shown.

use crate::journeys::app::{App, hidden, on_both};

const SUSPEND: &str = "UPDATE assisters SET state = 'suspended' WHERE user_id = (SELECT id FROM users WHERE email = 'cac@demo.test')";

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_assister_who_was_suspended_before_confirm_is_said_to_be_gone() {
    on_both(async |app: App| {
        let ann = app.consumer("Ann Lee").await;
        let draft = ann.up_to_confirm(&app.number("cac@demo.test").await).await;
        app.execute(SUSPEND).await;
        let text = ann.text();
        let fields = [("draft", draft.as_str()), ("text", &text), ("agreed", "yes"), ("full_name", "Ann Lee")];
        let plain = ann.post("/api/confirm-assister", &fields).await;
        assert!(plain.location().starts_with("/account/assister/add?retry="), "{}", plain.location());
        let page = ann.page(plain.location()).await;
        assert!(page.contains("This assister is no longer available. Enter another reference number."));
        // The running page has no field for it and goes there, too.
        let called = ann.call("/api/confirm-assister", &fields).await;
        assert!(format!("{:?}", called.headers).contains("/account/assister/add?retry="), "{:?}", called.headers);
        assert!(ann.page("/account/assister").await.contains("You have not authorized an assister."));
        app.nobody_was_notified().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_text_that_was_not_shown_is_not_agreed_to() {
    on_both(async |app: App| {
        let ann = app.consumer("Ann Lee").await;
        let draft = ann.up_to_confirm(&app.number("cac@demo.test").await).await;
        app.execute("UPDATE assisters SET display_name = 'Mai Yang-Olson' WHERE display_name = 'Mai Yang'").await;
        let refused = ann.confirm(&draft).await;
        assert!(refused.location().starts_with("/account/assister/add/agree?retry="), "{}", refused.location());
        let page = ann.page(refused.location()).await;
        assert!(page.contains("The text changed after it was shown to you.") && page.contains("Mai Yang-Olson"));
        assert!(page.contains("value=\"Ann Lee\""), "what was typed is kept");
        assert!(ann.page("/account/assister").await.contains("You have not authorized an assister."));
        let text = hidden(&page, "text");
        let done =
            ann.post("/api/confirm-assister", &[("draft", &draft), ("text", &text), ("agreed", "yes"), ("full_name", "Ann Lee")]).await;
        assert!(done.location().starts_with("/account/assister/add/done"), "{}", done.location());
        assert!(
            ann.post("/api/confirm-assister", &[("draft", &draft)]).await.location() == done.location(),
            "a repeat has the same answer"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn removing_from_an_old_page_says_that_it_was_done_whoever_helps_now() {
    on_both(async |app: App| {
        let ann = app.consumer("Ann Lee").await;
        let first = ann.authorizes(&app.number("navigator@demo.test").await).await;
        let association = hidden(&ann.page("/account/assister/remove").await, "association");
        ann.authorizes(&app.number("cac@demo.test").await).await;
        let late = ann.post("/api/remove-assister", &[("association", &association)]).await;
        let page = ann.page(late.location()).await;
        assert!(page.contains("That assister was removed already. Nothing else changed.") && page.contains("Mai Yang"));
        // The end of the wizard that led to the first one is over, and blames no other window.
        let over = ann.get(&format!("/account/assister/add/done?receipt={first}")).await;
        assert_eq!(over.location(), "/account/assister");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_current_assister_who_was_suspended_is_kept_and_shown_as_not_available() {
    on_both(async |app: App| {
        let ann = app.consumer("Ann Lee").await;
        ann.authorizes(&app.number("cac@demo.test").await).await;
        app.execute(SUSPEND).await;
        assert!(ann.page("/account").await.contains("They are not available at the moment."));
        assert!(ann.page("/account/assister").await.contains("Your authorization is kept."));
    })
    .await;
}
