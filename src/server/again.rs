//! A form that was turned away because too much came at once, to be sent again: a small page with what was typed into it, but for secrets.
//! Nothing is stored for it, since the database is what many at once must not wear out.

use super::RequestInfo;
use crate::api::page_of::PAGE_OF;
use crate::messages::Messages;
use crate::ui::parts::escaped;
use axum::body::Bytes;
use axum::http::request::Parts;
use std::borrow::Cow;
use std::fmt::Write as _;
use std::sync::Arc;
use url::form_urlencoded;

/// A form as it was posted, until it is known whether it must be sent again: nothing of it is read before.
pub struct Sent {
    path: String,
    body: Bytes,
    /// Whose page it is on. The form said so, which was taken out of it.
    page_of: Option<Arc<str>>,
}

impl Sent {
    /// A form as it came.
    #[must_use]
    pub fn new(parts: &Parts, body: &Bytes) -> Self {
        let page_of = parts.extensions.get::<RequestInfo>().and_then(|info| info.page_of.clone());
        Self { path: parts.uri.path().to_owned(), body: body.clone(), page_of }
    }

    /// The form: fields that are typed stand there to be read or typed again, the others go along.
    #[must_use]
    pub fn html(&self, t: Messages) -> String {
        let mut html = format!("<form method=\"post\" action=\"{}\">\n", escaped(&self.path));
        let owner = self.page_of.as_deref().map(|owner| (Cow::Borrowed(PAGE_OF), Cow::Borrowed(owner)));
        for (name, value) in form_urlencoded::parse(&self.body).chain(owner) {
            let (name, value) = (escaped(&name), escaped(&value));
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
        b"name" => (t.create_account_name(), "text", "name", false),
        b"phone" => (t.your_details_phone(), "text", "tel", false),
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
        let html = Sent::new(&posted("/api/sign-in"), &Bytes::from(body)).html(Language::default().messages());
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
            waiting: None,
            asker: Asker::Person,
            outcome: Outcome::default(),
            from_here: true,
            plain_form: true,
            cookie_was_bad: false,
        });
        let html = Sent::new(&parts, &Bytes::from("current_password=hush")).html(Language::default().messages());
        assert!(html.contains("<input type=\"hidden\" name=\"page-of\" value=\"ab12\">") && !html.contains("hush"), "{html}");
    }
}
