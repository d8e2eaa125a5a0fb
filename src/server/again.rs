//! A form that was turned away because too much came at once, to be sent again: a small page with what was typed into it, but for secrets.
//! Nothing is stored for it, since the database is what many at once must not wear out.

use super::{RequestInfo, anonymous};
use crate::api::page_of::PAGE_OF;
use crate::messages::Messages;
use crate::ui::parts::escaped;
use axum::body::Bytes;
use axum::http::request::Parts;
use std::fmt::Write as _;
use url::form_urlencoded;

/// What hashes a password and is not for visitors.
const SIGNED_IN: [&str; 3] = ["/api/change-password", "/api/prove", "/api/close-account"];

/// A form as it was posted, until it is known whether it must be sent again.
pub struct Sent {
    path: String,
    fields: Vec<(String, String)>,
}

/// Takes note of a form that a browser posts by itself, when it is one that may be turned away so.
pub fn noted(parts: &Parts, body: &Bytes) -> Option<Sent> {
    let path = parts.uri.path();
    if !(anonymous::counts(&parts.method, path) || SIGNED_IN.contains(&path)) {
        return None;
    }
    let mut fields: Vec<_> = form_urlencoded::parse(body).into_owned().collect();
    if let Some(owner) = parts.extensions.get::<RequestInfo>().and_then(|info| info.page_of.as_deref()) {
        // The form said whose page it is on, which was taken out of it.
        fields.push((PAGE_OF.to_owned(), owner.to_owned()));
    }
    Some(Sent { path: path.to_owned(), fields })
}

impl Sent {
    /// The form: fields that are typed stand there to be read or typed again, the others go along.
    #[must_use]
    pub fn html(&self, t: Messages) -> String {
        let mut html = format!("<form method=\"post\" action=\"{}\">\n", escaped(&self.path));
        for (name, value) in &self.fields {
            let (name, value) = (escaped(name), escaped(value));
            let _ = match typed(t, &name) {
                Some(Typed { label, kind, autocomplete, secret }) => {
                    let value = if secret { String::new() } else { format!(" value=\"{value}\"") };
                    writeln!(
                        html,
                        "<div class=\"field\"><label class=\"field__label\" for=\"{name}\">{label}</label>\n\
                         <input class=\"field__input\" type=\"{kind}\" id=\"{name}\" name=\"{name}\"{value} autocomplete=\"{autocomplete}\" \
                         autocapitalize=\"none\" spellcheck=\"false\"></div>"
                    )
                }
                None => writeln!(html, "<input type=\"hidden\" name=\"{name}\" value=\"{value}\">"),
            };
        }
        let _ = write!(html, "<button type=\"submit\" class=\"button\">{}</button>\n</form>", t.errors_again());
        html
    }
}

struct Typed {
    label: &'static str,
    kind: &'static str,
    autocomplete: &'static str,
    secret: bool,
}

/// What a field of this name is, where it is shown.
const fn typed(t: Messages, name: &str) -> Option<Typed> {
    let (label, kind, autocomplete, secret) = match name.as_bytes() {
        b"email" => (t.sign_in_email(), "email", "username", false),
        b"password" => (t.sign_in_password(), "password", "current-password", true),
        b"password_again" => (t.access_password_again(), "password", "new-password", true),
        b"current_password" => (t.access_change_current(), "password", "current-password", true),
        b"code" => (t.access_code(), "text", "one-time-code", true),
        _ => return None,
    };
    Some(Typed { label, kind, autocomplete, secret })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::Language;
    use crate::server::asker::Asker;
    use crate::server::trace::Outcome;
    use axum::http::Request;

    fn posted(path: &str) -> Parts {
        Request::post(path).body(()).unwrap().into_parts().0
    }

    #[test]
    fn what_was_typed_goes_along_and_secrets_do_not() {
        let body = "email=ann%22%3E%40example.org&password=hush+hush&next=%2Faccount&x%22=%3Cscript%3E";
        let sent = noted(&posted("/api/sign-in"), &Bytes::from(body));
        let html = sent.unwrap().html(Language::default().messages());
        for part in [
            "<form method=\"post\" action=\"/api/sign-in\">",
            "type=\"email\" id=\"email\" name=\"email\" value=\"ann&quot;&gt;@example.org\"",
            "type=\"password\" id=\"password\" name=\"password\" autocomplete",
            "<input type=\"hidden\" name=\"next\" value=\"/account\">",
            "name=\"x&quot;\" value=\"&lt;script&gt;\"",
        ] {
            assert!(html.contains(part), "{part}: {html}");
        }
        assert!(!html.contains("hush"), "{html}");
    }

    #[test]
    fn the_form_of_who_is_signed_in_says_again_whose_page_it_is_on() {
        let mut parts = posted("/api/change-password");
        parts.extensions.insert(RequestInfo {
            request_id: "r".into(),
            address: std::net::Ipv4Addr::LOCALHOST.into(),
            browser: None,
            session: None,
            page_of: Some("ab12".into()),
            asker: Asker::Person,
            outcome: Outcome::default(),
            from_here: true,
            plain_form: true,
            cookie_was_bad: false,
        });
        let sent = noted(&parts, &Bytes::from("current_password=hush"));
        let html = sent.unwrap().html(Language::default().messages());
        assert!(html.contains("<input type=\"hidden\" name=\"page-of\" value=\"ab12\">") && !html.contains("hush"), "{html}");
    }

    #[test]
    fn other_forms_are_not_read() {
        assert!(noted(&posted("/api/add-entry"), &Bytes::from("email=ann")).is_none());
    }
}
