//! The consumer's side: the wizard, the receipt, changing and removing.

use crate::journeys::app::{App, hidden, on_both};
use assister_portal::api::manage_assister::ReceiptPage;
use assister_portal::domain::manage_assister::ReferenceNumber;
use std::time::Duration;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_consumer_authorizes_an_assister_and_removes_them() {
    on_both(async |app: App| {
        let ann = app.consumer("Ann Lee").await;
        assert!(ann.page("/account/assister").await.contains("You have not authorized an assister."));
        let number = app.number("navigator@demo.test").await;
        let receipt = ann.authorizes(&format!(" {}-{}–{}\u{a0}{} ", &number[..2], &number[2..3], &number[3..5], &number[5..])).await;
        let done = ann.page(&format!("/account/assister/add/done?receipt={receipt}")).await;
        assert!(done.contains("You have authorized "));
        // A reload has no effect.
        assert!(ann.page(&format!("/account/assister/add/done?receipt={receipt}")).await.contains("You have authorized "));

        let details = ann.page("/account/assister").await;
        assert!(details.contains(&number) && details.contains("Northern Lights Health Navigators"));
        let paper = ann.page(&format!("/account/assister/receipts/{receipt}")).await;
        for part in ["Ann Lee", "2026-12", "November 20, 2026 at 12:00 p.m. CST", "In force"] {
            assert!(paper.contains(part), "{part}");
        }

        let removed = ann.removes().await;
        assert_eq!(removed.location(), "/account/assister?removed=now");
        let details = ann.page("/account/assister").await;
        assert!(details.contains("You have not authorized an assister.") && details.contains("Ended by you"));
        // The receipt stays, and says that it is over.
        assert!(ann.page(&format!("/account/assister/receipts/{receipt}")).await.contains("Ended November 20, 2026"));
        app.nobody_was_notified().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_receipts_hash_is_of_the_text_it_shows() {
    use sha2::{Digest as _, Sha256};
    on_both(async |app: App| {
        let ann = app.consumer("Ann Lee").await;
        let receipt = ann.authorizes(&app.number("cac@demo.test").await).await;
        let page: ReceiptPage = ann.load("/api/receipt", &receipt).await.read();
        let hash: String = Sha256::digest(page.text.as_bytes()).iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!(page.sha256, hash);
        assert!(!page.text.contains('{'), "a placeholder was left in {}", page.text);
        assert!(page.text.contains(&page.assister.name));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn another_consumer_never_sees_a_receipt() {
    on_both(async |app: App| {
        let receipt = app.consumer("Ann Lee").await.authorizes(&app.number("broker@demo.test").await).await;
        let bob = app.consumer("Bob Ek").await;
        assert_eq!(bob.get(&format!("/account/assister/receipts/{receipt}")).await.status, 404);
        assert_eq!(bob.load("/api/receipt", &receipt).await.status, 404);
        assert_eq!(bob.load("/api/receipt", "nonsense").await.status, 404);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn steps_cannot_be_skipped_and_another_number_clears_what_followed() {
    on_both(async |app: App| {
        let ann = app.consumer("Ann Lee").await;
        for step in ["/account/assister/add/check", "/account/assister/add/agree"] {
            assert_eq!(ann.get(step).await.location(), "/account/assister/add", "{step}");
        }
        let first = ann.up_to_confirm(&app.number("navigator@demo.test").await).await;
        assert!(ann.page("/account/assister/add/agree").await.contains("Assister Authorization/Agent of Record"));
        let other = ann.post("/api/find-assister", &[("number", &app.number("broker@demo.test").await)]).await;
        assert_eq!(other.location(), "/account/assister/add/check");
        assert_eq!(ann.get("/account/assister/add/agree").await.location(), "/account/assister/add/check");
        // The first page, still open in another tab, confirms nothing.
        assert_eq!(ann.confirm(&first).await.location(), "/account/assister/add/check");
        assert!(ann.page("/account/assister").await.contains("You have not authorized an assister."));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_is_wrong_is_said_and_what_was_typed_is_kept() {
    on_both(async |app: App| {
        let ann = app.consumer("Ann Lee").await;
        for (typed, said) in [
            ("", "Enter the reference number that your assister gave you"),
            ("12345", "A reference number has seven digits"),
            ("12345678", "A reference number has seven digits"),
            ("seven!!", "A reference number has seven digits"),
            ("\"><img src=x onerror=alert(1)>", "A reference number has seven digits"),
            ("2048160", "This reference number has a typing mistake"),
        ] {
            let refused = ann.post("/api/find-assister", &[("number", typed)]).await;
            let (page, key) = refused.location().split_once("?retry=").unwrap_or_else(|| panic!("{typed}: {}", refused.location()));
            let key = key.strip_suffix("#problems").unwrap_or_else(|| panic!("leads to what is wrong: {key}"));
            assert!(page == "/account/assister/add" && key.len() == 36, "a key and not what was typed: {}", refused.location());
            let page = ann.page(refused.location()).await;
            assert!(page.contains(said), "{typed}");
            let shown = typed.replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
            assert!(page.contains(&format!("value=\"{shown}\"")) || typed.is_empty(), "{typed}: {page}");
        }
        let draft = ann.up_to_confirm(&app.number("navigator@demo.test").await).await;
        let refused = ann.post("/api/confirm-assister", &[("draft", &draft), ("text", &ann.text()), ("full_name", "Somebody Else")]).await;
        assert!(!refused.location().contains("Somebody"), "{}", refused.location());
        let page = ann.page(refused.location()).await;
        assert!(page.contains("Check the box to say that you have read this and agree"));
        assert!(page.contains("The name must match the name of your account: Ann Lee"));
        assert!(page.contains("value=\"Somebody Else\""));
        // Without a name: the check in the box is kept.
        let nameless = ann.post("/api/confirm-assister", &[("draft", &draft), ("text", &ann.text()), ("agreed", "yes")]).await;
        let unnamed = ann.page(nameless.location()).await;
        let checkbox = unnamed.split("<input").find(|input| input.contains("name=\"agreed\"")).unwrap();
        assert!(checkbox.split('>').next().unwrap().contains(" checked"), "{checkbox}");
        assert!(unnamed.matches("Type your full name").count() > page.matches("Type your full name").count(), "{unnamed}");
        assert!(ann.page("/account/assister").await.contains("You have not authorized an assister."));
        // Somebody else's key shows nothing of it.
        let bob = app.consumer("Bob Ek").await;
        bob.up_to_confirm(&app.number("cac@demo.test").await).await;
        assert!(!bob.page(refused.location()).await.contains("Somebody Else"));
        // Case, spacing and accents are forgiven.
        let done = ann
            .post("/api/confirm-assister", &[("draft", &draft), ("text", &ann.text()), ("agreed", "yes"), ("full_name", "  ÁNN   lee ")])
            .await;
        assert!(done.location().starts_with("/account/assister/add/done"), "{}", done.location());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn unknown_suspended_and_not_yet_active_numbers_get_one_answer() {
    on_both(async |app: App| {
        let ann = app.consumer("Ann Lee").await;
        let suspended = app.number("suspended@demo.test").await;
        app.execute("UPDATE assisters SET state = 'enrolled' WHERE user_id = (SELECT id FROM users WHERE email = 'navigator2@demo.test')")
            .await;
        let enrolled = app.number("navigator2@demo.test").await;
        let unknown = ReferenceNumber::from_six(999_999).to_string();
        let mut answers = Vec::new();
        for number in [&unknown, &suspended, &enrolled] {
            let answer = ann.call("/api/find-assister", &[("number", number)]).await;
            answers.push((answer.status, answer.body.replace(number.as_str(), "NUMBER")));
        }
        assert!(answers[0].1.contains("We can't find an assister with this reference number"));
        assert_eq!(answers[0], answers[1]);
        assert_eq!(answers[0], answers[2]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn trying_numbers_out_is_limited() {
    on_both(async |app: App| {
        let ann = app.consumer("Ann Lee").await;
        let tries = async |from: u32| {
            for six in from..from + 20 {
                ann.call("/api/find-assister", &[("number", &ReferenceNumber::from_six(six).to_string())]).await;
            }
        };
        tries(900_000).await;
        let real = app.number("navigator@demo.test").await;
        let refused = ann.call("/api/find-assister", &[("number", &real)]).await;
        assert!(refused.body.contains("There were too many searches"), "{}", refused.body);
        // The account's own limit is over after a while.
        let lou = app.demo("consumer@demo.test").await;
        for six in 910_000..910_020 {
            lou.call("/api/find-assister", &[("number", &ReferenceNumber::from_six(six).to_string())]).await;
        }
        assert_eq!(lou.post("/api/find-assister", &[("number", &real)]).await.location().split('?').next(), Some("/account/assister/add"));
        app.wait(Duration::from_secs(16 * 60));
        let lou = app.demo("consumer@demo.test").await;
        assert!(lou.post("/api/find-assister", &[("number", &real)]).await.location().ends_with("/check"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn trying_numbers_out_with_many_accounts_from_one_address_is_limited_too() {
    on_both(async |app: App| {
        let real = app.number("navigator@demo.test").await;
        for account in 0..5 {
            let person = app.consumer("Ann Lee").await;
            for six in 0..20 {
                let number = ReferenceNumber::from_six(920_000 + account * 100 + six).to_string();
                let answer = person.call("/api/find-assister", &[("number", &number)]).await;
                assert!(!answer.body.contains("There were too many searches"), "{account} {six}");
            }
        }
        let refused = app.consumer("Ann Lee").await.call("/api/find-assister", &[("number", &real)]).await;
        assert!(refused.body.contains("There were too many searches"), "{}", refused.body);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_mistyped_number_is_told_apart_without_being_looked_up() {
    on_both(async |app: App| {
        let ann = app.consumer("Ann Lee").await;
        let real = app.number("navigator@demo.test").await;
        let (six, check) = real.split_at(6);
        let mistyped = format!("{six}{}", (check.parse::<u8>().unwrap() + 1) % 10);
        // More often than numbers may be looked up: these are not.
        for _ in 0..25 {
            let answer = ann.call("/api/find-assister", &[("number", &mistyped)]).await;
            assert!(answer.body.contains("has a typing mistake"), "{}", answer.body);
        }
        assert!(ann.post("/api/find-assister", &[("number", &real)]).await.location().ends_with("/check"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn consumers_see_what_is_public_and_the_history_says_from_when_to_when() {
    on_both(async |app: App| {
        let consumer = app.demo("consumer@demo.test").await;
        let receipt = consumer.authorizes_as(&app.number("cac@demo.test").await, &app.account_name("consumer@demo.test").await).await;
        let details = consumer.page("/account/assister").await;
        let receipt = format!("/account/assister/receipts/{receipt}");
        for page in [&details, &consumer.page(&receipt).await] {
            assert!(page.contains("coverage@riverbend.demo.test") && page.contains("651-555-0176"), "{page}");
            assert!(!page.contains("cac@demo.test"), "the address for signing in is nobody's business");
        }
        app.wait(Duration::from_secs(2 * 24 * 60 * 60));
        let consumer = app.demo("consumer@demo.test").await;
        consumer.removes().await;
        assert!(consumer.page("/account/assister").await.contains("November 20, 2026 to November 22, 2026"));

        // The receipt stays as it was shown, whoever the assister is now.
        let shown = consumer.page(&receipt).await;
        app.execute("UPDATE assisters SET display_name = 'Renamed Since', public_phone = '000', public_email = 'since@example.test'").await;
        let later = consumer.page(&receipt).await;
        for since in ["Renamed Since", "000<", "since@example.test"] {
            assert!(!later.contains(since), "{since}");
        }
        for then in ["coverage@riverbend.demo.test", "651-555-0176", "Ended November 22, 2026"] {
            assert!(shown.contains(then) && later.contains(then), "{then}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn changing_names_who_is_replaced_and_ends_the_old_one() {
    on_both(async |app: App| {
        let ann = app.consumer("Ann Lee").await;
        ann.authorizes(&app.number("navigator@demo.test").await).await;
        let navigator = app.demo("navigator@demo.test").await;
        let before = navigator.counts().await;
        let draft = ann.up_to_confirm(&app.number("broker@demo.test").await).await;
        let agree = ann.page("/account/assister/add/agree").await;
        assert!(agree.contains("You already have an assister"));
        assert!(agree.contains("Agent of Record from the first day of next month"));
        let done = ann.confirm(&draft).await;
        // A repeat, from a double click, gets the same answer.
        assert_eq!(ann.confirm(&draft).await.location(), done.location());
        let after = navigator.counts().await;
        assert_eq!([before[0] - 1, before[1], before[2] - 1], after);
        let details = ann.page("/account/assister").await;
        assert!(details.contains("Ended by you: you chose another assister"));
        assert_eq!(app.demo("broker@demo.test").await.counts().await[0], 1);
        app.nobody_was_notified().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn authorizing_the_current_assister_again_changes_nothing() {
    on_both(async |app: App| {
        let ann = app.consumer("Ann Lee").await;
        let number = app.number("navigator@demo.test").await;
        ann.authorizes(&number).await;
        let again = ann.post("/api/find-assister", &[("number", &number)]).await;
        assert!(ann.page(again.location()).await.contains("is your assister already"));
        assert_eq!(app.one("SELECT COUNT(*) FROM associations WHERE sort_name = 'lee ann'").await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn removing_twice_says_so() {
    on_both(async |app: App| {
        let ann = app.consumer("Ann Lee").await;
        ann.authorizes(&app.number("navigator@demo.test").await).await;
        let association = hidden(&ann.page("/account/assister/remove").await, "association");
        let fields = [("association", association.as_str())];
        assert_eq!(ann.post("/api/remove-assister", &fields).await.location(), "/account/assister?removed=now");
        let again = ann.post("/api/remove-assister", &fields).await;
        assert!(ann.page(again.location()).await.contains("That assister was removed already"));
        assert_eq!(ann.get("/account/assister/remove").await.location(), "/account/assister?removed=before");
        // Nobody else can.
        let bob = app.consumer("Bob Ek").await;
        assert_eq!(bob.call("/api/remove-assister", &fields).await.status, 404);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn hostile_names_of_assisters_and_organizations_are_shown_harmlessly() {
    on_both(async |app: App| {
        app.execute("UPDATE assisters SET display_name = '</title><script>alert(1)</script>', public_phone = '<script>alert(2)</script>'")
            .await;
        app.execute("UPDATE organizations SET name = '</textarea><script>alert(3)</script>' || name").await;
        let ann = app.consumer("Ann Lee").await;
        ann.authorizes(&app.number("navigator@demo.test").await).await;
        ann.up_to_confirm(&app.number("cac@demo.test").await).await;
        let mut pages = Vec::new();
        for path in ["/account/assister/add/check", "/account/assister/add/agree"] {
            pages.push((path.to_owned(), ann.page(path).await));
        }
        let receipt = ann.authorizes(&app.number("cac@demo.test").await).await;
        for path in [
            "/account",
            "/account/assister",
            "/account/assister/remove",
            &format!("/account/assister/add/done?receipt={receipt}"),
            &format!("/account/assister/receipts/{receipt}"),
        ] {
            pages.push((path.to_owned(), ann.page(path).await));
        }
        for (path, page) in pages {
            assert!(page.contains("alert(1)"), "{path} shows the name");
            assert!(!page.contains("<script>alert"), "{path}");
            assert!(page.ends_with("</html>"), "{path}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn hostile_names_are_shown_harmlessly() {
    on_both(async |app: App| {
        for name in [
            "</textarea><script>alert(1)</script>",
            "</title><script>alert(1)</script>",
            "\"><img src=x onerror=alert(1)>",
            "## Heading - {assister}",
        ] {
            let mallory = app.consumer(name).await;
            let receipt = mallory.authorizes(&app.number("cac@demo.test").await).await;
            let cac = app.demo("cac@demo.test").await;
            let (id, _) = cac.clients("/clients?sort=-authorized").await.into_iter().next().unwrap();
            for page in [
                mallory.page("/account").await,
                mallory.page(&format!("/account/assister/receipts/{receipt}")).await,
                cac.page("/clients").await,
                cac.page(&format!("/clients/{id}")).await,
            ] {
                assert!(
                    !page.contains("<script>alert"),
                    "{name}: {}",
                    page.split_once("<script>alert").map_or("", |(before, _)| &before[before.len().saturating_sub(400)..])
                );
                assert!(!page.contains("<img src=x"), "{name}");
                let escaped = |quote| name.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', quote);
                assert!(page.contains(&escaped("&quot;")) || page.contains(&escaped("\"")), "{name} is not shown: {page}");
                assert!(page.trim_end().ends_with("</html>"));
            }
            app.wait(Duration::from_secs(1));
        }
    })
    .await;
}
