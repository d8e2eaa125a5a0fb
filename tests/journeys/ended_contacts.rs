//! Agency contacts who leave are shut out: by staff, by a colleague; and come back only by a new invitation.

use crate::journeys::agency::CONTACT;
use crate::journeys::app::{App, Person, on_both};
use crate::journeys::organization_list::organization_of;
use crate::journeys::seen::{count, mail, noted, send};
use assister_portal::api::forms::Posted;
use assister_portal::api::resource_center::OrganizationView;
use assister_portal::api::roster::ContactsPage;
use assister_portal::store::demo::PASSWORD;
use std::time::Duration;

const BERIT: &str = "berit@northernlights.demo.test";
const NORTHERN: &str = "Northern Lights Health Navigators";

/// A second contact of the demo's organization, with the demo's password and no second step.
async fn berit(app: &App) -> Person {
    app.demo(CONTACT).await.post("/api/invite-contact", &[("name", "Berit Moen"), ("email", BERIT)]).await;
    app.execute(&format!(
        "UPDATE users SET password_hash = (SELECT o.password_hash FROM users o WHERE o.email = '{CONTACT}'), password_changed_at = created_at,
             second_factor_exempt = TRUE, email = asked_email, asked_email = NULL WHERE asked_email = '{BERIT}'"
    ))
    .await;
    app.execute("DELETE FROM outbox").await;
    app.demo(BERIT).await
}

/// The account of a contact, as their colleague sees it.
async fn user_of(contact: &Person, email: &str) -> String {
    let page: ContactsPage = contact.load("/api/agency-contacts", "").await.read();
    page.contacts.iter().find(|contact| contact.email == email).unwrap().user.to_string()
}

/// What the answer to a sign-in says is wrong; nobody was let in.
async fn refused(app: &App, email: &str, password: &str) -> Vec<String> {
    let answer = app.visitor().call("/api/sign-in", &[("email", email), ("password", password)]).await;
    assert!(answer.headers.get("set-cookie").is_none(), "{email} was given a session");
    let Posted::Refused(form) = answer.read() else { panic!("{email} was let in") };
    form.errors.into_iter().map(|error| error.message).collect()
}

async fn active(app: &App) -> i64 {
    count(app, "users WHERE role = 'agency_contact' AND removed_at IS NULL").await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn staff_end_a_contact_who_is_refused_on_the_very_next_request() {
    on_both(async |app: App| {
        for staff in ["arc@demo.test", "manager@demo.test"] {
            let (karin, staff) = (app.demo(CONTACT).await, app.demo(staff).await);
            let organization = organization_of(&staff, NORTHERN).await;
            let page = format!("/resource-center/organizations/{organization}");
            let user = user_of(&karin, CONTACT).await;
            let end = format!("{page}/contacts/{user}/end");
            assert!(staff.page(&page).await.contains(&end));
            let asked = staff.page(&end).await;
            for said in
                ["End access for Karin Solberg?", "signed out everywhere", "no other agency contact", "End access – Assister Portal"]
            {
                assert!(asked.contains(said), "{said}: {asked}");
            }
            let ends = async |reason: &str| {
                staff.post("/api/end-contact", &[("organization", &organization), ("user", &user), ("reason", reason)]).await
            };
            // Without a reason nothing is ended; one that is too long is kept.
            for (reason, said) in [(" ", "Enter a reason."), (&"x".repeat(501), "Shorten the reason")] {
                let refused = ends(reason).await;
                assert!(refused.location().starts_with(&format!("{end}?retry=")), "{}", refused.location());
                let html = staff.page(refused.location()).await;
                assert!(html.contains(said) && html.contains(reason.trim()), "{html}");
            }
            assert_eq!((active(&app).await, karin.get("/agency").await.status), (1, 200));

            let done = ends("Left the\nagency <b>today</b>").await;
            assert!(done.location().starts_with(&format!("{page}?ended=now&as=")), "{}", done.location());
            assert_eq!(karin.get("/agency").await.location(), "/sign-in?why=ended&next=/agency");
            assert_eq!(karin.load("/api/roster", "").await.status, 401);
            assert_eq!(refused(&app, CONTACT, PASSWORD).await, refused(&app, CONTACT, "wrong").await, "and is not told why");
            let html = staff.page(done.location()).await;
            for said in
                ["Access ended.", "doesn’t have an agency contact", "Karin Solberg", "Left the agency &lt;b&gt;today&lt;/b&gt;", CONTACT]
            {
                assert!(html.contains(said), "{said}: {html}");
            }
            assert!(!html.contains(&end), "there is nobody to end any more");
            let view: OrganizationView = staff.load("/api/organization", &organization).await.read();
            assert!(view.ended[0].who.ends_with(if staff.name.starts_with("arc") {
                "Assister Resource Center"
            } else {
                "Resource manager"
            }));

            // Again: nothing changes, and the page has no form.
            assert!(ends("Again").await.location().starts_with(&format!("{page}?ended=before&as=")));
            let html = staff.page(&end).await;
            assert!(html.contains("has already ended") && !html.contains("name=\"reason\""), "{html}");
            app.execute("UPDATE users SET removed_at = NULL").await;
            app.wait(Duration::from_secs(60));
        }
        let logged = "audit_events WHERE action = 'staff_removed' AND organization_id IS NOT NULL AND subject_user_id IS NOT NULL";
        assert_eq!((count(&app, logged).await, count(&app, "ended_contacts").await), (2, 2));
        // As everybody whom staff shut out: nothing is written to them.
        app.nobody_was_notified().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_contact_ends_a_colleague_and_never_themselves() {
    on_both(async |app: App| {
        let (berit, karin) = (berit(&app).await, app.demo(CONTACT).await);
        let (own, other) = (user_of(&karin, CONTACT).await, user_of(&karin, BERIT).await);
        let html = karin.page("/agency/contacts").await;
        assert!(
            html.contains(&format!("/agency/contacts/{other}/end")) && !html.contains(&format!("/agency/contacts/{own}/end")),
            "{html}"
        );
        assert!(html.contains("You</td>"), "{html}");

        let said = "end your own access. Ask another agency contact, or call the Assister Resource Center at";
        assert!(karin.page(&format!("/agency/contacts/{own}/end")).await.contains(said));
        let refused_own = karin.post("/api/end-colleague", &[("user", &own), ("reason", "I leave")]).await;
        assert!(refused_own.location().starts_with(&format!("/agency/contacts/{own}/end?retry=")), "{}", refused_own.location());
        let Posted::Refused(form) = karin.call("/api/end-colleague", &[("user", &own), ("reason", "I leave")]).await.read() else {
            panic!("ended themselves")
        };
        assert!(form.errors[0].message.contains(said));
        assert_eq!(active(&app).await, 2);

        let asked = karin.page(&format!("/agency/contacts/{other}/end")).await;
        assert!(asked.contains("End access for Berit Moen?") && !asked.contains("no other agency contact"), "{asked}");
        let refused_form = karin.post("/api/end-colleague", &[("user", &other)]).await;
        assert!(karin.page(refused_form.location()).await.contains("Enter a reason."));
        let ends = async || karin.post("/api/end-colleague", &[("user", &other), ("reason", "Left")]).await;
        let done = ends().await;
        assert!(done.location().starts_with("/agency/contacts?ended=now&as="), "{}", done.location());
        let html = karin.page(done.location()).await;
        assert!(html.contains("Access ended. Your colleague") && !html.contains(BERIT), "{html}");
        assert_eq!(berit.get("/agency").await.location(), "/sign-in?why=ended&next=/agency");
        assert_eq!(refused(&app, BERIT, PASSWORD).await, refused(&app, BERIT, "wrong").await);
        assert!(ends().await.location().starts_with("/agency/contacts?ended=before&as="));
        assert!(karin.page(&format!("/agency/contacts/{other}/end")).await.contains("has already ended"));
        let logged = "audit_events WHERE action = 'staff_removed' AND actor_role = 'agency_contact' AND organization_id IS NOT NULL";
        assert_eq!(count(&app, logged).await, 1);
        app.nobody_was_notified().await;

        // Staff read who did it and why.
        let arc = app.demo("arc@demo.test").await;
        let html = arc.page(&format!("/resource-center/organizations/{}", organization_of(&arc, NORTHERN).await)).await;
        assert!(html.contains("Karin Solberg, Agency contact") && html.contains("Left</td>"), "{html}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_who_end_each_other_one_is_left_and_nobody_ends_a_stranger() {
    on_both(async |app: App| {
        let (berit, karin) = (berit(&app).await, app.demo(CONTACT).await);
        let (karin_user, berit_user) = (user_of(&karin, CONTACT).await, user_of(&karin, BERIT).await);
        // A contact of another organization is like nobody.
        app.execute(
            "UPDATE users SET organization_id = (SELECT id FROM organizations WHERE name = 'Prairie Rose Community Action')
             WHERE email = 'berit@northernlights.demo.test'",
        )
        .await;
        let mut seen = Vec::new();
        for user in [berit_user.as_str(), "01900000-0000-7000-8000-000000000000"] {
            let page = karin.get(&format!("/agency/contacts/{user}/end")).await;
            assert!(page.status == 404 && page.body.contains("Page not found"), "{user}");
            for reason in ["", "Left"] {
                let ended = karin.post("/api/end-colleague", &[("user", user), ("reason", reason)]).await;
                assert_eq!(ended.status, 404, "{user}");
                seen.push(ended.location().to_owned());
            }
        }
        assert!(seen.iter().all(|location| *location == seen[0]), "{seen:?}");
        // Nor do staff under the address of another organization.
        let arc = app.demo("arc@demo.test").await;
        let northern = organization_of(&arc, NORTHERN).await;
        assert_eq!(arc.get(&format!("/resource-center/organizations/{northern}/contacts/{berit_user}/end")).await.status, 404);
        let fields = [("organization", northern.as_str()), ("user", &berit_user), ("reason", "Left")];
        assert_eq!(arc.post("/api/end-contact", &fields).await.status, 404);
        assert_eq!((active(&app).await, noted(&app, "staff_removed").await), (2, 0));

        app.execute(&format!(
            "UPDATE users SET organization_id = (SELECT id FROM organizations WHERE name = '{NORTHERN}') WHERE email = '{BERIT}'"
        ))
        .await;
        let (one, two) = ([("user", berit_user.as_str()), ("reason", "Left")], [("user", karin_user.as_str()), ("reason", "Left")]);
        let (one, two) = tokio::join!(karin.call("/api/end-colleague", &one), berit.call("/api/end-colleague", &two));
        assert_eq!((active(&app).await, noted(&app, "staff_removed").await), (1, 1), "{one:?} {two:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_was_ended_is_invited_again_and_nothing_from_before_lets_them_in() {
    on_both(async |app: App| {
        berit(&app).await;
        let karin = app.demo(CONTACT).await;
        // A way in that somebody else may have.
        app.execute(&format!(
            "INSERT INTO identities (issuer, subject, user_id, linked_at) SELECT 'https://login.example.org', 'x', id, created_at FROM users
             WHERE email = '{BERIT}'"
        ))
        .await;
        let user = user_of(&karin, BERIT).await;
        karin.post("/api/end-colleague", &[("user", &user), ("reason", "Left")]).await;
        // By another organization: the account moves there.
        let manager = app.demo("manager@demo.test").await;
        let fields =
            [("organization", "Prairie Rose Community Action"), ("rosters", "navigators"), ("name", "Berit Moen-Dahl"), ("email", BERIT)];
        assert_eq!(manager.post("/api/add-organization", &fields).await.location(), "/resource-center/staff?organization=added");
        assert_eq!(count(&app, &format!("users WHERE asked_email = '{BERIT}' AND removed_at IS NULL AND password_hash IS NULL")).await, 1);
        assert_eq!(count(&app, "identities").await, 0);
        refused(&app, BERIT, PASSWORD).await;
        let page: ContactsPage = karin.load("/api/agency-contacts", "").await.read();
        assert_eq!(page.contacts.len(), 1, "not with the organization of before");

        let letter = mail(&app, BERIT, "invitation").await;
        let token = letter.split("/set-up/").nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
        let mut berit = app.visitor();
        let new = "sturgeon lantern 42 quilt";
        let fields = [("token", token.as_str()), ("registration_number", ""), ("password", new), ("password_again", new)];
        assert_eq!(send(&mut berit, "/api/set-up-account", &fields).await.location(), "/sign-in/choose-factor");
        let organization = organization_of(&manager, "Prairie Rose Community Action").await;
        let view: OrganizationView = manager.load("/api/organization", &organization).await.read();
        assert_eq!(view.contacts.iter().map(|c| (c.name.as_str(), c.set_up)).collect::<Vec<_>>(), [("Berit Moen-Dahl", true)]);
        // What was, stays written down where it was, under the name of that day.
        let northern: OrganizationView = manager.load("/api/organization", organization_of(&manager, NORTHERN).await).await.read();
        assert_eq!(northern.ended.iter().map(|ended| ended.name.as_str()).collect::<Vec<_>>(), ["Berit Moen"]);
        // Who is a contact somewhere is not taken from there by an invitation.
        let taken = karin.post("/api/invite-contact", &[("name", "Berit Moen"), ("email", BERIT)]).await;
        assert_eq!(taken.location(), "/agency/contacts?invited=now", "the link says the rest");
        let view: OrganizationView = manager.load("/api/organization", &organization).await.read();
        assert_eq!(view.contacts.iter().map(|c| (c.name.as_str(), c.set_up)).collect::<Vec<_>>(), [("Berit Moen-Dahl", true)]);
    })
    .await;
}
