//! What the account, the wizard, "Assister Details" and the receipt show, to whom, and what stays of it.

use crate::journeys::app::{App, Person, fact, on_both};
use assister_portal::api::manage_assister::ReceiptPage;
use std::time::Duration;

const ADD: &str = "/account/assister/add";
const CARD: &str = "/account/assister/add/check";
const AGREE: &str = "/account/assister/add/agree";
const NOBODYS: &str = "01900000-0000-7000-8000-000000000000";

/// What a list of facts says of a term.
/// The earlier assisters on "Assister Details", as they stand there.
async fn earlier(person: &Person) -> Vec<String> {
    let page = person.page("/account/assister").await.replace("<!>", "");
    let (main, _) = page.split_once("</main>").unwrap();
    main.split("history__item\">").skip(1).map(str::to_owned).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn each_step_says_whom_it_is_about_and_the_account_who_helps_now() {
    on_both(async |app: App| {
        let ann = app.consumer("Ann Lee").await;
        let number = app.number("cac@demo.test").await;
        let account = ann.page("/account").await;
        assert!(account.contains("Nobody helps you at the moment.") && account.contains("href=\"/account/assister\""), "{account}");
        let details = ann.page("/account/assister").await;
        assert!(details.contains("You have not authorized an assister.") && details.contains(&format!("href=\"{ADD}\"")), "{details}");
        for of_an_assister in ["Earlier assisters", "Change my assister", "Remove my assister", "View your receipt"] {
            assert!(!details.contains(of_an_assister), "{of_an_assister}: {details}");
        }

        let draft = ann.up_to_confirm(&number).await;
        let facts = [
            ("Name", "Mai Yang"),
            ("Kind of assister", "Certified application counselor (CAC)"),
            ("Organization", "Riverbend Community Clinic"),
            ("Reference number", &number),
            ("Phone", "651-555-0176"),
            ("Email", "coverage@riverbend.demo.test"),
        ];
        let card = ann.page(CARD).await;
        for (term, said) in facts {
            assert_eq!(fact(&card, term), said, "{term}");
        }
        let agree = ann.page(AGREE).await;
        for said in [
            "You are choosing Mai Yang to help you",
            "What Mai Yang will be able to do",
            "How long it lasts",
            "How to end it",
            "Privacy notice",
            "As it stands in your account: Ann Lee",
        ] {
            assert!(agree.contains(said), "{said}: {agree}");
        }
        for not in ["{assister}", "{organization}", "{number}", "You already have an assister"] {
            assert!(!agree.contains(not), "{not}: {agree}");
        }
        let checkbox = agree.split("<input").find(|input| input.contains("name=\"agreed\"")).unwrap();
        assert!(!checkbox.split('>').next().unwrap().contains(" checked"), "nobody agreed yet: {checkbox}");

        let done = ann.confirm(&draft).await;
        let (_, receipt) = done.location().split_once("?receipt=").unwrap();
        let receipt = format!("/account/assister/receipts/{receipt}");
        let page = ann.page(done.location()).await;
        assert!(page.contains("You have authorized Mai Yang") && page.contains(&format!("href=\"{receipt}\"")), "{page}");
        assert!(ann.page("/account").await.contains("Mai Yang helps you now."));
        let details = ann.page("/account/assister").await;
        for (term, said) in facts.into_iter().chain([("Date authorized", "November 20, 2026")]) {
            assert_eq!(fact(&details, term), said, "{term}");
        }
        for there in ["Change my assister", "Remove my assister", &format!("href=\"{receipt}\"")] {
            assert!(details.contains(there), "{there}: {details}");
        }
        assert!(!details.contains("Earlier assisters"), "{details}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_step_once_allowed_stays_so_until_another_number_or_the_end() {
    on_both(async |app: App| {
        let ann = app.consumer("Ann Lee").await;
        let (broker, cac) = (app.number("broker@demo.test").await, app.number("cac@demo.test").await);
        let first = ann.up_to_confirm(&broker).await;
        for step in [CARD, AGREE, ADD, AGREE] {
            assert_eq!(ann.get(step).await.status, 200, "{step}");
        }
        // The same number again loses nothing.
        ann.post("/api/find-assister", &[("number", &broker)]).await;
        assert!(ann.page(AGREE).await.contains("You are choosing Tom Lindqvist"));

        ann.post("/api/find-assister", &[("number", &cac)]).await;
        assert_eq!(fact(&ann.page(CARD).await, "Name"), "Mai Yang");
        // "Continue" on the card of before says nothing of this one.
        assert_eq!(ann.post("/api/continue-with-assister", &[("draft", &first)]).await.location(), CARD);
        assert_eq!(ann.get(AGREE).await.location(), CARD);
        let second = ann.up_to_confirm(&cac).await;
        let agree = ann.page(AGREE).await;
        assert!(agree.contains("You are choosing Mai Yang") && !agree.contains("Tom Lindqvist"), "{agree}");

        ann.confirm(&second).await;
        for step in [CARD, AGREE] {
            assert_eq!(ann.get(step).await.location(), ADD, "{step}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_tab_whose_wizard_another_tab_finished_is_told_so() {
    on_both(async |app: App| {
        let ann = app.consumer("Ann Lee").await;
        let draft = ann.up_to_confirm(&app.number("broker@demo.test").await).await;
        ann.authorizes(&app.number("cac@demo.test").await).await;
        let late = ann.confirm(&draft).await;
        assert_eq!(late.location(), "/account/assister?window=other");
        let page = ann.page(late.location()).await;
        assert!(page.contains("Another window finished first. Below you see who helps you now."), "{page}");
        assert_eq!(fact(&page, "Name"), "Mai Yang");
        assert_eq!(app.one("SELECT COUNT(*) FROM associations WHERE sort_name = 'lee ann'").await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_history_is_newest_first_and_who_was_removed_can_come_back() {
    const SAID: &str = "You removed Mai Yang. They can no longer see your information.";
    on_both(async |app: App| {
        let ann = app.consumer("Ann Lee").await;
        let cac = app.number("cac@demo.test").await;
        let mut receipts = vec![ann.authorizes(&app.number("broker@demo.test").await).await];
        app.wait(Duration::from_secs(60));
        receipts.push(ann.authorizes(&cac).await);
        app.wait(Duration::from_secs(60));
        let question = ann.page("/account/assister/remove").await;
        for said in ["Remove Mai Yang?", "they can no longer see your information", "Keep my assister"] {
            assert!(question.contains(said), "{said}: {question}");
        }
        let removed = ann.removes().await;
        assert!(ann.page(removed.location()).await.contains(SAID));
        assert!(!ann.page("/account/assister").await.contains(SAID), "said once");

        let gone = earlier(&ann).await;
        let expected = [("Mai Yang", "<p>Ended by you</p>"), ("Tom Lindqvist", "<p>Ended by you: you chose another assister</p>")];
        assert_eq!(gone.len(), expected.len(), "{gone:?}");
        for ((entry, (name, ended)), receipt) in gone.iter().zip(expected).zip(receipts.iter().rev()) {
            assert!(entry.contains(name) && entry.contains(ended) && entry.contains("November 20, 2026"), "{entry}");
            assert!(entry.contains(&format!("href=\"/account/assister/receipts/{receipt}\"")), "{entry}");
        }

        app.wait(Duration::from_secs(60));
        let again = ann.authorizes(&cac).await;
        assert!(!receipts.contains(&again), "a receipt of its own");
        assert_eq!(fact(&ann.page("/account/assister").await, "Name"), "Mai Yang");
        assert_eq!(earlier(&ann).await.len(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_receipt_has_all_that_was_agreed_to_as_it_was_typed_and_is_the_consumers_alone() {
    on_both(async |app: App| {
        let ann = app.consumer("Ann Lee").await;
        let id = ann.authorizes_as(&app.number("broker@demo.test").await, "ANN LEE").await;
        let receipt = format!("/account/assister/receipts/{id}");
        let data: ReceiptPage = ann.load("/api/receipt", &id).await.read();
        let page = ann.page(&receipt).await.replace("<!>", "");
        for (term, said) in [
            ("Name you typed", "ANN LEE"),
            ("Date and time", "November 20, 2026 at 12:00 p.m. CST"),
            ("Status", "In force"),
            ("Receipt number", &id),
            ("Version of the text", "2026-12"),
            ("Language", "English"),
            ("SHA-256 of the text", &data.sha256),
            ("Name", "Tom Lindqvist"),
            ("Reference number", &app.number("broker@demo.test").await),
        ] {
            assert_eq!(fact(&page, term), said, "{term}");
        }
        assert!(page.contains("<p>You are choosing Tom Lindqvist to help you") && page.contains("How to end it"), "{page}");
        // What the text itself has for headings is under the receipt's.
        assert!(page.contains("<h2>What you agreed to</h2>") && page.contains("<div class=\"blocks\"><h3>"), "{page}");
        let (_, exact) = page.split_once("<pre>").unwrap();
        let exact = exact.split_once("</pre>").unwrap().0.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
        assert_eq!(exact.trim_end(), data.text.trim_end());

        // Not even the assister's.
        for email in ["consumer@demo.test", "broker@demo.test", "contact@demo.test", "bsl@demo.test", "manager@demo.test"] {
            let other = app.demo(email).await;
            let answer = other.get(&receipt).await;
            assert!(answer.status == 404 && answer.body.contains("Page not found"), "{email}: {}", answer.status);
            assert_eq!(other.load("/api/receipt", &id).await.status, 404, "{email}");
        }
        for none in [NOBODYS, "none"] {
            assert_eq!(ann.get(&format!("/account/assister/receipts/{none}")).await.status, 404, "{none}");
        }

        ann.removes().await;
        let later = ann.page(&receipt).await;
        assert!(fact(&later, "Status").starts_with("Ended November 20, 2026"), "{later}");
        for term in ["Name you typed", "Date and time", "SHA-256 of the text", "Name"] {
            assert_eq!(fact(&later, term), fact(&page, term), "{term}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nobody_but_a_consumer_comes_to_a_page_of_this() {
    on_both(async |app: App| {
        let receipt = format!("/account/assister/receipts/{NOBODYS}");
        let visitor = app.visitor();
        let mut others = Vec::new();
        for email in ["navigator2@demo.test", "cac@demo.test", "contact@demo.test", "arc@demo.test", "bsl@demo.test", "manager@demo.test"] {
            others.push((email, app.demo(email).await));
        }
        for path in ["/account", "/account/notices", "/account/assister", "/account/assister/remove", ADD, CARD, AGREE, &receipt] {
            assert_eq!(visitor.get(path).await.location(), format!("/sign-in?next={path}"));
            for (email, other) in &others {
                let answer = other.get(path).await;
                assert!(answer.status == 404 && answer.body.contains("Page not found"), "{email} at {path}: {}", answer.status);
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_demo_consumers_who_have_the_navigator_see_them() {
    on_both(async |app: App| {
        let number = app.number("navigator@demo.test").await;
        for email in ["consumer2@demo.test", "consumer3@demo.test"] {
            let consumer = app.demo(email).await;
            let details = consumer.page("/account/assister").await;
            assert_eq!(fact(&details, "Organization"), "Northern Lights Health Navigators", "{email}");
            assert_eq!(fact(&details, "Reference number"), number, "{email}");
            assert!(fact(&details, "Date authorized").contains(", 2026"), "{email}: {details}");
            let (_, id) = details.split_once("href=\"/account/assister/receipts/").unwrap();
            let id = id.split('"').next().unwrap();
            let receipt = consumer.page(&format!("/account/assister/receipts/{id}")).await;
            assert_eq!(fact(&receipt, "Reference number"), number, "{email}");
        }
    })
    .await;
}
