//! Signing in as each role: the home it leads to, the homes of others, what a refusal keeps, and the accounts of a demonstration.

use crate::journeys::app::{App, hidden, on_both};
use crate::journeys::create_account::said_at;
use crate::journeys::seen::send;
use assister_portal::store::demo::PASSWORD;

/// Each account with its home, the heading there and the role that the header shows.
const HOMES: [(&str, &str, &str, &str); 8] = [
    ("consumer@demo.test", "/account", "Your account", "Consumer"),
    ("navigator@demo.test", "/clients", "Your clients", "Navigator"),
    ("cac@demo.test", "/clients", "Your clients", "CAC"),
    ("broker@demo.test", "/clients", "Your clients", "Broker"),
    ("contact@demo.test", "/agency", "Your organization", "Agency contact"),
    ("arc@demo.test", "/resource-center", "Assister Resource Center", "Assister Resource Center"),
    ("bsl@demo.test", "/resource-center", "Broker Service Line", "Broker Service Line"),
    ("manager@demo.test", "/resource-center", "Resource manager", "Resource manager"),
];

const WRONG: &str = "The email or password is not right. Check both and try again.";

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn everybody_signs_in_to_the_home_of_their_role() {
    on_both(async |app: App| {
        for (email, home, heading, role) in HOMES {
            let mut person = app.visitor();
            let signed_in = send(&mut person, "/api/sign-in", &[("email", email), ("password", PASSWORD)]).await;
            assert_eq!(signed_in.location(), home, "{email}");
            let page = person.page(home).await.replace("<!>", "");
            for part in [format!(">{heading}</h1>"), format!("class=\"header__role\">{role}</span>")] {
                assert!(page.contains(&part), "{part} for {email}: {page}");
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_home_of_another_role_is_not_found() {
    on_both(async |app: App| {
        for (email, home, ..) in HOMES {
            let person = app.demo(email).await;
            let all = ["/account", "/account/assister", "/account/assister/add", "/clients", "/agency", "/resource-center"];
            for address in all.into_iter().filter(|address| !address.starts_with(home)) {
                let answer = person.get(address).await;
                assert_eq!(answer.status, 404, "{address} by {email}");
                assert!(answer.body.contains("Page not found"), "{address} by {email}");
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_demonstration_lists_its_accounts_with_their_password_on_the_sign_in_page() {
    on_both(async |app: App| {
        let page = app.visitor().page("/sign-in").await.replace("<!>", "");
        let others = ["consumer2@demo.test", "consumer3@demo.test", "navigator2@demo.test", "suspended@demo.test"];
        for email in HOMES.iter().map(|(email, ..)| *email).chain(others) {
            assert_eq!(page.matches(&format!(">{email}</th>")).count(), 1, "{email}: {page}");
        }
        for part in [
            "Demo accounts",
            &format!("<code>{PASSWORD}</code>"),
            &app.number("suspended@demo.test").await,
            "Assisters: this password is different from your MN-EES and AMP passwords.",
        ] {
            assert!(page.contains(part), "{part}: {page}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_wrong_password_keeps_the_email_and_where_the_person_was_going_and_never_the_password() {
    on_both(async |app: App| {
        let mut person = app.visitor();
        let way = "/sign-in?next=/clients%3Flist%3Din-progress%26sort%3D-name";
        assert_eq!(person.get("/clients?list=in-progress&sort=-name").await.location(), way);
        let next = "/clients?list=in-progress&sort=-name";
        let fields = [("email", "navigator@demo.test"), ("password", "not this password at all"), ("next", next)];
        let refused = send(&mut person, "/api/sign-in", &fields).await;
        assert!(refused.location().starts_with(&format!("{way}&retry=")) && !refused.location().contains('@'), "{}", refused.location());
        let page = person.page(refused.location()).await;
        assert_eq!((said_at(&page, "email"), said_at(&page, "password")), (WRONG, ""));
        assert_eq!((hidden(&page, "email").as_str(), hidden(&page, "next").replace("&amp;", "&").as_str()), ("navigator@demo.test", next));
        assert!(!page.contains("not this password at all"));
        let signed_in =
            send(&mut person, "/api/sign-in", &[("email", "navigator@demo.test"), ("password", PASSWORD), ("next", next)]).await;
        assert_eq!(signed_in.location(), next);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_email_is_the_same_in_any_case_and_an_empty_form_says_what_is_missing() {
    on_both(async |app: App| {
        let mut person = app.visitor();
        let refused = send(&mut person, "/api/sign-in", &[("email", " "), ("password", "")]).await;
        let page = person.page(refused.location()).await;
        assert_eq!((said_at(&page, "email"), said_at(&page, "password")), ("Enter your email", "Enter your password"));
        let signed_in = send(&mut person, "/api/sign-in", &[("email", " CONSUMER@Demo.Test "), ("password", PASSWORD)]).await;
        assert_eq!(signed_in.location(), "/account");
    })
    .await;
}
