//! Trainings from another learning system: pasted, looked at, imported.

use crate::app::{App, Person, on_both};
use assister_portal::api::forms::Posted;
use assister_portal::api::learning::{IMPORT, PreviewLine, TrainingImportPage};
use assister_portal::domain::ids::AssisterId;
use assister_portal::domain::learning::{Effect, LineProblem};

const HEAD: &str = "Training ID,completed on,score";

/// Pastes lines below the head. Gives the key under which they are kept.
async fn pastes(manager: &Person, lines: &[&str]) -> String {
    let text = format!("{HEAD}\r\n{}\r\n", lines.join("\r\n"));
    let answer = manager.post("/api/preview-training-import", &[("lines", &text)]).await;
    let key = answer.location().strip_prefix(&format!("{IMPORT}?file="));
    key.unwrap_or_else(|| panic!("{} {}", answer.status, answer.location())).to_owned()
}

async fn preview(manager: &Person, key: &str) -> (u32, Vec<PreviewLine>) {
    match manager.load("/api/training-import-page", key).await.read() {
        TrainingImportPage::Preview { changing, lines, .. } => (changing, lines),
        TrainingImportPage::Paste { form } => panic!("{form:?}"),
    }
}

async fn gates(app: &App, id: AssisterId) -> [bool; 2] {
    let standing = app.store.standing(id).await.unwrap().unwrap();
    [standing.trained_at.is_some(), standing.mastered_at.is_some()]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_file_opens_gates_line_by_line_and_says_what_it_refuses() {
    on_both(async |app: App| {
        let ann = app.trainee("Ann Ray", "MN-IMPORT-1", "ann.ray@example.test").await;
        let bo = app.trainee("Bo Ray", "MN-IMPORT-2", "bo.ray@example.test").await;
        let cy = app.trainee("Cy Ray", "MN-IMPORT-3", "cy.ray@example.test").await;
        let manager = app.demo("manager@demo.test").await;
        let key = pastes(
            &manager,
            &[
                "mn-import-1,11/18/2026,70",
                "MN-IMPORT-2,2026-11-19,69.9 %",
                "MN-IMPORT-1,11/18/2026,90",
                "MN-NOBODY,11/18/2026,90",
                ",11/18/2026,90",
                "MN-IMPORT-3,11/31/2026,90",
                "MN-IMPORT-3,11/21/2026,90",
                "MN-IMPORT-3,11/18/2026,101",
                "MN-IMPORT-3",
            ],
        )
        .await;
        let (changing, lines) = preview(&manager, &key).await;
        let seen: Vec<_> = lines.iter().map(|line| (line.number.as_str(), line.name.as_str(), line.outcome)).collect();
        assert_eq!(
            seen,
            [
                ("2", "Ann Ray", Ok(Effect::Both)),
                ("3", "Bo Ray", Ok(Effect::Training)),
                ("4", "", Err(LineProblem::Twice)),
                ("5", "", Err(LineProblem::UnknownId)),
                ("6", "", Err(LineProblem::NoId)),
                ("7", "", Err(LineProblem::Date)),
                ("8", "", Err(LineProblem::Future)),
                ("9", "", Err(LineProblem::Score)),
                ("10", "", Err(LineProblem::Date)),
            ]
        );
        assert_eq!(changing, 2);
        let page = manager.page(&format!("{IMPORT}?file={key}")).await;
        assert!(page.contains("Training completed and assessment passed") && page.contains("Refused: nobody has this Training ID"));
        assert_eq!(gates(&app, ann).await, [false, false], "looking changes nothing");

        let done = manager.post("/api/import-trainings", &[("file", &key)]).await;
        assert_eq!(done.location(), format!("{IMPORT}?file={key}&imported=yes"));
        assert!(manager.page(done.location()).await.contains("The lines were imported."));
        assert_eq!([gates(&app, ann).await, gates(&app, bo).await, gates(&app, cy).await], [[true, true], [true, false], [false, false]]);
        let history = app.store.assister_history(ann).await.unwrap();
        let mut fields: Vec<_> = history.iter().map(|row| (row.field.as_str(), row.actor.as_str(), row.after.as_str())).collect();
        fields.sort_unstable();
        assert_eq!(fields, [("assessment", "Hodan Ali", "November 18, 2026"), ("training", "Hodan Ali", "November 18, 2026")]);
        let audited = "SELECT COUNT(*) FROM audit_events WHERE action = 'file_imported' AND actor_role = 'resource_manager'";
        assert_eq!(app.one(audited).await, 1);

        // The same again, by a second press or by pasting anew, changes nothing and is in no log.
        manager.post("/api/import-trainings", &[("file", &key)]).await;
        let again = pastes(&manager, &["MN-IMPORT-1,11/20/2026,30", "MN-IMPORT-2,11/20/2026,69.9"]).await;
        let (changing, lines) = preview(&manager, &again).await;
        assert!(changing == 0 && lines.iter().all(|line| line.outcome == Ok(Effect::Nothing)));
        manager.post("/api/import-trainings", &[("file", &again)]).await;
        assert_eq!([gates(&app, ann).await, gates(&app, bo).await], [[true, true], [true, false]], "nothing is taken away");
        assert_eq!((app.one(audited).await, app.store.assister_history(ann).await.unwrap().len()), (1, 2));

        // A later line with a passing score opens the gate that is left.
        let later = pastes(&manager, &["MN-IMPORT-2,11/20/2026,70"]).await;
        assert_eq!(preview(&manager, &later).await.1[0].outcome, Ok(Effect::Assessment));
        manager.post("/api/import-trainings", &[("file", &later)]).await;
        assert_eq!(gates(&app, bo).await, [true, true]);
        let mastered = app.store.standing(bo).await.unwrap().unwrap().mastered_at.unwrap();
        assert!(mastered <= app.now(), "today is not in the future");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_is_no_file_is_refused_and_stays_in_the_form() {
    on_both(async |app: App| {
        let manager = app.demo("manager@demo.test").await;
        let long = format!("Training ID,score\n{}", "MN-IMPORT-1,80\n".repeat(500));
        for (lines, message) in [
            (" \n", "Paste the lines of the file"),
            (long.as_str(), "The first line must name the columns"),
            (HEAD, "There are no lines below"),
        ] {
            let Posted::Refused(form) = manager.call("/api/preview-training-import", &[("lines", lines)]).await.read() else {
                panic!("{lines}")
            };
            assert!(form.errors[0].message.starts_with(message), "{:?}", form.errors);
            assert_eq!(form.value("lines"), lines);
            let plain = manager.post("/api/preview-training-import", &[("lines", lines)]).await;
            let page = manager.page(plain.location()).await;
            assert!(page.contains(message), "{message}");
            assert!(page.contains(lines.trim()), "what was pasted is kept whole");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn pasted_lines_are_the_sessions_own_and_the_page_the_resource_managers() {
    on_both(async |app: App| {
        let ann = app.trainee("Ann Ray", "MN-IMPORT-1", "ann.ray@example.test").await;
        let manager = app.demo("manager@demo.test").await;
        let key = pastes(&manager, &["MN-IMPORT-1,11/18/2026,70"]).await;
        // Another session of the same account does not have them.
        let elsewhere = app.demo("manager@demo.test").await;
        let page: TrainingImportPage = elsewhere.load("/api/training-import-page", &key).await.read();
        assert!(matches!(page, TrainingImportPage::Paste { .. }));
        assert_eq!(elsewhere.post("/api/import-trainings", &[("file", &key)]).await.location(), IMPORT);
        for email in ["arc@demo.test", "bsl@demo.test", "contact@demo.test"] {
            let other = app.demo(email).await;
            assert_eq!(other.get(IMPORT).await.status, 404, "{email}");
            assert_eq!(other.post("/api/import-trainings", &[("file", &key)]).await.status, 404, "{email}");
        }
        assert_eq!(gates(&app, ann).await, [false, false]);
    })
    .await;
}
