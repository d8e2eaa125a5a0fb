//! The Agency Management Program: an agency contact keeps the organization's own roster and nobody else's.

use crate::journeys::app::{Answer, App, Person, Row, hidden, on_both, rows, words};
use assister_portal::api::roster::{ContactsPage, EditEntryPage, EntryPage, Lookup};
use assister_portal::domain::roster::AccountState;
use assister_portal::messages::Language;
use std::time::Duration;

pub const CONTACT: &str = "contact@demo.test";

/// Somebody who is written down.
pub fn ann() -> Vec<(&'static str, &'static str)> {
    vec![
        ("roster", "navigator"),
        ("first_name", "Ann"),
        ("last_name", "Berg"),
        ("certification_email", "Ann.Berg@northernlights.demo.test"),
        ("training_id", "mn-ann-1"),
        ("phone", "(218) 555-0199"),
        ("email", "info@northernlights.demo.test"),
        ("city", "Duluth"),
        ("languages", "English, Somali"),
        ("portal_access", "no"),
    ]
}

/// The same with another value of a field.
pub fn with<'a>(mut fields: Vec<(&'a str, &'a str)>, name: &'a str, value: &'a str) -> Vec<(&'a str, &'a str)> {
    fields.retain(|(field, _)| *field != name);
    fields.push((name, value));
    fields
}

/// The address of the one with this name on the first page of a roster.
pub async fn entry_of(contact: &Person, query: &str, name: &str) -> String {
    let rows = rows(&contact.page(&format!("/agency{query}")).await);
    rows.iter().find(|row| row.says("Name") == name).unwrap_or_else(|| panic!("{name} is not on the page")).id().to_owned()
}

/// The names on a page of a roster.
fn names(page: &str) -> Vec<String> {
    rows(page).iter().map(|row| row.says("Name").to_owned()).collect()
}

/// How many a roster says that there are.
fn total(page: &str) -> usize {
    let (_, rest) = page.split_once("class=\"total\">").unwrap();
    rest.split(' ').next().unwrap().parse().unwrap_or_else(|_| panic!("{rest}"))
}

/// The edit form as it is shown, to be sent with changes.
pub async fn form_of(contact: &Person, id: &str) -> Vec<(String, String)> {
    let page: EditEntryPage = contact.load("/api/edit-entry-page", (id, "")).await.read();
    let mut fields: Vec<(String, String)> = page.form.values.into_iter().collect();
    fields.push(("id".into(), id.into()));
    fields
}

pub async fn edits(contact: &Person, form: &[(String, String)], changes: &[(&str, &str)]) -> Answer {
    let mut fields: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    for (name, value) in changes {
        fields = with(fields, name, value);
    }
    contact.post("/api/edit-entry", &fields).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_roster_shows_everybody_of_the_organization_with_what_counts() {
    on_both(async |app: App| {
        let contact = app.demo(CONTACT).await;
        let navigators = contact.page("/agency").await;
        let cacs = contact.page("/agency?roster=cac").await;
        assert_eq!(total(&navigators) + total(&cacs), 30);
        let chosen = |page: &str| {
            page.split("aria-current=\"page\"").skip(1).any(|rest| words(&format!("<a{}", rest.split("</a>").next().unwrap())) == "CACs")
        };
        assert_eq!((chosen(&navigators), chosen(&cacs)), (false, true));
        let everybody = rows(&navigators);
        let row = |name: &str| everybody.iter().find(|row| row.says("Name") == name).unwrap_or_else(|| panic!("{name}"));
        let counts = |row: &Row| ["Gates met", "Account", "In directory"].map(|column| row.says(column).to_owned());
        assert_eq!(row("Linnea Sandberg").says("Training ID"), "MN-TRAIN-0001");
        assert_eq!(counts(row("Linnea Sandberg")), ["3 of 4", "Not enrolled", "No"]);
        assert_eq!(counts(row("Hawa Jama")), ["4 of 4", "Not enrolled", "No"]);
        assert_eq!(counts(row("Ingrid Halvorson")), ["4 of 4", "Active", "Yes"]);
        assert_eq!(counts(row("Leif Iverson"))[1..], ["Suspended", "No"]);
        let certified = row("Ingrid Halvorson").says("Certification");
        assert!(certified.starts_with("Certified through "), "{certified}");

        let html = contact.page("/agency").await.replace("<!>", "").replace("<!---->", "");
        for text in [
            "Your organization",
            "Northern Lights Health Navigators",
            "Navigators",
            "CACs",
            "Add an assister",
            "Invite a contact",
            "Name</th>",
            "Assister ID</th>",
            "Training ID</th>",
            "Employment</th>",
            "Certification</th>",
            "Assister Portal Access</th>",
            "Gates met</th>",
            "Account</th>",
            "In directory</th>",
            "3 of 4",
        ] {
            assert!(html.contains(text), "{text}");
        }
        assert!(!html.contains("Abdi Warsame"), "another organization's");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_roster_is_filtered_by_state_as_it_is_at_this_moment() {
    on_both(async |app: App| {
        let contact = app.demo(CONTACT).await;
        let names_of = async |query: &str| {
            let page = contact.page(&format!("/agency{query}")).await;
            let shown = rows(&page);
            assert_eq!(total(&page), shown.len());
            let state = query.split("state=").nth(1).and_then(AccountState::from_code).unwrap();
            let state = Language::default().messages().account_state(state);
            assert!(shown.iter().all(|row| row.says("Account") == state), "{query}: {shown:?}");
            names(&page)
        };
        let active = names_of("?state=active").await;
        assert!(active.contains(&"Ingrid Halvorson".to_owned()) && !active.contains(&"Leif Iverson".to_owned()));
        assert_eq!(names_of("?state=enrolled").await, ["Astrid Holm"]);
        assert_eq!(names_of("?roster=cac&state=closed").await, ["Harold Winter"]);
        let suspended = ["Yusuf Farah", "Gunnar Foss", "Leif Iverson", "Donna St. Clair"].map(str::to_owned);
        assert_eq!(names_of("?state=suspended").await.iter().filter(|name| suspended.contains(name)).count(), 4);
        // Certification runs out by itself.
        app.wait(Duration::from_secs(2 * 366 * 24 * 60 * 60));
        let contact = app.demo(CONTACT).await;
        let page = contact.page("/agency?state=active").await;
        assert_eq!(total(&page), 0);
        assert!(page.contains("Nobody has an account in this state"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_search_finds_people_by_name_and_identifiers_and_is_in_no_address() {
    on_both(async |app: App| {
        let contact = app.demo(CONTACT).await;
        let number = app.number("navigator@demo.test").await;
        for (words, expected) in [
            ("sandb", vec!["Linnea Sandberg"]),
            ("LINNEA sand", vec!["Linnea Sandberg"]),
            ("trainee@demo.test", vec!["Linnea Sandberg"]),
            ("mn-train-0001", vec!["Linnea Sandberg"]),
            ("bjorn gron", vec!["Bjørn Grøn"]),
            (number.as_str(), vec!["Ingrid Halvorson"]),
            ("trainee", vec![]),
            ("navigator2@demo.test", vec![]),
            ("%", vec![]),
        ] {
            let found = contact.post("/api/search-roster", &[("words", words), ("roster", "navigator")]).await;
            let address = found.location().to_owned();
            assert!(address.starts_with("/agency?roster=navigator&q="), "{address}");
            assert!(!address.contains("sand") && !address.contains("demo"), "{address}");
            let page = contact.page(&address).await;
            assert_eq!(names(&page), expected, "{words}");
            assert_eq!(page.contains("No assister matches"), expected.is_empty());
            // The key is worth nothing to anybody else.
            let other = app.demo(CONTACT).await.page(&address).await;
            let expired = Language::default().messages().agency_search_expired();
            assert!(other.contains(expired) && !page.contains(expired) && names(&other).len() > 1);
        }
        assert_eq!(contact.post("/api/search-roster", &[("words", " ")]).await.location(), "/agency");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn somebody_is_added_to_the_chosen_roster() {
    on_both(async |app: App| {
        let contact = app.demo(CONTACT).await;
        let added = contact.post("/api/add-entry", &ann()).await;
        let (page, saved) = added.location().split_once('?').unwrap_or_else(|| panic!("{}", added.location()));
        assert_eq!(saved, "saved=added");
        let html = contact.page(added.location()).await;
        for text in ["Ann Berg", "The assister was added to your roster.", "218-555-0199", "MN-ANN-1", "ann.berg@northernlights.demo.test"]
        {
            assert!(html.contains(text), "{text}");
        }
        let entry: EntryPage = contact.load("/api/roster-entry", (page.rsplit('/').next().unwrap(), "")).await.read();
        assert_eq!(entry.standing.gates.met(), 0);
        let code = &entry.facts.iter().find(|(label, _)| label == "Assister ID").unwrap().1;
        assert!(code.len() == 9 && code.chars().all(|c| c.is_ascii_alphanumeric()), "{code}");
        assert_eq!(entry.history.len(), 1);
        assert_eq!((entry.history[0].who.as_str(), entry.history[0].after.as_str()), ("Karin Solberg", "Ann Berg"));
        let audit = "SELECT COUNT(*) FROM audit_events WHERE action = 'assister_added' AND actor_role = 'agency_contact'";
        assert_eq!(app.one(audit).await, 1);
        // The same form again is refused: nobody is twice on a roster.
        let again = contact.post("/api/add-entry", &ann()).await;
        assert!(again.location().starts_with("/agency/add?retry="));
        assert!(contact.page(again.location()).await.contains("This email is already used by Ann Berg on your roster"));
        app.nobody_was_notified().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn somebody_of_one_name_is_on_the_roster_with_it_and_is_found_by_it() {
    on_both(async |app: App| {
        let contact = app.demo(CONTACT).await;
        let added = contact.post("/api/add-entry", &with(with(ann(), "first_name", ""), "last_name", "Suharto")).await;
        assert!(!added.location().contains("retry="), "{}", added.location());
        let found = contact.post("/api/search-roster", &[("words", "\u{200e}suharto"), ("roster", "navigator")]).await;
        let page = contact.page(found.location()).await;
        let name = page.split("Suharto").next().unwrap();
        assert!(page.contains("Suharto") && name.ends_with('>'), "the name and nothing before it: {page}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_refused_entry_says_why_and_keeps_what_was_typed() {
    on_both(async |app: App| {
        let contact = app.demo(CONTACT).await;
        let people = "SELECT COUNT(*) FROM assisters";
        let before = app.one(people).await;
        for (field, value, says) in [
            ("certification_email", "info@northernlights.demo.test", "info@… is a mailbox that several people read"),
            ("certification_email", "Office2@northernlights.demo.test", "office@… is a mailbox that several people read"),
            ("certification_email", "navigator2@demo.test", "navigator@… is a mailbox"),
            ("certification_email", "trainee@demo.test", "This email is already used by Linnea Sandberg on your roster"),
            ("certification_email", "ann", "Type an email address"),
            ("training_id", "MN-TRAIN-0001", "This Training ID is already used by Linnea Sandberg on your roster"),
            ("training_id", "a b", "Type the Training ID"),
            ("phone", "call me", "Type a phone number with its area code"),
            ("training_id", "\u{200b} ", "Training ID: type something here"),
            ("portal_access", "", "Choose Yes or No for Assister Portal Access"),
            ("roster", "broker", "Choose a roster"),
            ("roster", "", "Choose a roster"),
        ] {
            let refused = contact.post("/api/add-entry", &with(ann(), field, value)).await;
            assert!(refused.location().starts_with("/agency/add?retry="), "{field}={value}: {}", refused.location());
            let html = contact.page(refused.location()).await;
            assert!(html.contains(says), "{field}={value}: {html}");
            assert!(html.contains("value=\"English, Somali\"") && html.contains(&format!("href=\"#{field}\"")), "{field}={value}");
        }
        // Another organization's people are not named.
        app.execute("UPDATE assisters SET certification_email = 'abdi@prairierose.demo.test', training_id = 'PR-1' WHERE certification_email = 'navigator2@demo.test'").await;
        let taken = with(with(ann(), "certification_email", "abdi@prairierose.demo.test"), "training_id", "PR-1");
        let html = contact.page(contact.post("/api/add-entry", &taken).await.location()).await;
        assert!(html.contains("This email is already used<") && html.contains("This Training ID is already used<"), "{html}");
        assert!(!html.contains("Abdi") && !html.contains("Prairie"));
        assert_eq!(app.one(people).await, before);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_roster_that_says_no_takes_effect_at_once_and_leaves_its_history() {
    on_both(async |app: App| {
        let contact = app.demo(CONTACT).await;
        let ingrid = app.demo("navigator@demo.test").await;
        let consumer = app.consumer("Rosa Real").await;
        let number = app.number("navigator@demo.test").await;
        let id = entry_of(&contact, "", "Ingrid Halvorson").await;
        let form = form_of(&contact, &id).await;
        assert_eq!(ingrid.get("/clients").await.status, 200);
        let saved = edits(&contact, &form, &[("portal_access", "no")]).await;
        assert_eq!(saved.location(), format!("/agency/assisters/{id}?saved=changed"));
        assert_eq!(ingrid.get("/clients").await.status, 303, "signed out");
        assert_eq!(
            app.one("SELECT COUNT(*) FROM sessions s JOIN users u ON u.id = s.user_id WHERE u.email = 'navigator@demo.test'").await,
            0
        );
        let found = consumer.post("/api/find-assister", &[("number", &number)]).await;
        assert!(found.location().contains("retry="), "the number does not resolve: {}", found.location());
        let entry: EntryPage = contact.load("/api/roster-entry", (&id, "")).await.read();
        let change = &entry.history[0];
        assert_eq!((change.field.as_str(), change.before.as_str(), change.after.as_str()), ("Assister Portal Access", "Yes", "No"));
        assert_eq!((change.who.as_str(), change.role.as_str()), ("Karin Solberg", "Agency contact"));
        assert_eq!(entry.standing.account, AccountState::Suspended);
        let html = contact.page(&format!("/agency/assisters/{id}")).await;
        for text in ["<h1", "Ingrid Halvorson", "The roster says No to portal access", ">Yes</td>", ">No</td>", "Agency contact"] {
            assert!(html.contains(text), "{text}");
        }
        // And back.
        let form = form_of(&contact, &id).await;
        edits(&contact, &form, &[("portal_access", "yes")]).await;
        assert_eq!(app.demo("navigator@demo.test").await.get("/clients").await.status, 200);
        assert_eq!(consumer.post("/api/find-assister", &[("number", &number)]).await.location(), "/account/assister/add/check");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn saving_what_is_there_already_leaves_no_trace() {
    on_both(async |app: App| {
        let contact = app.demo(CONTACT).await;
        let id = entry_of(&contact, "", "Ingrid Halvorson").await;
        let form = form_of(&contact, &id).await;
        let saved = edits(&contact, &form, &[]).await;
        assert_eq!(saved.location(), format!("/agency/assisters/{id}?saved=same"));
        assert!(contact.page(saved.location()).await.contains("Nothing was changed"));
        assert_eq!(app.one("SELECT COUNT(*) FROM assister_changes").await, 0);
        assert_eq!(app.one("SELECT COUNT(*) FROM audit_events WHERE action = 'assister_changed'").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_later_of_two_edits_is_told_what_changed_and_keeps_what_was_typed() {
    on_both(async |app: App| {
        let contact = app.demo(CONTACT).await;
        let id = entry_of(&contact, "", "Linnea Sandberg").await;
        let form = form_of(&contact, &id).await;
        edits(&contact, &form, &[("city", "Ely"), ("languages", "")]).await;
        let later = edits(&contact, &form, &[("city", "Cook")]).await;
        assert!(later.location().starts_with(&format!("/agency/assisters/{id}/edit?retry=")), "{}", later.location());
        let html = contact.page(later.location()).await;
        assert!(html.contains("Karin Solberg changed this entry while you were editing it."), "{html}");
        assert!(html.contains("City: Ely") && html.contains("Languages spoken: nothing") && html.contains("value=\"Cook\""));
        // In the running application the page is shown anew, too: the form has to know what it is now about.
        let mut fields: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        fields = with(fields, "city", "Cook");
        assert!(contact.call("/api/edit-entry", &fields).await.location().contains("/edit?retry="));
        let seen = hidden(&html, "seen");
        let informed = edits(&contact, &form, &[("city", "Cook"), ("seen", &seen)]).await;
        assert!(informed.location().ends_with("?saved=changed"), "{}", informed.location());
        // A form that does not say what it was shown with overwrites nothing.
        let blind = edits(&contact, &form, &[("city", "Tower"), ("seen", "")]).await;
        assert!(blind.location().contains("/edit?retry="));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn another_organizations_people_look_like_nobody() {
    on_both(async |app: App| {
        let contact = app.demo(CONTACT).await;
        let own = entry_of(&contact, "", "Linnea Sandberg").await;
        let own_form = form_of(&contact, &own).await;
        let org = "SELECT COUNT(*) FROM assisters WHERE city = 'Ely'";
        let before = app.one(org).await;
        // The contact goes over to another organization.
        app.execute(
            "UPDATE users SET organization_id = (SELECT id FROM organizations WHERE name = 'Prairie Rose Community Action')
             WHERE email = 'contact@demo.test'",
        )
        .await;
        let stranger = app.demo(CONTACT).await;
        let unreal = "01900000-0000-7000-8000-000000000000";
        let mut seen = Vec::new();
        for id in [own.as_str(), unreal] {
            for path in ["", "/edit"] {
                let page = stranger.get(&format!("/agency/assisters/{id}{path}")).await;
                assert_eq!(page.status, 404);
                assert!(page.body.contains("Page not found") && !page.body.contains("Linnea"));
            }
            assert_eq!(stranger.load("/api/roster-entry", (id, "")).await.status, 404);
            assert_eq!(stranger.load("/api/edit-entry-page", (id, "")).await.status, 404);
            let edit = edits(&stranger, &own_form, &[("id", id), ("city", "Ely")]).await;
            let look_up = stranger.post("/api/look-up-number", &[("id", id)]).await;
            assert_eq!((edit.status, look_up.status), (404, 404));
            seen.push((edit.location().to_owned(), look_up.location().to_owned()));
        }
        assert_eq!(seen[0], seen[1]);
        assert_eq!(app.one(org).await, before);
        assert_eq!(app.one("SELECT COUNT(*) FROM audit_events WHERE action = 'number_looked_up'").await, 0);
        let roster = stranger.page("/agency").await;
        assert_eq!((total(&roster), names(&roster)), (1, vec!["Abdi Warsame".to_owned()]));
        assert!(!roster.contains("CACs"), "one roster: no choice");
        // What is added goes to their own organization, whatever else is sent.
        let added = stranger.post("/api/add-entry", &with(ann(), "organization", "1")).await;
        assert!(added.location().ends_with("saved=added"), "{}", added.location());
        assert_eq!(total(&stranger.page("/agency").await), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_reference_number_is_looked_up_one_at_a_time_and_each_time_is_logged() {
    on_both(async |app: App| {
        let contact = app.demo(CONTACT).await;
        let number = app.number("navigator@demo.test").await;
        for (name, gives) in [("Ingrid Halvorson", Some(&number)), ("Linnea Sandberg", None)] {
            let id = entry_of(&contact, "", name).await;
            let page = format!("/agency/assisters/{id}");
            assert!(!contact.page(&page).await.contains(&number), "not before it is looked up");
            let answer = contact.post("/api/look-up-number", &[("id", &id)]).await;
            let (address, retry) = answer.location().split_once("?retry=").unwrap();
            assert_eq!(address, page);
            assert!(!answer.location().contains(&number));
            let shown: EntryPage = contact.load("/api/roster-entry", (&id, retry)).await.read();
            assert_eq!(shown.lookup, Some(gives.map_or(Lookup::NoneYet, |number| Lookup::Number(number.clone()))));
            let html = contact.page(answer.location()).await;
            let says = gives.map_or("There is no reference number yet.".to_owned(), |number| format!("The reference number is {number}."));
            assert!(html.contains(&says));
            // The answer belongs to this person and this session.
            let elsewhere = entry_of(&contact, "", "Hawa Jama").await;
            assert_eq!(contact.load("/api/roster-entry", (&elsewhere, retry)).await.read::<EntryPage>().lookup, None);
            let other = app.demo(CONTACT).await;
            assert_eq!(other.load("/api/roster-entry", (&id, retry)).await.read::<EntryPage>().lookup, None);
            let logged = format!("SELECT COUNT(*) FROM audit_events e JOIN assisters a ON a.id = e.assister_id WHERE e.action = 'number_looked_up' AND a.display_name = '{name}'");
            assert_eq!(app.one(&logged).await, 1);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_second_contact_is_invited_by_mail() {
    on_both(async |app: App| {
        let contact = app.demo(CONTACT).await;
        let invite = async |name: &str, email: &str| contact.post("/api/invite-contact", &[("name", name), ("email", email)]).await;
        let done = invite("Berit Moen", "Berit@northernlights.demo.test").await;
        assert_eq!(done.location(), "/agency/contacts?invited=now");
        let html = contact.page(done.location()).await;
        assert!(html.contains("Agency contacts") && html.contains("Berit Moen") && html.contains("berit@northernlights.demo.test"));
        assert!(html.contains("The invitation is on its way."));
        let mails = "SELECT COUNT(*) FROM outbox WHERE kind = 'invitation' AND recipient = 'berit@northernlights.demo.test' AND body LIKE '%/set-up/%'";
        let links = |state: &str| {
            format!(
                "SELECT COUNT(*) FROM one_time_links l JOIN users u ON u.id = l.user_id WHERE l.purpose = 'set_up'
                 AND u.role = 'agency_contact' AND u.password_hash IS NULL AND l.replaced_at IS {state}"
            )
        };
        assert_eq!((app.one(mails).await, app.one(&links("NULL")).await), (1, 1));
        assert_eq!(app.one("SELECT COUNT(*) FROM audit_events WHERE action = 'staff_created' AND organization_id IS NOT NULL").await, 1);
        // Again: a new link, and the one before is dead.
        app.wait(Duration::from_secs(60));
        assert_eq!(invite("Berit Moen", "berit@northernlights.demo.test").await.location(), "/agency/contacts?invited=again");
        assert_eq!((app.one(mails).await, app.one(&links("NULL")).await, app.one(&links("NOT NULL")).await), (2, 1, 1));
        let page: ContactsPage = contact.load("/api/agency-contacts", "").await.read();
        assert_eq!(page.contacts.iter().map(|contact| (contact.name.as_str(), contact.set_up)).collect::<Vec<_>>(), [("Berit Moen", false), ("Karin Solberg", true)]);
        // Whether it opens an account is not told, but for a colleague's.
        for email in ["consumer@demo.test", "arc@demo.test"] {
            assert_eq!(invite("Somebody Else", email).await.location(), "/agency/contacts?invited=now", "{email}");
        }
        let refused = invite("Somebody Else", CONTACT).await;
        assert!(refused.location().starts_with("/agency/contacts?retry="));
        let html = contact.page(refused.location()).await;
        assert!(html.contains("This email can’t be used") && html.contains("value=\"Somebody Else\""), "{html}");
        for (name, email) in [("", "x@example.test"), ("Nobody", "x")] {
            assert!(invite(name, email).await.location().starts_with("/agency/contacts?retry="));
        }
        assert_eq!(app.one("SELECT COUNT(*) FROM outbox").await, 4);
    })
    .await;
}
