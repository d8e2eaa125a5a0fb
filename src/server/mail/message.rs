//! From a row of the outbox to a message as it goes over the wire: plain text and HTML, and the same headers at every try.

use crate::domain::mail::MailFailure;
use crate::domain::typed::mailable_host;
use crate::store::Mail;
use lettre::address::Address;
use lettre::message::header::{Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message, MultiPart};
use std::error::Error;
use std::time::{Duration, SystemTime};

/// Who the mail says it is from.
const SENDER: &str = "Assister Portal";

/// Tells whoever gets it, and their holiday notice, that nobody reads answers.
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// The message. Nothing in a row can begin another header or another recipient: an address that is more than one address is none, and
/// what controls a line is left out of the subject.
///
/// # Errors
/// [`MailFailure::Unusable`].
pub fn message(mail: &Mail, from: &str) -> Result<Message, MailFailure> {
    let address = |text: &str| sent_to(text).parse::<Address>().map_err(|_| MailFailure::Unusable);
    let subject: String = mail.subject.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let written = SystemTime::UNIX_EPOCH + Duration::from_micros(u64::try_from(mail.now.as_micros()).unwrap_or(0));
    Message::builder()
        .from(Mailbox::new(Some(SENDER.to_owned()), address(from)?))
        .to(Mailbox::new(None, address(&mail.to)?))
        .subject(subject)
        .date(written)
        .message_id(Some(mail.message_id.clone()))
        .header(AutoSubmitted)
        .multipart(MultiPart::alternative_plain_html(mail.text.clone(), mail.html.clone()))
        .map_err(|_| MailFailure::Unusable)
}

/// An address whose host is written as the network writes it. What is no address stays as it is.
fn sent_to(address: &str) -> String {
    let host = |(local, host)| format!("{local}@{}", mailable_host(host));
    address.rsplit_once('@').map_or_else(|| address.to_owned(), host)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::identity::normal_email;
    use crate::domain::ids::MailId;
    use crate::domain::instant::Instant;
    use crate::domain::mail::MailKind;
    use proptest::prelude::*;

    fn mail(to: &str, subject: &str) -> Mail {
        Mail {
            id: MailId(uuid::Uuid::nil()),
            kind: MailKind::Activation,
            to: to.to_owned(),
            subject: subject.to_owned(),
            text: "Hello Zoë,\n\nBcc: eve@example.org\n".to_owned(),
            html: "<p>Hello Zoë</p>".to_owned(),
            message_id: "<1@portal.example.org>".to_owned(),
            now: Instant::from_micros(1_795_197_600_000_000),
        }
    }

    fn headers(mail: &Mail) -> String {
        let bytes = message(mail, "no-reply@portal.example.org").unwrap().formatted();
        String::from_utf8(bytes).unwrap().split_once("\r\n\r\n").unwrap().0.to_owned()
    }

    #[test]
    fn a_message_says_what_it_is_and_the_same_at_every_try() {
        let headers = headers(&mail("ann@example.org", "Set up your Assister Portal account"));
        for line in [
            "From: \"Assister Portal\" <no-reply@portal.example.org>",
            "To: ann@example.org",
            "Subject: Set up your Assister Portal account",
            "Date: Fri, 20 Nov 2026 18:00:00 +0000",
            "Message-ID: <1@portal.example.org>",
            "Auto-Submitted: auto-generated",
            "MIME-Version: 1.0",
        ] {
            assert!(headers.lines().any(|found| found == line), "{line} is not in\n{headers}");
        }
        assert!(headers.contains("Content-Type: multipart/alternative"), "{headers}");
    }

    #[test]
    fn a_host_is_sent_as_the_network_writes_it() {
        let headers = headers(&mail("ann@müller.de", "Hello"));
        assert!(headers.contains("To: ann@xn--mller-kva.de"), "{headers}");
    }

    proptest! {
        #[test]
        fn every_address_that_is_taken_can_be_mailed(
            local in "[A-Za-z0-9.!#$%&'*+/=?^_`{|}~ äß@-]{1,70}",
            host in "[A-Za-z0-9ßäé。._-]{1,12}(\\.[A-Za-z0-9äéß中-]{1,65}){0,4}(\\.(org|de|test|7|한국|x--))?",
        ) {
            if let Some(email) = normal_email(&format!("{local}@{host}")) {
                prop_assert!(email.is_ascii(), "{}", email);
                let message = message(&mail(&email, "Hello"), "no-reply@portal.example.org");
                prop_assert_eq!(message.map(|message| message.envelope().to()[0].to_string()), Ok(email));
            }
        }
    }

    #[test]
    fn nothing_begins_another_header_or_another_recipient() {
        for subject in [
            "Hello\r\nBcc: eve@example.org",
            "Hello\nBcc: eve@example.org",
            "Hello\rBcc: eve@example.org",
            "Hello\r\n\r\n<script>",
            "Hëllo\r\nBcc: eve@example.org",
            "\0\u{b}\u{85}\u{2028}Bcc: eve@example.org",
        ] {
            let headers = headers(&mail("ann@example.org", subject));
            let names: Vec<&str> = headers.lines().filter(|l| !l.starts_with([' ', '\t'])).filter_map(|l| l.split(':').next()).collect();
            assert_eq!(names.len(), 8, "{subject:?} gave\n{headers}");
            assert!(!names.contains(&"Bcc"), "{subject:?}");
        }
        for to in [
            "ann@example.org\r\nBcc: eve@example.org",
            "ann@example.org, eve@example.org",
            "ann@example.org> <eve@example.org",
            "Ann <ann@example.org>",
            "ann@example.org\n",
            "ann",
            "",
        ] {
            assert_eq!(message(&mail(to, "Hello"), "no-reply@portal.example.org").err(), Some(MailFailure::Unusable), "{to:?}");
        }
    }
}
