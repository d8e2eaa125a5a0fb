//! Every way to the sign-in page says why one is there, in fixed words, in every browser; and how much is left of a session.

use crate::journeys::app::{App, Person, on_both};
use crate::journeys::seen::send;
use assister_portal::domain::identity::SESSION_LEFT;
use assister_portal::store::demo::PASSWORD;
use std::time::Duration;

const ENDED: &str = "We signed you out to protect your information. Sign in to continue.";
const SIGNED_OUT: &str = "You have signed out.";
const AGAIN: &str = "Signing in was not finished, or it took too long.";
const NEEDED: &str = "You need to be signed in to see that page.";

const MINUTE: Duration = Duration::from_secs(60);

/// The reasons that a page says.
async fn reasons(person: &Person, address: &str) -> Vec<&'static str> {
    let page = person.page(address).await;
    [ENDED, SIGNED_OUT, AGAIN, NEEDED].into_iter().filter(|reason| page.contains(*reason)).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_did_nothing_for_too_long_is_told_and_comes_back_to_the_same_page() {
    on_both(async |app: App| {
        let mut person = app.demo("navigator@demo.test").await;
        person.page("/clients?list=new").await;
        app.wait(15 * MINUTE);
        let led = person.get("/clients?list=new").await;
        person.keep_cookies(&led);
        assert_eq!(led.location(), "/sign-in?why=ended&next=/clients%3Flist%3Dnew");
        assert_eq!(reasons(&person, led.location()).await, [ENDED]);
        assert!(person.page(led.location()).await.contains("name=\"next\" value=\"/clients?list=new\""));
        let form = [("email", "navigator@demo.test"), ("password", PASSWORD), ("next", "/clients?list=new")];
        assert_eq!(send(&mut person, "/api/sign-in", &form).await.location(), "/clients?list=new");
        // A form is not taken either, and so is told the sign-in page itself.
        app.wait(15 * MINUTE);
        let posted = person.post_from("/api/end-session", &[("key", "0")], "/sessions").await;
        assert_eq!(posted.location(), "/sign-in?why=ended&next=/sessions");
        assert_eq!(reasons(&person, "/sign-in").await, [ENDED]);
        // Learners have a way in of their own.
        let learner = app.learner(app.trainee("Lena Learner", "T-77001", "lena@example.org").await).await;
        app.wait(15 * MINUTE);
        assert_eq!(learner.get("/learning/course/1").await.location(), "/learning?why=ended");
        assert_eq!(reasons(&learner, "/learning?why=ended").await, [ENDED]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_signs_out_or_begins_again_or_has_not_signed_in_is_told_so() {
    on_both(async |app: App| {
        for function in ["/api/sign-out", "/api/sign-out-everywhere"] {
            let mut person = app.demo("consumer@demo.test").await;
            let out = send(&mut person, function, &[]).await;
            assert_eq!(reasons(&person, out.location()).await, [SIGNED_OUT], "{function}");
        }
        let visitor = app.visitor();
        // LoginMN brings back what it was told.
        assert_eq!(reasons(&visitor, "/sign-in?state=signed-out").await, [SIGNED_OUT]);
        for function in ["/api/check-second-factor", "/api/email-sign-in-code", "/api/use-passkey"] {
            let began = visitor.post(function, &[("code", "123456")]).await;
            assert_eq!(reasons(&visitor, began.location()).await, [AGAIN], "{function}");
        }
        for page in ["/sign-in/second-factor", "/sign-in/choose-factor", "/sign-in/authenticator"] {
            assert_eq!(reasons(&visitor, visitor.get(page).await.location()).await, [AGAIN], "{page}");
        }
        for page in ["/account", "/clients?list=new", "/resource-center", "/security", "/learning/course/1"] {
            assert_eq!(reasons(&visitor, visitor.get(page).await.location()).await, [NEEDED], "{page}");
        }
        // Nobody was led here: there is nothing to say. Nothing of an address is repeated.
        for address in ["/sign-in", "/learning", "/sign-in?why=Call+555-0100", "/sign-in?why=%3Cb%3E&next=//evil.test"] {
            assert!(reasons(&visitor, address).await.is_empty(), "{address}");
            let page = visitor.page(address).await;
            assert!(!page.contains("555-0100") && !page.contains("evil.test") && !page.contains("<b>"), "{address}: {page}");
        }
        // What was typed wrong says why by itself, and where it is.
        let mut person = app.visitor();
        let refused = send(&mut person, "/api/sign-in", &[("email", "a@example.org"), ("password", "wrong"), ("next", "/account")]).await;
        assert!(refused.location().ends_with("#problems"), "{}", refused.location());
        assert!(reasons(&person, refused.location()).await.is_empty());
        let page = person.page(refused.location()).await;
        let (heading, summary) = (page.find("<h1").unwrap(), page.find("id=\"problems\" tabindex=\"-1\"").unwrap());
        assert!(heading < summary, "{page}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_page_is_told_how_much_is_left_of_its_own_persons_session_without_using_it() {
    on_both(async |app: App| {
        let left = async |person: &Person, address: &str| {
            let answer = person.ask("HEAD", address, &[]).await;
            answer.headers.get(SESSION_LEFT).map(|left| left.to_str().unwrap().parse::<u64>().unwrap())
        };
        let person = app.demo("consumer@demo.test").await;
        assert_eq!(left(&person, "/").await, Some(15 * 60));
        app.wait(5 * MINUTE);
        assert_eq!((left(&person, "/").await, left(&person, "/no/such/page").await), (Some(10 * 60), Some(10 * 60)));
        let page = person.page("/account").await;
        assert_eq!(left(&person, "/").await, Some(15 * 60));
        assert!(person.get("/").await.headers.get(SESSION_LEFT).is_none(), "only who asks for it is told");
        // Somebody else's page has no session here.
        let other = app.demo("navigator@demo.test").await;
        let of = page.split("name=\"page-of\" value=\"").nth(1).unwrap().split('"').next().unwrap();
        let own = format!("/?page-of={of}");
        assert_eq!((left(&person, &own).await, left(&other, &own).await), (Some(15 * 60), None));
        app.wait(15 * MINUTE);
        assert_eq!((left(&person, "/").await, left(&app.visitor(), "/").await), (None, None));
        // Twelve hours after signing in it is over, used or not.
        let person = app.demo("consumer@demo.test").await;
        for _ in 0..71 {
            app.wait(10 * MINUTE);
            person.page("/account").await;
        }
        assert_eq!(left(&person, "/").await, Some(10 * 60));
    })
    .await;
}
