//! Trainings from another learning system: a file is uploaded, looked at, imported.

use crate::journeys::app::{Answer, App, MULTIPART_END, Person, multipart, on_both};
use assister_portal::api::learning::{IMPORT, PreviewLine, TrainingImportPage};
use assister_portal::domain::access::{TRAININGS_REFUSED_ROUTE, TRAININGS_ROUTE, TRAININGS_TEMPLATE_ROUTE};
use assister_portal::domain::ids::AssisterId;
use assister_portal::domain::learning::{Effect, LineProblem};

const HEAD: &str = "Training ID,completed on,score\r\n";

async fn upload(staff: &Person, file: impl AsRef<[u8]>) -> Answer {
    staff.upload(TRAININGS_ROUTE, &[], file.as_ref()).await
}

/// Uploads lines below the head. Gives the key under which they are kept.
async fn uploads(staff: &Person, lines: &[&str]) -> String {
    let answer = upload(staff, format!("{HEAD}{}\r\n", lines.join("\r\n"))).await;
    let key = answer.location().strip_prefix(&format!("{IMPORT}?file="));
    key.unwrap_or_else(|| panic!("{} {}", answer.status, answer.location())).to_owned()
}

async fn import(staff: &Person, key: &str) {
    let done = staff.post("/api/import-trainings", &[("file", key)]).await;
    assert_eq!(done.location(), format!("{IMPORT}?file={key}&imported=yes"));
}

/// How many lines change something, whether they were imported, and each of them.
async fn lines(staff: &Person, key: &str) -> (u32, bool, Vec<PreviewLine>) {
    match staff.load("/api/training-import-page", key).await.read() {
        TrainingImportPage::Lines { changing, imported, lines, .. } => (changing, imported, lines),
        TrainingImportPage::Upload { form } => panic!("{form:?}"),
    }
}

async fn outcomes(staff: &Person, key: &str) -> Vec<Result<Effect, LineProblem>> {
    lines(staff, key).await.2.into_iter().map(|line| line.outcome).collect()
}

async fn gates(app: &App, id: AssisterId) -> [bool; 2] {
    let standing = app.store.standing(id).await.unwrap().unwrap();
    [standing.trained_at.is_some(), standing.mastered_at.is_some()]
}

async fn audited(app: &App, role: &str) -> i64 {
    let sql = "SELECT COUNT(*) FROM audit_events WHERE action = 'training_imported' AND assister_id IS NOT NULL";
    app.one(&format!("{sql} AND actor_role = '{role}'")).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_file_opens_gates_line_by_line_and_says_what_became_of_each() {
    on_both(async |app: App| {
        let ann = app.trainee("Ann Ray", "MN-IMPORT-1", "ann.ray@example.test").await;
        let bo = app.trainee("Bo Ray", "MN-IMPORT-2", "bo.ray@example.test").await;
        let cy = app.trainee("Cy Ray", "MN-IMPORT-3", "cy.ray@example.test").await;
        let arc = app.demo("arc@demo.test").await;
        let key = uploads(
            &arc,
            &[
                "mn-import-1,11/18/2026,70",
                "MN-IMPORT-2,2026-11-19,69.9 %",
                "MN-IMPORT-1,11/18/2026,90",
                "=MN-NOBODY,11/18/2026,90",
                ",11/18/2026,90",
                "MN-IMPORT-3,11/31/2026,90",
                "MN-IMPORT-3,11/21/2026,90",
                "MN-IMPORT-3,11/18/2026,101",
                "MN-IMPORT-3",
                "MN-IMPORT-3,11/18/2026,69,9",
                "MN-IMPORT-3,\"11/18/2026,90",
            ],
        )
        .await;
        let refused = [
            LineProblem::Twice,
            LineProblem::UnknownId,
            LineProblem::NoId,
            LineProblem::Date,
            LineProblem::Future,
            LineProblem::Score,
            LineProblem::Date,
            LineProblem::TooManyCells,
            LineProblem::OpenQuote,
        ];
        let expected: Vec<_> = [Ok(Effect::Both), Ok(Effect::Training)].into_iter().chain(refused.map(Err)).collect();
        let (changing, imported, shown) = lines(&arc, &key).await;
        let seen: Vec<_> = shown.iter().map(|line| (line.number.as_str(), line.name.as_str())).collect();
        assert_eq!((changing, imported, &seen[..3]), (2, false, [("2", "Ann Ray"), ("3", "Bo Ray"), ("4", "")].as_slice()));
        assert_eq!(outcomes(&arc, &key).await, expected);
        let page = arc.page(&format!("{IMPORT}?file={key}")).await;
        assert!(page.contains("Training completed and assessment passed") && page.contains("Refused: nobody you look after"));
        assert_eq!(gates(&app, ann).await, [false, false], "looking changes nothing");

        // Twice, as a double click does: one effect, and the page says the same.
        for _ in 0..2 {
            import(&arc, &key).await;
            assert_eq!(outcomes(&arc, &key).await, expected);
        }
        let page = arc.page(&format!("{IMPORT}?file={key}&imported=yes")).await;
        assert!(page.contains("Recorded: Training completed and assessment passed") && !page.contains(">Import<"));
        assert_eq!([gates(&app, ann).await, gates(&app, bo).await, gates(&app, cy).await], [[true, true], [true, false], [false, false]]);
        let history = app.store.assister_history(ann).await.unwrap();
        let mut fields: Vec<_> = history.iter().map(|row| (row.field.as_str(), row.after.as_str())).collect();
        fields.sort_unstable();
        assert_eq!(fields, [("assessment", "November 18, 2026"), ("training", "November 18, 2026")]);
        assert_eq!(audited(&app, "arc").await, 2, "one for each person");

        // The refused lines as a file; no cell of it is a formula.
        let file = arc.get(&TRAININGS_REFUSED_ROUTE.replace("{id}", &key)).await.body;
        assert!(file.starts_with("\u{feff}Line,Details,Training ID,completed on,score\r\n4,"), "{file}");
        assert!(file.contains("\r\n5,Refused: nobody you look after has this Training ID,'=MN-NOBODY,11/18/2026,90\r\n"), "{file}");
        assert_eq!(file.lines().count(), 1 + refused.len());
        assert!(!file.contains("Ann Ray"));

        // The same file again is known, and in no log.
        let again = uploads(&arc, &["MN-IMPORT-1,11/20/2026,30", "MN-IMPORT-2,11/20/2026,69.9"]).await;
        assert_eq!(outcomes(&arc, &again).await, [Ok(Effect::Nothing); 2], "said before it is imported");
        import(&arc, &again).await;
        assert_eq!(outcomes(&arc, &again).await, [Ok(Effect::Nothing); 2]);
        assert!(arc.page(&format!("{IMPORT}?file={again}")).await.contains("Already known"));
        assert_eq!([gates(&app, ann).await, gates(&app, bo).await], [[true, true], [true, false]], "nothing is taken away");
        assert_eq!((audited(&app, "arc").await, app.store.assister_history(ann).await.unwrap().len()), (2, 2));

        // A later line with a passing score opens the gate that is left.
        let later = uploads(&arc, &["MN-IMPORT-2,11/20/2026,70"]).await;
        import(&arc, &later).await;
        assert_eq!(outcomes(&arc, &later).await, [Ok(Effect::Assessment)]);
        assert!(app.store.standing(bo).await.unwrap().unwrap().mastered_at.unwrap() <= app.now(), "today is not in the future");
        app.nobody_was_notified().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn files_of_every_spreadsheet_are_read() {
    on_both(async |app: App| {
        app.trainee("Ann Ray", "MN-IMPORT-1", "ann.ray@example.test").await;
        let arc = app.demo("arc@demo.test").await;
        let text = "Training ID;completed on;score\r\n\"MN-IMPORT-1\";11/18/2026;\"70,0\"\r\n";
        let utf16 = std::iter::once(0xFEFF_u16).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        for file in [text.as_bytes().to_vec(), format!("\u{feff}{text}").into_bytes(), text.replace("\r\n", "\n").into_bytes(), utf16] {
            let answer = upload(&arc, &file).await;
            let key = answer.location().strip_prefix(&format!("{IMPORT}?file=")).unwrap_or_else(|| panic!("{}", answer.location()));
            assert_eq!(outcomes(&arc, key).await, [Ok(Effect::Both)]);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_is_no_file_of_trainings_is_refused_as_a_whole_and_says_why() {
    on_both(async |app: App| {
        let arc = app.demo("arc@demo.test").await;
        let long = format!("{HEAD}{}", "MN-IMPORT-1,11/18/2026,80\r\n".repeat(2_001));
        let large = format!("{HEAD}{}", format!("MN-IMPORT-1,11/18/2026,80{}\r\n", " ".repeat(1_500)).repeat(1_000));
        for (file, message) in [
            (b"".as_slice(), "Choose a CSV file"),
            (b"PK\x03\x04 a workbook", "This is a workbook"),
            (b"%PDF-1.7", "This file can&#x27;t be read as CSV"),
            (b"Training ID,score\r\nMN-IMPORT-1,80\r\n", "The first line must name the columns"),
            (HEAD.as_bytes(), "The file has headings, but no lines below them"),
            (long.as_bytes(), "The file has more than 2,000 lines"),
            (large.as_bytes(), "This file is too large"),
        ] {
            let answer = upload(&arc, file).await;
            assert!(answer.location().starts_with(&format!("{IMPORT}?retry=")), "{message}: {} {}", answer.status, answer.location());
            let page = arc.page(answer.location()).await;
            assert!(page.replace('\'', "&#x27;").contains(message), "{message}");
        }
        let whole = multipart(&[], format!("{HEAD}MN-IMPORT-1,11/18/2026,80\r\n").as_bytes());
        for cut in [whole.len(), whole.len() - 10] {
            let answer = arc.upload_as_it_is(TRAININGS_ROUTE, whole[..cut].to_vec()).await;
            assert!(arc.page(answer.location()).await.contains("The upload was cut off"), "{cut}");
        }
        assert_eq!(app.one("SELECT COUNT(*) FROM searches").await, 0, "nothing of any is kept");
        let answer = arc.upload_as_it_is(TRAININGS_ROUTE, [whole, MULTIPART_END.to_vec()].concat()).await;
        assert!(answer.location().starts_with(&format!("{IMPORT}?file=")));
        assert_eq!(arc.get(TRAININGS_TEMPLATE_ROUTE).await.body, format!("\u{feff}{HEAD}"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn staff_bring_in_trainings_of_those_they_look_after_and_a_file_is_its_sessions_own() {
    on_both(async |app: App| {
        app.execute("UPDATE assisters SET trained_at = NULL, mastered_at = NULL").await;
        for (n, email) in ["navigator@demo.test", "cac@demo.test", "broker@demo.test"].iter().enumerate() {
            let who = format!("(SELECT a.id FROM assisters a JOIN users u ON u.id = a.user_id WHERE u.email = '{email}')");
            app.execute(&format!("UPDATE assisters SET training_id = 'T-{n}' WHERE id = {who}")).await;
        }
        let file = ["T-0,11/18/2026,70", "T-1,11/18/2026,70", "T-2,11/18/2026,70"];
        let (both, nobody, known) = (Ok(Effect::Both), Err(LineProblem::UnknownId), Ok(Effect::Nothing));
        for (email, role, expected, rows) in [
            ("bsl@demo.test", "bsl", [nobody, nobody, both], 1),
            ("arc@demo.test", "arc", [both, both, nobody], 2),
            ("manager@demo.test", "resource_manager", [known, known, known], 0),
        ] {
            let staff = app.demo(email).await;
            let key = uploads(&staff, &file).await;
            // Neither another session of the same account nor somebody else has it.
            for other in [email, "manager@demo.test", "contact@demo.test"] {
                let elsewhere = app.demo(other).await;
                assert_eq!(elsewhere.get(&TRAININGS_REFUSED_ROUTE.replace("{id}", &key)).await.status, 404);
                let answer = elsewhere.post("/api/import-trainings", &[("file", &key)]).await;
                assert!(answer.status == 404 || answer.location() == IMPORT, "{other}");
            }
            assert_eq!(audited(&app, role).await, 0);
            import(&staff, &key).await;
            assert_eq!(outcomes(&staff, &key).await, expected, "{email}");
            assert_eq!(audited(&app, role).await, rows, "{email}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_the_same_file_twice_at_once_one_records() {
    on_both(async |app: App| {
        let ann = app.trainee("Ann Ray", "MN-IMPORT-1", "ann.ray@example.test").await;
        app.trainee("Bo Ray", "MN-IMPORT-2", "bo.ray@example.test").await;
        let (arc, manager) = (app.demo("arc@demo.test").await, app.demo("manager@demo.test").await);
        let file = ["MN-IMPORT-1,11/18/2026,70", "MN-IMPORT-2,11/18/2026,70"];
        let (one, two) = (uploads(&arc, &file).await, uploads(&manager, &file).await);
        // The first one pressed twice, too.
        tokio::join!(import(&arc, &one), import(&arc, &one), import(&manager, &two));
        let seen = [outcomes(&arc, &one).await, outcomes(&manager, &two).await];
        let (recorded, known) = (vec![Ok(Effect::Both); 2], vec![Ok(Effect::Nothing); 2]);
        assert!(seen == [recorded.clone(), known.clone()] || seen == [known, recorded], "{seen:?}");
        assert_eq!(audited(&app, "arc").await + audited(&app, "resource_manager").await, 2);
        assert_eq!(app.store.assister_history(ann).await.unwrap().len(), 2);
    })
    .await;
}
