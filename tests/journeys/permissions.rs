//! Coverage: every server function has its row in the policy table, and answers every wrong caller as the table says.

use crate::journeys::app::{Answer, App, Person, on_both, on_both_with};
use crate::journeys::applications::{Desk, client_of};
use crate::journeys::received::text;
use assister_portal::api::manage_assister::WizardStep;
use assister_portal::domain::access::{Action, Decision, FUNCTIONS, LOGIN_MN_ROUTES, ROUTES, Relation, decide};
use assister_portal::domain::identity::Role;
use std::collections::BTreeSet;

/// Calls a function with arguments with which a permitted caller would get past reading them; `record` is a client of the demo navigator.
pub async fn call(caller: &Person, path: &str, record: &str) -> Answer {
    let id = "01900000-0000-7000-8000-000000000000";
    match path {
        "/api/add-assister-page" => caller.load(path, (WizardStep::Number, "")).await,
        "/api/sign-in-page" | "/api/create-account-page" | "/api/client-list" => caller.load(path, "").await,
        "/api/own-card" | "/api/kept-details" => caller.load(path, ()).await,
        // Setting up an account, passwords, second factors.
        "/api/set-up-page"
        | "/api/second-factor-page"
        | "/api/choose-factor-page"
        | "/api/authenticator-page"
        | "/api/finish-sign-in-page"
        | "/api/forgot-password-page"
        | "/api/reset-password-page"
        | "/api/security-page"
        | "/api/proof-page"
        | "/api/close-account-page"
        | "/api/confirm-address-page"
        | "/api/email-page"
        | "/api/details-page"
        | "/api/change-password-page" => caller.load(path, "").await,
        "/api/assister-added" | "/api/receipt" | "/api/organization" => caller.load(path, id).await,
        "/api/assister-details" => caller.load(path, ("", "")).await,
        "/api/client" => caller.load(path, record).await,
        // Applications.
        "/api/application-page" => caller.load(path, ("", "", "")).await,
        "/api/client-application-page" => caller.load(path, (record, "", "", "")).await,
        "/api/save-application" => caller.call(path, &[("page", "help"), ("help", "yes")]).await,
        "/api/start-client-application" | "/api/submit-client-application" => caller.call(path, &[("id", record)]).await,
        "/api/save-client-application" => caller.call(path, &[("id", record), ("page", "help"), ("help", "yes")]).await,
        "/api/enroll-in-plan" => caller.call(path, &[("plan", id), ("premium", "1"), ("credit", "0"), ("from", "2027-01-01")]).await,
        "/api/enroll-client-in-plan" => {
            caller.call(path, &[("id", record), ("plan", id), ("premium", "1"), ("credit", "0"), ("from", "2027-01-01")]).await
        }
        "/api/learning-page" | "/api/assessment-page" | "/api/learning-link-page" | "/api/training-import-page" | "/api/plans-page" => {
            caller.load(path, "").await
        }
        "/api/agent-of-record" | "/api/payments" => caller.load(path, "").await,
        "/api/course-page" => caller.load(path, "1").await,
        "/api/finish-module" => caller.call(path, &[("module", "1")]).await,
        "/api/assessment-result" => caller.load(path, id).await,
        "/api/hand-in-assessment" => caller.call(path, &[("attempt", id)]).await,
        "/api/continue-with-assister" | "/api/confirm-assister" => caller.call(path, &[("draft", id)]).await,
        "/api/queue" | "/api/assisters" | "/api/organizations" => caller.load(path, "").await,
        "/api/end-contact-page" => caller.load(path, (id, id, "")).await,
        "/api/end-contact" => caller.call(path, &[("organization", id), ("user", id), ("reason", "r")]).await,
        "/api/assister" => caller.load(path, (id, "")).await,
        "/api/account-change-page" => caller.load(path, (id, "suspend", "")).await,
        "/api/enroll" | "/api/send-activation" | "/api/confirm-account" | "/api/confirm-email" | "/api/keep-email" => {
            caller.call(path, &[("assister", id)]).await
        }
        "/api/account-access" => caller.load(path, ("assister", id, "")).await,
        "/api/change-account-access" => {
            caller.call(path, &[("whose", "assister"), ("id", id), ("change", "sign_out"), ("reason", "r")]).await
        }
        "/api/save-certification" => caller.call(path, &[("assister", id), ("certification", "new")]).await,
        "/api/change-account" => caller.call(path, &[("assister", id), ("change", "suspend"), ("reason", "r")]).await,
        "/api/consumer" => caller.load(path, ("", "", "")).await,
        "/api/end-association" => caller.call(path, &[("found", id), ("association", id), ("reason", "r")]).await,
        "/api/suspend-consumer" => caller.call(path, &[("found", id), ("change", "begin"), ("suspend_why", "r")]).await,
        "/api/record-status" => caller.call(path, &[("found", id), ("application", id), ("next", id), ("latest", id)]).await,
        "/api/add-staff-page" | "/api/add-broker-page" | "/api/add-organization-page" => caller.load(path, "").await,
        "/api/staff-account" => caller.load(path, (id, "")).await,
        "/api/invite-staff" | "/api/remove-staff" => caller.call(path, &[("user", id)]).await,
        "/api/end-colleague" => caller.call(path, &[("user", id), ("reason", "r")]).await,
        "/api/roster" | "/api/add-entry-page" | "/api/agency-contacts" => caller.load(path, "").await,
        "/api/roster-entry" | "/api/edit-entry-page" | "/api/end-colleague-page" => caller.load(path, (id, "")).await,
        "/api/edit-entry" | "/api/look-up-number" => caller.call(path, &[("id", id)]).await,
        "/api/remove-assister" => caller.call(path, &[("association", id)]).await,
        // The import of rosters.
        "/api/import-page" => caller.load(path, "").await,
        "/api/import-preview" => caller.load(path, (id, "")).await,
        "/api/import-progress" => caller.load(path, id).await,
        "/api/confirm-import" | "/api/cancel-import" => caller.call(path, &[("import", id)]).await,
        _ => caller.call(path, &[]).await,
    }
}

/// Somebody of every role, and nobody.
async fn callers(app: &App) -> Vec<(Option<Role>, Person)> {
    vec![
        (None, app.visitor()),
        (Some(Role::Consumer), app.demo("consumer@demo.test").await),
        (Some(Role::Assister), app.demo("navigator2@demo.test").await),
        (Some(Role::Learner), app.learner(app.trainee("Lena Ray", "MN-LEARN-1", "lena@demo.test").await).await),
        (Some(Role::AgencyContact), app.demo("contact@demo.test").await),
        (Some(Role::Arc), app.demo("arc@demo.test").await),
        (Some(Role::Bsl), app.demo("bsl@demo.test").await),
        (Some(Role::ResourceManager), app.demo("manager@demo.test").await),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_server_function_refuses_every_wrong_caller() {
    on_both(async |app: App| {
        let registered: BTreeSet<String> = leptos::server_fn::axum::server_fn_paths().map(|(path, _)| path.to_owned()).collect();
        let declared: BTreeSet<String> = FUNCTIONS.iter().map(|(path, _)| (*path).to_owned()).collect();
        assert_eq!(registered, declared, "every server function needs its row in domain/access, and every row its function");

        let navigator = app.demo("navigator@demo.test").await;
        let (record, client) = navigator.clients("/clients").await[0].clone();
        let callers = callers(&app).await;
        for (path, action) in FUNCTIONS {
            for (role, caller) in &callers {
                if ["/api/sign-out", "/api/sign-out-everywhere"].contains(path) {
                    continue; // Ends the caller's session; its own test covers it.
                }
                let answer = call(caller, path, &record).await;
                let expected = match decide(*role, *action, Relation::NotTheirs) {
                    Decision::SignIn => 401,
                    Decision::NotFound => 404,
                    Decision::Allow => 200,
                };
                assert_eq!(answer.status, expected, "{path} by {role:?}: {}", answer.body);
                assert!(!answer.body.contains(&client), "{path} by {role:?} leaks: {}", answer.body);
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_address_of_a_file_refuses_every_wrong_caller() {
    on_both(async |app: App| {
        let id = "01900000-0000-7000-8000-000000000000";
        let callers = callers(&app).await;
        for (method, route, action) in ROUTES.iter().filter(|(_, route, _)| !LOGIN_MN_ROUTES.contains(route)) {
            let path = route.replace("{id}", id);
            for (role, caller) in &callers {
                let answer = match *method {
                    "POST" => caller.upload(&path, &[], b"a file of nobody").await,
                    _ => caller.get(&path).await,
                };
                match decide(*role, *action, Relation::NotTheirs) {
                    Decision::SignIn => assert!(answer.location().starts_with("/sign-in"), "{path} by {role:?}: {}", answer.status),
                    Decision::NotFound => assert_eq!(answer.status, 404, "{path} by {role:?}"),
                    Decision::Allow => assert!([200, 303].contains(&answer.status), "{path} by {role:?}: {}", answer.status),
                }
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_record_looks_the_same_to_strangers_whether_it_exists_or_not() {
    on_both(async |app: App| {
        let navigator = app.demo("navigator@demo.test").await;
        let real = navigator.clients("/clients").await[0].0.clone();
        let unreal = "01900000-0000-7000-8000-000000000000".to_owned();
        for email in [
            "navigator2@demo.test",
            "cac@demo.test",
            "broker@demo.test",
            "consumer@demo.test",
            "contact@demo.test",
            "arc@demo.test",
            "bsl@demo.test",
            "manager@demo.test",
        ] {
            let stranger = app.demo(email).await;
            let mut seen = Vec::new();
            for id in [&real, &unreal] {
                let page = stranger.get(&format!("/clients/{id}")).await;
                assert_eq!(page.status, 404, "{email}");
                assert!(page.body.contains("Page not found"), "{email}");
                let call = stranger.load("/api/client", id).await;
                assert_eq!(call.status, 404, "{email}");
                seen.push(call.body);
            }
            assert_eq!(seen[0], seen[1]);
        }
        let visitor = app.visitor();
        for id in [&real, &unreal] {
            let page = visitor.get(&format!("/clients/{id}")).await;
            assert_eq!((page.status, page.location()), (303, format!("/sign-in?next=/clients/{id}").as_str()));
            assert_eq!(visitor.load("/api/client", id).await.status, 401);
        }
        assert_eq!(navigator.counts().await, [23, 41, 64], "nobody's look moved a client");
    })
    .await;
}

/// The pages of an application.
const APPLICATION: [&str; 18] = [
    "",
    "/help",
    "/not-here",
    "/household",
    "/household/1",
    "/address",
    "/income",
    "/coverage/1",
    "/taxes",
    "/status/1",
    "/review",
    "/sign",
    "/answers",
    "/determination",
    "/changed",
    "/plans",
    "/plans/compare",
    "/plans/enrolled",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_application_looks_the_same_to_strangers_whether_it_exists_or_not() {
    on_both(async |app: App| {
        let (ann, navigator, real) = client_of(&app, "Ann Lee").await;
        Desk::own(&ann).answer_all("Ann Lee", "40000").await;
        Desk::own(&ann).submit(&[("full_name", "Ann Lee")]).await;
        let unreal = "01900000-0000-7000-8000-000000000000".to_owned();
        for page in APPLICATION {
            for (who, base) in [(&navigator, format!("/clients/{real}")), (&ann, "/account".to_owned())] {
                let there = who.get(&format!("{base}/application{page}")).await.status;
                assert!([200, 302, 303].contains(&there), "{base}: {page}: {there}");
            }
        }
        for email in [
            "consumer@demo.test",
            "navigator2@demo.test",
            "cac@demo.test",
            "broker@demo.test",
            "contact@demo.test",
            "arc@demo.test",
            "bsl@demo.test",
            "manager@demo.test",
        ] {
            let stranger = app.demo(email).await;
            for page in APPLICATION {
                let mut seen = Vec::new();
                for id in [&real, &unreal] {
                    let shown = stranger.get(&format!("/clients/{id}/application{page}")).await;
                    assert_eq!(shown.status, 404, "{email} {page}");
                    assert!(shown.body.contains("Page not found") && !shown.body.contains("Ann Lee"), "{email} {page}");
                    let data = stranger.load("/api/client-application-page", (id, page.trim_start_matches('/'), "", "")).await;
                    assert_eq!(data.status, 404, "{email} {page}");
                    seen.push([shown, data].map(|answer| text(&answer.bytes()).replace(id.as_str(), "ID")));
                }
                assert_eq!(seen[0], seen[1], "{email} {page}");
                if email != "consumer@demo.test" {
                    let own = stranger.get(&format!("/account/application{page}")).await;
                    assert!(own.status == 404 && own.body.contains("Page not found"), "{email} {page}: {}", own.status);
                    let data = stranger.load("/api/application-page", (page.trim_start_matches('/'), "", "")).await;
                    assert_eq!((data.status, &data.body), (404, &stranger.load("/api/client", &unreal).await.body), "{email} {page}");
                }
            }
        }
        let visitor = app.visitor();
        for page in APPLICATION {
            for base in [format!("/clients/{real}"), format!("/clients/{unreal}"), "/account".to_owned()] {
                let path = format!("{base}/application{page}");
                let led = visitor.get(&path).await;
                assert_eq!((led.status, led.location()), (303, format!("/sign-in?next={path}").as_str()));
            }
        }
        // Who was their assister is a stranger, too.
        ann.removes().await;
        for page in APPLICATION {
            let [was, never] = [&real, &unreal].map(|id| (format!("/clients/{id}/application{page}"), id));
            let mut seen = Vec::new();
            for (path, id) in [was, never] {
                let shown = navigator.get(&path).await;
                assert_eq!(shown.status, 404, "{page}");
                seen.push(text(&shown.bytes()).replace(id.as_str(), "ID"));
            }
            assert_eq!(seen[0], seen[1], "{page}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn login_mn_is_everybodys_and_an_identity_is_linked_only_to_an_account_of_ones_own() {
    // Nobody answers there: whoever may leave for it is told so.
    on_both_with(&[("LOGIN_MN_ISSUER", "http://127.0.0.1:9"), ("LOGIN_MN_CLIENT_ID", "portal")], async |app: App| {
        let [start, callback, notice] = LOGIN_MN_ROUTES;
        for route in LOGIN_MN_ROUTES {
            assert!(ROUTES.iter().any(|(_, path, action)| *path == route && *action == Action::Visit), "{route}");
        }
        for (role, caller) in callers(&app).await {
            let told = caller.post(start, &[]).await;
            assert!(told.location().starts_with("/sign-in?retry="), "{role:?}: {} {}", told.status, told.body);
            assert_eq!(caller.get(callback).await.location(), "/sign-in?why=again", "{role:?}");
            assert_eq!(caller.post(notice, &[("logout_token", "x")]).await.status, 400, "{role:?}");
            let linking = caller.post(start, &[("purpose", "link")]).await;
            match decide(role, Action::UseOwnAccount, Relation::NotTheirs) {
                Decision::Allow => assert!(linking.location().starts_with("/sign-in?retry="), "{role:?}: {}", linking.status),
                Decision::SignIn => assert_eq!(linking.location(), "/sign-in?next=/security", "{role:?}"),
                Decision::NotFound => assert_eq!(linking.status, 404, "{role:?}: {}", linking.body),
            }
        }
    })
    .await;
}

#[test]
fn no_function_ends_an_association_for_its_assister() {
    assert!(FUNCTIONS.iter().all(|(_, action)| *action != Action::ResignFromClient));
}
