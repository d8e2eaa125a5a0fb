//! Notices: each names what it is about and who did it, in the words of its time, and leads there. The consumer's alone (rule 29).

use crate::journeys::app::{App, Person, hidden, on_both};
use crate::journeys::applications::{Desk, client_of};
use crate::journeys::enrollment::{GOLD, SILVER, again, chosen, enroll};
use crate::journeys::status::{found, records, unseen};
use assister_portal::domain::applications::DeterminedBy;
use assister_portal::domain::eligibility::{Coverage, Figures, PUBLISHED, determine};
use assister_portal::domain::ids::{AuditId, DeterminationId};
use assister_portal::domain::instant::Date;
use assister_portal::domain::money::Cents;
use assister_portal::server::applications::tell_of_older_figures;
use assister_portal::server::leases::taker;
use assister_portal::store::NewDetermination;
use std::time::Duration;
use uuid::Uuid;

const PROMISE: [(&str, &str); 3] = [("agreed", "by_phone"), ("agreed_on", "11/20/2026"), ("full_name", "Ingrid Halvorson")];

/// What the notices say, the latest first, and where each leads.
async fn told(who: &Person) -> Vec<(String, String)> {
    let page = who.page("/account/notices").await;
    let (list, _) = page.split_once("</dl>").unwrap();
    let rows = list.split("summary-list__value\">").skip(1);
    let between = |text: &str, from: &str, to: &str| Some(text.split_once(from)?.1.split_once(to)?.0.to_owned());
    rows.map(|row| {
        let said = row.split_once("</dd>").unwrap().0.replace("<!>", "").replace("<strong>New</strong><br>", "");
        (said.trim().to_owned(), between(row, "<a href=\"", "\"").unwrap_or_default())
    })
    .collect()
}

async fn wait(app: &App) {
    app.wait(Duration::from_secs(60));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_notice_says_what_it_is_about_and_who_did_it_and_stays_as_it_was_written() {
    on_both(async |app: App| {
        let (ann, navigator, id) = client_of(&app, "Ann Lee").await;
        let (own, acting) = (Desk::own(&ann), Desk::client(&navigator, &id));
        acting.answer_all("Ann Lee", "40000").await;
        wait(&app).await;
        acting.submit(&PROMISE).await;
        wait(&app).await;
        enroll(&acting, &chosen(&acting, SILVER).await).await;
        wait(&app).await;
        enroll(&own, &chosen(&own, GOLD).await).await;
        wait(&app).await;
        enroll(&acting, &chosen(&acting, SILVER).await).await;
        wait(&app).await;
        let staff = app.demo("arc@demo.test").await;
        let page = staff.page(&found(&app, &staff, "Ann Lee").await).await;
        records(&staff, &unseen(&page), &[("outcomes[1]", "needs_decision"), ("why", "Proof is missing")]).await;
        wait(&app).await;
        ann.authorizes(&app.number("broker@demo.test").await).await;
        wait(&app).await;
        ann.removes().await;

        let (result, plan, assister) = ("/account/application/determination", "/account/application/plans/enrolled", "/account/assister");
        let expected = [
            ("You removed Tom Lindqvist as your assister.", assister),
            ("You changed your assister from Ingrid Halvorson to Tom Lindqvist.", assister),
            ("MNsure staff changed the status of your application for 2027: Needs a county or DHS decision.", result),
            (
                "Ingrid Halvorson changed your plan from Pinecone Gold Basic to Agate Silver Basic. Coverage starts on January 1, 2027.",
                plan,
            ),
            ("You changed your plan from Agate Silver Basic to Pinecone Gold Basic. Coverage starts on January 1, 2027.", plan),
            ("Ingrid Halvorson enrolled you in Agate Silver Basic. Coverage starts on January 1, 2027.", plan),
            ("This portal made the initial determination of your application for 2027: Health plan with a premium tax credit.", result),
            ("Ingrid Halvorson submitted your application for 2027 on your behalf.", result),
            ("You authorized Ingrid Halvorson as your assister.", assister),
        ];
        let before = told(&ann).await;
        let read: Vec<(&str, &str)> = before.iter().map(|(said, href)| (said.as_str(), href.as_str())).collect();
        assert_eq!(read, expected);
        for (_, href) in expected {
            assert_eq!(ann.get(href).await.status, 200, "{href}");
        }

        // They are nobody else's: an assister finds no such page.
        assert_eq!(navigator.get("/account/notices").await.status, 404);

        // Whatever is called otherwise later.
        app.execute("UPDATE assisters SET display_name = 'Somebody Else'").await;
        app.execute("UPDATE users SET display_name = 'Somebody Else' WHERE role = 'assister'").await;
        assert_eq!(told(&ann).await, before);
        assert!(!ann.page("/account/notices").await.contains("Somebody Else"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_does_it_alone_is_told_so_and_a_year_later_each_still_leads_there() {
    on_both(async |app: App| {
        let ann = app.consumer("Ann Lee").await;
        let own = Desk::own(&ann);
        own.answer_all("Ann Lee", "40000").await;
        own.submit(&[("full_name", "Ann Lee")]).await;
        wait(&app).await;
        enroll(&own, &chosen(&own, SILVER).await).await;
        let before = told(&ann).await;
        let said: Vec<&str> = before.iter().map(|(said, _)| said.as_str()).collect();
        assert_eq!(said[0], "You enrolled in Agate Silver Basic. Coverage starts on January 1, 2027.");
        assert!(said.contains(&"You submitted your application for 2027."), "{said:?}");
        assert!(before.iter().all(|(_, href)| href.starts_with("/account/application/")), "{before:?}");
        app.wait(Duration::from_secs(365 * 24 * 3600));
        let later = told(&again(&app, "Ann Lee").await).await;
        assert_eq!(later.iter().map(|(said, _)| said.as_str()).collect::<Vec<_>>(), said);
        for ((_, before), (_, href)) in before.iter().zip(&later) {
            assert_eq!(*href, before.replace("/application/", "/application/2027/"));
            assert_eq!(again(&app, "Ann Lee").await.get(href).await.status, 200, "{href}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_demo_tells_its_consumers_of_their_assister() {
    on_both(async |app: App| {
        let consumer = app.demo("consumer3@demo.test").await;
        assert_eq!(
            told(&consumer).await,
            [("You authorized Ingrid Halvorson as your assister.".to_owned(), "/account/assister".to_owned())]
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_others_did_is_new_until_it_is_read_and_the_account_says_so() {
    on_both(async |app: App| {
        let (ann, navigator, id) = client_of(&app, "Ann Lee").await;
        let (own, acting) = (Desk::own(&ann), Desk::client(&navigator, &id));
        let new = async || {
            let account = ann.page("/account").await;
            let (_, card) = account.split_once(">Notices<").unwrap();
            let (new, _) = card.split_once("What happened with").unwrap();
            (new.contains(">1 new notice<"), new.contains(">2 new notices<"), new.contains("new"))
        };
        // What she did herself is no news to her.
        assert_eq!(new().await, (false, false, false));
        acting.answer_all("Ann Lee", "40000").await;
        wait(&app).await;
        acting.submit(&PROMISE).await;
        assert_eq!(new().await, (false, true, true), "submitted for her, and determined");
        let page = ann.page("/account/notices").await;
        assert_eq!(page.matches("<strong>New<").count(), 2, "{page}");
        // Looking changes nothing; saying so does, for her alone, and what is no moment or still to come marks nothing.
        assert_eq!(new().await, (false, true, true));
        navigator.post("/api/mark-notices-read", &[("to", &hidden(&page, "to"))]).await;
        for never in ["soon", "0", &i64::MIN.to_string()] {
            let read = ann.post("/api/mark-notices-read", &[("to", never)]).await;
            assert!(read.location().starts_with("/account/notices"), "{never}: {}", read.location());
        }
        assert_eq!(new().await, (false, true, true));
        let read = ann.post("/api/mark-notices-read", &[("to", &hidden(&page, "to"))]).await;
        assert_eq!(new().await, (false, false, false));
        let page = ann.page(read.location()).await;
        assert!(
            page.contains("submitted your application") && !page.contains("<strong>New<") && !page.contains("Mark all as read"),
            "{page}"
        );
        ann.post("/api/mark-notices-read", &[("to", &i64::MAX.to_string())]).await;
        wait(&app).await;
        enroll(&own, &chosen(&own, SILVER).await).await;
        assert_eq!(new().await, (false, false, false));
        wait(&app).await;
        let staff = app.demo("arc@demo.test").await;
        let page = staff.page(&found(&app, &staff, "Ann Lee").await).await;
        records(&staff, &unseen(&page), &[("outcomes[1]", "needs_decision"), ("why", "Proof is missing")]).await;
        assert_eq!(new().await, (true, false, true));
        let page = ann.page("/account/notices").await;
        let (first, _) = page.split_once("You enrolled in").unwrap();
        assert_eq!((first.matches("<strong>New<").count(), page.matches("<strong>New<").count()), (1, 1), "{page}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_account_says_what_holds_now_and_which_plan_there_is() {
    on_both(async |app: App| {
        let ann = app.consumer("Ann Lee").await;
        let own = Desk::own(&ann);
        assert!(!ann.page("/account").await.contains("Initial determination"));
        own.answer_all("Ann Lee", "40000").await;
        assert!(!ann.page("/account").await.contains("Submitted on"));
        own.submit(&[("full_name", "Ann Lee")]).await;
        let account = ann.page("/account").await;
        for said in
            ["Submitted on", "Initial determination", "Health plan with a premium tax credit", "Nobody is enrolled in a health plan yet."]
        {
            assert!(account.contains(said), "{said}: {account}");
        }
        enroll(&own, &chosen(&own, SILVER).await).await;
        let account = ann.page("/account").await;
        assert!(account.contains("Agate Silver Basic, from January 1, 2027") && !account.contains("Please check this plan"), "{account}");
        wait(&app).await;
        let staff = app.demo("arc@demo.test").await;
        let page = staff.page(&found(&app, &staff, "Ann Lee").await).await;
        records(&staff, &unseen(&page), &[("outcomes[1]", "needs_decision"), ("why", "Proof is missing")]).await;
        let account = ann.page("/account").await;
        for said in ["Current status", "Needs a county or DHS decision", "Agate Silver Basic, from January 1, 2027. Please check this plan"]
        {
            assert!(account.contains(said), "{said}: {account}");
        }
        assert!(!account.contains("Initial determination"), "{account}");
    })
    .await;
}

/// The figures as they were before 2027's table of shares was loaded.
fn before_the_table_of_2027() -> Figures {
    static COVERAGE: [Coverage; 1] =
        [Coverage { year: 2027, guideline: 2026, minnesotacare: 200, credit: 400, affordable_offer: 996, shares: 2026 }];
    Figures { coverage: &COVERAGE, ..PUBLISHED }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whoever_has_a_credit_by_an_earlier_table_is_told_once_and_keeps_the_result() {
    on_both(async |app: App| {
        // While the engine is away nothing is determined here; what was determined before is put in its place.
        let pending = app.with("ELIGIBILITY_ENGINE_URL", "http://127.0.0.1:9/");
        let older = before_the_table_of_2027();
        for (name, income, figures, expected) in
            [("Ann Lee", "40000", older, true), ("Bo Ek", "40000", PUBLISHED, false), ("Cy Oak", "20000", older, false)]
        {
            let who = pending.consumer(name).await;
            let own = Desk::own(&who);
            own.answer_all(name, income).await;
            own.submit(&[("full_name", name)]).await;
            app.wait(Duration::from_secs(120));
            let again = app.now() + Duration::from_secs(60);
            let claimed = app.store.claim_case(None, app.now(), again, taker(&app.state)).await.unwrap().unwrap();
            let case = claimed.answers.case(claimed.coverage_year, Date::new(2026, 11, 20).unwrap()).unwrap();
            let determination = determine(case, &figures, |_| Some(Cents::dollars(600)));
            let new = NewDetermination {
                id: DeterminationId(Uuid::now_v7()),
                application: claimed.id,
                source: DeterminedBy::BuiltIn,
                determination: &determination,
                now: app.now(),
            };
            app.store.record_initial(new, (AuditId(Uuid::now_v7()), "test")).await.unwrap();
            let result = who.page("/account/application/determination").await;
            for _ in 0..2 {
                tell_of_older_figures(&app.state, &PUBLISHED).await.unwrap();
            }
            assert_eq!(who.page("/account/application/determination").await.contains("2026 table"), result.contains("2026 table"));
            let lines = told(&who).await;
            let about: Vec<_> = lines.iter().filter(|(said, _)| said.contains("with the 2026 table, because")).collect();
            assert_eq!(about.len(), usize::from(expected), "{name}: {lines:?}");
            if let [(said, _)] = about.as_slice() {
                assert!(said.contains("tax credit for 2027") && said.contains("call the MNsure Contact Center"), "{said}");
                assert!(who.page("/account/notices").await.matches("href=\"/account/application/determination\"").count() > 1);
            }
        }
        assert_eq!(app.one("SELECT COUNT(*) FROM audit_events WHERE action = 'older_figures_told'").await, 1);
    })
    .await;
}
