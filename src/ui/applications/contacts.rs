//! The places outside of the portal to turn to, as links.

use crate::messages::Messages;
use crate::ui::messages;
use leptos::prelude::*;

/// MNsure's own website.
pub const WEBSITE: &str = "https://www.mnsure.org/";

/// A text, with links where it names MNsure's website or phone numbers. These are all there are: a name or a reason that somebody typed
/// makes no link to anywhere else.
pub fn linked(text: String) -> AnyView {
    let known = known(messages());
    match first(&text, &known) {
        None => text.into_any(),
        Some((at, (name, href))) => {
            let (before, after) = (text[..at].to_owned(), text[at + name.len()..].to_owned());
            view! { {before} <a href=href.clone()>{*name}</a> {linked(after)} }.into_any()
        }
    }
}

/// The address that calls a number.
pub fn call(number: &str) -> String {
    format!("tel:+1{}", number.replace('-', ""))
}

type Known = [(&'static str, String); 3];

fn known(t: Messages) -> Known {
    let known = |number: &'static str| (number, call(number));
    [(t.contact_website(), WEBSITE.to_owned()), known(t.contact_center_phone()), known(t.contact_arc_phone())]
}

/// Where the first of them stands, and which it is.
fn first<'a>(text: &str, known: &'a Known) -> Option<(usize, &'a (&'static str, String))> {
    known.iter().filter_map(|one| Some((text.find(one.0)?, one))).min_by_key(|(at, _)| *at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::Language;

    #[test]
    fn what_is_named_is_linked_and_nothing_else() {
        let t = Language::default().messages();
        for (text, expected) in [
            (t.application_changed_consumer(), &["https://www.mnsure.org/", "tel:+18553667873"][..]),
            (t.application_not_here_text(), &["https://www.mnsure.org/", "tel:+18553667873"]),
            (t.contact_arc(), &["tel:+18335417698"]),
            (t.contact_bsl(), &["https://www.mnsure.org/"]),
            ("[x](javascript:alert(1)) https://evil.test <a href='//evil.test'>900-555-0100</a>", &[]),
            ("", &[]),
        ] {
            let drawn = linked(text.to_owned()).to_html();
            let mut hrefs: Vec<&str> = drawn.split("<a href=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
            hrefs.sort_unstable();
            assert_eq!(hrefs, expected, "{drawn}");
        }
    }
}
