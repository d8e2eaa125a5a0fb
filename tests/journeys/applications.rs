//! The application: begun at home, finished by the assister, determined at once, and everything that the server refuses.

use crate::journeys::app::{Answer, App, Person, hidden, on_both};
use assister_portal::api::drawn::Reply;

/// A place to work on an application: the consumer's own, or a client's record.
pub struct Desk<'a> {
    pub who: &'a Person,
    /// The record's ID; empty for the consumer's own.
    pub id: String,
    /// The year of an application of another year than one applies for now.
    pub year: &'static str,
}

impl<'a> Desk<'a> {
    pub fn own(who: &'a Person) -> Self {
        Self { who, id: String::new(), year: "" }
    }

    pub fn of_year(who: &'a Person, year: &'static str) -> Self {
        Self { year, ..Self::own(who) }
    }

    pub fn client(who: &'a Person, id: &str) -> Self {
        Self { who, id: id.to_owned(), year: "" }
    }

    pub fn base(&self) -> String {
        let now = if self.id.is_empty() { "/account/application".to_owned() } else { format!("/clients/{}/application", self.id) };
        if self.year.is_empty() { now } else { format!("{now}/{}", self.year) }
    }

    fn function(&self, what: &str) -> String {
        if self.id.is_empty() { format!("/api/{what}-application") } else { format!("/api/{what}-client-application") }
    }

    /// The page as a browser without JavaScript gets it.
    pub async fn page(&self, page: &str) -> Answer {
        self.who.get(&if page.is_empty() { self.base() } else { format!("{}/{page}", self.base()) }).await
    }

    /// The page as the running application gets it.
    pub async fn drawn(&self, page: &str) -> String {
        let answer = if self.id.is_empty() {
            self.who.load("/api/application-page", (page, "", "")).await
        } else {
            self.who.load("/api/client-application-page", (self.id.as_str(), page, "", "")).await
        };
        match answer.read() {
            Reply::Show(drawn) => drawn.html,
            Reply::GoTo(to) => panic!("{page} leads to {to}"),
        }
    }

    pub async fn start(&self) -> Answer {
        self.who.post(&self.function("start"), &[("id", &self.id)]).await
    }

    /// Opens a page and saves it with these fields, as a browser without JavaScript does.
    pub async fn save(&self, page: &str, fields: &[(&str, &str)]) -> Answer {
        let shown = self.page(page).await;
        assert_eq!(shown.status, 200, "{page} leads to {}", shown.location());
        self.save_seen(page, &hidden(&shown.body, "seen"), fields).await
    }

    /// Saves a page that was opened before.
    pub async fn save_seen(&self, page: &str, seen: &str, fields: &[(&str, &str)]) -> Answer {
        let mut all = vec![("id", self.id.as_str()), ("page", page), ("seen", seen)];
        all.extend_from_slice(fields);
        self.who.post(&self.function("save"), &all).await
    }

    /// Saves it, and it must lead to `next`.
    pub async fn goes_on(&self, page: &str, fields: &[(&str, &str)], next: &str) {
        let answer = self.save(page, fields).await;
        assert_eq!(answer.location(), format!("{}/{next}", self.base()), "{page}");
    }

    /// Opens the page to sign, where there is one, and submits.
    pub async fn submit(&self, fields: &[(&str, &str)]) -> Answer {
        let shown = self.page("sign").await;
        let seen = if shown.status == 200 { hidden(&shown.body, "seen") } else { String::new() };
        self.submit_seen(&seen, fields).await
    }

    /// Submits on a page that was opened before.
    pub async fn submit_seen(&self, seen: &str, fields: &[(&str, &str)]) -> Answer {
        let mut all = vec![("id", self.id.as_str()), ("year", self.year), ("seen", seen)];
        all.extend_from_slice(fields);
        self.who.post(&self.function("submit"), &all).await
    }

    /// Everything from the start to the page before the review, for one person with this yearly income.
    pub async fn answer_all(&self, name: &str, income: &str) {
        self.start().await;
        self.goes_on("help", &[("help", "yes")], "household").await;
        self.goes_on("household/1", &[("name", name), ("born", "3/7/1984"), ("applies", "yes")], "household").await;
        self.goes_on("household", &[], "address").await;
        self.goes_on("address", HOME, "income").await;
        let pay = [("member", "1"), ("source", "job"), ("amount", income), ("frequency", "yearly")];
        self.goes_on("income/add", &pay, "income").await;
        self.goes_on("income", &[], "coverage/1").await;
        self.goes_on("coverage/1", &[("medicare", "no"), ("employer", "none")], "taxes").await;
        self.goes_on("taxes", &[("filing", "files")], "status/1").await;
        self.goes_on("status/1", &[("status", "citizen")], "review").await;
    }
}

pub const HOME: &[(&str, &str)] = &[("street", "12 Lake St"), ("city", "Duluth"), ("zip", "55802"), ("county", "137")];

/// A consumer who authorized the demo's navigator, and the client's record.
pub async fn client_of(app: &App, name: &str) -> (Person, Person, String) {
    let consumer = app.consumer(name).await;
    consumer.authorizes(&app.number("navigator@demo.test").await).await;
    let navigator = app.demo("navigator@demo.test").await;
    let id = navigator.clients("/clients?list=new&sort=-authorized").await[0].0.clone();
    (consumer, navigator, id)
}

/// The items of the list of what is wrong, as they are written.
pub fn problems(page: &str) -> String {
    let list = page.split("<ul class=\"error-summary__list\">").nth(1).unwrap_or_else(|| panic!("no problem in {page}"));
    list.split("</ul>").next().unwrap().replace("<!>", "")
}

/// Of the consumer of most tests.
const ANNS: &str = "consumer_id = (SELECT c.id FROM consumers c JOIN users u ON u.id = c.user_id WHERE u.display_name = 'Ann Lee')";

/// What only a consumer reads when something changed or is wrong.
pub const OWN_WAYS: [&str; 2] = ["your own MNsure account", "your county or Tribal office"];

const PROMISE: [(&str, &str); 3] = [("agreed", "by_phone"), ("agreed_on", "11/20/2026"), ("full_name", "Ingrid Halvorson")];

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_a_consumer_began_at_home_the_navigator_finishes() {
    on_both(async |app: App| {
        let (ann, navigator, id) = client_of(&app, "Ann Lee").await;
        let own = Desk::own(&ann);
        let start = own.page("").await.body;
        assert!(start.contains("Health coverage application") && start.contains("Start application"));
        assert_eq!(own.start().await.location(), "/account/application/help");
        own.goes_on("help", &[("help", "yes")], "household").await;
        own.goes_on("household/1", &[("name", "Ann Lee"), ("born", "3/7/1984"), ("applies", "yes")], "household").await;
        let child = [("name", "Kim Lee"), ("relation", "child"), ("born", "2020-03-04"), ("applies", "yes")];
        own.goes_on("household/add", &child, "household").await;
        own.goes_on("household", &[], "address").await;

        // Stuck. The navigator goes on where she stopped.
        let acting = Desk::client(&navigator, &id);
        let draft = acting.page("").await.body;
        assert!(draft.contains("You are acting for") && draft.contains("Resume application"));
        assert!(draft.contains("Last saved by Ann Lee (Consumer) on November 20, 2026"), "{draft}");
        assert!(draft.contains(&format!("{}/address", acting.base())));
        acting.goes_on("address", HOME, "income").await;
        let pay = [("member", "1"), ("source", "job"), ("amount", "$1,500.00"), ("frequency", "two_weeks")];
        acting.goes_on("income/add", &pay, "income").await;
        let listed = acting.page("income").await.body;
        assert!(listed.contains("$39,000.00"), "the yearly total is shown");
        acting.goes_on("income", &[], "coverage/1").await;
        acting.goes_on("coverage/1", &[("medicare", "no"), ("employer", "none")], "coverage/2").await;
        acting.goes_on("coverage/2", &[("medicare", "no"), ("employer", "none")], "taxes").await;
        acting.goes_on("taxes", &[("filing", "files")], "status/1").await;
        acting.goes_on("status/1", &[("status", "citizen")], "status/2").await;
        acting.goes_on("status/2", &[("status", "citizen")], "review").await;
        let review = acting.page("review").await.body;
        for said in ["Review your answers", "Kim Lee", "12 Lake St, Duluth, MN 55802, St. Louis County", "$39,000.00", "?from=review"] {
            assert!(review.contains(said), "{said}");
        }
        // The consumer sees who saved, wherever they go on.
        for page in ["", "review", "income", "taxes", "household/2", "sign"] {
            let page = own.page(page).await.body;
            assert!(page.contains("Last saved by Ingrid Halvorson (Navigator) on November 20, 2026"), "{page}");
        }

        let done = acting.submit(&PROMISE).await;
        assert_eq!(done.location(), format!("{}/determination", acting.base()));
        // A household of two at 39,000: 180 percent of the guideline of 2026.
        for desk in [&acting, &own] {
            let page = desk.page("determination").await.body;
            assert!(page.contains("Initial determination"));
            for said in [
                "income is $39,000.00 a year. That is over the limit for Medical Assistance, and within the limit for MinnesotaCare",
                "Medical Assistance",
                "2027 table",
                "Ingrid Halvorson (Navigator), as agreed by phone on November 20, 2026",
                "children from 2 through 18",
            ] {
                assert!(page.contains(said), "{said}: {page}");
            }
        }
        // The list and the record say so (rule 22).
        let list = navigator.page("/clients?sort=-authorized").await;
        assert!(list.contains("Medical Assistance, MinnesotaCare") && list.contains("November 20, 2026"));
        let record = navigator.page(&format!("/clients/{id}")).await;
        assert!(record.contains("Medical Assistance, MinnesotaCare") && record.contains("See the application"));
        // She alone is told.
        let notices = ann.page("/account/notices").await;
        for said in [
            "Ingrid Halvorson submitted your application for 2027 on your behalf.",
            "This portal made the initial determination of your application for 2027: Medical Assistance, MinnesotaCare.",
            "You authorized Ingrid Halvorson",
        ] {
            assert!(notices.contains(said), "{said}");
        }
        app.nobody_was_notified().await;
        for (action, many) in
            [("application_started", 1), ("application_submitted", 1), ("application_determined", 1), ("application_saved", 12)]
        {
            let rows = app.one(&format!("SELECT COUNT(*) FROM audit_events WHERE action = '{action}' AND {ANNS}")).await;
            assert_eq!(rows, many, "{action}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn skipping_ahead_leads_to_the_latest_page_allowed() {
    on_both(async |app: App| {
        let (ann, navigator, id) = client_of(&app, "Ann Lee").await;
        for desk in [Desk::own(&ann), Desk::client(&navigator, &id)] {
            let base = desk.base();
            if desk.id.is_empty() {
                for page in ["help", "review", "sign", "determination", "changed", "not-here"] {
                    assert_eq!(desk.page(page).await.location(), base, "nothing was started: {page}");
                }
                desk.start().await;
                desk.goes_on("help", &[("help", "yes")], "household").await;
            }
            for page in ["address", "income", "income/add", "income/9", "coverage/1", "taxes", "status/1", "review", "sign", "coverage/77"]
            {
                assert_eq!(desk.page(page).await.location(), format!("{base}/household"), "{page}");
            }
            assert_eq!(desk.page("household/77").await.location(), format!("{base}/household"));
            // Posting ahead leads there, too, and changes nothing.
            let ahead = desk.save_seen("taxes", "x", &[("filing", "files")]).await;
            assert_eq!(ahead.location(), format!("{base}/household"));
            assert_eq!(desk.page("nowhere").await.status, 404);
            assert_eq!(desk.save_seen("nowhere", "", &[]).await.status, 404);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_application_without_help_is_refused_whatever_is_posted() {
    on_both(async |app: App| {
        let (ann, navigator, id) = client_of(&app, "Ann Lee").await;
        for desk in [Desk::own(&ann), Desk::client(&navigator, &id)] {
            let not_here = format!("{}/not-here", desk.base());
            if desk.id.is_empty() {
                desk.answer_all("Ann Lee", "39000").await;
            }
            assert_eq!(desk.save("help", &[("help", "no")]).await.location(), not_here);
            let page = desk.page("not-here").await.body;
            assert!(page.contains("completed here") && page.contains("<a href=\"https://www.mnsure.org/\">mnsure.org<"), "{page}");
            assert!(page.contains("<a href=\"tel:+18553667873\">855-366-7873<"), "{page}");
            let whose = if desk.id.is_empty() { "You can do it in your own MNsure" } else { "Ann Lee can do it in their own MNsure" };
            assert!(page.contains(whose) && !page.contains("Save and continue") && !page.contains("Submit application"), "{page}");
            for page in ["", "household", "address", "review", "sign"] {
                assert_eq!(desk.page(page).await.location(), not_here, "{page}");
            }
            for (page, fields) in [("address", HOME), ("taxes", &[("filing", "files")]), ("household/1", &[("name", "Eve")])] {
                assert_eq!(desk.save_seen(page, "x", fields).await.location(), not_here, "{page}");
            }
            assert_eq!(desk.submit(&PROMISE).await.location(), not_here);
        }
        assert_eq!(app.one(&format!("SELECT COUNT(*) FROM applications WHERE submitted_at IS NOT NULL AND {ANNS}")).await, 0);
        // Nothing was lost.
        let own = Desk::own(&ann);
        assert_eq!(own.save("help", &[("help", "yes")]).await.location(), "/account/application/household");
        assert_eq!(own.page("sign").await.status, 200);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn bad_input_is_told_beside_its_field_and_nothing_typed_is_lost() {
    on_both(async |app: App| {
        let ann = app.consumer("Ann Lee").await;
        let own = Desk::own(&ann);
        own.start().await;
        own.goes_on("help", &[("help", "yes")], "household").await;
        // The list can't be left before everybody's answer is there.
        let refused = own.save("household", &[]).await;
        assert!(refused.location().starts_with("/account/application/household?retry="), "{}", refused.location());
        assert!(ann.page(refused.location()).await.contains("Answer whether Ann Lee applies for coverage"));
        let typed = [
            ("name", "Kim <b>Lee</b>"),
            ("relation", "child"),
            ("born", "2/30/2020"),
            ("pregnant", "yes"),
            ("expecting", "10"),
            ("applies", "no"),
        ];
        let refused = own.save("household/add", &typed).await;
        let page = ann.page(refused.location()).await;
        for kept in ["value=\"2/30/2020\"", "Kim &lt;b&gt;Lee", "There is no such day.", "born-error", "There is a problem"] {
            assert!(page.contains(kept), "{kept}: {page}");
        }
        for kept in ["value=\"10\"", "Enter a number from 1 to 9, or leave this blank", "expecting-error"] {
            assert!(page.contains(kept), "{kept}: {page}");
        }
        assert!(!refused.location().contains("Kim"), "nothing personal in an address");
        // Another page does not show what was typed into this one.
        let key = refused.location().split_once("retry=").unwrap().1.to_owned();
        assert!(!ann.page(&format!("/account/application/household/1?retry={key}")).await.contains("2/30/2020"));
        own.goes_on("household/1", &[("name", "Ann Lee"), ("born", "1984-03-07"), ("applies", "yes")], "household").await;
        own.goes_on("household", &[], "address").await;
        let refused = own.save("address", &[("street", "1 Main"), ("city", ""), ("zip", "5580"), ("county", "")]).await;
        let page = ann.page(refused.location()).await;
        for kept in ["1 Main", "value=\"5580\"", "Enter the city", "Enter a ZIP code of five digits", "Choose the county"] {
            assert!(page.contains(kept), "{kept}");
        }
        own.goes_on("address", HOME, "income").await;
        let page = ann.page(own.save("income", &[]).await.location()).await;
        assert!(page.contains("Add income, or check that nobody in the household has any"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_who_edit_at_once_the_later_is_told_and_loses_nothing() {
    on_both(async |app: App| {
        let (ann, navigator, id) = client_of(&app, "Ann Lee").await;
        let (own, acting) = (Desk::own(&ann), Desk::client(&navigator, &id));
        own.answer_all("Ann Lee", "39000").await;
        let seen = hidden(&own.page("address").await.body, "seen");
        let theirs = [("street", "7 Hill Rd"), ("city", "Duluth"), ("zip", "55803"), ("county", "137")];
        acting.goes_on("address", &theirs, "income").await;
        let mine = [("street", "99 Shore Dr"), ("city", "Two Harbors"), ("zip", "55616"), ("county", "075")];
        let told = own.save_seen("address", &seen, &mine).await;
        let page = ann.page(told.location()).await.replace("<!>", "");
        for said in [
            "Ingrid Halvorson saved this page on November 20, 2026",
            "<li>Street address: was 12 Lake St, now 7 Hill Rd</li>",
            "<li>ZIP code: was 55802, now 55803</li>",
            "99 Shore Dr",
            "55616",
        ] {
            assert!(page.contains(said), "{said}: {page}");
        }
        // Nothing was changed yet; saving once more puts hers in its place.
        assert!(own.page("review").await.body.contains("7 Hill Rd"));
        let again = own.save_seen("address", &hidden(&page, "seen"), &mine).await;
        assert_eq!(again.location(), "/account/application/income");
        assert!(own.page("review").await.body.contains("99 Shore Dr, Two Harbors, MN 55616, Lake County"));
        // The running application is told the same way.
        let stale = [("page", "address"), ("seen", seen.as_str())];
        let answer = ann.call("/api/save-application", &[&stale, theirs.as_slice()].concat()).await;
        assert!(answer.status == 200 && answer.location().starts_with("/account/application/address?retry="), "{}", answer.location());
        assert!(ann.page(answer.location()).await.contains("City: was Duluth, now Two Harbors"));
        assert!(own.page("review").await.body.contains("99 Shore Dr"), "nothing was changed");
        // What both typed alike is no quarrel.
        let same = acting.save_seen("address", &seen, &mine).await;
        assert_eq!(same.location(), format!("{}/income", acting.base()));

        // Somebody who was taken out meanwhile can be added again with what was typed.
        let child = [("name", "Kim Lee"), ("relation", "child"), ("born", "2020-03-04"), ("applies", "no")];
        own.goes_on("household/add", &child, "household").await;
        let page = own.page("household").await.body;
        let kim = page.rsplit("/account/application/household/").next().unwrap().split('"').next().unwrap().to_owned();
        let kim = if kim == "add" {
            page.split("/account/application/household/").nth(2).unwrap().split('"').next().unwrap().to_owned()
        } else {
            kim
        };
        let edited = format!("household/{kim}");
        let seen = hidden(&own.page(&edited).await.body, "seen");
        let shown = acting.page(&format!("{edited}?from=remove")).await.body;
        let out = acting.save_seen(&edited, &hidden(shown.split_once("name=\"remove\"").unwrap().1, "seen"), &[("remove", "yes")]).await;
        assert_eq!(out.location(), format!("{}/household", acting.base()));
        let gone = own
            .save_seen(&edited, &seen, &[("name", "Kim Ann Lee"), ("relation", "child"), ("born", "2020-03-04"), ("applies", "yes")])
            .await;
        let page = ann.page(gone.location()).await;
        assert!(page.contains("Ingrid Halvorson removed it") && page.contains("Kim Ann Lee"), "{page}");
        let fields = [("name", "Kim Ann Lee"), ("relation", "child"), ("born", "2020-03-04"), ("applies", "no")];
        own.save_seen("household/add", &hidden(&page, "seen"), &fields).await;
        assert!(own.page("household").await.body.contains("Kim Ann Lee"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_form_that_is_sent_twice_adds_once() {
    on_both(async |app: App| {
        let ann = app.consumer("Ann Lee").await;
        let own = Desk::own(&ann);
        own.start().await;
        own.start().await;
        own.goes_on("help", &[("help", "yes")], "household").await;
        let seen = hidden(&own.page("household/add").await.body, "seen");
        let spouse = [("name", "Bo Lee"), ("relation", "spouse"), ("born", "1983-01-02"), ("applies", "yes")];
        let (one, two) = tokio::join!(own.save_seen("household/add", &seen, &spouse), own.save_seen("household/add", &seen, &spouse));
        assert_eq!((one.location(), two.location()), ("/account/application/household", "/account/application/household"));
        assert_eq!(own.drawn("household").await.matches("summary-list__row").count(), 2);
        // Another one from the same page is somebody else.
        let child = [("name", "Kim Lee"), ("relation", "child"), ("born", "2020-03-04"), ("applies", "yes")];
        own.save_seen("household/add", &seen, &child).await;
        assert_eq!(own.drawn("household").await.matches("summary-list__row").count(), 3);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_draft_is_lost_to_a_former_assister_at_once() {
    on_both(async |app: App| {
        let (ann, navigator, id) = client_of(&app, "Ann Lee").await;
        let acting = Desk::client(&navigator, &id);
        acting.answer_all("Ann Lee", "39000").await;
        let seen = hidden(&acting.page("address").await.body, "seen");
        ann.removes().await;
        for page in ["", "help", "address", "review", "sign", "determination"] {
            assert_eq!(acting.page(page).await.status, 404, "{page}");
        }
        assert_eq!(navigator.load("/api/client-application-page", (&id, "", "", "")).await.status, 404);
        assert_eq!(acting.start().await.status, 404);
        assert_eq!(acting.save_seen("address", &seen, HOME).await.status, 404);
        assert_eq!(acting.submit(&PROMISE).await.status, 404);
        // The next assister goes on with it, and so does she.
        ann.authorizes(&app.number("cac@demo.test").await).await;
        let cac = app.demo("cac@demo.test").await;
        let id = cac.clients("/clients?list=new").await[0].0.clone();
        assert_eq!(Desk::client(&cac, &id).page("sign").await.status, 200);
        assert_eq!(Desk::own(&ann).page("sign").await.status, 200);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn coming_to_the_application_is_accessing_the_client() {
    on_both(async |app: App| {
        let (_ann, navigator, id) = client_of(&app, "Ann Lee").await;
        assert_eq!(navigator.counts().await, [24, 41, 65]);
        assert_eq!(Desk::client(&navigator, &id).page("help").await.location(), format!("/clients/{id}/application"));
        assert_eq!(navigator.counts().await, [23, 42, 65], "New to In Progress, by whichever page");
        Desk::client(&navigator, &id).page("").await;
        assert_eq!(navigator.counts().await, [23, 42, 65], "once");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn submitting_needs_everything_a_signature_and_happens_once() {
    on_both(async |app: App| {
        let (ann, navigator, id) = client_of(&app, "Ann Lee").await;
        let (own, acting) = (Desk::own(&ann), Desk::client(&navigator, &id));
        own.start().await;
        own.goes_on("help", &[("help", "yes")], "household").await;
        // What is missing is listed, each with its link.
        for desk in [&own, &acting] {
            let refused = desk.submit(&PROMISE).await;
            assert_eq!(refused.location(), format!("{}?from=missing", desk.base()));
            let page = desk.who.page(refused.location()).await.replace("<!>", "");
            assert!(
                page.contains("<p>The application can't be submitted yet. These answers are missing. Questions come in their order"),
                "{page}"
            );
            let missing = [("household", "Household"), ("address", "Address"), ("income", "Income"), ("taxes", "Tax filing")];
            let link = |(page, text)| format!("<li><a href=\"{}/{page}\">{text}</a></li>", desk.base());
            assert_eq!(problems(&page), missing.map(link).concat(), "the refusal itself leads to each");
            // Without a refusal there is none. The list of all questions leads to those that are answered and to the first that is not.
            let page = desk.page("").await.body.replace("<!>", "");
            assert!(!page.contains("There is a problem") && page.contains("Review and sign"), "{page}");
            let (list, _) = page.split_once("</dl>").unwrap();
            let base = desk.base();
            let links: Vec<&str> = list.split(&format!("<a href=\"{base}/")).skip(1).map(|link| link.split('"').next().unwrap()).collect();
            assert_eq!(links, ["help", "household"], "{list}");
        }
        own.answer_all("Ann Lee", "70000").await;
        // Removed while the last page was open.
        let wrong = own.submit(&[("full_name", "Somebody Else")]).await;
        assert!(wrong.location().starts_with("/account/application/sign?retry="));
        let page = ann.page(wrong.location()).await;
        assert!(page.contains("Enter your name as it is on your account: Ann Lee") && page.contains("Somebody Else"));
        let wrong = acting.submit(&[("agreed_on", "11/21/2026"), ("full_name", "Ingrid")]).await;
        let page = navigator.page(wrong.location()).await;
        for said in [
            "Choose how the consumer agreed",
            "The date must not be after today",
            "as it is on your account: Ingrid Halvorson",
            "11/21/2026",
        ] {
            assert!(page.contains(said), "{said}");
        }
        let page = navigator
            .page(
                acting.submit(&[("agreed", "in_person"), ("agreed_on", "2026-11-19"), ("full_name", "Ingrid Halvorson")]).await.location(),
            )
            .await;
        assert!(page.contains("The consumer authorized you on November 20, 2026. The date must not be before that"));

        // Both at once: one submission, the same answer for both.
        let (one, two) = tokio::join!(own.submit(&[("full_name", "ann lee")]), acting.submit(&PROMISE));
        assert_eq!(one.location(), "/account/application/determination");
        assert_eq!(two.location(), format!("{}/determination", acting.base()));
        let of = format!("application_id IN (SELECT id FROM applications WHERE {ANNS})");
        for (table, many) in [
            (format!("applications WHERE submitted_at IS NOT NULL AND {ANNS}"), 1),
            (format!("determinations WHERE {of}"), 1),
            (format!("pending_determinations WHERE {of}"), 0),
            (format!("audit_events WHERE action = 'application_submitted' AND {ANNS}"), 1),
        ] {
            assert_eq!(app.one(&format!("SELECT COUNT(*) FROM {table}")).await, many, "{table}");
        }

        // Read-only for everyone from now on.
        let (body, kept) =
            (format!("SELECT body FROM determinations WHERE {of}"), format!("SELECT answers FROM applications WHERE {ANNS}"));
        let before = (app.text(&kept).await, app.text(&body).await);
        for desk in [&own, &acting] {
            let result = format!("{}/determination", desk.base());
            for page in ["", "help", "household", "household/1", "review", "sign", "not-here"] {
                assert_eq!(desk.page(page).await.location(), result, "{page}");
            }
            for (page, fields) in [("address", HOME), ("help", &[("help", "no")]), ("income/add", &[])] {
                assert_eq!(desk.save_seen(page, "x", fields).await.location(), format!("{result}?from=meanwhile"), "{page}");
            }
            assert_eq!(desk.start().await.location(), format!("{}/help", desk.base()));
            assert_eq!(desk.submit(&PROMISE).await.location(), result);
            let answers = desk.page("answers").await.body;
            assert!(answers.contains("as they were submitted") && !answers.contains("from=review"));
        }
        assert_eq!(before, (app.text(&kept).await, app.text(&body).await));
        // Each is told whom to contact.
        for (desk, whom, links) in [
            (&own, "Call the MNsure Contact Center at", ["tel:+18553667873", "https://www.mnsure.org/"]),
            (&acting, "Contact the Assister Resource Center at", ["tel:+18335417698", "tel:+18553667873"]),
        ] {
            let page = desk.page("changed").await.body;
            assert!(page.contains(whom) && links.iter().all(|href| page.contains(&format!("<a href=\"{href}\">"))), "{page}");
            assert!(page.contains("You can't correct a submitted application here.") && !page.contains("Save and continue"), "{page}");
            // What a consumer does by themselves an assister does not read.
            for hers in OWN_WAYS {
                assert_eq!(page.contains(hers), desk.id.is_empty(), "{hers}: {page}");
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_broker_is_sent_to_the_broker_service_line() {
    on_both(async |app: App| {
        let ann = app.consumer("Ann Lee").await;
        ann.authorizes(&app.number("broker@demo.test").await).await;
        let broker = app.demo("broker@demo.test").await;
        let id = broker.clients("/clients").await[0].0.clone();
        let acting = Desk::client(&broker, &id);
        acting.answer_all("Ann Lee", "70000").await;
        acting.submit(&[("agreed", "in_writing"), ("agreed_on", "2026-11-20"), ("full_name", "Tom Lindqvist")]).await;
        let page = acting.page("changed").await.body;
        assert!(page.contains("Contact the Broker Service Line") && !page.contains("Assister Resource Center"));
        assert!(page.contains("Ann Lee can also call") && OWN_WAYS.iter().all(|hers| !page.contains(hers)), "{page}");
        let result = acting.page("determination").await.body;
        for page in [&page, &result] {
            assert!(page.contains("<a href=\"https://www.mnsure.org/\">mnsure.org<"), "{page}");
        }
        assert!(result.contains("contact the Broker Service Line"));
    })
    .await;
}
