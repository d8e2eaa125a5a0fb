//! Passkeys: added by who proves that it is them, used once for each question, gone when removed.

use super::device::Device;
use super::{MINUTE, mail, mails, noted, ordinary, password, send, user_name};
use crate::journeys::app::{App, Person, hidden, on_both, on_both_with};
use assister_portal::api::identity::PasskeyQuestion;
use assister_portal::store::demo::PASSWORD;

const EMAIL: &str = "navigator@demo.test";
const AT: (&str, &str) = ("PUBLIC_URL", "http://localhost:3000");

/// An ordinary navigator who gets codes by email, signed in.
async fn signed_in(app: &App) -> Person {
    ordinary(app, EMAIL).await;
    let mut person = app.visitor();
    assert_eq!(password(&mut person, EMAIL, PASSWORD, "").await, "/sign-in/choose-factor");
    send(&mut person, "/api/use-emailed-codes", &[]).await;
    person.page("/security").await;
    person
}

/// Somebody who gave the right password.
async fn at_second_step(app: &App, next: &str) -> Person {
    let mut person = app.visitor();
    assert_eq!(password(&mut person, EMAIL, PASSWORD, next).await, "/sign-in/second-factor");
    person
}

/// What the browser is asked at this address.
async fn question(person: &Person, path: &str) -> String {
    match person.call(path, &[]).await.read() {
        PasskeyQuestion::Options(options) => options,
        PasskeyQuestion::Elsewhere(to) => panic!("asked to go to {to}"),
    }
}

/// Adds the device's passkey; where that leads.
async fn add(person: &mut Person, device: &mut Device, name: &str) -> String {
    let answer = device.make(&question(person, "/api/ask-new-passkey").await);
    send(person, "/api/add-passkey", &[("name", name), ("answer", &answer)]).await.location().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_passkey_is_added_used_and_removed() {
    on_both_with(&[AT], async |app| {
        let mut person = signed_in(&app).await;
        let mut device = Device::new(7);
        assert_eq!(add(&mut person, &mut device, "Work laptop").await, "/security?passkey=added");
        let page = person.page("/security?passkey=added").await;
        assert!(page.contains("Work laptop") && page.contains("not used yet") && page.contains("Your passkey was added"), "{page}");
        assert_eq!(noted(&app, "second_factor_changed").await, 2, "the emailed codes and the passkey");
        assert_eq!(mails(&app, "sign_in_changed").await, 1);
        assert!(mail(&app, EMAIL, "sign_in_changed").await.contains("change your password at once"));

        let mut other = at_second_step(&app, "/clients?list=all").await;
        assert!(other.page("/sign-in/second-factor").await.contains("Use a passkey"));
        let answer = device.sign(&question(&other, "/api/ask-passkey").await);
        assert_eq!(send(&mut other, "/api/use-passkey", &[("answer", &answer)]).await.location(), "/clients?list=all");
        other.page("/clients").await;
        let with = "SELECT COUNT(*) FROM audit_events WHERE action = 'signed_in' AND outcome = 'password+passkey'";
        assert_eq!(app.one(with).await, 1);
        assert!(person.page("/security").await.contains("last used"));

        let id = hidden(&person.page("/security").await, "passkey");
        assert_eq!(send(&mut person, "/api/remove-passkey", &[("passkey", &id)]).await.location(), "/security?passkey=removed");
        assert_eq!(mails(&app, "sign_in_changed").await, 2);
        assert_eq!(send(&mut person, "/api/remove-passkey", &[("passkey", &id)]).await.location(), "/security", "it is gone");
        assert_eq!(mails(&app, "sign_in_changed").await, 2);
        let gone = at_second_step(&app, "").await;
        assert!(!gone.page("/sign-in/second-factor").await.contains("Use a passkey"));
        assert!(matches!(gone.call("/api/ask-passkey", &[]).await.read(), PasskeyQuestion::Elsewhere(_)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_answer_opens_once_and_only_what_it_was_asked_for() {
    on_both_with(&[AT], async |app| {
        let mut person = signed_in(&app).await;
        let mut device = Device::new(7);
        add(&mut person, &mut device, "Key").await;
        let before = noted(&app, "signed_in").await;
        let refused = async |person: &mut Person, answer: &str, why: &str| {
            let to = send(person, "/api/use-passkey", &[("answer", answer)]).await.location().to_owned();
            assert!(person.page(&to).await.contains("This passkey was not accepted"), "{why}: {to}");
            assert_eq!(person.get("/clients").await.status, 303, "{why}");
        };

        let mut first = at_second_step(&app, "").await;
        let used = device.sign(&question(&first, "/api/ask-passkey").await);
        assert_eq!(send(&mut first, "/api/use-passkey", &[("answer", &used)]).await.location(), "/clients");

        let mut other = at_second_step(&app, "").await;
        refused(&mut other, &used, "nothing was asked").await;
        question(&other, "/api/ask-passkey").await;
        refused(&mut other, &used, "the answer to another question").await;
        let asked = question(&other, "/api/ask-passkey").await;
        refused(&mut other, &Device::new(8).sign(&asked), "somebody else's device").await;
        let asked = question(&other, "/api/ask-passkey").await;
        refused(&mut other, &device.at("http://portal.example").sign(&asked), "another site").await;
        let asked = question(&other, "/api/ask-passkey").await;
        let mut copy = device.turned_back();
        refused(&mut other, &copy.sign(&asked), "a copy of the device").await;
        let asked = question(&other, "/api/ask-passkey").await;
        let late = device.sign(&asked);
        app.wait(6 * MINUTE);
        refused(&mut other, &late, "too late").await;
        let asked = question(&other, "/api/ask-passkey").await;
        refused(&mut other, "{}", "nonsense").await;
        refused(&mut other, &device.sign(&asked), "a question that was answered").await;
        assert_eq!(noted(&app, "signed_in").await, before + 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_answers_at_once_are_one() {
    on_both_with(&[AT], async |app| {
        let mut person = signed_in(&app).await;
        let mut device = Device::new(7);
        add(&mut person, &mut device, "Key").await;
        let before = noted(&app, "signed_in").await;
        let one = at_second_step(&app, "").await;
        let answer = device.sign(&question(&one, "/api/ask-passkey").await);
        let tries = (0..6).map(|_| {
            let (mut again, answer) = (one.clone(), answer.clone());
            async move { send(&mut again, "/api/use-passkey", &[("answer", &answer)]).await.location().to_owned() }
        });
        let done = futures_of(tries).await;
        assert_eq!(done.iter().filter(|to| *to == "/clients").count(), 1, "{done:?}");
        assert_eq!(noted(&app, "signed_in").await, before + 1);
    })
    .await;
}

async fn futures_of(tries: impl Iterator<Item = impl Future<Output = String> + Send + 'static>) -> Vec<String> {
    let running: Vec<_> = tries.map(tokio::spawn).collect();
    let mut done = Vec::new();
    for one in running {
        done.push(one.await.unwrap());
    }
    done
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_is_wrong_with_a_new_passkey_is_said_and_the_name_is_kept() {
    on_both_with(&[AT], async |app| {
        let mut person = signed_in(&app).await;
        let long = "x".repeat(61);
        for (name, answer, said) in [
            ("", "{}", "Enter a name for the passkey"),
            (&long, "{}", "Use at most 60 characters for the name"),
            ("Blue key", "", "Adding a passkey needs JavaScript"),
            ("Blue key", "{}", "This passkey could not be added"),
        ] {
            let to = send(&mut person, "/api/add-passkey", &[("name", name), ("answer", answer)]).await.location().to_owned();
            let page = person.page(&to).await;
            assert!(page.contains(said) && (name.is_empty() || page.contains(&format!("value=\"{name}\""))), "{said}: {page}");
        }
        let mut device = Device::new(3);
        add(&mut person, &mut device, "Blue key").await;
        let again = add(&mut person, &mut device, "The same").await;
        assert!(person.page(&again).await.contains("This passkey is in use already"));
        for number in 10..19 {
            assert_eq!(add(&mut person, &mut Device::new(number), "Another").await, "/security?passkey=added");
        }
        let eleventh = add(&mut person, &mut Device::new(30), "One too many").await;
        assert!(person.page(&eleventh).await.contains("or you have ten"));
        assert_eq!(app.one("SELECT COUNT(*) FROM passkeys").await, 10);
        // Nobody removes somebody else's.
        let id = hidden(&person.page("/security").await, "passkey");
        let stranger = app.demo("navigator2@demo.test").await;
        assert_eq!(stranger.post("/api/remove-passkey", &[("passkey", &id)]).await.location(), "/security");
        assert_eq!(app.one("SELECT COUNT(*) FROM passkeys").await, 10);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn there_are_none_where_the_address_is_one_of_numbers() {
    on_both(async |app| {
        let person = signed_in(&app).await;
        assert!(!person.page("/security").await.contains("Passkeys"));
        assert!(matches!(person.call("/api/ask-new-passkey", &[]).await.read(), PasskeyQuestion::Elsewhere(_)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_changes_how_they_sign_in_proves_again_that_it_is_them_and_is_told_by_mail() {
    on_both_with(&[AT], async |app| {
        let mut person = signed_in(&app).await;
        let mut device = Device::new(5);
        add(&mut person, &mut device, "Key").await;
        let id = hidden(&person.page("/security").await, "passkey");
        app.wait(11 * MINUTE);
        let told = mails(&app, "sign_in_changed").await;
        let changes: [(&str, &[(&str, &str)]); 5] = [
            ("/api/begin-authenticator", &[]),
            ("/api/use-emailed-codes", &[]),
            ("/api/new-recovery-codes", &[]),
            ("/api/add-passkey", &[("name", "x"), ("answer", "{}")]),
            ("/api/remove-passkey", &[("passkey", &id)]),
        ];
        for (path, fields) in changes {
            assert_eq!(send(&mut person, path, fields).await.location(), "/security/confirm", "{path}");
        }
        assert!(matches!(
            person.call("/api/ask-new-passkey", &[]).await.read(),
            PasskeyQuestion::Elsewhere(to) if to == "/security/confirm"
        ));
        let changed = noted(&app, "second_factor_changed").await;
        assert_eq!(mails(&app, "sign_in_changed").await, told);

        let page = person.page("/security/confirm").await;
        assert!(page.contains("enter your password once more"), "{page}");
        assert_eq!(user_name(&page), EMAIL);
        for (typed, said) in [("", "Enter your current password"), ("not this one", "This is not your current password")] {
            let to = send(&mut person, "/api/prove", &[("current_password", typed)]).await.location().to_owned();
            let page = person.page(&to).await;
            assert!(page.contains(said) && !page.contains("not this one"), "{page}");
            assert_eq!(send(&mut person, "/api/new-recovery-codes", &[]).await.location(), "/security/confirm");
        }
        let before = person.clone();
        assert_eq!(send(&mut person, "/api/prove", &[("current_password", PASSWORD)]).await.location(), "/security");
        // From now on under a new token: who has the one before has nothing.
        assert_eq!(before.get("/security").await.location(), "/sign-in?why=ended&next=/security");
        assert_eq!(send(&mut person, "/api/new-recovery-codes", &[]).await.location(), "/security/recovery-codes");
        assert_eq!(noted(&app, "second_factor_changed").await, changed + 1);
        assert_eq!(mails(&app, "sign_in_changed").await, told + 1);
        send(&mut person, "/api/use-emailed-codes", &[]).await;
        assert_eq!(mails(&app, "sign_in_changed").await, told + 2);
        app.wait(11 * MINUTE);
        assert_eq!(send(&mut person, "/api/new-recovery-codes", &[]).await.location(), "/security/confirm", "for ten minutes");
    })
    .await;
}
