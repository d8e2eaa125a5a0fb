//! Staff accounts: the resource manager makes and removes them, and there always is one.

use crate::journeys::app::{App, Person, on_both};
use crate::journeys::seen::count;
use assister_portal::api::forms::Posted;
use assister_portal::api::resource_center::StaffAccountsPage;

async fn accounts(manager: &Person) -> Vec<(String, String)> {
    let page: StaffAccountsPage = manager.load("/api/staff-accounts", "").await.read();
    page.accounts.into_iter().map(|account| (account.email, account.user.to_string())).collect()
}

async fn id_of(manager: &Person, email: &str) -> String {
    accounts(manager).await.into_iter().find(|(known, _)| known == email).unwrap_or_else(|| panic!("no {email}")).1
}

/// A second resource manager who has set up their account.
async fn second_manager(app: &App, manager: &Person) {
    let fields = [("name", "Second Manager"), ("email", "second@mnsure.test"), ("role", "resource_manager")];
    manager.post("/api/add-staff", &fields).await;
    app.execute("UPDATE users SET password_hash = 'set' WHERE email = 'second@mnsure.test'").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_staff_account_is_made_with_its_invitation_and_removed_with_its_sessions() {
    on_both(async |app| {
        let manager = app.demo("manager@demo.test").await;
        let fields = [("name", "Lena Olson"), ("email", "Lena@MNsure.test "), ("role", "arc")];
        let made = manager.post("/api/add-staff", &fields).await;
        let page = manager.page(made.location()).await;
        assert!(page.contains("The invitation is on its way") && page.contains("Lena Olson") && page.contains("lena@mnsure.test"));
        assert_eq!(count(&app, "outbox WHERE kind = 'invitation' AND recipient = 'lena@mnsure.test'").await, 1);
        assert_eq!(count(&app, "one_time_links WHERE purpose = 'set_up' AND secret_hash IS NULL").await, 1);
        assert_eq!(count(&app, "audit_events WHERE action = 'staff_created'").await, 1);

        let id = id_of(&manager, "lena@mnsure.test").await;
        manager.post("/api/invite-staff", &[("user", &id)]).await;
        assert_eq!(count(&app, "one_time_links WHERE replaced_at IS NULL").await, 1);
        assert_eq!(count(&app, "outbox WHERE kind = 'invitation'").await, 2);

        let lena = app.demo("lena@mnsure.test").await;
        assert_eq!(lena.get("/resource-center").await.status, 200);
        for _ in 0..2 {
            assert_eq!(manager.post("/api/remove-staff", &[("user", &id)]).await.location(), "/resource-center/staff?removed=now");
        }
        assert_eq!(lena.get("/resource-center").await.location(), "/sign-in?why=ended&next=/resource-center");
        assert_eq!(count(&app, "sessions s JOIN users u ON u.id = s.user_id WHERE u.email = 'lena@mnsure.test'").await, 0);
        assert_eq!(count(&app, "one_time_links WHERE replaced_at IS NULL").await, 0);
        assert_eq!(count(&app, "audit_events WHERE action = 'staff_removed'").await, 1);
        assert!(accounts(&manager).await.iter().all(|(email, _)| email != "lena@mnsure.test"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_is_wrong_with_a_staff_account_to_be_is_said_and_what_was_typed_is_kept() {
    on_both(async |app| {
        let manager = app.demo("manager@demo.test").await;
        for (fields, problem) in [
            ([("name", ""), ("email", "a@b.org"), ("role", "arc")], "Enter first and last name."),
            ([("name", "Lena Olson"), ("email", "lena"), ("role", "arc")], "Enter an email address"),
            ([("name", "Lena Olson"), ("email", "a@b.org"), ("role", "consumer")], "Select a role."),
            ([("name", "Lena Olson"), ("email", "arc@demo.test"), ("role", "arc")], "Somebody has, or had, an account with this email."),
        ] {
            let refused = manager.post("/api/add-staff", &fields).await;
            let page = manager.page(refused.location()).await;
            assert!(page.contains(problem) && page.contains(&format!("value=\"{}\"", fields[1].1)), "{problem}: {page}");
        }
        assert_eq!(count(&app, "outbox").await, 0);
        assert_eq!(accounts(&manager).await.len(), 3);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nobody_removes_their_own_account_and_a_resource_manager_is_always_left() {
    on_both(async |app| {
        let manager = app.demo("manager@demo.test").await;
        let own = id_of(&manager, "manager@demo.test").await;
        assert!(manager.page(&format!("/resource-center/staff/{own}")).await.contains("change or remove your own account"));
        let Posted::Refused(form) = manager.call("/api/remove-staff", &[("user", &own)]).await.read() else { panic!("removed") };
        assert!(form.errors[0].message.contains("your own account"));

        second_manager(&app, &manager).await;
        let (second, other) = (app.demo("second@mnsure.test").await, id_of(&manager, "second@mnsure.test").await);
        let (fields_one, fields_two) = ([("user", other.as_str())], [("user", own.as_str())]);
        let (one, two) = tokio::join!(manager.call("/api/remove-staff", &fields_one), second.call("/api/remove-staff", &fields_two));
        assert_eq!(count(&app, "users WHERE role = 'resource_manager' AND removed_at IS NULL").await, 1, "{one:?} {two:?}");
        assert_eq!(count(&app, "audit_events WHERE action = 'staff_removed'").await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_did_not_set_up_the_account_does_not_count_as_a_resource_manager() {
    on_both(async |app| {
        let manager = app.demo("manager@demo.test").await;
        second_manager(&app, &manager).await;
        // The first one's password is gone: with the second one nobody would be left who can sign in.
        app.execute("UPDATE users SET password_hash = NULL WHERE email = 'manager@demo.test'").await;
        let second = id_of(&manager, "second@mnsure.test").await;
        let Posted::Refused(form) = manager.call("/api/remove-staff", &[("user", &second)]).await.read() else { panic!("removed") };
        assert!(form.errors[0].message.contains("last resource manager"));
    })
    .await;
}
