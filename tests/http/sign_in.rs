//! Signing in and out, as far as HTTP shows it.

use crate::http::support::{PASSWORD, run, services};
use assister_portal::server::Passwords;
use axum::http::StatusCode;

#[test]
fn addresses_of_records_look_the_same_to_a_visitor() {
    run(async {
        for service in services().await {
            let mut answers = Vec::new();
            for path in ["/clients/0190b0a0-0000-7000-8000-000000000000", "/clients/0190b0a0-0000-7000-8000-000000000001", "/clients/x"] {
                let answer = service.page(path, "").await;
                assert_eq!(answer.status, StatusCode::SEE_OTHER, "{} {path}", service.name);
                assert_eq!(answer.header("location"), format!("/sign-in?next={path}"));
                let mut headers = answer.headers.clone();
                for varying in ["x-request-id", "location"] {
                    headers.remove(varying);
                }
                answers.push((headers, answer.body));
            }
            assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{}: {answers:?}", service.name);
        }
    });
}

#[test]
fn people_get_where_they_wanted_to_go_and_nowhere_else() {
    run(async {
        for service in services().await {
            service.consumer("ann@example.org").await;
            for (next, goes) in [
                ("/account/assister", "/account/assister"),
                ("/account?x=1", "/account?x=1"),
                ("", "/account"),
                ("//evil.test", "/account"),
                ("https://evil.test/", "/account"),
                ("/\\evil.test", "/account"),
                ("javascript:alert(1)", "/account"),
                ("/\t/evil.test", "/account"),
                ("@evil.test", "/account"),
                // A page of this service, which it has not.
                ("/%2F/evil.test", "/%2F/evil.test"),
            ] {
                let encoded = next.replace('%', "%25").replace('?', "%3F").replace('=', "%3D").replace('\t', "%09");
                let fields = format!("email=ann@example.org&password={PASSWORD}&next={encoded}");
                let answer = service.form("/api/sign-in", &fields, "").await;
                assert_eq!(answer.header("location"), goes, "{} {next}", service.name);
            }
        }
    });
}

#[test]
fn without_demo_data_the_page_lists_no_accounts() {
    run(async {
        for service in services().await {
            let page = service.page("/sign-in", "").await.body;
            assert!(page.contains("Sign in"), "{page}");
            assert!(!page.contains("demo.test") && !page.contains(assister_portal::store::demo::PASSWORD), "{}", service.name);
        }
    });
}

#[test]
fn signing_in_makes_a_new_session_and_ends_the_old() {
    run(async {
        for service in services().await {
            service.consumer("ann@example.org").await;
            let first = service.sign_in("ann@example.org").await;
            let answer = service.form("/api/sign-in", &format!("email=ann@example.org&password={PASSWORD}"), &first).await;
            let second = answer.cookie().expect("a new cookie");
            assert_ne!(first, second);
            assert_eq!(service.page("/account", &first).await.status, StatusCode::SEE_OTHER, "{}: the old one is over", service.name);
            assert_eq!(service.page("/account", &second).await.status, StatusCode::OK, "{}", service.name);
        }
    });
}

#[test]
fn a_password_that_was_hashed_otherwise_is_hashed_as_today_when_it_is_given() {
    run(async {
        let before = Passwords::new().unwrap().hash(PASSWORD).await.unwrap();
        for service in services().await {
            service.consumer("ann@example.org").await;
            service.sql(&format!("UPDATE users SET password_hash = '{before}'")).await;
            let stored = async || {
                let known = service.state.store.credentials("ann@example.org", service.state.clock.now()).await.unwrap();
                known.and_then(|known| known.password_hash).unwrap()
            };
            service.form("/api/sign-in", "email=ann@example.org&password=wrong", "").await;
            assert_eq!(stored().await, before, "{}: not by who does not know it", service.name);
            service.sign_in("ann@example.org").await;
            let renewed = stored().await;
            assert!(service.state.passwords.is_current(&renewed) && renewed != before, "{}", service.name);
            service.sign_in("ann@example.org").await;
            assert_eq!(stored().await, renewed, "{}: once", service.name);
        }
    });
}

#[test]
fn own_sessions_are_listed_and_each_can_be_ended() {
    run(async {
        for service in services().await {
            service.consumer("ann@example.org").await;
            service.consumer("bob@example.org").await;
            let (here, there) = (service.sign_in("ann@example.org").await, service.sign_in("ann@example.org").await);
            let bob = service.sign_in("bob@example.org").await;
            let keys = |page: &str| -> Vec<String> {
                let fields = page.split("name=\"key\" value=\"").skip(1);
                fields.filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())).collect()
            };
            let page = service.page("/sessions", &here).await.body;
            assert!(page.contains("Where you're signed in") && page.contains("This browser"), "{}", service.name);
            // The account was made signed in, without a browser of its own: that session, and the other browser's.
            let others = keys(&page);
            assert_eq!(others.len(), 2, "{}: {page}", service.name);
            assert!(!page.contains(there.split_once('=').unwrap().1), "no session's secret is on the page");

            // Somebody else's key ends nothing.
            for key in &others {
                service.form("/api/end-session", &format!("key={key}"), &bob).await;
            }
            assert_eq!(service.page("/account", &there).await.status, StatusCode::OK, "{}", service.name);
            for key in &others {
                let ended = service.form("/api/end-session", &format!("key={key}"), &here).await;
                assert_eq!(ended.header("location"), "/sessions", "{}", service.name);
            }
            assert_eq!(service.page("/account", &there).await.status, StatusCode::SEE_OTHER, "{}: refused at once", service.name);
            assert_eq!(service.page("/account", &bob).await.status, StatusCode::OK);
            let page = service.page("/sessions", &here).await.body;
            assert!(page.contains("You are signed in nowhere else.") && keys(&page).is_empty(), "{}", service.name);
            assert_eq!(service.page("/sessions", "").await.header("location"), "/sign-in?next=/sessions");
        }
    });
}

#[test]
fn after_signing_out_nothing_is_left() {
    run(async {
        for service in services().await {
            service.consumer("ann@example.org").await;
            let cookie = service.sign_in("ann@example.org").await;
            let out = service.form("/api/sign-out", "", &cookie).await;
            assert_eq!((out.status, out.header("location")), (StatusCode::SEE_OTHER, "/sign-in?why=signed-out"), "{}", service.name);
            assert_eq!(out.header("clear-site-data"), "\"cache\", \"storage\"");
            assert!(out.clears_cookie(), "{:?}", out.set_cookies());
            assert_eq!(service.page("/account", &cookie).await.status, StatusCode::SEE_OTHER, "{}", service.name);
            let again = service.form("/api/sign-out", "", &cookie).await;
            assert_eq!(again.status, StatusCode::SEE_OTHER, "signing out twice is harmless");
        }
    });
}

#[test]
fn an_unknown_user_and_a_wrong_password_get_the_same_answer() {
    run(async {
        for service in services().await {
            service.consumer("ann@example.org").await;
            let call = |email: &'static str| service.call("/api/sign-in", email, "");
            let wrong = call("email=ann@example.org&password=wrong").await;
            let unknown = call("email=eve@example.org&password=wrong").await;
            assert_eq!(wrong.status, unknown.status, "{}", service.name);
            assert_eq!(wrong.body.replace("ann@", "eve@"), unknown.body, "{}", service.name);
            assert_eq!(wrong.headers.len(), unknown.headers.len());
        }
    });
}

#[test]
fn a_new_account_leads_to_where_its_owner_was_going() {
    run(async {
        for service in services().await {
            let page = service.page("/sign-in?next=/account/assister/add", "").await.body;
            assert!(page.contains("href=\"/create-account?next=/account/assister/add\""), "{page}");
            let page = service.page("/create-account?next=/account/assister/add", "").await.body;
            assert!(page.contains("name=\"next\" value=\"/account/assister/add\""), "{page}");
            for (number, (next, goes)) in [
                ("/account/assister/add", "/account/assister/add"),
                ("/clients", "/account"),
                ("//evil.test", "/account"),
                ("", "/account"),
            ]
            .into_iter()
            .enumerate()
            {
                let fields = format!("name=Ann+Lee&born=1984-03-07&email=ann{number}@example.org&password={PASSWORD}&next={next}");
                let wrong = service.form("/api/create-account", &fields.replace("1984", "84"), "").await;
                if next.starts_with("/account") {
                    assert!(
                        wrong.header("location").starts_with("/create-account?next=/account/assister/add&retry="),
                        "{:?}",
                        wrong.headers
                    );
                }
                let answer = service.form("/api/create-account", &fields, "").await;
                assert_eq!(answer.header("location"), goes, "{} {next}: {}", service.name, answer.body);
            }
        }
    });
}
