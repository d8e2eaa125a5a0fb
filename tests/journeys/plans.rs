//! Catalogs of plans: the resource manager uploads a file, looks at it, imports it.

use crate::journeys::app::{Answer, App, MULTIPART_END, Person, multipart, on_both};
use assister_portal::api::plans::{CatalogLine, CatalogLines, PLANS, PlansPage};
use assister_portal::domain::access::{PLANS_REFUSED_ROUTE, PLANS_ROUTE, PLANS_TEMPLATE_ROUTE};
use assister_portal::domain::county::County;
use assister_portal::domain::money::Cents;
use assister_portal::domain::plans::import::{Column, LineAction, PREVIEW_PAGE};
use std::time::Duration;

/// The headings of the template.
fn head() -> String {
    Column::all().map(Column::heading).collect::<Vec<_>>().join(",")
}

/// A line that is right but for these cells.
fn line(changes: &[(Column, &str)]) -> String {
    let right = |column| match column {
        Column::Id => "mn-100".to_owned(),
        Column::Name => "Loon Silver".to_owned(),
        Column::Issuer => "Loon Lake Health".to_owned(),
        Column::Metal => "Silver".to_owned(),
        Column::Network => "Lakes".to_owned(),
        Column::Area => "Rating Area 8".to_owned(),
        Column::Age(age) => format!("{}.25", u32::from(age) * 10),
        Column::Deductible => "\"$4,000\"".to_owned(),
        Column::OutOfPocketLimit => "9000".to_owned(),
    };
    let cell = |column| changes.iter().find(|(other, _)| *other == column).map_or_else(|| right(column), |(_, text)| (*text).to_owned());
    Column::all().map(cell).collect::<Vec<_>>().join(",")
}

fn file(lines: &[String]) -> String {
    format!("{}\r\n{}\r\n", head(), lines.join("\r\n"))
}

async fn upload(manager: &Person, year: &str, file: impl AsRef<[u8]>) -> Answer {
    manager.upload(PLANS_ROUTE, &[("year", year)], file.as_ref()).await
}

/// Uploads a file that is read. Gives the key under which its lines are kept.
async fn uploads(manager: &Person, year: &str, lines: &[String]) -> String {
    let answer = upload(manager, year, file(lines)).await;
    let key = answer.location().strip_prefix(&format!("{PLANS}?file="));
    key.unwrap_or_else(|| panic!("{} {}", answer.status, answer.location())).to_owned()
}

async fn import(manager: &Person, key: &str) {
    let done = manager.post("/api/import-plans", &[("file", key)]).await;
    assert_eq!(done.location(), format!("{PLANS}?file={key}&imported=yes"));
}

async fn lines(manager: &Person, key: &str) -> CatalogLines {
    match manager.load("/api/plans-page", format!("file={key}")).await.read() {
        PlansPage::Lines(lines) => lines,
        PlansPage::Catalogs { form, .. } => panic!("{form:?}"),
    }
}

/// The IDs of the plans sold in a county.
async fn sold(app: &App, year: u16, county: &str) -> Vec<String> {
    let plans = app.store.plans_in(year, County::from_name(county).unwrap()).await.unwrap();
    plans.into_iter().map(|plan| plan.plan.code).collect()
}

/// How many plans the demo's catalog has, each counted in each of the places where it is sold.
async fn samples(app: &App) -> usize {
    usize::try_from(app.one("SELECT COUNT(*) FROM plans").await).unwrap()
}

async fn audited(app: &App) -> i64 {
    app.one("SELECT COUNT(*) FROM audit_events WHERE action = 'catalog_imported' AND request <> 'demo'").await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_catalog_is_looked_at_line_by_line_and_then_replaces_the_one_of_its_year() {
    on_both(async |app: App| {
        let manager = app.demo("manager@demo.test").await;
        assert!(manager.page("/resource-center").await.contains("href=\"/resource-center/plans\""), "a tab leads there");
        let page = manager.page(PLANS).await;
        assert!(page.contains("Sample plans (not real)") && page.contains("Current, sample data"));
        let (before, samples) = (sold(&app, 2027, "Hennepin").await, samples(&app).await);
        assert!(!before.is_empty());

        let key = uploads(
            &manager,
            "2027",
            &[
                line(&[]),
                line(&[(Column::Area, "Olmsted County"), (Column::Age(40), "\"$1,234.50\"")]),
                line(&[(Column::Area, "hennepin")]),
                line(&[(Column::Id, "MN-101"), (Column::Metal, "Tin"), (Column::Age(21), "free"), (Column::Age(22), "0")]),
                line(&[(Column::Id, "")]),
                line(&[(Column::Id, "MN-102"), (Column::Name, "=HYPERLINK(1)"), (Column::Area, "Dane County")]),
                line(&[(Column::Id, "MN-103"), (Column::Deductible, "9000.01")]),
                format!("{},more", line(&[(Column::Id, "MN-104")])),
                "MN-105".to_owned(),
                line(&[(Column::Id, "MN-106"), (Column::Name, "\"<b>Loon</b> & \"\"Co\"\"\"")]),
            ],
        )
        .await;
        let refused = [
            "",
            "",
            "Line 2 has this plan for the same place already",
            "“metal_level” must be Catastrophic, Bronze, Silver, Gold or Platinum; “age_21” must be an amount in dollars, for \
             example 345.67; “age_22” must be more than 0",
            "“plan_id” is missing",
            "“name” begins like a formula (=, +, - or @); “area” must be a county of Minnesota, or Rating Area and a number from 1 \
             to 9",
            "The deductible is more than the out-of-pocket limit",
            "This line has more cells than there are headings",
            "“name” is missing; “issuer” is missing; “metal_level” is missing; “network” is missing; “area” is missing; and 53 \
             more",
            "",
        ];
        let shown = lines(&manager, &key).await;
        assert_eq!(shown.lines.iter().map(|line| line.what.as_str()).collect::<Vec<_>>(), refused);
        let said = ["mn-100", "Loon Silver", "Rating Area 8"].map(str::to_owned);
        let first = CatalogLine { number: Some(2), said, action: LineAction::Add, what: String::new() };
        assert_eq!(shown.lines[0], first);
        assert_eq!((shown.year, shown.name.as_str(), shown.imported, shown.counts), (2027, "roster.csv", false, [3, 0, 0, samples, 7]));
        let page = manager.page(&format!("{PLANS}?file={key}")).await;
        assert!(page.contains("Lines: 10. Of these, 3 will be imported and 7 are refused. Nothing has been changed yet."));
        assert!(page.contains("The current catalog of 2027 is Sample plans (not real), with 32 plans."));
        assert!(page.contains("&lt;b&gt;Loon&lt;/b&gt; &amp; ") && !page.contains("<b>Loon"), "what stands in a file is text");
        assert_eq!((sold(&app, 2027, "Hennepin").await, audited(&app).await), (before, 0), "looking changes nothing");

        // The refused lines as a file; no cell of it is a formula.
        let answer = manager.get(&PLANS_REFUSED_ROUTE.replace("{id}", &key)).await;
        assert!(answer.body.starts_with(&format!("\u{feff}Line,Details,{}\r\n4,Line 2 has", head())), "{}", answer.body);
        assert!(answer.body.contains(",MN-102,'=HYPERLINK(1),"), "{}", answer.body);
        assert_eq!(answer.body.lines().count(), 1 + 7);

        // Twice, as a double click does: one catalog, and the page says the same.
        app.wait(Duration::from_secs(60));
        for _ in 0..2 {
            import(&manager, &key).await;
            let done = lines(&manager, &key).await;
            assert_eq!((done.lines, done.imported, done.counts), (shown.lines.clone(), true, shown.counts));
        }
        let page = manager.page(&format!("{PLANS}?file={key}&imported=yes")).await;
        assert!(page.contains("Plans imported") && page.contains("Imported: 3. Refused: 7.") && !page.contains(">Import plans<"));
        assert_eq!(sold(&app, 2027, "Hennepin").await, ["MN-100", "MN-106"]);
        let olmsted = app.store.plans_in(2027, County::from_name("Olmsted").unwrap()).await.unwrap();
        let [plan] = olmsted.as_slice() else { panic!("{olmsted:?}") };
        assert_eq!((plan.plan.premiums.at(40), plan.plan.deductible), (Cents(123_450), Cents::dollars(4_000)));
        assert_eq!(audited(&app).await, 1);
        let page = manager.page(PLANS).await;
        assert!(page.contains("roster.csv") && page.contains("Replaced, sample data") && page.contains("Hodan Ali"));

        // Another year has its own.
        let other = uploads(&manager, "2026", &[line(&[(Column::Id, "MN-200")])]).await;
        assert!(lines(&manager, &other).await.replaces.is_none());
        import(&manager, &other).await;
        assert_eq!((sold(&app, 2026, "Hennepin").await, sold(&app, 2027, "Hennepin").await.len()), (vec!["MN-200".to_owned()], 2));
        app.nobody_was_notified().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_file_is_compared_with_the_catalog_that_it_replaces_plan_by_plan() {
    on_both(async |app: App| {
        let manager = app.demo("manager@demo.test").await;
        let plans = |codes: std::ops::Range<u32>| codes.map(|n| line(&[(Column::Id, &format!("MN-{n}"))]));
        let first = uploads(&manager, "2026", &plans(100..160).collect::<Vec<_>>()).await;
        let shown = lines(&manager, &first).await;
        assert_eq!((shown.counts, shown.replaces), ([60, 0, 0, 0, 0], None));
        assert_eq!((shown.lines.len(), shown.more), (PREVIEW_PAGE, true));
        import(&manager, &first).await;

        // As it was, otherwise in each column, in another place, refused, and left out.
        app.wait(Duration::from_secs(60));
        let otherwise = [
            (Column::Id, "MN-158"),
            (Column::Name, "Loon Gold"),
            (Column::Metal, "Gold"),
            (Column::Age(20), "1"),
            (Column::Age(21), "1"),
            (Column::Deductible, "5000"),
        ];
        let elsewhere = [(Column::Id, "MN-100"), (Column::Area, "Olmsted")];
        let wrong = [(Column::Id, "MN-101"), (Column::Metal, "Tin")];
        let dearer = [(Column::Id, "MN-102"), (Column::Age(64), "700")];
        let changed = [line(&otherwise), line(&elsewhere), line(&wrong), line(&dearer)];
        let second = uploads(&manager, "2026", &plans(103..158).chain(changed).collect::<Vec<_>>()).await;
        let seen = |show: &'static str, page: usize| {
            let (manager, second) = (&manager, &second);
            async move {
                match manager.load("/api/plans-page", format!("file={second}&show={show}&page={page}")).await.read() {
                    PlansPage::Lines(lines) => lines,
                    PlansPage::Catalogs { .. } => panic!("no lines"),
                }
            }
        };
        let changes = [
            "age_20: from $200.25 to $1.00 (premiums that differ: 2); name: from Loon Silver to Loon Gold; metal_level: from silver to gold; \
             deductible: from $4,000.00 to $5,000.00",
            "age_64: from $640.25 to $700.00",
        ];
        for imported in [false, true] {
            if imported {
                import(&manager, &second).await;
            }
            let all = seen("all", 1).await;
            assert_eq!((all.imported, all.counts), (imported, [1, 2, 55, 3, 1]));
            assert_eq!((all.lines.len(), all.more), (9, false), "59 lines of the file, 50 on the page before");
            assert_eq!(all.replaces.unwrap().plans, 60);
            let change = seen("change", 0).await.lines;
            assert_eq!(change.iter().map(|line| line.what.as_str()).collect::<Vec<_>>(), changes);
            let gone = seen("leave-out", 0).await.lines;
            let codes: Vec<_> = gone.iter().map(|line| (line.number, line.said[0].as_str(), line.said[2].as_str())).collect();
            // The one with the wrong line, too: it could not be chosen any longer.
            assert_eq!(codes, ["MN-100", "MN-101", "MN-159"].map(|code| (None, code, "Rating Area 8")));
            assert_eq!(seen("add", 0).await.lines[0].said, ["MN-100", "Loon Silver", "Olmsted"]);
            assert_eq!(seen("refuse", 0).await.lines.len(), 1);
            assert!(seen("unchanged", 99).await.lines.is_empty());
        }
        let page = manager.page(&format!("{PLANS}?file={second}&show=leave-out")).await;
        assert!(page.contains("What was done") && page.contains("No longer sold") && page.contains("3 lines"));
        let page = manager.page(&format!("{PLANS}?file={first}&show=all")).await;
        assert!(page.contains(&format!("href=\"{PLANS}?file={first}&amp;show=all&amp;page=1\"")), "the way to the next page");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_is_no_catalog_is_refused_as_a_whole_and_says_why() {
    on_both(async |app: App| {
        let manager = app.demo("manager@demo.test").await;
        let short = format!("{}\r\n", head().replace(",age_40,", ",").replace("issuer,", ""));
        let twice = format!("{},Age 40\r\n{}", head(), line(&[]));
        let long = file(&vec!["MN-1".to_owned(); 2_001]);
        let large = file(&vec!["x".repeat(15_000); 150]);
        for (file, message) in [
            (b"".as_slice(), "Choose a CSV file"),
            (b"PK\x03\x04 a workbook", "This is a workbook"),
            (b"%PDF-1.7", "This file can't be read as CSV"),
            (short.as_bytes(), "they are missing: “issuer”, “age_40”. Use the template."),
            (twice.as_bytes(), "The heading “age_40” is there twice"),
            (b"First name,Last name\r\nAnn,Ray\r\n", "The first line must have these headings"),
            (head().as_bytes(), "The file has headings, but no lines below them"),
            (long.as_bytes(), "The file has more than 2,000 lines"),
            (large.as_bytes(), "This file is too large. It can have up to 2 MB."),
        ] {
            let answer = upload(&manager, "2026", file).await;
            assert!(answer.location().starts_with(&format!("{PLANS}?retry=")), "{message}: {} {}", answer.status, answer.location());
            let page = manager.page(answer.location()).await.replace("&#x27;", "'");
            assert!(page.contains(message), "{message}");
            let chosen = page.split("<input").find(|input| input.contains("value=\"2026\"")).unwrap();
            assert!(chosen.contains("checked"), "the year stays chosen");
        }
        // Both fields at once, and years that are over, to come or none.
        for year in ["", "2025", "2028", "02027", "2027 or so", &"2027".repeat(100)] {
            let answer = upload(&manager, year, "").await;
            let page = manager.page(answer.location()).await;
            assert!(page.contains("href=\"#year\"") && page.contains("Choose the coverage year"), "{year}");
            assert!(page.contains("href=\"#file\"") && page.contains("Choose a CSV file"), "{year}");
        }
        let whole = multipart(&[("year", "2027")], file(&[line(&[])]).as_bytes());
        for cut in [whole.len(), whole.len() - 10] {
            let answer = manager.upload_as_it_is(PLANS_ROUTE, whole[..cut].to_vec()).await;
            assert!(manager.page(answer.location()).await.contains("The upload was cut off"), "{cut}");
        }
        assert_eq!(app.one("SELECT COUNT(*) FROM searches").await, 0, "nothing of any is kept");
        let answer = manager.upload_as_it_is(PLANS_ROUTE, [whole, MULTIPART_END.to_vec()].concat()).await;
        assert!(answer.location().starts_with(&format!("{PLANS}?file=")));
        assert_eq!(manager.get(PLANS_TEMPLATE_ROUTE).await.body, format!("\u{feff}{}\r\n", head()));

        // A file of which nothing is right can be looked at, and not imported.
        let before = sold(&app, 2027, "Hennepin").await;
        let key = uploads(&manager, "2027", &[line(&[(Column::Area, "Atlantis")])]).await;
        let page = manager.page(&format!("{PLANS}?file={key}")).await;
        assert!(page.contains("No line of the file can be imported") && !page.contains(">Import plans<"));
        let answer = manager.post("/api/import-plans", &[("file", &key)]).await;
        assert_eq!(answer.location(), format!("{PLANS}?file={key}"));
        assert_eq!((sold(&app, 2027, "Hennepin").await, audited(&app).await), (before, 0));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn catalogs_are_the_resource_managers_and_a_file_is_its_sessions_own() {
    on_both(async |app: App| {
        let manager = app.demo("manager@demo.test").await;
        let key = uploads(&manager, "2027", &[line(&[])]).await;
        for email in ["arc@demo.test", "bsl@demo.test", "contact@demo.test", "navigator@demo.test", "consumer@demo.test"] {
            let other = app.demo(email).await;
            for answer in [
                other.get(PLANS).await,
                other.get(&format!("{PLANS}?file={key}")).await,
                other.get(PLANS_TEMPLATE_ROUTE).await,
                other.get(&PLANS_REFUSED_ROUTE.replace("{id}", &key)).await,
                other.load("/api/plans-page", format!("file={key}")).await,
                other.call("/api/import-plans", &[("file", &key)]).await,
                upload(&other, "2027", file(&[line(&[])])).await,
            ] {
                assert_eq!(answer.status, 404, "{email}");
                assert!(!answer.body.contains("Loon Silver"), "{email}");
            }
            if email == "arc@demo.test" {
                assert!(!other.page("/resource-center").await.contains(PLANS), "no tab leads there");
            }
        }
        // The same manager in another browser does not have the file either.
        let elsewhere = app.demo("manager@demo.test").await;
        assert_eq!(elsewhere.get(&PLANS_REFUSED_ROUTE.replace("{id}", &key)).await.status, 404);
        assert_eq!(elsewhere.post("/api/import-plans", &[("file", &key)]).await.location(), PLANS);
        assert!(elsewhere.page(&format!("{PLANS}?file={key}")).await.contains("Import a catalog"));
        assert_eq!(audited(&app).await, 0);

        // Pressed twice at once, and a second file at the same time: two catalogs, one of them current.
        let two = uploads(&elsewhere, "2027", &[line(&[(Column::Id, "MN-2")])]).await;
        tokio::join!(import(&manager, &key), import(&manager, &key), import(&elsewhere, &two));
        assert_eq!(audited(&app).await, 2);
        let sold = sold(&app, 2027, "Hennepin").await;
        assert!(sold == ["MN-100"] || sold == ["MN-2"], "{sold:?}");
    })
    .await;
}
