//! Sessions end: everywhere when their owner says so, and elsewhere whenever the way in was changed.

use super::device::Device;
use super::{MINUTE, choose_app, mails, noted, ordinary, password, send};
use crate::journeys::app::{App, Person, hidden, on_both, on_both_with};
use assister_portal::api::identity::PasskeyQuestion;
use assister_portal::store::demo::PASSWORD;

const EMAIL: &str = "navigator@demo.test";

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn everybody_can_sign_out_everywhere() {
    on_both(async |app| {
        let learner = app.trainee("Lena Ray", "MN-LEARN-1", "lena@demo.test").await;
        let stranger = app.demo("consumer2@demo.test").await;
        for (email, home) in [
            ("consumer@demo.test", "/account"),
            ("navigator@demo.test", "/clients"),
            ("contact@demo.test", "/agency"),
            ("arc@demo.test", "/resource-center"),
            ("manager@demo.test", "/resource-center"),
            ("", "/learning/course/1"),
        ] {
            let signed_in = async || if email.is_empty() { app.learner(learner).await } else { app.demo(email).await };
            let (mut here, there) = (signed_in().await, signed_in().await);
            let page = here.page("/sessions").await;
            assert!(
                page.contains("action=\"/api/sign-out-everywhere\"") && page.matches("Another browser").count() == 1,
                "{email}: {page}"
            );
            let before = noted(&app, "sessions_ended").await;
            let out = send(&mut here, "/api/sign-out-everywhere", &[]).await;
            assert_eq!((out.status, out.location()), (303, "/sign-in?why=signed-out"), "{email}");
            assert_eq!(out.headers["clear-site-data"], "\"cache\", \"storage\"");
            for ended in [here, there] {
                let led = ended.get(home).await;
                assert!(led.status != 200 || led.body.contains("Training ID"), "{email}: {}", led.status);
                assert_eq!(ended.load("/api/sessions-page", "").await.status, 401, "{email}");
            }
            assert_eq!(noted(&app, "sessions_ended").await, before + 1);
        }
        stranger.page("/account").await;
        assert_eq!(app.visitor().post("/api/sign-out-everywhere", &[]).await.location(), "/sign-in?why=needed");
    })
    .await;
}

/// Somebody who gave the password in another browser, one who is signed in there, and the one who changes something.
async fn three(app: &App) -> (Person, Person) {
    let elsewhere = app.demo(EMAIL).await;
    let mut waiting = app.visitor();
    assert_eq!(password(&mut waiting, EMAIL, PASSWORD, "").await, "/sign-in/second-factor");
    (elsewhere, waiting)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn changing_a_second_step_or_a_passkey_ends_all_other_sessions() {
    on_both_with(&[("PUBLIC_URL", "http://localhost:3000")], async |app| {
        ordinary(&app, EMAIL).await;
        let mut person = app.visitor();
        password(&mut person, EMAIL, PASSWORD, "").await;
        choose_app(&app, &mut person, "/sign-in/authenticator").await;
        let mut device = Device::new(7);
        for change in ["app", "codes", "email", "add", "remove"] {
            app.wait(MINUTE);
            let (elsewhere, mut waiting) = three(&app).await;
            let told = mails(&app, "sign_in_changed").await;
            match change {
                "app" => drop(choose_app(&app, &mut person, "/security/authenticator").await),
                "codes" => assert_eq!(send(&mut person, "/api/new-recovery-codes", &[]).await.location(), "/security/recovery-codes"),
                "email" => assert_eq!(send(&mut person, "/api/use-emailed-codes", &[]).await.location(), "/security/recovery-codes"),
                "add" => {
                    let asked = person.call("/api/ask-new-passkey", &[]).await.read();
                    let PasskeyQuestion::Options(options) = asked else { panic!("not asked") };
                    let fields = [("name", "Key"), ("answer", &device.make(&options))];
                    assert_eq!(send(&mut person, "/api/add-passkey", &fields).await.location(), "/security?passkey=added");
                }
                _ => {
                    let id = hidden(&person.page("/security").await, "passkey");
                    assert_eq!(send(&mut person, "/api/remove-passkey", &[("passkey", &id)]).await.location(), "/security?passkey=removed");
                }
            }
            assert_eq!(mails(&app, "sign_in_changed").await, told + 1, "{change}");
            assert_eq!(elsewhere.get("/clients").await.location(), "/sign-in?why=ended&next=/clients", "{change}");
            assert_eq!(
                send(&mut waiting, "/api/check-second-factor", &[("code", "123456")]).await.location(),
                "/sign-in?why=again",
                "{change}"
            );
            person.page("/clients").await;
        }
    })
    .await;
}
