//! Two who work on the same application at once: what changed under a form that was open is told, and nothing newer is dropped.

use crate::app::{App, hidden, on_both};
use crate::applications::{Desk, HOME, client_of};

/// What the page that came back tells of changes: its first sentences, then each.
fn told(page: &str) -> (String, String) {
    let notice = page.split("notice__body").nth(1).unwrap_or_else(|| panic!("nothing told: {page}"));
    let (text, list) = notice.split_once("</p>").unwrap();
    (text.to_owned(), list.split("</ul>").next().unwrap().replace("<!>", ""))
}

/// What the form under the page that takes out what it is about was drawn with.
fn to_remove(page: &str) -> String {
    hidden(page.split_once("name=\"remove\"").unwrap().1, "seen")
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
                let page = acting.page(&kim).await.body;
                let seen = if change.0 == "remove" { to_remove(&page) } else { hidden(&page, "seen") };
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
        let remove = [("remove", "yes")];

        // Her answers changed.
        let stale = to_remove(&own.page(&kim).await.body);
        acting.save(&kim, &[("name", "Kim Ann Lee"), ("relation", "child"), ("born", "2020-03-04"), ("applies", "no")]).await;
        let refused = own.save_seen(&kim, &stale, &remove).await;
        let page = ann.page(refused.location()).await;
        let (text, list) = told(&page);
        assert!(text.contains("Nothing was removed") && list.contains("was Kim Lee, now Kim Ann Lee"), "{page}");
        assert!(page.contains("value=\"Kim Ann Lee\""), "the page shows what is there: {page}");

        // An income was added that would go with her.
        let stale = to_remove(&page);
        let member = kim.split('/').nth(1).unwrap();
        let gets = |amount| [("member", member), ("source", "other"), ("amount", amount), ("frequency", "monthly")];
        acting.goes_on("income/add", &gets("50"), "income").await;
        let page = ann.page(own.save_seen(&kim, &stale, &remove).await.location()).await;
        assert!(told(&page).1.contains("Ingrid Halvorson added Kim Ann Lee: Something else that is taxed"), "{page}");

        // That income is taken out while it changes.
        let pay = last(&own, "income").await;
        let stale = to_remove(&own.page(&pay).await.body);
        acting.save(&pay, &gets("70")).await;
        let page = ann.page(own.save_seen(&pay, &stale, &remove).await.location()).await;
        assert!(told(&page).1.contains("was 50, now 70"), "{page}");
        assert!(own.page("income").await.body.contains("$840.00"), "it is there");
        // Whoever was told takes it out.
        assert_eq!(own.save_seen(&pay, &to_remove(&page), &remove).await.location(), "/account/application/income");
        let page = own.page(&kim).await.body;
        assert_eq!(own.save_seen(&kim, &to_remove(&page), &remove).await.location(), "/account/application/household");
        assert!(!own.page("household").await.body.contains("Kim Ann Lee"));
    })
    .await;
}
