//! Getting into an account: setting it up, the second step, new passwords.

mod change;
mod device;
mod forgot;
mod optional;
mod passkeys;
mod second_step;
mod sessions;
mod set_up;
mod weakest;

use crate::journeys::app::{App, Person};
use crate::journeys::seen::{mail, mails, noted, send};
use assister_portal::domain::instant::Instant;
use assister_portal::server::{hex, links};
use std::time::Duration;

/// A password that is strong, and nobody's.
const NEW: &str = "sturgeon lantern 42 quilt";
/// Another one.
const OTHER: &str = "walleye compass 17 birch";
const MINUTE: Duration = Duration::from_secs(60);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Makes a demo account an ordinary one: it needs a second step.
async fn ordinary(app: &App, email: &str) {
    app.execute(&format!("UPDATE users SET second_factor_exempt = FALSE WHERE email = '{email}'")).await;
}

/// Makes a demo assister one who was just enrolled, or a demo member of the staff one who was just invited.
async fn not_set_up(app: &App, email: &str) {
    ordinary(app, email).await;
    app.execute(&format!("UPDATE users SET password_hash = NULL, password_changed_at = NULL WHERE email = '{email}'")).await;
    app.execute(&format!(
        "UPDATE assisters SET state = 'enrolled', activated_at = NULL, confirmed_at = NULL
         WHERE user_id = (SELECT id FROM users WHERE email = '{email}')"
    ))
    .await;
}

/// Sends a link to set up an account, as enrolling does; gives its token. The registration number is `7KQ2-M9XD`.
async fn link(app: &App, email: &str, token: &str, with_number: bool, expires: Instant) -> String {
    let token = format!("{:0>64}", hex(token.as_bytes()));
    let secret = if with_number { app.bytes(&links::registration_hash("7KQ2-M9XD")) } else { "NULL".into() };
    app.execute(&format!(
        "INSERT INTO one_time_links (token_hash, purpose, user_id, secret_hash, created_at, expires_at)
         SELECT {}, 'set_up', id, {secret}, created_at, {} FROM users WHERE email = '{email}'",
        app.bytes(&links::hash(&token)),
        app.time(expires),
    ))
    .await;
    token
}

/// The six digits in a mail.
async fn sent_code(app: &App, to: &str) -> String {
    let text = mail(app, to, "sign_in_code").await;
    text.split(|c: char| !c.is_ascii_digit()).find(|part| part.len() == 6).unwrap_or_else(|| panic!("no code in {text:?}")).to_owned()
}

/// Gives email and password; where that leads.
async fn password(person: &mut Person, email: &str, password: &str, next: &str) -> String {
    send(person, "/api/sign-in", &[("email", email), ("password", password), ("next", next)]).await.location().to_owned()
}

/// Gives a code at the second step; where that leads.
async fn code(person: &mut Person, code: &str) -> String {
    send(person, "/api/check-second-factor", &[("code", code)]).await.location().to_owned()
}

/// The code that an authenticator with the key on this page shows now, or so many steps of time later.
fn app_code(key: &str, now: Instant, later: i64) -> String {
    let secret = totp_rs::Secret::try_from_base32(key.replace(' ', "")).unwrap();
    let totp = totp_rs::Builder::new().with_secret(secret).with_account_name("x").build().unwrap();
    totp.generate(u64::try_from(now.as_micros() / 1_000_000 + later * 30).unwrap()).to_string()
}

/// The user name that a page tells to a password manager and to nobody else.
fn user_name(page: &str) -> &str {
    let at = page.find(" id=\"username\"").unwrap_or_else(|| panic!("no user name: {page}"));
    let (before, after) = page.split_at(at);
    let tag = &page[before.rfind('<').unwrap()..at + after.find('>').unwrap()];
    for part in ["<input", "type=\"email\"", " readonly", " hidden", "autocomplete=\"username\""] {
        assert!(tag.contains(part), "{part}: {tag}");
    }
    assert!(!tag.contains(" name="), "it is not sent: {tag}");
    let form = &page[before.rfind("<form").unwrap()..];
    assert!(form.split("</form>").next().unwrap().contains("type=\"password\""), "in the password's form: {page}");
    tag.split_once("value=\"").unwrap().1.split('"').next().unwrap()
}

/// The texts of all `<code>` of a page.
fn shown_codes(page: &str) -> Vec<String> {
    page.split("<code>").skip(1).map(|rest| rest.split("</code>").next().unwrap().replace("<!>", "")).collect()
}

/// Sets an authenticator up from where somebody may choose; gives its key and the recovery codes. They go on afterwards.
async fn choose_app(app: &App, person: &mut Person, page: &str) -> (String, Vec<String>) {
    assert_eq!(send(person, "/api/begin-authenticator", &[]).await.location(), page);
    let key = shown_codes(&person.page(page).await).remove(0);
    let first = app_code(&key, app.now(), 0);
    let done = send(person, "/api/confirm-authenticator", &[("code", &first)]).await;
    assert_eq!(done.location(), "/security/recovery-codes", "{}", done.body);
    let codes = shown_codes(&person.page("/security/recovery-codes").await);
    assert_eq!(codes.len(), 10);
    (key, codes)
}
