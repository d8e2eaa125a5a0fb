//! "Create an account": what is refused, what is kept of it and for whom, and what makes a password.

use crate::journeys::app::{App, hidden, on_both};
use crate::journeys::seen::{count, mails, send};
use assister_portal::api::forms::Posted;

const PASSWORD: &str = "plenty of loons on 10000 lakes";
const RIGHT: [(&str, &str); 4] =
    [("name", "Asa Lind-Olsen"), ("born", "4/9/1961"), ("email", "asa.lind@example.test"), ("password", PASSWORD)];

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
            // Of their own words alone.
            ("password", "asalindolsen1961", "This password is too easy to guess. Add more words that do not belong together."),
            ("password", "asa.lind@example.test 4", "This password is too easy to guess. Add more words that do not belong together."),
            ("password", "Lind04091961Olsen", "This password is too easy to guess. Add more words that do not belong together."),
            ("password", long.as_str(), "Your password is too long. Use at most 1,000 characters."),
            ("email", "nobody@nowhere", "Enter an email address in the form name@example.com"),
            ("born", "next May", "Enter your date of birth as month, day and year, for example 3/27/1984"),
            ("born", "2/30/1984", "There is no such day. Write the month first, then the day, for example 3/27/1984"),
            ("born", "March 14, 20", "Write the year with four digits: these two could be of this century or of the last"),
            ("email", "zoë@example.test", "Mail can't be sent to an address with “ë” in front of the @. Enter another email address"),
            ("email", "asa..lind@example.test", "Enter an email address in the form name@example.com"),
            ("born", "2/3/2199", "Your date of birth must be in the past"),
            ("name", "...", "Enter your full name"),
        ] {
            let fields = but(field, typed);
            let mut visitor = app.visitor();
            let refused = send(&mut visitor, "/api/create-account", &fields).await;
            let key = refused.location().strip_prefix("/create-account?retry=").unwrap_or_else(|| panic!("{said}: {}", refused.location()));
            let key = key.strip_suffix("#problems").unwrap_or_else(|| panic!("leads to what is wrong: {key}"));
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
        assert_eq!(count(&app, "users WHERE asked_email = 'asa.lind@example.test'").await, 0);
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
        assert_eq!(send(&mut visitor, "/api/create-account", &RIGHT).await.location(), "/account");
        let page = visitor.page("/account").await;
        assert!(page.contains("Your account") && page.contains("Asa Lind-Olsen"), "{page}");
        assert_eq!(send(&mut visitor, "/api/sign-out", &[]).await.location(), "/sign-in?why=signed-out");
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
        assert_eq!(send(&mut app.visitor(), "/api/create-account", &pasted).await.location(), "/account");
        let known = "users u, consumers c WHERE c.user_id = u.id AND u.asked_email = 'asa.lind@xn--mller-kva.test'
                     AND u.display_name = 'Asa Lind-Olsen' AND CAST(c.date_of_birth AS TEXT) = '1961-04-09'";
        assert_eq!(count(&app, known).await, 1);
        app.execute("UPDATE users SET email = asked_email, asked_email = NULL WHERE asked_email LIKE 'asa.lind@%'").await;
        for (more, typed) in
            ["asa.lind@müller.test", "ASA.LIND@MÜLLER.TEST ", "asa.lind@xn--mller-kva.test", "Asa.Lind@müller.test\u{200b}"]
                .iter()
                .enumerate()
        {
            app.wait(std::time::Duration::from_secs(60));
            send(&mut app.visitor(), "/api/create-account", &but("email", typed)).await;
            assert_eq!(mails(&app, "email_in_use").await, i64::try_from(more).unwrap() + 1, "{typed}");
            let signed_in = send(&mut app.visitor(), "/api/sign-in", &[("email", typed), ("password", PASSWORD)]).await;
            assert_eq!(signed_in.location(), "/account", "{typed}");
        }
        assert_eq!(count(&app, "users WHERE email LIKE 'asa.lind@%'").await, 1);
        assert_eq!(count(&app, "users WHERE asked_email <> 'asa.lind@xn--mller-kva.test' AND role = 'consumer'").await, 0);
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
        assert_eq!(send(&mut visitor, "/api/create-account", &but("password", password)).await.location(), "/account");
        let upper = password.to_uppercase();
        for (typed, right) in [(password, true), (password.trim(), false), (upper.as_str(), false)] {
            let fields = [("email", "asa.lind@example.test"), ("password", typed)];
            assert_eq!(send(&mut app.visitor(), "/api/sign-in", &fields).await.location() == "/account", right, "{typed:?}");
        }
    })
    .await;
}
