//! The server-rendered pages under many requests at once: every answer is a whole page.

use crate::journeys::app::{App, on_both};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_thousand_pages_twenty_at_a_time_all_arrive_whole() {
    on_both(async |app: App| {
        let navigator = app.demo("navigator@demo.test").await;
        let consumer = app.demo("consumer2@demo.test").await;
        let mut workers = Vec::new();
        for worker in 0..20 {
            let (navigator, consumer, visitor) = (navigator.clone(), consumer.clone(), app.visitor());
            workers.push(tokio::spawn(async move {
                for n in 0..50 {
                    let (answer, wanted) = match (worker + n) % 5 {
                        0 => (navigator.get("/clients").await, "Your clients"),
                        1 => (navigator.get("/clients?list=new&sort=-name").await, "Your clients"),
                        2 => (consumer.get("/account/assister").await, "Assister Details"),
                        3 => (consumer.get("/account").await, "Your account"),
                        _ => (visitor.get("/sign-in").await, "Sign in"),
                    };
                    assert_eq!(answer.status, 200);
                    assert!(answer.body.contains(wanted));
                    assert!(answer.body.trim_end().ends_with("</html>"), "{}", &answer.body[answer.body.len().saturating_sub(300)..]);
                }
            }));
        }
        for worker in workers {
            worker.await.unwrap();
        }
    })
    .await;
}
