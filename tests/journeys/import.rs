//! Importing a roster: whatever the file is, there is a clear result and nothing half done.

use crate::journeys::app::{Answer, App, MULTIPART_END, Person, hidden, multipart, on_both};
use assister_portal::domain::access::{Action, Decision};
use assister_portal::domain::access::{ERRORS_ROUTE, PLANS_ROUTE, ROUTES, Relation, TEMPLATE_ROUTE, TRAININGS_ROUTE, UPLOAD_ROUTE, decide};
use assister_portal::domain::identity::Role;
use std::time::Duration;

const HEAD: &str =
    "First name,Last name,Certification email,Training ID,Phone,Email,City,Languages spoken,Assister Portal Access,Employment\r\n";

const ANN: &str = "Ann,Import,ann@import.test,MN-IMP-0001,651-555-0101,help@import.test,Duluth,\"English, Somali\",Yes,Active\r\n";
const BO: &str = "Bo,Import,bo@import.test,MN-IMP-0002,651-555-0102,help@import.test,,,No,Active\r\n";

/// The demo's agency contact, whose organization keeps both rosters.
async fn contact(app: &App) -> Person {
    app.execute("UPDATE organizations SET has_navigators = TRUE, has_cacs = TRUE WHERE id IN (SELECT organization_id FROM users)").await;
    app.demo("contact@demo.test").await
}

async fn upload(contact: &Person, file: impl AsRef<[u8]>) -> Answer {
    contact.upload(UPLOAD_ROUTE, &[("roster", "navigator")], file.as_ref()).await
}

/// Uploads a file that is accepted; gives the address of its preview.
async fn preview(contact: &Person, file: impl AsRef<[u8]>) -> String {
    let answer = upload(contact, file).await;
    if answer.location().starts_with("/agency/import?") {
        panic!("refused: {}", text(&contact.page(answer.location()).await));
    }
    assert!(answer.location().starts_with("/agency/imports/"), "{} {}", answer.status, answer.body);
    answer.location().to_owned()
}

async fn confirm(contact: &Person, preview: &str) -> Answer {
    contact.post("/api/confirm-import", &[("import", preview.rsplit('/').next().unwrap())]).await
}

/// Waits until an import is carried out.
async fn done(contact: &Person, preview: &str) -> String {
    for _ in 0..600 {
        let page = contact.page(preview).await;
        if page.contains("Import done") {
            return page;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the import is not done: {}", text(&contact.page(preview).await));
}

/// A page as it is read.
fn text(page: &str) -> String {
    let mut text = String::new();
    let mut tag = false;
    for c in page.split_once("<h1").map_or(page, |(_, rest)| rest).replace("<!>", "").chars() {
        match c {
            '<' => tag = true,
            '>' => {
                tag = false;
                text.push(' ');
            }
            c if !tag => text.push(c),
            _ => {}
        }
    }
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    words.replace("&#x27;", "'").replace("&quot;", "\"").replace("&amp;", "&")
}

/// The numbers of the tabs: all, added, changed, inactivated, unchanged, refused.
fn counts(page: &str) -> [u32; 6] {
    let numbers = page.split("tabs__count\">").skip(1).map(|rest| rest.split('<').next().unwrap().parse().unwrap());
    numbers.collect::<Vec<u32>>().try_into().unwrap()
}

async fn on_roster(app: &App) -> i64 {
    app.one("SELECT COUNT(*) FROM assisters").await
}

/// A file of so many people who are on no roster.
pub fn roster_of(people: u32) -> String {
    let row = |person: u32| ANN.replace("ann@", &format!("a{person}@")).replace("MN-IMP-0001", &format!("MN-IMP-{person:05}"));
    std::iter::once(HEAD.to_owned()).chain((10..people + 10).map(row)).collect()
}

/// Imports a file of new people, from the upload to the result.
pub async fn a_roster_is_imported(app: &App, file: &str) {
    let people = u32::try_from(file.lines().count() - 1).unwrap();
    let (contact, before) = (contact(app).await, on_roster(app).await);
    let preview = preview(&contact, file).await;
    confirm(&contact, &preview).await;
    assert_eq!(counts(&done(&contact, &preview).await), [people, people, 0, 0, 0, 0]);
    assert_eq!(on_roster(app).await, before + i64::from(people));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_roster_is_imported_after_it_was_looked_at_and_a_second_time_changes_nothing() {
    on_both(async |app: App| {
        let contact = contact(&app).await;
        let before = on_roster(&app).await;
        let preview_page = preview(&contact, format!("{HEAD}{ANN}{BO}")).await;
        let page = contact.page(&preview_page).await;
        assert!(page.contains(">Check the import<") && page.contains(">Confirm import<") && page.contains(">Cancel<"));
        assert_eq!(counts(&page), [2, 2, 0, 0, 0, 0]);
        assert_eq!(on_roster(&app).await, before, "nothing changes before it is confirmed");

        // Twice, as a double click does.
        for _ in 0..2 {
            let answer = confirm(&contact, &preview_page).await;
            assert_eq!((answer.status, answer.location()), (303, format!("{preview_page}?confirmed=now").as_str()));
        }
        let page = done(&contact, &preview_page).await;
        assert_eq!(counts(&page), [2, 2, 0, 0, 0, 0]);
        assert_eq!(on_roster(&app).await, before + 2);
        let ann = "FROM assisters WHERE certification_email = 'ann@import.test' AND training_id = 'MN-IMP-0001'
                   AND public_phone = '651-555-0101' AND languages = 'English, Somali' AND portal_access = TRUE AND state = 'not_enrolled'";
        assert_eq!(app.one(&format!("SELECT COUNT(*) {ann}")).await, 1);
        for (action, times) in [("file_imported", 1), ("assister_added", 2)] {
            assert_eq!(app.one(&format!("SELECT COUNT(*) FROM audit_events WHERE action = '{action}'")).await, times, "{action}");
        }

        let again = preview(&contact, format!("{HEAD}{ANN}{BO}")).await;
        let page = contact.page(&again).await;
        assert_eq!(counts(&page), [2, 0, 0, 0, 2, 0]);
        assert!(!page.contains(">Confirm import<"), "there is nothing to confirm");

        // From, to; and who has left.
        let changed = BO.replace("No,Active", "no,INACTIVE");
        let next = preview(&contact, format!("{HEAD}{}{changed}", ANN.replace("Duluth", "Zumbro Falls"))).await;
        let page = contact.page(&next).await;
        assert_eq!(counts(&page), [2, 0, 1, 1, 0, 0]);
        let said = text(&page);
        assert!(said.contains("City: from Duluth to Zumbro Falls") && said.contains("Employment: from Active to Inactive"), "{said}");
        confirm(&contact, &next).await;
        done(&contact, &next).await;
        assert_eq!(app.one("SELECT COUNT(*) FROM assisters WHERE city = 'Zumbro Falls' AND employed = TRUE").await, 1);
        assert_eq!(app.one("SELECT COUNT(*) FROM assisters WHERE training_id = 'MN-IMP-0002' AND employed = FALSE").await, 1);
        assert_eq!(app.one("SELECT COUNT(*) FROM assister_changes WHERE before = 'Duluth' AND after = 'Zumbro Falls'").await, 1);
        app.nobody_was_notified().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_import_on_its_way_says_how_far_it_is_however_often_the_page_is_loaded() {
    on_both(async |app| {
        let contact = contact(&app).await;
        let preview = preview(&contact, format!("{HEAD}{ANN}{BO}")).await;
        // As a server leaves it that stopped after the first line.
        app.execute("UPDATE imports SET status = 'running', todo = 2, done = 1, done_line = 2").await;
        for _ in 0..2 {
            let page = contact.get(&preview).await;
            assert_eq!(page.headers["refresh"], "3", "without JavaScript the page loads itself anew");
            assert!(text(&page.body).contains("1 of 2"), "{}", text(&page.body));
        }
        app.execute("UPDATE imports SET status = 'ready', done = 0, done_line = 0").await;
        confirm(&contact, &preview).await;
        done(&contact, &preview).await;
        assert!(!contact.get(&preview).await.headers.contains_key("refresh"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_file_that_says_no_stops_an_open_account_at_once() {
    on_both(async |app| {
        let contact = contact(&app).await;
        // Not the mailbox of several people that the demo's own navigator has.
        let (own, of) = ("ingrid@import.test", "certification_email = 'ingrid@import.test'");
        app.execute(&format!("UPDATE assisters SET certification_email = '{own}' WHERE certification_email = 'navigator@demo.test'")).await;
        app.execute(&format!("UPDATE users SET email = '{own}' WHERE email = 'navigator@demo.test'")).await;
        let training = app.text(&format!("SELECT training_id FROM assisters WHERE {of}")).await;
        let number = app.number(own).await;
        for (end, access, employment) in [("no access", "No", "Active"), ("not employed", "Yes", "Inactive")] {
            app.execute(&format!("UPDATE assisters SET portal_access = TRUE, employed = TRUE WHERE {of}")).await;
            let (navigator, client) = (app.demo(own).await, app.demo("consumer3@demo.test").await);
            navigator.page("/clients").await;
            let row = format!("Ingrid,Halvorson,{own},{training},651-555-0101,help@import.test,,,{access},{employment}\r\n");
            let preview = preview(&contact, format!("{HEAD}{row}")).await;
            navigator.page("/clients").await;
            confirm(&contact, &preview).await;
            let page = done(&contact, &preview).await;
            assert_eq!(counts(&page)[4..], [0, 0], "{}", text(&page));
            assert_eq!(navigator.get("/clients").await.status, 303, "{end}: signed out");
            let found = client.post("/api/find-assister", &[("number", &number)]).await;
            assert_ne!(found.location(), "/account/assister/add/check", "{end}: the number finds nobody");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_bad_row_spoils_no_other_and_the_errors_can_be_downloaded() {
    on_both(async |app: App| {
        let contact = contact(&app).await;
        app.execute("UPDATE assisters SET certification_email = 'fay@elsewhere.test' WHERE certification_email = 'navigator2@demo.test'")
            .await;
        let rows = [
            ANN,
            "Cy,Generic,info@import.test,MN-IMP-0003,651-555-0103,help@import.test,,,Yes,Active\r\n",
            "=cmd|'/C calc'!A0,Formula,df@import.test,MN-IMP-0004,651-555-0104,help@import.test,,,Yes,Active\r\n",
            "Di,Same,ANN@import.test,MN-IMP-0005,651-555-0105,help@import.test,,,Yes,Active\r\n",
            "Ed,Open,ed@import.test,\"MN-IMP-0006,651-555-0106,help@import.test,,,Yes,Active\r\n",
            "Fay,Elsewhere,fay@elsewhere.test,MN-IMP-0007,651-555-0107,help@import.test,,,Yes,Active\r\n",
            "Gus,Choice,gus@import.test,MN-IMP-0008,651-555-0108,help@import.test,,,maybe,Active\r\n",
            "Hal,Short\r\n",
            BO,
        ];
        let preview_page = preview(&contact, format!("{HEAD}{}", rows.concat())).await;
        let page = contact.page(&format!("{preview_page}?show=refuse")).await;
        assert_eq!(counts(&page), [9, 2, 0, 0, 0, 7]);
        let said = text(&page);
        for why in [
            "Certification email is a mailbox that several people read",
            "First name begins like a formula",
            "The same person, Training ID or certification email is on line 2 already",
            "A quotation mark in this line is opened and not closed",
            "The certification email is already used",
            "Assister Portal Access must be Yes or No",
            "Training ID is missing",
        ] {
            assert!(said.contains(why), "{why}: {said}");
        }
        assert!(!said.contains("Lakes") && !page.contains("Prairie"), "whose the email is is not told: {said}");
        confirm(&contact, &preview_page).await;
        let page = done(&contact, &preview_page).await;
        assert_eq!(counts(&page), [9, 2, 0, 0, 0, 7]);
        assert_eq!(app.one("SELECT COUNT(*) FROM assisters WHERE display_name IN ('Ann Import', 'Bo Import')").await, 2);

        let errors = contact.get(&format!("{preview_page}/errors.csv")).await;
        assert_eq!(errors.headers["content-type"], "text/csv; charset=utf-8");
        assert!(errors.headers["content-disposition"].to_str().unwrap().starts_with("attachment"));
        assert!(errors.body.starts_with('\u{feff}') && errors.body.lines().count() == 8, "{}", errors.body);
        assert!(errors.body.contains("'=cmd|'/C calc'!A0"), "{}", errors.body);
        // What was corrected can be imported as it is: the columns in front are passed over.
        let corrected = errors.body.replace("info@import.test", "cy@import.test");
        let page = contact.page(&preview(&contact, corrected).await).await;
        assert_eq!(counts(&page)[1], 1);
        assert!(text(&page).contains("These columns are not part of a roster and are not imported: Line, Details"), "{}", text(&page));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn files_of_every_spreadsheet_are_read() {
    on_both(async |app: App| {
        let contact = contact(&app).await;
        let row = "Zoë,Nguyễn,zoe@import.test,MN-IMP-0009,651-555-0109,help@import.test,Duluth,English,Yes,Active\r\n";
        let file = format!("{HEAD}{row}");
        let windows = file.replace('ễ', "e");
        let (windows, _, lossless) = encoding_rs::WINDOWS_1252.encode(&windows);
        assert!(!lossless);
        let utf16: Vec<u8> = std::iter::once(0xFEFF).chain(file.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        for (what, file) in [
            ("UTF-8", file.clone().into_bytes()),
            ("a mark", format!("\u{feff}{file}").into_bytes()),
            ("UTF-16", utf16),
            ("Windows-1252", windows.into_owned()),
            ("line feeds", file.replace("\r\n", "\n").into_bytes()),
            ("carriage returns", file.replace("\r\n", "\r").into_bytes()),
            ("semicolons", file.replace(',', ";").into_bytes()),
            ("sep=", format!("sep=;\r\n{}", file.replace(',', ";")).into_bytes()),
            ("tabs", file.replace(',', "\t").into_bytes()),
            ("quotes", file.replace("Duluth", "\"Duluth\"").into_bytes()),
            ("empty lines", format!("\r\n{file}\r\n,,,,,,,,,\r\n").into_bytes()),
        ] {
            let page = contact.page(&preview(&contact, file).await).await;
            assert_eq!(counts(&page), [1, 1, 0, 0, 0, 0], "{what}: {}", text(&page));
            assert!(page.contains("Zoë Nguy"), "{what}: {}", text(&page));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_file_is_called_csv_or_txt_whatever_is_in_it() {
    on_both(async |app: App| {
        let (contact, manager) = (contact(&app).await, app.demo("manager@demo.test").await);
        let file = format!("{HEAD}{ANN}");
        for (who, route, fields) in [
            (&contact, UPLOAD_ROUTE, &[("roster", "navigator")][..]),
            (&manager, TRAININGS_ROUTE, &[]),
            (&manager, PLANS_ROUTE, &[("year", "2026")]),
        ] {
            for (name, said) in [
                ("roster.exe", "Choose a file whose name ends in .csv or .txt"),
                ("roster.csv.html", "Choose a file whose name ends in .csv or .txt"),
                ("roster", "Choose a file whose name ends in .csv or .txt"),
                ("Roster.XLSX", "This is a workbook"),
                ("", "Choose a CSV file"),
            ] {
                let answer = who.upload_called(name, route, fields, file.as_bytes()).await;
                let page = who.page(answer.location()).await;
                assert!(page.contains("href=\"#file\"") && page.contains(said), "{route} {name}: {}", text(&page));
            }
        }
        assert_eq!(app.one("SELECT COUNT(*) FROM imports").await + app.one("SELECT COUNT(*) FROM searches").await, 0);
        for name in ["Roster 2027.CSV", "roster.TXT"] {
            let answer = contact.upload_called(name, UPLOAD_ROUTE, &[("roster", "navigator")], file.as_bytes()).await;
            assert!(answer.location().starts_with("/agency/imports/"), "{name}: {}", answer.location());
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_file_that_is_no_roster_is_refused_as_a_whole_and_says_why() {
    on_both(async |app: App| {
        let contact = contact(&app).await;
        let no_id = HEAD.replace("Training ID,", "");
        let large = [HEAD.as_bytes(), &vec![b'x'; 51 * 1024 * 1024]].concat();
        for (file, why) in [
            (Vec::new(), "Choose a CSV file"),
            (HEAD.as_bytes().to_vec(), "no lines below"),
            (format!("{no_id}{ANN}").into_bytes(), "missing: “Training ID”"),
            (format!("Phone,{HEAD}{ANN}").into_bytes(), "The heading “Phone” is there twice"),
            (b"PK\x03\x04\x14\0\x06\0".to_vec(), "This is a workbook"),
            (vec![0x89, b'P', b'N', b'G', 0, 1], "can't be read as CSV"),
            (b"<html><body>Sign in to the network</body></html>".to_vec(), "must have these headings"),
            (large, "too large"),
        ] {
            let answer = upload(&contact, &file).await;
            assert!(answer.location().starts_with("/agency/import?retry="), "{why}: {} {}", answer.status, answer.location());
            let page = contact.page(answer.location()).await;
            assert!(text(&page).contains(why) && page.contains("error-summary"), "{why}: {}", text(&page));
            assert!(!answer.location().contains("csv"), "nothing of the file in the address");
        }
        assert_eq!(app.one("SELECT COUNT(*) FROM import_rows").await, 0);
        let elsewhere = contact.upload(UPLOAD_ROUTE, &[("roster", "broker")], format!("{HEAD}{ANN}").as_bytes()).await;
        assert!(text(&contact.page(elsewhere.location()).await).contains("Choose which roster the file is for"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_upload_that_is_cut_off_leaves_nothing() {
    on_both(async |app: App| {
        let contact = contact(&app).await;
        let rows: String = (0..1200).map(|n| ANN.replace("ann@", &format!("a{n}@")).replace("0001", &format!("{n:04}"))).collect();
        let whole = multipart(&[("roster", "navigator")], format!("{HEAD}{rows}").as_bytes());
        for cut in [whole.len(), whole.len() - 100, 300] {
            let answer = contact.upload_as_it_is(UPLOAD_ROUTE, whole[..cut].to_vec()).await;
            let page = contact.page(answer.location()).await;
            assert!(text(&page).contains("The upload was cut off before the file was here"), "{cut}: {}", text(&page));
        }
        // Even where the file itself ended at a line.
        assert_eq!(app.one("SELECT COUNT(*) FROM import_rows").await, 0);
        assert_eq!(app.one("SELECT COUNT(*) FROM imports WHERE status <> 'failed'").await, 0);
        let mut all = whole;
        all.extend_from_slice(MULTIPART_END);
        let answer = contact.upload_as_it_is(UPLOAD_ROUTE, all).await;
        let first = contact.page(answer.location()).await;
        assert_eq!(counts(&first), [1200, 1200, 0, 0, 0, 0]);
        assert!(first.contains(">51<") && !first.contains(">52<"), "fifty to a page");
        let next = first.split("rel=\"next\"").nth(1).unwrap().split("href=\"").nth(1).unwrap().split('"').next().unwrap();
        let second = contact.page(&next.replace("&amp;", "&")).await;
        assert!(second.contains(">52<") && second.contains("rel=\"prev\""));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_imports_of_the_same_file_at_once_have_one_effect_and_who_changed_meanwhile_is_left_alone() {
    on_both(async |app: App| {
        let contact = contact(&app).await;
        let file = format!("{HEAD}{ANN}{BO}");
        let (one, two) = (preview(&contact, &file).await, preview(&contact, &file).await);
        tokio::join!(confirm(&contact, &one), confirm(&contact, &two));
        let (one, two) = (counts(&done(&contact, &one).await), counts(&done(&contact, &two).await));
        assert_eq!((one[1] + two[1], one[4] + two[4], one[5] + two[5]), (2, 2, 0), "{one:?} {two:?}");
        assert_eq!(app.one("SELECT COUNT(*) FROM assister_changes WHERE field = 'added'").await, 2);

        let changed = preview(&contact, file.replace("Duluth", "Zumbro Falls").replace("No,Active", "Yes,Active")).await;
        app.execute("UPDATE assisters SET city = 'Grygla', changed_at = created_at WHERE training_id = 'MN-IMP-0001'").await;
        confirm(&contact, &changed).await;
        let page = done(&contact, &changed).await;
        assert_eq!(counts(&page), [2, 0, 1, 0, 0, 1]);
        assert!(text(&page).contains("Somebody changed this person after you looked"), "{}", text(&page));
        assert_eq!(app.one("SELECT COUNT(*) FROM assisters WHERE city = 'Grygla'").await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_cancelled_import_changes_nothing_and_old_rows_are_deleted() {
    on_both(async |app: App| {
        let contact = contact(&app).await;
        let before = on_roster(&app).await;
        let cancelled = preview(&contact, format!("{HEAD}{ANN}")).await;
        let page = contact.page(&cancelled).await;
        let answer = contact.post("/api/cancel-import", &[("import", &hidden(&page, "import"))]).await;
        assert!(contact.page(answer.location()).await.contains("Import cancelled"));
        confirm(&contact, &cancelled).await;
        assert!(contact.page(&cancelled).await.contains("Import cancelled"));

        let forgotten = preview(&contact, format!("{HEAD}{ANN}")).await;
        assert_eq!(app.one("SELECT COUNT(*) FROM import_rows").await, 1);
        app.wait(Duration::from_secs(24 * 60 * 60 + 1));
        app.store.sweep_imports(app.now()).await.unwrap();
        assert_eq!(app.one("SELECT COUNT(*) FROM import_rows").await, 0);
        let contact = app.demo("contact@demo.test").await;
        confirm(&contact, &forgotten).await;
        assert!(contact.page(&forgotten).await.contains("Import cancelled"));
        assert_eq!(on_roster(&app).await, before);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_import_is_nobody_elses_and_files_have_their_permissions_too() {
    on_both(async |app: App| {
        let contact = contact(&app).await;
        let own = preview(&contact, format!("{HEAD}Cy,Nosuch\r\n")).await;
        let id = own.rsplit('/').next().unwrap().to_owned();
        let callers: Vec<(Option<Role>, Person)> = vec![
            (None, app.visitor()),
            (Some(Role::Consumer), app.demo("consumer@demo.test").await),
            (Some(Role::Assister), app.demo("navigator@demo.test").await),
            (Some(Role::Arc), app.demo("arc@demo.test").await),
            (Some(Role::Bsl), app.demo("bsl@demo.test").await),
            (Some(Role::ResourceManager), app.demo("manager@demo.test").await),
        ];
        let roster = ROUTES.iter().filter(|(_, _, action)| matches!(action, Action::KeepRoster | Action::ChangeRosterEntry));
        for (method, route, action) in roster {
            let path = route.replace("{id}", &id);
            for (role, caller) in &callers {
                let answer = match *method {
                    "POST" => upload_to(caller, &path).await,
                    _ => caller.get(&path).await,
                };
                match decide(*role, *action, Relation::NotTheirs) {
                    Decision::SignIn => assert!(answer.location().starts_with("/sign-in"), "{path} by {role:?}: {}", answer.status),
                    Decision::NotFound => assert_eq!(answer.status, 404, "{path} by {role:?}"),
                    Decision::Allow => panic!("{path} by {role:?}"),
                }
                assert!(!answer.body.contains("Nosuch"), "{path} by {role:?}");
            }
        }
        assert_eq!(app.one("SELECT COUNT(*) FROM imports").await, 1);
        // Another organization's contact.
        let other =
            "UPDATE users SET organization_id = (SELECT organization_id FROM assisters WHERE certification_email = 'navigator2@demo.test')
                     WHERE email = 'contact@demo.test'";
        assert_eq!(contact.get(&ERRORS_ROUTE.replace("{id}", &id)).await.status, 200);
        app.execute(other).await;
        assert_eq!(contact.get(&own).await.status, 404);
        assert_eq!(contact.get(&ERRORS_ROUTE.replace("{id}", &id)).await.status, 404);
        assert_eq!(confirm(&contact, &own).await.status, 404);
        assert_eq!(contact.load("/api/import-progress", &id).await.status, 404);
        let template = contact.get(TEMPLATE_ROUTE).await;
        assert_eq!(template.body, format!("\u{feff}{HEAD}"));
    })
    .await;
}

async fn upload_to(caller: &Person, path: &str) -> Answer {
    caller.upload(path, &[("roster", "navigator")], format!("{HEAD}{ANN}").as_bytes()).await
}
