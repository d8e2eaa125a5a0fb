//! How accounts are signed in to, in staff's hands: who may look after whose, why is always said, and what it ends.

use crate::journeys::app::{App, Person, hidden, on_both};
use crate::journeys::seen::{count, mail, mails, noted};
use assister_portal::api::forms::Posted;
use assister_portal::api::resource_center::{AccountAccessPage, StaffAccountsPage};
use assister_portal::domain::ids::AssisterId;

/// The id of an assister, as addresses have it.
pub async fn assister(app: &App, name: &str) -> String {
    let id = if app.is_sqlite() { "lower(hex(id))" } else { "CAST(id AS TEXT)" };
    let id = app.text(&format!("SELECT {id} FROM assisters WHERE display_name = '{name}'")).await;
    let id: AssisterId = id.parse().unwrap_or_else(|_| panic!("no {name}: {id}"));
    id.to_string()
}

async fn user(app: &App, email: &str) -> String {
    app.store.credentials(email, app.now()).await.unwrap().unwrap().user.to_string()
}

/// Gives an account an app as its second step.
async fn with_app(app: &App, email: &str) {
    app.execute(&format!(
        "INSERT INTO second_factors (user_id, kind, secret, created_at) SELECT id, 'authenticator', {}, created_at FROM users WHERE email = '{email}'",
        app.bytes(&[1; 20])
    ))
    .await;
}

async fn page(staff: &Person, whose: &str, id: &str) -> u16 {
    let page = staff.get(&format!("/resource-center/access/{whose}/{id}")).await.status;
    assert_eq!(staff.load("/api/account-access", (whose, id, "")).await.status, page, "{whose}");
    page
}

async fn acts(staff: &Person, whose: &str, id: &str, change: &str, reason: &str) -> (u16, String) {
    let fields = [("whose", whose), ("id", id), ("change", change), ("reason", reason)];
    let answer = staff.post("/api/change-account-access", &fields).await;
    (answer.status, answer.location().to_owned())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn each_of_the_staff_looks_after_their_own_and_the_others_accounts_are_not_there() {
    on_both(async |app: App| {
        let (navigator, broker) = (assister(&app, "Ingrid Halvorson").await, assister(&app, "Tom Lindqvist").await);
        let (contact, colleague) = (user(&app, "contact@demo.test").await, user(&app, "bsl@demo.test").await);
        let consumer = user(&app, "consumer@demo.test").await;
        for (email, sees) in [
            ("arc@demo.test", [true, false, false, false]),
            ("bsl@demo.test", [false, true, false, false]),
            ("manager@demo.test", [true, true, true, true]),
            ("contact@demo.test", [false; 4]),
            ("navigator@demo.test", [false; 4]),
        ] {
            let staff = app.demo(email).await;
            let all = [("assister", &navigator), ("assister", &broker), ("colleague", &contact), ("colleague", &colleague)];
            for ((whose, id), sees) in all.into_iter().zip(sees) {
                assert_eq!(page(&staff, whose, id).await, if sees { 200 } else { 404 }, "{email} {whose}");
                if !sees {
                    assert_eq!(acts(&staff, whose, id, "sign_out", "r").await.0, 404, "{email} {whose}");
                }
            }
            // A consumer only by the key of a look-up, and an account only as what it is.
            for (whose, id) in [("consumer", &consumer), ("colleague", &consumer), ("colleague", &navigator), ("nobody", &contact)] {
                assert_eq!(page(&staff, whose, id).await, 404, "{email} {whose}");
                assert_eq!(acts(&staff, whose, id, "sign_out", "r").await.0, 404, "{email} {whose}");
            }
        }
        assert_eq!(noted(&app, "sessions_ended").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn staff_end_all_sessions_of_any_account_from_its_page_with_a_reason() {
    on_both(async |app: App| {
        let manager = app.demo("manager@demo.test").await;
        let contacts: StaffAccountsPage = manager.load("/api/staff-accounts", "").await.read();
        let contact = contacts.contacts.into_iter().find(|contact| contact.email == "contact@demo.test").unwrap();
        let found = [("name", "Rosa Martínez"), ("born", "3/7/1984"), ("email", "consumer@demo.test")];
        let found = manager.post("/api/find-consumer", &found).await.location().to_owned();
        let assister_id = assister(&app, "Ingrid Halvorson").await;
        let staff_id = user(&app, "arc@demo.test").await;
        for (from, whose, id, email, home) in [
            (format!("/resource-center/assisters/{assister_id}"), "assister", assister_id.as_str(), "navigator@demo.test", "/clients"),
            (format!("/resource-center/staff/{staff_id}"), "colleague", &staff_id, "arc@demo.test", "/resource-center"),
            ("/resource-center/staff".to_owned(), "colleague", &contact.user.to_string(), "contact@demo.test", "/agency"),
            (found.clone(), "consumer", found.split('=').next_back().unwrap(), "consumer@demo.test", "/account"),
        ] {
            let address = format!("/resource-center/access/{whose}/{id}");
            let linked = manager.page(&from).await;
            assert!(linked.contains(&format!("href=\"{address}\"")), "{from}: {linked}");
            let (here, there) = (app.demo(email).await, app.demo(email).await);
            let shown: AccountAccessPage = manager.load("/api/account-access", (whose, id, "")).await.read();
            assert_eq!((shown.email.as_str(), shown.sessions), (email, 2));

            // What is missing is said, and what was typed is kept.
            let (_, refused) = acts(&manager, whose, id, "", " ").await;
            let page = manager.page(&refused).await;
            assert!(refused.starts_with(&address) && page.contains("Choose what to do.") && page.contains("Enter a reason."), "{page}");
            let (_, refused) = acts(&manager, whose, id, "delete", "Laptop stolen").await;
            assert!(manager.page(&refused).await.contains("Laptop stolen"), "{refused}");
            here.page(home).await;

            let (status, done) = acts(&manager, whose, id, "sign_out", "Laptop stolen").await;
            assert!(status == 303 && done.starts_with(&format!("{address}?done=signed-out")), "{done}");
            assert!(manager.page(&done).await.contains("They were signed out everywhere."));
            for ended in [here, there] {
                assert_eq!(ended.get(home).await.location(), format!("/sign-in?why=ended&next={home}"), "{email}");
            }
        }
        let noted = "audit_events WHERE action = 'sessions_ended' AND reason = 'Laptop stolen' AND actor_role = 'resource_manager'
                     AND subject_user_id IS NOT NULL";
        assert_eq!(count(&app, noted).await, 4);
        assert!(manager.page(&format!("/resource-center/assisters/{assister_id}")).await.contains("Signed out everywhere by staff"));
        app.nobody_was_notified().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nobody_removes_their_own_second_step_or_one_that_is_not_there() {
    on_both(async |app: App| {
        let manager = app.demo("manager@demo.test").await;
        let (own, contact) = (user(&app, "manager@demo.test").await, user(&app, "contact@demo.test").await);
        with_app(&app, "manager@demo.test").await;
        let refused = async |id: &str| {
            let fields = [("whose", "colleague"), ("id", id), ("change", "remove_second_step"), ("reason", "r")];
            let Posted::Refused(form) = manager.call("/api/change-account-access", &fields).await.read() else { panic!("removed") };
            form.error("change").unwrap()
        };
        assert!(refused(&own).await.contains("your own account"));
        assert!(refused(&contact).await.contains("no second step to remove"));
        let page = manager.page(&format!("/resource-center/access/colleague/{contact}")).await;
        assert!(!page.contains("remove_second_step"), "{page}");

        with_app(&app, "contact@demo.test").await;
        let page = manager.page(&format!("/resource-center/access/colleague/{contact}")).await;
        assert!(page.contains("remove_second_step") && hidden(&page, "whose") == "colleague", "{page}");
        assert!(acts(&manager, "colleague", &contact, "remove_second_step", "Came by").await.1.contains("done=removed"));
        assert_eq!((count(&app, "second_factors").await, mails(&app, "second_step_removed").await), (1, 1));
        assert!(refused(&contact).await.contains("no second step to remove"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn staff_unlink_login_mn_unless_it_is_the_last_way_in() {
    on_both(async |app: App| {
        let (arc, id) = (app.demo("arc@demo.test").await, assister(&app, "Ingrid Halvorson").await);
        let refused = async |staff: &Person, whose: &str, id: &str| {
            let fields = [("whose", whose), ("id", id), ("change", "unlink_login_mn"), ("reason", "r")];
            let Posted::Refused(form) = staff.call("/api/change-account-access", &fields).await.read() else { panic!("unlinked") };
            form.error("change").unwrap()
        };
        let address = format!("/resource-center/access/assister/{id}");
        assert!(refused(&arc, "assister", &id).await.contains("LoginMN is not linked"));
        assert!(!arc.page(&address).await.contains("unlink_login_mn"));

        let linked = async |email: &str| {
            app.execute(&format!(
                "INSERT INTO identities (issuer, subject, user_id, linked_at) SELECT 'i', email, id, created_at FROM users WHERE email = '{email}'"
            ))
            .await;
        };
        linked("navigator@demo.test").await;
        app.execute("UPDATE assisters SET public_email = 'public@example.test' WHERE display_name = 'Ingrid Halvorson'").await;
        let navigator = app.demo("navigator@demo.test").await;
        let page = arc.page(&address).await;
        assert!(page.contains("unlink_login_mn") && page.contains("LoginMN"), "{page}");
        let done = acts(&arc, "assister", &id, "unlink_login_mn", "Linked by a stranger").await.1;
        assert!(done.starts_with(&format!("{address}?done=unlinked")), "{done}");
        assert!(arc.page(&done).await.contains("LoginMN was unlinked"));
        assert_eq!(count(&app, "identities").await, 0);
        assert_eq!(navigator.get("/clients").await.location(), "/sign-in?why=ended&next=/clients");
        for address in ["navigator@demo.test", "public@example.test"] {
            assert!(mail(&app, address, "login_mn_unlinked").await.contains("staff unlinked LoginMN"), "{address}");
        }
        assert!(arc.page(&format!("/resource-center/assisters/{id}")).await.contains("LoginMN unlinked by staff"));
        let noted = "audit_events WHERE action = 'identity_unlinked' AND reason = 'Linked by a stranger' AND actor_role = 'arc'
                     AND assister_id IS NOT NULL AND subject_user_id IS NOT NULL";
        assert_eq!(count(&app, noted).await, 1);

        // Not where nothing else opens the account, and nobody's own.
        let manager = app.demo("manager@demo.test").await;
        for (email, said) in [("bsl@demo.test", "the only way into this account"), ("manager@demo.test", "your own account")] {
            linked(email).await;
            app.execute(&format!("UPDATE users SET password_hash = NULL WHERE email = '{email}'")).await;
            let told = refused(&manager, "colleague", &user(&app, email).await).await;
            assert!(told.contains(said), "{email}: {told}");
        }
        assert_eq!((count(&app, "identities").await, mails(&app, "login_mn_unlinked").await), (2, 2));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_helps_a_consumer_is_told_by_name_only_to_who_looks_after_them() {
    on_both(async |app: App| {
        let consumer = app.demo("consumer@demo.test").await;
        let (navigator, broker) = ("Ingrid Halvorson", "Tom Lindqvist");
        for (now, before, assister) in [(navigator, "", "navigator@demo.test"), (broker, navigator, "broker@demo.test")] {
            consumer.authorizes_as(&app.number(assister).await, "Rosa Martínez").await;
            for (email, mine) in [("arc@demo.test", navigator), ("bsl@demo.test", broker), ("manager@demo.test", "")] {
                let staff = app.demo(email).await;
                let found = [("name", "Rosa Martínez"), ("born", "3/7/1984"), ("email", "consumer@demo.test")];
                let found = staff.post("/api/find-consumer", &found).await.location().to_owned();
                let page = staff.page(&found).await;
                for name in [now, before].into_iter().filter(|name| !name.is_empty()) {
                    assert_eq!(page.contains(name), mine.is_empty() || mine == name, "{email} {name}");
                }
                let told = [(navigator, "The Assister Resource Center looks after"), (broker, "The Broker Service Line looks after")];
                for (name, others) in told {
                    let there = [now, before].contains(&name);
                    assert_eq!(page.contains(others), there && !mine.is_empty() && mine != name, "{email} {others}");
                }
            }
        }
    })
    .await;
}
