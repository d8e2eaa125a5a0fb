//! Mail on its way out: what a mail server does, what is done about it, and what is left behind.

use crate::http::smtp::Server;
use crate::http::support::{Service, run, services_with};
use assister_portal::domain::identity::AssisterKind;
use assister_portal::domain::ids::MailId;
use assister_portal::domain::mail::MailFailure;
use assister_portal::messages::Language;
use assister_portal::server::leases::taker;
use assister_portal::server::mail::{Letter, Transport, compose, deliver_due, work};
use assister_portal::store::FailedMail;
use sqlx::{PgPool, SqlitePool};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::time::Duration;

const MINUTE: Duration = Duration::from_secs(60);

/// Puts a letter into the outbox, as the change that it tells of would.
pub(super) async fn write(service: &Service, to: &str, letter: Letter<'_>) -> MailId {
    let mail = compose(&service.state, Language::default().messages(), to, letter, service.state.clock.now());
    let sql = "INSERT INTO outbox (id, kind, recipient, subject, body, html, message_id, created_at, next_attempt_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)";
    macro_rules! insert {
        ($pool:expr) => {{
            let query = sqlx::query(sql).bind(mail.id).bind(mail.kind.code()).bind(&mail.to).bind(&mail.subject);
            query.bind(&mail.text).bind(&mail.html).bind(&mail.message_id).bind(mail.now).execute($pool).await.map(|_| ())
        }};
    }
    let url = &service.state.config.database_url;
    match url.starts_with("sqlite:") {
        true => insert!(&SqlitePool::connect(url).await.unwrap()),
        false => insert!(&PgPool::connect(url).await.unwrap()),
    }
    .unwrap();
    mail.id
}

pub(super) fn activation() -> Letter<'static> {
    Letter::Activation { name: "Zoë", link: "https://portal.example.org/set-up/secret", registration_number: "7KQ2-M9XD", until: "soon" }
}

/// One round, in which a server that takes longer than half a second takes too long.
async fn round(service: &Service) {
    let transport = Transport::with_patience(&service.state.config, Duration::from_millis(500)).unwrap();
    deliver_due(&service.state, &transport).await.unwrap();
}

async fn failed(service: &Service) -> Vec<FailedMail> {
    service.state.store.failed_mail(&AssisterKind::ALL, 100).await.unwrap()
}

async fn waiting(service: &Service) -> u32 {
    service.state.store.mail_figures().await.unwrap().waiting
}

#[test]
fn a_message_arrives_as_text_and_html_and_leaves_nothing_behind() {
    run(async {
        let server = Server::start().await;
        for service in services_with(&[("SMTP_URL", &server.url()), ("MAIL_FROM", "no-reply@portal.example.org")]).await {
            let to = format!("ann-{}@example.org", service.name.to_lowercase());
            write(&service, &to, activation()).await;
            round(&service).await;
            round(&service).await;
            let taken = server.taken(&to);
            assert_eq!(taken.len(), 1, "{}", service.name);
            for part in [
                "From: \"Assister Portal\" <no-reply@portal.example.org>\n",
                &format!("To: {to}\n"),
                "Subject: Set up your Assister Portal account\n",
                "Message-ID: <",
                "Auto-Submitted: auto-generated\n",
                "Content-Type: multipart/alternative;",
                "Content-Type: text/plain; charset=utf-8\n",
                "Content-Type: text/html; charset=utf-8\n",
                "7KQ2-M9XD",
            ] {
                assert!(taken[0].contains(part), "{part} is not in\n{}", taken[0]);
            }
            assert_eq!((waiting(&service).await, failed(&service).await), (0, Vec::new()));
            assert_eq!(service.state.store.newest_mail(1).await.unwrap()[0].text, "", "one-time links are not kept");
        }
    });
}

#[test]
fn one_that_is_refused_stalled_or_no_address_holds_up_no_other() {
    run(async {
        let server = Server::start().await;
        for service in services_with(&[("SMTP_URL", &server.url())]).await {
            let host = format!("{}.example.org", service.name.to_lowercase());
            let bad = ["refused", "later", "stalled"].map(|name| format!("{name}@{host}"));
            for to in bad.iter().map(String::as_str).chain(["ann@example.org\r\nRCPT TO:<eve@example.org>", "nobody"]) {
                write(&service, to, activation()).await;
            }
            for number in 0..6 {
                write(&service, &format!("ann{number}@{host}"), activation()).await;
            }
            round(&service).await;
            for number in 0..6 {
                assert_eq!(server.taken(&format!("ann{number}@{host}")).len(), 1, "{}: {number}", service.name);
            }
            let now = service.state.clock.now();
            let mut seen: Vec<_> = failed(&service).await.into_iter().map(|mail| (mail.to, mail.why, mail.again)).collect();
            seen.sort_by_key(|(to, ..)| to.clone());
            assert_eq!(
                seen,
                [
                    ("ann@example.org\r\nRCPT TO:<eve@example.org>".to_owned(), MailFailure::Unusable, None),
                    (bad[1].clone(), MailFailure::Deferred, Some(now + MINUTE)),
                    ("nobody".to_owned(), MailFailure::Unusable, None),
                    (bad[0].clone(), MailFailure::Refused, Some(now + 15 * MINUTE)),
                    (bad[2].clone(), MailFailure::Slow, Some(now + MINUTE)),
                ]
            );
            assert_eq!(server.asked("eve@example.org"), 0);
        }
    });
}

#[test]
fn an_address_that_cannot_be_mailed_is_told_apart_from_a_server_that_is_away() {
    run(async {
        let server = Server::of_ascii().await;
        for service in services_with(&[("SMTP_URL", &server.url())]).await {
            let host = format!("{}.example.org", service.name.to_lowercase());
            // From before such addresses were refused.
            let (local, wide) = (format!("zoë@{host}"), format!("ann@müller.{host}"));
            write(&service, &local, activation()).await;
            write(&service, &wide, activation()).await;
            round(&service).await;
            let seen: Vec<_> = failed(&service).await.into_iter().map(|mail| (mail.to, mail.why, mail.again)).collect();
            assert_eq!(seen, [(local, MailFailure::Unusable, None)]);
            assert_eq!(server.taken(&format!("ann@xn--mller-kva.{host}")).len(), 1, "{}", service.name);
        }
        let said = Language::default().messages().mail_failure(MailFailure::Unusable);
        assert_eq!(said, "Mail can't be sent to this address");
    });
}

#[test]
fn a_worker_takes_what_comes_while_others_stall() {
    run(async {
        let server = Server::start().await;
        for service in services_with(&[("SMTP_URL", &server.url())]).await {
            let host = format!("{}.example.org", service.name.to_lowercase());
            let (stalled, ann, bo) = (format!("stalled@{host}"), format!("ann@{host}"), format!("bo@{host}"));
            let worker = tokio::spawn(work(service.state.clone(), Transport::new(&service.state.config).unwrap()));
            for _ in 0..3 {
                write(&service, &stalled, activation()).await;
            }
            write(&service, &ann, activation()).await;
            // Once for all of them, as a change that writes many does.
            service.state.store.mail_written().notify_one();
            server.until(|server| server.asked(&stalled) == 3 && server.taken(&ann).len() == 1).await;
            write(&service, &bo, activation()).await;
            service.state.store.mail_written().notify_one();
            server.until(|server| server.taken(&bo).len() == 1).await;
            worker.abort();
        }
    });
}

#[test]
fn a_message_that_was_broken_off_after_data_is_sent_again_under_the_same_id() {
    run(async {
        let server = Server::start().await;
        for service in services_with(&[("SMTP_URL", &server.url())]).await {
            let to = format!("dropped@{}.example.org", service.name.to_lowercase());
            write(&service, &to, activation()).await;
            round(&service).await;
            assert_eq!(failed(&service).await[0].why, MailFailure::Unreachable);
            service.wait(MINUTE);
            round(&service).await;
            let taken = server.taken(&to);
            assert_eq!((taken.len(), waiting(&service).await), (2, 0), "{}", service.name);
            let id = |message: &String| message.lines().find(|line| line.starts_with("Message-ID: ")).map(str::to_owned);
            assert!(id(&taken[0]).is_some());
            assert_eq!(id(&taken[0]), id(&taken[1]));
            let date = |message: &String| message.lines().find(|line| line.starts_with("Date: ")).map(str::to_owned);
            assert_eq!(date(&taken[0]), date(&taken[1]));
        }
    });
}

#[test]
fn what_a_program_was_sending_when_it_was_killed_is_sent_by_the_next_one() {
    run(async {
        let server = Server::start().await;
        for service in services_with(&[("SMTP_URL", &server.url())]).await {
            let to = format!("ann@{}.example.org", service.name.to_lowercase());
            write(&service, &to, activation()).await;
            // As far as the first program came.
            let now = service.state.clock.now();
            assert!(service.state.store.claim_mail(now, now + 3 * MINUTE, taker(&service.state)).await.unwrap().is_some());
            round(&service).await;
            assert_eq!(server.asked(&to), 0, "{}: the first one may still be at it", service.name);
            service.wait(3 * MINUTE);
            round(&service).await;
            assert_eq!(server.asked(&to), 0, "{}: by its clock alone nobody takes it", service.name);
            service.leases_are_over().await;
            // The next one looks when it starts: nobody wakes it.
            let worker = tokio::spawn(work(service.state.clone(), Transport::new(&service.state.config).unwrap()));
            server.until(|server| server.taken(&to).len() == 1).await;
            worker.abort();
        }
    });
}

#[test]
fn what_is_not_taken_now_is_tried_ten_times_over_two_days_and_then_given_up() {
    run(async {
        let server = Server::start().await;
        for service in services_with(&[("SMTP_URL", &server.url())]).await {
            let host = format!("{}.example.org", service.name.to_lowercase());
            let (later, refused) = (format!("later@{host}"), format!("refused@{host}"));
            write(&service, &later, activation()).await;
            write(&service, &refused, activation()).await;
            for _ in 0..6 * 60 {
                round(&service).await;
                service.wait(10 * MINUTE);
            }
            assert_eq!((server.asked(&later), server.asked(&refused)), (10, 3), "{}", service.name);
            let failed = failed(&service).await;
            assert!(failed.iter().all(|mail| mail.again.is_none()), "{failed:?}");
            let figures = service.state.store.mail_figures().await.unwrap();
            assert_eq!((figures.waiting, figures.gave_up), (0, 2));
            assert!(service.state.store.newest_mail(2).await.unwrap().iter().all(|mail| mail.text.is_empty()));
        }
    });
}

#[test]
fn a_code_is_not_sent_when_it_no_longer_works() {
    run(async {
        let server = Server::start().await;
        for service in services_with(&[("SMTP_URL", &server.url())]).await {
            let to = format!("later@{}.example.org", service.name.to_lowercase());
            write(&service, &to, Letter::SignInCode { code: "123456" }).await;
            for _ in 0..20 {
                round(&service).await;
                service.wait(MINUTE);
            }
            assert_eq!(server.asked(&to), 3, "{}: after one minute and after five more", service.name);
            assert_eq!(failed(&service).await[0].again, None);
        }
    });
}

#[test]
fn while_the_mail_server_is_away_nothing_is_lost() {
    run(async {
        // A port where nobody listens.
        let gone = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        for service in services_with(&[("SMTP_URL", &format!("smtp://{gone}"))]).await {
            write(&service, "ann@example.org", activation()).await;
            round(&service).await;
            assert_eq!(failed(&service).await[0].why, MailFailure::Unreachable);
            assert_eq!(waiting(&service).await, 1);
            let back = Server::start().await;
            let mut config = (*service.state.config).clone();
            config.smtp_url = Some(back.url());
            service.wait(MINUTE);
            deliver_due(&service.state, &Transport::new(&config).unwrap()).await.unwrap();
            assert_eq!((back.taken("ann@example.org").len(), waiting(&service).await), (1, 0), "{}", service.name);
        }
    });
}

#[test]
fn without_a_mail_server_each_message_is_a_file_of_its_own() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        let outbox = folder.path().join("out/box");
        for service in services_with(&[("MAIL_DIR", outbox.to_str().unwrap())]).await {
            let mail = write(&service, "ann@example.org", activation()).await;
            round(&service).await;
            let message = std::fs::read_to_string(outbox.join(format!("{mail}.eml"))).unwrap();
            assert!(message.contains("\r\nTo: ann@example.org\r\n") && message.contains("/set-up/secret"), "{message}");
            assert_eq!(waiting(&service).await, 0);
        }
        let names: Vec<_> = std::fs::read_dir(&outbox).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
        assert!(names.len() == 2 && names.iter().all(|name| name.ends_with(".eml")), "nothing half written: {names:?}");
        // They hold links that open accounts.
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(format!("{:o}", mode(&outbox)), "700", "the folder");
        for name in names {
            assert_eq!(format!("{:o}", mode(&outbox.join(name))), "600", "a message");
        }
    });
}

#[test]
fn where_no_file_can_be_written_the_message_waits() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        let taken = folder.path().join("file");
        std::fs::write(&taken, "in the way").unwrap();
        for service in services_with(&[("MAIL_DIR", taken.to_str().unwrap())]).await {
            write(&service, "ann@example.org", activation()).await;
            round(&service).await;
            assert_eq!(failed(&service).await[0].why, MailFailure::NotWritten, "{}", service.name);
            assert_eq!(waiting(&service).await, 1);
        }
    });
}

#[test]
fn a_message_that_was_cut_off_every_time_is_given_up() {
    run(async {
        let server = Server::start().await;
        for service in services_with(&[("SMTP_URL", &server.url())]).await {
            write(&service, "ann@example.org", activation()).await;
            // As often as the program would have ended in the middle of it.
            for _ in 0..10 {
                let now = service.state.clock.now();
                assert!(service.state.store.claim_mail(now, now + MINUTE, taker(&service.state)).await.unwrap().is_some());
                service.wait(MINUTE);
                service.leases_are_over().await;
            }
            round(&service).await;
            let failed = failed(&service).await;
            assert_eq!((failed[0].why, failed[0].again), (MailFailure::CutOff, None), "{}", service.name);
        }
    });
}

#[test]
fn nothing_that_people_typed_gets_into_a_header() {
    run(async {
        let server = Server::start().await;
        let service = &services_with(&[("SMTP_URL", &server.url())]).await[0];
        let name = "Ann\r\nBcc: eve@example.org\r\n\r\n.\r\nRCPT TO:<eve@example.org>";
        let letter = Letter::Activation { name, link: "x\r\n.\r\n", registration_number: "\r\n.\r\nQUIT", until: "\n.\nDATA" };
        write(service, "hostile@example.org", letter).await;
        round(service).await;
        let taken = server.taken("hostile@example.org");
        assert_eq!((taken.len(), server.asked("eve@example.org")), (1, 0));
        let (head, _) = taken[0].split_once("\n\n").unwrap();
        assert!(!head.contains("Bcc"), "{head}");
    });
}
