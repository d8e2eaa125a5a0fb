//! The pages of agency contacts and staff, at addresses that lead to nobody and with names that would do harm.

use crate::journeys::agency::{CONTACT, ann, with};
use crate::journeys::app::{App, on_both};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn addresses_that_lead_to_nobody_are_not_found() {
    on_both(async |app: App| {
        let manager = ["/resource-center/staff", "/resource-center/staff/add", "/resource-center/organizations/add"];
        let unreal = "/agency/assisters/01900000-0000-7000-8000-000000000000/edit";
        let result = "/learning/assessment/result/01900000-0000-7000-8000-000000000000";
        for (email, addresses) in [
            (CONTACT, ["/agency/nowhere", "/agency/assisters/x", unreal]),
            ("arc@demo.test", manager),
            ("bsl@demo.test", manager),
            ("navigator2@demo.test", [result, "/learning/course/0", "/learning/course/9"]),
        ] {
            let person = app.demo(email).await;
            for address in addresses {
                let answer = person.get(address).await;
                assert_eq!(answer.status, 404, "{address} for {email}");
                assert!(answer.body.contains("Page not found"), "{address} for {email}");
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn hostile_names_stay_text_on_every_page() {
    on_both(async |app: App| {
        let (contact, arc) = (app.demo(CONTACT).await, app.demo("arc@demo.test").await);
        let script = ("<script>alert(1)", "&lt;script&gt;alert(1)&lt;/script&gt;");
        let image = ("<img src=x", "&lt;img src=x onerror=alert(1)&gt;");
        for (n, (name, (raw, text))) in [
            ("<script>alert(1)</script>", script),
            ("</textarea><script>alert(1)</script>", script),
            ("\"><img src=x onerror=alert(1)>", image),
        ]
        .into_iter()
        .enumerate()
        {
            let (email, training) = (format!("ann.{n}@northernlights.demo.test"), format!("MN-ANN-{n}"));
            let named = with(with(ann(), "first_name", name), "training_id", &training);
            let added = contact.post("/api/add-entry", &with(named, "certification_email", &email)).await;
            let page = added.location().split('?').next().unwrap().to_owned();
            for path in ["/agency".to_owned(), page.clone(), format!("{page}/edit")] {
                let html = contact.page(&path).await;
                assert!(!html.contains(raw) && html.contains(text), "{path}: {name}");
            }
            let found = arc.post("/api/search-assisters", &[("words", &email)]).await;
            for path in [found.location().to_owned(), page.replace("/agency/", "/resource-center/")] {
                let html = arc.page(&path).await;
                assert!(!html.contains(raw) && html.contains(text), "{path}: {name}");
            }
            // Refused, it comes back in its field.
            let refused = contact.post("/api/add-entry", &with(with(ann(), "first_name", name), "training_id", &training)).await;
            let html = contact.page(refused.location()).await;
            assert!(!html.contains(raw) && html.contains("aria-invalid=\"true\""), "refused: {name}");
        }
    })
    .await;
}
