//! Every answer reaches the case that is decided on and is read back, and every page of an assister says for whom they act.

use crate::journeys::app::{App, on_both};
use crate::journeys::applications::{Desk, HOME, OWN_WAYS, client_of};
use assister_portal::domain::eligibility::{Determination, Filing, Offer, Status};
use assister_portal::domain::money::Cents;

/// Somebody who is added: name, relation, date of birth, pregnant.
const OTHERS: [(&str, &str, &str, &str); 3] =
    [("Bo Lee", "spouse", "1985-01-02", "yes"), ("Cy Lee", "sibling", "1986-01-02", ""), ("Kim Lee", "child", "2020-03-04", "")];

/// One income of each source: whose, source, amount, frequency, and as it is read back.
const INCOMES: [(&str, &str, &str, &str, &str, &str); 5] = [
    ("1", "job", "100", "weekly", "Ann Lee: Job", "$100.00 every week, $5,200.00 a year"),
    ("1", "self_employment", "200", "two_weeks", "Ann Lee: Self-employment, after costs", "$200.00 every two weeks, $5,200.00 a year"),
    ("2", "unemployment", "300", "twice_month", "Bo Lee: Unemployment benefits", "$300.00 twice a month, $7,200.00 a year"),
    ("2", "social_security", "400", "monthly", "Bo Lee: Social Security", "$400.00 every month, $4,800.00 a year"),
    ("3", "other", "5000", "yearly", "Cy Lee: Something else that is taxed", "$5,000.00 once a year, $5,000.00 a year"),
];

/// The rows of facts of a page, without their markup.
fn rows(page: &str) -> Vec<(String, bool)> {
    let words = |row: &str| {
        let texts = row.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text).trim());
        texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
    };
    let row = |row: &str| {
        let row = row.split("</div>").next().unwrap();
        (words(row.split_once('>').unwrap().1), row.contains("?from=review\""))
    };
    page.split("summary-list__row").skip(1).map(row).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_answer_reaches_the_case_and_is_read_back_with_where_it_is_changed() {
    on_both(async |app: App| {
        let filings = [
            ("Ann Lee", "files", Filing::Files, "Files a tax return; married people file jointly"),
            ("Ann Lee Two", "separately", Filing::Separately, "Married, and files separately"),
            ("Ann Lee Three", "does_not_file", Filing::DoesNotFile, "Does not file a tax return"),
        ];
        for (name, filing, filed, said) in filings {
            let ann = app.consumer(name).await;
            let own = Desk::own(&ann);
            own.start().await;
            own.goes_on("help", &[("help", "yes")], "household").await;
            own.goes_on("household/1", &[("name", "Ann Lee"), ("born", "3/7/1984"), ("applies", "yes")], "household").await;
            for (name, relation, born, pregnant) in OTHERS {
                let fields = [("name", name), ("relation", relation), ("born", born), ("pregnant", pregnant), ("applies", "yes")];
                own.goes_on("household/add", &fields, "household").await;
            }
            own.goes_on("household", &[], "address").await;
            own.goes_on("address", HOME, "income").await;
            for (member, source, amount, frequency, ..) in INCOMES {
                let fields = [("member", member), ("source", source), ("amount", amount), ("frequency", frequency)];
                own.goes_on("income/add", &fields, "income").await;
            }
            own.goes_on("income", &[], "coverage/1").await;
            own.goes_on("coverage/1", &[("medicare", "yes"), ("employer", "none")], "coverage/2").await;
            own.goes_on("coverage/2", &[("medicare", "no"), ("employer", "offered"), ("cost", "210.50")], "coverage/3").await;
            own.goes_on("coverage/3", &[("medicare", "no"), ("employer", "enrolled")], "coverage/4").await;
            own.goes_on("coverage/4", &[("medicare", "no"), ("employer", "none")], "taxes").await;
            own.goes_on("taxes", &[("filing", filing)], "status/1").await;
            for (member, status, next) in [
                ("1", "citizen", "status/2"),
                ("2", "lawfully_present", "status/3"),
                ("3", "other", "status/4"),
                ("4", "citizen", "review"),
            ] {
                own.goes_on(&format!("status/{member}"), &[("status", status)], next).await;
            }

            // Read back, each with its link; totals are no answers.
            let rows = rows(&own.drawn("review").await);
            let (answers, totals): (Vec<_>, Vec<_>) = rows.iter().partition(|(row, _)| !row.contains(" in a year"));
            assert!(answers.iter().all(|(_, changes)| *changes) && answers.len() == 1 + 4 + 1 + 5 + 4 + 1 + 4, "{answers:?}");
            let totals: Vec<&str> = totals.iter().map(|(row, _)| row.as_str()).collect();
            let yearly = ["Ann Lee in a year $10,400.00", "Bo Lee in a year $12,000.00", "Total of the household in a year $27,400.00"];
            assert_eq!(totals, yearly);
            let mut wanted: Vec<String> = INCOMES.iter().map(|(.., label, text)| format!("{label} {text}")).collect();
            wanted.extend(
                [
                    "Health coverage of Ann Lee Medicare: Yes. Through an employer: none.",
                    "Health coverage of Bo Lee Medicare: No. Through an employer: offered for $210.50 a month.",
                    "Health coverage of Cy Lee Medicare: No. Through an employer: has it.",
                    "status of Ann Lee U.S. citizen or U.S. national",
                    "status of Bo Lee Lawfully present in the United States",
                    "status of Cy Lee Another status, or prefer not to say",
                    said,
                ]
                .map(str::to_owned),
            );
            for wanted in wanted {
                assert!(answers.iter().any(|(row, _)| row.contains(&wanted)), "{wanted}: {answers:?}");
            }
            let pregnant: Vec<bool> = answers[1..5].iter().map(|(row, _)| row.contains("pregnant")).collect();
            assert_eq!(pregnant, [false, true, false, false], "{answers:?}");

            // And decided on.
            assert_eq!(own.submit(&[("full_name", name)]).await.location(), "/account/application/determination");
            let of = format!(
                "SELECT d.body FROM determinations d JOIN applications a ON a.id = d.application_id JOIN consumers c ON c.id = a.consumer_id
                 JOIN users u ON u.id = c.user_id WHERE u.display_name = '{name}'"
            );
            let case = serde_json::from_str::<Determination>(&app.text(&of).await).unwrap().case;
            assert_eq!((case.coverage_year, case.size, case.income, case.filing), (2027, 4, Cents::dollars(27_400), filed));
            let people: Vec<_> = case.applicants.iter().map(|a| (a.member, a.age, a.pregnant, a.medicare, a.offer, a.status)).collect();
            let offer = Offer::Offered(Cents(21_050));
            assert_eq!(
                people,
                [
                    (1, 42, false, true, Offer::None, Status::Citizen),
                    (2, 41, true, false, offer, Status::LawfullyPresent),
                    (3, 40, false, false, Offer::Enrolled, Status::Other),
                    (4, 6, false, false, Offer::None, Status::Citizen),
                ]
            );
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_page_says_for_whom_one_acts_and_how_they_agreed() {
    on_both(async |app: App| {
        for (name, how, said) in [("Ann Lee", "in_person", "in person"), ("Bea Lee", "in_writing", "in writing")] {
            let (_consumer, navigator, id) = client_of(&app, name).await;
            let acting = Desk::client(&navigator, &id);
            let banner = async |pages: &[&str]| {
                for page in pages {
                    let shown = acting.page(page).await;
                    assert_eq!(shown.status, 200, "{page} leads to {}", shown.location());
                    let banner = shown.body.split_once("You are acting for").unwrap_or_else(|| panic!("{page}: {}", shown.body)).1;
                    assert!(banner.chars().take(60).collect::<String>().contains(name), "{page}: {banner}");
                }
            };
            banner(&[""]).await;
            acting.start().await;
            acting.goes_on("help", &[("help", "no")], "not-here").await;
            banner(&["help", "not-here"]).await;
            acting.answer_all(name, "70000").await;
            banner(&["", "help", "household", "household/1", "household/add", "address", "income", "income/add", "income/2"]).await;
            banner(&["coverage/1", "taxes", "status/1", "review", "sign"]).await;
            // The status is a choice: no number is asked for.
            let page = acting.drawn("status/1").await;
            let names = page.split("<form").nth(1).unwrap().split(" name=\"").skip(1).map(|rest| rest.split('"').next().unwrap());
            let mut names: Vec<&str> = names.collect();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names, ["id", "page", "page-of", "seen", "status", "year"]);
            assert_eq!(page.matches("type=\"radio\"").count(), 3, "{page}");
            assert!(!page.contains("type=\"text\"") && !page.contains("<textarea"), "{page}");
            acting.submit(&[("agreed", how), ("agreed_on", "11/20/2026"), ("full_name", "Ingrid Halvorson")]).await;
            banner(&["determination", "answers", "changed", "plans"]).await;
            let page = acting.page("determination").await.body;
            assert!(page.contains(&format!("Ingrid Halvorson (Navigator), as agreed {said} on November 20, 2026")), "{page}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_certified_application_counselor_is_sent_to_the_assister_resource_center() {
    on_both(async |app: App| {
        let ann = app.consumer("Ann Lee").await;
        ann.authorizes(&app.number("cac@demo.test").await).await;
        let cac = app.demo("cac@demo.test").await;
        let id = cac.clients("/clients?list=new").await[0].0.clone();
        let own = Desk::own(&ann);
        own.answer_all("Ann Lee", "70000").await;
        own.submit(&[("full_name", "Ann Lee")]).await;
        let acting = Desk::client(&cac, &id);
        let page = acting.page("changed").await.body;
        assert!(page.contains("Contact the Assister Resource Center at") && !page.contains("Broker Service Line"), "{page}");
        assert!(page.contains("Ann Lee can also call") && OWN_WAYS.iter().all(|hers| !page.contains(hers)), "{page}");
        assert!(acting.page("determination").await.body.contains("Something changed or is wrong?"));
    })
    .await;
}
