//! "Create an account": what is refused, what is kept of it and for whom, and what makes a password.

use crate::journeys::app::{App, Person, hidden, on_both};
use crate::journeys::seen::{count, mail, mails, noted, send};
use assister_portal::api::forms::Posted;

const PASSWORD: &str = "plenty of loons on 10000 lakes";
const RIGHT: [(&str, &str); 4] =
    [("name", "Asa Lind-Olsen"), ("born", "4/9/1961"), ("email", "asa.lind@example.test"), ("password", PASSWORD)];

/// Where somebody is told to look for the letter.
const SENT: &str = "/set-up/account";

/// The link in the newest letter to this address.
async fn link(app: &App, email: &str) -> String {
    let text = mail(app, email, "account_asked").await;
    let address = text.split_whitespace().find(|word| word.contains("/set-up/account/")).unwrap_or_else(|| panic!("no link: {text:?}"));
    address.rsplit_once('/').unwrap().1.to_owned()
}

/// Opens the link that was sent and gives the password; where that leads.
pub async fn finishes(app: &App, person: &mut Person, email: &str, password: &str) -> String {
    let token = link(app, email).await;
    send(person, "/api/finish-account", &[("token", &token), ("password", password)]).await.location().to_owned()
}

/// The right fields but for one.
fn but<'a>(field: &str, typed: &'a str) -> Vec<(&'static str, &'a str)> {
    RIGHT.iter().map(|(name, right)| (*name, if *name == field { typed } else { *right })).collect()
}

/// What a page says is wrong at a field; empty when nothing.
pub fn said_at<'a>(page: &'a str, field: &str) -> &'a str {
    let Some((_, error)) = page.split_once(&format!("id=\"{field}-error\"")) else { return "" };
    error.split_once('>').unwrap().1.split('<').next().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn each_refusal_is_said_at_its_field_and_what_was_typed_is_kept_but_for_the_password() {
    on_both(async |app: App| {
        let long = "longer loon ".repeat(100);
        for (field, typed, said) in [
            ("password", "fourteen chars", "Your password must have at least 15 characters"),
            ("password", "aaaaaaaaaaaaaaaaaaaa", "This password is too easy to guess. Add more words that do not belong together."),
            ("password", long.as_str(), "Your password is too long. Use at most 1,000 characters."),
            ("email", "nobody@nowhere", "Enter an email address in the form name@example.com"),
            ("born", "next May", "Enter your date of birth as month, day and year, for example 3/27/1984"),
            ("born", "2/30/1984", "There is no such day. Write the month first, then the day, for example 3/27/1984"),
            ("born", "March 14, 20", "Write the year with four digits: these two could be of this century or of the last"),
            ("email", "zoë@example.test", "Enter an email address in the form name@example.com"),
            ("email", "asa..lind@example.test", "Enter an email address in the form name@example.com"),
            ("born", "2/3/2199", "Your date of birth must be in the past"),
            ("name", "...", "Enter your full name"),
        ] {
            let fields = but(field, typed);
            let mut visitor = app.visitor();
            let refused = send(&mut visitor, "/api/create-account", &fields).await;
            let key = refused.location().strip_prefix("/create-account?retry=").unwrap_or_else(|| panic!("{said}: {}", refused.location()));
            assert!(key.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-'), "nothing typed in the address: {key}");
            let page = visitor.page(refused.location()).await;
            assert!(page.contains(&format!("href=\"#{field}\"")), "the summary leads to the field: {page}");
            for (name, value) in &fields {
                assert_eq!(said_at(&page, name), if *name == field { said } else { "" }, "{name}");
                match *name {
                    "password" => assert!(!page.contains(*value), "{said}: {page}"),
                    _ => assert_eq!(hidden(&page, name), *value, "{said}"),
                }
            }
            // The same to a page that runs.
            let Posted::Refused(form) = app.visitor().call("/api/create-account", &fields).await.read() else { panic!("not: {said}") };
            assert_eq!(form.error(field).as_deref(), Some(said));
            assert_eq!((form.errors.len(), form.values.len()), (1, 3), "{:?}", form.values);
        }
        assert_eq!(count(&app, "users WHERE email = 'asa.lind@example.test'").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn all_that_is_wrong_is_said_at_once_and_the_corrected_form_makes_the_account() {
    on_both(async |app: App| {
        let mut visitor = app.visitor();
        let empty = RIGHT.map(|(name, _)| (name, ""));
        let refused = send(&mut visitor, "/api/create-account", &empty).await;
        let page = visitor.page(refused.location()).await;
        for (field, said) in [
            ("name", "Enter your full name"),
            ("born", "Enter your date of birth as month, day and year, for example 3/27/1984"),
            ("email", "Enter an email address in the form name@example.com"),
            ("password", "Your password must have at least 15 characters"),
        ] {
            assert_eq!(said_at(&page, field), said);
        }
        assert_eq!(send(&mut visitor, "/api/create-account", &RIGHT).await.location(), SENT);
        assert_eq!(finishes(&app, &mut visitor, "asa.lind@example.test", PASSWORD).await, "/account");
        let page = visitor.page("/account").await;
        assert!(page.contains("Your account") && page.contains("Asa Lind-Olsen"), "{page}");
        assert_eq!(send(&mut visitor, "/api/sign-out", &[]).await.location(), "/sign-in");
        let again = send(&mut visitor, "/api/sign-in", &[("email", "asa.lind@example.test"), ("password", PASSWORD)]).await;
        assert_eq!(again.location(), "/account");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_nobody_sees_makes_no_other_account_and_keeps_nobody_out() {
    on_both(async |app: App| {
        let pasted = [
            ("name", "\u{202e}Asa\u{200b} \u{a0}Lind-Olsen\u{feff}"),
            ("born", "\u{200e}４／９／６１\u{200b}"),
            ("email", "\u{2060}Asa.Lind@Mu\u{308}ller.te\u{ad}st\u{200b}"),
            ("password", PASSWORD),
        ];
        let mut pasting = app.visitor();
        assert_eq!(send(&mut pasting, "/api/create-account", &pasted).await.location(), SENT);
        assert_eq!(finishes(&app, &mut pasting, "asa.lind@xn--mller-kva.test", PASSWORD).await, "/account");
        let known = "users u, consumers c WHERE c.user_id = u.id AND u.email = 'asa.lind@xn--mller-kva.test'
                     AND u.display_name = 'Asa Lind-Olsen' AND CAST(c.date_of_birth AS TEXT) = '1961-04-09'";
        assert_eq!(count(&app, known).await, 1);
        for typed in ["asa.lind@müller.test", "ASA.LIND@MÜLLER.TEST ", "asa.lind@xn--mller-kva.test", "Asa.Lind@müller.test\u{200b}"] {
            let taken = send(&mut app.visitor(), "/api/create-account", &but("email", typed)).await;
            assert_eq!(taken.location(), SENT, "{typed}");
            let signed_in = send(&mut app.visitor(), "/api/sign-in", &[("email", typed), ("password", PASSWORD)]).await;
            assert_eq!(signed_in.location(), "/account", "{typed}");
        }
        assert_eq!(count(&app, "users WHERE email LIKE 'asa.lind@%'").await, 1);
        assert_eq!(count(&app, "asked_accounts").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_one_visitor_typed_is_not_shown_to_another() {
    on_both(async |app: App| {
        let (mut visitor, mut other) = (app.visitor(), app.visitor());
        let refused = send(&mut visitor, "/api/create-account", &but("password", "7 ravens")).await;
        // Nor to one with a refusal of their own.
        send(&mut other, "/api/create-account", &[]).await;
        for stranger in [app.visitor(), other] {
            let page = stranger.page(refused.location()).await;
            assert!(page.contains("Create an account"), "{page}");
            for (field, typed) in but("password", "7 ravens") {
                assert!(!page.contains(typed) && said_at(&page, field).is_empty(), "{field}: {page}");
            }
        }
        assert!(visitor.page(refused.location()).await.contains("Asa Lind-Olsen"), "whose it is still sees it");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn any_characters_make_a_password_and_it_is_taken_as_typed() {
    on_both(async |app: App| {
        let password = "  \u{fc}mlaut pqzvj \u{1f986} \u{2713} wkxhd \"<&>'  ";
        let mut visitor = app.visitor();
        assert_eq!(send(&mut visitor, "/api/create-account", &but("password", password)).await.location(), SENT);
        assert_eq!(finishes(&app, &mut visitor, "asa.lind@example.test", password).await, "/account");
        let upper = password.to_uppercase();
        for (typed, right) in [(password, true), (password.trim(), false), (upper.as_str(), false)] {
            let fields = [("email", "asa.lind@example.test"), ("password", typed)];
            assert_eq!(send(&mut app.visitor(), "/api/sign-in", &fields).await.location() == "/account", right, "{typed:?}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_address_that_has_an_account_gets_the_same_answer_and_the_mail_says_the_rest() {
    on_both(async |app: App| {
        // A consumer's, an assister's and a contact's account, one that was ended, and two addresses that are free.
        app.execute("UPDATE users SET removed_at = created_at WHERE email = 'bsl@demo.test'").await;
        let taken = ["Consumer@demo.test", "navigator@demo.test", "contact@demo.test", "bsl@demo.test"];
        let mut pages = Vec::new();
        for email in taken.into_iter().chain(["nobody@example.test", "else@example.test"]) {
            let mut visitor = app.visitor();
            let answer = send(&mut visitor, "/api/create-account", &but("email", email)).await;
            assert_eq!((answer.status, answer.location()), (303, SENT), "{email}");
            let page = visitor.page(answer.location()).await;
            assert!(page.contains("Check your email") && !page.contains('@'), "{email}: {page}");
            assert_eq!(visitor.get("/account").await.status, 303, "{email}: nobody is signed in");
            pages.push((answer.headers.len(), without_nonce(&page)));
            // The same to a page that runs.
            assert_eq!(app.visitor().call("/api/create-account", &but("email", email)).await.read::<Posted>(), Posted::Done, "{email}");
            let free = !taken.contains(&email);
            let lower = email.to_lowercase();
            for (kind, sent) in [("account_asked", free), ("account_exists", !free)] {
                let to = format!("outbox WHERE kind = '{kind}' AND recipient = '{lower}'");
                assert_eq!(count(&app, &to).await, if sent { 2 } else { 0 }, "{email}: {kind}");
            }
        }
        assert!(pages.windows(2).all(|two| two[0] == two[1]), "{pages:?}");
        let text = mail(&app, "consumer@demo.test", "account_exists").await;
        assert!(text.contains("with yours there is one already") && text.contains("Forgot your password?"), "{text}");
        assert_eq!(noted(&app, "account_asked").await, 12);
        // Nobody's mailbox is filled: three letters in an hour, and the same answer.
        for email in ["consumer@demo.test", "nobody@example.test"] {
            for _ in 0..4 {
                assert_eq!(send(&mut app.visitor(), "/api/create-account", &but("email", email)).await.location(), SENT);
            }
            assert_eq!(count(&app, &format!("outbox WHERE recipient = '{email}'")).await, 3, "{email}");
        }
    })
    .await;
}

/// A page without what is another one in every answer.
fn without_nonce(page: &str) -> String {
    page.split("nonce=\"").enumerate().map(|(n, part)| if n == 0 { part } else { part.split_once('"').unwrap().1 }).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_link_makes_the_account_once_for_who_knows_its_password_and_tells_when_it_was_made_meanwhile() {
    on_both(async |app: App| {
        let email = "asa.lind@example.test";
        let mut visitor = app.visitor();
        let mut with_next = RIGHT.to_vec();
        with_next.push(("next", "/account/assister/add"));
        send(&mut visitor, "/api/create-account", &with_next).await;
        let first = link(&app, email).await;
        // Somebody else asked with this address, too, and with a password of their own.
        app.wait(std::time::Duration::from_secs(1));
        send(&mut app.visitor(), "/api/create-account", &but("password", "mallory has 7 quiet ravens")).await;
        let second = link(&app, email).await;
        assert_ne!(first, second);
        let page = visitor.page(&format!("/set-up/account/{first}")).await;
        assert!(page.contains("Finish creating your account") && page.contains(email), "{page}");
        assert_eq!(count(&app, &format!("users WHERE email = '{email}'")).await, 0, "looking makes nothing");

        // The owner opens the stranger's link and does not know its password.
        let finish = async |person: &mut Person, token: &str, password: &str| {
            let answer = send(person, "/api/finish-account", &[("token", token), ("password", password)]).await;
            answer.location().to_owned()
        };
        for (typed, said) in [(PASSWORD, "This is not the password that you chose."), ("", "Enter your password")] {
            let refused = finish(&mut visitor, &second, typed).await;
            assert!(refused.starts_with(&format!("/set-up/account/{second}?retry=")), "{refused}");
            let page = visitor.page(&refused).await;
            assert!(said_at(&page, "password").starts_with(said) && !page.contains(PASSWORD), "{page}");
        }
        let mut elsewhere = app.visitor();
        assert_eq!(finish(&mut elsewhere, &first, PASSWORD).await, "/account/assister/add", "in any browser");
        assert!(elsewhere.page("/account").await.contains("Asa Lind-Olsen"));
        // Each link once, and the stranger's makes nothing any more.
        for token in [&first, &second] {
            assert_eq!(finish(&mut app.visitor(), token, PASSWORD).await, format!("/set-up/account/{token}"));
            assert!(app.visitor().page(&format!("/set-up/account/{token}")).await.contains("This link does not open any more"));
        }
        assert_eq!(count(&app, &format!("users WHERE email = '{email}'")).await, 1);
        assert_eq!((noted(&app, "account_created").await, mails(&app, "account_asked").await), (1, 2));

        // The address got an account in another way: told behind the link.
        send(&mut visitor, "/api/create-account", &but("email", "zoe.lind@example.test")).await;
        let token = link(&app, "zoe.lind@example.test").await;
        app.execute(&format!("UPDATE users SET email = 'zoe.lind@example.test' WHERE email = '{email}'")).await;
        let page = visitor.page(&format!("/set-up/account/{token}")).await;
        assert!(page.contains("You have an account already"), "{page}");
        assert_eq!(finish(&mut visitor, &token, PASSWORD).await, format!("/set-up/account/{token}"));

        // Guesses at a link are limited, and it opens for a day.
        send(&mut visitor, "/api/create-account", &but("email", "eva.lind@example.test")).await;
        let token = link(&app, "eva.lind@example.test").await;
        for _ in 0..10 {
            finish(&mut app.visitor(), &token, "wrong").await;
        }
        assert!(finish(&mut visitor, &token, PASSWORD).await.contains("retry="), "limited");
        app.wait(std::time::Duration::from_secs(24 * 60 * 60));
        assert_eq!(finish(&mut visitor, &token, PASSWORD).await, format!("/set-up/account/{token}"), "too late");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_stands_on_a_roster_or_in_an_import_creates_a_consumers_account_like_anybody() {
    on_both(async |app: App| {
        // On a roster and not registered.
        let email = "trainee@demo.test";
        assert_eq!(count(&app, &format!("assisters WHERE certification_email = '{email}' AND user_id IS NULL")).await, 1);
        let mut visitor = app.visitor();
        assert_eq!(send(&mut visitor, "/api/create-account", &but("email", email)).await.location(), SENT);
        assert_eq!(finishes(&app, &mut visitor, email, PASSWORD).await, "/account");
    })
    .await;
}
