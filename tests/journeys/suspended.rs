//! Rule 7 as the suspended assister meets it: no sign-in, and no session from before.

use crate::journeys::app::on_both;
use crate::journeys::permissions::call;
use assister_portal::api::forms::Posted;
use assister_portal::domain::access::{Decision, FUNCTIONS, Relation, decide};
use assister_portal::domain::identity::Role;
use assister_portal::store::demo::PASSWORD;

#[tokio::test]
async fn a_suspended_assister_can_not_sign_in_and_is_not_told_why() {
    on_both(async |app| {
        let visitor = app.visitor();
        let active = visitor.post("/api/sign-in", &[("email", "navigator@demo.test"), ("password", PASSWORD)]).await;
        assert_eq!(active.location(), "/clients", "the password itself is right");

        let mut answers = Vec::new();
        for (email, password) in [("suspended@demo.test", PASSWORD), ("suspended@demo.test", "wrong"), ("nobody@demo.test", PASSWORD)] {
            let refused = visitor.call("/api/sign-in", &[("email", email), ("password", password)]).await;
            assert!(refused.headers.get("set-cookie").is_none(), "{email} was given a session");
            let Posted::Refused(mut form) = refused.read() else { panic!("{email} was let in") };
            assert_eq!(form.values.remove("email").as_deref(), Some(email));
            answers.push(form);
        }
        assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{answers:?}");
    })
    .await;
}

#[tokio::test]
async fn a_session_from_before_the_suspension_is_refused_on_the_next_request() {
    on_both(async |app| {
        let assister = app.demo("navigator@demo.test").await;
        let record = assister.clients("/clients").await[0].0.clone();
        app.execute("UPDATE assisters SET state = 'suspended' WHERE state = 'active'").await;
        assert_eq!(assister.get("/clients").await.location(), "/sign-in?next=/clients");
        let refused = assister.load("/api/client-list", "").await;
        assert_eq!(refused.status, 401, "{}", refused.body);
        // Nor what is done for a client: the application, its submission, a plan.
        let application = format!("/clients/{record}/application");
        assert_eq!(assister.get(&application).await.location(), format!("/sign-in?next={application}"));
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
