//! Rule 7 as the suspended assister meets it: no sign-in, whom to call, and no session from before.

use crate::journeys::agency::{edits, form_of};
use crate::journeys::app::{Person, on_both};
use crate::journeys::permissions::call;
use crate::journeys::resource_center_access::assister;
use assister_portal::api::forms::Posted;
use assister_portal::domain::access::{Decision, FUNCTIONS, Relation, decide};
use assister_portal::domain::identity::Role;
use assister_portal::store::demo::PASSWORD;

#[tokio::test]
async fn a_suspended_assister_can_not_sign_in_and_only_the_right_password_is_told_whom_to_call() {
    on_both(async |app| {
        let visitor = app.visitor();
        let active = visitor.post("/api/sign-in", &[("email", "navigator@demo.test"), ("password", PASSWORD)]).await;
        assert_eq!(active.location(), "/clients", "the password itself is right");

        let mut answers = Vec::new();
        // Their organization says that they don't work there any more.
        app.execute("UPDATE assisters SET employed = NOT employed WHERE display_name = 'Ingrid Halvorson'").await;
        for (email, password) in [
            ("suspended@demo.test", PASSWORD),
            ("navigator@demo.test", PASSWORD),
            ("suspended@demo.test", "wrong"),
            ("navigator@demo.test", "wrong"),
            ("nobody@demo.test", PASSWORD),
        ] {
            let refused = visitor.call("/api/sign-in", &[("email", email), ("password", password)]).await;
            assert!(refused.headers.get("set-cookie").is_none(), "{email} was given a session");
            let Posted::Refused(mut form) = refused.read() else { panic!("{email} was let in") };
            assert_eq!(form.values.remove("email").as_deref(), Some(email));
            answers.push(form);
        }
        let told = "You can't sign in to this account right now. Navigators and CACs: call the Assister Resource Center at 833-541-7698. \
                    Brokers: contact the Broker Service Line (mnsure.org).";
        for answer in &answers[..2] {
            let [error] = answer.errors.as_slice() else { panic!("{answer:?}") };
            assert_eq!((error.field.as_str(), error.message.as_str()), ("", told));
        }
        assert!(answers[2..].windows(2).all(|pair| pair[0] == pair[1]), "{answers:?}");
        assert!(!format!("{:?}", answers[2]).contains("call"), "{answers:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whoever_is_shut_out_by_staff_or_their_agency_is_signed_out_of_the_learning_center_too() {
    on_both(async |app| {
        let id = assister(&app, "Ingrid Halvorson").await;
        let (arc, contact) = (app.demo("arc@demo.test").await, app.demo("contact@demo.test").await);
        let entry = form_of(&contact, &id).await;
        for by_staff in [false, true] {
            let learner = app.learner(id.parse().unwrap()).await;
            let other = app.learner(assister(&app, "Tom Lindqvist").await.parse().unwrap()).await;
            let reads = async |learner: &Person| learner.load("/api/course-page", "1").await.status;
            assert_eq!((reads(&learner).await, reads(&other).await), (200, 200));
            let done = if by_staff {
                arc.post("/api/change-account", &[("assister", id.as_str()), ("change", "suspend"), ("reason", "Asked for")]).await
            } else {
                edits(&contact, &entry, &[("portal_access", "no")]).await
            };
            assert!(done.status == 303 && !done.location().contains("retry="), "{by_staff}: {} {}", done.location(), done.body);
            assert_eq!((reads(&learner).await, reads(&other).await), (401, 200), "{by_staff}");
            app.execute("UPDATE assisters SET state = 'active' WHERE display_name = 'Ingrid Halvorson'").await;
        }
    })
    .await;
}

#[tokio::test]
async fn a_session_from_before_the_suspension_is_refused_on_the_next_request() {
    on_both(async |app| {
        let assister = app.demo("navigator@demo.test").await;
        let record = assister.clients("/clients").await[0].0.clone();
        app.execute("UPDATE assisters SET state = 'suspended' WHERE state = 'active'").await;
        assert_eq!(assister.get("/clients").await.location(), "/sign-in?why=ended&next=/clients");
        let refused = assister.load("/api/client-list", "").await;
        assert_eq!(refused.status, 401, "{}", refused.body);
        // Nor what is done for a client: the application, its submission, a plan.
        let application = format!("/clients/{record}/application");
        assert_eq!(assister.get(&application).await.location(), format!("/sign-in?why=ended&next={application}"));
        let theirs = FUNCTIONS.iter().filter(|(_, action)| {
            let by = |role, relation| decide(role, *action, relation);
            by(None, Relation::NotTheirs) == Decision::SignIn && by(Some(Role::Assister), Relation::OwnInProgress) == Decision::Allow
        });
        let mut called = Vec::new();
        for (path, _) in theirs {
            assert_eq!(call(&assister, path, &record).await.status, 401, "{path}");
            called.push(*path);
        }
        assert!(called.contains(&"/api/submit-client-application") && called.contains(&"/api/enroll-client-in-plan"), "{called:?}");
    })
    .await;
}
