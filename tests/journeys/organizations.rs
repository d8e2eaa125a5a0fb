//! The resource manager writes organizations down; from then on their agency contacts keep the rosters.

use crate::journeys::app::{App, Person, on_both};

async fn adds(manager: &Person, fields: &[(&str, &str)]) -> String {
    manager.post("/api/add-organization", fields).await.location().to_owned()
}

async fn count(app: &App, what: &str) -> i64 {
    app.one(&format!("SELECT COUNT(*) FROM {what}")).await
}

const LAKES: [(&str, &str); 4] =
    [("organization", "Ten  Thousand Lakes Help"), ("rosters", "both"), ("name", "Vera Holm"), ("email", "Vera@lakes.example")];

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_organization_begins_with_its_rosters_and_an_agency_contact() {
    on_both(async |app| {
        let manager = app.demo("manager@demo.test").await;
        assert!(manager.page("/resource-center/staff").await.contains("/resource-center/organizations/add"));
        assert_eq!(adds(&manager, &LAKES).await, "/resource-center/staff?organization=added");
        assert!(manager.page("/resource-center/staff?organization=added").await.contains("its agency contact is invited"));
        let ours = "organizations WHERE name = 'Ten Thousand Lakes Help' AND has_navigators AND has_cacs";
        assert_eq!(count(&app, ours).await, 1);
        assert_eq!(count(&app, "outbox WHERE kind = 'invitation' AND recipient = 'vera@lakes.example'").await, 1);
        let by = "audit_events WHERE action = 'staff_created' AND actor_role = 'resource_manager' AND organization_id IS NOT NULL";
        assert_eq!(count(&app, by).await, 1);

        // The contact, once set up, is on a page of their own with both rosters.
        app.execute("UPDATE users SET password_hash = 'x', password_changed_at = created_at, second_factor_exempt = TRUE, email = asked_email, asked_email = NULL
                 WHERE asked_email = 'vera@lakes.example'").await;
        let vera = app.demo("vera@lakes.example").await;
        let page = vera.page("/agency").await;
        assert!(page.contains("Ten Thousand Lakes Help") && page.contains("CACs") && page.contains("Navigators"), "{page}");

        // The same organization again gets another contact, and stays one.
        let again = [("organization", "ten thousand lakes HELP"), ("rosters", "cacs"), ("name", "Otto Lind"), ("email", "otto@lakes.example")];
        assert_eq!(adds(&manager, &again).await, "/resource-center/staff?organization=added");
        assert_eq!(adds(&manager, &again).await, "/resource-center/staff?organization=added", "who has not set it up is invited again");
        assert_eq!((count(&app, ours).await, count(&app, "users WHERE asked_email = 'otto@lakes.example'").await), (1, 1));
        assert_eq!(count(&app, "outbox WHERE kind = 'invitation' AND recipient = 'otto@lakes.example'").await, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_refused_organization_says_why_keeps_what_was_typed_and_writes_nothing() {
    on_both(async |app| {
        let manager = app.demo("manager@demo.test").await;
        let before = count(&app, "organizations").await;
        for (field, typed, said) in [
            ("organization", " ", "Enter the name of the organization"),
            ("rosters", "", "Choose the rosters"),
            ("name", "", "Enter first and last name"),
            ("email", "vera", "Enter an email address"),
        ] {
            let fields = LAKES.map(|(name, value)| (name, if name == field { typed } else { value }));
            let page = manager.page(&adds(&manager, &fields).await).await;
            assert!(page.contains(said) && (field == "name" || page.contains("Vera Holm")), "{said}: {page}");
        }
        assert_eq!(count(&app, "organizations").await, before);
        assert_eq!(count(&app, "outbox").await, 0);
    })
    .await;
}
