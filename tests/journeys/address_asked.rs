//! Who makes an account, or changes the email of theirs, learns nothing of who has an account: the page is the same, and the mail says the
//! rest. The account has the email when it is confirmed.

use crate::journeys::app::{App, Person, hidden, on_both};
use crate::journeys::resource_center_consumers::finds;
use crate::journeys::seen::{count, mail, mails, noted, send};
use assister_portal::store::demo::PASSWORD;
use std::time::Duration;

const CONSUMER: &str = "consumer@demo.test";
const FREE: &str = "free@example.test";
const OWN: &str = "sturgeon lantern 42 quilt";
const MINUTE: Duration = Duration::from_secs(60);

/// An account that somebody makes with this address.
async fn makes(app: &App, name: &str, email: &str, password: &str) -> Person {
    let mut person = app.visitor();
    let fields = [("name", name), ("born", "4/9/1961"), ("email", email), ("password", password)];
    assert_eq!(send(&mut person, "/api/create-account", &fields).await.location(), "/account", "{email}");
    person
}

/// Whose account a password opens; nothing when it opens none.
async fn opens(app: &App, email: &str, password: &str) -> String {
    let mut visitor = app.visitor();
    let answer = send(&mut visitor, "/api/sign-in", &[("email", email), ("password", password)]).await;
    if answer.location() != "/account" {
        assert!(answer.location().starts_with("/sign-in"), "{}", answer.location());
        return String::new();
    }
    let page = visitor.page("/account").await;
    let (_, rest) = page.split_once("Signed in as ").unwrap_or_else(|| panic!("{page}"));
    rest.split('<').next().unwrap().trim().to_owned()
}

/// The page behind the newest link to confirm this address.
async fn link(app: &App, email: &str) -> String {
    let text = mail(app, email, "confirm_email").await;
    let at = text.find("/set-up/email/").unwrap_or_else(|| panic!("no link in {text:?}"));
    text[at..].split_whitespace().next().unwrap().to_owned()
}

/// The page behind the newest link to choose a password of this address, which is asked for.
async fn asks_for_reset(app: &App, visitor: &mut Person, email: &str) -> String {
    send(visitor, "/api/forgot-password", &[("email", email)]).await;
    let text = mail(app, email, "password_reset").await;
    text[text.find("/password/reset/").unwrap()..].split_whitespace().next().unwrap().to_owned()
}

/// Chooses a password by the token of such a page; gives where that leads.
async fn resets(visitor: &mut Person, token: &str, new: &str) -> String {
    let fields = [("token", token), ("password", new), ("password_again", new)];
    send(visitor, "/api/reset-password", &fields).await.location().to_owned()
}

/// What a page says but for what differs from one request to the next: the address, keys and tokens.
fn without(page: &str, email: &str) -> String {
    let page: String = page.split("<script").map(|piece| piece.split_once("</script>").map_or(piece, |(_, rest)| rest)).collect();
    let words: Vec<_> = page.replace(email, "EMAIL").split(['"', '\'']).map(ToOwned::to_owned).collect();
    words.into_iter().filter(|word| !(word.len() >= 16 && word.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-'))).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whether_an_address_has_an_account_is_told_by_the_mail_alone() {
    on_both(async |app: App| {
        let before = count(&app, "audit_events").await;
        let mut seen = Vec::new();
        for email in [FREE, CONSUMER, "arc@demo.test"] {
            let person = makes(&app, "Asa Lind", email, OWN).await;
            let mut pages = Vec::new();
            for page in ["/account", "/security/email", "/security/details"] {
                pages.push(without(&person.page(page).await, email));
            }
            app.wait(MINUTE);
            let again = person.post("/api/send-email-link", &[]).await;
            pages.push(without(&person.page(again.location()).await, email));
            assert_eq!((again.location(), opens(&app, email, OWN).await.as_str()), ("/security/email?sent=1", "Asa Lind"), "{email}");
            assert_eq!(opens(&app, email, "another password of nobody").await, "", "{email}");
            assert_eq!(count(&app, &format!("outbox WHERE recipient = '{email}'")).await, 2, "{email}");
            let noted = count(&app, "audit_events").await;
            seen.push((pages, noted));
        }
        let noted: Vec<_> = seen.iter().scan(before, |last, (_, now)| Some(now - std::mem::replace(last, *now))).collect();
        assert_eq!((noted[1], noted[2]), (noted[0], noted[0]), "the same rows");
        for (pages, _) in &seen[1..] {
            for (page, first) in pages.iter().zip(&seen[0].0) {
                assert_eq!(page, first);
            }
        }
        assert_eq!([mails(&app, "confirm_email").await, mails(&app, "email_in_use").await], [2, 4]);
        let text = mail(&app, CONSUMER, "email_in_use").await;
        assert!(text.contains("you already have an account") && text.contains("/sign-in") && !text.contains("/set-up/"), "{text}");
        // The accounts that there were are as they were.
        assert_eq!(opens(&app, CONSUMER, PASSWORD).await, "Rosa Martínez");
        assert_eq!(count(&app, &format!("users WHERE email = '{CONSUMER}' AND asked_email IS NULL")).await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn another_email_is_answered_alike_whether_it_has_an_account_or_not() {
    on_both(async |app: App| {
        let (_, own) = app.new_consumer("Ann Lee").await;
        app.execute(&format!(
            "UPDATE users SET password_hash = (SELECT password_hash FROM users WHERE email = '{CONSUMER}') WHERE asked_email = '{own}'"
        ))
        .await;
        let mut ann = app.visitor();
        send(&mut ann, "/api/sign-in", &[("email", own.as_str()), ("password", PASSWORD)]).await;
        let mut pages = Vec::new();
        for email in [FREE, "consumer2@demo.test"] {
            let fields = [("name", "Ann Lee"), ("email", email), ("phone", ""), ("current_password", PASSWORD)];
            let changed = ann.post("/api/change-details", &fields).await;
            assert_eq!(changed.location(), "/security/email?changed=1", "{email}");
            pages.push(without(&ann.page(changed.location()).await, email));
        }
        assert_eq!(pages[0], pages[1]);
        // To whose address it is nothing else is said.
        assert_eq!(count(&app, "outbox WHERE recipient = 'consumer2@demo.test'").await, 1);
        assert_eq!(mails(&app, "email_in_use").await, 1);
        // The link that went to the address of before confirms nothing any more.
        assert!(ann.page(&link(&app, FREE).await).await.contains("This link no longer works"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_accounts_that_ask_for_an_address_the_one_that_confirms_it_has_it() {
    on_both(async |app: App| {
        makes(&app, "Mallory Planted", FREE, "one of a stranger 17 birch").await;
        let planted = link(&app, FREE).await;
        // Where nobody has confirmed it, the mailbox opens the newest, and its owner makes their own.
        app.wait(MINUTE);
        let asa = makes(&app, "Asa Lind", FREE, OWN).await;
        let mut visitor = app.visitor();
        let reset = asks_for_reset(&app, &mut visitor, FREE).await;
        // Both pages are open when the first is confirmed.
        let token = hidden(&visitor.page(&planted).await, "token");
        asa.confirms_email(FREE).await;
        let late = visitor.post("/api/confirm-address", &[("token", &token)]).await;
        assert_eq!(late.location(), planted);
        let page = visitor.page(&planted).await;
        assert!(page.contains("You already have an account") && page.contains("href=\"/password/forgot\""), "{page}");
        assert_eq!(count(&app, &format!("users WHERE email = '{FREE}'")).await, 1);
        assert_eq!(count(&app, &format!("users WHERE asked_email = '{FREE}'")).await, 1);
        assert_eq!(opens(&app, FREE, OWN).await, "Asa Lind");
        // The reset link was her account's, and still is; the next one is, too.
        let token = hidden(&visitor.page(&reset).await, "token");
        let new = "walleye compass 17 birch";
        assert_eq!(resets(&mut visitor, &token, new).await, "/password/done");
        assert_eq!((opens(&app, FREE, new).await.as_str(), opens(&app, FREE, OWN).await.as_str()), ("Asa Lind", ""));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_link_to_choose_a_password_is_shut_once_another_account_has_the_address() {
    on_both(async |app: App| {
        let asa = makes(&app, "Asa Lind", FREE, OWN).await;
        app.wait(MINUTE);
        makes(&app, "Asa Again", FREE, "walleye compass 17 birch").await;
        let mut visitor = app.visitor();
        let page = asks_for_reset(&app, &mut visitor, FREE).await;
        let token = hidden(&visitor.page(&page).await, "token");
        // Asa opens the first of the two letters.
        let letters =
            format!("SELECT body FROM outbox WHERE recipient = '{FREE}' AND kind = 'confirm_email' ORDER BY created_at, id LIMIT 1");
        let first = app.text(&letters).await;
        let first = first[first.find("/set-up/email/").unwrap()..].split_whitespace().next().unwrap().to_owned();
        let confirm = hidden(&asa.page(&first).await, "token");
        assert_eq!(asa.post("/api/confirm-address", &[("token", &confirm)]).await.location(), "/set-up/email/done");
        assert!(!visitor.page(&page).await.contains("name=\"password_again\""), "shut");
        let new = "granite heron 88 pasture";
        assert_eq!(resets(&mut visitor, &token, new).await, page);
        assert_eq!((opens(&app, FREE, new).await.as_str(), opens(&app, FREE, OWN).await.as_str()), ("", "Asa Lind"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_makes_an_account_again_with_the_same_password_signs_in_to_the_one_they_have() {
    on_both(async |app: App| {
        makes(&app, "Asa Lind", FREE, OWN).await.confirms_email(FREE).await;
        app.wait(MINUTE);
        makes(&app, "Asa Again", FREE, OWN).await;
        assert_eq!(opens(&app, FREE, OWN).await, "Asa Lind");
        // And what is forgotten is the password of that one.
        let mut visitor = app.visitor();
        let page = asks_for_reset(&app, &mut visitor, FREE).await;
        let token = hidden(&visitor.page(&page).await, "token");
        let new = "granite heron 88 pasture";
        assert_eq!(resets(&mut visitor, &token, new).await, "/password/done");
        assert_eq!((opens(&app, FREE, new).await.as_str(), opens(&app, FREE, OWN).await.as_str()), ("Asa Lind", "Asa Again"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nobody_fills_a_mailbox_by_making_accounts() {
    on_both(async |app: App| {
        let letters = async || count(&app, &format!("outbox WHERE recipient = '{CONSUMER}'")).await;
        for _ in 0..22 {
            makes(&app, "Asa Lind", CONSUMER, OWN).await;
        }
        assert_eq!(letters().await, 21, "20, and one in ten minutes");
        app.wait(10 * MINUTE);
        let last = makes(&app, "Asa Lind", CONSUMER, OWN).await;
        assert_eq!(letters().await, 22);
        // Whoever made one without a letter sends it themselves.
        last.post("/api/send-email-link", &[]).await;
        assert_eq!(letters().await, 23);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nobody_reads_of_what_happens_to_another_account_that_asked_for_their_address() {
    on_both(async |app: App| {
        let twin = makes(&app, "Rosa Twin", CONSUMER, OWN).await;
        let arc = app.demo("arc@demo.test").await;
        let found = finds(&arc, &[("name", "Rosa Twin"), ("born", "4/9/1961"), ("email", CONSUMER)]).await;
        let key = hidden(&arc.page(&found).await, "found");
        let suspended = arc.post("/api/suspend-consumer", &[("found", &key), ("change", "begin"), ("suspend_why", "Fraud")]).await;
        assert!(!suspended.location().contains("retry="), "{}", suspended.location());
        assert_eq!(twin.get("/account").await.status, 303);
        // Who changes how they sign in to such an account.
        let mut own = makes(&app, "Rosa Again", CONSUMER, OWN).await;
        let fields = [("current_password", OWN), ("password", "granite heron 88 pasture"), ("password_again", "granite heron 88 pasture")];
        let changed = send(&mut own, "/api/change-password", &fields).await;
        assert!(!changed.location().contains("retry="), "{}", changed.location());
        assert_eq!(noted(&app, "password_changed").await, 1);
        // And who closes one, or gives it another address.
        let other = makes(&app, "Daniel Twin", "consumer2@demo.test", OWN).await;
        let fields = [("name", "Daniel Twin"), ("email", FREE), ("phone", ""), ("current_password", OWN)];
        assert_eq!(other.post("/api/change-details", &fields).await.location(), "/security/email?changed=1");
        let last = makes(&app, "Zoe Twin", "consumer3@demo.test", OWN).await;
        assert_eq!(last.post("/api/close-account", &[("current_password", OWN)]).await.location(), "/sign-in/closed");
        assert_eq!(count(&app, "outbox WHERE recipient LIKE 'consumer%@demo.test' AND kind <> 'email_in_use'").await, 0);
    })
    .await;
}
