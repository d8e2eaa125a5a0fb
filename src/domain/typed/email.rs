//! Email addresses: the one form in which they are compared, and which of them mail can be sent to.

use super::plain;

/// The form in which an address is stored and compared: in lower case, the host as the network writes it (`müller.de` is
/// `xn--mller-kva.de`). `None` for what was never taken for an address: no single `@` with something on both sides and a dot after it,
/// white space, control characters, what sets addresses apart from each other, or more than 254 bytes.
///
/// For finding an account: those that were made before may have addresses that are not [`mailable`].
#[must_use]
pub fn compared_email(typed: &str) -> Option<String> {
    let typed = plain(typed).to_lowercase();
    let (local, host) = typed.split_once('@')?;
    let clean = !typed.chars().any(|c| c.is_whitespace() || c.is_control() || "<>()[],;:\\\"".contains(c));
    if local.is_empty() || !clean || host.contains('@') {
        return None;
    }
    let host = mailable_host(host);
    let dotted = host.contains('.') && !host.starts_with('.') && !host.ends_with('.') && !host.contains("..");
    (dotted && local.len() + host.len() < 254).then(|| format!("{local}@{host}"))
}

/// A host as the network writes it; as it is where there is no such form.
#[must_use]
pub fn mailable_host(host: &str) -> String {
    let ascii = if host.is_ascii() { None } else { idna::domain_to_ascii(host).ok() };
    ascii.unwrap_or_else(|| host.to_owned())
}

/// Whether mail can be sent to an address in its [compared](compared_email) form, by any mail server: what the program that sends it takes,
/// and nothing that asks every server on the way for more than ASCII.
#[must_use]
pub fn mailable(email: &str) -> bool {
    let Some((local, host)) = email.split_once('@') else { return false };
    let atom = |c: u8| c.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&c);
    let name = local.len() <= 64 && local.split('.').all(|part| !part.is_empty() && part.bytes().all(atom));
    let label = |label: &str| {
        let plain = label.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'-');
        (1..=63).contains(&label.len()) && plain && !label.starts_with('-') && !label.ends_with('-')
    };
    // A host that ends in a number is the number of a machine.
    let named = host.rsplit('.').next().is_some_and(|last| !last.bytes().all(|c| c.is_ascii_digit()));
    name && named && host.len() <= 253 && host.contains('.') && host.split('.').all(label)
}

/// The first sign before the `@` of what was typed that no mail server needs to take, and that could be in a name: `ë`.
#[must_use]
pub fn unmailable_letter(typed: &str) -> Option<char> {
    let (local, _) = typed.split_once('@')?;
    plain(local).chars().find(|c| c.is_alphabetic() && !c.is_ascii())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::identity::normal_email;

    #[test]
    fn an_address_is_the_same_however_its_host_is_written() {
        for typed in [
            "Ann.Lee@Müller.de",
            "ann.lee@MÜLLER.DE",
            "ann.lee@mu\u{308}ller.de",
            "ann.lee@xn--mller-kva.de",
            "ann.lee@XN--MLLER-KVA.de",
            " ann.lee@müller.de\u{200b}",
            "ann.\u{2060}lee@mül\u{ad}ler.de",
            "ａｎｎ．ｌｅｅ＠ｍüｌｌｅｒ．ｄｅ",
            "ann.lee@müller。de",
        ] {
            assert_eq!(normal_email(typed).as_deref(), Some("ann.lee@xn--mller-kva.de"), "{typed:?}");
        }
    }

    #[test]
    fn the_letter_that_stops_mail_is_named() {
        assert_eq!(unmailable_letter("zoë@example.org"), Some('ë'));
        for typed in ["zoe@mül.de", "zoë", "zo e@example.org", "ｚｏｅ@example.org"] {
            assert_eq!(unmailable_letter(typed), None, "{typed}");
        }
    }

    #[test]
    fn what_cannot_be_mailed_is_not_taken_and_still_found() {
        for typed in ["zoë@example.org", "ann..lee@example.org", ".ann@example.org", "ann.@example.org", "ann@exa_mple.org"] {
            assert_eq!(normal_email(typed), None, "{typed}");
            assert_eq!(compared_email(typed).as_deref(), Some(typed), "{typed}");
        }
        let long = format!("{}@example.org", "a".repeat(65));
        for typed in [long.as_str(), "ann@-x.org", "ann@x-.org", "ann@203.0.113.7", "ann@example.org.", "ann@exam ple.org"] {
            assert_eq!(normal_email(typed), None, "{typed}");
        }
    }
}
