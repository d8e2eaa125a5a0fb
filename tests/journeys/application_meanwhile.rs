//! Two who work on the same application at once: what changed under a form that was open is told, and nothing newer is dropped.

use crate::journeys::app::{App, hidden, on_both};
use crate::journeys::applications::{Desk, HOME, client_of};

/// What the page that came back tells of changes: its first sentences, then each.
fn told(page: &str) -> (String, String) {
    let notice = page.split("notice__body").nth(1).unwrap_or_else(|| panic!("nothing told: {page}"));
    let (text, list) = notice.split_once("</p>").unwrap();
    (text.to_owned(), list.split("</ul>").next().unwrap().replace("<!>", ""))
}

/// What the form that takes something out was drawn with.
fn to_remove(page: &str) -> String {
    hidden(page.split_once("name=\"remove\"").unwrap().1, "seen")
}

/// The page that asks whether to take something out.
async fn removal(desk: &Desk<'_>, page: &str) -> String {
    desk.page(&format!("{page}?from=remove")).await.body
}

/// The last of those that a list links to.
async fn last(desk: &Desk<'_>, list: &str) -> String {
    let page = desk.drawn(list).await;
    let before = format!("/{list}/");
    let ids = page.split(&before).skip(1).filter_map(|link| link.split('"').next().unwrap().parse::<u16>().ok());
    format!("{list}/{}", ids.max().unwrap())
}

const KIM: &[(&str, &str)] = &[("name", "Kim Lee"), ("relation", "child"), ("born", "2020-03-04"), ("applies", "no")];
const PAY: &[(&str, &str)] = &[("member", "1"), ("source", "job"), ("amount", "100"), ("frequency", "monthly")];

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whoever_saved_the_page_is_named_and_not_who_saved_another_one() {
    on_both(async |app: App| {
        let (ann, navigator, id) = client_of(&app, "Ann Lee").await;
        let (own, acting) = (Desk::own(&ann), Desk::client(&navigator, &id));
        own.answer_all("Ann Lee", "39000").await;
        let stale = hidden(&own.page("address").await.body, "seen");
        acting.save("address", &[("street", "12 Lake St"), ("city", "Hermantown"), ("zip", "55802"), ("county", "137")]).await;
        own.save("taxes", &[("filing", "separately")]).await;
        let mine = [("street", "12 Lake St"), ("city", "Proctor"), ("zip", "55802"), ("county", "137")];
        let page = ann.page(own.save_seen("address", &stale, &mine).await.location()).await;
        let (text, list) = told(&page);
        assert!(text.contains("Ingrid Halvorson saved this page on November 20, 2026"), "{text}");
        assert!(list.ends_with("<ul><li>City: was Duluth, now Hermantown</li>"), "what changed, and nothing else: {list}");
        assert!(page.contains("value=\"Proctor\""));
        // The answers are told in the words of the page.
        let stale = hidden(&acting.page("taxes").await.body, "seen");
        own.save("taxes", &[("filing", "files")]).await;
        let refused = acting.save_seen("taxes", &stale, &[("filing", "does_not_file")]).await;
        let (text, list) = told(&navigator.page(refused.location()).await);
        assert!(text.contains("Ann Lee saved this page"), "{text}");
        let line = "taxes for 2027? was Married, and files separately, now Files a tax return; married people file jointly</li>";
        assert!(list.ends_with(line), "{list}");
        // After submitting nothing of it is kept.
        own.submit(&[("full_name", "Ann Lee")]).await;
        let kept = app.text("SELECT answers FROM applications WHERE submitted_at IS NOT NULL AND answers LIKE '%Hermantown%'").await;
        assert!(kept.contains("\"journal\":[]"), "{kept}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_list_that_changed_meanwhile_is_not_taken_as_complete() {
    on_both(async |app: App| {
        let (ann, navigator, id) = client_of(&app, "Ann Lee").await;
        let (own, acting) = (Desk::own(&ann), Desk::client(&navigator, &id));
        own.start().await;
        own.goes_on("help", &[("help", "yes")], "household").await;
        own.goes_on("household/1", &[("name", "Ann Lee"), ("born", "3/7/1984"), ("applies", "yes")], "household").await;
        // Somebody was added, then changed, then taken out.
        let mut stale = hidden(&own.page("household").await.body, "seen");
        acting.goes_on("household/add", KIM, "household").await;
        let kim = last(&acting, "household").await;
        let changes = [
            ("Ingrid Halvorson added Kim Lee on November 20, 2026", None),
            ("Ingrid Halvorson changed Kim Lee on November 20, 2026", Some(("pregnant", "yes"))),
            ("Ingrid Halvorson removed Kim Lee on November 20, 2026", Some(("remove", "yes"))),
        ];
        for (said, change) in changes {
            if let Some(change) = change {
                let seen = if change.0 == "remove" {
                    to_remove(&removal(&acting, &kim).await)
                } else {
                    hidden(&acting.page(&kim).await.body, "seen")
                };
                acting.save_seen(&kim, &seen, &[KIM, &[change]].concat()).await;
            }
            let refused = own.save_seen("household", &stale, &[]).await;
            assert!(refused.location().starts_with("/account/application/household?retry="), "{said}: {}", refused.location());
            let page = ann.page(refused.location()).await;
            assert!(told(&page).1.contains(said), "{said}: {page}");
            assert_ne!(own.page("address").await.status, 200, "the list is not complete");
            stale = hidden(&page, "seen");
        }
        assert_eq!(own.save_seen("household", &stale, &[]).await.location(), "/account/application/address");
        own.goes_on("address", HOME, "income").await;

        // "Nobody has income" is not dropped in silence either.
        let stale = hidden(&own.page("income").await.body, "seen");
        acting.goes_on("income/add", PAY, "income").await;
        let refused = own.save_seen("income", &stale, &[("nobody", "yes")]).await;
        let page = ann.page(refused.location()).await;
        assert!(told(&page).1.contains("Ingrid Halvorson added Ann Lee: Job on November 20, 2026"), "{page}");
        assert_ne!(own.page("taxes").await.status, 200);
        assert_eq!(own.save_seen("income", &hidden(&page, "seen"), &[]).await.location(), "/account/application/coverage/1");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn taking_out_never_drops_newer_answers_untold() {
    on_both(async |app: App| {
        let (ann, navigator, id) = client_of(&app, "Ann Lee").await;
        let (own, acting) = (Desk::own(&ann), Desk::client(&navigator, &id));
        own.answer_all("Ann Lee", "39000").await;
        own.goes_on("household/add", KIM, "household").await;
        let kim = last(&own, "household").await;
        let remove = [("remove", "yes"), ("from", "remove")];

        // Her answers changed.
        let stale = to_remove(&removal(&own, &kim).await);
        acting.save(&kim, &[("name", "Kim Ann Lee"), ("relation", "child"), ("born", "2020-03-04"), ("applies", "no")]).await;
        let refused = own.save_seen(&kim, &stale, &remove).await;
        let page = ann.page(refused.location()).await;
        let (text, list) = told(&page);
        assert!(text.contains("Nothing was removed") && list.contains("was Kim Lee, now Kim Ann Lee"), "{page}");
        assert!(page.contains("Remove Kim Ann Lee from the household?"), "it is asked again, with what is there: {page}");

        // An income was added that would go with her.
        let stale = to_remove(&page);
        let member = kim.split('/').nth(1).unwrap();
        let gets = |amount| [("member", member), ("source", "other"), ("amount", amount), ("frequency", "monthly")];
        acting.goes_on("income/add", &gets("50"), "income").await;
        let page = ann.page(own.save_seen(&kim, &stale, &remove).await.location()).await;
        assert!(told(&page).1.contains("Ingrid Halvorson added Kim Ann Lee: Something else that is taxed"), "{page}");

        // That income is taken out while it changes.
        let pay = last(&own, "income").await;
        let stale = to_remove(&removal(&own, &pay).await);
        acting.save(&pay, &gets("70")).await;
        let page = ann.page(own.save_seen(&pay, &stale, &remove).await.location()).await;
        assert!(told(&page).1.contains("was 50, now 70"), "{page}");
        assert!(own.page("income").await.body.contains("$840.00"), "it is there");
        // Whoever was told takes it out.
        assert_eq!(own.save_seen(&pay, &to_remove(&page), &remove).await.location(), "/account/application/income");
        let page = removal(&own, &kim).await;
        assert_eq!(own.save_seen(&kim, &to_remove(&page), &remove).await.location(), "/account/application/household");
        // From the review it goes on there.
        own.goes_on("household/add", KIM, "household").await;
        let kim = last(&own, "household").await;
        let page = own.page(&format!("{kim}?from=review")).await.body;
        assert!(page.contains(&format!("/account/application/{kim}?from=remove-review\"")), "{page}");
        let page = own.page(&format!("{kim}?from=remove-review")).await.body;
        assert!(page.contains(&format!("/account/application/{kim}?from=review\"")), "{page}");
        let back = [("remove", "yes"), ("from", &*hidden(&page, "from"))];
        assert_eq!(own.save_seen(&kim, &to_remove(&page), &back).await.location(), "/account/application/review");
        assert!(!own.page("household").await.body.contains("Kim Ann Lee"));
    })
    .await;
}

/// How many of Ann's applications are like this.
async fn anns(app: &App, like: &str) -> i64 {
    let ann = "SELECT c.id FROM consumers c JOIN users u ON u.id = c.user_id WHERE u.display_name = 'Ann Lee'";
    app.one(&format!("SELECT COUNT(*) FROM applications WHERE {like} AND consumer_id IN ({ann})")).await
}

/// Whether this stands in the answers of hers.
async fn kept(app: &App, text: &str) -> bool {
    anns(app, &format!("answers LIKE '%{text}%'")).await == 1
}

const PROMISE: &[(&str, &str)] = &[("agreed", "by_phone"), ("agreed_on", "11/20/2026"), ("full_name", "Ingrid Halvorson")];

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_was_typed_is_saved_where_something_else_comes_first_now() {
    on_both(async |app: App| {
        let (ann, navigator, id) = client_of(&app, "Ann Lee").await;
        let (own, acting) = (Desk::own(&ann), Desk::client(&navigator, &id));
        own.answer_all("Ann Lee", "39000").await;
        let stale = hidden(&own.page("taxes").await.body, "seen");
        let kim = [("name", "Kim Lee"), ("relation", "child"), ("born", "2020-03-04"), ("applies", "yes")];
        acting.goes_on("household/add", &kim, "household").await;
        // What is wrong comes back, and is right the next time.
        let wrong = own.save_seen("taxes", &stale, &[("filing", "")]).await;
        assert!(wrong.location().starts_with("/account/application/taxes?retry="), "{}", wrong.location());
        let page = ann.page(wrong.location()).await;
        assert!(page.contains("There is a problem") && hidden(&page, "seen") == stale);
        let saved = own.save_seen("taxes", &stale, &[("filing", "separately")]).await;
        let coverage = last(&own, "household").await.replace("household", "coverage");
        assert!(saved.location().starts_with(&format!("/account/application/{coverage}?retry=")), "{}", saved.location());
        let page = ann.page(saved.location()).await;
        let (text, list) = told(&page);
        assert!(text.contains("What you entered is saved"), "{text}");
        assert!(list.contains("Ingrid Halvorson added Kim Lee on November 20, 2026"), "{list}");
        assert!(kept(&app, "\"filing\":\"Separately\"").await);
        // From there it goes on as ever.
        let covered = own.save_seen(&coverage, &hidden(&page, "seen"), &[("medicare", "no"), ("employer", "none")]).await;
        assert_eq!(covered.location(), "/account/application/taxes");

        // The only income is taken out while the page after it is open.
        let stale = hidden(&own.page("taxes").await.body, "seen");
        let pay = last(&acting, "income").await;
        let page = removal(&acting, &pay).await;
        acting.save_seen(&pay, &to_remove(&page), &[("remove", "yes")]).await;
        let saved = own.save_seen("taxes", &stale, &[("filing", "files")]).await;
        assert!(saved.location().starts_with("/account/application/income?retry="), "{}", saved.location());
        assert!(told(&ann.page(saved.location()).await).1.contains("Ingrid Halvorson removed Ann Lee: Job"));
        assert!(kept(&app, "\"filing\":\"Files\"").await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whoever_answers_about_somebody_who_was_removed_is_told() {
    on_both(async |app: App| {
        let (ann, navigator, id) = client_of(&app, "Ann Lee").await;
        let (own, acting) = (Desk::own(&ann), Desk::client(&navigator, &id));
        own.answer_all("Ann Lee", "39000").await;
        let kim = [("name", "Kim Lee"), ("relation", "child"), ("born", "2020-03-04"), ("applies", "yes")];
        acting.goes_on("household/add", &kim, "household").await;
        let kim = last(&acting, "household").await;
        let coverage = kim.replace("household", "coverage");
        let stale = hidden(&own.page(&coverage).await.body, "seen");
        let page = removal(&acting, &kim).await;
        acting.save_seen(&kim, &to_remove(&page), &[("remove", "yes")]).await;
        let gone = own.save_seen(&coverage, &stale, &[("medicare", "no"), ("employer", "none")]).await;
        assert!(gone.location().starts_with("/account/application/review?retry="), "{}", gone.location());
        let (text, list) = told(&ann.page(gone.location()).await);
        assert!(text.contains("not asked any more, so it is not saved"), "{text}");
        assert!(list.contains("Ingrid Halvorson removed Kim Lee on November 20, 2026"), "{list}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_was_typed_stays_when_help_is_answered_with_no_meanwhile() {
    on_both(async |app: App| {
        let (ann, navigator, id) = client_of(&app, "Ann Lee").await;
        let (own, acting) = (Desk::own(&ann), Desk::client(&navigator, &id));
        own.answer_all("Ann Lee", "39000").await;
        let stale = hidden(&acting.page("address").await.body, "seen");
        own.goes_on("help", &[("help", "no")], "not-here").await;
        let home = [("street", "12 Lake St"), ("city", "Proctor"), ("zip", "55802"), ("county", "137")];
        let mut seen = stale;
        // However often.
        for _ in 0..2 {
            let refused = acting.save_seen("address", &seen, &home).await;
            assert!(refused.location().starts_with(&format!("{}/address?retry=", acting.base())), "{}", refused.location());
            let page = navigator.page(refused.location()).await;
            let (text, list) = told(&page);
            assert!(text.contains("It is not saved") && list.contains("Ann Lee changed"), "{page}");
            assert!(page.contains("value=\"Proctor\""));
            assert!(!kept(&app, "Proctor").await);
            seen = hidden(&page, "seen");
        }
        own.save("help", &[("help", "yes")]).await;
        acting.save_seen("address", &seen, &home).await;
        assert!(kept(&app, "Proctor").await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nobody_signs_answers_that_they_did_not_see() {
    on_both(async |app: App| {
        let (ann, navigator, id) = client_of(&app, "Ann Lee").await;
        let (own, acting) = (Desk::own(&ann), Desk::client(&navigator, &id));
        own.answer_all("Ann Lee", "39000").await;
        for (signs, other, signature, name) in
            [(&own, &acting, &[("full_name", "ann lee")][..], "Ingrid Halvorson"), (&acting, &own, PROMISE, "Ann Lee")]
        {
            let stale = hidden(&signs.page("sign").await.body, "seen");
            let pay = last(other, "income").await;
            let amount = if name == "Ann Lee" { "61000" } else { "52000" };
            other.save(&pay, &[("member", "1"), ("source", "job"), ("amount", amount), ("frequency", "yearly")]).await;
            for seen in [stale.as_str(), "", "x.y"] {
                let refused = signs.submit_seen(seen, signature).await;
                assert!(refused.location().starts_with(&format!("{}/sign?retry=", signs.base())), "{seen}: {}", refused.location());
                let page = signs.who.page(refused.location()).await;
                assert!(page.contains("Nothing was submitted") && page.contains(signature.last().unwrap().1), "{page}");
                let told = told(&page).1;
                let says = told.contains(&format!("{name} changed Ann Lee: Job")) && told.contains(&format!("now {amount}"));
                assert_eq!(says, seen == stale, "{told}");
            }
            assert_eq!(anns(&app, "submitted_at IS NOT NULL").await, 0);
        }
        // Whoever was told signs. What is saved after that is not, and that is said.
        let late = hidden(&own.page("taxes").await.body, "seen");
        assert_eq!(acting.submit(PROMISE).await.location(), format!("{}/determination", acting.base()));
        let saved = own.save_seen("taxes", &late, &[("filing", "separately")]).await;
        assert_eq!(saved.location(), "/account/application/determination?from=meanwhile");
        assert!(told(&ann.page(saved.location()).await).0.contains("It was submitted on November 20, 2026"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whoever_signs_is_told_of_every_change_however_many_there_are() {
    on_both(async |app: App| {
        let (ann, navigator, id) = client_of(&app, "Ann Lee").await;
        let (own, acting) = (Desk::own(&ann), Desk::client(&navigator, &id));
        own.answer_all("Ann Lee", "39000").await;
        let stale = hidden(&own.page("sign").await.body, "seen");
        for _ in 0..20 {
            acting.goes_on("income/add", PAY, "income").await;
        }
        let refused = own.submit_seen(&stale, &[("full_name", "Ann Lee")]).await;
        let (text, list) = told(&ann.page(refused.location()).await);
        assert!(text.contains("Nothing was submitted"), "{text}");
        assert_eq!(list.matches("Ingrid Halvorson added Ann Lee: Job on November 20, 2026").count(), 20, "{list}");
    })
    .await;
}
