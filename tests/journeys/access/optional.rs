//! A consumer's second step: theirs to choose, like everybody else's once it is on, and theirs to turn off.

use super::device::Device;
use super::{MINUTE, app_code, choose_app, code, mails, noted, ordinary, password, send, sent_code};
use crate::journeys::app::{App, Person, on_both, on_both_with};
use assister_portal::api::identity::PasskeyQuestion;
use assister_portal::store::demo::PASSWORD;

const EMAIL: &str = "consumer@demo.test";
const HOME: &str = "/account";

/// An ordinary consumer, signed in with a password alone.
async fn signed_in(app: &App) -> Person {
    let mut person = app.visitor();
    assert_eq!(password(&mut person, EMAIL, PASSWORD, "").await, HOME);
    person
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn codes_by_email_are_for_an_email_that_is_confirmed() {
    on_both(async |app| {
        let (mut ann, email) = app.new_consumer("Ann Lee").await;
        assert_eq!(send(&mut ann, "/api/use-emailed-codes", &[]).await.location(), "/security/email");
        assert_eq!(noted(&app, "second_factor_changed").await, 0);
        ann.confirms_email(&email).await;
        assert_eq!(send(&mut ann, "/api/use-emailed-codes", &[]).await.location(), "/security/recovery-codes");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_consumer_turns_an_app_on_and_off_and_signs_in_by_it_meanwhile() {
    on_both(async |app| {
        ordinary(&app, EMAIL).await;
        let mut person = signed_in(&app).await;
        assert!(person.page(HOME).await.contains("href=\"/security\""));
        let page = person.page("/security").await;
        assert!(page.contains("You choose whether you want one") && page.contains("/api/begin-authenticator"), "{page}");
        assert!(page.contains("/api/use-emailed-codes") && !page.contains("turn-off-second-step") && !page.contains("0 left"), "{page}");
        // There is nothing to turn off yet.
        assert_eq!(send(&mut person, "/api/turn-off-second-step", &[]).await.location(), "/security");

        let (key, codes) = choose_app(&app, &mut person, "/security/authenticator").await;
        assert_eq!((noted(&app, "second_factor_changed").await, mails(&app, "sign_in_changed").await), (1, 1));
        app.wait(60 * MINUTE);
        let mut other = app.visitor();
        assert_eq!(password(&mut other, EMAIL, PASSWORD, "/account/notices").await, "/sign-in/second-factor");
        assert!(other.get(HOME).await.location().starts_with("/sign-in?next="), "the password alone opens nothing");
        assert_eq!(code(&mut other, &app_code(&key, app.now(), 0)).await, "/account/notices");
        let mut third = app.visitor();
        password(&mut third, EMAIL, PASSWORD, "").await;
        assert!(code(&mut third, &codes[0]).await.starts_with("/security?used=1"));

        // Turning it off: by who proves that it is them.
        app.wait(11 * MINUTE);
        assert_eq!(send(&mut third, "/api/turn-off-second-step", &[]).await.location(), "/security/confirm");
        assert_eq!(app.one("SELECT COUNT(*) FROM second_factors").await, 1);
        send(&mut third, "/api/prove", &[("current_password", PASSWORD)]).await;
        assert!(third.page("/security").await.contains("/api/turn-off-second-step"));
        assert_eq!(send(&mut third, "/api/turn-off-second-step", &[]).await.location(), "/security?off=1");
        assert!(third.page("/security?off=1").await.contains("You now sign in without a second step"));
        assert!(other.get(HOME).await.location().starts_with("/sign-in"), "signed out everywhere else");
        assert_eq!(app.one("SELECT COUNT(*) FROM recovery_codes").await, 0);
        assert_eq!((noted(&app, "second_factor_changed").await, mails(&app, "sign_in_changed").await), (3, 2));
        signed_in(&app).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_consumer_may_have_codes_by_email_and_passkeys() {
    on_both_with(&[("PUBLIC_URL", "http://localhost:3000")], async |app| {
        ordinary(&app, EMAIL).await;
        let mut person = signed_in(&app).await;
        assert!(!person.page("/security").await.contains("/api/add-passkey"), "beside a second step only");
        assert_eq!(send(&mut person, "/api/use-emailed-codes", &[]).await.location(), "/security/recovery-codes");
        person.page("/security").await;
        let PasskeyQuestion::Options(options) = person.call("/api/ask-new-passkey", &[]).await.read() else { panic!("not asked") };
        let mut device = Device::new(7);
        let fields = [("name", "Key"), ("answer", &device.make(&options))];
        assert_eq!(send(&mut person, "/api/add-passkey", &fields).await.location(), "/security?passkey=added");

        let mut other = app.visitor();
        assert_eq!(password(&mut other, EMAIL, PASSWORD, "").await, "/sign-in/second-factor");
        assert_eq!(code(&mut other, &sent_code(&app, EMAIL).await).await, HOME);
        let mut third = app.visitor();
        assert_eq!(password(&mut third, EMAIL, PASSWORD, "").await, "/sign-in/second-factor");
        let PasskeyQuestion::Options(options) = third.call("/api/ask-passkey", &[]).await.read() else { panic!("not asked") };
        let answer = device.sign(&options);
        assert_eq!(send(&mut third, "/api/use-passkey", &[("answer", &answer)]).await.location(), HOME);

        assert_eq!(send(&mut third, "/api/turn-off-second-step", &[]).await.location(), "/security?off=1");
        assert_eq!(app.one("SELECT COUNT(*) FROM passkeys").await, 0);
        signed_in(&app).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_needs_a_second_step_does_not_turn_it_off_and_a_setting_turns_all_off() {
    on_both(async |app| {
        let navigator = "navigator@demo.test";
        ordinary(&app, navigator).await;
        let mut person = app.visitor();
        assert_eq!(password(&mut person, navigator, PASSWORD, "").await, "/sign-in/choose-factor");
        choose_app(&app, &mut person, "/sign-in/authenticator").await;
        let page = person.page("/security").await;
        assert!(!page.contains("turn-off-second-step") && !page.contains("You choose whether"), "{page}");
        assert_eq!(send(&mut person, "/api/turn-off-second-step", &[]).await.location(), "/security");
        assert_eq!(app.one("SELECT COUNT(*) FROM second_factors").await, 1);

        ordinary(&app, EMAIL).await;
        let without = app.with("SECOND_FACTOR", "off");
        let consumer = signed_in(&without).await;
        assert!(!consumer.page("/security").await.contains("/api/begin-authenticator"));
    })
    .await;
}
