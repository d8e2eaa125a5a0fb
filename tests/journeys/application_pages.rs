//! What the pages of an application say and lead to: parts and ways back, what is wrong and where it is put right, what is asked once
//! more, and how far an application is in lists and records.

use crate::journeys::app::{App, hidden, on_both};
use crate::journeys::applications::{Desk, HOME, client_of};

/// Where the way back above the heading leads, and what it says.
fn back(page: &str) -> (String, String) {
    let (before, link) = page.split_once("\" class=\"back-link\">").unwrap_or_else(|| panic!("no way back: {page}"));
    let (href, text) = (before.rsplit('"').next().unwrap(), link.split('<').next().unwrap());
    (href.to_owned(), text.to_owned())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_parts_stay_as_many_and_every_question_leads_back_to_the_one_before() {
    on_both(async |app: App| {
        let (ann, navigator, id) = client_of(&app, "Ann Lee").await;
        for desk in [Desk::own(&ann), Desk::client(&navigator, &id)] {
            let child = [("name", "Kim Lee"), ("relation", "child"), ("born", "2020-03-04"), ("applies", "yes")];
            if desk.id.is_empty() {
                desk.answer_all("Ann Lee", "39000").await;
                desk.goes_on("household/add", &child, "household").await;
            }
            let kim = desk.drawn("household").await.split("/household/").nth(2).unwrap().split('"').next().unwrap().to_owned();
            desk.save(&format!("coverage/{kim}"), &[("medicare", "no"), ("employer", "none")]).await;
            desk.save(&format!("status/{kim}"), &[("status", "citizen")]).await;
            let (coverage, status) = (format!("coverage/{kim}"), format!("status/{kim}"));
            let pages = [
                ("help", "part 1 of 8, Help paying for coverage", ""),
                ("household", "part 2 of 8, Household", "help"),
                ("household/add", "part 2 of 8, Household", "household"),
                ("address", "part 3 of 8, Address", "household"),
                ("income", "part 4 of 8, Income", "address"),
                ("income/add", "part 4 of 8, Income", "income"),
                ("coverage/1", "part 5 of 8, Health coverage", "income"),
                (coverage.as_str(), "part 5 of 8, Health coverage", "coverage/1"),
                ("taxes", "part 6 of 8, Tax filing", coverage.as_str()),
                ("status/1", "part 7 of 8, Citizenship or immigration status", "taxes"),
                (status.as_str(), "part 7 of 8, Citizenship or immigration status", "status/1"),
                ("review", "part 8 of 8, Review and sign", ""),
                ("sign", "part 8 of 8, Review and sign", "review"),
            ];
            for (page, part, before) in pages {
                let shown = desk.page(page).await.body;
                assert!(shown.contains(&format!("Application for 2027: {part}<")), "{page}: {shown}");
                let before = if before.is_empty() {
                    (desk.base(), "Back to the application".to_owned())
                } else {
                    (format!("{}/{before}", desk.base()), "Back".to_owned())
                };
                assert_eq!(back(&shown), before, "{page}");
                assert!(page == "household/add" || page == "income/add" || shown.contains("Back to the application"), "{page}");
            }
            // Who came from the review goes back there.
            let shown = desk.who.page(&format!("{}/address?from=review", desk.base())).await;
            assert_eq!(back(&shown), (format!("{}/review", desk.base()), "Back".to_owned()));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_missing_answer_about_somebody_leads_to_their_page() {
    on_both(async |app: App| {
        let (ann, navigator, id) = client_of(&app, "Ann Lee").await;
        for desk in [Desk::own(&ann), Desk::client(&navigator, &id)] {
            desk.start().await;
            desk.save("help", &[("help", "yes")]).await;
            let refused = desk.save("household", &[]).await;
            let page = desk.who.page(refused.location()).await;
            let link = format!("<a href=\"{}/household/1\">Answer whether Ann Lee applies for coverage<", desk.base());
            assert!(page.split("error-summary__list").nth(1).is_some_and(|list| list.contains(&link)), "{page}");
            assert_eq!(desk.page("household/1").await.status, 200);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_zip_code_that_is_not_known_is_asked_about_and_not_refused() {
    on_both(async |app: App| {
        let ann = app.consumer("Ann Lee").await;
        let own = Desk::own(&ann);
        own.start().await;
        own.goes_on("help", &[("help", "yes")], "household").await;
        own.goes_on("household/1", &[("name", "Ann Lee"), ("born", "3/7/1984"), ("applies", "yes")], "household").await;
        own.goes_on("household", &[], "address").await;
        const KEEP: &str = "This ZIP code and county are correct";
        let home = |zip, county| [("street", "1 Main"), ("city", "Moorhead"), ("zip", zip), ("county", county)];
        for (zip, county, field, told, keep) in [
            ("5580", "027", "zip", "Enter a ZIP code of five digits", false),
            ("55038", "", "county", "ZIP code 55038 is in Anoka, Ramsey, and Washington counties. Choose", false),
            (
                "55038",
                "027",
                "county",
                "ZIP code 55038 is in Anoka, Ramsey, and Washington counties. Correct the ZIP code or the county",
                true,
            ),
            ("56529-0001", "053", "county", "ZIP code 56529 is in Clay County. Correct the ZIP code or the county", true),
            ("58102", "027", "zip", "58102 is not on our list of Minnesota ZIP codes", true),
            // As it may be pasted.
            ("\u{2060}5８１02\u{200b}", "027", "zip", "58102 is not on our list of Minnesota ZIP codes", true),
        ] {
            let refused = own.save("address", &home(zip, county)).await;
            let page = ann.page(refused.location()).await;
            assert!(page.contains(&format!("href=\"#{field}\"")) && page.matches(told).count() == 2, "{zip}: {page}");
            assert!(page.contains(&format!("value=\"{zip}\"")), "{zip}");
            assert_eq!(page.contains(KEEP), keep, "{zip}");
        }
        // The check mark keeps what was asked, and nothing else that was typed since.
        let [street, city, zip, county] = home("58103", "027");
        let refused = own.save("address", &[street, city, zip, county, ("zip_kept", "yes"), ("zip_asked", "58102")]).await;
        let page = ann.page(refused.location()).await;
        assert!(page.contains("58103 is not on our list") && page.contains("name=\"zip_asked\" value=\"58103\""), "{page}");
        assert!(!page.contains(" checked"), "the mark was for another: {page}");
        own.goes_on("address", &[street, city, zip, county, ("zip_kept", "yes"), ("zip_asked", "58103")], "income").await;
        // One of a post office in Iowa, whose people live in Minnesota: the county fills itself in.
        own.goes_on("address", &[street, city, ("zip", "51360"), ("county", "")], "income").await;
        let page = own.page("address").await.body;
        assert!(page.contains("value=\"063\" selected") || page.contains("selected value=\"063\""), "Jackson County: {page}");
        own.goes_on("address", &[street, city, zip, county, ("zip_kept", "yes"), ("zip_asked", "58103")], "income").await;
        // It is not asked about again, and a ZIP code of one county fills that in.
        own.goes_on("address", &home("58103", "027"), "income").await;
        own.goes_on("address", &home("55802-1234", ""), "income").await;
        let page = own.page("address").await.body;
        assert!(
            page.contains("value=\"55802-1234\"") && (page.contains("value=\"137\" selected") || page.contains("selected value=\"137\"")),
            "{page}"
        );
        assert!(!page.contains(KEEP));
        // People look for their county by its name.
        let list = own.page("address").await.body;
        let at = |county: &str| list.find(&format!(">{county}<")).unwrap_or_else(|| panic!("{county}: {list}"));
        assert!(at("Mahnomen") < at("McLeod") && at("Sibley") < at("St. Louis") && at("St. Louis") < at("Stearns"));
        own.goes_on("address", HOME, "income").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_improbable_income_is_asked_about_and_not_refused() {
    on_both(async |app: App| {
        let (ann, navigator, id) = client_of(&app, "Ann Lee").await;
        Desk::own(&ann).answer_all("Ann Lee", "39000").await;
        for desk in [Desk::own(&ann), Desk::client(&navigator, &id)] {
            let asked = "Ann Lee: Job: that is $468,000.00 a year. Is that right?";
            for page in ["income", "review"] {
                assert!(!desk.page(page).await.body.contains("Is that right?"), "{page}");
            }
            let shown = desk.drawn("income").await;
            let pay = shown.split("/income/").nth(1).unwrap().split('"').next().unwrap().to_owned();
            let pay = format!("income/{pay}");
            // What she earns in a year, typed as if it came every month.
            let of = |frequency| [("member", "1"), ("source", "job"), ("amount", "39000"), ("frequency", frequency)];
            desk.goes_on(&pay, &of("monthly"), "income").await;
            for page in ["income", "review"] {
                assert!(desk.page(page).await.body.contains(asked), "{page}");
            }
            // It may be right.
            desk.goes_on("income", &[], "coverage/1").await;
            assert_eq!(desk.page("sign").await.status, 200);
            desk.goes_on(&pay, &of("yearly"), "income").await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn dates_of_birth_that_contradict_a_relation_are_asked_about_and_not_refused() {
    on_both(async |app: App| {
        let (ann, navigator, id) = client_of(&app, "Ann Lee").await;
        Desk::own(&ann).answer_all("Ann Lee", "39000").await;
        for (relation, born, odd) in [
            ("child", "2020-03-04", ""),
            ("child", "1950-03-04", "Kim Lee, a daughter or son, was born before Ann Lee."),
            ("parent", "2020-03-04", "Kim Lee, a mother or father, was born after Ann Lee."),
        ] {
            let kim = [("name", "Kim Lee"), ("relation", relation), ("born", born), ("applies", "no")];
            Desk::own(&ann).goes_on("household/add", &kim, "household").await;
            for desk in [Desk::own(&ann), Desk::client(&navigator, &id)] {
                for page in ["household", "review"] {
                    let shown = desk.page(page).await.body;
                    let asked = shown.contains("Please check the dates of birth");
                    assert!(asked != odd.is_empty() && shown.contains(odd), "{relation}, {born}, {page}: {shown}");
                }
                desk.goes_on("household", &[], "address").await;
                assert_eq!(desk.page("sign").await.status, 200, "it may be right");
            }
            let shown = ann.page("/account/application/household").await;
            let kim = shown.split("/application/household/").skip(1).map(|link| link.split('"').next().unwrap());
            let kim = format!("household/{}", kim.filter_map(|id| id.parse::<u16>().ok()).max().unwrap());
            let asked = ann.page(&format!("/account/application/{kim}?from=remove")).await;
            let seen = hidden(asked.split_once("name=\"remove\"").unwrap().1, "seen");
            Desk::own(&ann).save_seen(&kim, &seen, &[("remove", "yes"), ("from", "remove")]).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_is_taken_out_is_named_first_and_asked_for_again_in_the_list_of_questions() {
    on_both(async |app: App| {
        for by_navigator in [false, true] {
            let (ann, navigator, id) = client_of(&app, "Ann Lee").await;
            let desk = if by_navigator { Desk::client(&navigator, &id) } else { Desk::own(&ann) };
            desk.answer_all("Ann Lee", "39000").await;
            let base = desk.base();
            let pay = desk.drawn("income").await.split("/income/").nth(1).unwrap().split('"').next().unwrap().to_owned();
            let pay = format!("income/{pay}");
            let shown = desk.page(&pay).await.body;
            assert!(shown.contains(&format!("<a href=\"{base}/{pay}?from=remove\">Remove this income<")), "{shown}");
            let asked = desk.page(&format!("{pay}?from=remove")).await.body;
            for said in ["Remove this income?", "Ann Lee: Job", "$39,000.00 once a year", &format!("<a href=\"{base}/{pay}\">Cancel<")] {
                assert!(asked.contains(said), "{said}: {asked}");
            }
            assert!(desk.page("review").await.body.contains("Ann Lee: Job"), "asking takes nothing out");
            let seen = hidden(asked.split_once("name=\"remove\"").unwrap().1, "seen");
            let remove = [("remove", "yes"), ("from", "remove")];
            assert_eq!(desk.save_seen(&pay, &seen, &remove).await.location(), format!("{base}/income"));
            // The second half of a double click.
            assert_eq!(desk.save_seen(&pay, &seen, &remove).await.location(), format!("{base}/income"));

            // Whether nobody has income is asked again; what comes after it is answered and waits.
            let draft = desk.page("").await.body.replace("<!>", "");
            let row = |label: &str| {
                let found = draft.split("summary-list__row").find(|row| row.contains(&format!(">{label}</dt>")));
                found.unwrap_or_else(|| panic!("no {label}: {draft}")).split("</div>").next().unwrap()
            };
            assert!(row("Income").contains("To do") && row("Income").contains(&format!("<a href=\"{base}/income\">Go to")), "{draft}");
            assert!(row("Address").contains("Done") && row("Address").contains("Change"), "{draft}");
            assert!(row("Review and sign").contains("To do") && !row("Review and sign").contains("<a "), "{draft}");
            assert_eq!(draft.matches(">Go to").count(), 1, "{draft}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_started_has_saved_nothing_yet() {
    on_both(async |app: App| {
        let (ann, navigator, id) = client_of(&app, "Ann Lee").await;
        let acting = Desk::client(&navigator, &id);
        acting.start().await;
        for desk in [&acting, &Desk::own(&ann)] {
            for page in ["", "help"] {
                let shown = desk.page(page).await.body;
                assert!(shown.contains("Started by Ingrid Halvorson (Navigator) on November 20, 2026"), "{page}: {shown}");
                assert!(!shown.contains("Last saved"), "{page}");
            }
        }
        Desk::own(&ann).save("help", &[("help", "yes")]).await;
        let shown = acting.page("").await.body;
        assert!(shown.contains("Last saved by Ann Lee (Consumer)") && !shown.contains("Started by"), "{shown}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn lists_and_records_say_how_far_an_application_is() {
    on_both(async |app: App| {
        let (ann, navigator, id) = client_of(&app, "Ann Lee").await;
        let own = Desk::own(&ann);
        let record = || async { navigator.page(&format!("/clients/{id}")).await };
        let list = || async { navigator.page("/clients?sort=-authorized").await };
        assert!(record().await.contains(">Not started<"));
        own.answer_all("Ann Lee", "39000").await;
        for page in [list().await, record().await] {
            assert!(page.contains(">Started, not submitted<"), "{page}");
        }
        assert!(record().await.contains(">Application<") && !record().await.contains("Application submitted"));
        // Three who have the same result.
        for (name, born) in [("Bo Lee", "1985-01-02"), ("Cy Lee", "1986-01-02")] {
            let parent = [("name", name), ("relation", "sibling"), ("born", born), ("applies", "yes")];
            own.goes_on("household/add", &parent, "household").await;
        }
        let draft = own.who.page("/account/application?from=missing").await;
        for member in draft.split("/application/coverage/").skip(1).map(|link| link.split('"').next().unwrap()) {
            own.save(&format!("coverage/{member}"), &[("medicare", "no"), ("employer", "none")]).await;
        }
        for member in draft.split("/application/status/").skip(1).map(|link| link.split('"').next().unwrap()) {
            own.save(&format!("status/{member}"), &[("status", "citizen")]).await;
        }
        own.submit(&[("full_name", "Ann Lee")]).await;
        for page in [list().await, record().await] {
            assert!(page.contains(">Submitted on November 20, 2026<") && page.contains(">MinnesotaCare (3 people)<"), "{page}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_assister_signs_with_their_own_name() {
    on_both(async |app: App| {
        let (ann, navigator, id) = client_of(&app, "Ann Lee").await;
        Desk::own(&ann).answer_all("Ann Lee", "39000").await;
        let theirs = Desk::client(&navigator, &id).page("sign").await.body;
        assert!(theirs.contains("Your own full name, as the assister") && theirs.contains("Ingrid Halvorson"), "{theirs}");
        let hers = Desk::own(&ann).page("sign").await.body;
        assert!(hers.contains(">Your full name<") && !hers.contains("as the assister"), "{hers}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_demos_third_consumer_got_stuck_at_the_income() {
    on_both(async |app: App| {
        let (zoe, navigator) = (app.demo("consumer3@demo.test").await, app.demo("navigator@demo.test").await);
        let clients = navigator.clients("/clients?list=in-progress&sort=-name").await;
        let (id, _) = clients.iter().find(|(_, name)| name == "Zoë Nguyễn").unwrap();
        for desk in [Desk::own(&zoe), Desk::client(&navigator, id)] {
            let (start, income) = (desk.page("").await.body, format!("{}/income", desk.base()));
            let (before, _) = start.split_once(">Resume application<").unwrap_or_else(|| panic!("no draft: {start}"));
            assert!(before.rsplit("href=\"").next().unwrap().starts_with(&format!("{income}\"")), "{start}");
            assert!(desk.page("income").await.body.contains("part 4 of 8, Income"));
            for ahead in ["coverage/1", "taxes", "sign"] {
                assert_eq!(desk.page(ahead).await.location(), income, "nothing after it is answered: {ahead}");
            }
        }
        let submitted = "applications p JOIN consumers c ON c.id = p.consumer_id JOIN users u ON u.id = c.user_id
             WHERE u.email = 'consumer3@demo.test' AND p.submitted_at IS NULL";
        assert_eq!(app.one(&format!("SELECT COUNT(*) FROM {submitted}")).await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_pregnant_person_counts_with_the_children_she_expects_for_her_own_medical_assistance() {
    on_both(async |app: App| {
        // 278 percent of the guideline of two people are $60,159.20, of three $75,949.60.
        for (children, income, said, outcome) in [
            ("2", "70000", "pregnant, expecting 2 babies", "The limit is $75,949.60: 278 percent"),
            ("", "70000", "pregnant", "over the limit for a tax credit"),
            // Who says no number expects one at least.
            ("", "50000", "pregnant", "The limit is $60,159.20: 278 percent"),
        ] {
            let ann = app.consumer("Ann Lee").await;
            let own = Desk::own(&ann);
            own.answer_all("Ann Lee", income).await;
            let herself = [("name", "Ann Lee"), ("born", "1984-03-07"), ("pregnant", "yes"), ("expecting", children), ("applies", "yes")];
            own.save("household/1", &herself).await;
            let review = ann.page("/account/application/review").await;
            assert!(review.contains(said) && review.contains("babies") != children.is_empty(), "{children}: {review}");
            assert!(children.is_empty() || ann.page("/account/application/household/1").await.contains("value=\"2\""));
            assert_eq!(own.submit(&[("full_name", "Ann Lee")]).await.location(), "/account/application/determination");
            let result = ann.page("/account/application/determination").await.replace("<!>", "");
            assert!(result.contains(outcome), "{children}: {result}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_is_65_on_the_first_day_of_coverage_needs_a_decision() {
    on_both(async |app: App| {
        let ann = app.consumer("Ann Lee").await;
        let own = Desk::own(&ann);
        own.answer_all("Ann Lee", "40000").await;
        // 64 on November 20, 2026, 65 on January 1, 2027.
        own.save("household/1", &[("name", "Ann Lee"), ("born", "1961-12-31"), ("applies", "yes")]).await;
        own.submit(&[("full_name", "Ann Lee")]).await;
        let result = ann.page("/account/application/determination").await;
        assert!(result.contains("This person is 65 or older when coverage starts.") && !result.contains("tax credit is"), "{result}");
    })
    .await;
}
