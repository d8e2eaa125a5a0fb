//! What journeys leave behind, looked up in one place: rows, mail, audit rows; and the cookies that a browser would keep.

use crate::journeys::app::{Answer, App, Person};

/// How many rows there are of what stands after FROM.
pub async fn count(app: &App, of: &str) -> i64 {
    app.one(&format!("SELECT COUNT(*) FROM {of}")).await
}

/// The text of the newest mail of a kind to an address; empty when there is none.
pub async fn mail(app: &App, to: &str, kind: &str) -> String {
    app.text(&format!("SELECT body FROM outbox WHERE recipient = '{to}' AND kind = '{kind}' ORDER BY created_at DESC, id DESC LIMIT 1"))
        .await
}

/// How many mails of a kind there are.
pub async fn mails(app: &App, kind: &str) -> i64 {
    count(app, &format!("outbox WHERE kind = '{kind}'")).await
}

/// How often something was noted.
pub async fn noted(app: &App, action: &str) -> i64 {
    count(app, &format!("audit_events WHERE action = '{action}'")).await
}

/// Posts a form and keeps the cookies of the answer, as a browser does.
pub async fn send(person: &mut Person, path: &str, fields: &[(&str, &str)]) -> Answer {
    let answer = person.post(path, fields).await;
    person.keep_cookies(&answer);
    answer
}
